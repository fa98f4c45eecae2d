"""
Ask who holds something: the names of people or teams.

    type: people
    at_least: 2

As many names as `at_least` (1 by default) earn everything, fewer earn their share, rounded down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.shape import ListOf, Prose, Shape, WholeNumber
from mlkb.questions.base import WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.condition import Value

FIELDS: Mapping[str, Shape] = {"at_least": WholeNumber(1, 100, doc="How many names are enough.")}
REQUIRED: tuple[str, ...] = ()


class People(NamedTuple):
    """How many names are enough."""

    at_least: int


def parse(raw: Mapping[str, Any]) -> People:
    """Return the spec."""
    return People(raw.get("at_least", 1))


def faults(
    _raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield nothing: the shape says it all."""
    del scored
    yield from ()


def read(_spec: People, given: object) -> Value:
    """Return the names, as they are written."""
    if not isinstance(given, (list, tuple)):
        raise WrongAnswer("answer-not-names", given=given)
    for name in given:
        if not isinstance(name, str) or not name.strip():
            raise WrongAnswer("answer-not-names", given=name)
    if len(set(given)) != len(given):
        raise WrongAnswer("answer-repeats", given=", ".join(given))
    return tuple(given)


def credit(spec: People, value: Value) -> int:
    """Return how much of the wanted number of names is there."""
    return FULL_CREDIT * min(order(spec, value) or 0, spec.at_least) // spec.at_least


def order(_spec: People, value: Value) -> int | None:
    """Order answers by how many names they hold."""
    return len(value) if isinstance(value, tuple) else 0


def words(_spec: People) -> tuple[str, ...]:
    """Return nothing: names are free."""
    return ()


def answer_shape(_spec: People) -> Shape:
    """Return the shape of an answer."""
    return ListOf(Prose())
