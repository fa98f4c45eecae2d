"""What was read of a folder of checklists, before anything is built from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlkb.load.reader import Entry, Reader
    from mlkb.model.source import Problem

Shared = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Entries from elsewhere that a folder may name, by table and id."""


class Folder:
    """Checklists by id and the files beside them, as plain data, with every problem so far."""

    def __init__(self, shared: Shared | None = None) -> None:
        """Start empty; *shared* are entries from elsewhere."""
        self.shared = shared or {}
        self.checklists: dict[str, Entry] = {}
        self.beside: dict[str, Entry] = {}
        self.readers: dict[str, Reader] = {}
        self.problems: list[Problem] = []
        self._named: dict[tuple[str, str], Mapping[str, Mapping[str, Any]]] = {}

    def named(self, kind: str, table: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the entries under *table* of the file *kind*, by id, the shared ones first.

        To be asked once all files are read.
        """
        if (kind, table) not in self._named:
            own = {entry["id"]: entry for entry in self.own(kind, table) if "id" in entry}
            self._named[kind, table] = {**self.shared.get(table, {}), **own}
        return self._named[kind, table]

    def own(self, kind: str, table: str) -> list[Any]:
        """Return the entries under *table* of the file *kind* of this folder."""
        return list(self.beside[kind].get(table, ())) if kind in self.beside else []
