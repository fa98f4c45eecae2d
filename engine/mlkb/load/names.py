"""What names may lead to among the checklists of a folder, and what conditions read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.load.lazily import Lazily
from mlkb.load.reader import Entry
from mlkb.model.condition import OPERATORS, Reference, reference_of
from mlkb.questions import question_type
from mlkb.questions.base import WrongAnswer
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.load.folder import Folder
    from mlkb.load.reader import Reader

_JOINS = ("all", "any", "not")


class Names:
    """The questions (plain data by checklist and id), results, ladders and roles of one folder.

    *premises* are what each question and result waits for, as far as it was looked at.
    """

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


def _questions(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the questions of a checklist by id, those with rows once for each."""
    return {
        name: question
        for section in data.get("sections", ())
        for question in section.get("questions", ())
        for name in ids_of(question)
    }


def _reads_all(result: Mapping[str, Any]) -> bool:
    """Say whether a result rests on every question, so that none of them can depend on it."""
    if isinstance(result, Entry) and not result.sound:
        return False
    module = result_type(result["type"])
    return module.inputs(module.parse(result, "")) is None


def _results(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {result.get("id", ""): result for result in data.get("results", ())}


def ids_of(question: Mapping[str, Any]) -> list[str]:
    """Return the ids that a question has once its rows are written out."""
    name = question.get("id")
    if name is None:
        return []
    rows = question.get("rows", ())
    return [f"{name}.{row['id']}" for row in rows if "id" in row] if rows else [name]
