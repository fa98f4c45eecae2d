"""The report formats: one module each, looked up by name and imported when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mlkb.report.base import Reporter

REPORTERS = {
    "terminal": "mlkb.report.terminal",
    "markdown": "mlkb.report.markdown",
    "html": "mlkb.report.html",
    "json": "mlkb.report.json",
}


def reporter(name: str) -> Reporter:
    """Return the module of the format *name*; KeyError if there is none."""
    return cast("Reporter", import_module(REPORTERS[name]))
