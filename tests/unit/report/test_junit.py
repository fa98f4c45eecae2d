"""Test results, in the elements and attributes that all readers of JUnit's form share."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from gallery import gallery_document
from harbor import comparison_document, harbor_document
from mlkb.render.labels import Labels
from mlkb.report import reporter
from mlkb.report.base import Look

Data = dict[str, Any]
MAKERS = (harbor_document, comparison_document, gallery_document)
COUNTS = {"tests", "failures", "errors", "skipped"}
SHAPE: dict[str, tuple[set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, {"name", *COUNTS}),
    "testsuite": ({"testcase"}, {"name", *COUNTS}),
    "testcase": ({"failure", "skipped"}, {"classname", "name", "file", "line", "time"}),
    "failure": (set(), {"message", "type"}),
    "skipped": (set(), {"message"}),
}
"""For each element what may stand in it, and the attributes that it has."""


def tree_of(document: Data, locale: str = "en") -> ET.Element:
    text = reporter("junit").render(document, Labels(locale), Look())
    return ET.fromstring(text.encode())  # noqa: S314 - ours


def outcome(case: ET.Element) -> str:
    return next((child.tag for child in case), "passed")


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("make", MAKERS)
def test_a_report_has_the_shape_that_readers_share(make: Any, locale: str) -> None:
    root = tree_of(make(), locale)

    assert root.tag == "testsuites"
    for element in root.iter():
        inside, attributes = SHAPE[element.tag]
        assert {child.tag for child in element} <= inside
        assert set(element.attrib) == attributes
    for case in root.iter("testcase"):
        assert len(case) <= 1


@pytest.mark.parametrize("make", MAKERS)
def test_counts_are_those_of_the_tests_below(make: Any) -> None:
    root = tree_of(make())

    for element in (root, *root.iter("testsuite")):
        outcomes = [outcome(case) for case in element.iter("testcase")]
        assert int(element.attrib["tests"]) == len(outcomes) > 0
        assert int(element.attrib["failures"]) == outcomes.count("failure")
        assert int(element.attrib["skipped"]) == outcomes.count("skipped")
        assert element.attrib["errors"] == "0"


@pytest.mark.parametrize("make", MAKERS)
def test_a_test_fails_only_if_it_blocks_and_passes_only_at_its_target(make: Any) -> None:
    document = make()
    outcomes = {
        (case.attrib["classname"], case.attrib["name"]): outcome(case)
        for case in tree_of(document).iter("testcase")
    }

    for one in document["evaluations"]:
        for finding in one["findings"]:
            if not finding["scored"]:
                continue
            expected = "failure" if finding["blocks"] else "skipped"
            if finding["outcome"] == "met":
                expected = "passed"
            assert outcomes[f"{one['subject']}.{one['checklist']}", finding["question"]] == expected
    gate = document["gate"]
    assert [*outcomes.values()].count("failure") == gate["gaps"] + gate["open"]


def test_every_test_has_a_name_of_its_own() -> None:
    names = [
        (case.attrib["classname"], case.attrib["name"])
        for case in tree_of(harbor_document()).iter("testcase")
    ]

    assert len(set(names)) == len(names)


def test_what_is_skipped_says_why() -> None:
    messages = {
        case.attrib["name"]: case[0].attrib["message"]
        for case in tree_of(gallery_document()).iter("testcase")
        if outcome(case) == "skipped"
    }

    assert messages["risky"] == "unmet · major: accepted by park until 2027-01-31: later"
    assert messages["excused"] == "not applicable · major: bought"


def test_an_overdue_plan_comes_first_in_its_suite() -> None:
    for suite in tree_of(harbor_document()):
        overdue = ["(overdue)" in "".join(case.itertext()) for case in suite]
        assert overdue == sorted(overdue, reverse=True)
