"""The figures of the handbook as a reader meets them: in a browser's fonts, on any screen."""

from __future__ import annotations

import re

import pytest

from mlkb.model.text import LANGUAGES
from mlkb.site.figures import FIGURES

PAGES = {
    "archetypes": "product-archetype",
    "flywheel": "product-archetype",
    "ownership": "team-structure",
    "delivery": "ml-delivery",
    "priority": "project-prioritisation",
    "role-stages": "mlops-roles",
    "feedback": "mlops-process",
    "organisation": "org-type",
    "skills": "team-roles",
    "output": "ml-product-design",
}
"""A chapter in which each figure stands."""
SIZES = {"telephone": 320, "tablet": 768, "screen": 1280, "wall": 1920}
LEAST = 10
"""Pixels that the smallest letters have on a screen 320 pixels wide."""

OUTSIDE = """(figure) => {
  const drawing = [...figure.querySelectorAll("svg")].find((one) => one.checkVisibility());
  const paper = drawing.getBoundingClientRect();
  const boxes = [...drawing.querySelectorAll("rect")].map((one) => one.getBoundingClientRect());
  const within = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  return [...drawing.querySelectorAll("text")].filter((text) => {
    const taken = text.getBoundingClientRect();
    const x = (taken.left + taken.right) / 2;
    const y = (taken.top + taken.bottom) / 2;
    const around = boxes.filter((box) =>
      box.left <= x && x <= box.right && box.top <= y && y <= box.bottom);
    return !within(taken, paper) || around.some((box) =>
      taken.left < box.left - 1 || taken.right > box.right + 1);
  }).map((text) => text.textContent);
}"""


def every_chapter():
    return [
        pytest.param(locale, page, id=f"{locale}-{page}")
        for locale in LANGUAGES
        for page in dict.fromkeys(PAGES.values())
    ]


def figures_on(visit, locale, page, width):
    seen = visit(f"{locale}/checklists/{page}/", viewport={"width": width, "height": 800})
    return seen.page, seen.page.locator(".mlkb-figure").all()


def test_every_figure_stands_in_a_chapter_of_both_languages(site):
    assert set(PAGES) == set(FIGURES)
    for locale in LANGUAGES:
        for page in set(PAGES.values()):
            html = (site.folder / locale / "checklists" / page / "index.html").read_text("utf-8")
            wanted = list(PAGES.values()).count(page)
            assert len(re.findall(r'class="mlkb-figure"', html)) == wanted, page


@pytest.mark.parametrize(("locale", "page"), every_chapter())
def test_no_figure_makes_a_page_320_pixels_wide_scroll_sideways(visit, locale, page):
    opened, figures = figures_on(visit, locale, page, SIZES["telephone"])

    for figure in figures:
        figure.locator("details").evaluate("details => { details.open = true }")
        assert figure.evaluate("figure => figure.scrollWidth <= figure.clientWidth")
    assert opened.evaluate("document.documentElement.scrollWidth") <= SIZES["telephone"]


@pytest.mark.parametrize(("locale", "page"), every_chapter())
def test_one_of_both_drawings_is_seen_and_its_text_stays_inside(visit, locale, page):
    opened, figures = figures_on(visit, locale, page, SIZES["telephone"])
    for width in SIZES.values():
        opened.set_viewport_size({"width": width, "height": 800})
        for figure in figures:
            seen = [one.is_visible() for one in figure.locator("svg").all()]
            assert sum(seen) == 1
            assert figure.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("page", dict.fromkeys(PAGES.values()))
def test_the_smallest_letters_can_be_read_on_a_telephone(visit, page):
    _, figures = figures_on(visit, "ko", page, SIZES["telephone"])
    for figure in figures:
        smallest = figure.locator(".mlkb-narrow").evaluate(
            """svg => Math.min(...[...svg.querySelectorAll("text")].map((text) =>
                parseFloat(getComputedStyle(text).fontSize))) * svg.getScreenCTM().a"""
        )
        assert smallest >= LEAST


def test_a_figure_in_the_dark_is_drawn_in_light_ink(visit):
    inks = []
    for scheme in ("light", "dark"):
        seen = visit("en/checklists/org-type/", color_scheme=scheme)
        ink = seen.page.locator(".mlkb-wide text").first.evaluate(
            "text => getComputedStyle(text).fill"
        )
        inks.append(sum(map(int, re.findall(r"\d+", ink)[:3])))

    assert inks[0] < inks[1]


def test_boxes_take_the_colours_that_a_reader_forces_on_pages(visit):
    seen = visit("en/checklists/ml-delivery/", forced_colors="active")
    box, text = (
        seen.page.locator(f".mlkb-wide {shape}").first.evaluate(
            "shape => getComputedStyle(shape).fill"
        )
        for shape in ("rect.f", "text.b")
    )

    assert box != text
    assert box == seen.page.evaluate(
        """() => {
          document.body.style.color = "canvas";
          return getComputedStyle(document.body).color;
        }"""
    )


def test_a_screen_reader_finds_a_figure_as_one_image_with_its_name(visit):
    page = visit("en/checklists/ml-delivery/").page
    image = page.get_by_role("img", name="Four stages of delivery, and the ways back")

    assert image.count() == 1


def test_paper_shows_the_drawing_and_not_the_words_for_it(visit):
    page = visit("ko/checklists/ml-delivery/").page
    page.emulate_media(media="print")

    assert page.locator(".mlkb-figure figure").is_visible()
    assert not page.locator(".mlkb-figure details").is_visible()
