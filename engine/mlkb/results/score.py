"""
Say how much of what is asked is in place, as an interval.

    type: score

Each applicable question adds its weight. Open questions count 0 in the worst case and 100 in the
best, so that leaving a question out can never look like progress. Nothing applicable: no score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.evaluation import OPEN, Outcome, Score
from mlkb.model.shape import WholeNumber, closed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Value
    from mlkb.model.shape import Shape
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

FIELDS: Mapping[str, Shape] = {}
DECIDES = False
REQUIRED: tuple[str, ...] = ()

DOCUMENT = closed(
    {
        "worst": WholeNumber(0, 100),
        "best": WholeNumber(0, 100),
        "earned": WholeNumber(0),
        "open": WholeNumber(0),
        "possible": WholeNumber(0),
        "answered": WholeNumber(0),
        "applicable": WholeNumber(0),
    },
    doc="Percent in the worst and in the best case, and the integers behind them.",
)


class ScoreSpec(NamedTuple):
    """A score has nothing to set."""


def parse(_raw: Mapping[str, Any], _checklist: str) -> ScoreSpec:
    """Return the spec."""
    return ScoreSpec()


def inputs(_spec: ScoreSpec) -> None:
    """Read every question of the checklist."""


def compute(_spec: ScoreSpec, grounds: Grounds) -> Score | None:
    """Return the score (DESIGN rules 2 and 3), or None if nothing is possible."""
    earned = still_open = possible = answered = applicable = 0
    for finding in grounds.findings.values():
        if not finding.weight or finding.outcome is Outcome.NOT_APPLICABLE:
            continue
        applicable += 1
        possible += finding.weight * FULL_CREDIT
        if finding.outcome in OPEN:
            still_open += finding.weight * FULL_CREDIT
        else:
            answered += 1
            earned += finding.weight * finding.credit
    if not possible:
        return None
    return Score(earned, still_open, possible, answered, applicable)


def value(result: Score | None) -> Value | None:
    """Return the percent, once nothing is open."""
    return result.worst if result and not result.open else None


def first(_result: Score | None) -> tuple[str, ...]:
    """Leave it to the listing of open questions."""
    return ()


def says(
    _spec: ScoreSpec, _result: Score | None, _ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Say nothing in a word: a score is an interval."""
    return None


def order(_spec: ScoreSpec, _ladders: Mapping[str, Ladder], value: Value) -> int | None:
    """Order percents as they are."""
    return value if isinstance(value, int) else None


def document(_spec: ScoreSpec, result: Score, _ladders: Mapping[str, Ladder]) -> dict[str, Any]:
    """Return percents and the integers behind them."""
    return {
        "worst": result.worst,
        "best": result.best,
        "earned": result.earned,
        "open": result.open,
        "possible": result.possible,
        "answered": result.answered,
        "applicable": result.applicable,
    }
