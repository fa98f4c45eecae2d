"""The ledger of a project: documents, claims, terms and cards, ours and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.model.card import Card, CardPart
from mlkb.model.ledger import Claim, Ledger, Source, Term
from mlkb.model.text import Text, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.load.library import Library


def open_ledger(library: Library) -> Ledger:
    """Return the ledger of *library*: what stands beside its checklists."""
    entries: dict[str, list[Any]] = {}
    for shelf in library.shelves:
        for table, more in {**shelf.ledger, "cards": shelf.cards}.items():
            entries.setdefault(table, []).extend(more)
    return Ledger(
        sources={raw["id"]: _source(raw) for raw in entries["sources"]},
        claims={raw["id"]: _claim(raw) for raw in entries["claims"]},
        terms={raw["id"]: _term(raw) for raw in entries["terms"]},
        cards={raw["id"]: _card(raw) for raw in entries["cards"]},
    )


def _source(raw: Mapping[str, Any]) -> Source:
    return Source(
        id=raw["id"],
        title=text_of(raw["title"]),
        kind=raw["kind"],
        by=raw.get("by", ""),
        day=raw.get("date"),
        language=raw.get("language", ""),
        url=raw.get("url", ""),
        note=text_of(raw.get("note")),
    )


def _claim(raw: Mapping[str, Any]) -> Claim:
    return Claim(
        id=raw["id"],
        source=raw["source"],
        section=raw["section"],
        says=text_of(raw["says"]),
        lines=raw.get("lines", ""),
        doubtful=text_of(raw.get("doubtful")),
        note=text_of(raw.get("note")),
        incomplete=raw.get("incomplete", False),
    )


def _card(raw: Mapping[str, Any]) -> Card:
    return Card(
        id=raw["id"],
        kind=raw["kind"],
        family=raw["family"],
        title=text_of(raw["title"]),
        summary=text_of(raw["summary"]),
        parts=tuple(
            CardPart(
                part["id"], text_of(part["title"]), tuple(text_of(item) for item in part["items"])
            )
            for part in raw["parts"]
        ),
        checklists=tuple(raw.get("checklists", ())),
        claims=tuple(raw.get("claims", ())),
        provenance=raw["provenance"],
    )


def _term(raw: Mapping[str, Any]) -> Term:
    return Term(
        id=raw["id"],
        name=Text(raw["en"], raw["ko"]),
        means=text_of(raw.get("means")),
        avoid={language: tuple(words) for language, words in raw.get("avoid", {}).items()},
    )
