"""The handbook as a reader meets it, in Debian's Chromium."""

from __future__ import annotations

import gzip
import json
import re
from html import escape
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from mlkb.load.compiled import Bundled
from mlkb.model.text import LANGUAGES
from mlkb.site.finish import TEXTS

ORGANISATION_TYPES = ("ad-hoc", "rnd", "embedded", "function", "first")
ROLES = (
    "fsdl-ml-product-manager",
    "fsdl-mlops-engineer",
    "fsdl-ml-engineer",
    "fsdl-ml-researcher",
    "fsdl-data-scientist",
    "task-ml-engineer",
    "platform-ml-engineer",
    "mlops-subject-matter-expert",
    "mlops-data-scientist",
    "mlops-data-engineer",
    "mlops-software-engineer",
    "mlops-devops",
    "mlops-model-risk-manager",
    "mlops-ml-architect",
)
PAGES = (
    "",
    "using/",
    "pull-requests/",
    "writing-checklists/",
    "checklists/",
    *(f"checklists/{name}/" for name in Bundled()),
    "cards/archetypes/",
    "organisation-types/",
    *(f"organisation-types/{name}/" for name in ORGANISATION_TYPES),
    "roles/",
    "roles/full-stack-ml-engineer/",
    *(f"roles/{name}/" for name in ROLES),
    "sources/",
    "glossary/",
    "commands/",
    "embedding/",
    "data/",
    "changelog/",
)
LESSON = "checklists/mlops-process/"
QUESTION = "mlops-process-data-access"
NARROW = {"width": 320, "height": 640}


def every_page():
    return [
        pytest.param(locale, page, id=f"{locale}-{page.strip('/').replace('/', '-') or 'home'}")
        for locale in LANGUAGES
        for page in PAGES
    ]


def test_the_pages_tested_here_are_all_there_are(site):
    for locale in LANGUAGES:
        built = {
            path.parent.relative_to(site.folder / locale).as_posix()
            for path in (site.folder / locale).rglob("index.html")
        }
        assert built == {page.strip("/") or "." for page in PAGES}


def test_every_page_has_a_language_and_one_title(site):
    for path in site.folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        locale = path.relative_to(site.folder).parts[0]
        if locale in LANGUAGES:
            assert f'<html lang="{locale}"' in html, path
        assert re.search(r'<html lang="(ko|en)"', html), path


def test_an_anchor_is_the_same_in_both_languages(site):
    for page in PAGES:
        anchors = [
            re.findall(
                r'<(?:h[1-4]|li|div)[^>]* id="([^"]+)"',
                (site.folder / locale / page / "index.html")
                .read_text(encoding="utf-8")
                .split("<article")[1]
                .split("</article")[0],
            )
            for locale in LANGUAGES
        ]
        assert sorted(anchors[0]) == sorted(anchors[1])
        assert anchors[0]


@pytest.mark.parametrize(("locale", "page"), every_page())
def test_a_page_opens_without_complaint_and_asks_no_other_host(visit, site, locale, page):
    seen = visit(f"{locale}/{page}")
    seen.page.wait_for_load_state("networkidle")
    assert seen.complaints == []
    assert seen.requests
    assert [url for url in seen.requests if not url.startswith((site.url, "data:"))] == []
    assert seen.page.locator("h1").count() == 1


