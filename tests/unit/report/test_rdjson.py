"""Diagnostics for reviewdog."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gallery import gallery_document
from harbor import comparison_document, harbor_document
from mlkb.render.labels import Labels
from mlkb.report import reporter
from mlkb.report.base import Look

Data = dict[str, Any]
SCHEMA = Path(__file__).parents[2] / "schemas" / "rdjson.json"


def result_of(document: Data, locale: str = "en") -> Data:
    result: Data = json.loads(reporter("rdjson").render(document, Labels(locale), Look()))
    return result


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("make", [harbor_document, comparison_document, gallery_document])
def test_a_report_passes_the_schema(make: Any, locale: str) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))

    assert [one.message for one in validator.iter_errors(result_of(make(), locale))] == []


def test_a_diagnostic_stands_at_its_answer_and_ends_behind_its_name() -> None:
    first = result_of(harbor_document())["diagnostics"][0]

    assert first["location"] == {
        "path": "mlkb-answers/ml-team/team-roles.yaml",
        "range": {"start": {"line": 47, "column": 3}, "end": {"line": 47, "column": 16}},
    }
    assert first["severity"] == "ERROR"
    assert first["code"] == {"value": "team-roles/task-pipeline"}
    assert "(overdue)" in first["message"]


def test_what_is_accepted_is_left_out() -> None:
    codes = [one["code"]["value"] for one in result_of(gallery_document())["diagnostics"]]

    assert codes
    assert "team-check/risky" not in codes


def test_after_a_comparison_what_did_not_get_worse_is_left_out() -> None:
    document = comparison_document()
    kinds = {one["question"]: one["kind"] for one in document["comparison"]["changes"]}
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["blocks"] = False

    codes = [one["code"]["value"] for one in result_of(document)["diagnostics"]]

    assert codes
    assert {kinds[code.split("/")[1]] for code in codes} <= {"new", "worsened"}
