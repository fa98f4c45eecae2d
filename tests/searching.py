"""How well the search of a built site answers, measured in a browser against what people expect.

`browser/search/*.yaml` says what must be found; `browser/search/items.js` reads what there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "browser" / "search"
GIVEN_UP = 10_000
"""How many milliseconds an answer may take; nothing is measured by it."""

LISTEN = """
window.answered = [];
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => data.type === 3 && answered.push(data.data));
  }
};
"""
"""Keeps every answer that the search gets from its worker, whichever it is."""


@dataclass(frozen=True)
class Item:
    """Something that can be linked to: its address from the home of the site, and what it says."""

    address: str
    title: str
    text: str

    @property
    def page(self) -> str:
        """The address of the page that it is on."""
        return self.address.partition("#")[0]

    @property
    def seen(self) -> str:
        """What a reader sees of it among the hits: where it is, and its title or first words."""
        anchor = "" if "#" in self.address else "#"
        return f"{self.address}{anchor} {self.title or self.text[:80]}"


@dataclass(frozen=True)
class Query:
    """What somebody types, and what they expect: see the head of `ko.yaml`."""

    query: str
    must: tuple[re.Pattern[str], ...]
    may: tuple[re.Pattern[str], ...]
    first: re.Pattern[str]
    hard: str

    def wanted(self, items: Iterable[Item]) -> tuple[set[str], set[str]]:
        """Return the addresses that must be found, and those that may be found too."""
        said = {item.address: f"{item.title} {item.text}" for item in items}
        must = {one for one, text in said.items() if all(p.search(text) for p in self.must)}
        may = {
            one for one, text in said.items() if self.may and all(p.search(text) for p in self.may)
        }
        return must, may - must


@dataclass(frozen=True)
class Judged:
    """One answer, judged: *strict* is its precision when only what must be found counts."""

    query: Query
    recall: float
    precision: float
    strict: float
    sensible: bool
    found: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.query.query}: recall {self.recall:.2f}, precision {self.precision:.2f}, "
            f"{len(self.found)} found, first {self.found[:1]}{'' if self.sensible else ' (!)'}"
        )


@dataclass(frozen=True)
class Figures:
    """What all queries of a language come to, each counting the same."""

    judged: tuple[Judged, ...]

    @property
    def recall(self) -> float:
        """The share of what must be found that is found."""
        return fmean(one.recall for one in self.judged)

    @property
    def precision(self) -> float:
        """The share of what is found that a reader accepts."""
        return fmean(one.precision for one in self.judged)

    @property
    def sensible(self) -> float:
        """The share of queries whose first hit is a sensible one."""
        return fmean(one.sensible for one in self.judged)

    @property
    def hard(self) -> Figures:
        """The same for the hard queries alone."""
        return Figures(tuple(one for one in self.judged if one.query.hard))

    def __str__(self) -> str:
        return (
            f"{len(self.judged)} queries: recall {self.recall:.3f}, precision {self.precision:.3f} "
            f"(strict {fmean(one.strict for one in self.judged):.3f}), "
            f"first hit {self.sensible:.3f}"
        )

    def told(self) -> str:
        """Return the figures and every answer that is not perfect."""
        poor = [one for one in self.judged if min(one.recall, one.precision, one.sensible) < 1]
        hard = [f"hard {self.hard}"] if self.hard.judged else []
        return "\n".join(["", f"all  {self}", *hard, *map(str, poor)])


def queries(name: str) -> list[Query]:
    """Return the queries of the file *name*: of a language, such as `ko`, or late ones of it."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return [
        Query(
            query=str(one["query"]),
            must=_patterns(one["must"]),
            may=_patterns(one.get("may", ())),
            first=_pattern(one["first"]),
            hard=one.get("hard", ""),
        )
        for one in yaml.safe_load(text)
    ]


def read_items(page: Page, home: str, folder: Path) -> list[Item]:
    """Return what can be linked to on the pages in *folder*, which are served at *home*."""
    addresses = [
        "" if path.parent == folder else f"{path.parent.relative_to(folder).as_posix()}/"
        for path in sorted(folder.rglob("index.html"))
    ]
    script = (FOLDER / "items.js").read_text(encoding="utf-8")
    script = script[script.index("async") :]
    found = page.evaluate(script, [home + address for address in addresses])
    return [
        Item(
            one["page"].removeprefix(home) + (f"#{one['anchor']}" if one["anchor"] else ""),
            one["title"],
            one["text"],
        )
        for one in found
    ]


def ask(page: Page, words: str) -> list[list[dict[str, Any]]]:
    """Type *words* into the search of a page that listens, and return the hits, page by page.

    What Material adds to a group as its heading, without a hit of its own, is left out.
    """
    before = page.evaluate("answered.length")
    box = page.locator(".md-search__input")
    box.fill(words)
    box.dispatch_event("keyup")
    page.wait_for_function("before => answered.length > before", arg=before, timeout=GIVEN_UP)
    groups = page.evaluate("answered.at(-1).items")
    return [[hit for hit in group if hit["score"] > 0] for group in groups]


def judge(query: Query, items: list[Item], found: list[str]) -> Judged:
    """Judge the addresses *found* by what the query wants of *items*."""
    must, may = query.wanted(items)
    right = must | may
    known = {item.address: item for item in items}
    first = known.get(found[0]) if found else None
    nothing = not must and not found
    return Judged(
        query,
        recall=len(must & set(found)) / len(must) if must else 1.0,
        precision=_share(found, right, nothing=nothing),
        strict=_share(found, must, nothing=nothing),
        sensible=nothing
        or bool(first and first.address in right and query.first.search(first.seen)),
        found=tuple(found),
    )


def judge_pages(query: Query, items: list[Item], found: list[str]) -> Judged:
    """Judge as `judge` does, but by pages alone, for an index that knows no items."""
    must, may = ({one.partition("#")[0] for one in some} for some in query.wanted(items))
    pages = list(dict.fromkeys(one.partition("#")[0] for one in found))
    nothing = not must and not pages
    return Judged(
        query,
        recall=len(must & set(pages)) / len(must) if must else 1.0,
        precision=_share(pages, must | may, nothing=nothing),
        strict=_share(pages, must, nothing=nothing),
        sensible=nothing or bool(pages and pages[0] in must | may),
        found=tuple(pages),
    )


def _share(found: list[str], right: set[str], *, nothing: bool) -> float:
    return len(right & set(found)) / len(found) if found else float(nothing)


def _patterns(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(text) for text in texts)


def _pattern(text: object) -> re.Pattern[str]:
    return re.compile(str(text), re.IGNORECASE | re.ASCII)
