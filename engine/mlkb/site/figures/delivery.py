"""The four stages of delivery: what is done in each, what leaves it, and the ways back."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mlkb.site.figures.measures import BOLD, SMALL, TITLE
from mlkb.site.figures.sheet import PAD, Box, Room, deep, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.model.checklist import Ladder
    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

STEPS = {
    "requirements": {
        "collect": ("fsml-req-client-meeting",),
        "detail": ("fsml-req-functional-detail", "fsml-req-constraints", "fsml-req-schedule"),
        "reduce": ("fsml-req-reduce-to-ml-problem",),
    },
    "data": {
        "raw": (
            "fsml-data-fit-requirements",
            "fsml-data-bias-distribution",
            "fsml-data-copyright",
        ),
        "tool": ("fsml-annotation-tool-build",),
        "guide": ("fsml-annotation-guide",),
    },
    "model": {
        "literature": ("fsml-model-literature", "fsml-model-reproduce"),
        "baseline": ("fsml-model-baseline",),
        "evaluate": ("fsml-model-apply-real-data", "fsml-model-evaluate-revise"),
    },
    "deployment": {
        "lighter": ("fsml-deploy-lightweight",),
        "clean": ("fsml-deploy-clean-code", "fsml-deploy-match-interface"),
        "versions": ("fsml-deploy-version-system", "fsml-deploy-automate-update"),
    },
}
"""What is done in each stage, and the claims that say so."""
CAPTION: Caption = (
    (
        "stages",
        (
            "fsml-delivery-four-stages",
            "fsml-req-stage",
            "fsml-data-stage",
            "fsml-model-stage",
            "fsml-deploy-stage",
        ),
    ),
    (
        "steps",
        tuple(chain.from_iterable(chain.from_iterable(one.values()) for one in STEPS.values())),
    ),
    (
        "back",
        (
            "fsdl1-lifecycle-redo-earlier-stage",
            "fsdl1-lifecycle-redefine-performance",
            "fsdl1-lifecycle-not-sequential",
        ),
    ),
    ("exit", ("fsml-service-type-data-collection",)),
    ("ours", ()),
)
ONLY_DATA = "data"
"""The last stage of a product that is no more than a pipeline for data."""
_GAP, _LANE, _GUTTER = 22, 46, 34


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the stages from left to right, or from above on narrow paper."""
    ladder = scene.library.ladders["delivery-stages"]
    if sheet.narrow:
        _down(scene, sheet, ladder)
    else:
        _across(scene, sheet, ladder)


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each stage with its steps, and what leaves it."""
    ladder = scene.library.ladders["delivery-stages"]
    for place, stage in enumerate(ladder.levels):
        said = [f"{scene.say(f'step-{step}')}." for step in STEPS[stage]]
        said.append(f"{scene.say('leaves')} {scene.spoken(ladder.aims[stage])}")
        if place:
            said.append(f"{scene.say('back')}.")
        if stage == ONLY_DATA:
            said.append(f"{scene.say('exit')}.")
        yield _title(scene, ladder, stage), said


def _title(scene: Scene, ladder: Ladder, stage: str) -> str:
    return f"{ladder.levels.index(stage) + 1}\u00a0{scene.spoken(ladder.titles[stage])}"


def _across(scene: Scene, sheet: Sheet, ladder: Ladder) -> None:
    count = len(ladder.levels)
    wide = (sheet.width - (count - 1) * _GAP) // count
    room = wide - 2 * PAD
    starts = [place * (wide + _GAP) for place in range(count)]
    titles = [_title(scene, ladder, stage) for stage in ladder.levels]
    head = deepest(titles, room, BOLD) + 16
    work = max(_work_depth(scene, stage, room) for stage in ladder.levels)
    aims = [scene.spoken(ladder.aims[stage]) for stage in ladder.levels]
    out = deep(scene.say("leaves"), room, SMALL) + deepest(aims, room, SMALL) + 16
    lane = sheet.lines(scene.say("back"), Room(0, 0, sheet.width), SMALL, "m l") + 10
    top = lane + _LANE - 14
    _ways_back(sheet, [(start, wide) for start in starts], lane, top)
    for place, stage in enumerate(ladder.levels):
        x = starts[place]
        title = sheet.box(Box(x, top, wide, head), "f")
        sheet.say(titles[place], title, BOLD)
        sheet.box(Box(x, top + head, wide, work))
        _work(scene, sheet, stage, Room(x + PAD, top + head + 8, room))
        if place + 1 < count:
            middle = top + head // 2
            sheet.arrow((x + wide, middle), (starts[place + 1], middle))
        below = top + head + work
        sheet.arrow((x + wide // 2, below), (x + wide // 2, below + 18))
        _result(scene, sheet, ladder, stage, Box(x, below + 18, wide, out))
    data = starts[ladder.levels.index(ONLY_DATA)]
    end = top + head + work + 18 + out
    sheet.arrow((data + wide // 2, end), (data + wide // 2, end + 18), look="d")
    room = wide + 2 * _GAP
    ending = Box(data - _GAP, end + 18, room, deep(scene.say("exit"), room - 2 * PAD, SMALL) + 12)
    sheet.box(ending, "o d")
    sheet.say(scene.say("exit"), ending, SMALL)


def _ways_back(sheet: Sheet, columns: list[tuple[int, int]], lane: int, top: int) -> None:
    """Draw a lane above the stages: up from each but the first, down into each but the last."""
    beside = 16
    first, *between, last = (x + wide // 2 for x, wide in columns)
    sheet.arrow(
        (last + beside, top),
        (last + beside, lane),
        (first - beside, lane),
        (first - beside, top),
        look="d",
    )
    for middle in between:
        sheet.line((middle + beside, top), (middle + beside, lane), look="d")
        sheet.arrow((middle - beside, lane), (middle - beside, top), look="d")


def _down(scene: Scene, sheet: Sheet, ladder: Ladder) -> None:
    wide = sheet.width - _GUTTER
    room = wide - 2 * PAD
    y = 0
    lane = sheet.width - 10
    doors = []
    for place, stage in enumerate(ladder.levels):
        title = sheet.box(Box(0, y, wide, 34), "f")
        sheet.word(_title(scene, ladder, stage), PAD, y + 23, TITLE)
        doors.append(title.centre[1])
        work = _work_depth(scene, stage, room)
        sheet.box(Box(0, y + 34, wide, work))
        _work(scene, sheet, stage, Room(PAD, y + 42, room))
        y += 34 + work
        sheet.arrow((wide // 2, y), (wide // 2, y + 18))
        aim = scene.spoken(ladder.aims[stage])
        out = deep(scene.say("leaves"), room, SMALL) + deep(aim, room, SMALL) + 14
        _result(scene, sheet, ladder, stage, Box(0, y + 18, wide, out))
        y += 18 + out
        if stage == ONLY_DATA:
            y = sheet.lines(scene.say("exit"), Room(PAD, y + 4, room), SMALL, "l")
        if place + 1 < len(ladder.levels):
            sheet.arrow((wide // 2, y), (wide // 2, y + 22))
            y += 22
    first, *between, last = doors
    sheet.arrow((wide, last + 7), (lane, last + 7), (lane, first - 7), (wide, first - 7), look="d")
    for door in between:
        sheet.line((wide, door + 7), (lane, door + 7), look="d")
        sheet.arrow((lane, door - 7), (wide, door - 7), look="d")
    sheet.lines(scene.say("back"), Room(0, y + 8, sheet.width), SMALL, "l")


def _work_depth(scene: Scene, stage: str, room: int) -> int:
    return sum(deep(scene.say(f"step-{step}"), room - 12, SMALL) + 5 for step in STEPS[stage]) + 12


def _work(scene: Scene, sheet: Sheet, stage: str, room: Room) -> None:
    """Write the steps of a stage below each other, each behind a dot."""
    x, y, width = room
    for step in STEPS[stage]:
        sheet.circle((x + 3, y + 8), 2, "q")
        y = sheet.lines(scene.say(f"step-{step}"), Room(x + 12, y, width - 12), SMALL) + 5


def _result(scene: Scene, sheet: Sheet, ladder: Ladder, stage: str, box: Box) -> None:
    """Draw what leaves a stage, as a sheet of paper with its corner folded."""
    fold = 10
    sheet.path(
        f"M{box.x} {box.y}h{box.width - fold}l{fold} {fold}v{box.height - fold}h-{box.width}z"
        f"M{box.right - fold} {box.y}v{fold}h{fold}",
        "o",
        box.bottom + 1,
    )
    room = box.width - 2 * PAD
    y = sheet.lines(scene.say("leaves"), Room(box.x + PAD, box.y + 7, room - fold), SMALL, "l")
    sheet.lines(scene.spoken(ladder.aims[stage]), Room(box.x + PAD, y, room), SMALL)
