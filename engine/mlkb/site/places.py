"""Where what macros link to stands: on a page of this site, in a published handbook, or nowhere.

The handbook says where things are from its own home: `checklists/hiring/#hiring-jd-unicorn`. On the
handbook's pages that is where they are. A site that only embeds checklists has them elsewhere: on
the pages that embed them. What no page of it has is in the published handbook if the site names one
(`extra.mlkb.handbook`, its address in the language of the site), and else is no link at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

from mlkb.load.compiled import Bundled
from mlkb.render.pages import checklist_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HOME = "mlkb:/"
"""Stands for the home of the handbook until the page is known; no address begins so."""

HERE = "."
"""What `extra.mlkb.handbook` says in a site that is the handbook itself."""

SOURCES = "sources/"
_LINK = re.compile(rf' href="{HOME}([^"]*)"')
_CALL = re.compile(r"""\{\{-?\s*(checklist|checklists|sources|glossary)\(\s*(?:["']([^"']+))?""")


@dataclass(frozen=True, slots=True)
class Places:
    """Knows of each page of the handbook where a site has it.

    *handbook* is `HERE`, an address that ends with a slash, or nothing. *pages* are addresses from
    the home of the site, in order, by what of the handbook they show, told from its home.
    """

    handbook: str = ""
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def settled(self, html: str, page: str, source: str = "") -> str:
        """Return what a macro made for *page*, an address from the home of the site.

        A link to what is nowhere loses its address and is text. What is told the way to the home of
        the handbook itself gets the published one's, or none. *source* is the page's file for a
        generator that takes links for links between files, and turns them by itself.
        """
        up = "../" * page.count("/") or "./"
        way = ("../" * source.count("/") or "./") if source else up

        def resolved(match: re.Match[str]) -> str:
            address = self._address(match[1], page, way)
            return f' href="{address}"' if address else ""

        home = up if self.handbook == HERE else self.handbook
        return _LINK.sub(resolved, html).replace(HOME, home)

    def _address(self, wanted: str, page: str, way: str) -> str:
        if self.handbook == HERE:
            return way + wanted
        address, anchor = urldefrag(wanted)
        found = self.pages.get(address, ())
        behind = f"#{anchor}" if anchor else ""
        if page in found:
            return behind or way + page
        if found:
            return way + found[0] + behind
        return self.handbook + wanted if self.handbook and is_published(wanted) else ""


def embedded(docs: Path, *, folders: bool = True) -> dict[str, tuple[str, ...]]:
    """Return the pages below the folder *docs* by what of the handbook they embed.

    With *folders* a page is served as a folder, as MkDocs does unless it is told otherwise.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(docs.rglob("*.md")):
        served = _served(PurePosixPath(path.relative_to(docs).as_posix()), folders=folders)
        for address in _embeds(path.read_text(encoding="utf-8", errors="replace")):
            found.setdefault(address, []).append(served)
    return {address: tuple(dict.fromkeys(pages)) for address, pages in found.items()}


def is_published(address: str) -> bool:
    """Say whether a published handbook has *address*; a project's own checklists are not in it."""
    page, anchor = urldefrag(address)
    if page == SOURCES and anchor:
        return anchor in _published_sources()
    name = page.rstrip("/").rpartition("/")[2]
    return page != checklist_page(name) or name in Bundled()


@cache
def _published_sources() -> frozenset[str]:
    ledger = Bundled().ledger
    return frozenset(one["id"] for table in ("claims", "sources") for one in ledger[table])


def _embeds(text: str) -> Iterator[str]:
    """Yield the addresses, in the handbook, of what the macros on a page show."""
    for macro, name in _CALL.findall(text):
        if macro == "checklist":
            yield checklist_page(name)
        else:
            yield f"{macro}/"


def _served(path: PurePosixPath, *, folders: bool) -> str:
    """Return the address under which MkDocs serves a page."""
    home = path.stem in ("index", "README")
    if folders:
        shown = path.parent if home else path.with_suffix("")
        return "" if shown == PurePosixPath() else quote(f"{shown}/")
    return quote(str(path.with_name("index.html") if home else path.with_suffix(".html")))
