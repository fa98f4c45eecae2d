"""The ledger: the documents behind the checklists, what each of them says, and the words we use."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.text import NO_TEXT, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.card import Card


class Source(NamedTuple):
    """A document; *day* is the day number of its date, if it has one."""

    id: str
    title: Text
    kind: str
    by: str = ""
    day: int | None = None
    language: str = ""
    url: str = ""
    note: Text = NO_TEXT


class Claim(NamedTuple):
    """One statement of a document, in our words, and what is doubtful about it."""

    id: str
    source: str
    section: str
    says: Text
    lines: str = ""
    doubtful: Text = NO_TEXT
    note: Text = NO_TEXT
    incomplete: bool = False


class Term(NamedTuple):
    """A word of the handbook, its meaning, and the words it stands instead of, by language."""

    id: str
    name: Text
    means: Text = NO_TEXT
    avoid: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Ledger(NamedTuple):
    """Everything that can be cited or looked up, by id."""

    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    terms: Mapping[str, Term]
    cards: Mapping[str, Card] = MappingProxyType({})
