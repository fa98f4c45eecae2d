"""Where answers belong: `<answers>/<subject>/<checklist>[.<respondent>].yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mlkb.load.config import Project


def answer_path(project: Project, checklist: str, subject: str, respondent: str = "") -> Path:
    """Return the file that holds a respondent's answers about a subject."""
    name = f"{checklist}.{respondent}.yaml" if respondent else f"{checklist}.yaml"
    return project.answers / subject / name


def known_subject(project: Project, about: str) -> str | None:
    """Return the subject that must be meant, if there is only one of the kind *about*.

    What the configuration declares comes first, else the folders of answers.
    """
    declared = [one.id for one in project.subjects.values() if one.about in ("", about)]
    if declared:
        return declared[0] if len(declared) == 1 else None
    if not project.answers.is_dir():
        return None
    folders = [
        one.name
        for one in sorted(project.answers.iterdir())
        if one.is_dir() and not one.name.startswith(".")
    ]
    return folders[0] if len(folders) == 1 else None
