"""What a module must offer to be a report format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.render.labels import Labels


class Look(NamedTuple):
    """What a report is shown in, which no document can know.

    Of a terminal, *columns* is the width of a line; *colour* and *symbols* say whether ANSI colours
    and characters beyond the locale's plain ones may be used. For a forge, *folder* is where the
    project lies in its repository: empty, or a path that ends in a slash. *head* is the commit that
    was checked, *url* the address below which its files are seen, and *report_url* that of the full
    report; what is empty is not shown.
    """

    columns: int = 80
    colour: bool = False
    symbols: bool = True
    folder: str = ""
    head: str = ""
    url: str = ""
    report_url: str = ""


class Reporter(Protocol):
    """The one name that every format module defines; the docstring is its manual page."""

    def render(self, document: dict[str, Any], labels: Labels, look: Look) -> str:
        """Return the whole report, ending in a line feed; *document* is `mlkb/report@1`."""


class Filer(Protocol):
    """What a format defines instead if a report is a folder of files."""

    def files(self, document: dict[str, Any], labels: Labels, look: Look) -> Mapping[str, str]:
        """Return the text of each file by its name."""

    def owned(self, document: dict[str, Any]) -> Callable[[str], bool]:
        """Return what says by its first line whether a file is one to replace or to remove."""


class Summariser(Protocol):
    """What a format defines besides if its forge shows a page of its own for each run."""

    def summary(self, document: dict[str, Any], labels: Labels, taken: int) -> str:
        """Return what to add to the page, on which *taken* bytes stand; nothing if it is full."""
