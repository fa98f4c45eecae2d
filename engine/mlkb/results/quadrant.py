"""
Place a candidate on two axes, each an interval of integer percent.

    type: quadrant
    y:
      id: impact
      title: {en: "Impact", ko: "효과"}
      terms: [{question: impact-business, weight: 2}]
    x:
      id: feasibility
      title: {en: "Feasibility", ko: "실현 가능성"}
      inverse: true
      terms:
        - {question: data-exists, weight: 3, worth: {ready: 0, available: 50, acquire: 100}}
      penalties: [{question: flag-complex-output, points: 10}]
    split: {x: 50, y: 50}
    quick:
      when: {answer: data-exists, is: ready}
      title: {en: "Quick win", ko: "빠른 성과"}
      advice: {en: "Start with it.", ko: "먼저 시작한다."}
    set_aside:
      when: {answer: no-longer-wanted, is: "yes"}
      title: {en: "Set aside", ko: "보류"}
      advice: {en: "Nobody wants it.", ko: "원하는 사람이 없다."}
    quadrants:
      both: {title: {en: "Do first", ko: "먼저"}, advice: {en: "Start.", ko: "시작한다."}}
      only-y: {title: {en: "Large bet", ko: "큰 승부"}, advice: {en: "Ease.", ko: "쉽게 만든다."}}
      only-x: {title: {en: "Small win", ko: "작은 성과"}, advice: {en: "Wait.", ko: "미룬다."}}
      neither: {title: {en: "Leave", ko: "접는다"}, advice: {en: "Drop.", ko: "그만둔다."}}

A term is worth the credit of a scored question; of a fact, the place of the answer between the
first and the last step (no, partial, yes for a practice), or what `worth` says. An axis is the
weighted mean of its terms, from the far end with `inverse`, less the penalties whose answer is yes
(half for partial): those are red flags. An open answer can be worth anything from 0 to 100. The
quadrants are `both`, `only-y`, `only-x` and `neither`, after the axes that reach their split. What
`set_aside` holds for comes last in a ranking, wherever it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.condition import Reference, Truth, condition_of, references
from mlkb.model.condition_format import CONDITION, QUESTION_ID
from mlkb.model.shape import (
    IDENTIFIER,
    Flag,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Record,
    Shape,
    Spoken,
    WholeNumber,
    Word,
    closed,
    identifier,
)
from mlkb.model.text import NO_TEXT, text_of
from mlkb.results.base import NAMED, SPOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Condition, Value
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

PLACES = ("both", "only-y", "only-x", "neither")
"""The quadrants, best first: which axes reach their split."""
_REACHED = {(True, True): "both", (True, False): "only-y", (False, True): "only-x"}

_PERCENT = WholeNumber(0, FULL_CREDIT)
_SAID = Record({"title": Spoken(), "advice": Spoken()}, required=("title", "advice"))
_CASE: Mapping[str, Shape] = {"when": CONDITION, "title": Spoken(), "advice": Spoken()}
_AXIS = Record(
    {
        "id": identifier("axis"),
        "title": Spoken(),
        "inverse": Flag("Whether much of the terms means little of the axis."),
        "terms": ListOf(
            Record(
                {
                    "question": Pattern("question", QUESTION_ID),
                    "weight": WholeNumber(1, 100),
                    "worth": MapOf("answer", _PERCENT, key=IDENTIFIER, doc="Percent by answer."),
                },
                required=("question", "weight"),
            ),
            least=1,
        ),
        "penalties": ListOf(
            Record(
                {"question": Pattern("question", QUESTION_ID), "points": _PERCENT},
                required=("question", "points"),
            ),
            doc="Red flags: points that a yes takes off.",
        ),
    },
    required=("id", "title", "terms"),
)
FIELDS: Mapping[str, Shape] = {
    "x": _AXIS,
    "y": _AXIS,
    "split": Record({"x": _PERCENT, "y": _PERCENT}, required=("x", "y")),
    "quick": Record(_CASE, required=tuple(_CASE), doc="What makes a quick win."),
    "set_aside": Record(_CASE, required=tuple(_CASE), doc="What is not worth ranking."),
    "quadrants": Record(dict.fromkeys(PLACES, _SAID), required=PLACES),
}
DECIDES = False
REQUIRED: tuple[str, ...] = ("x", "y", "split", "quadrants")

_PLACE = closed({"id": Word(*PLACES), "title": SPOKEN, "advice": SPOKEN})
_SPAN = closed(
    {
        "id": identifier("axis"),
        "title": SPOKEN,
        "worst": _PERCENT,
        "best": _PERCENT,
        "split": _PERCENT,
    }
)
DOCUMENT = closed(
    {
        "x": _SPAN,
        "y": _SPAN,
        "quadrant": Optional(_PLACE, doc="None while open answers leave several possible."),
        "possible": ListOf(_PLACE),
        "quadrants": ListOf(_PLACE, doc="All four, to name the corners of a drawing."),
        "flags": ListOf(NAMED, doc="Red flags that were raised."),
        "quick": Optional(closed({"title": SPOKEN, "advice": SPOKEN})),
        "set_aside": Optional(closed({"title": SPOKEN, "advice": SPOKEN})),
        "first": ListOf(NAMED, doc="Questions still open."),
    },
    doc="Where a candidate stands on two axes.",
)


class Term(NamedTuple):
    """One question of an axis; *worth* is percent by answer, where it is not given by order."""

    question: str
    weight: int
    worth: Mapping[str, int]


class Axis(NamedTuple):
    """One axis: the weighted mean of its terms, less its penalties (question and points)."""

    id: str
    title: Text
    inverse: bool
    terms: tuple[Term, ...]
    penalties: tuple[tuple[str, int], ...]
    split: int

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question that the axis reads."""
        return (*(term.question for term in self.terms), *(name for name, _ in self.penalties))


