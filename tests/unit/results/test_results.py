"""Results as conditions and reports read them."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from builders import a_checklist, a_fact, a_ladder, a_question, evaluated, options
from mlkb.load.schema import schema_of
from mlkb.results import RESULT_TYPES, levels, result_type, score

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
    spec, ladders = levels.parse({"ladder": "l"}, "c"), {"l": LADDER}

    assert [levels.order(spec, ladders, one) for one in ("", "low", "mid", "high")] == [0, 1, 2, 3]
    assert levels.order(spec, ladders, "top") is None


def test_scores_are_ordered_as_numbers():
    assert score.order(score.ScoreSpec(), {}, 75) == 75
    assert score.order(score.ScoreSpec(), {}, "75") is None


EVERY_RESULT = a_checklist(
    a_question("a", levels={"l": {"at": "low", "as": "required"}}),
    a_fact("where", "single-choice", choices=options("lab", "products")),
    a_fact("effect", "scale", steps=options("none", "some", "much")),
    a_question("owner", "people"),
    results=[
        {"id": "score", "type": "score"},
        {"id": "levels", "type": "levels", "ladder": "l"},
        {
            "id": "verdict",
            "type": "verdict",
            "rules": [{"when": {"answer": "a", "is": "no"}, "verdict": "stop"}, {"default": "go"}],
            "verdicts": {"go": {"tone": "good"}, "stop": {"tone": "stop"}},
        },
        {
            "id": "profile",
            "type": "profile",
            "enough": 1,
            "mixed_within": 15,
            "profiles": [
                {"id": "rnd", "points": {"where": {"lab": 1}}},
                {"id": "embedded", "points": {"where": {"products": 1}}},
            ],
        },
        {
            "id": "comparison",
            "type": "comparison",
            "against": "c:profile",
            "rows": [{"question": "a", "expected": {"rnd": {"is": "no"}, "embedded": "unknown"}}],
        },
        {
            "id": "quadrant",
            "type": "quadrant",
            "y": {"id": "effect", "terms": [{"question": "effect", "weight": 1}]},
            "x": {"id": "ease", "terms": [{"question": "a", "weight": 1}]},
            "split": {"x": 50, "y": 50},
            "quadrants": {"both": {}, "only-y": {}, "only-x": {}, "neither": {}},
        },
        {"id": "coverage", "type": "coverage", "over": ["owner"], "at_most": 1},
    ],
)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"a": "no", "where": "lab"},
        {"a": "yes", "where": "products", "effect": "much", "owner": ["kim"]},
        {"a": "partial", "effect": "none", "owner": []},
    ],
)
@pytest.mark.parametrize("name", RESULT_TYPES)
def test_a_result_is_documented_as_its_shape_says(name, answers):
    found = evaluated(EVERY_RESULT, answers, ladder=LADDER).results[name]
    spec = next(one.spec for one in EVERY_RESULT.results if one.id == name)
    written = result_type(name).document(spec, found, {"l": LADDER})

    jsonschema.validate(written, schema_of(result_type(name).DOCUMENT, name))
    assert list(written) == list(result_type(name).DOCUMENT.fields)  # type: ignore[attr-defined]
