"""Conditions: what each operator and join makes of known, unknown and inapplicable premises."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkb.evaluate.conditions import truth
from mlkb.model.condition import Premise, Truth, condition_of

YES, NO, OPEN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
PREMISES = {
    YES: Premise("yes"),
    NO: Premise("no"),
    OPEN: Premise(None, waits_for=("c/x",)),
}


def told(condition: dict[str, object], **premises: Truth) -> Truth:
    """Return the truth of *condition* while its premises compare as given."""
    built = condition_of(condition, "c")
    return truth(built, lambda reference: PREMISES[premises[reference.question]])[0]


@pytest.mark.parametrize(("one", "other"), list(product(Truth, repeat=2)))
def test_joins_follow_three_valued_logic(one, other):
    parts = [{"answer": "x", "is": "yes"}, {"answer": "y", "is": "yes"}]
    rank = {NO: 0, OPEN: 1, YES: 2}

    both = told({"all": parts}, x=one, y=other)
    either = told({"any": parts}, x=one, y=other)

    assert rank[both] == min(rank[one], rank[other])
    assert rank[either] == max(rank[one], rank[other])
    assert told({"not": {"all": parts}}, x=one, y=other) == told(
        {"any": [{"not": part} for part in parts]}, x=one, y=other
    )


@given(st.sampled_from(["all", "any"]), st.lists(st.sampled_from(list(Truth)), min_size=1))
def test_what_is_unknown_waits_for_something_and_nothing_else_does(join, values):
    condition = {join: [{"answer": f"q{place}", "is": "yes"} for place in range(len(values))]}
    found, waits = truth(
        condition_of(condition, "c"),
        lambda reference: PREMISES[values[int(reference.question[1:])]],
    )

    assert bool(waits) == (found is OPEN)


def test_a_comparison_with_what_has_no_order_is_false():
    condition = condition_of({"answer": "x", "at_least": 1}, "c")

    assert truth(condition, lambda _: Premise("yes"))[0] is NO


def test_a_premise_that_does_not_apply_makes_its_comparison_false():
    condition = condition_of({"answer": "x", "is": "yes"}, "c")

    assert truth(condition, lambda _: Premise(None, applies=False)) == (NO, ())
