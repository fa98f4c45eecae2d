"""A score as a bar: what is certain, what open questions still allow, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.markup import tag
from mlkb.report.figures.drawing import drawing, figure, words

if TYPE_CHECKING:
    from mlkb.render.markup import Markup
    from mlkb.render.results.base import Document, Telling

TELLS = None
_LEFT, _PERCENT, _HEIGHT = 14, 3, 14
_MARKS = (0, 50, 100)


def draw(entry: Document, telling: Telling, name: str) -> Markup:
    """Return the bar, with a scale below it."""
    result = entry["result"]
    worst, best = result["worst"], result["best"]
    full = _PERCENT * 100
    return figure(
        drawing(
            _bar("track", 0, 100),
            _bar("maybe", worst, best) if best > worst else None,
            _bar("sure", 0, worst) if worst else None,
            *(
                words(str(mark), _LEFT + _PERCENT * mark, _HEIGHT + 18, class_="middle small")
                for mark in _MARKS
            ),
            name=name,
            title=telling.say("figure-score", title=telling.name(entry, "score")),
            says=telling.percents(result),
            size=(full + 2 * _LEFT, _HEIGHT + 22),
        ),
        kind="bar",
    )


def _bar(kind: str, start: int, end: int) -> Markup:
    return tag(
        "rect",
        class_=kind,
        x=_LEFT + _PERCENT * start,
        y=2,
        width=_PERCENT * (end - start),
        height=_HEIGHT,
    )
