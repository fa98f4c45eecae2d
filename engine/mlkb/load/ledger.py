"""The ledger of a project: documents, claims, terms and cards, ours and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.checklists import BESIDE, read_shaped
from mlkb.load.compiled import Bundled
from mlkb.model.card import Card, CardPart
from mlkb.model.ledger import Claim, Ledger, Source, Term
from mlkb.model.text import Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mlkb.load.config import Project
    from mlkb.model.source import Problem

Entries = dict[str, list[Any]]


def open_ledger(project: Project) -> Ledger:
    """Return the ledger of *project*; `InvalidDocuments` if one of its own files is wrong."""
    bundled = Bundled()
    entries: Entries = {**bundled.ledger, "cards": bundled.cards}
    problems: list[Problem] = []
    for folder in project.checklists:
        problems.extend(_add(entries, folder))
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    return Ledger(
        sources={raw["id"]: _source(raw) for raw in entries["sources"]},
        claims={raw["id"]: _claim(raw) for raw in entries["claims"]},
        terms={raw["id"]: _term(raw) for raw in entries["terms"]},
        cards={raw["id"]: _card(raw) for raw in entries["cards"]},
    )


def _add(entries: Entries, folder: Path) -> Iterable[Problem]:
    """Add what stands beside the checklists of *folder*, and return what is wrong with it."""
    problems: list[Problem] = []
    for name, shape in BESIDE.items():
        path = folder / f"{name}.yaml"
        if not path.is_file():
            continue
        entry, reader = read_shaped(path, shape)
        problems.extend(reader.problems)
        if entry is None:
            continue
        for table, known in entries.items():
            known.extend(entry.get(table, ()))
    return problems


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
