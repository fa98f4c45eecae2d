"""The skills of each role as steps out of five, from the targets of the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mlkb.results.comparison import ComparisonSpec
from mlkb.site.figures.measures import BOLD, SMALL, breadth
from mlkb.site.figures.sheet import Box, Room, deep, deepest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.questions.scale import Scale
    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Sheet

CAPTION: Caption = (
    ("chart", ("fsdl8-skills-chart-axes",)),
    (
        "says",
        ("fsdl8-skill-mlops-swe", "fsdl8-skill-mle-both"),
    ),
    ("ours", ()),
)
SKILLS = ("skill-ml", "skill-software", "skill-communication")
ROLES = {
    "mlops": "fsdl-mlops-engineer",
    "mle": "fsdl-ml-engineer",
    "mlr": "fsdl-ml-researcher",
    "ds": "fsdl-data-scientist",
    "mlpm": "fsdl-ml-product-manager",
}
STEPS = 5
LOWEST = 1
"""What the chart puts at the lowest step is not asked, so it has no target."""
_LABEL, _STEP, _BAR = 156, 24, 12


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw roles down and skills across, or a block for each role on narrow paper."""
    targets = _targets(scene)
    if sheet.narrow:
        _blocks(scene, sheet, targets)
        return
    room = (sheet.width - _LABEL) // len(SKILLS)
    heads = [scene.say(skill) for skill in SKILLS]
    y = deepest(heads, room - 8, BOLD)
    for place, head in enumerate(heads):
        x = _LABEL + place * room
        sheet.lines(head, Room(x, y - deep(head, room - 8, BOLD), room - 8), BOLD)
    y += 8
    for role in ROLES:
        name = _name(scene, role)
        high = max(deep(name, _LABEL - 16), _BAR) + 18
        sheet.line((0, y), (sheet.width, y), look="r")
        sheet.lines(name, Room(0, y + (high - deep(name, _LABEL - 16)) // 2, _LABEL - 16))
        for place, skill in enumerate(SKILLS):
            _bars(sheet, targets[skill, role], _LABEL + place * room, y + (high - _BAR) // 2)
        y += high
    sheet.line((0, y), (sheet.width, y), look="r")


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each role with the step of each skill."""
    targets = _targets(scene)
    for role in ROLES:
        yield (
            _name(scene, role),
            [
                scene.say("told", skill=scene.say(skill), step=targets[skill, role])
                for skill in SKILLS
            ],
        )


def _name(scene: Scene, role: str) -> str:
    return scene.spoken(scene.ledger.cards[ROLES[role]].title)


def _blocks(scene: Scene, sheet: Sheet, targets: dict[tuple[str, str], int]) -> None:
    label = max(breadth(scene.say(skill), SMALL) for skill in SKILLS) + 14
    label = min(label, sheet.width - STEPS * _STEP - 22)
    y = 0
    for role in ROLES:
        y = sheet.lines(_name(scene, role), Room(0, y, sheet.width), BOLD) + 2
        for skill in SKILLS:
            high = deepest([scene.say(skill)], label - 8, SMALL)
            sheet.lines(scene.say(skill), Room(0, y, label - 8), SMALL, "l")
            _bars(sheet, targets[skill, role], label, y + (high - _BAR) // 2)
            y += high + 5
        y += 10


def _bars(sheet: Sheet, step: int, x: int, y: int) -> None:
    """Draw a skill as full and empty steps, and its number behind them."""
    for place in range(STEPS):
        look = "b" if place < step else "o"
        sheet.box(Box(x + place * _STEP, y, _STEP - 3, _BAR), look, turn=0)
    sheet.word(str(step), x + STEPS * _STEP + 4, y + _BAR - 1, SMALL)


def _targets(scene: Scene) -> dict[tuple[str, str], int]:
    """Return the step of each skill for each role, counted from one."""
    checklist = scene.library["team-roles"]
    found = dict.fromkeys([(skill, role) for skill in SKILLS for role in ROLES], LOWEST)
    for result in checklist.results:
        if not isinstance(result.spec, ComparisonSpec):
            continue
        for row in result.spec.rows:
            skill, _, role = row.question.partition(".")
            if (skill, role) not in found:
                continue
            scale = cast("Scale", checklist.questions[row.question].spec)
            steps = [step.id for step in scale.choices]
            found[skill, role] = steps.index(str(row.expected[""].operand)) + 1
    return found
