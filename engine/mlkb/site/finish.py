"""What MkDocs leaves undone in two sibling sites: the pages above them, and what joins them."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.site.handbook import templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARK = '<meta name="generator" content="mlkb">'
"""Stands in the root page; a folder without it is not ours to replace."""

TEXTS = "search_docs.json"
"""What can be found, in the folder of the search index; `mlkb-search.js` knows the name too."""

_LOC = re.compile(r"<loc>([^<]*)</loc>")


def finish(site: Path, url: str) -> None:
    """Complete the sites in the folders of *site*, one per language, which will stand at *url*."""
    _write_root_pages(site, url)
    _join_sitemaps(site, url)
    (site / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n", encoding="utf-8"
    )
    for locale in LANGUAGES:
        split_index(site / locale / "search" / "search_index.json")


def split_index(path: Path) -> None:
    """Move the texts of a search index into a file beside it, which our worker fetches.

    Every first visit fetches the index, and only who searches needs the texts. Written as plain
    UTF-8: MkDocs escapes every Korean letter into six bytes.
    """
    index = json.loads(path.read_text(encoding="utf-8"))
    _write_json(path.with_name(TEXTS), index["docs"])
    _write_json(path, {**index, "docs": []})


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
