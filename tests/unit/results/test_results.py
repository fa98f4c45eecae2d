"""Results as conditions and reports read them."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from builders import a_checklist, a_ladder, a_question, evaluated
from mlkb.load.schema import schema_of
from mlkb.results import RESULT_TYPES, levels, result_type, score
from mlkb.results.base import Grounds

LADDER = a_ladder("low", "mid", "high", share=0)
CHECKLIST = a_checklist(
    a_question("a", levels={"l": {"at": "low", "as": "required"}}),
    a_question("b", levels={"l": {"at": "mid", "as": "required"}}),
    results=[{"id": "score", "type": "score"}, {"id": "level", "type": "levels", "ladder": "l"}],
)


def results(answers: dict[str, str]) -> dict[str, Any]:
    """Return the results of CHECKLIST."""
    return dict(evaluated(CHECKLIST, answers, ladder=LADDER).results)


@pytest.mark.parametrize(
    ("answers", "percent", "level"),
    [
        ({"a": "yes", "b": "partial"}, 75, "low"),
        ({"a": "yes", "b": "yes"}, 100, "mid"),
        ({"a": "no", "b": "yes"}, 50, ""),
        ({"a": "no"}, None, ""),
        ({"a": "yes"}, None, None),
        ({}, None, None),
    ],
)
def test_a_result_has_a_value_once_nothing_open_can_change_it(answers, percent, level):
    found = results(answers)

    assert score.value(found["score"]) == percent
    assert levels.value(found["level"]) == level


def test_levels_are_ordered_from_below_the_lowest():
    grounds = Grounds("c", {"l": LADDER}, lambda _: {})
    spec = levels.parse({"ladder": "l"})

    assert [levels.order(spec, grounds, one) for one in ("", "low", "mid", "high")] == [0, 1, 2, 3]
    assert levels.order(spec, grounds, "top") is None


def test_scores_are_ordered_as_numbers():
    grounds = Grounds("c", {}, lambda _: {})

    assert score.order(score.ScoreSpec(), grounds, 75) == 75
    assert score.order(score.ScoreSpec(), grounds, "75") is None


@pytest.mark.parametrize("answers", [{}, {"a": "no"}, {"a": "yes", "b": "yes"}])
@pytest.mark.parametrize("name", RESULT_TYPES)
def test_a_result_is_documented_as_its_shape_says(name, answers):
    found = {"score": "score", "levels": "level"}[name]
    written = result_type(name).document(results(answers)[found], {"l": LADDER})

    jsonschema.validate(written, schema_of(result_type(name).DOCUMENT, name))
    assert list(written) == list(result_type(name).DOCUMENT.fields)  # type: ignore[attr-defined]
