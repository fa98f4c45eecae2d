"""An answer file against its checklist."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlkb.load.answers import read_answers
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.model.answers import NOT_APPLICABLE, Acceptance, Answer, Plan
from mlkb.model.day import day_number

HOSTILE = Path(__file__).parents[2] / "fuzz" / "hostile"
LIBRARY = Library(find_project(HOSTILE))
TODAY = day_number("2026-11-21") or 0
HEAD = "format: mlkb/answers@1\nchecklist: every-type\nsubject: acme\nanswers:\n"
FULL = (HOSTILE / "good" / "every-answer.yaml").read_text("utf-8")


def read(text: str):
    return read_answers(text.encode(), "acme.yaml", LIBRARY, TODAY)


def problems_of(body: str) -> list[str]:
    """Return the problems of a head and *body*, with the nearest name where there is one."""
    return [
        " ".join([str(one.location)[10:], one.code, str(one.facts.get("nearest", ""))]).rstrip()
        for one in read(HEAD + body)[1]
    ]


def test_every_kind_of_answer_is_read_with_its_circumstances_and_its_place():
    sheet, problems = read(FULL)

    assert problems == []
    assert sheet is not None
    assert (sheet.checklist, sheet.subject, sheet.version) == ("every-type", "acme", (1, 2, 0))
    assert (sheet.respondent, sheet.role) == ("kim", "mlops-lead")
    assert sheet.answered_on == day_number("2026-11-20")
    assert sheet.answers["written-down"] == Answer(
        value="partial",
        note="two of five have no owner",
        evidence=("docs/metrics.md#L10", "https://wiki.example.org/metrics"),
        on=day_number("2026-11-01"),
        plan=Plan("lee", day_number("2027-01-31") or 0),
        line=8,
        column=3,
    )
    assert sheet.answers["days"].accept == Acceptance(
        "replaced by the platform", "park", day_number("2027-03-31") or 0
    )
    assert sheet.answers["owners"].value == ("김", "lee")
    assert sheet.answers["data-owner.labels"].value == NOT_APPLICABLE


def test_a_note_without_an_answer_is_kept():
    sheet, _ = read(HEAD + '  gaps:\n    note: "ask lee"\n')

    assert sheet is not None
    assert sheet.answers["gaps"] == Answer(note="ask lee", line=5, column=3)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("  gap: x\n", ["5:3 unknown-name gaps"]),
        ("  writen-down: yes\n", ["5:3 unknown-name written-down"]),
        ("  written_down: yes\n", ["5:3 not-a-pattern"]),
        ("  noted: yes\n", ["5:3 renamed-question"]),
        ("  written-down: Yes\n", ["5:17 answer-not-a-choice yes"]),
        ("  written-down: partially\n", ["5:17 answer-not-a-choice partial"]),
        ("  written-down: N/A\n", ["5:17 answer-not-a-choice n/a"]),
        ("  path: by_hand\n", ["5:9 answer-not-a-choice by-hand"]),
        ("  access: [role]\n", ["5:11 answer-not-a-choice roles"]),
        ("  access: roles\n", ["5:11 answer-not-a-list roles"]),
        ("  access: [nothing, roles]\n", ["5:11 answer-not-alone"]),
        ("  access: [roles, roles]\n", ["5:11 answer-repeats"]),
        ("  days: many\n", ["5:9 answer-not-a-number"]),
        ("  days: -1\n", ["5:9 answer-out-of-bounds"]),
        ("  owners: kim\n", ["5:11 answer-not-names"]),
        ("  gaps: 5\n", ["5:9 answer-not-text"]),
        ("  gaps: true\n", ["5:9 needs-quotes"]),
        ("  gaps: {answer: 1e3}\n", ["5:18 needs-quotes"]),
        ("  gaps: {answer: x, on: 2026-11-22}\n", ["5:25 future-date"]),
        (
            "  gaps: {accept: {because: a, by: b, until: 2027-01-01}}\n",
            ["5:10 accept-without-answer"],
        ),
        (
            "  gaps: {answer: [x], accept: {because: a, by: b, until: 2027-01-01}}\n",
            ["5:18 answer-not-text"],
        ),
        ("  gaps: {answer: x, plan: {by: lee}}\n", ["5:27 key-missing"]),
        ("  gaps: {answer: x, plan: {until: soon, by: lee}}\n", ["5:35 not-a-date"]),
        ("  gaps: {answer: x, accept: {by: lee}}\n", ["5:29 key-missing", "5:29 key-missing"]),
    ],
)
def test_what_is_wrong_with_an_answer_is_placed_with_the_nearest_name(body, expected):
    assert problems_of(body) == expected


def test_every_problem_of_a_file_is_told_at_once():
    body = "  sucess: x\n  written-down: Yes\n  gaps: {answer: y, plan: {by: lee}}\n  days: z\n"

    assert problems_of(body) == [
        "7:27 key-missing",
        "5:3 unknown-name access",
        "6:17 answer-not-a-choice yes",
        "8:9 answer-not-a-number",
    ]


def test_answers_are_looked_at_even_if_the_head_is_wrong():
    text = HEAD.replace("subject: acme\n", "") + "  written-down: Yes\n"

    assert [one.code for one in read(text)[1]] == ["key-missing", "answer-not-a-choice"]


def test_an_older_minor_version_is_read_and_another_major_one_refused():
    assert read(HEAD.replace("every-type", "every-type@1.0.0"))[1] == []
    assert [one.code for one in read(HEAD.replace("every-type", "every-type@2.0.0"))[1]] == [
        "other-major-version"
    ]


@pytest.mark.parametrize("change", ["", "[]", "{}", "5", "~", '"x"', "true", "[[x]]", "{a: b}"])
def test_no_line_of_an_answer_file_can_be_mangled_into_a_crash(change):
    lines = FULL.splitlines(keepends=True)
    for number, line in enumerate(lines):
        head, colon, _ = line.partition(": ")
        mangled = [f"{head}{colon}{change}\n"] if change and colon else []
        sheet, problems = read("".join([*lines[:number], *mangled, *lines[number + 1 :]]))
        assert (sheet is None) == bool(problems)


def test_a_file_that_is_something_else_gets_one_word_about_it():
    _, problems = read("services:\n  web: {image: nginx}\nvolumes: []\n")

    assert [(one.code, str(one.location)) for one in problems] == [
        ("not-answers", f"{problems[0].location.path}:1:1")
    ]


def test_a_file_with_the_head_half_there_is_told_all_that_is_wrong():
    _, problems = read("format: mlkb/answers@1\nservices: {}\n")

    assert "unknown-key" in {one.code for one in problems}
