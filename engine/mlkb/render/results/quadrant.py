"""A quadrant in words: what to do with a candidate, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return the quadrant, or those still possible; or that it is set aside."""
    result = entry["result"]
    if result is None:
        return ""
    aside = result["set_aside"]
    return telling.spoken(aside["title"]) if aside else telling.titles(result["possible"])


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return the quadrant with its advice, both axes, red flags, and whether it is a quick win."""
    result = entry["result"]
    label = telling.name(entry, "quadrant")
    if result is None:
        return [(label, telling.say("score-none"))]
    place = result["set_aside"] or result["quadrant"]
    if place:
        text = telling.say(
            "headed", title=telling.spoken(place["title"]), advice=telling.spoken(place["advice"])
        )
    else:
        possible = telling.titles(result["possible"])
        first = ", ".join(telling.short(reference) for reference in result["first"])
        text = telling.say("verdict-open", possible=possible, first=first)
    said = [(label, text), (telling.say("axes"), axes(result, telling))]
    if result["quick"]:
        said.append(
            (telling.spoken(result["quick"]["title"]), telling.spoken(result["quick"]["advice"]))
        )
    if result["flags"]:
        said.append((telling.say("flags"), telling.questions(result["flags"])))
    return [*said, *telling.voices(entry)]


def axes(result: Document, telling: Telling) -> str:
    """Return where a candidate stands on both axes."""
    return telling.say("between").join(
        telling.say("axis", title=telling.spoken(axis["title"]), percent=telling.percents(axis))
        for axis in (result["y"], result["x"])
    )
