"""A comparison as a matrix: each answer beside what is expected of each type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.markup import tag, together
from mlkb.render.results.comparison import expected
from mlkb.report.figures.drawing import table

if TYPE_CHECKING:
    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document, Telling

TELLS = 1
"""The matrix says of each row what the other lines say of those to talk about."""

_SIGNS = {
    "match": "✓",
    "differs": "≠",
    "risk": "!",
    "unknown": "·",
    "open": "?",
    "not-applicable": "–",
}


def draw(entry: Document, telling: Telling, _name: str) -> Markup | None:
    """Return the matrix; none while there is nothing to compare with."""
    result = entry["result"]
    if not result["columns"]:
        return None
    titles = [
        telling.spoken(column["title"]) or telling.say("comparison-expected")
        for column in result["columns"]
    ]
    discussed = any(telling.spoken(row["discuss"]) for row in result["rows"])
    heads = [telling.say("question"), telling.say("comparison-answer"), *titles]
    if discussed:
        heads.append(telling.say("comparison-discuss"))
    rows = []
    for row in result["rows"]:
        cells = [telling.question(row["question"]), telling.answer(row["question"])]
        cells.extend(
            _cell(cell, telling, bool(telling.spoken(column["title"])))
            for cell, column in zip(row["cells"], result["columns"], strict=True)
        )
        if discussed:
            cells.append(telling.spoken(row["discuss"]) if _talk(row) else "")
        rows.append(cells)
    title = telling.name(entry, "comparison")
    drawn = table(telling.say("figure-comparison", title=title), heads, rows)
    return tag("div", drawn, class_="drawn matrix")


def _talk(row: Document) -> bool:
    return any(cell["state"] in ("differs", "risk") for cell in row["cells"])


def _cell(cell: Document, telling: Telling, of_a_type: bool) -> Markup:  # noqa: FBT001
    """Return a sign, the word for it, and what is expected."""
    state = cell["state"]
    aimed = not of_a_type and state in ("match", "differs")
    word = telling.say(f"comparison-target-is-{state}" if aimed else f"comparison-is-{state}")
    said = tag("span", word, class_="state")
    return together(
        tag("span", _SIGNS[state], class_=f"sign sign-{state}", aria_hidden="true"),
        said,
        tag("span", expected(cell, telling), class_="aside") if cell["operator"] else None,
    )
