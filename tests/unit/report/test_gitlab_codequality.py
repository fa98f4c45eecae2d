"""GitLab's Code Quality report."""

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
SCHEMA = Path(__file__).parents[2] / "schemas" / "gitlab-codequality.json"


def text_of(document: Data, locale: str = "en") -> str:
    return reporter("gitlab-codequality").render(document, Labels(locale), Look())


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("make", [harbor_document, comparison_document, gallery_document])
def test_a_report_passes_the_schema_and_has_no_mark_before_it(make: Any, locale: str) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    text = text_of(make(), locale)

    assert text.startswith("[")
    assert [error.message for error in validator.iter_errors(json.loads(text))] == []


def test_every_entry_has_a_fingerprint_of_its_own() -> None:
    prints = [entry["fingerprint"] for entry in json.loads(text_of(harbor_document()))]

    assert len(set(prints)) == len(prints) > 50


def test_a_severity_has_its_word_and_what_is_accepted_is_information() -> None:
    entries = json.loads(text_of(harbor_document())) + json.loads(text_of(gallery_document()))

    assert {entry["severity"] for entry in entries} == {"critical", "major", "minor", "info"}
    for entry in entries:
        assert (entry["severity"] == "info") == (" · accepted by " in entry["description"])


def test_an_overdue_plan_comes_first_and_says_whose_it_is() -> None:
    first, second, *_ = json.loads(text_of(harbor_document()))

    assert "kim, due 2026-11-13 (overdue)" in first["description"]
    assert "(overdue)" in second["description"]


def test_without_a_gap_the_list_is_empty() -> None:
    document = harbor_document() | {"gaps": [], "open": []}

    assert json.loads(text_of(document)) == []
