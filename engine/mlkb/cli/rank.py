"""`mlkb rank`: candidate projects in the order in which to take them up."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.assessing import assess_named
from mlkb.cli.context import locale_option, today_option
from mlkb.cli.reports import report_option, targets, write_reports
from mlkb.errors import NoAnswers


@click.command("rank", help="cli.rank", short_help="cli.rank-short")
@click.argument("what", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE | FOLDER]...")
@report_option
@today_option
@locale_option
def rank_command(
    what: tuple[Path, ...], reports: tuple[str, ...], today: str | None, locale: str | None
) -> int:
    """Place every candidate among the answers on its axes and put them in order."""
    to = targets(reports)
    context, assessment = assess_named(what, locale=locale, today=today)
    ranked = {subject for ranking in assessment.rankings for subject in ranking.subjects}
    if not ranked:
        raise NoAnswers(
            "no-candidates", path=", ".join(map(str, what)) or str(context.project.answers)
        )
    pairs = {
        (one.checklist.id, one.subject) for one in assessment.evaluations if one.subject in ranked
    }
    write_reports(assessment.only(pairs), context, to, about="ranking")
    return 0
