"""`mlkb compare`: what changed between two sets of answers."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.assessing import answer_paths, assess
from mlkb.cli.context import locale_option, open_context, today_option
from mlkb.cli.reports import report_option, targets, write_reports
from mlkb.evaluate.compare import compare


@click.command("compare", help="cli.compare", short_help="cli.compare-short")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("head", type=click.Path(path_type=Path))
@report_option
@today_option
@locale_option
def compare_command(
    base: Path, head: Path, reports: tuple[str, ...], today: str | None, locale: str | None
) -> int:
    """Evaluate both by the head's checklists and report the difference; no gate is held.

    Each side is tailored by its own configuration, and its evidence is looked up in its own tree.
    """
    to = targets(reports)
    context = open_context(head, locale=locale, today=today)
    project = open_context(base, locale=locale, today=today).project
    tailored_as_before = context.library.tailored_as(project.tailor)
    base_context = context._replace(project=project, library=tailored_as_before)
    before = assess(base_context, answer_paths([base], project), "none")
    after = assess(context, answer_paths([head], context.project), "none")
    write_reports(after, context, to, comparison=compare(before, after))
    return 0
