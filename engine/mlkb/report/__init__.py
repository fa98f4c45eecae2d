"""The report formats: one module each, looked up by name and imported when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mlkb.report.base import Filer, Reporter, Summariser

REPORTERS = {
    "terminal": "mlkb.report.terminal",
    "markdown": "mlkb.report.markdown",
    "html": "mlkb.report.html",
    "json": "mlkb.report.json",
    "comment": "mlkb.report.comment",
    "github": "mlkb.report.github",
    "sarif": "mlkb.report.sarif",
    "rdjson": "mlkb.report.rdjson",
    "gitlab-codequality": "mlkb.report.gitlab_codequality",
    "junit": "mlkb.report.junit",
    "badge": "mlkb.report.badge",
    "badge-json": "mlkb.report.badge_json",
}
FOLDERS = {"issues": "mlkb.report.issues"}
"""Formats of which a report is a folder of files."""
FORMATS = (*REPORTERS, *FOLDERS)
SUMMARIES = {"github": "GITHUB_STEP_SUMMARY"}
"""Formats that also have a summary, and the variable that names the file it is added to."""


def reporter(name: str) -> Reporter:
    """Return the module of the format *name*; KeyError if there is none."""
    return cast("Reporter", import_module(REPORTERS[name]))


def filer(name: str) -> Filer:
    """Return the module of the format *name*, which is one of `FOLDERS`."""
    return cast("Filer", import_module(FOLDERS[name]))


def summariser(name: str) -> Summariser:
    """Return the module of the format *name*, which is one of `SUMMARIES`."""
    return cast("Summariser", import_module(REPORTERS[name]))
