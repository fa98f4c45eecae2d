"""Candidates on two axes: a point for each in the worst case, a frame up to the best one.

Every point has its place in the ranking for a number, and its name where all names fit.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.markup import tag
from mlkb.report.figures.drawing import breadth, drawing, fit, lines_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.render.labels import Labels
    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document

_PERCENT = 3
_SIDE = 100 * _PERCENT
_LEFT, _TOP, _RIGHT, _BOTTOM = 34, 10, 14, 40
_DOT, _SIZE, _LINE, _BASE, _INSET = 5, 12, 14, 11, 5
_THIN = 3
"""How far a frame that is only a line goes to both sides of it."""
_NAMED = 8
"""More candidates than this are only numbered."""
_AWAY = (4, 16, 30, 46)
"""How far from its point a label may stand, nearest first."""


class Candidate(NamedTuple):
    """A candidate and the quadrant result that stands in the document."""

    subject: str
    result: Document


class Box(NamedTuple):
    """A rectangle of the drawing that something takes."""

    x: int
    y: int
    width: int
    height: int

    def overlap(self, other: Box) -> int:
        """Return the area that both take."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, across) * max(0, down)


_PLOT = Box(_LEFT, _TOP, _SIDE, _SIDE)


def draw(
    candidates: Sequence[Candidate], labels: Labels, name: str, lines: Sequence[str]
) -> Markup:
    """Return all *candidates* in one drawing, which *lines* describe."""

    def spoken(text: Document) -> str:
        return str(text[labels.locale])

    x, y = candidates[0].result["x"], candidates[0].result["y"]
    axes = {"x": spoken(x["title"]) or x["id"], "y": spoken(y["title"]) or y["id"]}
    places = {place["id"]: spoken(place["title"]) for place in candidates[0].result["quadrants"]}
    corners = tuple(_corners(places, x["split"]))
    title = labels.say("report.figure-quadrant", **axes)
    return drawing(
        tag("rect", class_="plot", x=_LEFT, y=_TOP, width=_SIDE, height=_SIDE),
        tag("path", class_="split", d=_split(x["split"], y["split"])),
        *(
            words(
                line,
                box.x + right * box.width,
                box.y + _BASE,
                class_="end place" if right else "place",
            )
            for line, box, right in corners
        ),
        *_axes(axes["x"], axes["y"]),
        *_frames(candidates),
        *_points(candidates, [*(box for _, box, _ in corners), *_bars(candidates)]),
        name=name,
        title=title,
        says=" ".join(lines),
        size=(_LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BOTTOM),
    )


def _across(percent: int) -> int:
    return _LEFT + _PERCENT * percent


def _up(percent: int) -> int:
    return _TOP + _SIDE - _PERCENT * percent


def _split(x: int, y: int) -> str:
    return f"M{_across(x)} {_TOP}v{_SIDE}M{_LEFT} {_up(y)}h{_SIDE}"


def _corners(titles: dict[str, str], split: int) -> Iterator[tuple[str, Box, bool]]:
    """Yield what each quadrant is called, in lines, where each stands, and if its end is right."""
    for name, title in titles.items():
        right, below = name in ("both", "only-x"), name in ("only-x", "neither")
        room = _PERCENT * (100 - split if right else split) - 2 * _INSET
        lines = lines_of(title, room, _SIZE)
        top = _TOP + (_SIDE - _INSET - _LINE * len(lines) if below else _INSET)
        for place, line in enumerate(lines):
            width = min(room, breadth(line, _SIZE))
            x = _LEFT + (_SIDE - _INSET - width if right else _INSET)
            yield line, Box(x, top + _LINE * place, width, _LINE), right


def _axes(x: str, y: str) -> Iterator[Markup]:
    """Yield the names of the axes, with their ends."""
    low, middle, below = _TOP + _SIDE, _SIDE // 2, _TOP + _SIDE + 16
    yield words("0", _LEFT, below, class_="middle small")
    yield words("100 %", _LEFT + _SIDE, below, class_="end small")
    yield words(fit(x, _SIDE - 80, 13), _LEFT + middle, below + 16, class_="middle axis")
    yield words("0", _LEFT - 6, low, class_="end small")
    yield words("100", _LEFT - 6, _TOP + 10, class_="end small")
    down = _TOP + middle
    yield words(
        fit(y, _SIDE - 80, 13), 14, down, class_="middle axis", transform=f"rotate(-90 14 {down})"
    )


