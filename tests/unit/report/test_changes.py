"""A change held against its base, as people read it: first whether it passes, then what it does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from changing import changed_document
from harbor import ROOT, comparison_document
from mlkb.render.labels import Labels
from mlkb.render.reading import read
from mlkb.report import reporter
from mlkb.report.base import Look

GOLDEN = ROOT / "tests" / "golden"


def told(name: str, document: dict[str, Any], locale: str = "en") -> str:
    return reporter(name).render(document, Labels(locale), Look())


@pytest.mark.parametrize("name", ["terminal", "markdown"])
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_change_in_which_everything_happens(
    name: str, locale: str, request: pytest.FixtureRequest
) -> None:
    text = told(name, changed_document(), locale)

    expected = GOLDEN / f"change-{name}-{locale}" / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


def test_the_page_tells_the_same_parts_in_the_same_order_as_markdown() -> None:
    document = changed_document()
    markdown = re.findall(r"^## (.*)$", told("markdown", document), re.MULTILINE)
    html = re.findall(r'<h2 id="[^"]*">(.*?)</h2>', told("html", document))

    plain = [re.sub(r" \(\d+\)$", "", one) for one in html]
    assert [one for one in plain if one in markdown] == markdown


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_what_stops_a_change_comes_before_everything_that_does_not(name: str) -> None:
    text = told(name, changed_document())

    places = [text.find(title) for title in ("What blocks", "Overdue", "What changed")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_how_the_report_came_about_is_said_at_the_top(name: str) -> None:
    text = told(name, changed_document())

    assert 0 < text.find("The clone is shallow") < text.find("What blocks")


def test_two_folders_that_are_compared_hold_no_gate() -> None:
    document = comparison_document()
    document["gate"]["fail_on"] = "none"

    reading = read(document, Labels("en"))

    assert (reading.verdict, reading.overdue, reading.listings) == ("", (), ())
