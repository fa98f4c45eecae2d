"""Levels in words: where it stands, what to build next, and the cheapest way up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return where it stands."""
    result = entry["result"]
    titles = {level["id"]: telling.spoken(level["title"]) for level in result["levels"]}
    if result["reached"]:
        return telling.say("level-at", level=titles[result["reached"]])
    return telling.say("level-none", lowest=next(iter(titles.values())))


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return the level, the practice to build next, the way up, and a warning about skipping."""
    result = entry["result"]
    if result is None:
        return []
    titles = {level["id"]: telling.spoken(level["title"]) for level in result["levels"]}
    below = telling.say("level-none", lowest=next(iter(titles.values())))
    reached = titles.get(result["reached"] or "", below)
    stands = reached
    if result["possible"] != result["reached"]:
        possible = titles.get(result["possible"] or "", below)
        stands = telling.say("level-interval", reached=reached, possible=possible)
    said = [(telling.spoken(entry["title"]) or telling.spoken(result["title"]), stands)]
    if result["practice"] and result["next"]:
        practice = telling.question(result["practice"])
        if result["wished"] not in {"", result["practice"]}:
            wished = telling.quoted(telling.question(result["wished"]))
            practice = telling.say("practice-first", practice=practice, wished=wished)
        said.append((telling.say("practice"), practice))
    said.extend(_next_level(result, titles, telling))
    if result["finish_line"]:
        questions = _names(result["finish_line"], telling)
        said.append((telling.say("warning"), telling.say("finish-line", questions=questions)))
    return [*said, *telling.voices(entry)]


def _next_level(result: Document, titles: dict[str, str], telling: Telling) -> list[Line]:
    following = result["next"]
    label = telling.say("next-level")
    if following is None:
        unjudged = [titles[level["id"]] for level in result["levels"] if not level["judged"]]
        if not unjudged:
            return []
        return [(label, telling.say("level-unjudged", levels=", ".join(unjudged)))]
    level = titles[following["level"]]
    if not following["feasible"]:
        first = _names(following["first"], telling) or telling.say("level-other")
        return [(label, telling.say("level-first", level=level, questions=first))]
    questions = _names(following["improve"], telling)
    days = telling.labels.count("report.days", following["days"])
    return [(label, telling.say("level-next", level=level, days=days, questions=questions))]


def _names(references: list[str], telling: Telling) -> str:
    """Return references as people read them: without the checklist where there is only one."""
    checklists = {reference.split("/")[0] for reference in references}
    if checklists == {telling.checklist}:
        return ", ".join(telling.short(reference) for reference in references)
    return ", ".join(references)
