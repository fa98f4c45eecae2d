"""A score in words: the interval, and how much is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return the percents."""
    result = entry["result"]
    return telling.percents(result) if result else telling.say("score-none")


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return the percents, or that there is nothing to score."""
    result = entry["result"]
    label = telling.name(entry, "score")
    if result is None:
        return [(label, telling.say("score-none"))]
    counts = {"answered": result["answered"], "applicable": result["applicable"]}
    if result["worst"] == result["best"]:
        return [(label, telling.say("score-exact", worst=result["worst"], **counts))]
    interval = {"worst": result["worst"], "best": result["best"]}
    return [(label, telling.say("score-interval", **interval, **counts))]