@pytest.mark.parametrize(("locale", "page"), every_page())
def test_a_page_fits_a_width_of_320_pixels(visit, locale, page):
    seen = visit(f"{locale}/{page}", viewport=NARROW)
    for details in seen.page.locator("details").all()[:3]:
        details.evaluate("element => { element.open = true }")
    width = seen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
    outside = seen.page.evaluate(
        """() => [...document.querySelectorAll(".md-content *")].filter((element) => {
          const box = element.getBoundingClientRect();
          const scrolls = element.closest("pre, .md-typeset__scrollwrap, .highlight");
          return !scrolls && box.width > 0 && box.right > innerWidth + 1;
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert outside == []


@pytest.mark.parametrize(("locale", "page"), every_page())
def test_headings_never_skip_a_level(site, locale, page):
    html = (site.folder / locale / page / "index.html").read_text(encoding="utf-8")
    levels = [int(level) for level in re.findall("<h([1-6])[ >]", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_question_can_be_linked_to_in_both_languages(visit):
    for locale in LANGUAGES:
        for name, checklist in Bundled().items():
            page = visit(f"{locale}/checklists/{name}/").page
            ids = set(
                page.locator(".mlkb-question h4").evaluate_all("all => all.map((one) => one.id)")
            )
            assert ids == {f"{name}-{question}" for question in checklist.questions}


def test_a_link_to_a_question_shows_that_question(visit):
    page = visit(f"ko/{LESSON}#{QUESTION}").page
    heading = page.locator(f"#{QUESTION}")
    expect(heading).to_be_in_viewport()
    header = page.locator(".md-header").bounding_box()
    box = heading.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["y"] + header["height"] - 1


@pytest.mark.parametrize(("here", "there"), [("ko", "en"), ("en", "ko")])
@pytest.mark.parametrize("page", [LESSON, "sources/", ""])
def test_switching_the_language_keeps_the_page(visit, site, here, there, page):
    seen = visit(f"{here}/{page}")
    seen.page.locator(".md-select").hover()
    seen.page.locator(f".md-select__link[hreflang={there}]").click()
    seen.page.wait_for_url(f"{site.url}{there}/{page}")
    expect(seen.page.locator("html")).to_have_attribute("lang", there)
    assert seen.complaints == []


def test_reading_on_is_instant_and_quiet(visit, site):
    seen = visit("ko/")
    seen.page.evaluate("window.untouched = true")
    seen.page.locator("article a[href*='mlops-process']").first.click()
    seen.page.wait_for_url(f"{site.url}ko/{LESSON}")
    expect(seen.page.locator(f"#{QUESTION}")).to_be_attached()
    assert seen.page.evaluate("window.untouched") is True
    assert seen.complaints == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_dark_scheme_follows_the_system(visit, locale):
    colours = {}
    for scheme in ("light", "dark"):
        page = visit(f"{locale}/{LESSON}", color_scheme=scheme).page
        colours[scheme] = page.evaluate(
            "[document.body, document.querySelector('article p')].map((element, at) =>"
            " getComputedStyle(element)[at ? 'color' : 'backgroundColor'])"
        )
    assert colours["light"][0] == "rgb(255, 255, 255)"
    assert _lightness(colours["dark"][0]) < 40
    assert _lightness(colours["dark"][1]) > 200


def test_the_toggle_is_reached_and_pressed_by_keys_alone(visit):
    page = visit("en/", color_scheme="light").page
    _tab_to(page, "document.activeElement.name === '__palette'")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_the_menu_of_a_narrow_page_opens_and_closes_by_keys(visit):
    page = visit(f"ko/{LESSON}", viewport=NARROW).page
    menu = page.locator("label.md-header__button[for=__drawer] > [role=button]")
    assert not page.locator(".md-sidebar--primary a").first.is_visible()
    _tab_to(page, "document.activeElement.parentElement.htmlFor === '__drawer'")
    expect(menu).to_have_accessible_name("메뉴 열기")
    for key in ("Enter", "Escape", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#__drawer")).to_be_checked()
    expect(page.locator(".md-sidebar--primary a[href$='/team-profile/']")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#__drawer")).not_to_be_checked()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("viewport", [NARROW, {"width": 1280, "height": 800}])
def test_what_has_the_focus_can_be_seen(visit, viewport):
    page = visit("en/checklists/", viewport=viewport).page
    shown = 0
    for _ in range(15):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
              const focused = document.activeElement;
              if (focused === document.body) return null;
              const ring = focused.matches(".md-option") ? focused.nextElementSibling : focused;
              const style = getComputedStyle(ring);
              const tag = focused.outerHTML.slice(0, 90);
              return `${style.outlineStyle} ${style.outlineWidth} ${tag}`;
            }"""
        )
        if outline is not None:
            assert outline.startswith(("solid 2px", "auto")), outline
            shown += 1
    assert shown > 5


