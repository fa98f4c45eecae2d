"""Coverage as a map: who holds which responsibility, and which only one person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.markup import tag, together
from mlkb.report.figures.drawing import drawing, figure, fit, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document, Telling

TELLS = None
_CELL, _LEFT, _RIGHT, _HEAD, _SIZE = 26, 24, 24, 82, 13
_ACROSS = 10
"""People in one picture; more stand in another below it."""
_COUNTS = {"open": "?", "not-applicable": "–"}


def draw(entry: Document, telling: Telling, name: str) -> Markup:
    """Return the map, and tables of responsibilities and of people."""
    result = entry["result"]
    title = telling.name(entry, "coverage")
    people = result["people"]
    pictures = [
        _picture(result, people[start : start + _ACROSS], telling, f"{name}-{start}", title)
        for start in range(0, len(people), _ACROSS)
    ]
    tables = together(_held(result, telling, title), _people(people, telling) if people else None)
    if not pictures:
        return tag("div", tables, class_="drawn map")
    note = telling.say("figure-coverage-note")
    return figure(together(*pictures), tag("div", tables), note=note, kind="map")


def _picture(
    result: Document, people: Sequence[Document], telling: Telling, name: str, title: str
) -> Markup:
    held = result["held"]
    bottom = _HEAD + _CELL * len(held)
    return drawing(
        *_heads(people),
        *(
            shape
            for place, one in enumerate(held)
            for shape in _row(one, people, place, _HEAD + _CELL * place)
        ),
        *(
            words(
                f"{len(person['holds'])}{'!' if person['too_much'] else ''}",
                _middle(place),
                bottom + 18,
                class_="middle small count",
            )
            for place, person in enumerate(people)
        ),
        name=name,
        title=telling.say("figure-coverage", title=title),
        says=telling.say("between").join(
            telling.say("coverage-holder", name=person["name"], count=len(person["holds"]))
            for person in people
        ),
        size=(_LEFT + _CELL * len(people) + _RIGHT, bottom + 24),
    )


def _heads(people: Sequence[Document]) -> Iterator[Markup]:
    """Yield the names, upright."""
    for place, person in enumerate(people):
        x, y = _middle(place) + 4, _HEAD - 6
        name = fit(person["name"], _HEAD - 8, _SIZE)
        yield words(name, x, y, class_="name", transform=f"rotate(-90 {x} {y})")


def _row(one: Document, people: Sequence[Document], place: int, y: int) -> Iterator[Markup]:
    """Yield the number of a responsibility, a cell for each person, and how many hold it."""
    baseline = y + 17
    yield words(str(place + 1), _LEFT - 6, baseline, class_="end small")
    for column, person in enumerate(people):
        x = _LEFT + _CELL * column
        held = person["name"] in one["by"]
        yield tag(
            "rect",
            class_="cell held" if held else "cell",
            x=x + 1,
            y=y + 1,
            width=_CELL - 2,
            height=_CELL - 2,
        )
        if held and len(one["by"]) == 1:
            middle = _middle(column)
            yield tag(
                "path",
                class_="alone",
                d=f"M{middle} {y + 7}l6 6l-6 6l-6 -6z",
            )
    count = _COUNTS.get(one["state"], str(len(one["by"])))
    looks = "middle count lacking" if one["state"] == "nobody" else "middle small"
    yield words(count, _LEFT + _CELL * len(people) + _RIGHT // 2, baseline, class_=looks)


def _middle(column: int) -> int:
    return _LEFT + _CELL * column + _CELL // 2


def _held(result: Document, telling: Telling, title: str) -> Markup:
    heads = [telling.say("coverage-what"), telling.say("coverage-who")]
    rows = [
        (
            f"{place}. {telling.question(one['question'])}",
            ", ".join(one["by"])
            or tag("span", telling.say(f"coverage-is-{one['state']}"), class_=one["state"]),
        )
        for place, one in enumerate(result["held"], 1)
    ]
    return table(title, heads, rows)


def _people(people: Sequence[Document], telling: Telling) -> Markup:
    keys = ("coverage-person", "coverage-count", "coverage-alone-count")
    rows = [
        (
            person["name"],
            _marked(len(person["holds"]), telling, "too-much" if person["too_much"] else None),
            _marked(
                len(person["alone"]), telling, "single-point" if person["single_point"] else None
            ),
        )
        for person in people
    ]
    return table(telling.say("coverage-people"), [telling.say(key) for key in keys], rows)


def _marked(count: int, telling: Telling, mark: str | None) -> Markup:
    """Return a count, and the word for what is wrong with it."""
    word = tag("strong", telling.say(f"coverage-{mark}"), class_=mark) if mark else None
    return together(tag("span", str(count), class_="figures"), word)
