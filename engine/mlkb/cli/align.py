"""`mlkb align`: where several respondents differ, and what to talk about first."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.assessing import assess_named
from mlkb.cli.context import locale_option, today_option
from mlkb.cli.reports import report_option, targets, write_reports
from mlkb.errors import NoAnswers


@click.command("align", help="cli.align", short_help="cli.align-short")
@click.argument("what", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE | FOLDER]...")
@report_option
@today_option
@locale_option
def align_command(
    what: tuple[Path, ...], reports: tuple[str, ...], today: str | None, locale: str | None
) -> int:
    """Compare the answers of several respondents, wherever one checklist has several."""
    to = targets(reports)
    context, assessment = assess_named(what, locale=locale, today=today)
    shared = {
        (evaluation.checklist.id, evaluation.subject)
        for evaluation in assessment.evaluations
        if len(evaluation.sheets) > 1
    }
    if not shared:
        raise NoAnswers(
            "no-respondents", path=", ".join(map(str, what)) or str(context.project.answers)
        )
    write_reports(assessment.only(shared), context, to, about="alignment")
    return 0
