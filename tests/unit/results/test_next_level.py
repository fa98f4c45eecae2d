"""The next level, against every set there is; trees, tolerance and ties included."""

from __future__ import annotations

import random
from itertools import combinations
from time import perf_counter

import pytest

from builders import a_ladder, a_question
from mlkb.load.build import build_checklist
from mlkb.model.evaluation import Finding, Outcome
from mlkb.results.next_level import Rung, effort_days, next_level

CREDITS = (0, 0, 33, 50, 66, 100)
EFFORTS = ("hours", "days", "weeks", "months")


def a_rung(
    place: int,
    credit: int,
    effort: str | None = "days",
    *,
    required: bool = False,
    tagged: bool = True,
    weight: int = 1,
    premise: int | None = None,
) -> Rung:
    """Return question *place* of a ladder, with the credit of its own answer."""
    improve = {"do": {}, "effort": effort} if effort else None
    raw = a_question(f"q{place}", weight=weight, improve=improve)
    checklist = build_checklist({"id": "c", "sections": [{"id": "s", "questions": [raw]}]})
    outcome = Outcome.MET if credit == 100 else Outcome.PARTIAL if credit else Outcome.UNMET
    return Rung(
        reference=f"c/q{place}",
        finding=Finding(
            question=checklist.questions[f"q{place}"],
            outcome=outcome,
            credit=credit,
            unfolded=credit,
        ),
        premise="" if premise is None else f"c/q{premise}",
        height=0,
        required=required,
        tagged=tagged and not required,
    )


def random_rungs(seed: int, size: int) -> list[Rung]:
    """Return rungs with premises before and behind them, most of them on the ladder."""
    chance = random.Random(seed)  # noqa: S311 - a test, not a secret
    places = list(range(size))
    chance.shuffle(places)
    rungs = []
    for order, place in enumerate(places):
        kind = chance.random()
        rungs.append(
            a_rung(
                place,
                chance.choice(CREDITS),
                chance.choice(EFFORTS),
                required=kind < 0.3,
                tagged=kind < 0.85,
                weight=chance.randint(1, 5),
                premise=places[chance.randrange(order)] if order and kind * 10 % 1 < 0.4 else None,
            )
        )
    return sorted(rungs, key=lambda rung: int(rung.reference[3:]))


def suffices(rungs: list[Rung], chosen: tuple[int, ...], share: int, tolerate: int) -> bool:
    """Say whether the level is reached once the *chosen* rungs earn everything."""
    own = {
        rung.reference: 100 if place in chosen else rung.finding.unfolded
        for place, rung in enumerate(rungs)
    }
    at = {rung.reference: rung for rung in rungs}

    def credit(reference: str) -> int:
        premise = at[reference].premise
        return 0 if premise in at and not credit(premise) else own[reference]

    required = [credit(rung.reference) for rung in rungs if rung.required]
    tagged = [(rung.finding.weight, credit(rung.reference)) for rung in rungs if rung.tagged]
    possible = sum(weight for weight, _ in tagged)
    earned = sum(weight * one for weight, one in tagged)
    return (
        all(required)
        and sum(one < 100 for one in required) <= tolerate
        and earned >= share * possible
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_set_is_cheaper(seed):
    rungs = random_rungs(seed, 7)
    share, tolerate = (0, 50, 67, 70, 100)[seed % 5], seed % 3
    found = next_level(a_ladder("low", share=share, tolerate={"partial": tolerate}), 0, rungs)
    sets = (
        chosen
        for size in range(len(rungs) + 1)
        for chosen in combinations(range(len(rungs)), size)
        if suffices(rungs, chosen, share, tolerate)
    )
    prices = [
        (sum(effort_days(rungs[place].finding) for place in one), len(one), one) for one in sets
    ]
    days, _, chosen = min(prices)

    assert found.feasible
    assert (found.days, found.improve) == (days, tuple(rungs[place].reference for place in chosen))


def test_a_missing_effort_costs_as_much_as_the_longest():
    assert effort_days(a_rung(0, 0, None).finding) == effort_days(a_rung(0, 0, "months").finding)


def test_a_premise_that_is_not_among_the_rungs_does_not_matter():
    found = next_level(a_ladder("low", share=100), 0, [a_rung(1, 50, premise=0)])

    assert found.improve == ("c/q1",)


def test_long_chains_of_premises_are_followed():
    rungs = [a_rung(place, 0, premise=place + 1) for place in range(600)]
    found = next_level(a_ladder("low", share=100), 0, [*rungs, a_rung(600, 0)])

    assert len(found.improve) == 601


def test_a_ladder_of_a_hundred_questions_takes_no_time_to_speak_of():
    rungs = random_rungs(1, 100)
    start = perf_counter()
    next_level(a_ladder("low", share=70, tolerate={"partial": 1}), 0, rungs)

    assert perf_counter() - start < 1
