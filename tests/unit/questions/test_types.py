"""Question types: what the checklist's author may not write; vectors say what answers earn."""

from __future__ import annotations

from typing import Any

import pytest

from builders import options
from mlkb.model.shape import ListOf, Prose, WholeNumber, Word
from mlkb.questions import QUESTION_TYPES, question_type

FAULTY: dict[str, tuple[str, dict[str, Any], list[tuple[str, tuple[str | int, ...]]]]] = {
    "a choice without credit": (
        "single-choice",
        {"choices": [{"id": "p"}, {"id": "q", "credit": 100}]},
        [("credit-missing", ("choices", 0))],
    ),
    "the same choice twice": (
        "single-choice",
        {"choices": options(p=100) + options(p=0)},
        [("duplicate-id", ("choices", 1, "id"))],
    ),
    "no choice that earns everything": (
        "single-choice",
        {"choices": options(p=0, q=99)},
        [("credit-out-of-reach", ("choices",))],
    ),
    "credits that do not add up to 100": (
        "multiple-choice",
        {"choices": options(p=50, q=49)},
        [("credit-too-small", ("choices",))],
    ),
    "credit beside signs": (
        "multiple-choice",
        {"choices": options("p", q=5), "signs": {"worst": 1}},
        [("credit-beside-signs", ("choices", 1, "credit"))],
    ),
    "a target that is no step": (
        "scale",
        {"steps": options("p", "q"), "target": "r"},
        [("target-not-a-step", ("target",))],
    ),
    "the first step as target": (
        "scale",
        {"steps": options("p", "q"), "target": "p"},
        [("target-not-a-step", ("target",))],
    ),
    "the same step twice": (
        "scale",
        {"steps": options("p", "p")},
        [("duplicate-id", ("steps", 1, "id"))],
    ),
    "no bands": ("number", {}, [("bands-missing", ())]),
    "no band that earns everything": (
        "number",
        {"bands": [{"at_least": 1, "credit": 90}]},
        [("credit-out-of-reach", ("bands",))],
    ),
    "bounds that leave no number": (
        "number",
        {"least": 2, "most": 1, "bands": [{"at_least": 1, "credit": 100}]},
        [("bounds-crossed", ("most",))],
    ),
    "a band that holds nothing": (
        "number",
        {"bands": [{"at_least": 1, "credit": 100}, {"at_least": 2, "at_most": 1, "credit": 1}]},
        [("bounds-crossed", ("bands", 1))],
    ),
    "a band without an end": (
        "number",
        {"bands": [{"credit": 100}]},
        [("band-without-bound", ("bands", 0))],
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_scored_question_is_told_what_no_shape_can_say(fault):
    name, raw, expected = FAULTY[fault]
    found = [(code, place) for code, place, _ in question_type(name).faults(raw, scored=True)]

    assert found == expected


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("single-choice", {"choices": options("p", "q")}),
        ("multiple-choice", {"choices": options("p", "q")}),
        ("number", {}),
        ("practice", {"reversed": True}),
        ("people", {"at_least": 2}),
        ("text", {}),
    ],
)
def test_a_fact_needs_no_credit(name, raw):
    assert list(question_type(name).faults(raw, scored=False)) == []


def test_a_type_says_which_words_an_answer_may_use():
    def words(name: str, **raw: Any) -> tuple[str, ...]:
        module = question_type(name)
        return module.words(module.parse(raw))

    assert words("practice") == ("yes", "partial", "no")
    assert words("single-choice", choices=options("q", "p")) == ("q", "p")
    assert words("multiple-choice", choices=options("q", "p")) == ("q", "p")
    assert words("scale", steps=options("low", "high")) == ("low", "high")
    assert words("number") == words("people") == words("text") == ()


def test_a_type_gives_the_shape_of_its_answers():
    def shape(name: str, **raw: Any) -> Any:
        module = question_type(name)
        return module.answer_shape(module.parse(raw))

    assert isinstance(shape("practice"), Word)
    assert shape("single-choice", choices=options("q", "p")).words == ("q", "p")
    assert isinstance(shape("multiple-choice", choices=options("q", "p")).item, Word)
    assert isinstance(shape("people"), ListOf)
    assert isinstance(shape("text"), Prose)
    number = shape("number", least=1, most=5)
    assert isinstance(number, WholeNumber)
    assert (number.least, number.most) == (1, 5)


def test_a_name_that_is_no_type_is_not_found():
    with pytest.raises(KeyError):
        question_type("essay")
    assert "essay" not in QUESTION_TYPES