def test_dialogs_and_drawings_have_names(visit):
    page = visit(f"en/{LESSON}").page
    expect(page.locator("[role=dialog]").first).to_have_accessible_name("Search")
    expect(page.locator(".mlkb-ladder svg[role=img]")).to_have_accessible_name(
        re.compile(r"MLOps maturity.*Initial \d+.*Scalable \d+")
    )
    unnamed = page.locator("a, button, summary, [role=button], svg[role=img]").evaluate_all(
        """all => all.filter((one) => one.checkVisibility() && !one.textContent.trim()
          && !one.getAttribute("aria-label") && !one.title).map((one) => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(visit, locale, scheme):
    page = visit(f"{locale}/{LESSON}", color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.evaluate(FAINT) == []


def test_paper_shows_what_the_screen_folds_away(visit):
    page = visit(f"en/{LESSON}", color_scheme="dark").page
    first = page.locator(".mlkb-question .mlkb-more dd").first
    assert not first.is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(first).to_be_visible()
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".md-footer").is_visible()
    assert _lightness(page.evaluate("getComputedStyle(document.body).color")) < 80


def test_reading_needs_no_script(visit):
    page = visit(f"ko/{LESSON}", java_script_enabled=False).page
    assert page.locator(".mlkb-question").count() == 24
    expect(page.locator(".mlkb-why").first).to_be_visible()
    page.locator(".mlkb-more summary").first.click()
    expect(page.locator(".mlkb-more dd").first).to_be_visible()


def test_who_asks_for_less_motion_gets_none(visit):
    page = visit("en/", reduced_motion="reduce").page
    slow = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) =>
          parseFloat(getComputedStyle(element).transitionDuration) > 0.001).length"""
    )
    assert slow == 0


def test_korean_lines_break_between_words(visit):
    page = visit(f"ko/{LESSON}").page
    breaking = page.locator("article p").first.evaluate("one => getComputedStyle(one).wordBreak")
    assert breaking == "keep-all"


@pytest.mark.parametrize(("locale", "target"), [("ko-KR", "ko/"), ("en-GB", "en/"), ("fr-FR", "")])
def test_the_root_leads_to_the_readers_language_or_lets_choose(visit, site, locale, target):
    seen = visit("", locale=locale)
    seen.page.wait_for_url(site.url + target)
    if not target:
        assert seen.page.locator("a[hreflang]").count() == 2
    assert seen.complaints == []


@pytest.mark.parametrize(("locale", "words"), [("ko", "없는 페이지다"), ("en", "does not exist")])
def test_a_missing_page_says_so_in_its_language(visit, site, locale, words):
    seen = visit(f"{locale}/404.html")
    expect(seen.page.locator("h1")).to_contain_text(words)
    seen.page.locator("article a").click()
    seen.page.wait_for_url(f"{site.url}{locale}/")


def test_searching_finds_a_question_by_its_anchor(visit):
    page = visit("en/").page
    _search(page, "feature bottleneck")
    expect(_hits(page, QUESTION).first).to_be_attached()


@pytest.mark.parametrize(
    ("locale", "words"), [("ko", "흔한 병목"), ("en", "feature bottleneck")], ids=LANGUAGES[::-1]
)
def test_what_can_be_found_is_fetched_once_and_only_to_search_it(visit, site, locale, words):
    seen = visit(f"{locale}/")
    seen.page.wait_for_load_state("networkidle")
    seen.page.locator("article a[href*='mlops-process']").first.click()
    seen.page.wait_for_url(f"{site.url}{locale}/{LESSON}")
    seen.page.locator(".md-search__input").click()
    expect(seen.page.locator(".md-search-result__meta")).to_have_text(re.compile("Type|입력"))
    assert _fetched(seen) == []
    seen.page.keyboard.type(words)
    expect(_hits(seen.page, QUESTION).first).to_be_attached()
    _search(seen.page, "MLOps")
    expect(_hits(seen.page, "mlops-roles").first).to_be_attached()
    assert _fetched(seen) == [f"{site.url}{locale}/search/{TEXTS}"]
    assert seen.complaints == []


def test_what_is_typed_while_the_texts_arrive_is_answered(visit):
    seen = visit("en/")
    held = []

    def hold(route):
        held.append(route)

    seen.page.route(f"**/{TEXTS}", hold)
    _search(seen.page, "annotation")
    _search(seen.page, "feature bottleneck")
    seen.page.wait_for_timeout(200)
    expect(_hits(seen.page, "")).to_have_count(0)
    [route] = held
    route.continue_()
    expect(_hits(seen.page, QUESTION).first).to_be_attached()
    _search(seen.page, "seven roles")
    expect(_hits(seen.page, "mlops-roles").first).to_be_attached()
    expect(_hits(seen.page, QUESTION)).to_have_count(0)
    assert len(held) == 1
    assert seen.complaints == []


