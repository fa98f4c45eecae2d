"""The answer files of a run: found, read side by side, and remembered while they do not change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import ANSWERS, InvalidDocuments, NoAnswers
from mlkb.load.answers import read_answers
from mlkb.load.document import read_bytes
from mlkb.load.evidence import OnDisk, evidence_statuses
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlkb.model.answers import AnswerSheet
    from mlkb.model.checklist import Checklist

ENDINGS = (".yaml", ".yml")
MANY = 200
"""Files from which on the cache and other cores are worth their own cost."""


class Workspace(NamedTuple):
    """The sheets of a run, and the status of every piece of evidence that they name."""

    sheets: tuple[AnswerSheet, ...]
    evidence: Mapping[str, str]


def open_workspace(
    paths: Sequence[Path], root: Path, checklists: Mapping[str, Checklist], today: int
) -> Workspace:
    """Return the answers in *paths*, which are files or folders.

    Evidence is looked up below *root*. Raises `NoAnswers` if nothing was found and
    `InvalidDocuments` with every problem of every file.
    """
    sheets: list[AnswerSheet] = []
    problems: list[Problem] = []
    for sheet, found in _readings(answer_files(paths), root, checklists, today):
        problems.extend(found)
        if sheet is not None:
            sheets.append(sheet)
    problems.extend(_twins(sheets))
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    texts = (
        text for sheet in sheets for answer in sheet.answers.values() for text in answer.evidence
    )
    return Workspace(sheets=tuple(sheets), evidence=evidence_statuses(texts, OnDisk(root)))


def _readings(
    files: Sequence[Path], root: Path, checklists: Mapping[str, Checklist], today: int
) -> Iterable[tuple[AnswerSheet | None, list[Problem]]]:
    if len(files) < MANY:
        return (read_answer_file(path, root, checklists, today) for path in files)
    from mlkb.load.many import Task, read_many

    tasks = [Task(path, shown(path, root)) for path in files]
    return read_many(tasks, root, checklists, today)


def read_answer_file(
    path: Path, root: Path, checklists: Mapping[str, Checklist], today: int
) -> tuple[AnswerSheet | None, list[Problem]]:
    """Return the sheet in one file, or None and all its problems; paths are shown from *root*."""
    name = shown(path, root)
    data, problems = read_bytes(path, name)
    if problems:
        return None, problems
    return read_answers(data, name, checklists, today)


def answer_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return every answer file among *paths*: files as they are, folders with all below them."""
    files: dict[Path, Path] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - unlike Path.is_dir, never raises
            files.update((found.absolute(), found) for found in _below(path))
        elif os.path.lexists(path):
            files[path.absolute()] = path
        else:
            raise NoAnswers("no-such-file", path=str(path))
    if not files:
        raise NoAnswers("no-answers", path=", ".join(str(path) for path in paths))
    return tuple(files.values())


def shown(path: Path, root: Path) -> str:
    """Return *path* as people say it: from *root* if it lies below it."""
    try:
        return str(Path(path).absolute().relative_to(root))
    except ValueError:
        return str(path)


def places_of(folder: Path, root: Path) -> tuple[str, ...]:
    """Return where a folder of the project at *root* lies: as it is named, and where links lead."""
    led = (Path(os.path.realpath(path)) for path in (folder, root))  # `resolve` raises on a circle
    return tuple(dict.fromkeys((shown(folder, root), shown(*led))))


def _below(folder: Path) -> Iterator[Path]:
    """Yield the answer files below *folder* in order, without hidden ones and symbolic links."""
    waiting = [str(folder)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as refusal:  # never pass over what might hold answers
            raise NoAnswers("unreadable-folder", path=here, why=refusal.strerror) from refusal
        folders = []
        for entry in entries:
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith(ENDINGS) and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
        waiting.extend(reversed(folders))


def _twins(sheets: Iterable[AnswerSheet]) -> Iterable[Problem]:
    """Yield a problem for each sheet that another one of the same respondent duplicates."""
    first: dict[tuple[str, str, str], str] = {}
    for sheet in sheets:
        key = (sheet.checklist, sheet.subject, sheet.respondent)
        if key in first:
            yield Problem("twin-sheets", Location(sheet.path), {"first": first[key]})
        first.setdefault(key, sheet.path)
