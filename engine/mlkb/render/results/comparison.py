"""A comparison in words: how much is as expected, and each difference to talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return how much there is to talk about."""
    result = entry["result"]
    if not result["columns"]:
        return ""
    return telling.labels.count("report.comparison-count", result["differs"] + result["risks"])


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return how many rows are as expected, then every row to talk about."""
    result = entry["result"]
    label = telling.name(entry, "comparison")
    if not result["columns"]:
        return [(label, telling.say("comparison-none"))]
    titles = [telling.spoken(column["title"]) for column in result["columns"]]
    whose = telling.say("and").join(title for title in titles if title)
    matches = [row for row in result["rows"] if any(_is(cell, "match") for cell in row["cells"])]
    counts = {name: result[name] for name in ("differs", "risks", "open")}
    words = "comparison-against" if whose else "comparison-target"
    facts = {"match": len(matches), "rows": len(result["rows"]), **counts}
    said = [(label, telling.say(words, whose=whose, **facts))]
    said.extend(
        (telling.say(f"comparison-{state}"), _row(row, titles, telling))
        for row in result["rows"]
        for state in _to_talk_about(row)
    )
    return said


def _to_talk_about(row: Document) -> list[str]:
    """Return why a row is worth talking about: it differs, is a risk, or depends on the type."""
    states = {cell["state"] for cell in row["cells"]}
    if len(states) > 1:
        return ["depends"]
    return [state for state in ("differs", "risk") if state in states]


def _is(cell: Document, state: str) -> bool:
    return bool(cell["state"] == state)


def _row(row: Document, titles: list[str], telling: Telling) -> str:
    """Return a question with its answer, what is expected of each type, and what to talk about."""
    wanted = telling.say("between").join(
        _expected(cell, title, telling)
        for cell, title in zip(row["cells"], titles, strict=True)
        if cell["operator"]
    )
    text = telling.say(
        "comparison-row",
        question=telling.question(row["question"]),
        answer=telling.answer(row["question"]),
        expected=wanted,
    )
    return f"{text} {telling.spoken(row['discuss'])}".rstrip()


def expected(cell: Document, telling: Telling) -> str:
    """Return what is expected of one type, in words."""
    labels = [telling.quoted(telling.spoken(label)) for label in cell["labels"]]
    value = telling.say("or").join(labels or [str(one) for one in cell["expected"]])
    return telling.say(f"expected-{cell['operator']}", value=value)


def _expected(cell: Document, title: str, telling: Telling) -> str:
    text = expected(cell, telling)
    return telling.say("expected-of", title=title, expected=text) if title else text
