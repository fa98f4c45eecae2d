"""What the types with labelled options have in common: their shape, their parsing, their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.model.checklist import FULL_CREDIT, Choice, Improvement
from mlkb.model.shape import (
    Flag,
    ListOf,
    Pattern,
    Record,
    Shape,
    Spoken,
    WholeNumber,
    Word,
    identifier,
)
from mlkb.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

IMPROVE = Record(
    {
        "do": Spoken("The first step, which somebody can do this week."),
        "effort": Word("hours", "days", "weeks", "months", doc="What closing the gap takes."),
        "see": ListOf(
            Pattern("reference", r"[a-z][a-z0-9./-]*|https://[^\s]+"),
            doc="Where to read more: a question, a checklist or an https address.",
        ),
    },
    required=("do",),
    doc="How to get better.",
)


def options(**more: Shape) -> ListOf:
    """Return the shape of a list of options, each with an id, a label and *more*."""
    fields = {"id": identifier("choice"), "label": Spoken("What the reader sees."), **more}
    return ListOf(Record(fields, required=("id", "label")), least=2)


CREDIT = WholeNumber(0, FULL_CREDIT, doc="Percent of the weight that this choice earns.")
EXCLUSIVE = Flag("Whether this choice stands alone, such as 'none of these'.")


def parse_improvement(raw: Mapping[str, Any] | None) -> Improvement | None:
    """Return the improvement that *raw* describes, if any."""
    if not raw:
        return None
    return Improvement(text_of(raw.get("do")), raw.get("effort"), tuple(raw.get("see", ())))


def parse_options(raw: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """Return the options of a list that `options` describes."""
    return tuple(
        Choice(
            option["id"],
            text_of(option.get("label")),
            option.get("credit", 0),
            option.get("exclusive", False),
            parse_improvement(option.get("improve")),
        )
        for option in raw
    )


def unreachable(
    name: str, raw: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield a fault if each entry has its credit and none earns everything."""
    credits = [entry["credit"] for entry in raw if "credit" in entry]
    if raw and len(credits) == len(raw) and max(credits) < FULL_CREDIT:
        yield "credit-out-of-reach", (name,), {"best": max(credits)}


def repeated_ids(
    name: str, raw: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield a fault for each option whose id an earlier one has."""
    seen: set[str] = set()
    for position, option in enumerate(raw):
        choice = option.get("id")
        if choice in seen:
            yield "duplicate-id", (name, position, "id"), {"name": choice}
        if choice:
            seen.add(choice)
