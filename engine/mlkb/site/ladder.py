"""A ladder as a staircase: the measures of a drawing, which the template fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlkb.render.width import width

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROWEST, GAP, RISE, LOWEST, CAPTION = 104, 4, 24, 30, 24
COLUMN = 9
"""What a caption takes for each column of a terminal: half the width of a Hangul syllable."""


@dataclass(frozen=True, slots=True)
class Stair:
    """One step: its corner, its size, and how many questions stand on it."""

    x: int
    y: int
    width: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Staircase:
    """The steps from the lowest, and the size of the drawing."""

    width: int
    height: int
    stairs: tuple[Stair, ...]


def staircase(counts: Sequence[int], captions: Sequence[str]) -> Staircase:
    """Return a staircase with a step per level, lowest first, and room for a caption above each."""
    across = max([NARROWEST, *(COLUMN * width(caption) for caption in captions)])
    full = CAPTION + LOWEST + RISE * (len(counts) - 1)
    stairs = []
    for position, count in enumerate(counts):
        height = LOWEST + RISE * position
        stairs.append(Stair(position * (across + GAP), full - height, across, height, count))
    return Staircase(len(counts) * (across + GAP) - GAP, full, tuple(stairs))
