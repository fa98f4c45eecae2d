"""The cheapest exact set of answers to improve that reaches the next level (DESIGN rule 12).

Required questions are forced, up to the partial answers that the ladder tolerates; the tagged ones
are a minimum-cost choice. A question folded under an unmet premise can only count once the premise
is improved as well, so the choice is made over trees: each node is a question, its children are the
questions that presuppose it. One dynamic programme over (credit earned, partials tolerated) covers
all of it, from the leaves to the roots. Costs tie: the smaller set wins, then the one whose
questions stand first.
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
_Choice = tuple[int, int, int]
"""Days, number of questions, and minus the set of them as bits, the first question highest.

Compared in this order, so that of two sets of one size the smaller is the one whose questions stand
first; and because sets are disjoint, joining two choices is adding them up.
"""
_Choices = dict[_State, _Choice]
_NOTHING: _Choice = (0, 0, 0)


def next_level(ladder: Ladder, height: int, rungs: Sequence[Rung]) -> NextLevel:
    """Return the cheapest way to the level at *height*; *rungs* are in checklist order."""
    programme = _Programme(ladder, height, rungs)
    best = programme.best()
    level = ladder.levels[height]
    if best is None:
        return NextLevel(level=level, feasible=False, first=programme.first())
    days, _, chosen = best
    improve = tuple(
        rung.reference for position, rung in enumerate(rungs) if -chosen & programme.bit(position)
    )
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
            rung.finding
            for rung, counts in zip(rungs, self.on_ladder, strict=True)
            if counts and rung.tagged
        ]
        self.unit = gcd(
            *(
                finding.weight * credit
                for finding in tagged
                for credit in (FULL_CREDIT, finding.unfolded)
            )
        )
        possible = sum(finding.weight for finding in tagged) * FULL_CREDIT
        self.need = -(-ladder.share * possible // (FULL_CREDIT * (self.unit or 1)))
        self.at = {rung.reference: position for position, rung in enumerate(rungs)}
        self.roots: list[int] = []
        self.children: list[list[int]] = [[] for _ in rungs]
        planted: set[int] = set()
        for position, counts in enumerate(self.on_ladder):
            if counts:
                self._plant(position, planted)

    def bit(self, position: int) -> int:
        """Return the question at *position* as a set of one."""
        return 1 << (len(self.rungs) - 1 - position)

    def best(self) -> _Choice | None:
        """Return the cheapest choice that suffices, or None."""
        tables: dict[int, tuple[_Choices, _Choices]] = {}
        for position in self._leaves_first():
            tables[position] = self._table(position, tables)
        choices: _Choices = {(0, 0): _NOTHING}
        for position in self.roots:
            choices = self._joined(choices, tables[position][True])
        enough = [choice for (credit, _), choice in choices.items() if credit >= self.need]
        return min(enough, default=None)

    def first(self) -> tuple[str, ...]:
        """Return the references to answer before any set of improvements can suffice."""
        waits: dict[str, None] = {}
        for position, counts in enumerate(self.on_ladder):
            above: int | None = position
            while counts and above is not None:
                rung = self.rungs[above]
                if _is_stuck(rung):
                    waits.update(dict.fromkeys(rung.finding.waits_for))
                above = self.at.get(rung.premise)
        return tuple(waits)

    def _plant(self, position: int, planted: set[int]) -> None:
        """Put a question, and what it presupposes, into the trees; the others do not matter."""
        here: int | None = position
        while here is not None and here not in planted:
            planted.add(here)
            above = self.at.get(self.rungs[here].premise)
            (self.roots if above is None else self.children[above]).append(here)
            here = above

    def _leaves_first(self) -> list[int]:
        """Return every position, those that presuppose another before that other one."""
        downwards = list(self.roots)
        for position in downwards:
            downwards.extend(self.children[position])
        return downwards[::-1]

    def _table(
        self, position: int, tables: Mapping[int, tuple[_Choices, _Choices]]
    ) -> tuple[_Choices, _Choices]:
        """Return the choices of a tree, first if its premise earns nothing, then if it does."""
        below = []
        for alive in (False, True):
            choices: _Choices = {(0, 0): _NOTHING}
            for child in self.children[position]:
                choices = self._joined(choices, tables[child][alive])
            below.append(choices)
        rung = self.rungs[position]
        stuck = _is_stuck(rung)
        folded = self._with(position, 0, _NOTHING, below) if rung.premise or stuck else {}
        if stuck:
            return folded, folded
        left = rung.finding.unfolded
        options = self._with(position, left, _NOTHING, below)
        if left < FULL_CREDIT:
            better = (effort_days(rung.finding), 1, -self.bit(position))
            for state, choice in self._with(position, FULL_CREDIT, better, below).items():
                _keep(options, state, choice)
        return folded, self._worthwhile(options)

    def _with(
        self, position: int, credit: int, cost: _Choice, below: Sequence[_Choices]
    ) -> _Choices:
        """Return the choices once the question itself has *credit*, bought at *cost*."""
        rung, partial, earned = self.rungs[position], 0, 0
        if self.on_ladder[position]:
            if rung.required and credit < rung.finding.question.target:
                if not credit or not self.tolerate:
                    return {}
                partial = 1
            if rung.tagged:
                earned = min(rung.finding.weight * credit // self.unit, self.need)
        own = {(earned, partial): cost}
        return self._joined(own, below[credit > 0]) if self.children[position] else own

    def _joined(self, one: _Choices, other: _Choices) -> _Choices:
        """Return every choice of *one* together with every choice of *other*."""
        joined: _Choices = {}
        for (credit, partial), (days, count, chosen) in one.items():
            for (more_credit, more_partial), (more_days, more_count, more) in other.items():
                if partial + more_partial <= self.tolerate:
                    state = (min(credit + more_credit, self.need), partial + more_partial)
                    _keep(joined, state, (days + more_days, count + more_count, chosen + more))
        return joined if len(other) == 1 else self._worthwhile(joined)

    def _worthwhile(self, choices: _Choices) -> _Choices:
        """Return *choices* without those that another one beats in credit, partials and cost."""
        kept: _Choices = {}
        cheapest: dict[int, _Choice] = {}
        for state in sorted(choices, key=lambda state: (-state[0], state[1])):
            choice, partials = choices[state], state[1]
            if not any(
                cost < choice for tolerated, cost in cheapest.items() if tolerated <= partials
            ):
                kept[state] = cheapest[partials] = choice
        return kept


def _is_stuck(rung: Rung) -> bool:
    """Say whether no improvement counts, since nobody knows yet if the question applies."""
    return rung.finding.reason is Reason.CONDITION_UNKNOWN


def _keep(choices: _Choices, state: _State, choice: _Choice) -> None:
    """Keep *choice* for *state* unless a better one is there."""
    if state not in choices or choice < choices[state]:
        choices[state] = choice
