"""
The report document itself, `mlkb/report@1`, for other tools.

    mlkb check --report json=report.json

UTF-8, keys in the order of the schema, integers only; the schema is `report.schema.json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.escape import json_text

if TYPE_CHECKING:
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look


def render(document: dict[str, Any], _labels: Labels, _look: Look) -> str:
    """Return the document as JSON."""
    return json_text(document)
