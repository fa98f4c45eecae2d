"""Claims: each one that matters stands behind one question or one help text, and only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.lint.corpus import Corpus
    from mlkb.load.reader import Entry
    from mlkb.model.source import Location

_CONTEXT = "context"


def citations(corpus: Corpus) -> Iterator[Concern]:
    """Yield claims of the folder's own ledger that are cited nowhere, or more than once."""
    first: dict[str, str] = {}
    for place, cited in _cited(corpus):
        if cited in first:
            yield concern("claim-cited-twice", place, name=cited, first=first[cited])
        first.setdefault(cited, f"{place.path}:{place.line}")
    shown = {claim for card in corpus.beside("cards", "cards") for claim in card.get("claims", ())}
    for claim in corpus.beside("claims", "claims"):
        name, node = claim["id"], claim.values_at["id"]
        if name in first and "uncited" in claim:
            node = claim.keys_at["uncited"]
            yield concern("needless-reason", corpus.place("claims", node), name=name)
        if name in first or "uncited" in claim or claim["importance"] == _CONTEXT:
            continue
        code = "claim-card-only" if name in shown else "claim-uncited"
        yield concern(code, corpus.place("claims", node), name=name)


def _cited(corpus: Corpus) -> Iterator[tuple[Location, str]]:
    """Yield every citation of questions and help texts."""
    for checklist, entry in corpus.found.checklists.items():
        citing: list[Entry] = [*corpus.question_entries(checklist), *entry.get("help", ())]
        for one in citing:
            for node in one.values_at["claims"].value if "claims" in one else ():
                yield corpus.place(checklist, node), node.value
