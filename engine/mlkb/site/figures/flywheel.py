"""The data flywheel: four stations in a ring, and on three of its links a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.site.figures.measures import BOLD, SMALL, TITLE
from mlkb.site.figures.sheet import PAD, Box, Room, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Point, Sheet

CAPTION: Caption = (
    (
        "wheel",
        (
            "fsdl1-flywheel-definition",
            "fsdl1-flywheel-from-user-data",
            "fsdl1-flywheel-improves-over-time",
        ),
    ),
    (
        "questions",
        (
            "fsdl1-flywheel-three-questions",
            "fsdl1-q-flywheel-loop",
            "fsdl1-q-flywheel-more-data-better-model",
            "fsdl1-flywheel-more-data-not-always",
            "fsdl1-q-flywheel-performance-usability",
        ),
    ),
    ("ours", ()),
)
STATIONS = ("use", "data", "model", "product")
"""Clockwise from the corner above on the left."""
LINKS = ("loop", "more", "better")
"""What has to hold between one station and the next; the last link needs nothing more."""
_RADIUS, _RING, _BETWEEN = 13, 330, 70


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the ring, and the questions beside it or below it."""
    if sheet.narrow:
        bottom = _ring(scene, sheet, sheet.width)
        _links(scene, sheet, Box(0, bottom + 22, sheet.width, 0))
    else:
        _ring(scene, sheet, _RING)
        beside = _RING + 34
        _links(scene, sheet, Box(beside, 0, sheet.width - beside, 0))


def tell(scene: Scene) -> Iterator[Told]:
    """Yield the stations in order, each with what the way to the next one needs."""
    for place, station in enumerate(STATIONS):
        following = STATIONS[(place + 1) % len(STATIONS)]
        leads = scene.say("leads", next=scene.say(following))
        if place < len(LINKS):
            link = LINKS[place]
            needs = (scene.say(f"asks-{link}"), f"{scene.say('try')}: {scene.say(f'try-{link}')}")
            yield scene.say(station), (leads, *needs)
        else:
            yield scene.say(station), (leads, scene.say("centre"))


def _ring(scene: Scene, sheet: Sheet, across: int) -> int:
    """Draw the stations at four corners, arrows from each to the next; return the bottom."""
    wide, gap = (across - _BETWEEN) // 2, _BETWEEN
    high = deepest([scene.say(one) for one in STATIONS], wide - 2 * PAD, BOLD) + 26
    drop = 96 if sheet.narrow else 136
    right, low = wide + gap, high + drop
    corners = dict(zip(STATIONS, ((0, 0), (right, 0), (right, low), (0, low)), strict=True))
    boxes = {one: Box(x, y, wide, high) for one, (x, y) in corners.items()}
    for one, box in boxes.items():
        sheet.box(box, "f")
        sheet.say(scene.say(one), box, BOLD)
    use, data, model, product = boxes.values()
    ways = (
        ((use.right, use.centre[1]), (data.x, data.centre[1])),
        ((data.centre[0], data.bottom), (model.centre[0], model.y)),
        ((model.x, model.centre[1]), (product.right, product.centre[1])),
        ((product.centre[0], product.y), (use.centre[0], use.bottom)),
    )
    for place, (start, end) in enumerate(ways):
        sheet.arrow(start, end)
        if place < len(LINKS):
            _number(sheet, place + 1, _halfway(start, end))
    middle = Box(75 - PAD, high, across - 150 + 2 * PAD, drop)
    sheet.say(scene.say("centre"), middle, SMALL, "m l")
    return low + high


def _links(scene: Scene, sheet: Sheet, place: Box) -> None:
    """Write the question of each link, and how to find its answer out cheaply."""
    x, y, room = place.x, place.y, place.width
    y = sheet.lines(scene.say("needs"), Room(x, y, room), TITLE) + 6
    for number, link in enumerate(LINKS, 1):
        _number(sheet, number, (x + _RADIUS + 1, y + 14))
        text = x + 2 * _RADIUS + 12
        y = sheet.lines(scene.say(f"asks-{link}"), Room(text, y + 4, x + room - text), BOLD)
        y = sheet.lines(
            f"{scene.say('try')}: {scene.say(f'try-{link}')}",
            Room(text, y + 2, x + room - text),
            SMALL,
        )
        y += 10


def _number(sheet: Sheet, number: int, centre: Point) -> None:
    sheet.circle(centre, _RADIUS, "p k")
    sheet.word(str(number), centre[0], centre[1] + 5, BOLD, "m")


def _halfway(start: Point, end: Point) -> Point:
    """Return the middle of an arrow, a little before its head."""
    return (start[0] + end[0]) // 2 - _lean(start[0], end[0]), (
        (start[1] + end[1]) // 2 - _lean(start[1], end[1])
    )


def _lean(start: int, end: int) -> int:
    return 4 * ((end > start) - (end < start))
