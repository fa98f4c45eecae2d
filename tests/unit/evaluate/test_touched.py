"""What a change concerns: answers it edits, evidence and declared paths that it touches."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from builders import a_checklist, a_question, a_sheet, assessed
from mlkb.evaluate.touched import edited, touched
from mlkb.load.evidence import evidence_path

if TYPE_CHECKING:
    from mlkb.model.evaluation import Assessment

CHECKLIST = a_checklist(
    a_question("f", scored=False),
    a_question("a"),
    a_question("p", paths=["models/**", "*.toml"], when={"answer": "f", "is": "yes"}),
)


def an_assessment(answers: dict[str, Any], **more: Any) -> Assessment:
    return assessed([CHECKLIST], [a_sheet(CHECKLIST, answers, **more)])


def touches(answers: dict[str, Any], *changed: str) -> dict[str, tuple[str, ...]]:
    texts = [text for one in answers.values() for text in one.get("evidence", ())]
    named = {text: evidence_path(text) for text in texts}
    found = touched(an_assessment(answers), changed, named)
    return {one.question: one.paths for one in found}


def proven(*texts: str) -> dict[str, Any]:
    return {"a": {"answer": "yes", "evidence": list(texts)}, "f": {"answer": "yes"}}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("docs/a.md", "docs/a.md"),
        ("docs/a.md#L3", "docs/a.md"),
        ("./docs//a.md", "docs/a.md"),
        ("docs", "docs/deep/a.md"),
        ("docs/", "docs/a.md"),
    ],
)
def test_a_change_to_evidence_or_below_it_concerns_the_answer(text, changed):
    assert touches(proven(text), changed, "README.md") == {"a": (changed,)}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("docs/a.md", "docs"),
        ("docs/a", "docs/a.md"),
        ("docs", "docs-old/a.md"),
        ("https://example.org/docs/a.md", "docs/a.md"),
        ("../docs/a.md", "docs/a.md"),
        ("", "docs/a.md"),
    ],
)
def test_a_change_beside_it_does_not(text, changed):
    assert touches(proven(text), changed) == {}


def test_a_question_is_concerned_by_the_paths_that_it_names():
    answers = {"f": {"answer": "yes"}}

    assert touches(answers, "models/b.py", "models/a.py", "x.toml", "sub/x.toml") == {
        "p": ("models/a.py", "models/b.py", "x.toml")
    }


def test_a_question_that_does_not_apply_is_not():
    assert touches({"f": {"answer": "no"}}, "models/a.py") == {}


def test_evidence_of_every_respondent_counts():
    sheets = [
        a_sheet(CHECKLIST, {"a": {"answer": "yes", "evidence": [text]}}, respondent=who)
        for who, text in (("kim", "a.md"), ("lee", "b.md"))
    ]
    head = assessed([CHECKLIST], sheets)
    [found] = touched(head, ["b.md", "a.md"], {"a.md": "a.md", "b.md": "b.md"})

    assert found.paths == ("a.md", "b.md")


def test_a_large_change_to_a_large_project_takes_no_time():
    questions = [a_question(f"q{number}", paths=["src/**/*.py"]) for number in range(60)]
    checklist = a_checklist(*questions)
    answers = {f"q{number}": {"answer": "yes", "evidence": ["docs"]} for number in range(60)}
    sheets = [a_sheet(checklist, answers, subject=f"s{number}") for number in range(50)]
    head = assessed([checklist], sheets)
    changed = [f"src/{number}/a.py" for number in range(500)]
    began = time.perf_counter()
    found = touched(head, changed, {"docs": "docs"})

    assert len(found) == 3_000
    assert time.perf_counter() - began < 2


def test_many_deep_paths_take_no_memory():
    head = an_assessment({"a": "yes"})
    changed = [f"{number}/{'d/' * 2_000}f" for number in range(200)]
    tracemalloc.start()
    touched(head, changed, {"docs": "docs"})

    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "yes"}, {"a": "no"}),
        ({"a": "yes"}, {}),
        ({}, {"a": "yes"}),
        ({"a": "yes"}, {"a": {"answer": "yes", "note": "n"}}),
        ({"a": "yes"}, {"a": {"answer": "yes", "evidence": ["x"]}}),
        ({"a": None}, {"a": {"plan": {"by": "kim", "until": "2027-01-01"}}}),
    ],
)
def test_an_answer_that_says_something_else_was_edited(before, after):
    assert edited(an_assessment(before), an_assessment(after)) == {("c", "it", "a")}


def test_an_answer_that_moved_or_stayed_open_was_not():
    before, after = an_assessment({"a": "yes", "f": None}), an_assessment({"a": "yes"}, path="x")

    assert edited(before, after) == frozenset()


def test_answers_about_somebody_else_are_others():
    before, after = an_assessment({"a": "yes"}), an_assessment({"a": "yes"}, subject="other")

    assert edited(before, after) == {("c", "it", "a"), ("c", "other", "a")}
