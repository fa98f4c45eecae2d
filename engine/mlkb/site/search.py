"""What can be found in a built site: an entry for each thing on its pages that can be linked to.

MkDocs splits pages at headings. Here a question, a claim, a term or a result has an entry of its
own, so that a search leads to it and not to the top of a page.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Entry(TypedDict):
    """A hit of the search: its address from the home of the site, and texts as HTML."""

    location: str
    title: str
    text: str
    boost: NotRequired[float]  # how much its rank is raised; the name is MkDocs'


HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
"""Begin an entry that goes on to the next heading."""

HOLDERS = frozenset(("article", "div", "li", "section"))
"""Are an entry, from beginning to end, when they have an id."""

_UNTITLED = 0.5
"""The rank of an entry without a title, whose first sentence stands in for one."""

_UNSAID = frozenset(("script", "style", "svg", "template"))
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "source", "wbr"))
_INLINE = frozenset(("a", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup"))
_ARTICLE = re.compile(r'<article class="md-content__inner.*</article>', re.DOTALL)


def site_entries(site: Path) -> list[Entry]:
    """Return what can be found on the pages of the site in the folder *site*, page by page."""
    found: list[Entry] = []
    for path in sorted(site.rglob("index.html")):
        page = path.parent.relative_to(site).as_posix()
        address = "" if page == "." else f"{page}/"
        found.extend(page_entries(address, path.read_text(encoding="utf-8")))
    return found


def page_entries(address: str, html: str) -> Iterator[Entry]:
    """Yield what can be found on the page that stands at *address*, its title first."""
    article = _ARTICLE.search(html)
    if not article:
        return
    reader = _Reader()
    reader.feed(article[0])
    reader.close()
    for anchor, item in reader.items.items():
        title, text = (" ".join("".join(parts).split()) for parts in (item.title, item.text))
        if title or text:
            entry: Entry = {
                "location": f"{address}#{anchor}" if anchor else address,
                "title": escape(title, quote=False),
                "text": escape(text, quote=False),
            }
            if item.led:
                entry["boost"] = _UNTITLED
            yield entry


class _Item:
    """What was read of an entry so far."""

    def __init__(self) -> None:
        self.title: list[str] = []
        self.text: list[str] = []
        self.named = False  # whether its title is complete
        self.led = False  # whether its title is only what it says first

    def lead(self) -> None:
        """Make a title of what was said first, as of a claim, which has no heading."""
        if not self.named and not self.title and any(part.strip() for part in self.text):
            self.title, self.text = self.text, []
            self.named = self.led = True


class _Reader(HTMLParser):
    """Gathers the entries of a page while it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.items: dict[str, _Item] = {"": _Item()}
        self._at = self.items[""]
        self._open: list[tuple[str, _Item | None]] = []  # each with the entry to go back to
        self._unsaid = 0  # how many of the open tags, the last ones, are not to be found
        self._naming: str | None = None  # the tag whose text is a title

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an entry where the tag does."""
        if tag in _VOID:
            return
        if not self._unsaid:
            self._at.lead()
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        hidden = tag in _UNSAID or "data-search-exclude" in given or "headerlink" in classes
        if self._unsaid or hidden:
            self._unsaid += 1
            self._open.append((tag, None))
            return
        anchor = given.get("id")
        before = self._at
        if tag in HEADINGS and (anchor or tag == "h1"):
            # A heading reaches beyond its end tag, up to the end of what it stands in.
            self._begin("" if tag == "h1" else anchor or "")
            self._open.append((tag, None))
        elif tag in HOLDERS and anchor:
            self._begin(anchor)
            self._open.append((tag, before))
        else:
            self._open.append((tag, None))
        if tag in HEADINGS or tag == "dt":
            self._naming = self._naming or tag
        elif tag not in _INLINE:
            self._part()

    def handle_endtag(self, tag: str) -> None:
        """End the entry that the tag began."""
        if not self._unsaid:
            self._at.lead()
        while self._open:
            name, before = self._open.pop()
            if self._unsaid:
                self._unsaid -= 1
            if before:
                self._at = before
            if name == self._naming:
                self._naming = None
                self._at.named = True
            if name == tag:
                break
        if tag not in _INLINE:
            self._part()

    def handle_data(self, data: str) -> None:
        """Keep the text, as the title of its entry or below it."""
        if self._unsaid:
            return
        at = self._at
        if self._naming and not at.named:
            at.title.append(data)
        else:
            at.text.append(data)

    def _begin(self, anchor: str) -> None:
        self._at = self.items.setdefault(anchor, _Item())

    def _part(self) -> None:
        """Keep words apart that only a tag separates."""
        (self._at.title if self._naming else self._at.text).append(" ")
