"""
Say which level of a ladder is reached, and what the next one needs.

    type: levels
    ladder: mlops-maturity
    over: [mlops-process]
    start_with:
      question: most-important
      choices: {environment: mlops-process/environment}

A level is reached when every question that it or a lower level requires is met and the questions
tagged with them earn the ladder's share. The ladder may tolerate a number of partial answers among
the required ones. No level is ever skipped. `over` names the checklists whose questions count; by
default the result's own; one answered for the organisation or team that a product belongs to counts
for the product. `start_with` names a question whose choices are practices: of those that the next
level lacks, the chosen one is to be built first. A level for which no applicable question is
required cannot be judged, and so is not reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.condition import Reference, reference_of
from mlkb.model.condition_format import REFERENCE
from mlkb.model.evaluation import OPEN, LevelResult, LevelState, Outcome
from mlkb.model.shape import (
    Flag,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Record,
    Shape,
    WholeNumber,
    closed,
    identifier,
)
from mlkb.model.text import NO_TEXT
from mlkb.results.base import NAMED, SPOKEN
from mlkb.results.next_level import Rung, next_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Value
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

FIELDS: Mapping[str, Shape] = {
    "ladder": identifier("ladder", "The ladder of vocabulary.yaml."),
    "over": ListOf(identifier("checklist"), doc="The checklists whose questions count."),
    "start_with": Record(
        {
            "question": Pattern("reference", REFERENCE, "Asks for the most important practice."),
            "choices": MapOf("choice", Pattern("reference", REFERENCE)),
        },
        required=("question", "choices"),
        doc="The practice to build next is the one chosen here, if the next level lacks it.",
    ),
}
DECIDES = False
REQUIRED: tuple[str, ...] = ("ladder",)

DOCUMENT = closed(
    {
        "ladder": identifier("ladder"),
        "title": SPOKEN,
        "reached": Optional(identifier("level")),
        "possible": Optional(identifier("level")),
        "levels": ListOf(
            closed(
                {
                    "id": identifier("level"),
                    "title": SPOKEN,
                    "aim": SPOKEN,
                    "reached": Flag(),
                    "possible": Flag(),
                    "judged": Flag(),
                    "share": Optional(WholeNumber(0, 100)),
                    "unmet": ListOf(NAMED),
                    "open": ListOf(NAMED),
                }
            )
        ),
        "finish_line": ListOf(NAMED),
        "next": Optional(
            closed(
                {
                    "level": identifier("level"),
                    "feasible": Flag(),
                    "days": WholeNumber(0),
                    "improve": ListOf(NAMED),
                    "first": ListOf(NAMED, doc="What to answer first; a result, too."),
                }
            )
        ),
        "practice": Pattern("reference", r"[a-z0-9./-]*", "The practice to build next."),
        "wished": Pattern("reference", r"[a-z0-9./-]*", "The one that the team would build first."),
    },
    doc="The level reached in the worst and in the best case, and the cheapest way up.",
)


class Start(NamedTuple):
    """The question that asks for the most important practice, and the question behind a choice."""

    question: Reference
    choices: Mapping[str, str]


class LevelsSpec(NamedTuple):
    """The ladder, the checklists that count (empty: the result's own), and where to start."""

    ladder: str
    over: tuple[str, ...]
    start: Start | None = None


def parse(raw: Mapping[str, Any], checklist: str) -> LevelsSpec:
    """Return the spec."""
    start = raw.get("start_with")
    return LevelsSpec(
        raw["ladder"],
        tuple(raw.get("over", ())),
        start
        and Start(
            reference_of(start["question"], checklist),
            {choice: str(reference_of(to, checklist)) for choice, to in start["choices"].items()},
        ),
    )


def inputs(spec: LevelsSpec) -> tuple[Reference, ...] | None:
    """Read the checklists in `over`, by default its own; and what to start with."""
    if not spec.over:
        return None
    start = (spec.start.question,) if spec.start else ()
    return (*start, *(Reference(checklist) for checklist in spec.over))


def compute(spec: LevelsSpec, grounds: Grounds) -> LevelResult:
    """Return the level (DESIGN rule 10) and the cheapest way to the next one (rule 12)."""
    ladder = grounds.ladders[spec.ladder]
    rungs = _rungs(spec, ladder, grounds)
    states = tuple(_state(ladder, rungs, height) for height in range(len(ladder.levels)))
    reached = _height(state.reached for state in states)
    possible = _height(state.possible for state in states)
    above = reached + 1
    wished = _wished(spec, grounds)
    following = None
    if above < len(states) and states[above].judged:
        following = next_level(ladder, above, rungs)
    return LevelResult(
        ladder=ladder.id,
        reached=ladder.levels[reached] if reached >= 0 else None,
        possible=ladder.levels[possible] if possible >= 0 else None,
        levels=tuple(
            state._replace(reached=height <= reached, possible=height <= possible)
            for height, state in enumerate(states)  # no level is reached above one that is not
        ),
        finish_line=_finish_line(states, rungs),
        next=following,
        practice=_practice(states[above], wished) if above < len(states) else "",
        wished=wished,
    )


def value(result: LevelResult | None) -> Value | None:
    """Return the level reached, once open questions can no longer change it."""
    if result is None or result.reached != result.possible:
        return None
    return result.reached or ""


def first(_result: LevelResult | None) -> tuple[str, ...]:
    """Leave it to the listing of open questions."""
    return ()


def says(
    spec: LevelsSpec, result: LevelResult, ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Return the level reached as things stand."""
    reached = result.reached or ""
    return reached, ladders[spec.ladder].titles.get(reached, NO_TEXT)


def order(spec: LevelsSpec, ladders: Mapping[str, Ladder], value: Value) -> int | None:
    """Order levels from the lowest, 1; below the lowest is 0."""
    places = {level: place for place, level in enumerate(ladders[spec.ladder].levels, 1)}
    return {"": 0, **places}.get(str(value))


def document(
    _spec: LevelsSpec, result: LevelResult, ladders: Mapping[str, Ladder]
) -> dict[str, Any]:
    """Return the levels with what each still lacks."""
    following = result.next
    ladder = ladders[result.ladder]
    return {
        "ladder": result.ladder,
        "title": ladder.title._asdict(),
        "reached": result.reached,
        "possible": result.possible,
        "levels": [
            {
                "id": state.id,
                "title": ladder.titles.get(state.id, NO_TEXT)._asdict(),
                "aim": ladder.aims.get(state.id, NO_TEXT)._asdict(),
                "reached": state.reached,
                "possible": state.possible,
                "judged": state.judged,
                "share": state.share,
                "unmet": list(state.unmet),
                "open": list(state.open),
            }
            for state in result.levels
        ],
        "finish_line": list(result.finish_line),
        "next": following
        and {
            "level": following.level,
            "feasible": following.feasible,
            "days": following.days,
            "improve": list(following.improve),
            "first": list(following.first),
        },
        "practice": result.practice,
        "wished": result.wished,
    }


def _wished(spec: LevelsSpec, grounds: Grounds) -> str:
    """Return the practice that the team calls most important; nothing if it calls none so."""
    if spec.start is None:
        return ""
    return spec.start.choices.get(str(grounds.premise(spec.start.question).value), "")


def _practice(state: LevelState, wished: str) -> str:
    """Return the practice to build next: the one *wished* for, else the first.

    Only what the next level still lacks can be it, so that no level is skipped.
    """
    lacking = (*state.unmet, *state.open)
    return wished if wished in lacking else next(iter(lacking), "")


def _rungs(spec: LevelsSpec, ladder: Ladder, grounds: Grounds) -> tuple[Rung, ...]:
    """Return every question of the checklists, placed on the ladder or beside it."""
    rungs = []
    for checklist in spec.over or (grounds.checklist,):
        for finding in grounds.findings_of(checklist).values():
            if finding.outcome is Outcome.NOT_APPLICABLE or not finding.question.scored:
                continue
            question = finding.question
            tag = next((tag for tag in question.levels if tag.ladder == ladder.id), None)
            rungs.append(
                Rung(
                    reference=f"{checklist}/{question.id}",
                    finding=finding,
                    premise=f"{checklist}/{question.requires}" if question.requires else "",
                    height=ladder.levels.index(tag.level) if tag else len(ladder.levels),
                    required=bool(tag and tag.required),
                    tagged=bool(tag and not tag.required),
                )
            )
    return tuple(rungs)


def _state(ladder: Ladder, rungs: Sequence[Rung], height: int) -> LevelState:
    """Return how the level at *height* stands, lower levels included."""
    required = [rung for rung in rungs if rung.required and rung.height <= height]
    tagged = [rung for rung in rungs if rung.tagged and rung.height <= height]
    own = [rung for rung in required if rung.height == height]
    partial = sum(rung.finding.outcome is Outcome.PARTIAL for rung in required)
    unmet = any(rung.finding.outcome is Outcome.UNMET for rung in required)
    still_open = any(rung.finding.outcome in OPEN for rung in required)
    possible = sum(rung.finding.weight for rung in tagged) * FULL_CREDIT
    earned = sum(rung.finding.weight * rung.finding.credit for rung in tagged)
    opens = sum(
        rung.finding.weight * FULL_CREDIT for rung in tagged if rung.finding.outcome in OPEN
    )
    firm = bool(own) and not unmet and partial <= ladder.tolerate_partial
    return LevelState(
        id=ladder.levels[height],
        reached=firm and not still_open and earned * FULL_CREDIT >= ladder.share * possible,
        possible=firm and (earned + opens) * FULL_CREDIT >= ladder.share * possible,
        unmet=tuple(
            rung.reference
            for rung in own
            if rung.finding.outcome in (Outcome.PARTIAL, Outcome.UNMET)
        ),
        open=tuple(rung.reference for rung in own if rung.finding.outcome in OPEN),
        share=FULL_CREDIT * earned // possible if possible else None,
        judged=bool(own),
    )


def _finish_line(states: Sequence[LevelState], rungs: Sequence[Rung]) -> tuple[str, ...]:
    """Return what is met above a level that is out of reach as things were answered.

    Answers that are still open are no reason to warn: people do not answer in the order of levels.
    """
    lacking = next(
        (height for height, state in enumerate(states) if state.judged and not state.possible),
        len(states),
    )
    return tuple(
        rung.reference
        for rung in rungs
        if rung.required and rung.height > lacking and rung.finding.outcome is Outcome.MET
    )


def _height(flags: Iterable[bool]) -> int:
    """Return the position of the last flag before the first that is off, or -1."""
    height = -1
    for flag in flags:
        if not flag:
            break
        height += 1
    return height
