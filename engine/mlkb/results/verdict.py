"""
Decide by ordered rules: the first one that holds gives the verdict.

    type: verdict
    rules:
      - when: {answer: need-solve-at-all, is: no}
        verdict: do-not-use
      - default: go
    verdicts:
      do-not-use:
        title: {en: "Do not use ML", ko: "ML을 쓰지 않는다"}
        advice: {en: "Solve it the simpler way.", ko: "더 단순한 방법으로 푼다."}
        tone: stop
      go:
        title: {en: "Go", ko: "진행한다"}
        advice: {en: "Choose the first project.", ko: "첫 과제를 고른다."}
        tone: good

Rules may read any answer and any other result. A rule that is still unknown stops the search: then
the verdict is undetermined, with those still possible and the questions that decide. The last rule
is the default; it applies only when every other one is false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.condition import AllOf, Compare, Not, Truth, condition_of, references
from mlkb.model.condition_format import CONDITION
from mlkb.model.shape import (
    ListOf,
    MapOf,
    Optional,
    Record,
    Shape,
    Spoken,
    Word,
    closed,
    identifier,
)
from mlkb.model.text import text_of
from mlkb.results.base import NAMED, SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Condition, Reference, Value
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

TONES = ("good", "caution", "stop")

FIELDS: Mapping[str, Shape] = {
    "rules": ListOf(
        Record(
            {
                "when": CONDITION,
                "verdict": identifier("verdict"),
                "default": identifier("verdict", "The verdict when every rule is false."),
            }
        ),
        least=1,
        doc="The first rule that holds decides; the last one is the default.",
    ),
    "verdicts": MapOf(
        "verdict",
        Record(
            {"title": Spoken(), "advice": Spoken("What to do now."), "tone": Word(*TONES)},
            required=("title", "advice"),
        ),
        doc="What each verdict says.",
    ),
}
DECIDES = True
REQUIRED: tuple[str, ...] = ("rules", "verdicts")

_VERDICT = closed(
    {"id": identifier("verdict"), "title": SPOKEN, "advice": SPOKEN, "tone": Word(*TONES)}
)
DOCUMENT = closed(
    {
        "verdict": Optional(_VERDICT),
        "possible": ListOf(_VERDICT, doc="Those that open answers still allow."),
        "because": ListOf(NAMED, doc="The answers that made the rule hold."),
        "first": ListOf(NAMED, doc="The questions that decide."),
    },
    doc="The verdict, or those still possible.",
)


class Rule(NamedTuple):
    """A condition and the verdict that it gives."""

    when: Condition
    verdict: str


class Verdict(NamedTuple):
    """What a verdict says, and whether it is good news (*tone*, one of `TONES`)."""

    title: Text
    advice: Text
    tone: str


class VerdictSpec(NamedTuple):
    """The rules in their order, the default, and the verdicts by id."""

    rules: tuple[Rule, ...]
    default: str
    verdicts: Mapping[str, Verdict]


class VerdictResult(NamedTuple):
    """The verdict, or None with those *possible* and what to answer *first*.

    *because* names the answers that made its rule hold; the default has none.
    """

    verdict: str | None
    possible: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def parse(raw: Mapping[str, Any], checklist: str) -> VerdictSpec:
    """Return the spec."""
    return VerdictSpec(
        rules=tuple(
            Rule(condition_of(rule["when"], checklist), rule["verdict"])
            for rule in raw["rules"]
            if "when" in rule
        ),
        default=next((rule["default"] for rule in raw["rules"] if "default" in rule), ""),
        verdicts={
            name: Verdict(
                text_of(verdict.get("title")),
                text_of(verdict.get("advice")),
                verdict.get("tone", "caution"),
            )
            for name, verdict in raw["verdicts"].items()
        },
    )


def inputs(spec: VerdictSpec) -> tuple[Reference, ...]:
    """Read what the rules read."""
    return tuple(
        dict.fromkeys(reference for rule in spec.rules for reference in references(rule.when))
    )


def compute(spec: VerdictSpec, grounds: Grounds) -> VerdictResult:
    """Return the verdict (DESIGN rule 7)."""
    for position, rule in enumerate(spec.rules):
        holds, waits = grounds.truth(rule.when)
        if holds is Truth.TRUE:
            because = dict.fromkeys(str(one) for one in _support(rule.when, grounds))
            return VerdictResult(rule.verdict, (rule.verdict,), tuple(because))
        if holds is Truth.UNKNOWN:
            possible = tuple(dict.fromkeys(_still_possible(spec, position, grounds)))
            return VerdictResult(None, possible, first=waits)
    return VerdictResult(spec.default, (spec.default,))


def value(result: VerdictResult) -> Value | None:
    """Return the id of the verdict, once it is determined."""
    return result.verdict


def first(result: VerdictResult) -> tuple[str, ...]:
    """Return the questions that decide."""
    return result.first


def says(
    spec: VerdictSpec, result: VerdictResult, _ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Return the verdict, once it is determined."""
    return (result.verdict, spec.verdicts[result.verdict].title) if result.verdict else None


def order(_spec: VerdictSpec, _ladders: Mapping[str, Ladder], _value: Value) -> int | None:
    """Have no order: verdicts differ in kind."""
    return None


def document(
    spec: VerdictSpec, result: VerdictResult, _ladders: Mapping[str, Ladder]
) -> dict[str, Any]:
    """Return the verdict with its words."""

    def said(name: str) -> dict[str, Any]:
        verdict = spec.verdicts[name]
        return {
            "id": name,
            "title": verdict.title._asdict(),
            "advice": verdict.advice._asdict(),
            "tone": verdict.tone,
        }

    return {
        "verdict": said(result.verdict) if result.verdict else None,
        "possible": [said(name) for name in result.possible],
        "because": list(result.because),
        "first": list(result.first),
    }


def _still_possible(spec: VerdictSpec, position: int, grounds: Grounds) -> Iterator[str]:
    """Yield the verdicts that rules from *position* on may yet give."""
    for rule in spec.rules[position:]:
        holds, _ = grounds.truth(rule.when)
        if holds is not Truth.FALSE:
            yield rule.verdict
        if holds is Truth.TRUE:
            return
    yield spec.default


def _support(condition: Condition, grounds: Grounds) -> Iterator[Reference]:
    """Yield what made *condition* hold."""
    if isinstance(condition, Compare):
        yield condition.reference
    elif isinstance(condition, Not):
        yield from references(condition.part)
    else:
        for part in condition.parts:
            if isinstance(condition, AllOf) or grounds.truth(part)[0] is Truth.TRUE:
                yield from _support(part, grounds)
