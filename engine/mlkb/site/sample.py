"""The report that a reader sees before having one: that of the example, in each language.

Reports are a neighbour that pages know nothing of, so the command writes them, as it would for the
reader.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from mlkb.errors import SiteNotBuilt
from mlkb.model.text import LANGUAGES

EXAMPLE = Path(__file__).parents[1] / "example"

SAMPLE = "sample-report.html"
"""Its name below the home of a language."""

DAY = "2026-11-21"
"""The day on which the example is read: some of its plans are overdue then, and others are not."""

_WRITTEN = (0, 1)
"""How `mlkb check` ends once it has a report: the gate holds, or it does not."""


def write_samples(site: Path) -> None:
    """Write the report of the example into the *site* of each language."""
    running = {locale: _started(locale, site / locale / SAMPLE) for locale in LANGUAGES}
    said = {locale: process.communicate()[0] for locale, process in running.items()}
    for locale, process in running.items():
        if process.returncode not in _WRITTEN:
            raise SiteNotBuilt("site-no-sample", locale=locale, output=said[locale].strip())


def _started(locale: str, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mlkb", "check", "--today", DAY, "--locale", locale]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
        [*command, "--report", f"html={path}"],
        cwd=EXAMPLE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
