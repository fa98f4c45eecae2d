"""SARIF 2.1.0, as code scanning takes it."""

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
SCHEMA = Path(__file__).parents[2] / "schemas" / "sarif-2.1.0.json"
MAKERS = (harbor_document, comparison_document, gallery_document)


def run_of(document: Data, locale: str = "en", folder: str = "") -> Data:
    text = reporter("sarif").render(document, Labels(locale), Look(folder=folder))
    (run,) = json.loads(text)["runs"]
    return run  # type: ignore[no-any-return]


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("make", MAKERS)
def test_a_report_passes_the_official_schema(make: Any, locale: str) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    text = reporter("sarif").render(make(), Labels(locale), Look())

    assert [error.message for error in validator.iter_errors(json.loads(text))] == []


def test_there_is_one_rule_for_each_scored_question() -> None:
    document = harbor_document()
    scored = {
        f"{evaluation['checklist']}/{finding['question']}"
        for evaluation in document["evaluations"]
        for finding in evaluation["findings"]
        if finding["scored"]
    }

    rules = run_of(document)["tool"]["driver"]["rules"]

    assert {rule["id"] for rule in rules} == scored
    assert len(rules) == len(scored)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_rule_has_everything_that_code_scanning_asks_for(locale: str) -> None:
    for rule in run_of(harbor_document(), locale)["tool"]["driver"]["rules"]:
        for kind in ("shortDescription", "fullDescription", "help"):
            assert rule[kind]["text"]
        assert rule["help"]["markdown"].startswith("- **")
        assert len(rule["properties"]["tags"]) <= 20


@pytest.mark.parametrize("make", [harbor_document, comparison_document])
def test_every_result_names_its_rule_and_one_whole_place(make: Any) -> None:
    run = run_of(make(), folder="my team/")
    rules = run["tool"]["driver"]["rules"]

    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith("my%20team/")
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        region = place["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert region["endColumn"] > region["startColumn"] >= 1


def test_a_result_has_a_fingerprint_of_ours_and_none_of_the_forges() -> None:
    prints = [result["partialFingerprints"] for result in run_of(harbor_document())["results"]]

    assert {tuple(one) for one in prints} == {("mlkb/v1",)}
    assert len({one["mlkb/v1"] for one in prints}) == len(prints)


def test_a_severity_has_its_level() -> None:
    document = harbor_document()
    severities = {
        (one["subject"], f"{one['checklist']}/{finding['question']}"): finding["severity"]
        for one in document["evaluations"]
        for finding in one["findings"]
    }
    levels = {"blocking": "error", "major": "warning", "advisory": "note"}

    for result in run_of(document)["results"]:
        severity = severities[result["properties"]["subject"], result["ruleId"]]
        assert result["level"] == levels[severity]


def test_an_accepted_risk_is_suppressed_with_its_reason() -> None:
    results = run_of(gallery_document())["results"]

    (accepted,) = [one for one in results if "suppressions" in one]
    assert accepted["ruleId"].endswith("/risky")
    (suppression,) = accepted["suppressions"]
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == "accepted by park until 2027-01-31: later"


def test_an_overdue_plan_comes_first() -> None:
    results = run_of(harbor_document())["results"]

    overdue = [result["properties"]["overdue"] for result in results]
    assert overdue == sorted(overdue, reverse=True)
    assert "(overdue)" in results[0]["message"]["text"]


def test_a_file_outside_the_repository_is_named_as_a_whole() -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["location"]["path"] = "/else where/a:b.yaml"

    (artifact,) = {
        json.dumps(result["locations"][0]["physicalLocation"]["artifactLocation"])
        for result in run_of(document)["results"]
    }

    assert json.loads(artifact) == {"uri": "file:///else%20where/a%3Ab.yaml"}
