"""YAML text to composed nodes, within limits, with every refusal placed in the file.

Everything that is read here is untrusted (DESIGN section 9). A pass over the events comes before
composing, because the C composer recurses without a limit; it is skipped where the bytes can hold
neither deep nesting nor an alias nor very many nodes. Anchors and aliases are refused altogether:
an answer that two places share could not be edited alone.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

import yaml

from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 1024 * 1024
"""Bytes."""
DEEPEST = 64
"""Collections inside each other."""
MOST_EVENTS = 100_000
"""Events of the YAML parser in one file."""

_SURELY_FEW_EVENTS = 64 * 1024
_SURELY_SHALLOW = 24
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DEEP_INDENT = re.compile(rb"^[ \t?:-]{%d}" % _SURELY_SHALLOW, re.MULTILINE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SECOND_COLON = "mapping values are not allowed"


def read_bytes(path: Path, shown: str) -> tuple[bytes, list[Problem]]:
    """Return the bytes of a regular file of at most `LARGEST_FILE`, or the problem with it."""
    place = Location(shown)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return b"", [Problem("not-a-file", place)]
            if status.st_size > LARGEST_FILE:
                facts = {"size": status.st_size, "limit": LARGEST_FILE}
                return b"", [Problem("too-large", place, facts)]
            return file.read(LARGEST_FILE), []
    except OSError as refusal:
        return b"", [Problem("unreadable", place, {"why": refusal.strerror or str(refusal)})]


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return the text of UTF-8 *data* without its byte order mark, or the problem with it."""
    if data.startswith(_WIDE_MARKS):
        return "", [Problem("not-utf8-wide", Location(path, 1, 1))]
    control = _CONTROL.search(data)
    if control:
        place = _place(data, control.start(), path)
        return "", [Problem("control-character", place, {"code": f"0x{control[0][0]:02x}"})]
    try:
        return data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8"), []
    except UnicodeDecodeError as broken:
        start = broken.start + (len(data) - len(data.removeprefix(_BYTE_ORDER_MARK)))
        return "", [Problem("not-utf8", _place(data, start, path))]


def compose(text: str, path: str) -> tuple[yaml.Node | None, list[Problem]]:
    """Return the root node of *text* (None if it is empty), or the problem with it."""
    try:
        if _needs_event_pass(text):
            refused = _event_pass(text, path)
            if refused:
                return None, [refused]
        return yaml.compose(text, Loader=yaml.CBaseLoader), []
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(error, text, path)]
    except yaml.YAMLError as error:
        why = str(getattr(error, "reason", error)).splitlines()[0]
        return None, [Problem("yaml-syntax", Location(path), {"why": why})]


def _needs_event_pass(text: str) -> bool:
    data = text.encode("utf-8", "surrogatepass")
    return (
        len(data) > _SURELY_FEW_EVENTS
        or b"*" in data
        or b"&" in data
        or data.count(b"[") + data.count(b"{") > _SURELY_SHALLOW
        or _DEEP_INDENT.search(data) is not None
    )


def _event_pass(text: str, path: str) -> Problem | None:
    """Return the first limit that *text* breaks."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        place = Location(path, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return Problem("too-deep", place, {"limit": DEEPEST})
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if getattr(event, "anchor", None) is not None:
            return Problem("alias", place, {"name": event.anchor})
        if count > MOST_EVENTS:
            return Problem("too-many-nodes", place, {"limit": MOST_EVENTS})
    return None


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """Return the problem in our words where the trap is a known one, else in the parser's."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem("yaml-syntax", Location(path), {"why": error.problem or error.context or ""})
    place = Location(path, mark.line + 1, mark.column + 1)
    problem = error.problem or ""
    if _SECOND_COLON in problem:
        return Problem("trap-colon", place)
    if "cannot start any token" in problem:
        lines = text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        start = line[mark.column : mark.column + 1]
        if start in ("@", "`", "%"):
            return Problem("trap-at", place, {"character": start})
        if start == "\t" or "\t" in line[: mark.column + 1]:
            return Problem("tab", place)
    if "\t" in problem or "tab character" in problem:
        return Problem("tab", place)
    return Problem("yaml-syntax", place, {"why": problem or str(error.context)})


def _place(data: bytes, offset: int, path: str) -> Location:
    """Return the line and column of a byte, where columns count characters."""
    before = data[:offset].removeprefix(_BYTE_ORDER_MARK)
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return Location(path, before.count(b"\n") + 1, column)
