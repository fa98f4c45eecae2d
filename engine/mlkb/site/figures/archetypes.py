"""Three kinds of product: what the system does alone, where a person stands, impact, feasibility.

Who stands where is drawn as the way of one output, from the system down to its effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.results.profile import ProfileSpec
from mlkb.site.figures.measures import BOLD, PLAIN, SMALL, TITLE, breadth
from mlkb.site.figures.sheet import PAD, Box, Room, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

CAPTION: Caption = (
    (
        "people",
        (
            "fsdl1-arch-software2",
            "fsdl1-arch-hitl-human-checks",
            "fsdl1-arch-autonomous",
            "fsdl1-auto-watch-failures",
        ),
    ),
    ("ours", ()),
    ("rank", ("fsdl1-fig-archetype-matrix", "fsdl1-harder-means-more-impact")),
    (
        "asks",
        (
            "fsdl1-q-sw2-real-improvement",
            "fsdl1-q-hitl-useful-performance",
            "fsdl1-q-auto-failure-rate",
        ),
    ),
    (
        "helps",
        (
            "fsdl1-lift-sw2-flywheel",
            "fsdl1-lift-hitl-design",
            "fsdl1-lift-hitl-good-enough",
            "fsdl1-lift-auto-human-intervention",
        ),
    ),
)
SYSTEM, EFFECT, PERSON = "system", "effect", "person"


class Kind(NamedTuple):
    """One kind of product: the way of an output, where people only watch, and its two ranks."""

    id: str
    way: tuple[str, ...]
    impact: int
    feasibility: int
    alone: tuple[str, ...]
    """The stations of the way that the system passes by itself."""
    watched: bool = False


KINDS = (
    Kind("software2", (SYSTEM, EFFECT, PERSON), 1, 3, (SYSTEM, EFFECT)),
    Kind("human-in-the-loop", (SYSTEM, PERSON, EFFECT), 2, 2, (SYSTEM,)),
    Kind("autonomous", (SYSTEM, EFFECT, PERSON), 3, 1, (SYSTEM, EFFECT), watched=True),
)
_GAP, _DROP, _RANKS = 20, 20, 3
_STEP, _BAR = 24, 9


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the kinds beside each other, or below each other on narrow paper."""
    if sheet.narrow:
        top = 0
        for kind in KINDS:
            top = _column(scene, sheet, kind, (kind,), Room(0, top, sheet.width)) + _GAP
    else:
        across = (sheet.width - 2 * _GAP) // len(KINDS)
        rooms = [Room(place * (across + _GAP), 0, across) for place in range(len(KINDS))]
        ends = [
            _column(scene, sheet, kind, KINDS, room)
            for kind, room in zip(KINDS, rooms, strict=True)
        ]
        top = max(ends) + _GAP
    _legend(scene, sheet, top)


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each kind with everything that is said of it."""
    titles = _titles(scene)
    for kind in KINDS:
        yield (
            titles[kind.id],
            (
                *(f"{scene.say(f'{one}-{kind.id}')}." for one in kind.way),
                f"{scene.say('impact')}: {scene.say(f'impact-{kind.impact}')}",
                f"{scene.say('feasibility')}: {scene.say(f'feasibility-{kind.feasibility}')}",
                f"{scene.say('asks')}: {scene.say(f'asks-{kind.id}')}",
                f"{scene.say('helps')}: {scene.say(f'helps-{kind.id}')}",
            ),
        )


def _titles(scene: Scene) -> dict[str, str]:
    results = scene.library["product-archetype"].results
    spec = next(one.spec for one in results if isinstance(one.spec, ProfileSpec))
    return {profile.id: scene.spoken(profile.title) for profile in spec.profiles}


def _column(scene: Scene, sheet: Sheet, kind: Kind, level: tuple[Kind, ...], room: Room) -> int:
    """Draw one kind, its parts level with those of the kinds in *level*; return where it ends."""
    x, top, across = room
    sheet.word(_titles(scene)[kind.id], x, top + 15, TITLE)
    y = top + 28
    for step in range(len(kind.way)):
        said = [scene.say(f"{one.way[step]}-{one.id}") for one in level]
        height = deepest(said, across - 2 * PAD) + 16
        _station(scene, sheet, kind, step, Box(x, y, across, height))
        y += height + _DROP
    y += 4 - _DROP // 2
    for axis, rank in (("impact", kind.impact), ("feasibility", kind.feasibility)):
        y = _rank(scene, sheet, axis, rank, Room(x, y, across))
    for about in ("asks", "helps"):
        y += 8
        y = sheet.lines(scene.say(about), Room(x, y, across), SMALL, "l")
        texts = [scene.say(f"{about}-{one.id}") for one in level]
        look = BOLD if about == "asks" else PLAIN
        sheet.lines(scene.say(f"{about}-{kind.id}"), Room(x, y, across), look)
        y += deepest(texts, across, look)
    return y


def _station(scene: Scene, sheet: Sheet, kind: Kind, step: int, box: Box) -> None:
    """Draw one station of the way, and the arrow to the next one."""
    what = kind.way[step]
    if what == PERSON:
        sheet.pill(box, "p d" if kind.watched else "p k")
    else:
        sheet.box(box, "f" if what in kind.alone else "")
    sheet.say(scene.say(f"{what}-{kind.id}"), box)
    if step + 1 < len(kind.way):
        middle, _ = box.centre
        if kind.watched and kind.way[step + 1] == PERSON:
            sheet.line((middle, box.bottom), (middle, box.bottom + _DROP), look="d")
        else:
            sheet.arrow((middle, box.bottom), (middle, box.bottom + _DROP))


def _rank(scene: Scene, sheet: Sheet, axis: str, rank: int, room: Room) -> int:
    """Draw one rank as one to three bars with its words beside it; return where it ends."""
    x, y, across = room
    names = max(breadth(scene.say(one), SMALL) for one in ("impact", "feasibility"))
    sheet.word(scene.say(axis), x, y + 13, SMALL, "l")
    start = x + names + 8
    for place in range(_RANKS):
        sheet.box(
            Box(start + place * _STEP, y + 4, _STEP - 3, _BAR),
            "b" if place < rank else "o",
            turn=0,
        )
    words = scene.say(f"{axis}-{rank}")
    beside = start + _RANKS * _STEP + 5
    sheet.lines(words, Room(beside, y, x + across - beside), SMALL)
    return y + 20


def _legend(scene: Scene, sheet: Sheet, top: int) -> None:
    x = 0
    for look, word in (("f", "by-itself"), ("", "only-then"), ("p k", "person"), ("p d", "aside")):
        text = scene.say(f"key-{word}")
        taken = 28 + breadth(text, SMALL) + 18
        if x + taken - 18 > sheet.width:
            x, top = 0, top + 22
        swatch = Box(x + 1, top + 2, 20, 12)
        if look.startswith("p"):
            sheet.pill(swatch, look)
        else:
            sheet.box(swatch, look, turn=2)
        sheet.word(text, x + 28, top + 13, SMALL)
        x += taken
