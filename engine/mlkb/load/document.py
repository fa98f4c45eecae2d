"""YAML text to composed nodes, within limits, with every refusal placed in the file.

Everything that is read here is untrusted (DESIGN section 9). A pass over the events comes before
composing, because the C composer recurses without a limit; it is skipped where the text can hold
neither deep nesting nor an anchor, an alias or a tag, nor very many nodes. Anchors and aliases are
refused altogether: an answer that two places share could not be edited alone.

Line breaks that only some programs see (a lone carriage return, NEL, U+2028, U+2029) are refused:
to libyaml they end a comment, to an editor or a reviewer they do not. So all agree on lines.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, Any

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from mlkb.load.syntax import syntax_problem
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 1024 * 1024
"""Bytes."""
DEEPEST = 64
"""Collections inside each other."""
MOST_EVENTS = 60_000
"""Events of the YAML parser in one file."""

_SURELY_FEW_EVENTS = MOST_EVENTS // 2
"""Characters: none yields two events."""

_SURELY_SHALLOW = DEEPEST // 4
"""Brackets, and indicators before the first word of a line. A bracket opens at most two collections
(`[a: b]` holds a mapping), and so does a column (a list may stand in its key's own column)."""

_DEEP_INDENT = re.compile(rf"\n[ \t?:-]{{{_SURELY_SHALLOW}}}")
_DEEP_FIRST_LINE = re.compile(_DEEP_INDENT.pattern.removeprefix(r"\n"))
_PROPERTY = r"(?<![^\W_])[&*!]"
"""Where an anchor, an alias or a tag may start: behind a letter the sign belongs to a text."""

_ORDINARY = bytes(set(range(256)) - set(range(0x20)) - {0x7F} | set(b"\t\n\r"))
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
_HIDDEN_BREAK = "\r(?!\n)|[\x85\u2028\u2029]"
_DIRECTIVE = r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+(?=%)"
_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE = re.compile(rb"\xff\xfe|\xfe\xff|\0[^\0]|[^\0]\0")
"""How UTF-16 begins, with a byte order mark or without."""


class _Parser(CParser):
    """The C parser without a resolver: a tag that is not written is None."""

    def resolve(self, kind: object, value: object, implicit: object) -> None:
        """Resolve nothing; `load.reader` knows what a scalar is."""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Keep no path."""

    def ascend_resolver(self) -> None:
        """Keep no path."""


def read_bytes(path: Path, shown: str, limit: int = LARGEST_FILE) -> tuple[bytes, list[Problem]]:
    """Return the bytes of a regular file of at most *limit*, or the problem with it."""
    place = Location(shown)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return b"", [Problem("not-a-file", place)]
            size = status.st_size
            if size <= limit:
                data = _read_at_most(descriptor, size, limit + 1)
                size = len(data)
                if size <= limit:
                    return data, []
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as refusal:  # ValueError: a NUL in the path
        why = getattr(refusal, "strerror", None) or str(refusal)
        return b"", [Problem("unreadable", place, {"why": why})]
    return b"", [Problem("too-large", place, {"size": size, "limit": limit})]


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return the text of UTF-8 *data* without its byte order mark, or the problem with it."""
    if _WIDE.match(data):
        return "", [Problem("not-utf8-wide", Location(path, 1, 1))]
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as broken:
        before = broken.object[: broken.start].decode("utf-8")
        return "", [Problem("not-utf8", place_of(before, len(before), path))]
    if text.replace("\n", "").isprintable():  # nothing hidden: no need to compile expressions
        return text, []
    if data.translate(None, _ORDINARY) or not text.isascii() or text.startswith("\ufeff"):
        found = re.search(_CONTROL, text) or re.match("\ufeff", text)
        if found:
            place = place_of(text, found.start(), path)
            return "", [Problem("control-character", place, {"code": code_point(found[0])})]
    if "\r" in text or not text.isascii():
        found = re.search(_HIDDEN_BREAK, text)
        if found:
            place = place_of(text, found.start(), path)
            return "", [Problem("hidden-line-break", place, {"code": code_point(found[0])})]
    return text, []


def compose(text: str, path: str) -> tuple[yaml.Node | None, list[Problem]]:
    """Return the root node of *text* (None if it is empty), or the problem with it.

    *text* is what `decode` returned. No node has a tag.
    """
    if text.startswith("%") or "\n%" in text:
        directive = re.match(_DIRECTIVE, text)
        if directive:
            return None, [Problem("directive", place_of(text, directive.end(), path))]
    try:
        if _needs_event_pass(text):
            refused = _event_pass(text, path)
            if refused:
                return None, [refused]
        parser = _Parser(text)
        try:
            return parser.get_single_node(), []
        finally:
            parser.dispose()
    except yaml.YAMLError as error:
        return None, [syntax_problem(error, text, path)]


def place_of(text: str, index: int, path: str) -> Location:
    """Return the line and column of a character; columns count characters."""
    line_start = text.rfind("\n", 0, index) + 1
    return Location(path, text.count("\n", 0, index) + 1, index - line_start + 1)


def code_point(character: str) -> str:
    """Write a character that cannot be shown: ``U+001B``."""
    return f"U+{ord(character):04X}"


def _read_at_most(descriptor: int, size: int, limit: int) -> bytes:
    """Return what a file of about *size* bytes holds, up to *limit*.

    It may have grown since, and one reading may give less than there is.
    """
    data = os.read(descriptor, size + 1)
    while 0 < len(data) != size and len(data) < limit:
        part = os.read(descriptor, limit - len(data))
        if not part:
            break
        data += part
    return data


def _needs_event_pass(text: str) -> bool:
    return (
        len(text) > _SURELY_FEW_EVENTS
        or text.count("[") + text.count("{") > _SURELY_SHALLOW
        or (("*" in text or "&" in text or "!" in text) and re.search(_PROPERTY, text) is not None)
        or _DEEP_FIRST_LINE.match(text) is not None
        or _DEEP_INDENT.search(text) is not None
    )


def _event_pass(text: str, path: str) -> Problem | None:
    """Return the first limit that *text* breaks."""
    depth = 0
    for count, event in enumerate(_events(text)):
        kind = type(event)
        if kind in _STARTS:
            depth += 1
            if depth > DEEPEST:
                return Problem("too-deep", _start(event, path), {"limit": DEEPEST})
        elif kind is not ScalarEvent:
            depth -= kind in _ENDS
            if kind is AliasEvent:
                return Problem("alias", _start(event, path), {"name": event.anchor[:80]})
            continue
        if event.anchor is not None:
            return Problem("alias", _start(event, path), {"name": event.anchor[:80]})
        if event.tag is not None:
            return Problem("tag", _start(event, path), {"name": event.tag[:80]})
        if count > MOST_EVENTS:
            return Problem("too-many-nodes", _start(event, path), {"limit": MOST_EVENTS})
    return None


def _events(text: str) -> Iterator[Any]:
    parser = _Parser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _start(event: Any, path: str) -> Location:  # noqa: ANN401 - PyYAML's types forget the marks
    return Location(path, event.start_mark.line + 1, event.start_mark.column + 1)
