"""What checklists say about each other: every name leads somewhere, and no condition in a ring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.load.names import Names, ids_of
from mlkb.load.result_references import ResultCheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.load.folder import Folder
    from mlkb.load.reader import Entry, Reader

_LONGEST_CHAIN = 64
"""Questions that may wait for each other in a row; evaluation goes into them one by one."""

_LONGEST_RING = 8
"""Questions of a ring that are named."""


def check_references(found: Folder, known: Mapping[str, Mapping[str, Any]]) -> None:
    """Report every dangling or cyclic reference among the checklists of a folder."""
    Checker(found, known).check()


class Checker(Names):
    """One check of one folder."""

    def check(self) -> None:
        """Report every problem."""
        self._check_beside()
        for identifier, entry in self.found.checklists.items():
            reader = self.found.readers[identifier]
            self.names(entry, reader, "answered_by", "role", self.roles)
            self.names(entry, reader, "reads", "checklist", self.questions)
            for section in entry.get("sections", ()):
                for question in section.get("questions", ()):
                    self._question(identifier, question, reader)
            for text in entry.get("help", ()):
                self._help(entry, text, reader)
            for result in entry.get("results", ()):
                ResultCheck(self, identifier, result, reader).check()
        self._check_cards()
        self._check_rings()

    def _check_beside(self) -> None:
        """Report claims whose document is not listed."""
        if "claims" in self.found.beside:
            sources = self.found.named("sources", "sources")
            reader = self.found.readers["claims"]
            for claim in self.found.beside["claims"].get("claims", ()):
                self.name(claim, reader, "source", "source", sources)

    def _check_cards(self) -> None:
        """Report what cards name and nobody knows."""
        reader = self.found.readers.get("cards")
        if reader is None:
            return
        for card in self.found.beside["cards"].get("cards", ()):
            self.names(card, reader, "claims", "claim", self.found.named("claims", "claims"))
            self.names(card, reader, "checklists", "checklist", self.questions)

    def _help(self, checklist: Entry, text: Entry, reader: Reader) -> None:
        sections = {section.get("id", ""): None for section in checklist.get("sections", ())}
        self.names(text, reader, "claims", "claim", self.found.named("claims", "claims"))
        self.name(text, reader, "section", "section", sections)

    def _question(self, checklist: str, question: Entry, reader: Reader) -> None:
        if "claims" in question:
            self.names(question, reader, "claims", "claim", self.found.named("claims", "claims"))
        self._levels(question, reader)
        self._see(question, reader)
        premises: list[tuple[str, str]] = []
        requires = question.get("requires")
        if requires is not None:
            known = self.questions[checklist]
            self.name(question, reader, "requires", "question", known)
            if requires in known:
                premises.append((checklist, requires))
                if not known[requires].get("scored", True):
                    reader.report("requires-a-fact", question.values_at["requires"], name=requires)
        if "when" in question:
            premises.extend(self.condition(checklist, question["when"], reader))
        for identifier in ids_of(question):
            self.premises[checklist, identifier] = premises

    def _levels(self, question: Entry, reader: Reader) -> None:
        levels = question.get("levels")
        if levels is None:
            return
        for ladder, tag in levels.items():
            if ladder not in self.ladders:
                reader.unknown(levels.keys_at[ladder], "ladder", ladder, self.ladders)
                continue
            ids = [level.get("id", "") for level in self.ladders[ladder].get("levels", ())]
            if "at" in tag and tag["at"] not in ids:
                reader.unknown(tag.values_at["at"], "level", tag["at"], ids)

    def _see(self, question: Entry, reader: Reader) -> None:
        for improve in _improvements(question):
            if "see" not in improve:
                continue
            read = {text for text in improve["see"] if not text.startswith("https://")}
            for node in improve.values_at["see"].value:
                if not isinstance(node.value, str) or node.value not in read:
                    continue
                checklist, _, name = node.value.partition("/")
                if checklist not in self.questions:
                    reader.unknown(node, "checklist", checklist, self.questions)
                elif name and name not in self.questions[checklist]:
                    reader.unknown(node, "question", name, self.questions[checklist])

    def _check_rings(self) -> None:
        """Report each ring of conditions where it was first entered; without any, long chains."""
        done: dict[tuple[str, str], int] = {}
        rings = 0
        for start in self.premises:
            trail = {} if start in done else {start: iter(self.premises[start])}
            while trail:
                here = next(reversed(trail))
                step = next(trail[here], None)
                if step in trail:
                    path = list(trail)
                    self._ring(path[path.index(step) :])
                    rings += 1
                if step is None or step in trail:  # one ring through a question is enough to mend
                    below = (done.get(one, 0) for one in self.premises.get(here, ()))
                    done[here] = 1 + max(below, default=0)
                    del trail[here]
                elif step not in done:
                    trail[step] = iter(self.premises.get(step, ()))
        for here, length in done.items():
            if length == _LONGEST_CHAIN + 1 and not rings:
                for reader, node in self._premise_of(here):
                    reader.report("chain-too-long", node, limit=_LONGEST_CHAIN)

    def _ring(self, ring: list[tuple[str, str]]) -> None:
        place = next((at for at, one in enumerate(ring) if one[1][0] != ":"), 0)
        ring = [*ring[place:], *ring[:place]]  # at a question, if there is one among the results
        steps = [f"{one}/{other}".replace("/:", ":") for one, other in ring]
        if len(steps) > _LONGEST_RING:
            steps[_LONGEST_RING - 1 :] = ["…"]
        for reader, node in self._premise_of(ring[0]):
            reader.report("ring", node, path=" → ".join([*steps, steps[0]]))

    def _premise_of(self, where: tuple[str, str]) -> Iterator[tuple[Reader, Any]]:
        """Yield where a question says what it presupposes; one from elsewhere is not ours.

        A result has its place where it stands.
        """
        checklist, question = where
        reader = self.found.readers.get(checklist)
        if reader is None:
            return
        for result in self.found.checklists[checklist].get("results", ()):
            if f":{result.get('id')}" == question:
                yield reader, result.node
        for section in self.found.checklists[checklist].get("sections", ()):
            for entry in section.get("questions", ()):
                if entry.get("id") == question.split(".")[0]:
                    place = entry.values_at.get("when") or entry.values_at.get("requires")
                    yield reader, place or entry.node


def _improvements(question: Entry) -> Iterator[Entry]:
    if "improve" in question:
        yield question["improve"]
    for field in ("choices", "steps"):
        for option in question.get(field, ()):
            if "improve" in option:
                yield option["improve"]
