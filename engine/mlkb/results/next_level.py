"""The cheapest exact set of answers to improve that reaches the next level (DESIGN rule 12).

Required questions are forced, up to the partial answers that the ladder tolerates; the tagged ones
are a minimum-cost choice. A question folded under an unmet premise can only count once the premise
is improved as well, so the choice is made over trees: each node is a question, its children are the
questions that presuppose it. One dynamic programme over (credit earned, partials tolerated) covers
all of it. Costs tie: the smaller set wins, then the one whose questions stand first.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.checklist import EFFORT_DAYS, FULL_CREDIT
from mlkb.model.evaluation import NextLevel, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.model.checklist import Ladder
    from mlkb.model.evaluation import Finding


class Rung(NamedTuple):
    """A question on a ladder, or beside it (then its *height* is above every level)."""

    reference: str
    finding: Finding
    premise: str
    height: int
    required: bool
    tagged: bool


_State = tuple[int, int]
"""Credit of tagged questions, and partial answers tolerated."""
_Choice = tuple[int, int, tuple[int, ...]]
"""Days, number of questions, and their positions: compared in this order."""
_Choices = dict[_State, _Choice]


def next_level(ladder: Ladder, height: int, rungs: Sequence[Rung]) -> NextLevel:
    """Return the cheapest way to the level at *height*; *rungs* are in checklist order."""
    programme = _Programme(ladder, height, rungs)
    best = programme.best()
    level = ladder.levels[height]
    if best is None:
        return NextLevel(level=level, feasible=False, first=programme.first())
    days, _, positions = best
    improve = tuple(rungs[position].reference for position in positions)
    return NextLevel(level=level, days=days, improve=improve)


def effort_days(finding: Finding) -> int:
    """Return the working days an improvement takes; without an effort, as many as the longest."""
    effort = finding.improve.effort if finding.improve else None
    return EFFORT_DAYS[effort or "months"]


class _Programme:
    """One search: the trees of questions, and the choices of each."""

    def __init__(self, ladder: Ladder, height: int, rungs: Sequence[Rung]) -> None:
        self.rungs = rungs
        self.tolerate = ladder.tolerate_partial
        self.on_ladder = [
            (rung.required or rung.tagged) and rung.height <= height for rung in rungs
        ]
        tagged = [
            rung for rung, counts in zip(rungs, self.on_ladder, strict=True) if counts and rung.tagged
        ]
        credits = [
            rung.finding.weight * credit
            for rung in tagged
            for credit in (FULL_CREDIT, rung.finding.credit, rung.finding.unfolded)
        ]
        self.unit = gcd(*credits) if any(credits) else 1
        possible = sum(rung.finding.weight for rung in tagged) * FULL_CREDIT
        self.need = -(-ladder.share * possible // (FULL_CREDIT * self.unit))
        self.children = self._children()

    def best(self) -> _Choice | None:
        """Return the cheapest choice that suffices, or None."""
        choices: _Choices = {(0, 0): (0, 0, ())}
        for position, rung in enumerate(self.rungs):
            if rung.premise not in self.children:
                choices = self._combine(choices, self._tree(position, alive=True))
        enough = [choice for (credit, _), choice in choices.items() if credit >= self.need]
        return min(enough, default=None)

    def first(self) -> tuple[str, ...]:
        """Return the references to answer before any set of improvements can suffice."""
        waits = (
            reference
            for rung, counts in zip(self.rungs, self.on_ladder, strict=True)
            if counts and rung.finding.reason is Reason.CONDITION_UNKNOWN
            for reference in rung.finding.waits_for
        )
        return tuple(dict.fromkeys(waits))

    def _children(self) -> Mapping[str, list[int]]:
        children: dict[str, list[int]] = {rung.reference: [] for rung in self.rungs}
        for position, rung in enumerate(self.rungs):
            if rung.premise in children:
                children[rung.premise].append(position)
        return children

    def _tree(self, position: int, *, alive: bool) -> _Choices:
        """Return the choices of a question and all that presuppose it."""
        rung = self.rungs[position]
        finding = rung.finding
        stuck = finding.reason is Reason.CONDITION_UNKNOWN
        left_credit = finding.unfolded if alive and not stuck else 0
        options = self._options(position, left_credit, days=0, improved=())
        if alive and not stuck and left_credit < finding.question.target:
            better = self._options(
                position, FULL_CREDIT, days=effort_days(finding), improved=(position,)
            )
            for state, choice in better.items():
                _keep(options, state, choice)
        return options

    def _options(
        self, position: int, credit: int, *, days: int, improved: tuple[int, ...]
    ) -> _Choices:
        """Return the choices once the question itself has *credit*."""
        rung = self.rungs[position]
        counts = self.on_ladder[position]
        tolerated = 0
        if counts and rung.required and credit < rung.finding.question.target:
            if not credit or not self.tolerate:
                return {}
            tolerated = 1
        earned = rung.finding.weight * credit // self.unit if counts and rung.tagged else 0
        choices: _Choices = {
            (min(earned, self.need), tolerated): (days, len(improved), improved)
        }
        for child in self.children[rung.reference]:
            choices = self._combine(choices, self._tree(child, alive=credit > 0))
        return choices

    def _combine(self, one: _Choices, other: _Choices) -> _Choices:
        combined: _Choices = {}
        for (credit, partial), (days, count, positions) in one.items():
            for (more_credit, more_partial), (more_days, more_count, more) in other.items():
                if partial + more_partial <= self.tolerate:
                    state = (min(credit + more_credit, self.need), partial + more_partial)
                    merged = tuple(sorted(positions + more)) if more else positions
                    _keep(combined, state, (days + more_days, count + more_count, merged))
        return combined


def _keep(choices: _Choices, state: _State, choice: _Choice) -> None:
    """Keep *choice* for *state* unless a better one is there."""
    if state not in choices or choice < choices[state]:
        choices[state] = choice
