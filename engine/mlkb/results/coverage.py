"""
Say which responsibilities nobody holds, and who holds too many.

    type: coverage
    over: [mlpm-owner, mlops-owner, mle-owner]
    at_most: 3
    alone: 2

Each question in `over` names the people who hold something. Whoever holds more than `at_most` of
them carries too much; whoever is the only holder of `alone` of them (2 by default) or more is a
single point of failure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.condition import Reference
from mlkb.model.condition_format import QUESTION_ID
from mlkb.model.shape import Flag, ListOf, Pattern, Shape, WholeNumber, Word, closed
from mlkb.results.base import ANY_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Premise, Value
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

FIELDS: Mapping[str, Shape] = {
    "over": ListOf(Pattern("question", QUESTION_ID), least=1, doc="The questions of type people."),
    "at_most": WholeNumber(1, 100, doc="Responsibilities that one person may hold."),
    "alone": WholeNumber(1, 100, doc="Held alone, so many make a single point of failure."),
}
DECIDES = False
REQUIRED: tuple[str, ...] = ("over", "at_most")

NOBODY, ONE, SEVERAL = "nobody", "one", "several"
OPEN, NOT_APPLICABLE = "open", "not-applicable"
STATES = (NOBODY, ONE, SEVERAL, OPEN, NOT_APPLICABLE)
_ALONE = 2

_QUESTION = Pattern("question", QUESTION_ID)
DOCUMENT = closed(
    {
        "held": ListOf(
            closed({"question": _QUESTION, "state": Word(*STATES), "by": ListOf(ANY_TEXT)}),
            doc="Each responsibility with its holders.",
        ),
        "people": ListOf(
            closed(
                {
                    "name": ANY_TEXT,
                    "holds": ListOf(_QUESTION),
                    "alone": ListOf(_QUESTION),
                    "too_much": Flag(),
                    "single_point": Flag(),
                }
            ),
            doc="Everybody named, in the order of the questions.",
        ),
        "at_most": WholeNumber(1),
        "nobody": WholeNumber(0),
        "open": WholeNumber(0),
    },
    doc="Who holds what.",
)


class CoverageSpec(NamedTuple):
    """The questions, and the bounds."""

    checklist: str
    over: tuple[str, ...]
    at_most: int
    alone: int


class Holding(NamedTuple):
    """One responsibility: its state and its holders."""

    question: str
    state: str
    by: tuple[str, ...] = ()


class CoverageResult(NamedTuple):
    """Every responsibility, and every person with what they hold."""

    held: tuple[Holding, ...]
    people: Mapping[str, tuple[str, ...]]

    def alone(self, name: str) -> tuple[str, ...]:
        """Return what only *name* holds."""
        return tuple(one.question for one in self.held if one.by == (name,))

    def count(self, state: str) -> int:
        """Count the responsibilities in *state*."""
        return sum(one.state == state for one in self.held)


def parse(raw: Mapping[str, Any], checklist: str) -> CoverageSpec:
    """Return the spec."""
    return CoverageSpec(checklist, tuple(raw["over"]), raw["at_most"], raw.get("alone", _ALONE))


def inputs(spec: CoverageSpec) -> tuple[Reference, ...]:
    """Read the questions about people."""
    return tuple(Reference(spec.checklist, question) for question in spec.over)


def compute(spec: CoverageSpec, grounds: Grounds) -> CoverageResult:
    """Return who holds what."""
    held = tuple(
        _holding(question, grounds.premise(Reference(spec.checklist, question)))
        for question in spec.over
    )
    people: dict[str, tuple[str, ...]] = {}
    for one in held:
        for name in one.by:
            people[name] = (*people.get(name, ()), one.question)
    return CoverageResult(held, people)


def value(result: CoverageResult) -> Value | None:
    """Return how many responsibilities nobody holds, once nothing is open."""
    return None if result.count(OPEN) else result.count(NOBODY)


def first(_result: CoverageResult) -> tuple[str, ...]:
    """Leave it to the listing of open questions."""
    return ()


def says(
    _spec: CoverageSpec, _result: CoverageResult, _ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Say nothing in a word: it is a table."""
    return None


def order(_spec: CoverageSpec, _ladders: Mapping[str, Ladder], value: Value) -> int | None:
    """Order counts as they are."""
    return value if isinstance(value, int) else None


def document(
    spec: CoverageSpec, result: CoverageResult, _ladders: Mapping[str, Ladder]
) -> dict[str, Any]:
    """Return responsibilities and people."""
    return {
        "held": [
            {"question": one.question, "state": one.state, "by": list(one.by)}
            for one in result.held
        ],
        "people": [
            {
                "name": name,
                "holds": list(holds),
                "alone": list(result.alone(name)),
                "too_much": len(holds) > spec.at_most,
                "single_point": len(result.alone(name)) >= spec.alone,
            }
            for name, holds in result.people.items()
        ],
        "at_most": spec.at_most,
        "nobody": result.count(NOBODY),
        "open": result.count(OPEN),
    }


def _holding(question: str, premise: Premise) -> Holding:
    if not premise.applies:
        return Holding(question, NOT_APPLICABLE)
    if not isinstance(premise.value, tuple):
        return Holding(question, OPEN)
    names = tuple(dict.fromkeys(name.strip() for name in premise.value))
    return Holding(question, (NOBODY, ONE)[len(names)] if len(names) < 2 else SEVERAL, names)  # noqa: PLR2004
