"""A verdict in words: what to do, why, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return the verdict, or those still possible."""
    return telling.titles(entry["result"]["possible"])


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return the verdict with its advice, or those still possible and what decides."""
    result = entry["result"]
    label = telling.name(entry, "verdict")
    verdict = result["verdict"]
    if verdict is None:
        possible = telling.say("or").join(
            telling.spoken(one["title"]) for one in result["possible"]
        )
        first = ", ".join(telling.short(reference) for reference in result["first"])
        text = telling.say("verdict-open", possible=possible, first=first)
        return [(label, text), *telling.voices(entry)]
    advice = telling.spoken(verdict["advice"])
    said = [(label, telling.say("headed", title=telling.spoken(verdict["title"]), advice=advice))]
    if result["because"]:
        said.append((telling.say("because"), telling.answers(result["because"])))
    return [*said, *telling.flips(entry), *telling.voices(entry)]