class Said(NamedTuple):
    """What stands beside a quadrant, or a quick win."""

    title: Text = NO_TEXT
    advice: Text = NO_TEXT


class Case(NamedTuple):
    """Something that is said of a candidate *when* a condition holds."""

    when: Condition
    said: Said


class QuadrantSpec(NamedTuple):
    """The axes, what the quadrants say, what makes a quick win, and what is not worth ranking."""

    checklist: str
    x: Axis
    y: Axis
    places: Mapping[str, Said]
    quick: Case | None
    set_aside: Case | None


class Span(NamedTuple):
    """Percent on one axis in the worst and in the best case."""

    worst: int
    best: int

    def reaches(self, split: int) -> tuple[bool, ...]:
        """Return whether the axis reaches *split*; both while it may or may not."""
        if self.worst >= split:
            return (True,)
        return (False,) if self.best < split else (True, False)


class QuadrantResult(NamedTuple):
    """Where the candidate stands; *possible* quadrants are best first."""

    x: Span
    y: Span
    possible: tuple[str, ...]
    flags: tuple[str, ...] = ()
    quick: bool = False
    set_aside: bool = False
    first: tuple[str, ...] = ()


def parse(raw: Mapping[str, Any], checklist: str) -> QuadrantSpec:
    """Return the spec."""
    return QuadrantSpec(
        checklist=checklist,
        x=_axis(raw["x"], raw["split"]["x"]),
        y=_axis(raw["y"], raw["split"]["y"]),
        places={place: _said(said) for place, said in raw["quadrants"].items()},
        quick=_case(raw.get("quick"), checklist),
        set_aside=_case(raw.get("set_aside"), checklist),
    )


def inputs(spec: QuadrantSpec) -> tuple[Reference, ...]:
    """Read the terms and penalties of both axes, and what makes a case of its own."""
    own = (Reference(spec.checklist, name) for name in (*spec.y.questions, *spec.x.questions))
    cases = (case for case in (spec.quick, spec.set_aside) if case)
    read = (reference for case in cases for reference in references(case.when))
    return tuple(dict.fromkeys((*own, *read)))


def compute(spec: QuadrantSpec, grounds: Grounds) -> QuadrantResult | None:
    """Return where the candidate stands (DESIGN rule 14); None if an axis has no term left."""
    x, y = _span(spec, spec.x, grounds), _span(spec, spec.y, grounds)
    if x is None or y is None:
        return None
    places = {
        _REACHED.get((high, right), "neither")
        for high in y.reaches(spec.y.split)
        for right in x.reaches(spec.x.split)
    }
    own = dict.fromkeys((*spec.y.questions, *spec.x.questions))
    flags = dict.fromkeys(name for name, _ in (*spec.y.penalties, *spec.x.penalties))
    return QuadrantResult(
        x=x,
        y=y,
        possible=tuple(place for place in PLACES if place in places),
        flags=tuple(
            f"{spec.checklist}/{name}"
            for name in flags
            if min(_raised(spec, name, grounds), default=0)
        ),
        quick=_holds(spec.quick, grounds),
        set_aside=_holds(spec.set_aside, grounds),
        first=tuple(
            dict.fromkeys(
                reference
                for name in own
                for reference in grounds.premise(Reference(spec.checklist, name)).waits_for
            )
        ),
    )


def value(result: QuadrantResult | None) -> Value | None:
    """Return the quadrant, once nothing is open."""
    return result.possible[0] if result and not result.first else None


