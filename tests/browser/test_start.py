"""The start page: a field for each reader, the beginning of a report, and the way to all of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mlkb.model.text import LANGUAGES
from mlkb.site.sample import SAMPLE

READERS = ("ml-lead", "engineer", "hiring-manager", "executive", "new-joiner")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_reader_is_led_to_three_pages_that_exist(visit, site, locale):
    page = visit(f"{locale}/").page
    for reader in READERS:
        links = page.locator(f"li:has(> #{reader}) > ol > li > a:first-child")
        expect(links).to_have_count(3)
        for link in links.all():
            address = link.evaluate("element => element.href")
            assert page.request.get(address).status == 200, address


@pytest.mark.parametrize(("width", "columns"), [(320, 1), (360, 1), (768, 2), (1280, 3)])
def test_the_fields_of_the_readers_stand_side_by_side_where_there_is_room(visit, width, columns):
    page = visit("ko/", viewport={"width": width, "height": 800}).page
    lefts = page.locator("li:has(> h3)").evaluate_all(
        "all => all.map((one) => Math.round(one.getBoundingClientRect().left))"
    )
    assert len(lefts) == len(READERS) + 1
    assert len(set(lefts)) == columns


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_sample_report_opens_in_the_language_of_the_page(visit, site, locale, width):
    seen = visit(f"{locale}/", viewport={"width": width, "height": 800})
    seen.page.locator(f"a[href$='{SAMPLE}']").first.click()
    seen.page.wait_for_url(f"{site.url}{locale}/{SAMPLE}")

    expect(seen.page.locator("html")).to_have_attribute("lang", locale)
    expect(seen.page.locator("h1")).to_be_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith((site.url, "data:"))] == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_first_visit_does_not_fetch_the_sample_report(visit, locale):
    seen = visit(f"{locale}/")
    seen.page.wait_for_load_state("networkidle")
    assert [url for url in seen.requests if url.endswith(SAMPLE)] == []
