"""A folder of files that each run writes anew, among files of others that it leaves alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlkb.errors import CannotSave
from mlkb.fill.save import refused, save_new

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LINE = 1000
"""Bytes of a first line that are read; a mark of ours is shorter."""


def save_folder(folder: Path, files: Mapping[str, str], ours: Callable[[str], bool]) -> list[str]:
    """Write *files* into *folder*, and remove those that no longer belong there; return these.

    Only files whose first line *ours* knows are replaced or removed. Raises `CannotSave`, before
    anything is written, if a file of somebody else has the name of one of *files*, and whenever
    the disk refuses.
    """
    here = _known(folder, ours)
    for name in files:
        if not here.get(name, True):
            raise CannotSave("exists", path=str(folder / name))
    for name, text in files.items():
        save_new(folder / name, text.encode("utf-8"), replace=name in here)
    left = sorted(name for name, known in here.items() if known and name not in files)
    for name in left:
        try:
            (folder / name).unlink()
        except OSError as refusal:
            raise refused(refusal, str(folder / name)) from refusal
    return left


def _known(folder: Path, ours: Callable[[str], bool]) -> dict[str, bool]:
    """Return what lies in *folder*, and whether it is ours; a symbolic link never is."""
    try:
        with os.scandir(folder) as listing:
            return {one.name: _is_known(one, ours) for one in listing}
    except FileNotFoundError:
        return {}
    except OSError as refusal:
        raise refused(refusal, str(folder)) from refusal


def _is_known(entry: os.DirEntry[str], ours: Callable[[str], bool]) -> bool:
    if not entry.name.endswith(".md") or not entry.is_file(follow_symlinks=False):
        return False
    with open(entry.path, "rb") as file:  # noqa: PTH123 - an entry is no Path
        line = file.readline(_LINE)
    return ours(line.decode("utf-8", "replace").rstrip("\r\n"))
