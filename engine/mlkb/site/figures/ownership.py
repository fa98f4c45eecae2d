"""Who owns what: types of organisation across, what their ML team holds down, from the comparison.

A mark shows how much is in the hands of the ML team: nothing, a part, all of it. What the lecture
does not say has a question mark, and what is a risk even where it matches has an exclamation mark.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mlkb.results.comparison import ComparisonSpec
from mlkb.site.figures.measures import BOLD, SMALL, breadth
from mlkb.site.figures.sheet import Box, Room, deep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.model.checklist import Question
    from mlkb.results.comparison import Expectation, Row
    from mlkb.site.figures import Caption, Scene, Told
    from mlkb.site.figures.sheet import Point, Sheet

CAPTION: Caption = (
    (
        "rnd",
        (
            "fsdl8-strat-rnd-research-first",
            "fsdl8-strat-rnd-collab-weak",
            "fsdl8-strat-rnd-no-data-authority",
            "fsdl8-strat-rnd-no-data-engineers",
            "fsdl8-strat-rnd-no-production",
        ),
    ),
    (
        "embedded",
        (
            "fsdl8-strat-embedded-swe-first",
            "fsdl8-strat-embedded-researchers-engineer",
            "fsdl8-strat-embedded-no-data-ownership",
            "fsdl8-strat-embedded-data-engineers",
            "fsdl8-strat-embedded-mle-owns-model",
        ),
    ),
    (
        "function",
        (
            "fsdl8-strat-function-mixed-teams",
            "fsdl8-strat-function-close-collab",
            "fsdl8-strat-function-data-voice",
            "fsdl8-strat-function-handoff-maintain",
        ),
    ),
    (
        "first",
        (
            "fsdl8-strat-first-research-emphasis",
            "fsdl8-strat-first-research-eng-collab",
            "fsdl8-strat-first-data-infra",
            "fsdl8-strat-first-user-operates",
        ),
    ),
    ("ours", ()),
)
TERMS = {
    "ad-hoc": "ad-hoc",
    "rnd": "ml-rnd",
    "embedded": "embedded",
    "function": "independent-function",
    "first": "ml-first",
}
"""What the glossary calls each type; the titles of the profiles are too long for a column."""
NOTHING, PART, ALL = 0, 1, 2
HELD = {
    "software-integration": {"none": NOTHING, "advises": PART, "integrates": PART, "owns": ALL},
    "data-ownership": {"none": NOTHING, "voice": PART, "shared": PART, "owns": ALL},
    "data-engineering": {"none": NOTHING, "another-team": PART, "own": ALL},
    "model-deployment": {
        "not-deployed": NOTHING,
        "hands-off": NOTHING,
        "third-team": NOTHING,
        "deploys-itself": ALL,
    },
    "model-maintenance": {
        "nothing-deployed": NOTHING,
        "nobody": NOTHING,
        "third-team": NOTHING,
        "consuming-team": NOTHING,
        "ml-team": ALL,
    },
}
"""How much each answer leaves in the hands of the ML team; other questions ask no such thing."""
_LABEL, _AD_HOC, _AD_HOC_NARROW, _MARK = 146, 60, 34, 7
_ABOVE = 22
"""What a mark takes above the words of a narrow cell."""
_MANY = 3


class Cell(NamedTuple):
    """What is expected of one type: in words, how much of it is held, and if it is a risk."""

    words: str
    held: tuple[int, ...]
    risk: bool


class Line(NamedTuple):
    """One row: what it is about, and a cell for each type, None where nothing is said."""

    section: str
    title: str
    cells: tuple[Cell | None, ...]


def draw(scene: Scene, sheet: Sheet) -> None:
    """Draw the table, with labels in front or, on narrow paper, above each row."""
    columns = _columns(sheet)
    y = 0 if sheet.narrow else _heads(scene, sheet, columns, 0)
    for section, rows in groupby(_lines(scene), lambda row: row.section):
        y = sheet.lines(section, Room(0, y + 6, sheet.width), BOLD) + 4
        if sheet.narrow:
            y = _heads(scene, sheet, columns, y)
        for row in rows:
            sheet.line((0, y), (sheet.width, y), look="r")
            y = _row(scene, sheet, row, columns, y)
    sheet.line((0, y), (sheet.width, y), look="r")
    _legend(scene, sheet, y + 12)


def tell(scene: Scene) -> Iterator[Told]:
    """Yield each type with what is expected of it, row by row."""
    rows = list(_lines(scene))
    for place, term in enumerate(TERMS.values()):
        said = [
            f"{row.title}: {cell.words}{scene.say('risk-too') if cell.risk else ''}"
            for row in rows
            if (cell := row.cells[place])
        ]
        unknown = [row.title for row in rows if row.cells[place] is None]
        if len(unknown) == len(rows):
            said = [scene.say("nothing-said")]
        elif unknown:
            said.append(scene.say("not-said", rows=", ".join(unknown)))
        yield scene.spoken(scene.ledger.terms[term].name), said


def _columns(sheet: Sheet) -> list[tuple[int, int]]:
    """Return where each column begins and how wide it is."""
    start, first = (0, _AD_HOC_NARROW) if sheet.narrow else (_LABEL, _AD_HOC)
    room = (sheet.width - start - first) // (len(TERMS) - 1)
    return [
        (start, first),
        *((start + first + place * room, room) for place in range(len(TERMS) - 1)),
    ]


def _heads(scene: Scene, sheet: Sheet, columns: list[tuple[int, int]], top: int) -> int:
    """Write the types above their columns; return where they end."""
    heads = [scene.spoken(scene.ledger.terms[term].name) for term in TERMS.values()]
    deeps = [deep(head, room - 2, SMALL) for head, (_, room) in zip(heads, columns, strict=True)]
    bottom = top + max(deeps)
    for head, high, (x, room) in zip(heads, deeps, columns, strict=True):
        start = x + (1 if sheet.narrow else 2)
        sheet.lines(head, Room(start, bottom - high, room - 2), SMALL, _align(sheet))
    return bottom + 6


def _align(sheet: Sheet) -> str:
    return "m" if sheet.narrow else ""


def _row(scene: Scene, sheet: Sheet, row: Line, columns: list[tuple[int, int]], top: int) -> int:
    """Draw one row; return where it ends."""
    y = top + 5
    if sheet.narrow:
        y = sheet.lines(row.title, Room(2, y, sheet.width - 4), SMALL, "l") + 2
    else:
        sheet.lines(row.title, Room(2, y, _LABEL - 8), SMALL, "l")
    bottom = y + (0 if sheet.narrow else deep(row.title, _LABEL - 8, SMALL))
    marked = any(cell and (cell.held or cell.risk) for cell in row.cells)
    for cell, (x, room) in zip(row.cells, columns, strict=True):
        place = Box(x, y, room, _ABOVE if marked else 0)
        bottom = max(bottom, _cell(scene, sheet, cell, place))
    return bottom + 5


def _cell(scene: Scene, sheet: Sheet, cell: Cell | None, place: Box) -> int:
    """Draw a cell and return where it ends; on narrow paper marks stand above the words."""
    x, y, room = place.x, place.y, place.width
    if cell is None:
        sheet.word(
            scene.say("unknown"),
            x + (room // 2 if sheet.narrow else 2),
            y + 13,
            SMALL,
            f"{_align(sheet)} l",
        )
        return y + 18
    marks = len(cell.held)
    taken = marks * 2 * _MARK + max(0, marks - 1) * 6 + (12 if cell.risk else 0)
    if sheet.narrow:
        start = x + (room - taken) // 2
        _marks(sheet, cell, (start, y + 9))
        return sheet.lines(cell.words, Room(x + 1, y + place.height, room - 2), SMALL, "m")
    if taken:
        _marks(sheet, cell, (x + 2, y + 9))
    beside = x + (taken + 8 if taken else 2)
    return sheet.lines(cell.words, Room(beside, y + 1, x + room - 4 - beside), SMALL)


def _marks(sheet: Sheet, cell: Cell, start: Point) -> None:
    """Draw how much is held, at least and at most, and the sign of a risk before it."""
    x, y = start
    if cell.risk:
        sheet.word("!", x + 1, y + 5, BOLD, "w")
        x += 12
    for place, held in enumerate(cell.held):
        if place:
            sheet.line((x, y), (x + 6, y))
            x += 6
        _mark(sheet, (x + _MARK, y), held)
        x += 2 * _MARK


def _mark(sheet: Sheet, centre: Point, held: int) -> None:
    """Draw a circle that is empty, half full or full."""
    sheet.circle(centre, _MARK - 1, "q" if held == ALL else "o")
    if held == PART:
        x, y = centre
        reach = _MARK - 1
        sheet.path(f"M{x} {y - reach}a{reach} {reach} 0 0 0 0 {2 * reach}z", "q", y + reach)


def _lines(scene: Scene) -> Iterator[Line]:
    checklist = scene.library["team-structure"]
    titles = {one.id: scene.spoken(one.title) for one in checklist.sections}
    spec = next(one.spec for one in checklist.results if isinstance(one.spec, ComparisonSpec))
    for row in spec.rows:
        question = checklist.questions[row.question]
        yield Line(
            titles[question.section],
            scene.say(f"row-{row.question.replace('.', '-')}"),
            tuple(_expected(scene, question, row, profile) for profile in TERMS),
        )


def _expected(scene: Scene, question: Question, row: Row, profile: str) -> Cell | None:
    expected = row.expected.get(profile)
    if expected is None:
        return None
    stem = row.question.split(".")[0]
    order = [choice.id for choice in getattr(question.spec, "choices", ())]
    meant = _meant(expected, order)
    held = HELD.get(stem, {})
    shares = sorted({held[one] for one in meant if one in held})
    return Cell(
        _words(scene, stem, meant, order),
        tuple(shares[:1] + shares[-1:] if len(shares) > 1 else shares),
        expected.risk,
    )


def _meant(expected: Expectation, order: list[str]) -> list[str]:
    """Return the answers that an expectation lets pass, in the order of the question."""
    operand = expected.operand
    named = [str(one) for one in (operand if isinstance(operand, tuple) else (operand,))]
    if expected.operator == "at_least":
        return order[order.index(named[0]) :]
    if expected.operator == "at_most":
        return order[: order.index(named[0]) + 1]
    return [one for one in order if one in named]


def _words(scene: Scene, stem: str, meant: list[str], order: list[str]) -> str:
    """Say the answers that pass: one, two with an "or", or the lowest with "at least"."""
    said = [scene.say(f"{stem}-{one}") for one in meant]
    if len(said) >= _MANY and meant[-1] == order[-1]:
        return scene.say("at-least", value=said[0])
    return scene.say("or").join(said)


def _legend(scene: Scene, sheet: Sheet, top: int) -> None:
    x = 0
    for held in (NOTHING, PART, ALL):
        x, top = _room(scene.say(f"held-{held}"), x, top, sheet)
        _mark(sheet, (x + _MARK, top + 9), held)
        x = _note(sheet, scene.say(f"held-{held}"), x + 20, top)
    for sign, key in (("!", "risk"), (scene.say("unknown"), "silent")):
        x, top = _room(scene.say(key), x, top, sheet)
        sheet.word(sign, x + 4, top + 14, BOLD, "w" if key == "risk" else "l")
        x = _note(sheet, scene.say(key), x + 20, top)


def _room(text: str, x: int, top: int, sheet: Sheet) -> tuple[int, int]:
    """Return where the next entry of the legend begins: on this line, or on the next."""
    return (x, top) if x + 20 + breadth(text, SMALL) <= sheet.width else (0, top + 20)


def _note(sheet: Sheet, text: str, x: int, top: int) -> int:
    sheet.word(text, x, top + 13, SMALL)
    return x + breadth(text, SMALL) + 14
