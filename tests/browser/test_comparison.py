"""What goes with each type, side by side where there is room and one below the other elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mlkb.model.text import LANGUAGES

PAGE = "organisation-types/"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_wide_page_compares_the_types_in_columns_with_headers(visit, locale):
    page = visit(f"{locale}/{PAGE}", viewport={"width": 1280, "height": 800}).page
    table = page.locator(".mlkb-comparison table")

    expect(table.locator("caption")).to_be_visible()
    expect(table.get_by_role("columnheader")).to_have_count(5)
    expect(table.get_by_role("rowheader")).to_have_count(11 + 3)  # questions, and their sections
    expect(table.locator(".mlkb-comparison__type").first).to_be_hidden()


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("width", [320, 600])
def test_a_narrow_page_names_the_type_beside_each_answer(visit, locale, width):
    page = visit(f"{locale}/{PAGE}", viewport={"width": width, "height": 800}).page
    names = page.locator(".mlkb-comparison__type")

    expect(page.locator(".mlkb-comparison thead")).to_be_hidden()
    expect(names).to_have_count(44)
    assert all(name.is_visible() for name in names.all())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_type_in_the_table_leads_to_its_page(visit, site):
    page = visit(f"en/{PAGE}").page
    page.locator(".mlkb-comparison thead a").first.click()
    page.wait_for_url(f"{site.url}en/{PAGE}rnd/")
    expect(page.locator("h1")).to_contain_text("Type 2: ML R&D")
