"""
Ask which of several options hold; none, one or many.

    type: multiple-choice
    choices:
      - {id: roles, label: {en: "Access by role", ko: "역할별 권한"}, credit: 50}
      - {id: audit, label: {en: "Audit log", ko: "접근 기록"}, credit: 50}
      - {id: none, label: {en: "None of these", ko: "해당 없음"}, exclusive: true}

The credits of the ticked choices add up, to 100 at the most. With `signs: {worst: 3}` each ticked
choice is a warning sign instead: no sign earns everything, `worst` signs or more earn nothing, and
what lies between earns its share, rounded down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.shape import ListOf, Record, Shape, WholeNumber, Word
from mlkb.questions.base import WrongAnswer, one_of
from mlkb.questions.options import CREDIT, EXCLUSIVE, options, parse_options, repeated_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.checklist import Choice
    from mlkb.model.condition import Value

FIELDS: Mapping[str, Shape] = {
    "choices": options(credit=CREDIT, exclusive=EXCLUSIVE),
    "signs": Record(
        {"worst": WholeNumber(1, 100, doc="How many signs earn nothing any more.")},
        required=("worst",),
        doc="Makes every ticked choice a warning sign.",
    ),
}
REQUIRED: tuple[str, ...] = ("choices",)


class MultipleChoice(NamedTuple):
    """The options, and how many warning signs earn nothing (None: credits add up)."""

    choices: tuple[Choice, ...]
    worst_signs: int | None


def parse(raw: Mapping[str, Any]) -> MultipleChoice:
    """Return the spec."""
    signs = raw.get("signs")
    return MultipleChoice(parse_options(raw["choices"]), signs["worst"] if signs else None)


def faults(
    raw: Mapping[str, Any], *, scored: bool
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
    """Yield repeated ids, credit beside signs, and credits that can never reach 100."""
    yield from repeated_ids("choices", raw["choices"])
    total = 0
    for position, choice in enumerate(raw["choices"]):
        total += choice.get("credit", 0)
        if "signs" in raw and "credit" in choice:
            yield "credit-beside-signs", ("choices", position, "credit"), {}
    if scored and "signs" not in raw and total < FULL_CREDIT:
        yield "credit-too-small", ("choices",), {"total": total}


def read(spec: MultipleChoice, given: object) -> Value:
    """Return the ids of the ticked choices, in the checklist's order."""
    if not isinstance(given, (list, tuple)):
        raise WrongAnswer("answer-not-a-list", given=given, expected=words(spec))
    ticked = {one_of(words(spec), entry) for entry in given}
    if len(ticked) != len(given):
        raise WrongAnswer("answer-repeats", given=", ".join(str(entry) for entry in given))
    alone = [choice.id for choice in spec.choices if choice.exclusive and choice.id in ticked]
    if alone and len(ticked) > 1:
        raise WrongAnswer("answer-not-alone", given=alone[0])
    return tuple(choice.id for choice in spec.choices if choice.id in ticked)


def credit(spec: MultipleChoice, value: Value) -> int:
    """Return the sum of the credits, or what the warning signs leave."""
    ticked = [choice for choice in spec.choices if choice.id in _ids(value)]
    if spec.worst_signs is None:
        return min(FULL_CREDIT, sum(choice.credit for choice in ticked))
    signs = sum(not choice.exclusive for choice in ticked)
    return FULL_CREDIT * (spec.worst_signs - min(signs, spec.worst_signs)) // spec.worst_signs


def order(_spec: MultipleChoice, value: Value) -> int | None:
    """Order answers by how many choices are ticked."""
    return len(_ids(value))


def words(spec: MultipleChoice) -> tuple[str, ...]:
    """Return the ids of the choices."""
    return tuple(choice.id for choice in spec.choices)


def answer_shape(spec: MultipleChoice) -> Shape:
    """Return the shape of an answer."""
    return ListOf(Word(*words(spec)))


def _ids(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
