"""The HTML report as a reader opens it: from a folder, on any screen, and on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from gallery import gallery_document
from harbor import comparison_document, harbor_document
from mlkb.model.text import LANGUAGES
from mlkb.render.issue import issues
from mlkb.render.labels import Labels
from mlkb.report import reporter
from mlkb.report.base import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>" + "x" * 400 + "\"'>"
DOCUMENTS = {
    "gallery": gallery_document,
    "harbor": harbor_document,
    "comparison": comparison_document,
}
EVERY = [
    pytest.param(name, locale, id=f"{name}-{locale}") for name in DOCUMENTS for locale in LANGUAGES
]
A4_AT_96 = 794
_CONTRAST = """() => {
  const parsed = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue]
    .map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => {
    const step = element.closest(".step");
    if (step) {
      const fill = getComputedStyle(step.querySelector("rect")).fill;
      return parsed(fill);
    }
    for (let one = element; one; one = one.parentElement) {
      const colour = parsed(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!own || ["STYLE", "title", "desc"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const front = light(parsed(element.closest("svg") ? style.fill : style.color));
    const back = light(behind(element));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < 4.5) low.push(`${element.tagName}.${element.className} ${ratio}`);
  }
  return low;
}"""


@dataclass
class Opened:
    """A page, and what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a report from a file, each in a browser of its own with the settings given."""
    contexts = []

    def opening(document: dict[str, Any], locale: str = "en", **settings: Any) -> Opened:
        context = chromium.new_context(**settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        path = tmp_path / f"report-{len(contexts)}.html"
        path.write_text(reporter("html").render(document, Labels(locale), Look()), "utf-8")
        seen = Opened(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
        seen.page.goto(path.as_uri())
        seen.requests.remove(path.as_uri())
        return seen

    yield opening
    for context in contexts:
        context.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_a_report_opens_without_complaint_asks_for_nothing_and_can_be_read(
    opened, name, locale, scheme
):
    seen = opened(DOCUMENTS[name](), locale, color_scheme=scheme)
    unfold(seen.page)

    assert seen.complaints == []
    assert seen.requests == []
    assert seen.page.evaluate(_CONTRAST) == []


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize(("name", "locale"), EVERY)
def test_a_report_fits_the_screen(opened, name, locale, width):
    seen = opened(DOCUMENTS[name](), locale, viewport={"width": width, "height": 800})
    unfold(seen.page)

    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    outside = seen.page.evaluate(
        """() => [...document.querySelectorAll("body *:not(.skip)")].filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert outside == []


def test_the_decision_and_what_to_start_with_stand_in_the_first_screen(opened):
    page = opened(gallery_document(), viewport={"width": 1280, "height": 800}).page

    for selector in (".decision", "#glance", ".starts li:last-child"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800


def test_a_gap_to_start_with_leads_to_that_gap_and_unfolds_it(opened):
    page = opened(gallery_document()).page

    page.locator(".starts a").first.click()

    gap = page.locator("#gap-1")
    assert gap.is_visible()
    assert gap.locator("xpath=..").get_attribute("open") is not None


def test_a_gap_is_selected_whole_as_an_issue_and_is_not_printed(opened):
    document = gallery_document()
    page = opened(document).page
    page.locator(".gap > summary").first.click()
    page.locator(".issue > summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    text = page.locator(".issue > pre").first
    assert text.evaluate("(one) => one === document.activeElement")

    text.click()

    selected = page.evaluate("getSelection().toString()")
    assert f"{selected.rstrip()}\n" == issues(document, Labels("en"))[0].text
    page.emulate_media(media="print")
    assert text.is_hidden()


def test_the_skip_link_shows_itself_to_the_keyboard_and_leads_to_the_report(opened):
    page = opened(gallery_document()).page

    page.keyboard.press("Tab")
    link = page.locator(".skip")
    assert (link.bounding_box() or {})["height"] > 15
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "report"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_paper_is_light_unfolded_and_cuts_nothing(opened, locale):
    page = opened(gallery_document(), locale, color_scheme="dark").page
    pdf = page.pdf(prefer_css_page_size=True)
    page.set_viewport_size({"width": A4_AT_96 - 120, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")

    assert pdf.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)
    assert {tuple(int(float(one)) for one in box.split()) for box in boxes} == {(0, 0, 594, 841)}
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert page.locator("nav").is_hidden()
    for gap in page.locator(".gap > div").all():
        assert (gap.bounding_box() or {"height": 0})["height"] > 50
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_AT_96 - 120


def test_the_text_of_a_drawing_stays_inside_it(opened):
    for locale in LANGUAGES:
        page = opened(gallery_document(), locale).page
        cut = page.evaluate(
            """() => [...document.querySelectorAll("svg[role=img]")].flatMap((drawing) => {
              const frame = drawing.getBoundingClientRect();
              return [...drawing.querySelectorAll("text")].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.left < frame.left - 2 || box.right > frame.right + 2
                  || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
              }).map((one) => one.textContent);
            })"""
        )
        assert cut == []


def test_what_files_say_runs_nothing_and_breaks_no_line(opened):
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for sheet in evaluation["sheets"]:
            sheet["respondent"] = HOSTILE
        for finding in evaluation["findings"]:
            finding["note"] = finding["because"] = HOSTILE
            if finding["plan"]:
                finding["plan"]["by"] = HOSTILE

    seen = opened(document, viewport={"width": 320, "height": 800})
    unfold(seen.page)

    assert seen.complaints == []
    assert seen.requests == []
    assert seen.page.locator("img, script").count() == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 320
