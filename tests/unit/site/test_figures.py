"""The figures of the handbook: drawn, described, and inside their paper, in both languages."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from mlkb.errors import UnknownName
from mlkb.load.config import Project
from mlkb.results.comparison import ComparisonSpec
from mlkb.site.figures import FIGURES
from mlkb.site.figures.measures import (
    NARROW,
    SMALL,
    TYPES,
    WIDE,
    ascent,
    breadth,
    descent,
    lines,
)
from mlkb.site.figures.ownership import TERMS
from mlkb.site.handbook import Handbook

LANGUAGES = ("en", "ko")
SMALLEST = 11
"""Pixels that the smallest type has where a narrow drawing fills the column of a telephone."""
TELEPHONE = 328


class Extent(NamedTuple):
    """A rectangle of a drawing, by its edges."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, other: Extent) -> bool:
        """Say whether *other* lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def meets(self, other: Extent) -> bool:
        """Say whether both take the same place somewhere."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def figures():
    return [
        pytest.param(locale, name, id=f"{locale}-{name}")
        for locale in LANGUAGES
        for name in FIGURES
    ]


@pytest.fixture(scope="module")
def handbooks():
    here = Path.cwd()
    project = Project(root=here, answers=here / "mlkb-answers", checklists=())
    return {locale: Handbook(project, locale) for locale in LANGUAGES}


def tree(html):
    """Return the tree of a figure, which is XML but for an attribute without a value."""
    return ET.fromstring(html.replace(" data-search-exclude", ""))  # noqa: S314 - our own


def drawings(handbook, name):
    """Return both drawings of a figure as trees, the wide one first."""
    root = tree(handbook.figure(name))
    found = root.findall("figure/svg")
    assert [one.get("class") for one in found] == ["mlkb-wide", "mlkb-narrow"]
    return found


def number(element, name):
    return int(element.get(name))


