"""`mlkb check`: ask a checklist, or tell where answer files stand."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlkb.cli.assessing import Pair, answer_paths, assess, check_subject
from mlkb.cli.context import Context, locale_option, open_context, today_option
from mlkb.cli.judging import Against, Judgement, judge
from mlkb.cli.reports import report_option, targets, write_reports
from mlkb.errors import GATE, HOLDS, UnknownName, UsageProblem
from mlkb.load.compiled import Bundled
from mlkb.load.workspace import ENDINGS
from mlkb.model.checklist import FAIL_ON
from mlkb.model.evaluation import GATES

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("check", help="cli.check", short_help="cli.check-short")
@click.argument("what", nargs=-1, metavar="[CHECKLIST | FILE | FOLDER]...")
@click.option("--subject", metavar="ID", help="cli.option-subject")
@click.option("--respondent", metavar="ID", help="cli.option-respondent")
@click.option("--core", is_flag=True, help="cli.option-core")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="cli.option-fail-on")
@click.option("--gate", type=click.Choice(GATES), help="cli.option-gate")
@click.option("--base-ref", metavar="REF", help="cli.option-base-ref")
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="cli.option-baseline"
)
@click.option("--strict-baseline", is_flag=True, help="cli.option-strict-baseline")
@click.option("--changed", is_flag=True, help="cli.option-changed")
@click.option("--exit-zero", is_flag=True, help="cli.option-exit-zero")
@report_option
@today_option
@locale_option
def check_command(  # noqa: PLR0917 - click passes options by name
    what: tuple[str, ...],
    subject: str | None,
    respondent: str | None,
    core: bool,  # noqa: FBT001 - click passes options by name
    fail_on: str | None,
    gate: str | None,
    base_ref: str | None,
    baseline: Path | None,
    strict_baseline: bool,  # noqa: FBT001
    changed: bool,  # noqa: FBT001
    exit_zero: bool,  # noqa: FBT001
    reports: tuple[str, ...],
    today: str | None,
    locale: str | None,
) -> int:
    """Ask, if one checklist is named; else evaluate and report."""
    to = targets(reports)
    against = Against(fail_on, gate, base_ref, baseline, strict_baseline, changed)
    if len(what) == 1 and not is_path(what[0]):
        if against._replace(fail_on=None) != Against():
            raise UsageProblem("only-when-reporting")
        context = open_context(Path.cwd(), locale=locale, today=today)
        only = _ask(context, what[0], subject, respondent, core=core)
        if not only:
            return HOLDS
        assessment = assess(context, [context.project.answers], fail_on or "none", only)
        judgement = Judgement(context, assessment)
    else:
        if subject or respondent or core:
            raise UsageProblem("only-when-asking")
        named = [Path(name) for name in what]
        context = open_context(named[0] if named else Path.cwd(), locale=locale, today=today)
        _refuse_checklists(what, context)
        judgement = judge(context, answer_paths(named, context.project), against)
    write_reports(
        judgement.assessment,
        judgement.context,
        to,
        comparison=judgement.comparison,
        notices=judgement.notices,
    )
    return HOLDS if exit_zero or judgement.assessment.holds else GATE


def is_path(text: str) -> bool:
    """Say whether *text* names a file or folder: it has a slash or an ending, or only is a folder.

    The id of a checklist is never taken for a folder of the same name.
    """
    if "/" in text or text.endswith(ENDINGS):
        return True
    return os.path.isdir(text) and text not in Bundled()  # noqa: PTH112 - never raises


def _refuse_checklists(what: Sequence[str], context: Context) -> None:
    """Refuse the id of a checklist among paths: one is asked at a time."""
    for name in what:
        if not is_path(name) and not os.path.lexists(name) and name in context.library:
            raise UsageProblem("one-at-a-time", checklist=name)


def _ask(
    context: Context, checklist: str, subject: str | None, respondent: str | None, *, core: bool
) -> set[Pair]:
    """Ask the questions of *checklist*; return the checklists and subjects that were answered."""
    if checklist not in context.library:
        raise UnknownName(kind="checklist", name=checklist, known=tuple(context.library))
    if subject is not None:
        check_subject(context.project, subject)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageProblem("not-a-terminal", checklist=checklist)
    from mlkb.fill.prompt import ask

    sheets = ask(
        project=context.project,
        library=context.library,
        checklist=checklist,
        subject=subject,
        respondent=respondent,
        core=core,
        today=context.today,
        labels=context.labels,
    )
    return {(sheet.checklist, sheet.subject) for sheet in sheets}
