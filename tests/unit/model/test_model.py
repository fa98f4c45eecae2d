"""The model: the little that it does by itself."""

from __future__ import annotations

from builders import a_checklist, a_question, assessed, evaluated
from mlkb.model.checklist import version_text
from mlkb.model.condition import Reference, condition_of, references
from mlkb.model.evaluation import Score
from mlkb.model.source import Location
from mlkb.model.text import NO_TEXT, Text, text_of


def test_a_text_speaks_both_languages():
    text = text_of({"en": "Data", "ko": "데이터"})

    assert (text.spoken("en"), text.spoken("ko")) == ("Data", "데이터")


def test_a_text_that_says_nothing_is_false():
    assert not NO_TEXT
    assert not text_of(None)
    assert Text(ko="데이터")


def test_a_version_is_written_with_dots():
    assert version_text((1, 0, 12)) == "1.0.12"


def test_a_reference_is_written_as_in_checklists():
    assert str(Reference("c", "a")) == "c/a"
    assert str(Reference("c", result="score")) == "c:score"


def test_a_place_in_a_file_is_written_as_compilers_do():
    assert str(Location("a.yaml", 3, 7)) == "a.yaml:3:7"
    assert str(Location("a.yaml")) == "a.yaml"


def test_a_condition_reads_each_reference_once_in_order():
    condition = condition_of(
        {
            "any": [
                {"answer": "b", "is": "yes"},
                {"not": {"all": [{"answer": "other:score", "at_least": 1}]}},
                {"answer": "b", "is": "no"},
                {"answer": "other/a", "is": "yes"},
            ]
        },
        "c",
    )

    assert [str(one) for one in references(condition)] == ["c/b", "other:score", "other/a"]
    assert references(None) == ()


def test_percents_round_down():
    score = Score(earned=199, open=1, possible=201, answered=1, applicable=2)

    assert (score.worst, score.best) == (99, 99)


def test_the_first_step_is_that_of_the_chosen_option():
    choices = [
        {"id": "p", "credit": 0, "improve": {"do": {"en": "Start."}, "effort": "hours"}},
        {"id": "q", "credit": 50},
        {"id": "r", "credit": 100},
    ]
    question = a_question(
        "a", "single-choice", choices=choices, improve={"do": {"en": "Go on."}, "effort": "weeks"}
    )

    def first_step(answer: str | None) -> str:
        improve = evaluated(a_checklist(question), {"a": answer}).findings["a"].improve
        return improve.do.en if improve else ""

    assert [first_step(answer) for answer in ("p", "q", None)] == ["Start.", "Go on.", "Go on."]


def test_the_gate_of_nothing_holds():
    assert assessed([], []).holds
