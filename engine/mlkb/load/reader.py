"""Composed nodes to plain data, against a shape; every problem at once, each in its place.

What does not fit its shape is reported and left out, so that later checks can go on with the rest.
Plain scalars follow the YAML 1.2 core schema, so `yes`, `no`, `on` and dates are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yaml import MappingNode, ScalarNode, SequenceNode

from mlkb.errors import nearest
from mlkb.load.document import code_point
from mlkb.model.day import day_number
from mlkb.model.shape import (
    LARGEST,
    Day,
    Either,
    Flag,
    Given,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Prose,
    Record,
    Recursive,
    Shape,
    Spoken,
    Tagged,
    WholeNumber,
    Word,
)
from mlkb.model.source import Location, Problem
from mlkb.model.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Node = Any
"""A node as the C composer makes it; PyYAML's types leave out half of it."""

MISFIT: Any = object()
"""What a reading returns for a place that does not fit; the problem is already reported."""

_NUMERIC_START = frozenset("0123456789+-.")
_NOT_A_STRING = frozenset(
    {word for name in ("true", "false") for word in (name, name.title(), name.upper())}
    | {sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")}
    | {".nan", ".NaN", ".NAN"}
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})")
_OTHER_NUMBER = re.compile(
    r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
_COMMENT_FOLLOWS = re.compile(r"[ \t]+#")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LONGEST_SHOWN = 80
_HINTED = 20
"""Problems of one file for which the nearest name is looked for: more are never read."""
_SPOKEN = Record({language: Prose() for language in LANGUAGES}, required=LANGUAGES)


class Entry(dict[str, Any]):
    """A mapping as read: plain data that also knows the nodes of its keys and values.

    It is *sound* if nothing inside it was reported.
    """

    __slots__ = ("keys_at", "node", "sound", "values_at")

    def __init__(self, node: Node) -> None:
        """Remember the *node* of the mapping itself."""
        super().__init__()
        self.node = node
        self.keys_at: dict[str, Node] = {}
        self.values_at: dict[str, Node] = {}
        self.sound = True


class OtherScalar(str):
    """A plain scalar that YAML takes for a boolean or a number that is not whole.

    Numbers on which readers disagree belong here: ``010`` is eight to some, and integers of more
    than sixteen digits are not exact in every engine.
    """

    __slots__ = ()


class Reader:
    """Reads the nodes of one file and gathers its problems."""

    def __init__(self, text: str, path: str) -> None:
        """Read nodes that were composed from *text*, which stands at *path*."""
        self.text = text
        self.path = path
        self.problems: list[Problem] = []

    def report(self, code: str, node: Node, /, **facts: object) -> Any:  # noqa: ANN401
        """Add a problem at *node* and return `MISFIT`."""
        mark = node.start_mark
        self.problems.append(
            Problem(code, Location(self.path, mark.line + 1, mark.column + 1), facts)
        )
        return MISFIT

    def unknown(self, node: Node, kind: str, name: str, known: Iterable[str]) -> Any:  # noqa: ANN401
        """Report a *name* that leads nowhere, with the nearest *known* one."""
        shown = name[:_LONGEST_SHOWN]
        return self.report(
            "unknown-name", node, kind=kind, name=shown, nearest=self.nearest(name, known)
        )

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """Return the nearest *known* name, for as many problems as anybody reads."""
        return nearest(name, known) if len(self.problems) < _HINTED else ""

    def read(self, shape: Shape, node: Node) -> Any:  # noqa: ANN401 - plain data
        """Return *node* as plain data, or `MISFIT`."""
        return _READINGS[type(shape)](self, shape, node)

    def string(self, node: Node, expected: str) -> Any:  # noqa: ANN401
        """Return the text of a scalar, or report what stands there instead."""
        if not isinstance(node, ScalarNode):
            return self.unexpected(node, expected)
        value = scalar(node)
        if value is None:
            return self.report("empty", node, expected=expected)
        if isinstance(value, (int, OtherScalar)):
            return self.report("needs-quotes", node, given=node.value[:_LONGEST_SHOWN])
        return value if value.isascii() and value.isprintable() else self.clean(value, node)

    def clean(self, value: str, node: Node) -> Any:  # noqa: ANN401
        """Return *value* in NFC; escapes in double quotes can smuggle control characters in."""
        found = _CONTROL.search(value)
        if found:
            return self.report("control-character", node, code=code_point(found[0]))
        from unicodedata import normalize

        return normalize("NFC", value)

    def comment_follows(self, node: Node) -> bool:
        """Say whether a comment begins behind *node*, on its line."""
        return _COMMENT_FOLLOWS.match(self.text, node.end_mark.index) is not None

    def unexpected(self, node: Node, expected: str) -> Any:  # noqa: ANN401
        """Report a node of the wrong kind."""
        return self.report("wrong-kind", node, given=_kind(node), expected=expected)


def scalar(node: Node) -> str | int | None:
    """Return the value of a scalar node by the YAML 1.2 core schema."""
    value: str = node.value
    if node.style:
        return value
    if value in _NULLS:
        return None
    if value[0] in _NUMERIC_START:
        if _INTEGER.fullmatch(value):
            return int(value)
        if _OTHER_NUMBER.fullmatch(value):
            return OtherScalar(value)
    return OtherScalar(value) if value in _NOT_A_STRING else value


def _kind(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "mapping"
    return "list" if isinstance(node, SequenceNode) else "scalar"


def _word(reader: Reader, shape: Word, node: Node) -> Any:  # noqa: ANN401
    value = reader.string(node, "word")
    if value is MISFIT or value in shape.words:
        return value
    return reader.report(
        "not-a-word",
        node,
        given=value[:_LONGEST_SHOWN],
        expected=shape.words,
        nearest=reader.nearest(value, shape.words),
    )


def _pattern(reader: Reader, shape: Pattern, node: Node) -> Any:  # noqa: ANN401
    value = reader.string(node, shape.kind)
    if value is MISFIT or shape.fits(value):
        return value
    return reader.report("not-a-pattern", node, given=value[:_LONGEST_SHOWN], kind=shape.kind)


class _Item(Prose):
    """An entry of a listed answer: behind a single word, a comment is a comment."""

    __slots__ = ()


def _item(reader: Reader, shape: _Item, node: Node) -> Any:  # noqa: ANN401
    value = reader.string(node, "text")
    if value is MISFIT or (not node.style and " " not in value):
        return value
    return _prose(reader, shape, node)


def _prose(reader: Reader, _shape: Prose, node: Node) -> Any:  # noqa: ANN401
    value = reader.string(node, "text")
    if value is MISFIT:
        return value
    if not node.style and reader.comment_follows(node):
        return reader.report("trap-hash", node)
    if not value or value.isspace():
        return reader.report("empty", node, expected="text")
    return value


def _day(reader: Reader, _shape: Day, node: Node) -> Any:  # noqa: ANN401
    value = reader.string(node, "date")
    if value is MISFIT:
        return value
    number = day_number(value)
    if number is None:
        return reader.report("not-a-date", node, given=value[:_LONGEST_SHOWN])
    return number


def _whole_number(reader: Reader, shape: WholeNumber, node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, ScalarNode):
        return reader.unexpected(node, "whole-number")
    value = scalar(node)
    shown = node.value[:_LONGEST_SHOWN]
    if not isinstance(value, int):
        return reader.report("not-a-whole-number", node, given=shown)
    if not shape.least <= value <= shape.most:
        return reader.report("out-of-bounds", node, given=shown, least=shape.least, most=shape.most)
    return value


def _flag(reader: Reader, _shape: Flag, node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, ScalarNode):
        return reader.unexpected(node, "flag")
    if not node.style and node.value in ("true", "false"):
        return node.value == "true"
    given = node.value[:_LONGEST_SHOWN]
    return reader.report("not-a-word", node, given=given, expected=("true", "false"), nearest="")


def _spoken(reader: Reader, _shape: Spoken, node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, MappingNode):
        return reader.unexpected(node, "languages")
    return _record(reader, _SPOKEN, node, missing="translation-missing")


def _given(reader: Reader, _shape: Given, node: Node) -> Any:  # noqa: ANN401
    if isinstance(node, SequenceNode):
        before = len(reader.problems)
        listed = _list_of(reader, _ANSWERS_LISTED, node)
        return listed if len(reader.problems) == before else MISFIT
    if isinstance(node, MappingNode):
        return reader.unexpected(node, "answer")
    value = scalar(node)
    if value is None or isinstance(value, OtherScalar):
        return value
    if isinstance(value, int):
        return value if -LARGEST <= value <= LARGEST else OtherScalar(value)
    if " " in value and not node.style and reader.comment_follows(node):
        return reader.report("trap-hash", node)
    return value if value.isascii() and value.isprintable() else reader.clean(value, node)


def _list_of(reader: Reader, shape: ListOf, node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, SequenceNode):
        return reader.unexpected(node, "list")
    if len(node.value) < shape.least:
        reader.report("too-few", node, least=shape.least)
    item = shape.item
    read = _READINGS[type(item)]
    entries = [read(reader, item, child) for child in node.value]
    return [entry for entry in entries if entry is not MISFIT]


def _map_of(reader: Reader, shape: MapOf, node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, MappingNode):
        return reader.unexpected(node, "mapping")
    entry = Entry(node)
    before = len(reader.problems)
    inside = shape.value
    read = _READINGS[type(inside)]
    for key_node, value_node in node.value:
        key = _key(reader, entry, key_node)
        if key is MISFIT:
            continue
        if not shape.fits(key):
            reader.report("not-a-pattern", key_node, given=key[:_LONGEST_SHOWN], kind=shape.kind)
            continue
        entry.keys_at[key] = key_node
        entry.values_at[key] = value_node
        value = read(reader, inside, value_node)
        if value is not MISFIT:
            entry[key] = value
    entry.sound = len(reader.problems) == before
    return entry


def _record(reader: Reader, shape: Record, node: Node, missing: str = "key-missing") -> Any:  # noqa: ANN401
    if not isinstance(node, MappingNode):
        return reader.unexpected(node, "mapping")
    return _fields(reader, node, shape.fields, shape.required, missing)


def _tagged(reader: Reader, shape: Tagged, node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, MappingNode):
        return reader.unexpected(node, "mapping")
    word = next((value.value for key, value in node.value if key.value == shape.tag), "")
    variant = shape.variants.get(word) if isinstance(word, str) else None
    fields: dict[str, Shape] = dict(shape.common.fields)
    for known in shape.variants.values() if variant is None else (variant,):
        fields.update(known.fields)
    required = shape.common.required + (variant.required if variant else ())
    return _fields(reader, node, fields, required, "key-missing")


def _fields(
    reader: Reader,
    node: Node,
    fields: Mapping[str, Shape],
    required: Iterable[str],
    missing: str,
) -> Entry:
    """Return the entry of a mapping whose keys are known."""
    entry = Entry(node)
    before = len(reader.problems)
    for key_node, value_node in node.value:
        key = _key(reader, entry, key_node)
        if key is MISFIT:
            continue
        shape = fields.get(key)
        if shape is None:
            _unknown_key(reader, entry, key_node, value_node, fields)
            continue
        entry.keys_at[key] = key_node
        entry.values_at[key] = value_node
        value = _READINGS[type(shape)](reader, shape, value_node)
        if value is not MISFIT:
            entry[key] = value
    for name in required:
        if name not in entry.keys_at:
            reader.report(missing, node, name=name)
    entry.sound = len(reader.problems) == before
    return entry


def _key(reader: Reader, entry: Entry, key_node: Node) -> Any:  # noqa: ANN401
    """Return a key that is text and new."""
    if not isinstance(key_node, ScalarNode):
        return reader.report("key-not-text", key_node)
    key: str = key_node.value
    if key == "<<" and not key_node.style:
        return reader.report("merge-key", key_node)
    if key in entry.keys_at:
        first = entry.keys_at[key].start_mark.line + 1
        return reader.report("duplicate-key", key_node, name=key[:_LONGEST_SHOWN], first=first)
    return key


def _unknown_key(
    reader: Reader, entry: Entry, key_node: Node, value_node: Node, known: Iterable[str]
) -> None:
    key: str = key_node.value
    shown = key[:_LONGEST_SHOWN]
    empty = isinstance(value_node, ScalarNode) and not value_node.value
    if entry.node.flow_style and empty and not value_node.style:
        reader.report("trap-comma", key_node, name=shown)
    else:
        names = tuple(known)
        close = reader.nearest(key, names)
        reader.report("unknown-key", key_node, name=shown, expected=names, nearest=close)


def _either(reader: Reader, shape: Either, node: Node) -> Any:  # noqa: ANN401
    if isinstance(node, ScalarNode):
        chosen = shape.scalar
    else:
        chosen = shape.listed if isinstance(node, SequenceNode) else shape.mapped
    if chosen is None:
        kinds = {"scalar": shape.scalar, "list": shape.listed, "mapping": shape.mapped}
        return reader.unexpected(node, next(name for name, one in kinds.items() if one))
    return _READINGS[type(chosen)](reader, chosen, node)


def _optional(reader: Reader, shape: Optional, node: Node) -> Any:  # noqa: ANN401
    if isinstance(node, ScalarNode) and not node.style and node.value in _NULLS:
        return None
    return _READINGS[type(shape.shape)](reader, shape.shape, node)


def _recursive(reader: Reader, shape: Recursive, node: Node) -> Any:  # noqa: ANN401
    inside = shape.inside or Prose()
    return _READINGS[type(inside)](reader, inside, node)


_READINGS: dict[type[Shape], Callable[[Reader, Any, Node], Any]] = {
    Word: _word,
    Pattern: _pattern,
    Prose: _prose,
    _Item: _item,
    Day: _day,
    WholeNumber: _whole_number,
    Flag: _flag,
    Spoken: _spoken,
    Given: _given,
    ListOf: _list_of,
    MapOf: _map_of,
    Record: _record,
    Tagged: _tagged,
    Either: _either,
    Optional: _optional,
    Recursive: _recursive,
}
_ANSWERS_LISTED = ListOf(_Item())
