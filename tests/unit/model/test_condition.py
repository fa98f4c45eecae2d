"""What conditions read."""

from __future__ import annotations

from mlkb.model.condition import AllOf, AnyOf, Compare, Not, Reference, references

MODELS = Reference("team", question="models")
SCORE = Reference("team", result="score")


def test_a_reference_is_written_as_checklists_do():
    assert str(MODELS) == "team/models"
    assert str(SCORE) == "team:score"


def test_every_reference_is_found_once_and_in_order():
    condition = AllOf(
        (
            Compare(SCORE, "at_least", 5),
            AnyOf((Compare(MODELS, "is", 1), Not(Compare(SCORE, "is", 2)))),
        )
    )

    assert references(condition) == (SCORE, MODELS)
    assert references(None) == ()
