"""
Ask for a text, of which only the presence counts.

    type: text

Any text earns everything: what it says is for people to judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.shape import Prose, Shape
from mlkb.questions.base import WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.condition import Value

FIELDS: Mapping[str, Shape] = {}
REQUIRED: tuple[str, ...] = ()


class FreeText(NamedTuple):
    """A text has nothing to set."""


def parse(_raw: Mapping[str, Any]) -> FreeText:
    """Return the spec."""
    return FreeText()


def faults(
    _raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield nothing: the shape says it all."""
    del scored
    yield from ()


def read(_spec: FreeText, given: object) -> Value:
    """Return the text."""
    if not isinstance(given, str) or not given.strip():
        raise WrongAnswer("answer-not-text", given=given)
    return given


def credit(_spec: FreeText, _value: Value) -> int:
    """Return 100 percent."""
    return FULL_CREDIT


def order(_spec: FreeText, _value: Value) -> int | None:
    """Texts have no order."""
    return None


def words(_spec: FreeText) -> tuple[str, ...]:
    """Return nothing: a text is free."""
    return ()


def answer_shape(_spec: FreeText) -> Shape:
    """Return the shape of an answer."""
    return Prose()