def first(result: QuadrantResult | None) -> tuple[str, ...]:
    """Return the questions still open."""
    return result.first if result else ()


def says(
    spec: QuadrantSpec, result: QuadrantResult | None, _ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Return the quadrant, if only one is possible."""
    if result is None or len(result.possible) > 1:
        return None
    return result.possible[0], spec.places[result.possible[0]].title


def order(_spec: QuadrantSpec, _ladders: Mapping[str, Ladder], _value: Value) -> int | None:
    """Have no order: of two quadrants neither is always better."""
    return None


def document(
    spec: QuadrantSpec, result: QuadrantResult, _ladders: Mapping[str, Ladder]
) -> dict[str, Any]:
    """Return the place with its words."""

    def place(name: str) -> dict[str, Any]:
        return {"id": name, **_words(spec.places[name])}

    def span(axis: Axis, found: Span) -> dict[str, Any]:
        return {
            "id": axis.id,
            "title": axis.title._asdict(),
            "worst": found.worst,
            "best": found.best,
            "split": axis.split,
        }

    return {
        "x": span(spec.x, result.x),
        "y": span(spec.y, result.y),
        "quadrant": place(result.possible[0]) if len(result.possible) == 1 else None,
        "possible": [place(name) for name in result.possible],
        "quadrants": [place(name) for name in PLACES],
        "flags": list(result.flags),
        "quick": _words(spec.quick.said) if spec.quick and result.quick else None,
        "set_aside": _words(spec.set_aside.said) if spec.set_aside and result.set_aside else None,
        "first": list(result.first),
    }


def _case(raw: Mapping[str, Any] | None, checklist: str) -> Case | None:
    return Case(condition_of(raw["when"], checklist), _said(raw)) if raw else None


def _holds(case: Case | None, grounds: Grounds) -> bool:
    return case is not None and grounds.truth(case.when)[0] is Truth.TRUE


def _words(said: Said) -> dict[str, Any]:
    return {"title": said.title._asdict(), "advice": said.advice._asdict()}


def _said(raw: Mapping[str, Any]) -> Said:
    return Said(text_of(raw.get("title")), text_of(raw.get("advice")))


def _axis(raw: Mapping[str, Any], split: int) -> Axis:
    return Axis(
        id=raw["id"],
        title=text_of(raw.get("title")),
        inverse=raw.get("inverse", False),
        terms=tuple(
            Term(term["question"], term["weight"], term.get("worth", {})) for term in raw["terms"]
        ),
        penalties=tuple((one["question"], one["points"]) for one in raw.get("penalties", ())),
        split=split,
    )


def _span(spec: QuadrantSpec, axis: Axis, grounds: Grounds) -> Span | None:
    """Return the axis in the worst and the best case; None if no term applies."""
    low = high = weights = 0
    for term in axis.terms:
        worths = _worths(spec, term, grounds)
        if not worths:
            continue
        if axis.inverse:
            worths = tuple(FULL_CREDIT - worth for worth in worths)
        low += term.weight * min(worths)
        high += term.weight * max(worths)
        weights += term.weight
    if not weights:
        return None
    off = [
        [points * worth // FULL_CREDIT for worth in _raised(spec, name, grounds) or (0,)]
        for name, points in axis.penalties
    ]
    return Span(
        max(0, low // weights - sum(max(one) for one in off)),
        max(0, high // weights - sum(min(one) for one in off)),
    )


def _worths(spec: QuadrantSpec, term: Term, grounds: Grounds) -> tuple[int, ...]:
    """Return what an answer is worth in percent: what the term says, else what it is worth."""

    def worth(value: Value) -> int:
        if not term.worth:
            return grounds.worth(term.question, value)
        words = value if isinstance(value, tuple) else (str(value),)
        return min(FULL_CREDIT, sum(term.worth.get(word, 0) for word in words))

    return _percents(spec, term.question, grounds, worth)


def _raised(spec: QuadrantSpec, name: str, grounds: Grounds) -> tuple[int, ...]:
    """Return how far a red flag is raised, in percent: a yes raises it, to an anti-pattern too."""
    return _percents(spec, name, grounds, lambda value: grounds.place(name, value))


def _percents(
    spec: QuadrantSpec, name: str, grounds: Grounds, percent: Callable[[Value], int]
) -> tuple[int, ...]:
    """Return the percent of an answer: the extremes while it is open, none if n/a."""
    premise = grounds.premise(Reference(spec.checklist, name))
    if not premise.applies:
        return ()
    return (0, FULL_CREDIT) if premise.value is None else (percent(premise.value),)
