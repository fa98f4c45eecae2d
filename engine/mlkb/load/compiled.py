"""A folder of checklists as JSON documents. Ours ship so, made from `checklists/` and proven fresh.

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
    from collections.abc import Callable, Iterator

    from mlkb.load.folder import Folder
    from mlkb.model.checklist import Checklist, Ladder

FOLDER = Path(__file__).parent.parent / "compiled"


def documents(found: Folder) -> dict[str, str]:
    """Return what stands for a folder of checklists: JSON by file name.

    What the folder shares with others is not in it.
    """
    from mlkb.load.checklists import compiled

    checklists = compiled(found)
    index = {
        "checklists": {name: {"title": data["title"]} for name, data in checklists.items()},
        "ladders": found.own("vocabulary", "ladders"),
        "roles": found.own("vocabulary", "roles"),
    }
    ledger = {
        "claims": found.own("claims", "claims"),
        "sources": found.own("sources", "sources"),
        "terms": found.own("vocabulary", "terms"),
    }
    files = {
        "index": index,
        "ledger": ledger,
        "cards": {"cards": found.own("cards", "cards")},
        **{f"checklist-{name}": data for name, data in checklists.items()},
    }
    return {
        f"{name}.json": json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
        for name, data in files.items()
    }


class Compiled(Mapping[str, "Checklist"]):
    """The checklists of one folder by id, each read when it is first asked for."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        """Read documents by *text_of*, which returns the text of a file of `documents`."""
        self._text_of = text_of
        self.index: dict[str, Any] = self._document("index")
        self._built: dict[str, Checklist] = {}

    @property
    def ladders(self) -> dict[str, Ladder]:
        """The ladders by id."""
        return {data["id"]: build_ladder(data) for data in self.index["ladders"]}

    @property
    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """The claims, sources and terms as plain data; a file of its own: `check` needs none."""
        return self._document("ledger")

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards as plain data; only pages need them."""
        cards: list[dict[str, Any]] = self._document("cards")["cards"]
        return cards

    def shared(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        """Return what checklists of other folders may name, by table and id."""

        def named(table: str) -> dict[str, dict[str, Any]]:
            tables = self.index if table in self.index else self.ledger
            return {entry["id"]: entry for entry in tables[table]}

        return Lazily(("ladders", "roles", "sources", "claims"), named)

    def data(self, name: str) -> dict[str, Any]:
        """Return a checklist as plain data; KeyError if there is none of that id."""
        data: dict[str, Any] = json.loads(self.text(name))
        return data

    def text(self, name: str) -> str:
        """Return a checklist as JSON; KeyError if there is none of that id."""
        if name not in self.index["checklists"]:
            raise KeyError(name)
        return self._text_of(f"checklist-{name}.json")

    def __getitem__(self, name: str) -> Checklist:
        """Return a checklist; KeyError if there is none of that id."""
        if name not in self._built:
            self._built[name] = build_checklist(self.data(name))
        return self._built[name]

    def __contains__(self, name: object) -> bool:
        """Say whether there is a checklist of that id, without reading it."""
        return name in self.index["checklists"]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self.index["checklists"])

    def __len__(self) -> int:
        """Count the checklists."""
        return len(self.index["checklists"])

    def _document(self, name: str) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self._text_of(f"{name}.json"))
        return data


class Bundled(Compiled):
    """The checklists that ship inside the package."""

    def __init__(self) -> None:
        """Read them from `FOLDER`."""
        super().__init__(lambda name: (FOLDER / name).read_text(encoding="utf-8"))
