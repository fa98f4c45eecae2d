"""The path of a model and its ways back: what is watched, who decides, where each cause leads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mlkb.site.figures.measures import BOLD, SMALL
from mlkb.site.figures.sheet import PAD, Box, Room, deep, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

CAPTION: Caption = (
    (
        "path",
        (
            "mlopsworld-l1-define-success-measure",
            "mlopsworld-l1-ds-data-access",
            "mlopsworld-l1-ds-env-access",
            "mlopsworld-l1-reliable-deployment-path",
            "mlopsworld-l1-feedback-loop-transparency",
        ),
    ),
    ("early", ("mlopsworld-l4-monitoring-requirements-early",)),
    (
        "decide",
        ("mlopsworld-l1-feedback-in-business-process", "mlopsworld-l4-retraining-not-everything"),
    ),
    ("ours", ()),
)
PATH = ("success", "data", "experiment", "deploy")
"""The stretches to which a cause may lead back; the last stretch is the use."""
WATCHED = ("business", "model", "input", "system")
_GAP, _RISE, _LANE = 22, 26, 14


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the path from left to right with the ways back below it, or from above."""
    if sheet.narrow:
        _down(scene, sheet)
    else:
        _across(scene, sheet)


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each stretch with the next one and the cause that leads back, then who decides."""
    for one, following in pairwise((*PATH, "use")):
        yield (
            scene.say(one),
            (
                scene.say("told-next", next=scene.say(following)),
                scene.say("told-cause", cause=scene.say(f"cause-{one}")),
            ),
        )
    watched = ", ".join(scene.say(f"watch-{one}") for one in WATCHED)
    yield scene.say("use"), (f"{scene.say('watched')}: {watched}.",)
    yield scene.say("decide"), (scene.say("told-decide"),)


def _across(scene: Scene, sheet: Sheet) -> None:
    count = len(PATH) + 1
    wide = (sheet.width - (count - 1) * _GAP) // count
    room = wide - 2 * PAD
    starts = [place * (wide + _GAP) for place in range(count)]
    high = deepest([scene.say(one) for one in (*PATH, "use")], room, BOLD) + 20
    for place, one in enumerate((*PATH, "use")):
        box = sheet.box(Box(starts[place], 0, wide, high), "f")
        sheet.say(scene.say(one), box, BOLD)
        if place:
            sheet.arrow((box.x - _GAP, box.centre[1]), (box.x, box.centre[1]))
    causes = [scene.say(f"cause-{one}") for one in PATH]
    level = high + _RISE
    deepness = max(deepest(causes, room, SMALL) + 16, _watched_depth(scene, room))
    low = level + deepness + _RISE
    last = starts[-1]
    sheet.arrow((last + wide // 2, high), (last + wide // 2, level))
    watched = sheet.box(Box(last, level, wide, deepness), "p k")
    _watched(scene, sheet, watched)
    cause_depth = deepest(causes, room, SMALL) + 16
    for place, cause in enumerate(causes):
        middle = starts[place] + wide // 2
        box = Box(starts[place], level + deepness - cause_depth, wide, cause_depth)
        sheet.box(box, "")
        sheet.say(cause, box, SMALL)
        sheet.arrow((middle, box.y), (middle, high), look="d")
        sheet.arrow((middle, low), (middle, box.bottom), look="d")
    end = starts[len(PATH) - 1] + wide
    decide = Box(0, low, end, deep(scene.say("decide"), end - 2 * PAD, BOLD) + 18)
    sheet.pill(decide, "p k")
    sheet.say(scene.say("decide"), decide, BOLD)
    middle = decide.centre[1]
    corner = last + wide // 2
    sheet.arrow((corner, watched.bottom), (corner, middle), (end, middle))


def _watched_depth(scene: Scene, room: int) -> int:
    head = deep(scene.say("watched"), room, SMALL)
    return head + sum(deep(scene.say(f"watch-{one}"), room - 10, SMALL) + 2 for one in WATCHED) + 20


def _watched(scene: Scene, sheet: Sheet, box: Box) -> None:
    """Write what is watched, one thing below the other."""
    room = box.width - 2 * PAD
    y = sheet.lines(scene.say("watched"), Room(box.x + PAD, box.y + 8, room), SMALL, "l") + 3
    for one in WATCHED:
        sheet.circle((box.x + PAD + 3, y + 8), 2, "q")
        y = sheet.lines(scene.say(f"watch-{one}"), Room(box.x + PAD + 10, y, room - 10), SMALL) + 2


def _down(scene: Scene, sheet: Sheet) -> None:
    wide, beside = 136, 158
    causes_wide = sheet.width - beside - _LANE - 8
    high = (
        max(
            deepest([scene.say(one) for one in (*PATH, "use")], wide - 2 * PAD, BOLD),
            deepest([scene.say(f"cause-{one}") for one in PATH], causes_wide - 2 * PAD, SMALL),
        )
        + 16
    )
    lane = sheet.width - 4
    y = 0
    middles = []
    for one in (*PATH, "use"):
        box = sheet.box(Box(0, y, wide, high), "f")
        sheet.say(scene.say(one), box, BOLD)
        if one in PATH:
            cause = sheet.box(Box(beside, y, causes_wide, high))
            sheet.say(scene.say(f"cause-{one}"), cause, SMALL)
            sheet.arrow((cause.x, cause.centre[1]), (wide, cause.centre[1]), look="d")
            middles.append(cause.centre[1])
        sheet.arrow((wide // 2, box.bottom), (wide // 2, box.bottom + _GAP))
        y = box.bottom + _GAP
    room = sheet.width - 40
    watched = sheet.box(Box(0, y, room, _watched_depth(scene, room - 2 * PAD)), "p k")
    _watched(scene, sheet, watched)
    y = watched.bottom + _GAP
    decide = Box(0, y, room, deep(scene.say("decide"), room - 2 * PAD, BOLD) + 20)
    sheet.arrow((room // 2, watched.bottom), (room // 2, y))
    sheet.pill(decide, "p k")
    sheet.say(scene.say("decide"), decide, BOLD)
    for place, middle in enumerate(middles):
        end = beside + causes_wide
        if place == 0:
            start = decide.centre[1]
            sheet.arrow((room, start), (lane, start), (lane, middle), (end, middle), look="d")
        else:
            sheet.arrow((lane, middle), (end, middle), look="d")
