"""What a page says of itself where somebody shares it, and pages that do not exist."""

from __future__ import annotations

import struct
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from mlkb.model.text import LANGUAGES

LARGEST = 60 * 1024
"""Bytes of a picture."""
REGIONS = {"en": "en_GB", "ko": "ko_KR"}


class Head(HTMLParser):
    """Gathers what a page says of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.canonical = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            self.said[name] = given["content"]
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]


def file_behind(site, url):
    """Return the file that *url*, an address of the site, shows."""
    name = url.removeprefix(site.url)
    assert name != url, url
    return site.folder / (name + "index.html" if name.endswith("/") or not name else name)


def every_page(site):
    for locale in LANGUAGES:
        for path in sorted((site.folder / locale).rglob("index.html")):
            yield locale, path, Head(path.read_text(encoding="utf-8"))


def test_every_page_says_what_it_is_in_its_language(site):
    for locale, path, head in every_page(site):
        said = head.said
        assert said["og:title"] == said["twitter:title"], path
        assert said["og:description"] == said["twitter:description"] == said["description"], path
        assert said["og:locale"] == REGIONS[locale], path
        assert said["og:locale:alternate"] == REGIONS["ko" if locale == "en" else "en"], path
        assert said["og:url"] == head.canonical, path
        assert file_behind(site, said["og:url"]) == path
        assert said["twitter:card"] == "summary_large_image"
        is_home = path.parent == site.folder / locale
        assert said["og:type"] == ("website" if is_home else "article"), path


def test_no_two_pages_of_a_language_are_described_alike(site):
    for locale in LANGUAGES:
        told = [
            (head.said["og:title"], head.said["og:description"])
            for here, _, head in every_page(site)
            if here == locale
        ]
        assert sorted(set(told)) == sorted(told)


def test_the_picture_is_there_light_and_of_the_size_that_is_said(site):
    for locale, path, head in every_page(site):
        picture = file_behind(site, head.said["og:image"])
        assert picture.relative_to(site.folder).parts[0] == locale
        data = picture.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) <= LARGEST
        size = struct.unpack(">II", data[16:24])
        said = (int(head.said["og:image:width"]), int(head.said["og:image:height"]))
        assert size == said == (1200, 630), path
        assert head.said["og:image:alt"]


def test_the_choice_of_a_language_is_described_in_both(site):
    head = Head((site.folder / "index.html").read_text(encoding="utf-8"))
    assert "machine learning" in head.said["og:description"]
    assert "머신러닝" in head.said["og:description"]
    assert file_behind(site, head.said["og:image"]).is_file()


@pytest.mark.parametrize("page", ["404.html", "ko/404.html", "en/404.html"])
def test_a_page_that_does_not_exist_says_nothing_of_itself(site, page):
    head = Head((site.folder / page).read_text(encoding="utf-8"))
    assert not any(name.startswith(("og:", "twitter:")) for name in head.said)


@pytest.mark.parametrize("depth", ["gone/", "a/b/c/gone"])
@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_missing_page_shows_and_leads_on_from_any_depth(open_page, site, locale, depth):
    missing = site.folder / locale / "404.html"
    seen = open_page(f"{site.url}{locale}/")
    address = f"{site.url}{locale}/{depth}"
    seen.page.route(address, lambda route: route.fulfill(status=404, path=missing))
    seen.page.goto(address)
    seen.page.wait_for_load_state("networkidle")
    logo = seen.page.locator(".md-header .md-logo img")
    assert logo.evaluate("one => one.naturalWidth") > 0
    assert seen.page.locator("body").evaluate("one => getComputedStyle(one).margin") == "0px"
    leading = seen.page.locator(".md-header a, .md-tabs a").evaluate_all(
        "all => all.map((one) => one.href)"
    )
    for url in leading:
        assert file_behind(site, urlsplit(url)._replace(fragment="").geturl()).is_file()
    seen.page.locator("article a").click()
    seen.page.wait_for_url(f"{site.url}{locale}/")
    expect(seen.page.locator("h1")).to_be_visible()
