"""The results: one module each, looked up by name and imported when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mlkb.results.base import ResultType

RESULT_TYPES = {
    "score": "mlkb.results.score",
    "levels": "mlkb.results.levels",
    "verdict": "mlkb.results.verdict",
    "profile": "mlkb.results.profile",
    "comparison": "mlkb.results.comparison",
    "quadrant": "mlkb.results.quadrant",
    "coverage": "mlkb.results.coverage",
}


def result_type(name: str) -> ResultType:
    """Return the module of the result type *name*; KeyError if there is none."""
    return cast("ResultType", import_module(RESULT_TYPES[name]))