def _frames(candidates: Sequence[Candidate]) -> Iterator[Markup]:
    """Yield how far open questions reach; a frame is never too thin to be seen."""
    for one in candidates:
        x, y = one.result["x"], one.result["y"]
        width, height = (_PERCENT * (axis["best"] - axis["worst"]) for axis in (x, y))
        if not width and not height:
            continue
        beside, above = (0 if size else _THIN for size in (width, height))
        yield tag(
            "rect",
            class_="frame",
            x=_across(x["worst"]) - beside,
            y=_up(y["best"]) - above,
            width=width + 2 * beside,
            height=height + 2 * above,
        )


def _bars(candidates: Sequence[Candidate]) -> Iterator[Box]:
    """Yield the frames that are no more than a line: a label over one would hide it."""
    for one in candidates:
        x, y = one.result["x"], one.result["y"]
        width, height = (_PERCENT * (axis["best"] - axis["worst"]) for axis in (x, y))
        if min(width, height) < _LINE < max(width, height):
            corner = (_across(x["worst"]) - _THIN, _up(y["best"]) - _THIN)
            yield Box(*corner, width + 2 * _THIN, height + 2 * _THIN)


def _points(candidates: Sequence[Candidate], taken: Sequence[Box]) -> Iterator[Markup]:
    """Yield a point for each candidate with its label beside it, none on what is *taken*."""
    points = [
        (_across(one.result["x"]["worst"]), _up(one.result["y"]["worst"])) for one in candidates
    ]
    numbers = [str(place) for place, _ in enumerate(candidates, 1)]
    texts = numbers
    boxes, free = _placed(points, numbers, taken)
    if len(candidates) <= _NAMED:
        names = [
            fit(f"{number} {one.subject}", _SIDE // 2, _SIZE)
            for number, one in zip(numbers, candidates, strict=True)
        ]
        named, fits = _placed(points, names, taken)
        if fits or not free:
            texts, boxes = names, named
    for (x, y), box in zip(points, boxes, strict=True):
        to_x, to_y = _nearest(x, box.x, box.width), _nearest(y, box.y, box.height)
        if max(abs(to_x - x), abs(to_y - y)) > _DOT + _AWAY[0]:
            yield tag("path", class_="lead", d=f"M{x} {y}L{to_x} {to_y}")
    for x, y in points:
        yield tag("circle", class_="point", cx=x, cy=y, r=_DOT)
    for text, box in zip(texts, boxes, strict=True):
        yield words(text, box.x, box.y + _BASE, class_="label")


def _nearest(point: int, start: int, length: int) -> int:
    """Return the end of the shortest line from *point* to a stretch."""
    return max(start, min(point, start + length))


def _placed(
    points: Sequence[tuple[int, int]], texts: Sequence[str], taken: Sequence[Box]
) -> tuple[list[Box], bool]:
    """Return a place for the label of each point, and whether none covers anything.

    Each label takes the nearest place that is free, else the one that covers least.
    """
    reach = _DOT + 1
    obstacles = [Box(x - reach, y - reach, 2 * reach, 2 * reach) for x, y in points]
    obstacles.extend(taken)
    found: list[Box] = []
    free = True
    for (x, y), text in zip(points, texts, strict=True):
        places = tuple(_around(x, y, breadth(text, _SIZE) + _THIN, _LINE))
        covers = [sum(box.overlap(other) for other in (*obstacles, *found)) for box in places]
        best = covers.index(min(covers))
        free = free and not covers[best]
        found.append(places[best])
    return found, free


def _around(x: int, y: int, width: int, height: int) -> Iterator[Box]:
    """Yield the places around a point that lie in the plot, nearest first."""
    for away in _AWAY:
        reach = _DOT + away
        columns = (x + reach, x - reach - width, x - width // 2)
        rows = (y - height // 2, y - reach - height, y + reach)
        for left, top in product(columns, rows):
            box = Box(left, top, width, height)
            beside = left != columns[2] or top != rows[0]  # not over the point itself
            if beside and box.overlap(_PLOT) == width * height:
                yield box
    yield Box(min(x + _DOT + 4, _LEFT + _SIDE - width), y - height // 2, width, height)
