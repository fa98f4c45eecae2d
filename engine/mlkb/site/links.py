"""The links of a built site: every one leads somewhere, and nothing is loaded from another host."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""Attributes whose address the browser fetches by itself, by tag."""

_NAMING = frozenset(("alternate", "author", "canonical", "help", "license", "next", "prev"))
"""What `rel` says of a `<link>` that only names another page; any other kind is fetched."""

_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_HOME = "http://site.invalid"


@dataclass(frozen=True, slots=True)
class Link:
    """An address on a page, the line it stands on, and whether the browser fetches it by itself."""

    address: str
    line: int
    loaded: bool


@dataclass(slots=True)
class Page:
    """What a page offers to links, and the links that it holds."""

    anchors: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """How many pages and links were looked at, and everything that is wrong with them."""

    pages: int
    links: int
    problems: tuple[Problem, ...]


def check_links(site: Path, url: str) -> Checked:
    """Check every page and style sheet below *site*, which will stand at *url*."""
    pages = {
        path.relative_to(site).as_posix(): read_page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    checker = _Checker(pages, files, url)
    problems = list(checker.problems())
    for name in sorted(files):
        if name.endswith(".css"):
            sheet = (site / name).read_text(encoding="utf-8")
            problems.extend(checker.problems_of(name, list(_css_links(sheet, 1))))
    return Checked(len(pages), sum(len(page.links) for page in pages.values()), tuple(problems))


def read_page(html: str) -> Page:
    """Return the anchors and links of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    """Gathers anchors and links while it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag offers and where it leads."""
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self._in_style = tag == "style"
        self.page.anchors.update(given[name] for name in ("id", "name") if given.get(name))
        if tag in ("a", "area") and "href" in given:
            self.page.links.append(Link(given["href"], line, loaded=False))
        if tag == "link" and "href" in given:
            kinds = set(given.get("rel", "").split())
            self.page.links.append(Link(given["href"], line, loaded=not kinds & _NAMING))
        for name in _LOADING.get(tag, ()):
            for address in _addresses(name, given.get(name, "")):
                self.page.links.append(Link(address, line, loaded=True))
        self.page.links.extend(_css_links(given.get("style", ""), line))

    def handle_data(self, data: str) -> None:
        """Read style sheets that stand in the page."""
        if self._in_style:
            self.page.links.extend(_css_links(data, self.getpos()[0]))


class _Checker:
    """Holds links against the pages and files of one site."""

    def __init__(self, pages: dict[str, Page], files: set[str], url: str) -> None:
        self.pages = pages
        self.files = files
        self.url = url
        self.base = urlsplit(url).path or "/"
        self.known: dict[tuple[str, str], str] = {}

    def problems(self) -> Iterator[Problem]:
        for name, page in self.pages.items():
            yield from self.problems_of(name, page.links)

    def problems_of(self, name: str, links: list[Link]) -> Iterator[Problem]:
        """Yield what is wrong with the links of the file *name*."""
        folder = name.rpartition("/")[0]
        for link in links:
            address, anchor = urldefrag(link.address)
            if address.startswith(self.url):
                address = self.base + address.removeprefix(self.url)
            place = Location(name, link.line, 1)
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if link.loaded and parts.scheme != "data":
                    yield Problem("site-link-host", place, {"link": link.address})
                continue
            target = self._target(folder, address) if address else name
            if target not in self.files:
                yield Problem("site-link-broken", place, {"link": link.address})
            elif anchor and not self._offers(target, unquote(anchor)):
                yield Problem(
                    "site-link-anchor", place, {"link": link.address, "anchor": unquote(anchor)}
                )

    def _target(self, folder: str, address: str) -> str:
        """Return the file behind an address on a page in *folder*; every page repeats its menu."""
        key = (folder, address)
        if key not in self.known:
            here = f"{_HOME}{self.base}{folder}/" if folder else f"{_HOME}{self.base}"
            path = unquote(urlsplit(urljoin(here, address)).path)
            inside = path.removeprefix(self.base) if path.startswith(self.base) else "/outside"
            is_folder = not inside or inside.endswith("/")
            self.known[key] = f"{inside}index.html" if is_folder else inside
        return self.known[key]

    def _offers(self, target: str, anchor: str) -> bool:
        return target not in self.pages or anchor in self.pages[target].anchors


def _addresses(name: str, value: str) -> list[str]:
    """Return the addresses in an attribute; `srcset` has several, each with a size behind it."""
    if name != "srcset":
        return [value] if value else []
    return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]


def _css_links(sheet: str, line: int) -> Iterator[Link]:
    for match in _CSS_ADDRESS.finditer(sheet):
        address = match[1] or match[2]
        if not address.startswith("#"):
            yield Link(address, line + sheet.count("\n", 0, match.start()), loaded=True)
