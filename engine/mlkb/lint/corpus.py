"""What lint looks at: a folder of checklists as models, and where all of it stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.load.build import build_checklist, build_ladder
from mlkb.load.checklists import compiled
from mlkb.load.lazily import Lazily
from mlkb.load.reader import Entry
from mlkb.model.condition import condition_of
from mlkb.model.source import Location
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlkb.load.folder import Folder
    from mlkb.load.reader import Node
    from mlkb.model.checklist import Checklist, Ladder, Question, ResultSpec
    from mlkb.model.condition import Compare, Reference

_JOINS = ("all", "any", "not")
_CONDITIONS = ("when", "expects")
"""The keys under which results hold conditions."""


class Account:
    """How far the search for answers went: what was decided, what only tried, what given up.

    *overlaps* are pairs of rules by the name of their verdict.
    """

    def __init__(self) -> None:
        """Start with nothing looked at."""
        self.decided: Counter[str] = Counter()
        self.tried: list[tuple[str, int]] = []
        self.given_up: list[str] = []
        self.overlaps: dict[str, list[tuple[int, int]]] = {}


class Corpus:
    """The checklists of one folder, and those from elsewhere that they may read."""

    def __init__(self, found: Folder, known: Mapping[str, Mapping[str, Any]]) -> None:
        """Build models of what was *found*, which loads, and of what is *known* beside it."""
        self.found = found
        own = compiled(found)
        self.own = {name: build_checklist(data) for name, data in own.items()}
        names = dict.fromkeys((*self.own, *known))
        self.checklists: Mapping[str, Checklist] = Lazily(
            names,
            lambda name: self.own[name] if name in self.own else build_checklist(known[name]),
        )
        self.ladders: dict[str, Ladder] = {
            name: build_ladder(data) for name, data in found.named("vocabulary", "ladders").items()
        }
        self.account = Account()

    # What stands in the files

    def place(self, file: str, node: Node) -> Location:
        """Return where *node* stands in the file of a checklist, or in one beside them."""
        mark = node.start_mark
        return Location(self.found.readers[file].path, mark.line + 1, mark.column + 1)

    def entry(self, checklist: str, question: str) -> Entry:
        """Return a question of this folder as it was read; one of a row stands at its question."""
        name = question.split(".", 1)[0]
        return next(
            entry
            for entry in self.question_entries(checklist)
            if entry["id"] == name and (entry["id"] == question or "rows" in entry)
        )

    def question_entries(self, checklist: str) -> Iterator[Entry]:
        """Yield the questions of a checklist of this folder as they were read."""
        for section in self.found.checklists[checklist]["sections"]:
            yield from section["questions"]

    def conditions(self, checklist: str) -> Iterator[Entry]:
        """Yield every condition of a checklist as it was read, of questions and of results."""
        for question in self.question_entries(checklist):
            if "when" in question:
                yield question["when"]
        for result in self.found.checklists[checklist].get("results", ()):
            yield from (condition for condition, _ in conditions_of(result))

    # What it means

    def question(self, reference: Reference) -> Question:
        """Return the question at *reference*."""
        return self.checklists[reference.checklist].questions[reference.question]

    def result(self, reference: Reference) -> ResultSpec:
        """Return the result at *reference*."""
        results = self.checklists[reference.checklist].results
        return next(one for one in results if one.id == reference.result)

    def results(self) -> Iterator[Place]:
        """Yield every result of this folder, and where it stands."""
        for name, checklist in self.own.items():
            entries = self.found.checklists[name].get("results", ())
            for spec, entry in zip(checklist.results, entries, strict=True):
                yield Place(name, spec, entry)

    def beside(self, file: str, table: str) -> list[Entry]:
        """Return the entries under *table* of a file beside the checklists, if it is there."""
        found: list[Entry] = self.found.beside[file][table] if self._has(file, table) else []
        return found

    def _has(self, file: str, table: str) -> bool:
        return file in self.found.beside and table in self.found.beside[file]


def inputs(result: ResultSpec) -> Iterable[Reference] | None:
    """Return what a result reads; None means all of its checklist."""
    return result_type(result.type).inputs(result.spec)


class Place(NamedTuple):
    """A result of this folder as a model and as it was read."""

    checklist: str
    result: ResultSpec
    entry: Entry

    @property
    def spec(self) -> Any:  # noqa: ANN401 - each type has its own
        """What its type's module made of it."""
        return self.result.spec

    @property
    def name(self) -> str:
        """What conditions call it."""
        return f"{self.checklist}:{self.result.id}"


def conditions_of(part: Entry, name: str = "") -> Iterator[tuple[Entry, str]]:
    """Yield every condition in a *part* of a result, and the id of what it belongs to."""
    name = part.get("id", name)
    for key, value in part.items():
        if key in _CONDITIONS and isinstance(value, Entry):
            yield value, name
            continue
        for inner in value if isinstance(value, list) else (value,):
            if isinstance(inner, Entry):
                yield from conditions_of(inner, name)


def comparisons(condition: Entry, checklist: str) -> Iterator[tuple[Entry, Compare]]:
    """Yield every comparison inside *condition*, as it was read and as a model."""
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        join = next((key for key in _JOINS if key in one), None)
        if join is None:
            compare: Any = condition_of(one, checklist)
            yield one, compare
            continue
        inner = one[join]
        waiting.extend(reversed(inner if isinstance(inner, list) else [inner]))


def spoken(data: Any) -> Iterator[Entry]:  # noqa: ANN401 - any part of a file as it was read
    """Yield every text in both languages below *data*, in the order in which it was read."""
    if isinstance(data, Entry):
        if data.keys() == {"en", "ko"} and all(isinstance(text, str) for text in data.values()):
            yield data
            return
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from spoken(part)
