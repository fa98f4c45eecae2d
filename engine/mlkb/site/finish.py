"""What MkDocs leaves undone in two sibling sites: the pages above them, and what joins them."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.site.assets import without_comments
from mlkb.site.handbook import templates
from mlkb.site.search import site_entries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARK = '<meta name="generator" content="mlkb">'
"""Stands in the root page; a folder without it is not ours to replace."""

TEXTS = "search_docs.json"
"""What can be found, in the folder of the search index; `mlkb-search.js` knows the name too."""

WORKER = "assets/javascripts/mlkb-search.js"
"""Our worker, which every first visit fetches."""

_LOC = re.compile(r"<loc>([^<]*)</loc>")


def finish(site: Path, url: str) -> None:
    """Complete the sites in the folders of *site*, one per language, which will stand at *url*."""
    _write_root_pages(site, url)
    _join_sitemaps(site, url)
    (site / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n", encoding="utf-8"
    )
    for locale in LANGUAGES:
        write_entries(site / locale)
        worker = site / locale / WORKER
        worker.write_text(without_comments(worker.read_text(encoding="utf-8")), encoding="utf-8")


def write_entries(site: Path) -> None:
    """Write what can be found in the *site* of a language into a file that our worker fetches.

    Every first visit fetches the search index, and only who searches needs the texts: the index
    stays without any. MkDocs' own have an entry for each heading, ours for all that can be linked.
    """
    index = site / "search" / "search_index.json"
    _write_json(index.with_name(TEXTS), site_entries(site))
    _write_json(index, {**json.loads(index.read_text(encoding="utf-8")), "docs": []})


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def with_alternates(sitemap: str, pages: Mapping[str, set[str]], locale: str, url: str) -> str:
    """Return *sitemap* with the same page in every language named beside each page.

    *pages* are the pages of each language, as addresses from the home of the language. The home
    page has the choice of languages as its default, other pages have none.
    """

    def joined(match: re.Match[str]) -> str:
        page = match[1].removeprefix(f"{url}{locale}/")
        links = {other: f"{url}{other}/{page}" for other in LANGUAGES if page in pages[other]}
        if not page:
            links["x-default"] = url
        return match[0] + "".join(
            f'\n         <xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
            for language, address in links.items()
        )

    return _LOC.sub(joined, sitemap).replace(
        "<urlset ", '<urlset xmlns:xhtml="http://www.w3.org/1999/xhtml" ', 1
    )


def _join_sitemaps(site: Path, url: str) -> None:
    texts = {
        locale: (site / locale / "sitemap.xml").read_text(encoding="utf-8") for locale in LANGUAGES
    }
    pages = {
        locale: {address.removeprefix(f"{url}{locale}/") for address in _LOC.findall(text)}
        for locale, text in texts.items()
    }
    for locale, text in texts.items():
        joined = with_alternates(text, pages, locale, url).encode()
        (site / locale / "sitemap.xml").write_bytes(joined)
        (site / locale / "sitemap.xml.gz").write_bytes(gzip.compress(joined, mtime=0))
    entries = "".join(
        f"  <sitemap><loc>{url}{locale}/sitemap.xml</loc></sitemap>\n" for locale in LANGUAGES
    )
    (site / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>\n',
        encoding="utf-8",
    )


def _write_root_pages(site: Path, url: str) -> None:
    """Write the choice of a language, and the page for addresses in neither language."""
    facts = {
        "mark": MARK,
        "labels": {locale: Labels(locale) for locale in LANGUAGES},
        "url": url,
        "base": urlsplit(url).path or "/",
    }
    for name in ("index", "404"):
        template = templates().get_template("root.html.j2")
        html = template.render(facts, missing=name == "404")
        (site / f"{name}.html").write_text(html, encoding="utf-8")
