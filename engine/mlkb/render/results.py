"""What each result says in words: one function per result type, one line in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkb.render.labels import Labels

Document = dict[str, Any]
Line = tuple[str, str]


def result_lines(entry: Document, labels: Labels) -> list[Line]:
    """Return the lines, each a label and a text, that say what a result of the document says."""
    return RESULT_WORDS[entry["type"]](entry["result"], labels)


def _score(result: Document | None, labels: Labels) -> list[Line]:
    label = labels.say("report.score")
    if result is None:
        return [(label, labels.say("report.score-none"))]
    counts = {"answered": result["answered"], "applicable": result["applicable"]}
    if result["worst"] == result["best"]:
        return [(label, labels.say("report.score-exact", worst=result["worst"], **counts))]
    return [
        (
            label,
            labels.say(
                "report.score-interval", worst=result["worst"], best=result["best"], **counts
            ),
        )
    ]


def _levels(result: Document | None, labels: Labels) -> list[Line]:
    if result is None:
        return []
    titles = {level["id"]: level["title"][labels.locale] for level in result["levels"]}
    below = labels.say("report.level-none", lowest=next(iter(titles.values())))
    reached = titles.get(result["reached"] or "", below)
    stands = reached
    if result["possible"] != result["reached"]:
        possible = titles.get(result["possible"] or "", below)
        stands = labels.say("report.level-interval", reached=reached, possible=possible)
    lines = [(result["title"][labels.locale], stands)]
    lines.extend(_next_level(result, titles, labels))
    if result["finish_line"]:
        questions = _names(result["finish_line"])
        lines.append(
            (labels.say("report.warning"), labels.say("report.finish-line", questions=questions))
        )
    return lines


def _next_level(result: Document, titles: dict[str, str], labels: Labels) -> list[Line]:
    following = result["next"]
    label = labels.say("report.next-level")
    if following is None:
        unjudged = [titles[level["id"]] for level in result["levels"] if not level["judged"]]
        if not unjudged:
            return []
        return [(label, labels.say("report.level-unjudged", levels=", ".join(unjudged)))]
    level = titles[following["level"]]
    if not following["feasible"]:
        first = _names(following["first"]) or labels.say("report.level-other")
        return [(label, labels.say("report.level-first", level=level, questions=first))]
    questions = _names(following["improve"])
    days = labels.count("report.days", following["days"])
    return [(label, labels.say("report.level-next", level=level, days=days, questions=questions))]


def _names(references: list[str]) -> str:
    """Return references as people read them: without the checklist where there is only one."""
    checklists = {reference.split("/")[0] for reference in references}
    if len(checklists) > 1:
        return ", ".join(references)
    return ", ".join(reference.split("/", 1)[1] for reference in references)


RESULT_WORDS: dict[str, Callable[[Document | None, Labels], list[Line]]] = {
    "score": _score,
    "levels": _levels,
}
