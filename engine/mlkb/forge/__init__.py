"""The forges that a gap report can be posted to: one module each, imported when first used.

What is posted is finished Markdown; nothing here renders a report.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mlkb.forge.base import Kind

FORGES = {
    "github": "mlkb.forge.github",
    "gitlab": "mlkb.forge.gitlab",
}


def forge(name: str) -> Kind:
    """Return the module of the forge *name*; KeyError if there is none."""
    return cast("Kind", import_module(FORGES[name]))
