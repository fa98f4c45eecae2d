"""Seven roles along the life of a model: who does something on which stage, and who needs to look.

Every mark rests on a claim of its own; only the stages are ours.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mlkb.site.figures.measures import BOLD, SMALL, breadth
from mlkb.site.figures.sheet import Box, Room, deep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

STAGES = ("goals", "data", "build", "check", "ship", "run")
DUTY, NEED = "duty", "need"


class Mark(NamedTuple):
    """What a role does, or needs, on a stage; it may reach to a later one."""

    stage: str
    kind: str
    claims: tuple[str, ...]
    until: str = ""


ROLES: dict[str, tuple[Mark, ...]] = {
    "mlops-subject-matter-expert": (
        Mark("goals", DUTY, ("roles7-sme-business-goals-kpi",)),
        Mark("data", NEED, ("roles7-sme-need-data-used",)),
        Mark("check", DUTY, ("roles7-sme-check-performance-match",)),
        Mark("run", DUTY, ("roles7-sme-continuous-evaluation",)),
    ),
    "mlops-data-scientist": (
        Mark("data", NEED, ("roles7-ds-need-investigate-pipelines",)),
        Mark("build", DUTY, ("roles7-ds-silo-problem",)),
        Mark("ship", NEED, ("roles7-ds-need-packaging",)),
        Mark("run", NEED, ("roles7-ds-need-visibility-all-models",)),
    ),
    "mlops-data-engineer": (
        Mark("data", DUTY, ("roles7-de-collect-manage-maintain",)),
        Mark("run", NEED, ("roles7-de-need-visibility",)),
    ),
    "mlops-software-engineer": (
        Mark("check", NEED, ("roles7-swe-need-versioning-tests",)),
        Mark("ship", DUTY, ("roles7-swe-check-works-with-apps",)),
    ),
    "mlops-devops": (
        Mark("check", DUTY, ("roles7-devops-security-performance-ops",)),
        Mark("ship", DUTY, ("roles7-devops-cicd",)),
        Mark("run", DUTY, ("roles7-devops-security-performance-ops",)),
    ),
    "mlops-model-risk-manager": (
        Mark("data", NEED, ("roles7-mrm-need-detailed-report",)),
        Mark("check", DUTY, ("roles7-mrm-check-before-release",)),
        Mark("run", DUTY, ("roles7-mrm-minimise-risk",)),
    ),
    "mlops-ml-architect": (
        Mark("data", DUTY, ("roles7-mla-data-storage-consumption",)),
        Mark("build", DUTY, ("roles7-mla-scalability-flexibility",), until="run"),
    ),
}


def _behind(kind: str) -> tuple[str, ...]:
    marks = chain.from_iterable(ROLES.values())
    claims = chain.from_iterable(mark.claims for mark in marks if mark.kind == kind)
    return tuple(dict.fromkeys(claims))


CAPTION: Caption = (
    ("duties", _behind(DUTY)),
    ("needs", _behind(NEED)),
    ("ours", ()),
)
_LABEL, _LABEL_NARROW, _DOT = 142, 100, 6


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw roles down and stages across; narrow paper has room for the marks only."""
    label = _LABEL_NARROW if sheet.narrow else _LABEL
    room = (sheet.width - label) // len(STAGES)
    columns = {stage: label + place * room for place, stage in enumerate(STAGES)}
    for stage, x in columns.items():
        kind = SMALL if sheet.narrow else BOLD
        sheet.word(scene.say(f"stage-{stage}"), x + room // 2, 16, kind, "m")
    sheet.arrow((label, 28), (sheet.width, 28))
    y = 38
    for role, marks in ROLES.items():
        title = scene.spoken(scene.ledger.cards[role].title)
        high = deep(title, label - 10, SMALL)
        for mark in marks:
            high = max(high, _deep(scene, role, mark, room, narrow=sheet.narrow))
        high += 14
        sheet.line((0, y), (sheet.width, y), look="r")
        top = y + (high - deep(title, label - 10, SMALL)) // 2
        sheet.lines(title, Room(0, top, label - 10), SMALL)
        for mark in marks:
            x = columns[mark.stage]
            end = columns[mark.until] + room if mark.until else x + room
            _mark(scene, sheet, role, mark, Box(x, y, end - x, high))
        y += high
    sheet.line((0, y), (sheet.width, y), look="r")
    _legend(scene, sheet, y + 10)


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each role with what it does and needs, stage by stage."""
    for role, marks in ROLES.items():
        said = [
            scene.say(
                f"told-{mark.kind}",
                stage=scene.say(f"stage-{mark.stage}"),
                what=scene.say(_words(role, mark)),
            )
            for mark in marks
        ]
        yield scene.spoken(scene.ledger.cards[role].title), said


def _words(role: str, mark: Mark) -> str:
    return f"{role.removeprefix('mlops-')}-{mark.stage}"


def _deep(scene: Scene, role: str, mark: Mark, room: int, *, narrow: bool) -> int:
    if narrow:
        return 20
    span = room * (len(STAGES) - STAGES.index(mark.stage)) if mark.until else room
    return 18 + deep(scene.say(_words(role, mark)), span - 6, SMALL)


def _mark(scene: Scene, sheet: Sheet, role: str, mark: Mark, cell: Box) -> None:
    """Draw one mark, a bar if it reaches further, and its words where there is room."""
    middle, y = cell.centre
    if not sheet.narrow:
        depth = 18 + deep(scene.say(_words(role, mark)), cell.width - 6, SMALL)
        y = cell.y + (cell.height - depth) // 2 + _DOT + 2
        sheet.lines(
            scene.say(_words(role, mark)), Room(cell.x + 3, y + 9, cell.width - 6), SMALL, "m"
        )
    look = "q" if mark.kind == DUTY else "o"
    if mark.until:
        width = cell.width // (STAGES.index(mark.until) - STAGES.index(mark.stage) + 1)
        start = cell.x + width // 2 - _DOT
        sheet.box(
            Box(start, y - _DOT, cell.right - width // 2 + _DOT - start, 2 * _DOT), look, _DOT
        )
    else:
        sheet.circle((middle, y), _DOT, look)


def _legend(scene: Scene, sheet: Sheet, y: int) -> None:
    x = 0
    for kind, look in ((DUTY, "q"), (NEED, "o")):
        text = scene.say(f"key-{kind}")
        if x and x + 20 + breadth(text, SMALL) > sheet.width:
            x, y = 0, y + 20
        sheet.circle((x + _DOT + 1, y + 9), _DOT, look)
        sheet.word(text, x + 20, y + 13, SMALL)
        x += 20 + breadth(text, SMALL) + 18
