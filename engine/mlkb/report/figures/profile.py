"""A profile as shares: how much the answers look like each type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.markup import tag, together
from mlkb.report.figures.drawing import table

if TYPE_CHECKING:
    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document, Telling

TELLS = None
_HEIGHT = 10


def draw(entry: Document, telling: Telling, _name: str) -> Markup | None:
    """Return every type with its share, in figures and as a bar."""
    result = entry["result"]
    if result["best"] is None:
        return None
    close = (result["best"], *result["mixed_with"])
    heads = [telling.say("profile"), telling.say("share")]
    rows = [
        (
            telling.spoken(share["title"]) or share["id"],
            together(
                tag("span", telling.say("percent", percent=share["share"]), class_="figures"),
                _bar(share["share"], "sure" if share["id"] in close else "maybe"),
            ),
        )
        for share in result["shares"]
    ]
    drawn = table(telling.say("figure-profile"), heads, rows)
    return tag("div", drawn, class_="drawn shares")


def _bar(share: int, kind: str) -> Markup:
    """Return a bar that stretches to the room there is; the figure beside it says the same."""
    return tag(
        "svg",
        tag("rect", class_="track", width=100, height=_HEIGHT),
        tag("rect", class_=kind, width=share, height=_HEIGHT) if share else None,
        viewBox=f"0 0 100 {_HEIGHT}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