def extent_of(text):
    """Return the place that a line of text takes by our measure."""
    classes = (text.get("class") or "").split()
    kind = next((one for one in classes if one in TYPES), "")
    width, x, y = breadth(text.text, kind), number(text, "x"), number(text, "y")
    if "transform" in text.attrib:
        return Extent(x - ascent(kind), y - width // 2, x + descent(kind), y + width // 2)
    left = x - width // 2 if "m" in classes else x
    return Extent(left, y - ascent(kind), left + width, y + descent(kind))


def extents(drawing, tag):
    """Return the places that the shapes called *tag* take."""
    for shape in drawing.findall(tag):
        if tag == "rect":
            x, y = number(shape, "x"), number(shape, "y")
            yield Extent(x, y, x + number(shape, "width"), y + number(shape, "height"))
        elif tag == "circle":
            x, y, r = number(shape, "cx"), number(shape, "cy"), number(shape, "r")
            yield Extent(x - r, y - r, x + r, y + r)
        else:
            yield extent_of(shape)


def paper(drawing):
    left, top, width, height = map(int, drawing.get("viewBox").split())
    return Extent(left, top, left + width, top + height)


@pytest.mark.parametrize(("locale", "name"), figures())
def test_a_figure_is_well_formed_and_one_block_of_html(handbooks, locale, name):
    html = handbooks[locale].figure(name)

    assert tree(html).get("class") == "mlkb-figure"
    assert "\n\n" not in html
    assert "data-search-exclude" in html.split("\n")[0]


@pytest.mark.parametrize(("locale", "name"), figures())
def test_markdown_lets_a_figure_through_as_it_is(handbooks, locale, name):
    html = handbooks[locale].figure(name)

    assert html in Markdown(extensions=["attr_list", "tables"]).convert(f"Before.\n\n{html}\n")


@pytest.mark.parametrize(("locale", "name"), figures())
def test_a_figure_has_a_title_a_description_and_its_content_in_words(handbooks, locale, name):
    root = tree(handbooks[locale].figure(name))
    for drawing in root.findall("figure/svg"):
        assert drawing.get("role") == "img"
        assert [one.tag for one in drawing[:2]] == ["title", "desc"]
        assert all(one.text for one in drawing[:2])
    told = root.findall("details/dl/*")
    assert told
    assert all("".join(one.itertext()).strip() for one in told)


@pytest.mark.parametrize(("locale", "name"), figures())
def test_whatever_the_words_tell_of_stands_in_both_drawings(handbooks, locale, name):
    root = tree(handbooks[locale].figure(name))
    for drawing in root.findall("figure/svg"):
        drawn = "".join("".join((one.text or "").split()) for one in drawing.findall("text"))
        for head in root.findall("details/dl/dt"):
            assert "".join((head.text or "").split()) in drawn


@pytest.mark.parametrize(("locale", "name"), figures())
def test_nothing_lies_outside_the_paper(handbooks, locale, name):
    for drawing in drawings(handbooks[locale], name):
        whole = paper(drawing)
        for tag in ("rect", "circle", "text"):
            for shape in extents(drawing, tag):
                assert whole.holds(shape), (tag, shape, whole)


@pytest.mark.parametrize(("locale", "name"), figures())
def test_every_text_stands_in_a_box_or_beside_it(handbooks, locale, name):
    for drawing in drawings(handbooks[locale], name):
        boxes = list(extents(drawing, "rect"))
        for text in drawing.findall("text"):
            taken = extent_of(text)
            for box in boxes:
                assert box.holds(taken) or not box.meets(taken), text.text


@pytest.mark.parametrize(("locale", "name"), figures())
def test_no_text_lies_on_another(handbooks, locale, name):
    for drawing in drawings(handbooks[locale], name):
        for one, other in combinations(drawing.findall("text"), 2):
            assert not extent_of(one).meets(extent_of(other)), (one.text, other.text)


@pytest.mark.parametrize(("locale", "name"), figures())
def test_a_figure_has_no_ids_so_that_it_may_stand_on_a_page_twice(handbooks, locale, name):
    html = handbooks[locale].figure(name)

    assert not re.search(r'\sid="', html)
    assert "url(#" not in html


@pytest.mark.parametrize(("locale", "name"), figures())
def test_a_figure_cites_claims_and_says_what_is_ours(handbooks, locale, name):
    handbook = handbooks[locale]
    caption = tree(handbook.figure(name)).find("figure/figcaption")
    assert caption is not None
    cited = [one.get("href", "").partition("#")[2] for one in caption.iter("a")]

    assert cited
    assert set(cited) <= set(handbook.ledger.claims)
    assert handbook.wording.labels.say(f"figure.{name}-says-ours") in "".join(caption.itertext())


@pytest.mark.parametrize(("locale", "name"), figures())
def test_a_figure_is_drawn_alike_every_time(handbooks, locale, name):
    assert handbooks[locale].figure(name) == handbooks[locale].figure(name)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_the_same_marks_in_both_languages(handbooks, name):
    for english, korean in zip(
        *(drawings(handbooks[locale], name) for locale in LANGUAGES), strict=True
    ):
        for tag in ("rect", "circle", "path"):
            looks = [
                [one.get("class") for one in drawing.findall(tag)] for drawing in (english, korean)
            ]
            assert looks[0] == looks[1]


def test_the_ownership_figure_marks_every_risk_and_all_that_is_not_said(handbooks):
    checklist = handbooks["en"].library["team-structure"]
    spec = next(one.spec for one in checklist.results if isinstance(one.spec, ComparisonSpec))
    risks = sum(one.risk for row in spec.rows for one in row.expected.values())
    said = sum(len(row.expected) for row in spec.rows)
    for drawing in drawings(handbooks["en"], "ownership"):
        signs = [one.text for one in drawing.findall("text")]
        assert signs.count("!") == risks + 1  # and one in the legend
        assert signs.count("?") == len(spec.rows) * len(TERMS) - said + 1


def test_the_skills_figure_fills_the_steps_that_the_targets_ask_for(handbooks):
    words = tree(handbooks["en"].figure("skills")).findall("details/dl/dd/p")
    steps = sum(int((one.text or "").split(": ")[1].split()[0]) for one in words)
    for drawing in drawings(handbooks["en"], "skills"):
        looks = [one.get("class") for one in drawing.findall("rect")]
        assert looks.count("b") == steps
        assert looks.count("b") + looks.count("o") == 5 * len(words)


def test_the_smallest_type_can_be_read_on_a_telephone():
    assert min(face.size for face in TYPES.values()) * TELEPHONE >= SMALLEST * NARROW
    assert NARROW < WIDE


def test_a_figure_that_does_not_exist_is_refused(handbooks):
    with pytest.raises(UnknownName):
        handbooks["en"].figure("flywheels")


def test_lines_are_about_equally_long_and_no_longer_than_the_room():
    text = "정제된 데이터를 사용자가 늘어도 감당할 방식으로 모을 수 있는가"
    found = lines(text, 150, SMALL)

    assert " ".join(found) == text
    assert all(breadth(line, SMALL) <= 150 for line in found)
    assert max(map(len, found)) - min(map(len, found)) <= len(text) // len(found)


def test_a_no_break_space_keeps_a_line_together():
    assert lines("1\u00a0Data collection", 60, SMALL)[0] == "1\u00a0Data"
