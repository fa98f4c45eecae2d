"""What a module must offer to be a report format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from mlkb.render.labels import Labels


class Look(NamedTuple):
    """What a terminal can show; formats that are not for terminals leave it alone.

    *columns* is the width of a line; *colour* and *symbols* say whether ANSI colours and characters
    beyond the locale's plain ones may be used.
    """

    columns: int = 80
    colour: bool = False
    symbols: bool = True


class Reporter(Protocol):
    """The one name that every format module defines; the docstring is its manual page."""

    def render(self, document: dict[str, Any], labels: Labels, look: Look) -> str:
        """Return the whole report, ending in a line feed; *document* is `mlkb/report@1`."""
