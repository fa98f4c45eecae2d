"""A drawing in the making: boxes, arrows, marks and text that fits, on paper of a given width."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.markup import tag
from mlkb.site.figures.measures import NARROW, PLAIN, TYPES, ascent, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkb.render.markup import Markup

PAD = 10
"""Between the edge of a box and its text."""
_HEAD, _HALF = 8, 4
"""How long an arrow's head is, and half of how wide."""
_TURN = 6
"""How round the corner of an arrow is."""

Point = tuple[int, int]


class Box(NamedTuple):
    """A rectangle on the paper."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


class Room(NamedTuple):
    """A place for text, as deep as the text."""

    x: int
    y: int
    width: int


class Sheet:
    """Paper of a given *width* that grows downwards with what is drawn on it."""

    def __init__(self, width: int) -> None:
        """Start with empty paper."""
        self.width = width
        self.height = 0
        self._shapes: list[Markup] = []

    @property
    def narrow(self) -> bool:
        """Whether this is the drawing for a narrow screen."""
        return self.width == NARROW

    def svg(self, title: str, says: str, kind: str) -> Markup:
        """Return the drawing, which *title* names and *says* describes.

        Title and description name their parent by standing in it: no ids, so that the same figure
        can stand on a page twice.
        """
        return tag(
            "svg",
            tag("title", title),
            tag("desc", says),
            *self._shapes,
            class_=kind,
            viewBox=f"-1 -1 {self.width + 2} {self.height + 2}",
            role="img",
        )

    def box(self, box: Box, look: str = "", turn: int = 3) -> Box:
        """Draw a box, and return it."""
        self._add(
            tag(
                "rect",
                class_=look or None,
                x=box.x,
                y=box.y,
                width=box.width,
                height=box.height,
                rx=turn or None,
            )
        )
        self._grow(box.bottom + 1)
        return box

    def pill(self, box: Box, look: str = "p") -> Box:
        """Draw a box with round ends, which stands for people."""
        return self.box(box, look, turn=min(box.height // 2, 18))

    def circle(self, centre: Point, radius: int, look: str = "") -> None:
        """Draw a circle."""
        self._add(tag("circle", class_=look or None, cx=centre[0], cy=centre[1], r=radius))
        self._grow(centre[1] + radius + 1)

    def path(self, d: str, look: str = "", bottom: int = 0) -> None:
        """Draw a path as SVG writes it, which goes down to *bottom*."""
        self._add(tag("path", class_=look or None, d=d))
        self._grow(bottom)

    def line(self, *points: Point, look: str = "") -> None:
        """Draw a line through *points*, its corners rounded."""
        self.path(_route(points), look, max(y for _, y in points) + 1)

    def arrow(self, *points: Point, look: str = "") -> None:
        """Draw a line through *points*, which run across or down, with a head at its end."""
        (from_x, from_y), (x, y) = points[-2:]
        dx, dy = _sign(x - from_x), _sign(y - from_y)
        base = (x - dx * _HEAD, y - dy * _HEAD)
        self.line(*points[:-1], base, look=look)
        across, down = dy * _HALF, dx * _HALF
        self.path(
            f"M{base[0] - across} {base[1] - down}L{x} {y}L{base[0] + across} {base[1] + down}z",
            "h",
            y + _HALF,
        )

    def word(self, text: str, x: int, y: int, kind: str = PLAIN, look: str = "") -> None:
        """Write one line that stands on *y*; *look* may say where it begins: `m` or `e`."""
        self._add(tag("text", text, class_=f"{kind} {look}".strip() or None, x=x, y=y))
        self._grow(y + 4)

    def turned(self, text: str, centre: Point, kind: str = PLAIN) -> None:
        """Write one line upwards, its middle at *centre*."""
        x, y = centre
        self._add(tag("text", text, class_=f"{kind} m", x=x, y=y, transform=f"rotate(-90 {x} {y})"))

    def lines(self, text: str, room: Room, kind: str = PLAIN, look: str = "") -> int:
        """Write *text* in lines that fit into *room*, from its top; return where they end.

        With `m` in *look* the lines are centred.
        """
        face, y = TYPES[kind], room.y
        at = room.x + room.width // 2 if "m" in look.split() else room.x
        for line in lines(text, room.width, kind):
            self.word(line, at, y + (face.leading + ascent(kind)) // 2, kind, look)
            y += face.leading
        self._grow(y)
        return y

    def say(self, text: str, box: Box, kind: str = PLAIN, look: str = "m") -> None:
        """Write *text* into the middle of a *box*."""
        top = (box.height - deep(text, box.width - 2 * PAD, kind)) // 2
        self.lines(text, Room(box.x + PAD, box.y + top, box.width - 2 * PAD), kind, look)

    def _add(self, shape: Markup) -> None:
        self._shapes.append(shape)

    def _grow(self, bottom: int) -> None:
        self.height = max(self.height, bottom)


def deep(text: str, room: int, kind: str = PLAIN) -> int:
    """Return how much *text* takes downwards in lines of at most *room*."""
    return TYPES[kind].leading * len(lines(text, room, kind))


def deepest(texts: Sequence[str], room: int, kind: str = PLAIN) -> int:
    """Return how much the longest of *texts* takes."""
    return max(deep(text, room, kind) for text in texts)


def _route(points: Sequence[Point]) -> str:
    """Return the way through *points*, which turns in small arcs."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, (corner, after) in zip(points, pairwise(points[1:]), strict=False):
        into, out = _toward(corner, before), _toward(corner, after)
        steps.append(f"L{into[0]} {into[1]}Q{corner[0]} {corner[1]} {out[0]} {out[1]}")
    steps.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(steps)


def _toward(start: Point, end: Point) -> Point:
    """Return the point a turn away from *start* on the way to *end*."""
    (x, y), (to_x, to_y) = start, end
    reach = min(_TURN, abs(to_x - x) + abs(to_y - y))
    return x + _sign(to_x - x) * reach, y + _sign(to_y - y) * reach


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
