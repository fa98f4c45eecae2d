"""
Ask whether a practice is in place: yes, partial or no.

    type: practice
    reversed: true

`yes` earns everything, `partial` half, `no` nothing. With `reversed: true` the question describes
an anti-pattern, and `no` is what earns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.shape import Flag, Shape, Word
from mlkb.questions.base import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.condition import Value

WORDS = ("yes", "partial", "no")
_CREDIT = {"yes": 100, "partial": 50, "no": 0}

FIELDS: Mapping[str, Shape] = {"reversed": Flag("Whether `yes` is the bad answer.")}
REQUIRED: tuple[str, ...] = ()


class Practice(NamedTuple):
    """Whether the question describes an anti-pattern."""

    reversed: bool


def parse(raw: Mapping[str, Any]) -> Practice:
    """Return the spec."""
    return Practice(raw.get("reversed", False))


def faults(
    _raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield nothing: the shape says it all."""
    del scored
    yield from ()


def read(_spec: Practice, given: object) -> Value:
    """Return the word."""
    return one_of(WORDS, given)


def credit(spec: Practice, value: Value) -> int:
    """Return 100, 50 or 0 percent."""
    earned = _CREDIT[str(value)]
    return 100 - earned if spec.reversed else earned


def order(_spec: Practice, value: Value) -> int | None:
    """Order `no`, `partial`, `yes` as 0, 1, 2."""
    return len(WORDS) - 1 - WORDS.index(str(value))


def words(_spec: Practice) -> tuple[str, ...]:
    """Return yes, partial and no."""
    return WORDS


def answer_shape(_spec: Practice) -> Shape:
    """Return the shape of an answer."""
    return Word(*WORDS)
