"""What a change takes out of the project's own checklists, by which both sides are judged.

They come with the change, so it could ask less and pass; a reader must be told of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from posixpath import dirname
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from mlkb.errors import InvalidDocuments
from mlkb.load.library import Library
from mlkb.load.workspace import places_of
from mlkb.model.comparison import Notice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mlkb.load.config import Project
    from mlkb.load.revision import Past

_BESIDE = frozenset(
    {
        *("claims", "core", "evidence_wanted", "improve", "levels", "paths", "provenance"),
        *("review_every", "since", "was", "weight", "why"),
    }
)
"""What a question says besides what it asks, of whom, and how grave that is."""


def own_checklists_notice(
    past: Past, before: Project, library: Library, changed: Collection[str]
) -> Notice | None:
    """Return what to say of questions of *before* that *library* asks no more, or otherwise."""
    folders = dict.fromkeys((*before.checklists, *library.project.checklists))
    places = {place for folder in folders for place in places_of(folder, before.root)}
    moved = before.checklists != library.project.checklists
    if not moved and not any(_concerns(path, place) for path in changed for place in places):
        return None
    try:
        names = tuple(_lost(_library_before(past, before), library))
    except InvalidDocuments:
        return Notice("base-checklists-broken")
    return Notice("base-checklists-differ", {"questions": names}) if names else None


def _concerns(path: str, place: str) -> bool:
    """Say whether *path* is a file in the folder at *place*, or what it lies in."""
    return (dirname(path) or ".") == place or f"{place}/".startswith(f"{path}/")


def _library_before(past: Past, before: Project) -> Library:
    """Return the checklists that the project had, before it tailored them."""
    with TemporaryDirectory() as scratch:
        folders = []
        for number, folder in enumerate(before.checklists):
            copy = Path(scratch, str(number))
            copy.mkdir()
            folders.append(copy)
            for place in places_of(folder, before.root):
                files = {
                    path: blob
                    for path, blob in past.files(place).items()
                    if (dirname(path) or ".") == place and path.endswith(".yaml")
                }
                contents = past.contents(files.values())
                for path, blob in files.items():
                    if blob.name in contents:
                        (copy / Path(path).name).write_bytes(contents[blob.name])
        return Library(before._replace(checklists=tuple(folders), tailor={}))


def _lost(before: Library, now: Library) -> Iterator[str]:
    """Yield the own checklists, and questions of them, that are gone or not what they were."""
    for name in (one for shelf in before.shelves[1:] for one in shelf):
        if name not in now:
            yield name
            continue
        here = {
            old: question
            for question in _questions(now, name)
            for old in (*question.get("was", ()), question["id"])
        }
        for question in _questions(before, name):
            if question["id"] not in here or _asked(question) != _asked(here[question["id"]]):
                yield f"{name}/{question['id']}"


def _questions(library: Library, name: str) -> Iterator[dict[str, Any]]:
    for section in json.loads(library.text(name))["sections"]:
        yield from section["questions"]


def _asked(question: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in question.items() if key not in {"id", *_BESIDE}}
