"""Does a piece of evidence exist? Looked up in the tree that the answers belong to, never fetched.

Evidence is a path inside the project, which may name a line (`#L10`), a range (`#L10-L20`) or a
heading (`#metrics`), or an https address. Addresses are checked for their form only. A path out of
the project, or through a symbolic link, is missing: an answer file must not tell what else is on a
disk.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, NamedTuple, Protocol
from unicodedata import normalize

from mlkb.load.document import LARGEST_FILE
from mlkb.model.answers import FOUND, MISSING, UNCHECKED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ADDRESS = r"https?://[^\s/?#]+\.[^\s]+|https?://localhost[^\s]*"
_LINES = r"L([0-9]{1,7})(?:-L?([0-9]{1,7}))?"
_DEEPEST_HEADING = 6
_NOT_IN_ANCHOR = r"[^\w\- ]"


class Tree(Protocol):
    """The files of a project, on the disk or in a commit. Paths are `normal`."""

    def holds(self, path: str) -> bool:
        """Say whether there is a file or folder at *path*, reached without a symbolic link."""

    def content(self, path: str) -> bytes | None:
        """Return at least the first `LARGEST_FILE` bytes of a file; of a folder, nothing."""


def evidence_statuses(texts: Iterable[str], tree: Tree) -> dict[str, str]:
    """Return the status of each piece of evidence, looked up in *tree*."""
    search = _Search(tree)
    return {text: search.status(text) for text in dict.fromkeys(texts)}


def evidence_path(text: str) -> str:
    """Return the path inside the project that a piece of evidence names, or nothing."""
    if "://" in text:
        return ""
    path = text.partition("#")[0].strip()
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts or path.startswith(("/", "~")) or "\\" in path or "\0" in path:
        return ""
    return "/".join(parts)


class OnDisk(NamedTuple):
    """The files below *root*."""

    root: Path

    def holds(self, path: str) -> bool:
        """Say whether there is a file or folder at *path*, reached without a symbolic link."""
        here, mode = self.root, 0
        try:
            for part in path.split("/"):
                here = here / part
                mode = here.lstat().st_mode
                if stat.S_ISLNK(mode):
                    return False
        except (OSError, ValueError):
            return False
        return stat.S_ISREG(mode) or stat.S_ISDIR(mode)

    def content(self, path: str) -> bytes | None:
        """Return the beginning of a file; nothing of a folder, or of what cannot be read."""
        try:
            descriptor = os.open(self.root / path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
            return os.read(descriptor, LARGEST_FILE) if regular else None
        except OSError:
            return None
        finally:
            os.close(descriptor)


class _Search:
    """Looks for evidence; many pieces of it may name places of the same file."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.held: dict[str, bool] = {}
        self.places: dict[str, tuple[int, frozenset[str]]] = {}

    def status(self, text: str) -> str:
        """Return whether *text* leads somewhere."""
        if "://" in text:
            return UNCHECKED if re.fullmatch(_ADDRESS, text) else MISSING
        path, anchor = evidence_path(text), text.partition("#")[2]
        if path not in self.held:
            self.held[path] = bool(path) and self.tree.holds(path)
        return FOUND if self.held[path] and (not anchor or self._has(path, anchor)) else MISSING

    def _has(self, path: str, anchor: str) -> bool:
        if path not in self.places:
            self.places[path] = _places((self.tree.content(path) or b"")[:LARGEST_FILE])
        count, headings = self.places[path]
        lines = re.fullmatch(_LINES, anchor)
        if lines:
            return 1 <= int(lines[1]) <= int(lines[2] or lines[1]) <= count
        if "%" in anchor:
            from urllib.parse import unquote

            anchor = unquote(anchor)
        return normalize("NFC", anchor).lower() in headings


def _places(content: bytes) -> tuple[int, frozenset[str]]:
    """Return how many lines *content* has, and the anchors of its headings."""
    count = content.count(b"\n") + bool(content and not content.endswith(b"\n"))
    seen: dict[str, int] = {}
    anchors = set()
    fence = ""
    for line in normalize("NFC", content.decode("utf-8", "replace")).split("\n"):
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~") and fence in ("", mark):
            fence = "" if fence else mark
        text = line.lstrip("#")
        depth = len(line) - len(text)
        if fence or not 1 <= depth <= _DEEPEST_HEADING or not text[:1].isspace():
            continue
        slug = _slug(text.strip().rstrip("#").strip())
        anchors.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
        seen[slug] = seen.get(slug, 0) + 1
    return count, frozenset(anchors)


def _slug(heading: str) -> str:
    """Return the anchor that forges give a heading."""
    return re.sub(_NOT_IN_ANCHOR, "", heading.lower()).strip().replace(" ", "-")
