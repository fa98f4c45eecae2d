"""A folder of checklists that a project brings itself: compiled once, and remembered as JSON.

It is remembered in the user's cache folder as a whole, under a name that stands for every file of
it, for what it may read of other folders, and for the engine. What cannot be remembered is compiled
again the next time.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.compiled import Compiled, documents
from mlkb.load.lazily import Lazily
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORTH_REMEMBERING = 64 * 1024
"""Bytes of YAML from which on looking costs less than compiling."""
REMEMBERED = 16
"""Folders of checklists; the one that was not read for longest makes room."""


def open_own(folders: Sequence[Path], root: Path, before: Sequence[Compiled]) -> Compiled:
    """Return the checklists of the last of *folders*, in the project at *root*.

    They may read those *before*: ours, and those of the folders that come first. Raises
    `InvalidDocuments` with every problem of every file, and where there is no such folder.
    """
    folder = folders[-1]
    if not folder.is_dir():
        problem = Problem("no-such-folder", Location(str(folder)))
        raise InvalidDocuments([problem], exit_code=USAGE)
    files = [path for one in folders for path in one.glob("*.yaml")]
    if sum(path.lstat().st_size for path in files) < WORTH_REMEMBERING:
        return _compiled(folder, before)
    from mlkb.load.cache import engine_key, fingerprint_of, private_folder

    shelf = private_folder(root, "checklists")
    if shelf is None:
        return _compiled(folder, before)
    place = shelf / fingerprint_of(files, engine_key()).hex()
    found = _remembered(place)
    return _compiled(folder, before, place) if found is None else found


def _compiled(folder: Path, before: Sequence[Compiled], place: Path | None = None) -> Compiled:
    """Compile a folder, and remember it at *place*."""
    from mlkb.load.checklists import read_checklists

    where = {name: compiled for compiled in before for name in compiled}
    known = Lazily(where, lambda name: where[name].data(name))
    texts = documents(read_checklists(folder, known, before[0].shared()))
    if place is not None:
        _remember(place, texts)
    return Compiled(texts.__getitem__)


def _remembered(place: Path) -> Compiled | None:
    try:
        found = Compiled(lambda name: (place / name).read_text(encoding="utf-8"))
        os.utime(place)
        whole = all((place / f"checklist-{name}.json").is_file() for name in found)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if whole else None


def _remember(place: Path, texts: Mapping[str, str]) -> None:
    """Write a folder at once; one that another run has just written is left alone."""
    import shutil
    from tempfile import mkdtemp

    try:
        scratch = Path(mkdtemp(prefix=".", dir=place.parent))
        try:
            for name, text in texts.items():
                (scratch / name).write_text(text, encoding="utf-8")
            scratch.rename(place)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        kept = sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in kept[:-REMEMBERED]:
            shutil.rmtree(old)
    except OSError:
        return
