"""
Ask how far along something is, on an ordered scale.

    type: scale
    steps:
      - {id: none, label: {en: "No team", ko: "없음"}}
      - {id: some, label: {en: "Some teams", ko: "일부 팀"}}
      - {id: most, label: {en: "Most teams", ko: "대부분"}}
      - {id: all, label: {en: "Every team", ko: "전체"}}
    target: most

The first step earns nothing and the target everything, the steps between in even shares, rounded
down. Without `target` the last step is the target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.shape import Shape, Word, identifier
from mlkb.questions.base import one_of
from mlkb.questions.options import IMPROVE, options, parse_options, repeated_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.checklist import Choice
    from mlkb.model.condition import Value

FIELDS: Mapping[str, Shape] = {
    "steps": options(improve=IMPROVE),
    "target": identifier("step", "The step that earns everything; the last one by default."),
}
REQUIRED: tuple[str, ...] = ("steps",)


class Scale(NamedTuple):
    """The steps, worst first, and the position of the target among them."""

    choices: tuple[Choice, ...]
    target: int


def parse(raw: Mapping[str, Any]) -> Scale:
    """Return the spec."""
    steps = parse_options(raw["steps"])
    ids = [step.id for step in steps]
    return Scale(steps, ids.index(raw["target"]) if "target" in raw else len(ids) - 1)


def faults(
    raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield repeated ids, and a target that is no step or the first one."""
    del scored
    yield from repeated_ids("steps", raw["steps"])
    ids = [step.get("id", "") for step in raw["steps"]]
    if "target" in raw and raw["target"] not in ids[1:]:
        yield "target-not-a-step", ("target",), {"name": raw["target"], "expected": ids[1:]}


def read(spec: Scale, given: object) -> Value:
    """Return the id of the step."""
    return one_of(words(spec), given)


def credit(spec: Scale, value: Value) -> int:
    """Return how much of the way to the target the step is."""
    position = order(spec, value) or 0
    return min(FULL_CREDIT, FULL_CREDIT * position // spec.target)


def order(spec: Scale, value: Value) -> int | None:
    """Order steps as they stand, from 0."""
    return words(spec).index(str(value))


def words(spec: Scale) -> tuple[str, ...]:
    """Return the ids of the steps."""
    return tuple(step.id for step in spec.choices)


def answer_shape(spec: Scale) -> Shape:
    """Return the shape of an answer."""
    return Word(*words(spec))
