"""
A Code Quality report for GitLab merge requests.

    mlkb check --report gitlab-codequality=gl-code-quality-report.json

One entry for each gap and each open question that blocks or has a plan: blocking is `critical`,
major `major`, advisory `minor`, and what is accepted `info`. GitLab itself compares the report of a
merge request with that of the branch it goes to, so write it in both. The fingerprint stays the
same however an answer file is edited or moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.entries import entries
from mlkb.render.escape import json_text

if TYPE_CHECKING:
    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

_SEVERITIES = {"blocking": "critical", "major": "major", "advisory": "minor"}
_ACCEPTED = "info"


def render(document: dict[str, Any], labels: Labels, look: Look) -> str:
    """Return the list of entries."""
    return json_text([_entry(one) for one in entries(document, labels, look.folder)])


def _entry(entry: Entry) -> dict[str, Any]:
    told = [f"{entry.name} · {entry.status}", entry.accepted, entry.planned, entry.ask]
    return {
        "description": " · ".join(part for part in told if part),
        "check_name": entry.rule,
        "fingerprint": entry.key,
        "severity": _ACCEPTED if entry.accepted else _SEVERITIES[entry.severity],
        "location": {"path": entry.path, "lines": {"begin": entry.line}},
    }
