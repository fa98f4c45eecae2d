"""
Diagnostics for reviewdog, which comments on the lines of a change.

    mlkb check --report rdjson | reviewdog -f=rdjson -reporter=github-pr-check -filter-mode=nofilter

One diagnostic for each gap and each open question that blocks or has a plan, at the line of the
answer: blocking is `ERROR`, major `WARNING`, advisory `INFO`. Messages are Markdown in which
whatever comes from files is escaped. What is accepted is left out; after a comparison, so is what
is neither new nor worse and does not block. By itself reviewdog hides what is not on a line of the
change, and most gaps are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.entries import entries
from mlkb.render.escape import json_text, markdown_text

if TYPE_CHECKING:
    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

_SEVERITIES = {"blocking": "ERROR", "major": "WARNING", "advisory": "INFO"}


def render(document: dict[str, Any], labels: Labels, look: Look) -> str:
    """Return one `DiagnosticResult`."""
    found = entries(document, labels, look.folder)
    diagnostics = [_diagnostic(one) for one in found if one.matters and not one.accepted]
    return json_text({"source": {"name": "mlkb"}, "diagnostics": diagnostics})


def _diagnostic(entry: Entry) -> dict[str, Any]:
    lines = [f"{entry.name} · {entry.status}", *entry.lines]
    start = {"line": entry.line, "column": entry.column}
    end = {"line": entry.line, "column": entry.end}
    return {
        "message": "\n".join(markdown_text(line) for line in lines),
        "location": {"path": entry.path, "range": {"start": start, "end": end}},
        "severity": _SEVERITIES[entry.severity],
        "code": {"value": entry.rule},
    }
