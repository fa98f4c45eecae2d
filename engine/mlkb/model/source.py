"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Location(NamedTuple):
    """A place in a file; line and column count from 1, and 0 means the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as editors and compilers do: ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Problem(NamedTuple):
    """One thing wrong with a file.

    *code* names a message of the interface (``problem.<code>``) and *facts* fill it, so that a
    problem can be told in every language; a model never prints itself.
    """

    code: str
    location: Location
    facts: Mapping[str, object] = MappingProxyType({})
