"""A card: what there is to know about a role, a job, an organisation type or an archetype."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlkb.model.text import Text

CARD_KINDS = ("role", "job", "organisation-type", "archetype")


class CardPart(NamedTuple):
    """One aspect of a card, such as duties or tools, item by item."""

    id: str
    title: Text
    items: tuple[Text, ...]


class Card(NamedTuple):
    """One card; *family* tells which cards belong side by side."""

    id: str
    kind: str
    family: str
    title: Text
    summary: Text
    parts: tuple[CardPart, ...]
    checklists: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    provenance: str = "source"
