"""
Ask which one of several options holds.

    type: single-choice
    choices:
      - {id: mostly-manual, label: {en: "Mostly by hand", ko: "대부분 수작업"}, credit: 0}
      - {id: automated, label: {en: "Automated", ko: "자동화"}, credit: 100}

Each choice earns its own `credit` in percent, and may carry its own `improve`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.shape import Shape, Word
from mlkb.questions.base import one_of
from mlkb.questions.options import (
    CREDIT,
    IMPROVE,
    options,
    parse_options,
    repeated_ids,
    unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.checklist import Choice
    from mlkb.model.condition import Value

FIELDS: Mapping[str, Shape] = {"choices": options(credit=CREDIT, improve=IMPROVE)}
REQUIRED: tuple[str, ...] = ("choices",)


class SingleChoice(NamedTuple):
    """The options, in the order in which they are shown."""

    choices: tuple[Choice, ...]


def parse(raw: Mapping[str, Any]) -> SingleChoice:
    """Return the spec."""
    return SingleChoice(parse_options(raw["choices"]))


def faults(
    raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield repeated ids, a scored choice without credit, and full credit that no choice earns."""
    yield from repeated_ids("choices", raw["choices"])
    if not scored:
        return
    for position, choice in enumerate(raw["choices"]):
        if "credit" not in choice:
            yield "credit-missing", ("choices", position), {"name": choice.get("id", "")}
    yield from unreachable("choices", raw["choices"])


def read(spec: SingleChoice, given: object) -> Value:
    """Return the id of the choice."""
    return one_of(words(spec), given)


def credit(spec: SingleChoice, value: Value) -> int:
    """Return the credit of the choice."""
    return next(choice.credit for choice in spec.choices if choice.id == value)


def order(_spec: SingleChoice, _value: Value) -> int | None:
    """Choices have no order."""
    return None


def words(spec: SingleChoice) -> tuple[str, ...]:
    """Return the ids of the choices."""
    return tuple(choice.id for choice in spec.choices)


def answer_shape(spec: SingleChoice) -> Shape:
    """Return the shape of an answer."""
    return Word(*words(spec))
