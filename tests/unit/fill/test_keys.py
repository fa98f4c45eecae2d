from __future__ import annotations

import pytest

from filling import CHECKLIST
from mlkb.fill.keys import (
    COMMANDS,
    choice_keys,
    clean,
    latin,
    ticked,
    typed_again,
    typed_command,
    typed_value,
)
from mlkb.questions.base import WrongAnswer


def asked(name):
    return CHECKLIST.questions[name]


def test_no_key_both_answers_and_commands():
    for question in CHECKLIST.questions.values():
        assert not set(choice_keys(question)) & set(COMMANDS)


def test_choices_are_numbered():
    assert choice_keys(asked("stage")) == {"1": "manual", "2": "automated"}
    assert choice_keys(asked("owner")) == {"y": "yes", "p": "partial", "n": "no"}


def test_a_korean_keyboard_need_not_be_switched():
    assert "".join(map(latin, "ㅛㅔㅜㅠㄴㅡㄷㅈㅌㅊㅂ")) == "ypnbsmewxcq"
    assert latin("\uff39") == "y"


def test_an_exclusive_choice_unticks_the_others_and_they_untick_it():
    access = asked("access")

    assert ticked(access, ("roles", "audit"), "none") == ("none",)
    assert ticked(access, ("none",), "audit") == ("audit",)
    assert ticked(access, ("audit",), "roles") == ("roles", "audit")
    assert ticked(access, ("audit",), "audit") == ()


@pytest.mark.parametrize(("text", "number"), [("3", 3), (" 1,000", 1000), ("\uff12", 2)])
def test_numbers_are_read_as_people_write_them(text, number):
    assert typed_value(asked("models"), clean(text)) == number


@pytest.mark.parametrize("text", ["three", "1.5", "1,00", "-1", "1001", "9" * 400])
def test_what_is_no_number_in_bounds_is_wrong(text):
    with pytest.raises(WrongAnswer):
        typed_value(asked("models"), text)


def test_names_are_separated_by_commas_of_any_kind():
    assert typed_value(asked("holders"), "김, Lee、Park ,") == ("김", "Lee", "Park")
    assert typed_again(("김", "Lee")) == "김, Lee"


def test_a_key_alone_or_behind_a_colon_is_a_command():
    assert [typed_command(text) for text in ("b", ":b", "ㅠ", "?", "bb", "3", "")] == [
        "b",
        "b",
        "b",
        "?",
        "",
        "",
        "",
    ]


def test_a_typed_line_loses_what_nobody_typed_on_purpose():
    assert clean(" \x1b[31me\u0301\u202e\r\nx ") == "[31mé x"
