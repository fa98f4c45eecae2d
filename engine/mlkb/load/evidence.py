"""Does a piece of evidence exist? Looked up in the tree that the answers belong to, never fetched.

Evidence is a path inside the project, which may name a line (`#L10`), a range (`#L10-L20`) or a
heading (`#metrics`), or an https address. Addresses are checked for their form only. A path out of the
project, or through a symbolic link, is missing: an answer file must not tell what else is on a disk.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from mlkb.load.document import LARGEST_FILE
from mlkb.model.answers import FOUND, MISSING, UNCHECKED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ADDRESS = re.compile(r"https?://[^\s/?#]+\.[^\s]+|https?://localhost[^\s]*")
_LINES = re.compile(r"L([0-9]{1,7})(?:-L?([0-9]{1,7}))?")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def evidence_statuses(texts: Iterable[str], root: Path) -> dict[str, str]:
    """Return the status of each piece of evidence, looked up below *root*."""
    return {text: _status(text, root) for text in dict.fromkeys(texts)}


def _status(text: str, root: Path) -> str:
    if "://" in text:
        return UNCHECKED if _ADDRESS.fullmatch(text) else MISSING
    path, _, anchor = text.partition("#")
    content = _content(path.strip(), root)
    if content is None:
        return MISSING
    return FOUND if not anchor or _has_anchor(content, anchor) else MISSING


def _content(path: str, root: Path) -> bytes | None:
    """Return the bytes of a file below *root* (empty for a folder), or None."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or ".." in parts or path.startswith(("/", "~")) or "\\" in path or "\0" in path:
        return None
    here = root
    try:
        for part in parts:
            here = here / part
            if stat.S_ISLNK(here.lstat().st_mode):
                return None
        if here.is_dir():
            return b""
        with os.fdopen(os.open(here, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return file.read(LARGEST_FILE)
    except (OSError, ValueError):
        return None


def _has_anchor(content: bytes, anchor: str) -> bool:
    lines = _LINES.fullmatch(anchor)
    if lines:
        count = content.count(b"\n") + (not content.endswith(b"\n"))
        first, last = int(lines[1]), int(lines[2] or lines[1])
        return 1 <= first <= last <= count
    text = content.decode("utf-8", "replace")
    return any(_slug(heading) == anchor.casefold() for heading in _HEADING.findall(text))


def _slug(heading: str) -> str:
    """Return the anchor that forges give a heading."""
    return _NOT_IN_ANCHOR.sub("", heading.casefold()).strip().replace(" ", "-")
