"""The report document keeps to its own schema, in content and in order."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from builders import a_checklist, a_question, a_sheet
from harbor import comparison_document, fraud_document, harbor_document
from mlkb.evaluate import evaluate
from mlkb.load.schema import schema_of
from mlkb.model.shape import Either, ListOf, Optional, Record, Shape, Tagged
from mlkb.render.document import report_document
from mlkb.render.report_format import REPORT

DOCUMENTS = {"harbor": harbor_document, "comparison": comparison_document}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_report_document_is_valid_against_its_schema(name: str) -> None:
    schema = schema_of(REPORT, "mlkb report")

    Draft202012Validator.check_schema(schema)
    problems = [
        f"{list(error.path)}: {error.message[:200]}"
        for error in Draft202012Validator(schema).iter_errors(DOCUMENTS[name]())
    ]

    assert problems == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_keys_stand_in_the_order_of_the_schema(name: str) -> None:
    out_of_order = list(_out_of_order(REPORT, DOCUMENTS[name](), "report"))

    assert out_of_order == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_numbers_are_integers(name: str) -> None:
    def floats(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [one for inner in value.values() for one in floats(inner)]
        if isinstance(value, list):
            return [one for inner in value for one in floats(inner)]
        return [value] if isinstance(value, float) else []

    assert floats(DOCUMENTS[name]()) == []


def test_every_question_of_an_answered_checklist_has_a_finding() -> None:
    counts = {one["checklist"]: len(one["findings"]) for one in fraud_document()["evaluations"]}

    assert counts == {"mlops-process": 24, "on-call": 1, "team-profile": 7}


def test_harbor_shows_every_state_that_a_report_can_show() -> None:
    findings = [finding for one in harbor_document()["evaluations"] for finding in one["findings"]]

    assert {one["outcome"] for one in findings} == {
        "met",
        "partial",
        "unmet",
        "unanswered",
        "undetermined",
        "not-applicable",
    }
    assert {one["type"] for one in findings} == {
        "practice",
        "single-choice",
        "multiple-choice",
        "scale",
        "number",
        "people",
        "text",
    }
    assert {bool(one["accept"]["expired"]) for one in findings if one["accept"]} == {True, False}
    assert {bool(one["plan"]["overdue"]) for one in findings if one["plan"]} == {True, False}
    assert any(one["stale"] for one in findings)
    assert any(one["reason"] == "evidence-missing" for one in findings)
    assert any(one["reason"] == "reason-missing" for one in findings)
    assert any(one["reason"] == "dropped" for one in findings)
    assert {status["status"] for one in findings for status in one["evidence"]} == {
        "found",
        "missing",
        "unchecked",
    }


def _out_of_order(shape: Shape, value: Any, where: str) -> Any:
    """Yield each mapping whose keys are not in the order of its shape."""
    if isinstance(shape, Optional):
        if value is not None:
            yield from _out_of_order(shape.shape, value, where)
    elif isinstance(shape, ListOf):
        for place, inner in enumerate(value):
            yield from _out_of_order(shape.item, inner, f"{where}[{place}]")
    elif isinstance(shape, Tagged):
        fields = {**shape.common.fields, **shape.variants[value[shape.tag]].fields}
        yield from _out_of_order(Record(fields), value, where)
    elif isinstance(shape, Record) and isinstance(value, dict):
        wanted = [key for key in shape.fields if key in value]
        if list(value) != wanted:
            yield f"{where}: {list(value)}"
        for key, inner in value.items():
            yield from _out_of_order(shape.fields[key], inner, f"{where}.{key}")
    else:
        assert not isinstance(shape, Either)


def test_what_an_answer_unlocks_is_counted_for_its_own_subject() -> None:
    premise = a_question("premise")
    rest = [a_question(name, requires="premise") for name in ("one", "two")]
    checklist = a_checklist(premise, *rest)
    sheets = [a_sheet(checklist, {}, subject=name) for name in ("a", "b")]

    document = report_document(evaluate({checklist.id: checklist}, {}, sheets, today=0), {})

    unlocks = {
        (one["subject"], one["question"]): one["unlocks"]
        for one in document["open"]
        if one["unlocks"]
    }
    assert unlocks == {("a", "premise"): 2, ("b", "premise"): 2}
