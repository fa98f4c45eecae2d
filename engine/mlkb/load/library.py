"""The checklists of a project: ours, its own, and how it tailors them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING

from mlkb.errors import USAGE, InvalidDocuments, nearest
from mlkb.load.compiled import FOLDER, Bundled
from mlkb.model.source import Problem
from mlkb.model.text import Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mlkb.load.compiled import Compiled
    from mlkb.load.config import Project, Tailoring
    from mlkb.model.checklist import Checklist, Ladder


class Library(Mapping[str, "Checklist"]):
    """Every checklist that a project can answer, by id; each is built when first asked for."""

    def __init__(self, project: Project) -> None:
        """Open the library of *project*; `InvalidDocuments` if its own checklists are wrong."""
        self.project = project
        self._tailor = project.tailor
        self._folders = project.checklists
        self._tailored: dict[str, Checklist] = {}
        self.shelves: list[Compiled] = [Bundled()]
        """Our checklists, and those of each folder of the project."""
        for count in range(1, len(project.checklists) + 1):
            self.shelves.append(_own(project.checklists[:count], project.root, self.shelves))
        self._shelf = {name: shelf for shelf in self.shelves for name in shelf}
        self._titles = {
            name: text_of(shelf.index["checklists"][name]["title"])
            for name, shelf in self._shelf.items()
        }
        self.ladders: dict[str, Ladder] = {
            name: ladder for shelf in self.shelves for name, ladder in shelf.ladders.items()
        }
        self.roles: dict[str, Text] = {
            role["id"]: text_of(role.get("title"))
            for shelf in self.shelves
            for role in shelf.index["roles"]
        }
        self._check_tailoring(project)

    def tailored_as(self, tailor: Mapping[str, Tailoring]) -> Library:
        """Return the same checklists as *tailor* changes them.

        It belongs to another state of the project, so what it names may not be there any more.
        """
        if tailor == self._tailor:
            return self
        known = {
            reference: change
            for reference, change in tailor.items()
            for name, _, question in [reference.partition("/")]
            if name in self and question in self[name].questions
        }
        other = copy(self)
        other._tailor, other._tailored = known, {}  # noqa: SLF001 - of our own class
        return other

    def title(self, name: str) -> Text:
        """Return the title of a checklist without building it."""
        return self._titles[name]

    def text(self, name: str) -> str:
        """Return a checklist as JSON, before the project tailors it; KeyError if none."""
        return self._shelf[name].text(name)

    def fingerprint(self) -> bytes:
        """Return what stands for all that a reading of answers depends on."""
        from mlkb.load.cache import fingerprint_of

        own = (path for folder in self._folders for path in folder.glob("*.yaml"))
        return fingerprint_of([*FOLDER.glob("*.json"), *own], repr(self._tailor))

    def __getitem__(self, name: str) -> Checklist:
        """Return a checklist as the project tailors it; KeyError if there is none."""
        if name not in self._tailored:
            self._tailored[name] = tailored(self._shelf[name][name], self._tailor)
        return self._tailored[name]

    def __contains__(self, name: object) -> bool:
        """Say whether there is a checklist of that id, without building it."""
        return name in self._shelf

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, ours first."""
        return iter(self._shelf)

    def __len__(self) -> int:
        """Count the checklists."""
        return len(self._shelf)

    def _check_tailoring(self, project: Project) -> None:
        problems = []
        for reference, change in project.tailor.items():
            name, _, question = reference.partition("/")
            if name in self and question in self[name].questions:
                continue
            known = tuple(self) if name not in self else tuple(self[name].questions)
            wrong = question if name in self else name
            facts = {
                "kind": "question" if name in self else "checklist",
                "name": wrong,
                "nearest": nearest(wrong, known),
            }
            problems.append(Problem("unknown-name", change.place, facts))
        if problems:
            raise InvalidDocuments(problems, exit_code=USAGE)


def tailored(checklist: Checklist, tailor: Mapping[str, Tailoring]) -> Checklist:
    """Return *checklist* with the changes that *tailor* names by `checklist/question`."""
    prefix = f"{checklist.id}/"
    changes = {
        reference.removeprefix(prefix): change
        for reference, change in tailor.items()
        if reference.startswith(prefix)
    }
    if not changes:
        return checklist
    questions = dict(checklist.questions)
    for name, change in changes.items():
        if name in questions:
            question = questions[name]
            questions[name] = question._replace(
                dropped=change.drop,
                severity=change.severity or question.severity,
                weight=change.weight or question.weight,
                target=change.target or question.target,
                paths=tuple(change.paths) or question.paths,
            )
    return checklist._replace(questions=questions)


def _own(folders: Sequence[Path], root: Path, before: Sequence[Compiled]) -> Compiled:
    """Load what opens a project's own checklists only where there are any."""
    from mlkb.load.own import open_own

    return open_own(folders, root, before)
