"""What each result says in words: one module per result type, imported when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Words

RESULT_WORDS = {
    "score": "mlkb.render.results.score",
    "levels": "mlkb.render.results.levels",
    "verdict": "mlkb.render.results.verdict",
    "profile": "mlkb.render.results.profile",
    "comparison": "mlkb.render.results.comparison",
    "quadrant": "mlkb.render.results.quadrant",
    "coverage": "mlkb.render.results.coverage",
}


def result_words(entry: Document) -> Words:
    """Return the module that puts a result of the document into words."""
    return cast("Words", import_module(RESULT_WORDS[entry["type"]]))
