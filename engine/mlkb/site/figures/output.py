"""One output, right or wrong: two questions before it is used, a way to put it right, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.site.figures.measures import BOLD, PLAIN, SMALL
from mlkb.site.figures.sheet import PAD, Box, deep, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Point, Sheet

CAPTION: Caption = (
    ("bar", ("fsdl1-lift-hitl-design",)),
    ("users", ("fsdl1-observe-measure-users",)),
    ("notes", ("fsdl8-design-section",)),
    ("ours", ()),
)
MAIN = ("output", "sure", "costly", "act")
"""The way of an output that may be used as it is."""
ASIDE = {"sure": "fallback", "costly": "suggest"}
"""What happens instead, by the question that turns the output away."""
ANSWERS = {"sure": ("yes", "no"), "costly": ("no", "yes")}
"""The answer that lets it pass, and the one that turns it away."""
_GAP, _DROP, _LANE = 42, 34, 18


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the way from left to right, or from above on narrow paper."""
    if sheet.narrow:
        _down(scene, sheet)
    else:
        _across(scene, sheet)


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each station with what comes after it."""
    yield scene.say("output"), (scene.say("told-next", next=scene.say("sure")),)
    for question, following in (("sure", "costly"), ("costly", "act")):
        passes, turns = (scene.say(answer) for answer in ANSWERS[question])
        yield (
            scene.say(question),
            (
                scene.say("told-answer", answer=passes, next=scene.say(following)),
                scene.say("told-answer", answer=turns, next=scene.say(ASIDE[question])),
            ),
        )
    yield scene.say("user"), (f"{scene.say('back')}.",)


def _across(scene: Scene, sheet: Sheet) -> None:
    count = len(MAIN)
    wide = (sheet.width - (count - 1) * _GAP) // count
    room = wide - 2 * PAD
    high = deepest([scene.say(one) for one in MAIN], room, BOLD) + 22
    boxes = {one: Box(place * (wide + _GAP), 0, wide, high) for place, one in enumerate(MAIN)}
    _stations(scene, sheet, boxes)
    for before, after in (("output", "sure"), ("sure", "costly"), ("costly", "act")):
        start, end = boxes[before], boxes[after]
        sheet.arrow((start.right, start.centre[1]), (end.x, end.centre[1]))
        if before in ANSWERS:
            _answer(scene, sheet, ANSWERS[before][0], (start.right + 5, start.centre[1] - 7))
    level = high + _DROP
    deep_aside = deepest([scene.say(one) for one in ASIDE.values()], room, PLAIN) + 18
    low = level + deep_aside + _DROP
    user = Box(0, low, sheet.width, 40)
    for question, instead in ASIDE.items():
        above = boxes[question]
        box = sheet.box(Box(above.x, level, wide, deep_aside))
        sheet.say(scene.say(instead), box)
        middle = box.centre[0]
        sheet.arrow((middle, above.bottom), (middle, level))
        _answer(scene, sheet, ANSWERS[question][1], (middle + 7, above.bottom + 19))
        sheet.arrow((middle, box.bottom), (middle, low))
    last, first = boxes["act"].centre[0], boxes["output"].centre[0]
    sheet.arrow((last, high), (last, low))
    sheet.pill(user, "p k")
    sheet.say(scene.say("user"), user, BOLD)
    sheet.arrow((first, low), (first, high), look="d")
    tall = deep(scene.say("back"), room - 2 * PAD, SMALL) + 6
    label = Box(first - room // 2, (high + low - tall) // 2, room, tall)
    sheet.box(label, "p", turn=0)
    sheet.say(scene.say("back"), label, SMALL, "m l")


def _down(scene: Scene, sheet: Sheet) -> None:
    wide, gap, passing = 132, 40, 22
    aside = sheet.width - _LANE - wide - gap - passing
    high = (
        max(
            deepest([scene.say(one) for one in MAIN], wide - 2 * PAD, BOLD),
            deepest([scene.say(one) for one in ASIDE.values()], aside - 2 * PAD, SMALL),
        )
        + 18
    )
    boxes = {one: Box(_LANE, place * (high + _DROP), wide, high) for place, one in enumerate(MAIN)}
    _stations(scene, sheet, boxes)
    middle = _LANE + wide // 2
    for one in MAIN:
        sheet.arrow((middle, boxes[one].bottom), (middle, boxes[one].bottom + _DROP))
        if one in ANSWERS:
            _answer(scene, sheet, ANSWERS[one][0], (middle + 7, boxes[one].bottom + 19))
    low = boxes["act"].bottom + _DROP
    start = _LANE + wide + gap
    instead = {question: Box(start, boxes[question].y, aside, high) for question in ASIDE}
    first, second = instead.values()
    lane = sheet.width - passing // 2
    sheet.arrow((first.right, first.centre[1]), (lane, first.centre[1]), (lane, low))
    sheet.arrow((second.centre[0], second.bottom), (second.centre[0], low))
    for question, box in instead.items():
        beside = boxes[question]
        sheet.arrow((beside.right, box.centre[1]), (box.x, box.centre[1]))
        _answer(scene, sheet, ANSWERS[question][1], (beside.right + 4, box.centre[1] - 7))
        sheet.box(box)
        sheet.say(scene.say(ASIDE[question]), box, SMALL)
    room = sheet.width - _LANE - 2 * PAD
    user = Box(_LANE, low, sheet.width - _LANE, deepest([scene.say("user")], room, BOLD) + 20)
    sheet.pill(user, "p k")
    sheet.say(scene.say("user"), user, BOLD)
    top = boxes["output"].centre[1]
    sheet.arrow((_LANE, user.centre[1]), (4, user.centre[1]), (4, top), (_LANE, top), look="d")
    sheet.word(scene.say("back"), 4, user.bottom + 18, SMALL, "l")


def _stations(scene: Scene, sheet: Sheet, boxes: dict[str, Box]) -> None:
    """Draw the stations: what the system does filled, what is asked outlined."""
    for one, box in boxes.items():
        sheet.box(box, "o" if one in ANSWERS else "f")
        sheet.say(scene.say(one), box, BOLD)


def _answer(scene: Scene, sheet: Sheet, answer: str, at: Point) -> None:
    sheet.word(scene.say(answer), *at, SMALL, "l")
