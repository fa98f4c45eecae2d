"""
A badge that says whether the gate holds, as JSON for an endpoint badge of shields.io.

    mlkb check --report badge-json=badge.json

The same words as on the image (`badge`), for a badge that somebody else draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.badge import badge_of
from mlkb.render.escape import json_text

if TYPE_CHECKING:
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look


def render(document: dict[str, Any], labels: Labels, _look: Look) -> str:
    """Return what the endpoint answers."""
    badge = badge_of(document, labels)
    return json_text(
        {
            "schemaVersion": 1,
            "label": badge.label,
            "message": badge.message,
            "color": badge.colour,
            "isError": badge.fails,
        }
    )
