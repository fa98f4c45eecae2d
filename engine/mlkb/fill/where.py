"""Which file holds the answers to a checklist, and what is being assessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlkb.errors import UsageProblem
from mlkb.model.shape import IDENTIFIER

if TYPE_CHECKING:
    from pathlib import Path

    from mlkb.load.config import Project

_IDENTIFIER = re.compile(IDENTIFIER)
_LONGEST_ID = 80
"""Characters: an id becomes the name of a file."""


def answer_path(project: Project, checklist: str, subject: str, respondent: str = "") -> Path:
    """Return where the answers of a respondent (or of nobody in particular) belong."""
    for kind, name in (("subject", subject), ("respondent", respondent)):
        if name and not is_id(name):
            raise UsageProblem("wrong-id", kind=kind, name=name)
    name = f"{checklist}.{respondent}.yaml" if respondent else f"{checklist}.yaml"
    return project.answers / subject / name


def known_subject(project: Project, about: str) -> str | None:
    """Return the subject of the kind *about*, if there is exactly one to choose from.

    The configured subjects count first, then the folders of the answers.
    """
    fitting = fitting_subjects(project, about) if project.subjects else _folders(project.answers)
    return fitting[0] if len(fitting) == 1 else None


def fitting_subjects(project: Project, about: str) -> list[str]:
    """Return the configured subjects of the kind *about*; a subject may leave its kind open."""
    return [one.id for one in project.subjects.values() if one.about in ("", about)]


def is_id(text: str) -> bool:
    """Say whether *text* can name a subject or a respondent."""
    return len(text) <= _LONGEST_ID and _IDENTIFIER.fullmatch(text) is not None


def _folders(answers: Path) -> list[str]:
    if not answers.is_dir():
        return []
    return sorted(one.name for one in answers.iterdir() if one.is_dir() and is_id(one.name))
