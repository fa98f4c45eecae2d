"""
Hold answers against a target, or against what is typical of the type that a profile found.

    type: comparison
    against: org-type:type
    rows:
      - question: data-ownership.collection
        expected:
          rnd: {is: none, match: risk}
          embedded: {is: none}
          function: {in: [voice, shared]}
          ad-hoc: unknown
        discuss: {en: "Who decides what is collected?", ko: "무엇을 모을지 누가 정하는가?"}

Without `against`, each row has a `target` instead, the same for everybody: `target: {at_least: 2}`.
`match: risk` says that what is typical of a type is itself a risk. A type that has no entry, or
`unknown`, is one of which the document says nothing. Where the profile is mixed, the answers are
held against each of its types. A difference is something to talk about, no fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.condition import Compare, Reference, Truth, reference_of
from mlkb.model.condition_format import QUESTION_ID
from mlkb.model.shape import (
    Either,
    Given,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Prose,
    Record,
    Shape,
    Spoken,
    WholeNumber,
    Word,
    closed,
    identifier,
)
from mlkb.model.text import NO_TEXT, text_of
from mlkb.results.base import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Value
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

OPERATORS = ("is", "in", "at_least", "at_most")
MATCH, RISK, DIFFERS = "match", "risk", "differs"
UNKNOWN, OPEN, NOT_APPLICABLE = "unknown", "open", "not-applicable"
STATES = (MATCH, RISK, DIFFERS, UNKNOWN, OPEN, NOT_APPLICABLE)

_TARGET = {
    "is": Given(),
    "in": ListOf(Prose(), least=1),
    "at_least": Given(),
    "at_most": Given(),
}
FIELDS: Mapping[str, Shape] = {
    "against": Pattern("reference", r"[a-z][a-z0-9-]*:[a-z][a-z0-9-]*", "The profile."),
    "rows": ListOf(
        Record(
            {
                "question": Pattern("question", QUESTION_ID),
                "expected": MapOf(
                    "profile",
                    Either(
                        scalar=Word(UNKNOWN),
                        mapped=Record(
                            {**_TARGET, "match": Word("risk", doc="Typical, yet a risk.")}
                        ),
                    ),
                    doc="What is typical of each type.",
                ),
                "target": Record(_TARGET, doc="What is wanted of everybody."),
                "discuss": Spoken("What to talk about where the answer differs."),
            },
            required=("question",),
        ),
        least=1,
    ),
}
DECIDES = False
REQUIRED: tuple[str, ...] = ("rows",)

DOCUMENT = closed(
    {
        "columns": ListOf(
            closed({"id": identifier("profile"), "title": SPOKEN}),
            doc="The types that the answers are held against; one without a name: the target.",
        ),
        "rows": ListOf(
            closed(
                {
                    "question": Pattern("question", QUESTION_ID),
                    "cells": ListOf(
                        closed(
                            {
                                "state": Word(*STATES),
                                "operator": Optional(Word(*OPERATORS)),
                                "expected": ListOf(Given()),
                                "labels": ListOf(SPOKEN),
                            }
                        )
                    ),
                    "discuss": SPOKEN,
                }
            )
        ),
        "differs": WholeNumber(0, doc="Rows that differ from every type."),
        "risks": WholeNumber(0),
        "open": WholeNumber(0),
    },
    doc="Each answer beside what is expected.",
)


class Expectation(NamedTuple):
    """What an answer should be; *risk* says that even a match is one."""

    operator: str
    operand: Value
    risk: bool = False


class Row(NamedTuple):
    """One question; *expected* by profile, the target under an empty name."""

    question: str
    expected: Mapping[str, Expectation]
    discuss: Text = NO_TEXT


class ComparisonSpec(NamedTuple):
    """The profile to hold answers against, if any, and the rows."""

    checklist: str
    against: Reference | None
    rows: tuple[Row, ...]


class ComparisonResult(NamedTuple):
    """The state of each row in each column; *titles* by column, *known* once they are certain."""

    titles: Mapping[str, Text]
    states: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, Text]]
    known: bool = True

    @property
    def open(self) -> int:
        """Count the rows whose answer is open."""
        return sum(OPEN in cells for cells in self.states.values())

    def count(self, *states: str) -> int:
        """Count the rows all of whose columns are in *states*."""
        return sum(bool(cells) and set(cells) <= set(states) for cells in self.states.values())


def parse(raw: Mapping[str, Any], checklist: str) -> ComparisonSpec:
    """Return the spec."""
    against = raw.get("against")
    rows = []
    for row in raw["rows"]:
        expected = {
            profile: _expectation(one)
            for profile, one in row.get("expected", {}).items()
            if one != UNKNOWN
        }
        if "target" in row:
            expected[""] = _expectation(row["target"])
        rows.append(Row(row["question"], expected, text_of(row.get("discuss"))))
    return ComparisonSpec(
        checklist, reference_of(against, checklist) if against else None, tuple(rows)
    )


def inputs(spec: ComparisonSpec) -> tuple[Reference, ...]:
    """Read the rows, and the profile."""
    rows = tuple(Reference(spec.checklist, row.question) for row in spec.rows)
    return (spec.against, *rows) if spec.against else rows


def compute(spec: ComparisonSpec, grounds: Grounds) -> ComparisonResult:
    """Return how each row stands in each column."""
    titles, known = _columns(spec, grounds)
    return ComparisonResult(
        titles=titles,
        states={
            row.question: tuple(_state(spec, row, column, grounds) for column in titles)
            for row in spec.rows
        },
        labels={
            row.question: {
                choice.id: choice.label
                for choice in getattr(grounds.questions[row.question].spec, "choices", ())
            }
            for row in spec.rows
        },
        known=known,
    )


def value(result: ComparisonResult) -> Value | None:
    """Return how many rows differ, once neither the type nor a row is open."""
    return result.count(DIFFERS) if result.known and not result.open else None


def first(_result: ComparisonResult) -> tuple[str, ...]:
    """Leave it to the listing of open questions."""
    return ()


def says(
    _spec: ComparisonSpec, _result: ComparisonResult, _ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Say nothing in a word: it is a table."""
    return None


