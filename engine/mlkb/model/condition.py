"""Conditions over answers: what a question's `when` or a result's rule says."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

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
