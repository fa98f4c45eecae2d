"""Conditions over answers: what a question's `when` or a result's rule says."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = str | int | tuple[str, ...]
"""An answer as the engine holds it: a word or text, a whole number, or several words."""


class Truth(Enum):
    """The three values of a condition (DESIGN rule 6)."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Reference(NamedTuple):
    """A question (`checklist/question`) or a result (`checklist:result`) that is read."""

    checklist: str
    question: str = ""
    result: str = ""

    def __str__(self) -> str:
        """Write it the way checklists do."""
        if self.result:
            return f"{self.checklist}:{self.result}"
        return f"{self.checklist}/{self.question}"


class Premise(NamedTuple):
    """What a condition reads at one reference.

    *value* is None while it is unknown; then *waits_for* names what to answer first. *applies* is
    False where the premise does not apply or was answered n/a: that makes a comparison false.
    *order* places a value for `at_least` and `at_most`.
    """

    value: Value | None
    applies: bool = True
    waits_for: tuple[str, ...] = ()
    order: Callable[[Value], int | None] | None = None


class Compare(NamedTuple):
    """One answer held against a constant; *operator* is one of `OPERATORS`."""

    reference: Reference
    operator: str
    operand: Value


class AllOf(NamedTuple):
    """True when every part is."""

    parts: tuple[Condition, ...]


class AnyOf(NamedTuple):
    """True when at least one part is."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """The opposite of its part."""

    part: Condition


Condition = Compare | AllOf | AnyOf | Not
OPERATORS = ("is", "in", "includes", "at_least", "at_most")


def references(condition: Condition | None) -> tuple[Reference, ...]:
    """Return every reference that *condition* reads, in order, each once."""
    found: dict[Reference, None] = {}

    def collect(part: Condition) -> None:
        if isinstance(part, Compare):
            found[part.reference] = None
        elif isinstance(part, Not):
            collect(part.part)
        else:
            for inner in part.parts:
                collect(inner)

    if condition is not None:
        collect(condition)
    return tuple(found)


def condition_of(data: Mapping[str, Any], checklist: str) -> Condition:
    """Return the condition of plain *data*, whose bare ids mean questions of *checklist*."""
    if "all" in data:
        return AllOf(tuple(condition_of(part, checklist) for part in data["all"]))
    if "any" in data:
        return AnyOf(tuple(condition_of(part, checklist) for part in data["any"]))
    if "not" in data:
        return Not(condition_of(data["not"], checklist))
    operator = next(key for key in data if key in OPERATORS)
    operand = data[operator]
    value = tuple(operand) if isinstance(operand, list) else operand
    return Compare(reference_of(data["answer"], checklist), operator, value)


def reference_of(text: str, checklist: str) -> Reference:
    """Return what *text* refers to: `question`, `checklist/question` or `checklist:result`."""
    if ":" in text:
        other, result = text.split(":", 1)
        return Reference(other, result=result)
    if "/" in text:
        other, question = text.split("/", 1)
        return Reference(other, question)
    return Reference(checklist, text)
