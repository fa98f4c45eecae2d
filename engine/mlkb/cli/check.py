"""`mlkb check`: ask a checklist, or tell where answer files stand."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlkb.cli.context import Context, environment_locale, locale_option, open_context, today_option
from mlkb.cli.reports import report_option, targets, write_reports
from mlkb.errors import GATE, HOLDS, NoAnswers, UnknownName, UsageProblem
from mlkb.evaluate import evaluate
from mlkb.load.workspace import ENDINGS, open_workspace, shown
from mlkb.model.checklist import FAIL_ON
from mlkb.render.document import report_document
from mlkb.render.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkb.model.evaluation import Assessment

_WORDS = Labels(environment_locale())


@click.command("check", help=_WORDS.say("cli.check"), short_help=_WORDS.say("cli.check-short"))
@click.argument("what", nargs=-1, metavar="[CHECKLIST | FILE | FOLDER]...")
@click.option("--subject", metavar="ID", help=_WORDS.say("cli.option-subject"))
@click.option("--respondent", metavar="ID", help=_WORDS.say("cli.option-respondent"))
@click.option("--core", is_flag=True, help=_WORDS.say("cli.option-core"))
@click.option("--fail-on", type=click.Choice(FAIL_ON), help=_WORDS.say("cli.option-fail-on"))
@report_option
@today_option
@locale_option
def check_command(  # noqa: PLR0917 - click passes options by name
    what: tuple[str, ...],
    subject: str | None,
    respondent: str | None,
    core: bool,  # noqa: FBT001 - click passes options by name
    fail_on: str | None,
    reports: tuple[str, ...],
    today: str | None,
    locale: str | None,
) -> int:
    """Ask, if one checklist is named; else evaluate and report."""
    to = targets(reports)
    if len(what) == 1 and not is_path(what[0]):
        context = open_context(Path.cwd(), locale=locale, today=today)
        paths = _ask(context, what[0], subject, respondent, core=core)
        if not paths:
            return HOLDS
        gate = fail_on or "none"
    else:
        if subject or respondent or core:
            raise UsageProblem("only-when-asking")
        paths = [Path(name) for name in what]
        context = open_context(paths[0] if paths else Path.cwd(), locale=locale, today=today)
        paths = answer_paths(paths, context)
        gate = fail_on or context.project.fail_on
    assessment = assess(context, paths, gate)
    write_reports(report_document(assessment, context.library.ladders), context, to)
    return HOLDS if assessment.holds else GATE


def is_path(text: str) -> bool:
    """Say whether *text* names a file or folder: it has a slash, an ending, or is a folder."""
    return "/" in text or text.endswith(ENDINGS) or os.path.isdir(text)  # noqa: PTH112


def answer_paths(paths: Sequence[Path], context: Context) -> list[Path]:
    """Return what to read: a project's own folder stands for its answers, and so does nothing."""
    project = context.project
    if not paths and not os.path.isdir(project.answers):  # noqa: PTH112 - never raises
        raise NoAnswers("no-answers", path=shown(project.answers, Path.cwd()))
    if not paths:
        return [project.answers]
    instead = os.path.isdir(project.answers)  # noqa: PTH112
    return [
        project.answers if instead and path.absolute() == project.root else path for path in paths
    ]


def assess(context: Context, paths: Sequence[Path], fail_on: str) -> Assessment:
    """Return the evaluation of every answer file in *paths*."""
    workspace = open_workspace(paths, context.project.root, context.library, context.today)
    return evaluate(
        context.library,
        context.library.ladders,
        workspace.sheets,
        today=context.today,
        subjects=context.project.subjects,
        evidence=workspace.evidence,
        fail_on=fail_on,
    )


def _ask(
    context: Context, checklist: str, subject: str | None, respondent: str | None, *, core: bool
) -> list[Path]:
    """Ask the questions of *checklist* and return the files that the report is about."""
    if checklist not in context.library:
        raise UnknownName(kind="checklist", name=checklist, known=tuple(context.library))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageProblem("not-a-terminal", checklist=checklist)
    from mlkb.cli.schema import REFERENCE, keep_schemas
    from mlkb.fill.prompt import ask

    paths = ask(
        project=context.project,
        library=context.library,
        checklist=checklist,
        subject=subject,
        respondent=respondent,
        core=core,
        today=context.today,
        labels=context.labels,
        schema=REFERENCE,
    )
    asked = {path.name.split(".")[0] for path in paths}
    keep_schemas(context, sorted(asked))
    return paths
