"""
The report document itself, `mlkb/report@1`, for other tools.

    mlkb check --report json=report.json

UTF-8, keys in the order of the schema, integers only; the schema is `report.schema.json`.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look


def render(document: dict[str, Any], _labels: Labels, _look: Look) -> str:
    """Return the document as JSON."""
    return dumps(document, ensure_ascii=False, indent=2) + "\n"
