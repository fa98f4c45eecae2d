"""An answer file brought to the checklist of today, and not a word of it lost.

Renamed questions get their new key. An answer to a question that the checklist no longer has stays
where it is, line by line, as a comment under a heading. The version is raised. What a person has to
mend first is refused, with everything that is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import ANSWERS, EditRefused, InvalidDocuments, nearest
from mlkb.fill.page import Page
from mlkb.fill.relabel import relabelled
from mlkb.load.answers import read_answers
from mlkb.load.build import checklist_named
from mlkb.load.document import decode
from mlkb.load.lazily import Lazily
from mlkb.load.renames import renames
from mlkb.model.checklist import version_text
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.model.checklist import Checklist

_BYTE_ORDER_MARK = "\ufeff"
_MENDED = ("renamed-question", "other-major-version")
"""Problems that a migration is there for."""

Version = tuple[int, ...]


class Migration(NamedTuple):
    """What becomes of one file; *data* is the file as it should be.

    *renamed* are pairs of old and new name. *parked* are names with the nearest one of today, if
    there is one. *raised* are the version that the file was answered for and the one of today.
    """

    data: bytes
    checklist: str
    renamed: tuple[tuple[str, str], ...] = ()
    parked: tuple[tuple[str, str], ...] = ()
    raised: tuple[Version, Version] | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.renamed or self.parked or self.raised)


def migrated(
    data: bytes, path: str, checklists: Mapping[str, Checklist], today: int, *, heading: str
) -> Migration:
    """Return what becomes of the answer file *data* at *path*.

    *heading* is the comment above what is parked; ``{checklist}`` and ``{version}`` are filled in.
    Raises `InvalidDocuments` with every problem that a person has to mend first.
    """
    page = _page(data, path, checklists, today)
    name, version = checklist_named(page.data["checklist"])
    checklist = checklists[name]
    migration = _planned(page, checklist, version)
    problems = _answered_twice(page, path, migration)
    problems += _wrong_before(page, path, checklists, today, migration)
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    if not migration.changes:
        return migration._replace(data=data)
    above = heading.format(checklist=name, version=version_text(checklist.version))
    try:
        text = relabelled(
            page,
            renamed=dict(migration.renamed),
            parked=[one for one, _ in migration.parked],
            version=version_text(checklist.version) if migration.raised else "",
            heading=above,
        )
    except EditRefused as refusal:
        raise _refused(path, refusal) from refusal
    if read_answers(text.encode(), path, checklists, today)[0] is None:
        raise _refused(path, EditRefused("edit-not-verified"))
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK.encode()) else ""
    return migration._replace(data=(mark + text).encode())


def _page(data: bytes, path: str, checklists: Mapping[str, Checklist], today: int) -> Page:
    """Return the file as a page, if it is an answer file to a checklist that we know."""
    text, problems = decode(data, path)
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    try:
        page = Page(text, path)
    except InvalidDocuments as refusal:
        _, problems = read_answers(data, path, checklists, today)
        others = [one for one in problems if not _mended(one, problems)]
        raise InvalidDocuments(others or refusal.problems, exit_code=ANSWERS) from refusal
    name, _ = checklist_named(page.data["checklist"])
    if name not in checklists:
        _, problems = read_answers(data, path, checklists, today)
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    return page


def _mended(problem: Problem, problems: Sequence[Problem]) -> bool:
    """Say whether a migration would mend *problem*, once the file can be read."""
    if problem.code != "unknown-name" or problem.facts.get("kind") != "question":
        return problem.code in _MENDED
    return any(one.code == "other-major-version" for one in problems)


def _planned(page: Page, checklist: Checklist, version: Version | None) -> Migration:
    """Return what there is to do, without doing it.

    An unknown question left the checklist if the file is older than that; else it is a mistake.
    """
    known = renames(checklist)
    older = version is not None and version < checklist.version
    unknown = [one for one in page.data["answers"] or () if one not in checklist.questions]
    gone = [one for one in unknown if older and one not in known]
    return Migration(
        b"",
        checklist.id,
        renamed=tuple((one, known[one]) for one in unknown if one in known),
        parked=tuple((one, nearest(one, checklist.questions)) for one in gone),
        raised=(version, checklist.version) if older and version else None,
    )


def _answered_twice(page: Page, path: str, migration: Migration) -> list[Problem]:
    """Return a problem for each question that stands there under two of its names."""
    first = {name: name for name in page.data["answers"] or ()}
    problems = []
    for old, new in migration.renamed:
        if new in first:
            facts = {"name": old, "other": first[new], "renamed": new}
            problems.append(Problem("answered-twice", _place(page, path, old), facts))
        first.setdefault(new, old)
    return problems


def _wrong_before(
    page: Page,
    path: str,
    checklists: Mapping[str, Checklist],
    today: int,
    migration: Migration,
) -> list[Problem]:
    """Return what is wrong for other reasons: the file is read as if all had its old name still.

    A file that is newer than the checklist says so first: then it is the engine that is old.
    """
    checklist = checklists[migration.checklist]
    earlier = {old: checklist.questions[new]._replace(id=old) for old, new in migration.renamed}
    as_it_was = checklist._replace(questions={**checklist.questions, **earlier})
    if migration.raised:
        as_it_was = as_it_was._replace(version=migration.raised[0])
    then = Lazily(checklists, lambda name: as_it_was if name == as_it_was.id else checklists[name])
    _, found = read_answers(page.text.encode(), path, then, today)
    parked = {_place(page, path, name) for name, _ in migration.parked}
    problems = [one for one in found if one.code != "unknown-name" or one.location not in parked]
    _, version = checklist_named(page.data["checklist"])
    if problems and version and version > checklist.version:
        facts = {"given": version_text(version), "current": version_text(checklist.version)}
        others = [one for one in problems if one.code not in _MENDED]
        return [Problem("newer-version", Location(path), facts), *others]
    return problems


def _place(page: Page, path: str, question: str) -> Location:
    mark = page.data["answers"].keys_at[question].start_mark
    return Location(path, mark.line + 1, mark.column + 1)


def _refused(path: str, refusal: EditRefused) -> InvalidDocuments:
    line = int(str(refusal.facts.get("line", 0)))
    place = Location(path, line, 1) if line else Location(path)
    return InvalidDocuments([Problem(f"migrate-{refusal.code}", place)], exit_code=ANSWERS)
