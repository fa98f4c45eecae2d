"""The checklists of a project: ours, its own, and how it tailors them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlkb.errors import USAGE, InvalidDocuments, nearest
from mlkb.load.build import build_checklist, build_ladder
from mlkb.load.compiled import FOLDER, Bundled
from mlkb.load.lazily import Lazily
from mlkb.model.source import Location, Problem
from mlkb.model.text import Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlkb.load.config import Project, Tailoring
    from mlkb.model.checklist import Checklist, Ladder


class Library(Mapping[str, "Checklist"]):
    """Every checklist that a project can answer, by id; each is built when first asked for."""

    def __init__(self, project: Project) -> None:
        """Open the library of *project*; `InvalidDocuments` if its own checklists are wrong."""
        self._bundled = Bundled()
        self._tailor = project.tailor
        self._folders = project.checklists
        self._own: dict[str, Checklist] = {}
        self._own_data: dict[str, dict[str, Any]] = {}
        self._tailored: dict[str, Checklist] = {}
        self._titles = {
            name: text_of(entry["title"])
            for name, entry in self._bundled.index["checklists"].items()
        }
        self.ladders: dict[str, Ladder] = self._bundled.ladders
        self.ladders_data: dict[str, dict[str, Any]] = {
            data["id"]: data for data in self._bundled.index["ladders"]
        }
        self.roles: dict[str, Text] = {
            role["id"]: text_of(role["title"]) for role in self._bundled.index["roles"]
        }
        for folder in project.checklists:
            self._add(folder, self._own_data)
        self._check_tailoring(project)

    def title(self, name: str) -> Text:
        """Return the title of a checklist without building it."""
        return self._titles[name]

    def data(self, name: str) -> dict[str, Any]:
        """Return a checklist as plain data, before the project tailors it; KeyError if none."""
        return self._own_data[name] if name in self._own_data else self._bundled.data(name)

    def fingerprint(self) -> bytes:
        """Return what stands for all that a reading of answers depends on."""
        from mlkb.load.cache import fingerprint_of

        own = (path for folder in self._folders for path in folder.glob("*.yaml"))
        return fingerprint_of([*FOLDER.glob("*.json"), *own], repr(self._tailor))

    def __getitem__(self, name: str) -> Checklist:
        """Return a checklist as the project tailors it; KeyError if there is none."""
        if name not in self._tailored:
            checklist = self._own[name] if name in self._own else self._bundled[name]
            self._tailored[name] = tailored(checklist, self._tailor)
        return self._tailored[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, ours first."""
        return iter(self._titles)

    def __len__(self) -> int:
        """Count the checklists."""
        return len(self._titles)

    def _add(self, folder: Path, before: dict[str, dict[str, Any]]) -> None:
        """Add the checklists of *folder*, which may read ours and those that came *before*."""
        from mlkb.load.checklists import compiled, read_checklists

        if not folder.is_dir():
            problem = Problem("no-such-folder", Location(str(folder)))
            raise InvalidDocuments([problem], exit_code=USAGE)
        ours = Lazily(self._bundled, self._bundled.data)
        known = Lazily(
            {**dict.fromkeys(ours), **before}, lambda name: before.get(name) or ours[name]
        )
        found = read_checklists(folder, known, self._bundled.shared())
        for name, data in compiled(found).items():
            before[name] = data
            self._own[name] = build_checklist(data)
            self._titles[name] = self._own[name].title
        for name, ladder in found.named("vocabulary", "ladders").items():
            self.ladders[name] = build_ladder(ladder)
            self.ladders_data[name] = ladder
        for name, role in found.named("vocabulary", "roles").items():
            self.roles[name] = text_of(role.get("title"))

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
            )
    return checklist._replace(questions=questions)
