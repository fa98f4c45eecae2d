"""A ladder as steps that climb: reached, possible, next, still ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.markup import tag, together
from mlkb.report.figures.drawing import drawing, figure, fit, table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document, Telling

TELLS = None
_WIDTH, _HEIGHT, _GAP, _INSET = 320, 46, 5, 12
_CLIMB = 72
"""How far to the right of the lowest step the highest one begins."""
_LARGE, _SMALL = 15, 12


def draw(entry: Document, telling: Telling, name: str) -> Markup:
    """Return the steps, and a table of what each still lacks."""
    result = entry["result"]
    title = telling.spoken(entry["title"]) or telling.spoken(result["title"])
    caption = telling.say("figure-levels", title=title)
    states = [_states(level, result) for level in result["levels"]]
    titles = [telling.spoken(level["title"]) or level["id"] for level in result["levels"]]
    said = [
        telling.say("between").join(telling.say(f"level-is-{one}") for one in state)
        for state in states
    ]
    count = len(titles)
    pitch = _HEIGHT + _GAP
    steps = [
        _step(
            titles[place],
            said[place],
            states[place],
            corner=(_CLIMB * place // max(1, count - 1), 2 + pitch * (count - 1 - place)),
        )
        for place in range(count)
    ]
    picture = drawing(
        *reversed(steps),
        name=name,
        title=caption,
        says=telling.say("between").join(
            f"{title}: {state}" for title, state in zip(titles, said, strict=True)
        ),
        size=(_WIDTH, pitch * count - _GAP + 4),
    )
    heads = [telling.say(word) for word in ("level", "level-state", "level-lacks")]
    rows = [
        (_titled(title, telling.spoken(level["aim"])), state, _lacks(level, telling))
        for title, state, level in zip(titles, said, result["levels"], strict=True)
    ]
    return figure(picture, table(caption, heads, rows), kind="ladder")


def _states(level: Document, result: Document) -> list[str]:
    """Return what can be said of a level, the most important first."""
    if level["reached"]:
        return ["reached"]
    following = result["next"] and result["next"]["level"]
    found = ["next"] if level["id"] == following else []
    if level["possible"]:
        found.append("possible")
    return found or ["ahead" if level["judged"] else "unjudged"]


def _step(title: str, said: str, states: Sequence[str], corner: tuple[int, int]) -> Markup:
    x, y = corner
    room = _WIDTH - x - 2 * _INSET
    return tag(
        "g",
        tag("rect", x=x + 1, y=y, width=_WIDTH - x - 2, height=_HEIGHT, rx=3),
        words(fit(title, room, _LARGE), x + _INSET, y + 20, class_="large"),
        words(fit(said, room, _SMALL), x + _INSET, y + 37, class_="small"),
        class_=" ".join(["step", *(f"step-{state}" for state in states)]),
    )


def _titled(title: str, aim: str) -> Markup:
    return together(tag("b", title), tag("span", aim, class_="aside") if aim else None)


def _lacks(level: Document, telling: Telling) -> str:
    every = [*level["unmet"], *level["open"]]
    return telling.questions(every) or "–"
