"""What the answers of a project were before a change: read from git, by the checklists of today.

What the change does not touch is taken as it was read here, so that comparing costs little more
than checking once.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import InvalidDocuments
from mlkb.load.answers import read_past_answers
from mlkb.load.config import CONFIGURED_IN, Project, project_before
from mlkb.load.document import LARGEST_FILE
from mlkb.load.evidence import OnDisk, evidence_path, evidence_statuses
from mlkb.load.workspace import ENDINGS, places_of
from mlkb.model.comparison import Notice
from mlkb.model.paths import holding
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from mlkb.load.config import Tailoring
    from mlkb.load.library import Library
    from mlkb.load.revision import Blob, Past
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
    changed = past.changed()
    before, notices = _project_before(past, project, changed)
    if before.checklists or project.checklists:
        from mlkb.load.own_before import own_checklists_notice

        notice = own_checklists_notice(past, before, library, changed)
        notices.extend([notice] if notice else ())
    if _governing(before) != _governing(project):
        notices.append(Notice("base-config-differs"))
        library = library.tailored_as(before.tailor)
    return Before(before, library, changed, notices=(*past.notices, *notices))


def with_answers(before: Before, past: Past, now: Iterable[AnswerSheet]) -> Before:
    """Return *before* with its answers; those that did not change are taken from *now*."""
    root = before.project.root
    folders = (before.project.answers, before.library.project.answers)
    files = _answer_files(folders, root, past)
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
    texts = [text for one in sheets for answer in one.answers.values() for text in answer.evidence]
    tree = _TreeBefore(past, OnDisk(root), before.changed, texts)
    evidence = evidence_statuses(texts, tree)
    return before._replace(sheets=_single(sheets), evidence=evidence, notices=tuple(notices))


def _project_before(
    past: Past, project: Project, changed: Collection[str]
) -> tuple[Project, list[Notice]]:
    """Return the project as it was configured; what nobody changed is as it was read here."""
    if not any(name in changed or (project.root / name).is_symlink() for name in CONFIGURED_IN):
        return project, []
    try:
        return project_before(project.root, past.read(*CONFIGURED_IN)), []
    except InvalidDocuments as broken:
        return project, [Notice("base-config-broken", {"problem": broken.problems[0]})]


def _governing(project: Project) -> tuple[str, Mapping[str, Tailoring]]:
    """Return what a change to a configuration may not loosen, wherever it stands in the file."""
    tailor = {name: one._replace(place=Location("")) for name, one in project.tailor.items()}
    return project.fail_on, tailor


def _answer_files(folders: Iterable[Path], root: Path, past: Past) -> dict[str, Blob]:
    """Return the answer files by path, without hidden ones: those of the first folder with any.

    A change may make a folder of answers a project of its own, and a folder may be a link here.
    """
    places = (place for folder in folders for place in places_of(folder, root))
    for folder in dict.fromkeys(places):
        found = past.files(folder)
        if found:
            start = 0 if folder == "." else len(folder)
            return {
                path: blob
                for path, blob in found.items()
                if path.endswith(ENDINGS) and "/." not in f"/{path[start:]}"
            }
    return {}


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

    def __init__(
        self, past: Past, disk: OnDisk, changed: frozenset[str], texts: Iterable[str]
    ) -> None:
        """Ask git at once for everything that *texts* name and that is not as it was."""
        named = [(evidence_path(text), text) for text in texts]
        differing = {place for place, _ in holding({path for path, _ in named}, changed)}
        asked = [(path, text) for path, text in named if path in differing]
        self.asked = {path for path, _ in asked}
        self.past = past
        self.disk = disk
        self.found = past.found(self.asked)
        looked_into = {path for path, text in asked if "#" in text}
        self.contents = past.contents(
            blob for path, blob in self.found.items() if blob and path in looked_into
        )

    def holds(self, path: str) -> bool:
        """Say whether there was a file or folder at *path*."""
        return path in self.found if path in self.asked else self.disk.holds(path)

    def content(self, path: str) -> bytes | None:
        """Return the bytes that a file had, or the first of them."""
        if path not in self.asked:
            return self.disk.content(path)
        blob = self.found.get(path)
        if blob is None:
            return None
        return self.contents[blob.name] if blob.name in self.contents else self.past.beginning(blob)
