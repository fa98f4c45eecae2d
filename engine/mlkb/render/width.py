"""How wide text stands in a terminal, where a Korean syllable takes two columns.

Widths follow Unicode: wide and fullwidth characters take two columns, combining marks, format
characters and the vowels and finals of decomposed Hangul none, everything else one. Characters of
ambiguous width count one, as terminals do outside legacy East Asian settings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})
_SOFT_HYPHEN = "\u00ad"
_BREAKS = r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+"
_HIDDEN = (
    r"[{controls}\x7f-\x9f"  # controls, C1 too: 8-bit terminals take U+009B for an escape
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # direction, invisible
    r"\ufffe\uffff"  # no characters: XML refuses them
    r"\ud800-\udfff"  # unpaired surrogates cannot be encoded
    r"\U000e0000-\U000e0fff]"  # tags: invisible text
)
_CONTROLS = r"\x00-\x1f"
_CONTROLS_BUT_LINE_FEED = r"\x00-\x09\x0b-\x1f"


def printable(text: str, *, lines: bool = False) -> str:
    """Return untrusted *text* without anything that a terminal acts on or hides.

    Line breaks and tabs become one space, so that a name cannot forge a second line; with *lines*,
    line feeds stay.
    """
    if text.isprintable():  # nothing hidden: compile the expressions only where they are needed
        return text
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
        return re.sub(_HIDDEN.format(controls=_CONTROLS_BUT_LINE_FEED), "", text)
    return re.sub(_HIDDEN.format(controls=_CONTROLS), "", re.sub(_BREAKS, " ", text))


def width(text: str) -> int:
    """Return how many columns *text* takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return *text* filled with spaces to *columns*; with *right*, the spaces stand in front."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def clip(text: str, columns: int, *, ellipsis: str = "…") -> str:
    """Return *text*, cut so that it fits into *columns* together with the *ellipsis*."""
    if width(text) <= columns:
        return text
    head, _ = _split(text, max(0, columns - width(ellipsis)))
    return head.rstrip() + ellipsis


def wrap(text: str, columns: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return the lines of *text*, none wider than *columns*, broken at spaces where possible.

    The first line starts with *first*, the others with *rest*. Line feeds in *text* stay breaks. A
    word that is too wide for a line of its own is broken inside; a mark stays with its letter.
    """
    lines: list[str] = []
    rest_width = width(rest)
    widest = max(2, columns - max(width(first), rest_width))
    for paragraph in text.split("\n"):
        words: list[str] = []
        start, taken = (rest, rest_width) if lines else (first, width(first))
        for piece in _pieces(paragraph, widest):
            needed = width(piece)
            if words and taken + 1 + needed > columns:
                lines.append(start + " ".join(words))
                words, start, taken = [], rest, rest_width
            taken += needed + bool(words)
            words.append(piece)
        lines.append((start + " ".join(words)).rstrip())
    return lines


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1 if character.isprintable() or character == _SOFT_HYPHEN else 0
    if category(character) in _NO_WIDTH or _is_joined_jamo(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _is_joined_jamo(character: str) -> bool:
    """Say whether this is a vowel or a final that joins the consonant before it."""
    return "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff"


def _pieces(paragraph: str, columns: int) -> Iterator[str]:
    """Yield the words of a paragraph, those wider than *columns* in parts."""
    for word in paragraph.split():
        start = taken = 0
        if width(word) > columns:
            for place, character in enumerate(word):
                wide = _columns(character)
                if taken + wide > columns:
                    yield word[start:place]
                    start, taken = place, 0
                taken += wide
        yield word[start:]


def _split(text: str, columns: int) -> tuple[str, str]:
    """Return the longest head of *text* that fits into *columns*, and what follows it."""
    taken = 0
    for position, character in enumerate(text):
        taken += _columns(character)
        if taken > columns:
            return text[:position], text[position:]
    return text, ""
