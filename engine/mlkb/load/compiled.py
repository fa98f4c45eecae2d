"""The checklists that ship inside the package: JSON, made from `checklists/` and proven fresh.

A 26 KB checklist loads in a tenth of a millisecond as JSON and in six as YAML (DESIGN section 7).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkb.load.build import build_checklist, build_ladder
from mlkb.load.lazily import Lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.load.folder import Folder
    from mlkb.model.checklist import Checklist, Ladder

FOLDER = Path(__file__).parent.parent / "compiled"


def documents(found: Folder) -> dict[str, str]:
    """Return what `FOLDER` should hold for a folder of checklists: JSON by file name."""
    from mlkb.load.checklists import compiled

    checklists = compiled(found)
    index = {
        "checklists": {name: {"title": data["title"]} for name, data in checklists.items()},
        "ladders": list(found.named("vocabulary", "ladders").values()),
        "roles": list(found.named("vocabulary", "roles").values()),
    }
    ledger = {
        "claims": list(found.named("claims", "claims").values()),
        "sources": list(found.named("sources", "sources").values()),
        "terms": list(found.named("vocabulary", "terms").values()),
    }
    files = {
        "index": index,
        "ledger": ledger,
        "cards": {"cards": list(found.named("cards", "cards").values())},
        **{f"checklist-{name}": data for name, data in checklists.items()},
    }
    return {
        f"{name}.json": json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
        for name, data in files.items()
    }


class Bundled(Mapping[str, "Checklist"]):
    """The bundled checklists by id, each read when it is first asked for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read the index in *folder*."""
        self._folder = folder
        self.index: dict[str, Any] = _read(folder / "index.json")
        self._read: dict[str, Checklist] = {}

    @property
    def ladders(self) -> dict[str, Ladder]:
        """The ladders by id."""
        return {data["id"]: build_ladder(data) for data in self.index["ladders"]}

    @property
    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """The claims, sources and terms as plain data; a file of its own: `check` needs none."""
        ledger: dict[str, list[dict[str, Any]]] = _read(self._folder / "ledger.json")
        return ledger

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards as plain data; only pages need them."""
        cards: list[dict[str, Any]] = _read(self._folder / "cards.json")["cards"]
        return cards

    def shared(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        """Return what a project's own checklists may name, by table and id."""

        def named(table: str) -> dict[str, dict[str, Any]]:
            tables = self.index if table in self.index else self.ledger
            return {entry["id"]: entry for entry in tables[table]}

        return Lazily(("ladders", "roles", "sources", "claims"), named)

    def data(self, name: str) -> dict[str, Any]:
        """Return a checklist as plain data."""
        if name not in self.index["checklists"]:
            raise KeyError(name)
        return _read(self._folder / f"checklist-{name}.json")

    def __getitem__(self, name: str) -> Checklist:
        """Return a checklist; KeyError if there is none of that id."""
        if name not in self._read:
            self._read[name] = build_checklist(self.data(name))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self.index["checklists"])

    def __len__(self) -> int:
        """Count the checklists."""
        return len(self.index["checklists"])


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
