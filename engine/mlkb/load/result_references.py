"""What the results of a checklist name: questions, answers, verdicts, types, ladders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.load.reader import Entry
from mlkb.model.condition import OPERATORS
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml import Node

    from mlkb.load.names import Names
    from mlkb.load.reader import Reader

_PEOPLE = "people"


class ResultCheck:
    """One check of one result; each field that names something has its own rule."""

    def __init__(self, names: Names, checklist: str, result: Entry, reader: Reader) -> None:
        """Check *result* of *checklist* with the names that *names* gathered."""
        self.names = names
        self.checklist = checklist
        self.result = result
        self.reader = reader
        self.questions = names.questions[checklist]

    def check(self) -> None:
        """Report every problem."""
        if not self.result.sound:
            return  # it has to be mended first
        for check in (self._levels, self._verdict, self._profile, self._rows, self._axes):
            check()

    def _levels(self) -> None:
        result, names = self.result, self.names
        names.name(result, self.reader, "ladder", "ladder", names.ladders)
        if "over" in result:
            if result["type"] == "coverage":
                self._people()
            else:
                names.names(result, self.reader, "over", "checklist", names.questions)
        if "start_with" in result:
            start = result["start_with"]
            asked = self._question(start, "question")
            for choice, reference in start["choices"].items():
                self._word(asked, choice, start["choices"].keys_at[choice])
                self._reference(reference, start["choices"].values_at[choice])

    def _people(self) -> None:
        nodes = {node.value: node for node in self.result.values_at["over"].value}
        for name in self.result["over"]:
            question = self.questions.get(name)
            if question is None:
                self.reader.unknown(nodes[name], "question", name, self.questions)
            elif question.get("type") != _PEOPLE:
                self.reader.report("not-people", nodes[name], name=name)

    def _verdict(self) -> None:
        verdicts = self.result.get("verdicts", {})
        rules = self.result.get("rules", ())
        for position, rule in enumerate(rules):
            last = position == len(rules) - 1
            if set(rule) != ({"default"} if last else {"when", "verdict"}):
                self.reader.report("rule-malformed", rule.node)
                continue
            key = "default" if last else "verdict"
            self.names.name(rule, self.reader, key, "verdict", verdicts)
            if "when" in rule:
                self._rule(rule["when"])

    def _profile(self) -> None:
        profiles = self.result.get("profiles", ())
        seen: set[str] = set()
        for profile in profiles:
            if profile["id"] in seen:
                self.reader.report("duplicate-id", profile.values_at["id"], name=profile["id"])
            seen.add(profile["id"])
            for name, table in profile["points"].items():
                node = profile["points"].keys_at[name]
                if name not in self.questions:
                    self.reader.unknown(node, "question", name, self.questions)
                    continue
                for word in table:
                    self._word(self.questions[name], word, table.keys_at[word])
            if "expects" in profile:
                self._rule(profile["expects"])
        if "tie_break" in self.result:
            self._question(self.result["tie_break"], "question")

    def _rows(self) -> None:
        against = self.result.get("against")
        profiles = self._profiles(against) if against else None
        for row in self.result.get("rows", ()):
            question = self._question(row, "question")
            if ("target" in row) == bool(against) or ("expected" in row) != bool(against):
                self.reader.report("row-malformed", row.node)
                continue
            if "target" in row:
                self._expectation(question, row["target"])
            for profile, expected in row.get("expected", {}).items():
                if profiles is not None and profile not in profiles:
                    node = row["expected"].keys_at[profile]
                    self.reader.unknown(node, "profile", profile, profiles)
                if isinstance(expected, Entry):
                    self._expectation(question, expected)

    def _axes(self) -> None:
        for axis in (self.result[name] for name in ("x", "y") if name in self.result):
            for term in axis["terms"]:
                question = self._question(term, "question")
                for word in term.get("worth", ()):
                    self._word(question, word, term["worth"].keys_at[word])
                earns = "worth" in term or (question is not None and question.get("scored", True))
                if not earns and not _has_order(question):
                    self.reader.report("worth-missing", term.node, name=term["question"])
            for penalty in axis.get("penalties", ()):
                if not _has_order(self._question(penalty, "question")):
                    self.reader.report("flag-without-order", penalty.node, name=penalty["question"])
        for case in ("quick", "set_aside"):
            if case in self.result:
                self._rule(self.result[case]["when"])

    def _profiles(self, reference: str) -> tuple[str, ...] | None:
        """Return the types of the profile at *reference*; None if there is none."""
        checklist, name = reference.split(":")
        node = self.result.values_at["against"]
        if checklist not in self.names.questions:
            self.reader.unknown(node, "checklist", checklist, self.names.questions)
            return None
        reads = self.names.found.checklists[self.checklist].get("reads", ())
        if checklist not in (*reads, self.checklist):
            self.reader.report("not-in-reads", node, name=checklist)
        results = self.names.results[checklist]
        if name not in results:
            self.reader.unknown(node, "result", name, results)
            return None
        if "profiles" not in results[name]:
            self.reader.report("not-a-profile", node, name=name)
            return None
        return tuple(profile.get("id", "") for profile in results[name]["profiles"])

    def _expectation(self, question: Mapping[str, Any] | None, expected: Entry) -> None:
        operators = [key for key in OPERATORS if key in expected]
        if len(operators) != 1:
            self.reader.report("expectation-malformed", expected.node)
        elif question is not None:
            self.names.operand(question, expected, operators[0], self.reader)

    def _question(self, entry: Entry, field: str) -> Mapping[str, Any] | None:
        """Return the question of this checklist under *field*; report one that is not there."""
        self.names.name(entry, self.reader, field, "question", self.questions)
        return self.questions.get(entry[field])

    def _reference(self, reference: str, node: Node) -> None:
        checklist, _, name = reference.rpartition("/")
        known = self.names.questions.get(checklist or self.checklist)
        if known is None:
            self.reader.unknown(node, "checklist", checklist, self.names.questions)
        elif name not in known:
            self.reader.unknown(node, "question", name, known)

    def _word(self, question: Mapping[str, Any] | None, word: str, node: Node) -> None:
        """Report a *word* that is no answer to *question*."""
        if question is None or (isinstance(question, Entry) and not question.sound):
            return
        module = question_type(question["type"])
        words = module.words(module.parse(question))
        if word not in words:
            self.reader.unknown(node, "choice", word, words)

    def _rule(self, condition: Entry) -> None:
        for _ in self.names.condition(self.checklist, condition, self.reader, rule=True):
            pass  # what it reads matters to a `when` alone


def _has_order(question: Mapping[str, Any] | None) -> bool:
    """Say whether one answer can stand higher than another; what has to be mended first passes."""
    if question is None or (isinstance(question, Entry) and not question.sound):
        return True
    module = question_type(question["type"])
    spec = module.parse(question)
    words = module.words(spec)
    return bool(words) and module.order(spec, words[0]) is not None
