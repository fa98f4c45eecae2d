"""`mlkb compare`: what changed between two sets of answers."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.check import answer_paths, assess
from mlkb.cli.context import environment_locale, locale_option, open_context, today_option
from mlkb.cli.reports import report_option, targets, write_reports
from mlkb.evaluate.compare import compare
from mlkb.render.document import report_document
from mlkb.render.labels import Labels

_WORDS = Labels(environment_locale())


@click.command(
    "compare", help=_WORDS.say("cli.compare"), short_help=_WORDS.say("cli.compare-short")
)
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("head", type=click.Path(path_type=Path))
@report_option
@today_option
@locale_option
def compare_command(
    base: Path, head: Path, reports: tuple[str, ...], today: str | None, locale: str | None
) -> int:
    """Evaluate both by the head's checklists and report the difference; no gate is held."""
    to = targets(reports)
    context = open_context(head, locale=locale, today=today)
    before = assess(context, answer_paths([base], context), "none")
    after = assess(context, answer_paths([head], context), "none")
    document = report_document(after, context.library.ladders, compare(before, after))
    write_reports(document, context, to)
    return 0
