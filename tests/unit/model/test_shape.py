"""Shapes: patterns are compiled when first asked, and match from end to end."""

from __future__ import annotations

import re
import time

import pytest

from mlkb.load.answer_format import EVIDENCE, VERSIONED
from mlkb.load.checklist_format import DURATION, VERSION
from mlkb.model.condition_format import QUESTION_ID, REFERENCE
from mlkb.model.shape import IDENTIFIER, MapOf, Pattern, Prose, identifier


def test_a_pattern_matches_as_a_whole_every_time():
    shape = Pattern("duration", DURATION)

    for _ in range(2):
        assert shape.fits("180d")
        assert not shape.fits("180d ")
        assert not shape.fits("x180d")
        assert not shape.fits("180d\n")


def test_the_keys_of_a_mapping_match_as_a_whole():
    shape = MapOf("question", Prose(), key=QUESTION_ID)

    assert shape.fits("data-owner.labels")
    assert not shape.fits("data-owner.labels.x")


@pytest.mark.parametrize("text", ["a", "a1", "data-access", "a-1-b"])
def test_an_id_is_lower_case_with_single_hyphens(text):
    assert identifier("question").fits(text)
    for wrong in (text.upper(), f"-{text}", f"{text}-", f"{text}--a", f"1{text}", f"{text}é", ""):
        assert not identifier("question").fits(wrong)


@pytest.mark.parametrize(
    "pattern",
    [IDENTIFIER, QUESTION_ID, VERSIONED, DURATION, REFERENCE, VERSION, EVIDENCE.pattern],
)
@pytest.mark.parametrize("unit", ["a", "-a", "a-", "1", ".1", "a/", "a:", "@1", " "])
def test_no_pattern_of_the_formats_takes_long(pattern, unit):
    text = "a" + unit * 300_000 + "\n"
    began = time.perf_counter()

    assert re.fullmatch(pattern, text) is None

    assert time.perf_counter() - began < 0.5
