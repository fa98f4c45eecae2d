"""From the paths that a command names to an assessment of what stands there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mlkb.cli.context import open_context
from mlkb.errors import ANSWERS, InvalidDocuments, NoAnswers, UnknownName, nearest
from mlkb.evaluate import evaluate
from mlkb.load.config import find_project
from mlkb.load.workspace import Workspace, open_workspace, shown
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mlkb.cli.context import Context
    from mlkb.load.config import Project
    from mlkb.model.evaluation import Assessment

Pair = tuple[str, str]
"""A checklist and a subject."""


def answer_paths(paths: Sequence[Path], project: Project) -> list[Path]:
    """Return what to read: a project's own folder stands for its answers, and so does nothing."""
    if not paths and not os.path.isdir(project.answers):  # noqa: PTH112 - never raises
        raise NoAnswers("no-answers", path=shown(project.answers, Path.cwd()))
    return [_answers_at(path) for path in paths] or [project.answers]


def assess(
    context: Context, paths: Sequence[Path], fail_on: str, only: Collection[Pair] | None = None
) -> Assessment:
    """Return the evaluation of every answer file in *paths*, or of the pairs *only*.

    Facts that they read and nobody named are looked for among the project's other answers.
    """
    workspace = _opened(context, paths)
    assessment = _evaluated(context, workspace, fail_on, only)
    answers = context.project.answers
    wanting = any(evaluation.missing for evaluation in assessment.evaluations)
    if not wanting or answers in paths or not os.path.isdir(answers):  # noqa: PTH112
        return assessment
    named = {sheet.path for sheet in workspace.sheets}
    others = [sheet for sheet in _opened(context, [answers]).sheets if sheet.path not in named]
    pairs = {(sheet.checklist, sheet.subject) for sheet in workspace.sheets}
    facts = [sheet for sheet in others if (sheet.checklist, sheet.subject) not in pairs]
    with_facts = workspace._replace(sheets=(*workspace.sheets, *facts))
    return _evaluated(context, with_facts, fail_on, only or pairs)


def assess_named(
    what: Sequence[Path], *, locale: str | None, today: str | None
) -> tuple[Context, Assessment]:
    """Return the project of what a command names (by default the one here) and its assessment."""
    context = open_context(what[0] if what else Path.cwd(), locale=locale, today=today)
    return context, assess(context, answer_paths(what, context.project), "none")


def check_subject(project: Project, subject: str) -> None:
    """Refuse a subject that the configuration does not know; without any, all are known."""
    if project.subjects and subject not in project.subjects:
        raise UnknownName(kind="subject", name=subject, known=tuple(project.subjects))


def _answers_at(path: Path) -> Path:
    """Return the answers of the project whose root *path* is, else *path* itself."""
    if not os.path.isdir(path):  # noqa: PTH112
        return path
    project = find_project(path.absolute())
    is_root = project.root == path.absolute() and os.path.isdir(project.answers)  # noqa: PTH112
    return project.answers if is_root else path


def _opened(context: Context, paths: Sequence[Path]) -> Workspace:
    workspace = open_workspace(paths, context.project.root, context.library, context.today)
    known = context.project.subjects
    problems = [
        Problem(
            "unknown-name",
            Location(sheet.path),
            {
                "kind": "subject",
                "name": sheet.subject,
                "nearest": nearest(sheet.subject, tuple(known)),
            },
        )
        for sheet in workspace.sheets
        if known and sheet.subject not in known
    ]
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    return workspace


def _evaluated(
    context: Context, workspace: Workspace, fail_on: str, only: Collection[Pair] | None
) -> Assessment:
    return evaluate(
        context.library,
        context.library.ladders,
        workspace.sheets,
        today=context.today,
        subjects=context.project.subjects,
        evidence=workspace.evidence,
        fail_on=fail_on,
        only=only,
    )