def order(_spec: ComparisonSpec, _ladders: Mapping[str, Ladder], value: Value) -> int | None:
    """Order counts as they are."""
    return value if isinstance(value, int) else None


def document(
    spec: ComparisonSpec, result: ComparisonResult, _ladders: Mapping[str, Ladder]
) -> dict[str, Any]:
    """Return the rows with what is expected of each."""

    def cell(row: Row, column: str, state: str) -> dict[str, Any]:
        expected = row.expected.get(column)
        operand = expected.operand if expected else ()
        words = list(operand) if isinstance(operand, tuple) else [operand]
        labels = result.labels[row.question]
        return {
            "state": state,
            "operator": expected.operator if expected else None,
            "expected": words,
            "labels": [labels[str(word)]._asdict() for word in words if word in labels],
        }

    return {
        "columns": [
            {"id": column or "target", "title": title._asdict()}
            for column, title in result.titles.items()
        ],
        "rows": [
            {
                "question": row.question,
                "cells": [
                    cell(row, column, state)
                    for column, state in zip(
                        result.titles, result.states[row.question], strict=True
                    )
                ],
                "discuss": row.discuss._asdict(),
            }
            for row in spec.rows
        ],
        "differs": result.count(DIFFERS),
        "risks": result.count(RISK),
        "open": result.open,
    }


def _expectation(raw: Mapping[str, Any]) -> Expectation:
    operator = next(key for key in raw if key in OPERATORS)
    operand = raw[operator]
    value = tuple(operand) if isinstance(operand, list) else operand
    return Expectation(operator, value, "match" in raw)


def _columns(spec: ComparisonSpec, grounds: Grounds) -> tuple[Mapping[str, Text], bool]:
    """Return the types to hold the answers against, and whether they are certain.

    There are none while the profile finds none.
    """
    if spec.against is None:
        return {"": NO_TEXT}, True
    found = grounds.result_at(spec.against)
    if found is None:
        return {}, False
    profile, result = found
    titles = {one.id: one.title for one in profile.profiles}
    return {candidate: titles[candidate] for candidate in result.candidates}, result.known


def _state(spec: ComparisonSpec, row: Row, column: str, grounds: Grounds) -> str:
    expected = row.expected.get(column)
    reference = Reference(spec.checklist, row.question)
    if not grounds.premise(reference).applies:
        return NOT_APPLICABLE
    if expected is None:
        return UNKNOWN
    holds, _ = grounds.truth(Compare(reference, expected.operator, expected.operand))
    if holds is Truth.UNKNOWN:
        return OPEN
    if holds is Truth.FALSE:
        return DIFFERS
    return RISK if expected.risk else MATCH
