"""What all figures share: the two widths of paper, the sizes of type, and how much text takes.

Nobody knows the reader's font, so letters are as wide as in DejaVu Sans, the widest that systems
come with, and a Hangul syllable is almost as wide as high. What fits by this measure fits anywhere.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mlkb.render.width import width

WIDE, NARROW = 688, 328
"""A figure is drawn twice: for the text column of a large screen, and for that of a telephone."""


class Type(NamedTuple):
    """A size of type: how high a letter is, how far lines are apart, and if it is bold."""

    size: int
    leading: int
    bold: bool = False


TITLE, BOLD, PLAIN, SMALL = "t", "b", "", "s"
"""The classes of text in a drawing."""
TYPES = {
    TITLE: Type(15, 20, bold=True),
    BOLD: Type(13, 18, bold=True),
    PLAIN: Type(13, 18),
    SMALL: Type(12, 16),
}

_EM = 1000
_ASCENT, _DESCENT = 800, 240
"""How far letters reach above and below the line they stand on."""
_BOLDER = 1110
_WIDE_SIGN, _CAPITAL, _LETTER, _SPACE = 950, 720, 630, 320
_SIGNS = {
    **dict.fromkeys("ijl", 280),
    **dict.fromkeys("I.,:;'|‘’·", 320),
    **dict.fromkeys("frt()!/-", 410),
    **dict.fromkeys("cksvxyz", 580),
    **dict.fromkeys("mMW%…→←↑↓", 980),
    **dict.fromkeys("w&OQGD+", 830),
    " ": _SPACE,
    "\u00a0": _SPACE,
}
_HANGUL_COLUMNS = 2


def breadth(text: str, kind: str = PLAIN) -> int:
    """Return how wide a line of *text* is at most, rounded up."""
    face = TYPES[kind]
    ems = sum(map(_ems, text)) * face.size
    if face.bold:
        ems = ems * _BOLDER // _EM
    return -(-ems // _EM)


def ascent(kind: str = PLAIN) -> int:
    """Return how far above its line *kind* reaches."""
    return TYPES[kind].size * _ASCENT // _EM


def descent(kind: str = PLAIN) -> int:
    """Return how far below its line *kind* reaches."""
    return -(-TYPES[kind].size * _DESCENT // _EM)


def lines(text: str, room: int, kind: str = PLAIN) -> list[str]:
    """Return *text* in as few lines as fit into *room*, all about equally long.

    Lines break at spaces only, in Korean too, and not at a no-break space. A word that is wider
    than the room overflows, which the tests of the figures do not let pass.
    """
    broken = _broken(text, room, kind)
    if len(broken) == 1:
        return broken
    tight, loose = max(breadth(word, kind) for word in text.split(" ")), room
    while tight < loose:
        middle = (tight + loose) // 2
        if len(_broken(text, middle, kind)) > len(broken):
            tight = middle + 1
        else:
            loose = middle
    return _broken(text, loose, kind)


def _broken(text: str, room: int, kind: str) -> list[str]:
    found: list[str] = []
    for word in text.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and breadth(longer, kind) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return found


@cache
def _ems(sign: str) -> int:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if width(sign) == _HANGUL_COLUMNS:
        return _WIDE_SIGN
    return _CAPITAL if sign.isupper() else _LETTER
