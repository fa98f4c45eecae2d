"""What the answers of a project were before a change: read from git, by the checklists of today.

What the change does not touch is taken as it was read here, so that comparing costs little more
than checking once.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import InvalidDocuments
from mlkb.load.answers import read_past_answers
from mlkb.load.config import Project, project_before
from mlkb.load.document import LARGEST_FILE
from mlkb.load.evidence import OnDisk, evidence_statuses
from mlkb.load.workspace import ENDINGS, shown
from mlkb.model.comparison import Notice
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkb.load.library import Library
    from mlkb.load.revision import Past
    from mlkb.model.answers import AnswerSheet


class Before(NamedTuple):
    """The project, its answers and the status of their evidence before a change.

    *library* holds the checklists of today as the project tailored them then. *changed* are the
    paths that differ since, from the project's root.
    """

    project: Project
    library: Library
    changed: frozenset[str]
    sheets: tuple[AnswerSheet, ...] = ()
    evidence: Mapping[str, str] = MappingProxyType({})
    notices: tuple[Notice, ...] = ()


def open_before(past: Past, project: Project, library: Library) -> Before:
    """Return what governed the project before; a configuration that was broken is passed over."""
    notices = list(past.notices)
    try:
        before = project_before(project.root, past.content)
    except InvalidDocuments as broken:
        before = project
        notices.append(Notice("base-config-broken", {"problem": broken.problems[0]}))
    if (before.tailor, before.fail_on) != (project.tailor, project.fail_on):
        notices.append(Notice("base-config-differs"))
    tailored = library.tailored_as(before.tailor)
    return Before(before, tailored, past.changed(), notices=tuple(notices))


def with_answers(before: Before, past: Past, now: Iterable[AnswerSheet]) -> Before:
    """Return *before* with its answers; those that did not change are taken from *now*."""
    root = before.project.root
    files = {
        path: blob
        for path, blob in past.files(shown(before.project.answers, root)).items()
        if path.endswith(ENDINGS) and not any(part.startswith(".") for part in path.split("/"))
    }
    same = {one.path: one for one in now if one.path in files and one.path not in before.changed}
    other = {path: blob for path, blob in files.items() if path not in same}
    contents = past.contents(other.values())
    sheets, notices = [], list(before.notices)
    for path, blob in files.items():
        if path in same:
            sheets.append(same[path])
            continue
        sheet, problems = _read(path, contents.get(blob.name), blob.size, before.library)
        if sheet is not None:
            sheets.append(sheet)
        notices.extend(Notice("base-file-broken", {"problem": one}) for one in problems[:1])
    if not files:
        notices.append(Notice("base-empty", {"commit": past.revision.commit[:12]}))
    texts = (text for one in sheets for answer in one.answers.values() for text in answer.evidence)
    evidence = evidence_statuses(texts, _TreeBefore(past, OnDisk(root), before.changed))
    return before._replace(sheets=_single(sheets), evidence=evidence, notices=tuple(notices))


def _read(
    path: str, data: bytes | None, size: int, library: Library
) -> tuple[AnswerSheet | None, list[Problem]]:
    if data is None:
        facts = {"size": size, "limit": LARGEST_FILE}
        return None, [Problem("too-large", Location(path), facts)]
    return read_past_answers(data, path, library)


def _single(sheets: Iterable[AnswerSheet]) -> tuple[AnswerSheet, ...]:
    """Return one sheet for each respondent; a second one was refused in its day as well."""
    found: dict[tuple[str, str, str], AnswerSheet] = {}
    for one in sheets:
        found.setdefault((one.checklist, one.subject, one.respondent), one)
    return tuple(found.values())


class _TreeBefore:
    """The files of the project before; what did not change is looked up where it is now."""

    def __init__(self, past: Past, disk: OnDisk, changed: frozenset[str]) -> None:
        self.past = past
        self.disk = disk
        folders = {path[:end] for path in changed for end in _ends(path)}
        self.differing = changed | folders

    def holds(self, path: str) -> bool:
        """Say whether there was a file or folder at *path*."""
        if path not in self.differing:
            return self.disk.holds(path)
        return path in self.past.files(path) or self.past.is_folder(path)

    def content(self, path: str) -> bytes | None:
        """Return the bytes that a file had."""
        return self.past.content(path) if path in self.differing else self.disk.content(path)


def _ends(path: str) -> list[int]:
    """Return where the folders of *path* end."""
    return [place for place, sign in enumerate(path) if sign == "/"]
