"""Figures of an HTML report: one module per result type, imported when first used.

Each is drawn from the report document alone, and says in a table or a text beside it what it shows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document, Telling

FIGURES = {
    "score": "mlkb.report.figures.score",
    "levels": "mlkb.report.figures.levels",
    "profile": "mlkb.report.figures.profile",
    "comparison": "mlkb.report.figures.comparison",
    "coverage": "mlkb.report.figures.coverage",
}
"""A verdict is a sentence, and a quadrant is drawn once for all candidates."""


class Figure(Protocol):
    """The names that every figure defines."""

    TELLS: int | None
    """How many of the result's lines it leaves to be said; None is all, the rest it shows."""

    def draw(self, entry: Document, telling: Telling, name: str) -> Markup | None:
        """Return the figure of a result, or None if there is nothing to draw.

        *name* is what its ids begin with.
        """


def figure_of(entry: Document) -> Figure | None:
    """Return the module that draws a result of the document, if it has something to draw."""
    module = FIGURES.get(entry["type"]) if entry["result"] else None
    return cast("Figure", import_module(module)) if module else None