def test_texts_that_did_not_arrive_are_fetched_again_for_the_next_query(visit):
    seen = visit("en/")
    seen.page.route(f"**/{TEXTS}", lambda route: route.fulfill(status=503), times=1)
    with seen.page.expect_response(f"**/{TEXTS}"):
        _search(seen.page, "f")
    seen.page.wait_for_timeout(200)
    expect(_hits(seen.page, "")).to_have_count(0)
    _search(seen.page, "feature bottleneck")
    expect(_hits(seen.page, QUESTION).first).to_be_attached()
    assert len(_fetched(seen)) == 2
    assert all("503" in text for text in seen.complaints)


def test_an_address_with_a_query_is_searched_for(visit):
    page = visit("en/?q=feature+bottleneck").page
    expect(_hits(page, QUESTION).first).to_be_attached()


def test_a_site_that_was_not_finished_is_searched_without_fetching_more(visit, site):
    """As `mlkb site serve` shows it: the texts are in the index that Material fetches."""
    folder = site.folder / "en" / "search"
    index = json.loads((folder / "search_index.json").read_text(encoding="utf-8"))
    index["docs"] = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
    seen = visit("404.html")
    seen.page.route("**/search_index.json", lambda route: route.fulfill(json=index))
    seen.page.goto(f"{site.url}en/")
    _search(seen.page, "feature bottleneck")
    expect(_hits(seen.page, QUESTION).first).to_be_attached()
    assert _fetched(seen) == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_question_and_first_step_can_be_found(site, locale):
    texts = json.loads((site.folder / locale / "search" / TEXTS).read_text(encoding="utf-8"))
    found = {text["location"]: text for text in texts}
    assert len(found) == len(texts)
    for name, checklist in Bundled().items():
        for question in checklist.questions.values():
            text = found[f"checklists/{name}/#{name}-{question.id}"]
            assert text["title"] == escape(question.ask.spoken(locale), quote=False)
            choices = getattr(question.spec, "choices", ())
            steps = [one.improve for one in (question, *choices) if getattr(one, "improve", None)]
            wanted = [question.why, question.evidence_wanted, *(step.do for step in steps)]
            for said in filter(None, wanted):
                assert escape(said.spoken(locale), quote=False) in text["text"]


@pytest.mark.parametrize(("locale", "page"), [("ko", LESSON), ("en", "")])
def test_a_first_visit_is_light(visit, site, locale, page):
    """Everything that Chromium asks for until it rests, compressed as a server would."""
    seen = visit(f"{locale}/{page}")
    seen.page.wait_for_load_state("networkidle")
    names = {unquote(urlsplit(url).path).removeprefix("/handbook/") for url in seen.requests}
    files = {site.folder / (name + "index.html" * name.endswith("/")) for name in names}
    assert site.folder / locale / "assets" / "javascripts" / "mlkb-search.js" in files
    assert site.folder / locale / "search" / "search_index.json" in files
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 130_000


FAINT = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const channel = (value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const seen = element.checkVisibility({opacityProperty: true, visibilityProperty: true});
    if (!speaks || !seen || element.matches("script, style, .headerlink")) continue;
    if (element.closest("[hidden], .md-search, svg, .md-skip")) continue;
    const style = getComputedStyle(element);
    const pair = [luminance(parse(style.color)), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) faint.push(ratio.toFixed(2) + " " + element.outerHTML.slice(0, 100));
  }
  return faint;
}"""
"""Lists texts whose contrast with their background is below 4.5."""


def _lightness(colour):
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) // 3


def _tab_to(page, reached):
    """Press Tab until the expression *reached* holds."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    pytest.fail(f"not reached by keys: {reached}")


def _search(page, words):
    """Type *words* into the search in place of what stands there."""
    page.locator(".md-search__input").fill("")
    page.locator(".md-search__input").press_sequentially(words)


def _hits(page, name):
    """Return the links among what the search found whose address contains *name*."""
    return page.locator(
        f".md-search-result__link[href*='{name}']" if name else ".md-search-result__link"
    )


def _fetched(seen):
    """Return the requests for what can be found."""
    return [url for url in seen.requests if url.endswith(TEXTS)]
