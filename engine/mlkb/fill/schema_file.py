"""The schema beside the answers, which the first line of an answer file names for editors."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from mlkb.fill.save import save_new
from mlkb.load.schema import answers_schema

if TYPE_CHECKING:
    from pathlib import Path

    from mlkb.model.checklist import Checklist

FOLDER = ".schemas"
"""Beside the subjects; hidden, so that it is never read for answers."""


def schema_reference(checklist: str) -> str:
    """Return what an answer file to *checklist* says about its schema."""
    return f"../{FOLDER}/{checklist}.schema.json"


def keep_schema(answers: Path, checklist: Checklist) -> None:
    """Write the schema of answers to *checklist* below the folder *answers*.

    Raises `CannotSave` if it cannot be written; nothing but an editor needs it.
    """
    text = dumps(answers_schema(checklist), ensure_ascii=False, indent=1) + "\n"
    save_new(schema_path(answers, checklist.id), text.encode("utf-8"), replace=True)


def schema_path(answers: Path, checklist: str) -> Path:
    """Return where the schema of answers to *checklist* lies below the folder *answers*."""
    return answers / FOLDER / f"{checklist}.schema.json"
