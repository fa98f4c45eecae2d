"""The shapes of what stands beside checklists: claims, sources, vocabulary, cards.

A module of its own, so that a project which has none of them does not pay for their shapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.card import CARD_KINDS
from mlkb.model.shape import (
    Day,
    Either,
    Flag,
    ListOf,
    Pattern,
    Prose,
    Record,
    Spoken,
    WholeNumber,
    Word,
    identifier,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.shape import Shape

CLAIMS = Record(
    {
        "format": Word("mlkb/claims@1"),
        "claims": ListOf(
            Record(
                {
                    "id": identifier("claim"),
                    "source": identifier("source"),
                    "section": Prose(),
                    "lines": Either(scalar=Pattern("lines", r"[0-9]+(-[0-9]+)?")),
                    "kind": identifier("kind"),
                    "importance": Word("core", "supporting", "context"),
                    "says": Spoken(),
                    "incomplete": Flag(),
                    "doubtful": Spoken(),
                    "note": Spoken(),
                    "uncited": Spoken("Why no question and no help text cites it."),
                },
                required=("id", "source", "section", "kind", "importance", "says"),
            )
        ),
    },
    required=("format", "claims"),
    doc="The ledger: every statement of the documents, in our words.",
)

SOURCES = Record(
    {
        "format": Word("mlkb/sources@1"),
        "sources": ListOf(
            Record(
                {
                    "id": identifier("source"),
                    "title": Spoken(),
                    "kind": identifier("kind"),
                    "by": Prose(),
                    "date": Day(),
                    "language": Word("en", "ko"),
                    "url": Pattern("address", r"https://[^\s]+"),
                    "note": Spoken(),
                },
                required=("id", "title", "kind"),
            )
        ),
    },
    required=("format", "sources"),
    doc="The documents that the claims come from.",
)

_AVOID = Record({"en": ListOf(Prose()), "ko": ListOf(Prose())})

VOCABULARY = Record(
    {
        "format": Word("mlkb/vocabulary@1"),
        "roles": ListOf(
            Record(
                {"id": identifier("role"), "title": Spoken(), "does": Spoken()},
                required=("id", "title"),
            )
        ),
        "ladders": ListOf(
            Record(
                {
                    "id": identifier("ladder"),
                    "title": Spoken(),
                    "share": WholeNumber(0, 100),
                    "tolerate": Record({"partial": WholeNumber(0, 100)}),
                    "levels": ListOf(
                        Record(
                            {"id": identifier("level"), "title": Spoken(), "aim": Spoken()},
                            required=("id", "title"),
                        ),
                        least=1,
                    ),
                },
                required=("id", "title", "levels"),
            )
        ),
        "terms": ListOf(
            Record(
                {
                    "id": identifier("term"),
                    "en": Prose(),
                    "ko": Prose(),
                    "means": Spoken(),
                    "avoid": _AVOID,
                },
                required=("id", "en", "ko"),
            )
        ),
    },
    required=("format",),
    doc="Roles, ladders and terms.",
)

CARDS = Record(
    {
        "format": Word("mlkb/cards@1"),
        "cards": ListOf(
            Record(
                {
                    "id": identifier("card"),
                    "kind": Word(*CARD_KINDS),
                    "family": identifier("family"),
                    "title": Spoken(),
                    "summary": Spoken(),
                    "parts": ListOf(
                        Record(
                            {
                                "id": identifier("part"),
                                "title": Spoken(),
                                "items": ListOf(Spoken(), least=1),
                            },
                            required=("id", "title", "items"),
                        )
                    ),
                    "checklists": ListOf(identifier("checklist"), doc="Those that use it."),
                    "claims": ListOf(identifier("claim")),
                    "provenance": Word("source", "original", "derived"),
                },
                required=("id", "kind", "family", "title", "summary", "parts", "provenance"),
            )
        ),
    },
    required=("format", "cards"),
    doc="Roles, jobs, organisation types and archetypes, to read.",
)

BESIDE_SHAPES: Mapping[str, Shape] = {
    "cards": CARDS,
    "claims": CLAIMS,
    "sources": SOURCES,
    "vocabulary": VOCABULARY,
}
"""By the name of the file without its ending."""
