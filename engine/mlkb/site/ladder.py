"""A ladder as a staircase: the measures of a drawing, which the template fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP_WIDTH, GAP, RISE, LOWEST, CAPTION = 104, 4, 24, 30, 24


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


def staircase(counts: Sequence[int]) -> Staircase:
    """Return a staircase with a step per level, lowest first, and room for a caption above each."""
    full = CAPTION + LOWEST + RISE * (len(counts) - 1)
    stairs = []
    for position, count in enumerate(counts):
        height = LOWEST + RISE * position
        stairs.append(
            Stair(position * (STEP_WIDTH + GAP), full - height, STEP_WIDTH, height, count)
        )
    return Staircase(len(counts) * (STEP_WIDTH + GAP) - GAP, full, tuple(stairs))
