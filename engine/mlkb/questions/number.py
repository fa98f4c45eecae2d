"""
Ask for a whole number.

    type: number
    unit: {en: "days", ko: "일"}
    least: 0
    bands:
      - {at_most: 1, credit: 100}
      - {at_most: 7, credit: 50}

The first band that holds the number gives the credit; outside every band it earns nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.shape import LARGEST, ListOf, Record, Shape, Spoken, WholeNumber
from mlkb.model.text import Text, text_of
from mlkb.questions.base import WrongAnswer
from mlkb.questions.options import CREDIT, unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.condition import Value

FIELDS: Mapping[str, Shape] = {
    "unit": Spoken("What is counted."),
    "least": WholeNumber(doc="The smallest number allowed."),
    "most": WholeNumber(doc="The largest number allowed."),
    "bands": ListOf(
        Record(
            {"at_least": WholeNumber(), "at_most": WholeNumber(), "credit": CREDIT},
            required=("credit",),
        ),
        least=1,
        doc="Which numbers earn how much; the first band that holds the number counts.",
    ),
}
REQUIRED: tuple[str, ...] = ()


class Band(NamedTuple):
    """A range of numbers, both ends included, and the percent that it earns."""

    at_least: int
    at_most: int
    credit: int


class Number(NamedTuple):
    """The unit, the bounds of an answer, and the bands in the order in which they are tried."""

    unit: Text
    least: int
    most: int
    bands: tuple[Band, ...]


def parse(raw: Mapping[str, Any]) -> Number:
    """Return the spec."""
    bands = tuple(
        Band(band.get("at_least", -LARGEST), band.get("at_most", LARGEST), band["credit"])
        for band in raw.get("bands", ())
    )
    least, most = raw.get("least", -LARGEST), raw.get("most", LARGEST)
    return Number(text_of(raw.get("unit")), least, most, bands)


def faults(
    raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield missing bands, a band that holds nothing, crossed bounds, full credit out of reach."""
    if scored and "bands" not in raw:
        yield "bands-missing", (), {}
    if scored:
        yield from unreachable("bands", raw.get("bands", ()))
    if raw.get("least", -LARGEST) > raw.get("most", LARGEST):
        yield "bounds-crossed", ("most",), {}
    for position, band in enumerate(raw.get("bands", ())):
        if band.get("at_least", -LARGEST) > band.get("at_most", LARGEST):
            yield "bounds-crossed", ("bands", position), {}
        if "at_least" not in band and "at_most" not in band:
            yield "band-without-bound", ("bands", position), {}


def read(spec: Number, given: object) -> Value:
    """Return the whole number."""
    if isinstance(given, bool) or not isinstance(given, int):
        raise WrongAnswer("answer-not-a-number", given=given)
    if not spec.least <= given <= spec.most:
        raise WrongAnswer("answer-out-of-bounds", given=given, least=spec.least, most=spec.most)
    return given


def credit(spec: Number, value: Value) -> int:
    """Return the credit of the first band that holds the number."""
    number = int(value) if isinstance(value, int) else 0
    return next((band.credit for band in spec.bands if band.at_least <= number <= band.at_most), 0)


def order(_spec: Number, value: Value) -> int | None:
    """Order numbers as they are."""
    return value if isinstance(value, int) else None


def words(_spec: Number) -> tuple[str, ...]:
    """Return nothing: a number is free."""
    return ()


def answer_shape(spec: Number) -> Shape:
    """Return the shape of an answer."""
    return WholeNumber(spec.least, spec.most)
