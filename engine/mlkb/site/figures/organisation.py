"""Five types of organisation as small charts: where the people sit, what helps and what hurts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.results.profile import ProfileSpec
from mlkb.site.figures.measures import BOLD, SMALL, breadth
from mlkb.site.figures.sheet import Box, Room, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

CAPTION: Caption = (
    (
        "ad-hoc",
        ("fsdl8-org1-adhoc-use", "fsdl8-org1-low-expertise", "fsdl8-org1-little-support"),
    ),
    (
        "rnd",
        (
            "fsdl8-org2-rnd-centred",
            "fsdl8-org2-long-term-capability",
            "fsdl8-org2-research-to-product-gap",
        ),
    ),
    (
        "embedded",
        (
            "fsdl8-org3-embedded-expertise",
            "fsdl8-org3-reports-to-eng-lead",
            "fsdl8-org3-tight-feedback",
            "fsdl8-org3-slow-compute-data",
        ),
    ),
    (
        "function",
        (
            "fsdl8-org4-separate-division",
            "fsdl8-org4-resources-allocated",
            "fsdl8-org4-slow-feedback",
            "fsdl8-org4-buyin-education-cost",
        ),
    ),
    (
        "first",
        (
            "fsdl8-org5-ceo-invests",
            "fsdl8-org5-experts-across-business",
            "fsdl8-org5-division-hard-problems",
            "fsdl8-org5-data-access-easy",
            "fsdl8-org5-culture-spread-hard",
        ),
    ),
    ("ours", ()),
)


class Chart(NamedTuple):
    """One type: people who do ML in each business area, and in a place of their own."""

    id: str
    areas: tuple[int, int, int]
    apart: int = 0
    place: str = ""
    """What the place of their own is called; none if there is none."""
    reports: bool = False
    """Whether that place answers to the management directly."""
    head: str = "management"
    """Who stands above all."""
    once: bool = False
    """Whether the one person in an area is there for one project only."""


CHARTS = (
    Chart("ad-hoc", (0, 1, 0), once=True),
    Chart("rnd", (0, 0, 0), 6, "research"),
    Chart("embedded", (2, 3, 0)),
    Chart("function", (0, 0, 0), 6, "division", reports=True),
    Chart("first", (3, 2, 3), 4, "division", head="invests"),
)
_WIDTH, _GAP, _AREA, _PITCH, _DEEP, _DOT, _HEAD = 216, 20, 46, 53, 44, 5, 124
_IN_ROW = 3
_HELPS, _HURTS = "+", "–"


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the charts three beside each other, or one below the other on narrow paper."""
    across = 1 if sheet.narrow else 3
    room = sheet.width if sheet.narrow else _WIDTH
    y = 0
    titles = _titles(scene)
    for start in range(0, len(CHARTS), across):
        row = CHARTS[start : start + across]
        if len(row) < across:
            _legend(scene, sheet, Box(len(row) * (_WIDTH + _GAP), y + 28, room, 0))
        level = y + deepest([titles[chart.id] for chart in row], room, BOLD)
        ends = []
        for place, chart in enumerate(row):
            x = place * (_WIDTH + _GAP)
            sheet.lines(titles[chart.id], Room(x, y, room), BOLD)
            ends.append(_chart(scene, sheet, chart, Box(x, level, room, 0)))
        y = max(ends) + 24
    if sheet.narrow:
        _legend(scene, sheet, Box(0, y - 4, room, 0))


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each type: where its people sit, what helps and what hurts."""
    titles = _titles(scene)
    for chart in CHARTS:
        said = [scene.say(f"sits-{chart.id}")]
        if chart.id != "ad-hoc":
            said.append(f"{_HELPS} {scene.say(f'helps-{chart.id}')}")
        said.append(f"{_HURTS} {scene.say(f'hurts-{chart.id}')}")
        yield titles[chart.id], said


def _titles(scene: Scene) -> dict[str, str]:
    results = scene.library["org-type"].results
    spec = next(one.spec for one in results if isinstance(one.spec, ProfileSpec))
    return {profile.id: scene.spoken(profile.title) for profile in spec.profiles}


def _chart(scene: Scene, sheet: Sheet, chart: Chart, place: Box) -> int:
    """Draw one type; return where it ends."""
    x, top = place.x, place.y
    middle = x + _PITCH + _AREA // 2
    head = Box(middle - _HEAD // 2, top + 8, _HEAD, 24)
    bus, level = head.bottom + 14, head.bottom + 30
    areas = [Box(x + number * _PITCH, level, _AREA, _DEEP) for number in range(len(chart.areas))]
    apart = Box(x + _WIDTH - _AREA, level, _AREA, _DEEP)
    below = [*areas, apart] if chart.place and not chart.reports else areas
    doors = [box.centre[0] for box in below]
    sheet.line((doors[0], level), (doors[0], bus), (doors[-1], bus), (doors[-1], level))
    for door in doors[1:-1]:
        sheet.line((door, head.bottom if door == middle else bus), (door, level))
    for people, area in zip(chart.areas, areas, strict=True):
        sheet.box(area)
        _people(sheet, people, area, "o d" if chart.once else "q")
    if chart.place:
        if chart.reports:
            side, door = head.centre[1], apart.centre[0]
            sheet.line((head.right, side), (door, side), (door, level), look="x")
        sheet.box(apart, "f")
        _people(sheet, chart.apart, apart, "q")
        name = scene.say(chart.place)
        sheet.word(name, apart.right - breadth(name, SMALL), level + _DEEP + 16, SMALL, "l")
    sheet.pill(head, "p k")
    sheet.word(scene.say(chart.head), middle, head.y + 16, SMALL, "m")
    sheet.word(scene.say("areas"), x, level + _DEEP + 16, SMALL, "l")
    y = level + _DEEP + 26
    if chart.id != "ad-hoc":
        y = _point(sheet, _HELPS, scene.say(f"helps-{chart.id}"), Room(x, y, place.width))
    return _point(sheet, _HURTS, scene.say(f"hurts-{chart.id}"), Room(x, y, place.width))


def _people(sheet: Sheet, count: int, box: Box, look: str) -> None:
    """Draw people as dots, three in a row."""
    for one in range(count):
        row, column = divmod(one, _IN_ROW)
        in_row = min(_IN_ROW, count - _IN_ROW * row)
        x = box.centre[0] + (2 * column - in_row + 1) * 7
        y = box.centre[1] + (14 * row - (7 if count > _IN_ROW else 0))
        sheet.circle((x, y), _DOT, look)


def _point(sheet: Sheet, sign: str, text: str, room: Room) -> int:
    """Write what helps or hurts, behind its sign; return where it ends."""
    x, y, width = room
    sheet.word(sign, x + 1, y + 13, SMALL)
    return sheet.lines(text, Room(x + 14, y, width - 14), SMALL) + 2


def _legend(scene: Scene, sheet: Sheet, place: Box) -> None:
    x, y = place.x, place.y
    for look, key in (("q", "person"), ("o d", "once")):
        sheet.circle((x + _DOT + 1, y + 8), _DOT, look)
        y = sheet.lines(scene.say(key), Room(x + 18, y, place.width - 18), SMALL) + 3
    sheet.line((x, y + 8), (x + 12, y + 8), look="x")
    sheet.lines(scene.say("direct"), Room(x + 18, y, place.width - 18), SMALL)
