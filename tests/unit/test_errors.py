"""Refusals, and the nearest name."""

from __future__ import annotations

import time

import pytest

from mlkb import errors
from mlkb.errors import UnknownName, nearest

KNOWN = (
    "success-measure",
    "key-metrics",
    "resources",
    "guardrails",
    "data-strategy",
    "data-access",
    "mlops-process",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sucess-measure", "success-measure"),
        ("success_measure", "success-measure"),
        ("successMeasure", "success-measure"),
        ("Success-Measure", "success-measure"),
        ("sucess mesure", "success-measure"),
        ("success", "success-measure"),
        ("metrics", "key-metrics"),
        ("key-metric", "key-metrics"),
        ("keymetrics", "key-metrics"),
        ("ressources", "resources"),
        ("gaurdrails", "guardrails"),
        ("data-acess", "data-access"),
        ("data-stategy", "data-strategy"),
        ("mlops-proces", "mlops-process"),
        ("zzz", ""),
        ("", ""),
        ("한글", ""),
        ("qwertyuiop", ""),
    ],
)
def test_the_nearest_name_is_what_was_meant(name, expected):
    assert nearest(name, KNOWN) == expected


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Yes", ("yes", "partial", "no", "n/a"), "yes"),
        ("y", ("yes", "partial", "no", "n/a"), "yes"),
        ("n", ("yes", "partial", "no", "n/a"), "no"),
        ("partly", ("yes", "partial", "no", "n/a"), "partial"),
        ("na", ("yes", "partial", "no", "n/a"), "n/a"),
        ("N/A", ("yes", "partial", "no", "n/a"), "n/a"),
        ("maybe", ("yes", "partial", "no", "n/a"), ""),
        ("majr", ("blocking", "major", "advisory"), "major"),
        ("kr", ("en", "ko"), ""),
        ("evidnce", ("answer", "note", "because", "evidence", "on", "plan"), "evidence"),
        ("htm", ("html", "json", "markdown"), "html"),
        ("x", (), ""),
    ],
)
def test_short_words_have_a_nearest_one_too(name, known, expected):
    assert nearest(name, known) == expected


def test_the_nearest_of_many_names_is_found_in_time():
    known = [f"question-{number}-of-many" for number in range(10_000)]
    began = time.perf_counter()

    for number in range(10):
        assert nearest(f"question-{number}-of-mny", known) == f"question-{number}-of-many"
    assert nearest("q" * 1_000_000, known) == ""

    assert time.perf_counter() - began < 2


def test_exit_codes_are_those_of_the_contract():
    assert (errors.HOLDS, errors.GATE, errors.USAGE, errors.ANSWERS) == (0, 1, 2, 3)
    assert (errors.BUG, errors.INTERRUPTED) == (4, 130)
    assert errors.UsageProblem("x").exit_code == 2
    assert errors.NoAnswers("x").exit_code == 3
    assert errors.EditRefused("x").exit_code == 3
    assert errors.CannotSave("x").exit_code == 3
    assert errors.InvalidDocuments([], exit_code=2).exit_code == 2


def test_an_unknown_name_says_what_is_known_or_near():
    assert UnknownName(kind="command", name="chek", known=["check"]).code == "unknown-name-nearest"
    lost = UnknownName(kind="checklist", name="zzz", known=["hiring"])
    assert lost.code == "unknown-checklist"  # too many to name; `mlkb list` has them
    far = UnknownName(kind="command", name="zzz", known=["check", "list"])
    assert (far.code, far.facts["known"]) == ("unknown-name", "check, list")
