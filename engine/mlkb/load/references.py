"""What checklists say about each other: every name leads somewhere, and no condition in a ring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.load.lazily import Lazily
from mlkb.load.reader import Entry
from mlkb.load.result_references import ResultCheck
from mlkb.model.condition import OPERATORS, Reference, reference_of
from mlkb.questions import question_type
from mlkb.questions.base import WrongAnswer
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.load.folder import Folder
    from mlkb.load.reader import Reader

_JOINS = ("all", "any", "not")
_LONGEST_CHAIN = 64
"""Questions that may wait for each other in a row; evaluation goes into them one by one."""

_LONGEST_RING = 8
"""Questions of a ring that are named."""


def check_references(found: Folder, known: Mapping[str, Mapping[str, Any]]) -> None:
    """Report every dangling or cyclic reference among the checklists of a folder."""
    Checker(found, known).check()


class Checker:
    """One check of one folder; *questions* are plain data by checklist and id."""

    def __init__(self, found: Folder, known: Mapping[str, Mapping[str, Any]]) -> None:
        """Gather what names may lead to."""
        self.found = found
        names = {**dict.fromkeys(known), **found.checklists}

        def data(name: str) -> Mapping[str, Any]:
            return found.checklists[name] if name in found.checklists else known[name]

        self.questions = Lazily(names, lambda name: _questions(data(name)))
        self.results = Lazily(names, lambda name: _results(data(name)))
        self.ladders = found.named("vocabulary", "ladders")
        self.roles = found.named("vocabulary", "roles")
        self.premises: dict[tuple[str, str], list[tuple[str, str]]] = {}

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
        for identifier in _ids(question):
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

    def condition(
        self, checklist: str, condition: Entry, reader: Reader, *, rule: bool = False
    ) -> Iterator[tuple[str, str]]:
        """Report what is wrong with a condition, and yield the questions that it reads.

        The *rule* of a result may read scored answers too; a `when` may not.
        """
        joins = [key for key in _JOINS if key in condition.keys_at]
        operators = [key for key in OPERATORS if key in condition.keys_at]
        compares = "answer" in condition.keys_at
        if (
            len(joins) + compares != 1
            or (compares and len(operators) != 1)
            or (joins and operators)
        ):
            reader.report("condition-malformed", condition.node)
            return
        if joins:
            inner = condition.get(joins[0], ())
            for part in inner if isinstance(inner, list) else [inner]:
                yield from self.condition(checklist, part, reader, rule=rule)
            return
        if "answer" in condition and operators[0] in condition:
            yield from self._compare(checklist, condition, operators[0], reader, rule=rule)

    def _compare(
        self, checklist: str, condition: Entry, operator: str, reader: Reader, *, rule: bool
    ) -> Iterator[tuple[str, str]]:
        reference = reference_of(condition["answer"], checklist)
        node = condition.values_at["answer"]
        if reference.checklist not in self.questions:
            reader.unknown(node, "checklist", reference.checklist, self.questions)
            return
        reads = self.found.checklists[checklist].get("reads", ())
        if reference.checklist != checklist and reference.checklist not in reads:
            reader.report("not-in-reads", node, name=reference.checklist)
        if reference.result:
            results = self.results[reference.checklist]
            if reference.result not in results:
                reader.unknown(node, "result", reference.result, results)
            elif (
                reference.checklist == checklist
                and not rule  # whose result decides about no question
                and _reads_all(results[reference.result])
            ):
                reader.report("own-result", node, name=reference.result)
            else:
                yield self._result(reference.checklist, results[reference.result])
            return
        known = self.questions[reference.checklist]
        if reference.question not in known:
            reader.unknown(node, "question", reference.question, known)
            return
        premise = known[reference.question]
        if premise.get("scored", True) and not rule:
            reader.report("premise-scored", node, name=reference.question)
        self.operand(premise, condition, operator, reader)
        yield reference.checklist, reference.question

    def operand(
        self, premise: Mapping[str, Any], condition: Entry, operator: str, reader: Reader
    ) -> None:
        """Report a constant that the premise can never be held against."""
        if isinstance(premise, Entry) and not premise.sound:
            return  # it has to be mended first
        module = question_type(premise["type"])
        spec = module.parse(premise)
        operand = condition[operator]
        node = condition.values_at[operator]
        if operator in ("at_least", "at_most") and isinstance(operand, int):
            return
        words = module.words(spec)
        if operator == "includes" or (words and operator == "in"):
            for word in operand if isinstance(operand, list) else [operand]:
                if words and word not in words:
                    reader.unknown(node, "choice", str(word), words)
            return
        if operator == "in":
            return
        try:
            module.read(spec, operand)
        except WrongAnswer as wrong:
            close = reader.nearest(str(operand), words)
            reader.report(wrong.code, node, name=premise["id"], nearest=close, **wrong.facts)

    def _result(self, checklist: str, result: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands for a result among the premises, and note what it reads itself."""
        key = (checklist, f":{result['id']}")
        if key not in self.premises:
            self.premises[key] = []
            self.premises[key] = list(self._inputs(checklist, result))
        return key

    def _inputs(self, checklist: str, result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the questions and results that a result reads."""
        if isinstance(result, Entry) and not result.sound:
            return  # it has to be mended first
        module = result_type(result["type"])
        reads = module.inputs(module.parse(result, checklist))
        for reference in [Reference(checklist)] if reads is None else reads:
            if reference.result:
                other = self.results.get(reference.checklist, {}).get(reference.result)
                if other is not None:
                    yield self._result(reference.checklist, other)
            elif reference.question:
                yield reference.checklist, reference.question
            else:
                for question in self.questions.get(reference.checklist, ()):
                    yield reference.checklist, question

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

    def names(
        self, entry: Entry, reader: Reader, field: str, kind: str, known: Mapping[str, Any]
    ) -> None:
        """Report each name in the list under *field* that is not *known*."""
        if field not in entry:
            return
        wrong = set(entry[field]) - known.keys()  # what has no shape was reported already
        for node in entry.values_at[field].value:
            if isinstance(node.value, str) and node.value in wrong:
                reader.unknown(node, kind, node.value, known)

    def name(
        self, entry: Entry, reader: Reader, field: str, kind: str, known: Mapping[str, Any]
    ) -> None:
        """Report the name under *field* if it is not *known*."""
        if field in entry and entry[field] not in known:
            reader.unknown(entry.values_at[field], kind, entry[field], known)


def _questions(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the questions of a checklist by id, those with rows once for each."""
    return {
        name: question
        for section in data.get("sections", ())
        for question in section.get("questions", ())
        for name in _ids(question)
    }


def _reads_all(result: Mapping[str, Any]) -> bool:
    """Say whether a result rests on every question, so that none of them can depend on it."""
    if isinstance(result, Entry) and not result.sound:
        return False
    module = result_type(result["type"])
    return module.inputs(module.parse(result, "")) is None


def _results(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {result.get("id", ""): result for result in data.get("results", ())}


def _ids(question: Mapping[str, Any]) -> list[str]:
    """Return the ids that a question has once its rows are written out."""
    name = question.get("id")
    if name is None:
        return []
    rows = question.get("rows", ())
    return [f"{name}.{row['id']}" for row in rows if "id" in row] if rows else [name]


def _improvements(question: Entry) -> Iterator[Entry]:
    if "improve" in question:
        yield question["improve"]
    for field in ("choices", "steps"):
        for option in question.get(field, ()):
            if "improve" in option:
                yield option["improve"]
