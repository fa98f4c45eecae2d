"""Coverage in words: what nobody holds, who holds too much, and whom all depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return on whom too much rests, else how much is held."""
    alone = [one["name"] for one in entry["result"]["people"] if one["single_point"]]
    if alone:
        return telling.say("coverage-rests", names=telling.say("and").join(alone))
    return lines(entry, telling)[0][1]


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return how much is held, then what nobody holds and who holds too much of it."""
    result = entry["result"]
    asked = [one for one in result["held"] if one["state"] != "not-applicable"]
    held = [one for one in asked if one["by"]]
    counts = {"held": len(held), "all": len(asked), "open": result["open"]}
    words = "coverage-open" if result["open"] else "coverage-held"
    said = [(telling.name(entry, "coverage"), telling.say(words, **counts))]
    nobody = [one["question"] for one in asked if one["state"] == "nobody"]
    if nobody:
        said.append((telling.say("coverage-nobody"), telling.questions(nobody)))
    for person in result["people"]:
        facts = {"name": person["name"], "count": len(person["holds"])}
        if person["too_much"]:
            text = telling.say(
                "coverage-holds",
                what=telling.questions(person["holds"]),
                most=result["at_most"],
                **facts,
            )
            said.append((telling.say("coverage-too-much"), text))
        if person["single_point"]:
            text = telling.say("coverage-alone", what=telling.questions(person["alone"]), **facts)
            said.append((telling.say("coverage-single-point"), text))
    return said
