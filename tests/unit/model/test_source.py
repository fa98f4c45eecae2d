"""Places, problems and texts."""

from __future__ import annotations

from mlkb.model.source import Location, Problem
from mlkb.model.text import NO_TEXT, Text, text_of


def test_a_place_is_written_as_compilers_do():
    assert str(Location("a.yaml", 9, 5)) == "a.yaml:9:5"
    assert str(Location("a.yaml")) == "a.yaml"


def test_a_problem_has_no_facts_unless_it_is_given_some():
    assert dict(Problem("tab", Location("a.yaml")).facts) == {}


def test_a_text_speaks_both_languages():
    text = text_of({"en": "yes", "ko": "예"})

    assert (text.spoken("en"), text.spoken("ko")) == ("yes", "예")
    assert text
    assert not NO_TEXT
    assert text_of(None) is NO_TEXT
    assert text_of({"en": "yes"}) == Text("yes", "")
