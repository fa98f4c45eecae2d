"""Paths that a question is about, as patterns: `models/**` is everything below a folder."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from mlkb.model.shape import ListOf, Pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_ANY_DEPTH = "**"
_NO_STEP_UP = r"(?!/|.*(?:^|/)\.\.?(?:/|$))"
PATHS = ListOf(
    Pattern("path", rf"{_NO_STEP_UP}[^\x00-\x1f\x7f\\]{{1,200}}"),
    doc="What it is about: a change to these files makes it worth another look. `**` is any depth.",
)


def matches(path: str, pattern: str) -> bool:
    """Say whether *path* is one of those that *pattern* means, capitals and all.

    `*` and `?` stay within one name, `**` stands for any number of folders; a pattern that ends in
    a slash means everything below.
    """
    wanted = pattern.split("/")
    if not wanted[-1]:
        wanted[-1] = _ANY_DEPTH
    return _match(path.split("/"), wanted)


def holding(places: Collection[str], paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield those of *places* that are one of *paths* or that it lies below, each with the path."""
    for path in paths:
        place = path
        while place:
            if place in places:
                yield place, path
            place = place.rpartition("/")[0]


def _match(names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Match name by name; each row says up to which names the patterns so far can reach."""
    reached = [True] + [False] * len(names)
    for pattern in wanted:
        if pattern == _ANY_DEPTH:
            first = reached.index(True) if True in reached else len(reached)
            reached = [place >= first for place in range(len(reached))]
        else:
            reached = [False] + [
                reached[place] and fnmatchcase(name, pattern) for place, name in enumerate(names)
            ]
    return reached[-1]
