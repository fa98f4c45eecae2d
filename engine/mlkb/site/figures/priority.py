"""Impact and feasibility: what each quadrant advises, and what each axis is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.results.quadrant import QuadrantSpec
from mlkb.site.figures.measures import BOLD, SMALL, TITLE, breadth
from mlkb.site.figures.sheet import PAD, Box, Room, deep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.results.quadrant import Axis
    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

CAPTION: Caption = (
    ("axes", ("fsdl1-select-high-impact-low-cost", "fsdl1-fig-impact-feasibility")),
    (
        "parts",
        (
            "fsdl1-cost-driver-data",
            "fsdl1-cost-driver-accuracy",
            "fsdl1-cost-driver-difficulty",
            "fsdl1-impact-relative-economics",
            "fsdl1-impact-product-need",
            "fsdl1-impact-ml-strengths",
            "fsdl1-impact-industry-reference",
            "fsdl1-impact-manual-rules",
        ),
    ),
    ("ours", ()),
)
ROWS = (("only-y", "both"), ("neither", "only-x"))
"""The quadrants as they lie, from above: only the impact is high, both are, and so on."""
LEADING = "impact-business"
"""The question that makes up the larger part of the impact; the clues share the rest."""
_SIDE, _GAP, _BAR = 26, 6, 20


class Portion(NamedTuple):
    """A part of an axis: its name, and how many of a thousand it makes up."""

    name: str
    share: int


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the quadrants with what they advise, and the axes as bars below."""
    spec = _spec(scene)
    wide = (sheet.width - _SIDE - _GAP) // 2
    room = wide - 2 * PAD
    said = {
        place: (scene.spoken(one.title), scene.spoken(one.advice))
        for place, one in spec.places.items()
    }
    y = 0
    for row in ROWS:
        high = max(deep(said[one][0], room, TITLE) + deep(said[one][1], room) for one in row) + 24
        for column, place in enumerate(row):
            x = _SIDE + column * (wide + _GAP)
            sheet.box(Box(x, y, wide, high), "f" if place == "both" else "")
            title, advice = said[place]
            below = sheet.lines(title, Room(x + PAD, y + 8, room), TITLE)
            sheet.lines(advice, Room(x + PAD, below + 4, room))
        y += high + _GAP
    bottom = y - _GAP
    _axes(scene, sheet, spec, bottom)
    y = bottom + 42
    for axis in (spec.y, spec.x):
        y = _bar(scene, sheet, axis, y)
    sheet.lines(_flags(scene, spec), Room(0, y, sheet.width), SMALL, "l")


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each quadrant with where it lies and what it advises, then what makes up the axes."""
    spec = _spec(scene)
    for place, one in spec.places.items():
        where = scene.say(f"at-{place}", impact=_name(scene, spec.y), other=_name(scene, spec.x))
        yield scene.spoken(one.title), (where, scene.spoken(one.advice))
    for axis in (spec.y, spec.x):
        parts = [
            scene.say("share", name=one.name, percent=_percent(one))
            for one in _portions(scene, axis)
        ]
        said = [", ".join(parts) + "."]
        if axis.penalties:
            said.append(_flags(scene, spec))
        yield _name(scene, axis), said


def _spec(scene: Scene) -> QuadrantSpec:
    results = scene.library["project-prioritisation"].results
    return next(one.spec for one in results if isinstance(one.spec, QuadrantSpec))


def _name(scene: Scene, axis: Axis) -> str:
    return scene.spoken(axis.title)


def _axes(scene: Scene, sheet: Sheet, spec: QuadrantSpec, bottom: int) -> None:
    """Draw both axes as arrows with their names: impact upwards, feasibility to the right."""
    at = 8
    impact = _name(scene, spec.y)
    sheet.arrow((at, bottom), (at, 0))
    label = Box(0, bottom // 2 - breadth(impact, BOLD) // 2 - 8, 18, breadth(impact, BOLD) + 16)
    sheet.box(label, "p", turn=0)
    sheet.turned(impact, (at + 4, bottom // 2), BOLD)
    low = bottom + 14
    sheet.arrow((_SIDE, low), (sheet.width, low))
    name = _name(scene, spec.x)
    across = breadth(name, BOLD) + 16
    middle = _SIDE + (sheet.width - _SIDE) // 2
    sheet.box(Box(middle - across // 2, low - 9, across, 18), "p", turn=0)
    sheet.word(name, middle, low + 5, BOLD, "m")


def _bar(scene: Scene, sheet: Sheet, axis: Axis, y: int) -> int:
    """Draw what an axis is made of, in proportion; return where it ends."""
    name = scene.say("made-of", axis=_name(scene, axis))
    y = sheet.lines(name, Room(0, y, sheet.width), SMALL, "l") + 2
    portions = _portions(scene, axis)
    total = sum(one.share for one in portions)
    x = taken = bottom = 0
    for place, one in enumerate(portions):
        taken += one.share
        end = sheet.width * taken // total
        sheet.box(Box(x, y, end - x - 2, _BAR), "f" if place == 0 else "", turn=0)
        label = scene.say("share", name=one.name, percent=_percent(one))
        bottom = max(bottom, sheet.lines(label, Room(x, y + _BAR + 2, end - x - 4), SMALL))
        x = end
    return bottom + 10


def _portions(scene: Scene, axis: Axis) -> list[Portion]:
    """Return the parts of an axis: the leading question apart, the rest by section."""
    checklist = scene.library["project-prioritisation"]
    total = sum(term.weight for term in axis.terms)
    weights: dict[str, int] = {}
    for term in axis.terms:
        section = checklist.questions[term.question].section
        part = LEADING if term.question == LEADING else f"part-{section}"
        weights[part] = weights.get(part, 0) + term.weight
    return [Portion(scene.say(part), 1000 * weight // total) for part, weight in weights.items()]


def _percent(portion: Portion) -> int:
    return (portion.share + 5) // 10


def _flags(scene: Scene, spec: QuadrantSpec) -> str:
    points = {points for _, points in spec.x.penalties}
    return scene.say("flags", split=spec.x.split, count=len(spec.x.penalties), points=max(points))
