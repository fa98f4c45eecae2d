"""The checklists as data for other tools, above the languages of a site: they speak both.

    checklists/index.json           all checklists, and the ladders and roles that they name
    checklists/<id>.json            one checklist, as `mlkb/published@1`
    schemas/<format>.schema.json    the JSON Schemas of these files and of every other format

Addresses in them are relative, so that a file says the same wherever the site stands.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlkb.load.published_format import INDEX_FORMAT, PUBLISHED_FORMAT
from mlkb.load.schema import schema_documents
from mlkb.model.checklist import version_text
from mlkb.model.text import LANGUAGES
from mlkb.render.pages import CHECKLISTS, checklist_page
from mlkb.render.report_format import REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlkb.load.library import Library

SCHEMAS = "schemas"
INDEX = f"{CHECKLISTS}/index.json"


def publish(site: Path, library: Library) -> None:
    """Write the checklists of *library* and the schemas below the folder *site*."""
    for name, text in published(library):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def published(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the address, from the root of the site, and the text of every file."""
    yield INDEX, _json(_index(library))
    for name in library:
        head = {"$schema": _schema("published"), "format": PUBLISHED_FORMAT}
        yield checklist_data(name), _json({**head, **json.loads(library.text(name))})
    for name, text in schema_documents(library, {"report": REPORT}).items():
        yield f"{SCHEMAS}/{name}", text


def checklist_data(name: str) -> str:
    """Return the address of a checklist's data, from the root of the site."""
    return f"{CHECKLISTS}/{name}.json"


def answers_schema_file(name: str) -> str:
    """Return the address of the schema of answers to a checklist, from the root of the site."""
    return f"{SCHEMAS}/answers-{name}.schema.json"


def _index(library: Library) -> dict[str, Any]:
    entries = []
    for name, checklist in library.items():
        entries.append(
            {
                "id": name,
                "version": version_text(checklist.version),
                "about": checklist.about,
                "title": {language: checklist.title.spoken(language) for language in LANGUAGES},
                "questions": len(checklist.questions),
                "data": f"{name}.json",
                "pages": {one: f"../{one}/{checklist_page(name)}" for one in LANGUAGES},
                "answers": f"../{answers_schema_file(name)}",
            }
        )
    return {
        "$schema": _schema("published-index"),
        "format": INDEX_FORMAT,
        "checklists": entries,
        "ladders": [ladder for shelf in library.shelves for ladder in shelf.index["ladders"]],
        "roles": [role for shelf in library.shelves for role in shelf.index["roles"]],
    }


def _schema(name: str) -> str:
    return f"../{SCHEMAS}/{name}.schema.json"


def _json(data: Any) -> str:  # noqa: ANN401 - plain data
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
