"""Composed nodes to plain data, against a shape; every problem at once, each in its place.

What does not fit its shape is reported and left out, so that later checks can go on with the rest.
Plain scalars follow the YAML 1.2 core schema, so `yes`, `no`, `on` and dates are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from mlkb.errors import nearest
from mlkb.model.day import day_number
from mlkb.model.shape import (
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

MISFIT: Any = object()
"""What a reading returns for a place that does not fit; the problem is already reported."""

_NUMERIC_START = frozenset("0123456789+-.")
_NOT_A_STRING = frozenset(
    {"true", "True", "TRUE", "false", "False", "FALSE", ".inf", "-.inf", "+.inf", ".nan", ".NaN"}
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}\Z")
_OTHER_NUMBER = re.compile(
    r"(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z"
)
_COMMENT_FOLLOWS = re.compile(r"[ \t]+#")
_CORE_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")
_SPOKEN = Record({language: Prose() for language in LANGUAGES}, required=LANGUAGES)


class Entry(dict[str, Any]):
    """A mapping as read: plain data that also knows the nodes of its keys and values."""

    __slots__ = ("keys_at", "node", "values_at")

    def __init__(self, node: yaml.Node) -> None:
        """Remember the *node* of the mapping itself."""
        super().__init__()
        self.node = node
        self.keys_at: dict[str, yaml.Node] = {}
        self.values_at: dict[str, yaml.Node] = {}


class OtherScalar(str):
    """A plain scalar that YAML takes for a boolean or a number that is not whole."""

    __slots__ = ()


class Reader:
    """Reads the nodes of one file and gathers its problems."""

    def __init__(self, text: str, path: str) -> None:
        """Read nodes that were composed from *text*, which stands at *path*."""
        self.text = text
        self.path = path
        self.problems: list[Problem] = []

    def report(self, code: str, node: yaml.Node, **facts: object) -> Any:  # noqa: ANN401
        """Add a problem at *node* and return `MISFIT`."""
        mark = node.start_mark
        self.problems.append(Problem(code, Location(self.path, mark.line + 1, mark.column + 1), facts))
        return MISFIT

    def read(self, shape: Shape, node: yaml.Node) -> Any:  # noqa: ANN401 - plain data
        """Return *node* as plain data, or `MISFIT`."""
        return _READINGS[type(shape)](self, shape, node)

    # Scalars

    def scalar(self, node: yaml.Node) -> str | int | None:
        """Return a scalar by the YAML 1.2 core schema; the caller knows that it is one."""
        value: str = node.value
        if node.style:
            return value
        if value in _NULLS:
            return None
        if value[0] in _NUMERIC_START:
            if _INTEGER.match(value):
                return int(value)
            if _OTHER_NUMBER.match(value):
                return OtherScalar(value)
        return OtherScalar(value) if value in _NOT_A_STRING else value

    def string(self, shape: Shape, node: yaml.Node, expected: str) -> Any:  # noqa: ANN401
        """Return the text of a scalar, or report what stands there instead."""
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _CORE_TAGS:
            return self.unexpected(shape, node, expected)
        value = self.scalar(node)
        if value is None:
            return self.report("empty", node, expected=expected)
        if isinstance(value, (int, OtherScalar)):
            return self.report("needs-quotes", node, given=node.value[:60])
        return value

    def unexpected(self, shape: Shape, node: yaml.Node, expected: str) -> Any:  # noqa: ANN401
        """Report a node of the wrong kind."""
        if node.tag not in _CORE_TAGS:
            return self.report("tag", node, name=str(node.tag)[:80])
        del shape
        return self.report("wrong-kind", node, given=_kind(node), expected=expected)


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "mapping"
    return "list" if isinstance(node, yaml.SequenceNode) else "scalar"


def _word(reader: Reader, shape: Word, node: yaml.Node) -> Any:  # noqa: ANN401
    value = reader.string(shape, node, "word")
    if value is MISFIT or value in shape.words:
        return value
    return reader.report(
        "not-a-word",
        node,
        given=value[:80],
        expected=shape.words,
        nearest=nearest(value, shape.words),
    )


def _pattern(reader: Reader, shape: Pattern, node: yaml.Node) -> Any:  # noqa: ANN401
    value = reader.string(shape, node, shape.kind)
    if value is MISFIT or re.fullmatch(shape.pattern, value):
        return value
    return reader.report("not-a-pattern", node, given=value[:80], kind=shape.kind)


def _prose(reader: Reader, shape: Prose, node: yaml.Node) -> Any:  # noqa: ANN401
    value = reader.string(shape, node, "text")
    if value is MISFIT:
        return value
    if not node.style and _COMMENT_FOLLOWS.match(reader.text, node.end_mark.index):
        return reader.report("trap-hash", node)
    if not value.strip():
        return reader.report("empty", node, expected="text")
    return value


def _day(reader: Reader, shape: Day, node: yaml.Node) -> Any:  # noqa: ANN401
    value = reader.string(shape, node, "date")
    if value is MISFIT:
        return value
    number = day_number(value)
    return reader.report("not-a-date", node, given=value[:40]) if number is None else number


def _whole_number(reader: Reader, shape: WholeNumber, node: yaml.Node) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.ScalarNode) or node.tag not in _CORE_TAGS:
        return reader.unexpected(shape, node, "whole-number")
    value = reader.scalar(node)
    if not isinstance(value, int):
        return reader.report("not-a-whole-number", node, given=node.value[:60])
    if not shape.least <= value <= shape.most:
        return reader.report(
            "out-of-bounds", node, given=node.value[:60], least=shape.least, most=shape.most
        )
    return value


def _flag(reader: Reader, shape: Flag, node: yaml.Node) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.ScalarNode) or node.tag not in _CORE_TAGS:
        return reader.unexpected(shape, node, "flag")
    if not node.style and node.value in ("true", "false"):
        return node.value == "true"
    return reader.report(
        "not-a-word", node, given=node.value[:60], expected=("true", "false"), nearest=""
    )


def _spoken(reader: Reader, shape: Spoken, node: yaml.Node) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.MappingNode):
        return reader.unexpected(shape, node, "languages")
    return _record(reader, _SPOKEN, node, missing="translation-missing")


def _given(reader: Reader, shape: Given, node: yaml.Node) -> Any:  # noqa: ANN401
    if node.tag not in _CORE_TAGS:
        return reader.unexpected(shape, node, "answer")
    if isinstance(node, yaml.SequenceNode):
        return _list_of(reader, _ANSWERS_LISTED, node)
    if isinstance(node, yaml.MappingNode):
        return reader.unexpected(shape, node, "answer")
    value = reader.scalar(node)
    if isinstance(value, OtherScalar):
        return reader.report("needs-quotes", node, given=node.value[:60])
    if (
        isinstance(value, str)
        and not node.style
        and " " in value
        and _COMMENT_FOLLOWS.match(reader.text, node.end_mark.index)
    ):
        return reader.report("trap-hash", node)
    return value


def _list_of(reader: Reader, shape: ListOf, node: yaml.Node) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.SequenceNode):
        return reader.unexpected(shape, node, "list")
    if len(node.value) < shape.least:
        reader.report("too-few", node, least=shape.least)
    read = _READINGS[type(shape.item)]
    entries = [read(reader, shape.item, child) for child in node.value]
    return [entry for entry in entries if entry is not MISFIT]


def _map_of(reader: Reader, shape: MapOf, node: yaml.Node) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.MappingNode) or node.tag not in _CORE_TAGS:
        return reader.unexpected(shape, node, "mapping")
    entry = Entry(node)
    fits = re.compile(shape.key).fullmatch
    read = _READINGS[type(shape.value)]
    for key_node, value_node in node.value:
        key = _key(reader, entry, key_node, value_node, ())
        if key is MISFIT:
            continue
        if not fits(key):
            reader.report("not-a-pattern", key_node, given=key[:80], kind=shape.kind)
            continue
        entry.keys_at[key] = key_node
        entry.values_at[key] = value_node
        value = read(reader, shape.value, value_node)
        if value is not MISFIT:
            entry[key] = value
    return entry


def _record(
    reader: Reader, shape: Record, node: yaml.Node, missing: str = "key-missing"
) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.MappingNode) or node.tag not in _CORE_TAGS:
        return reader.unexpected(shape, node, "mapping")
    entry = Entry(node)
    _read_fields(reader, entry, shape.fields)
    for name in shape.required:
        if name not in entry.keys_at:
            reader.report(missing, node, name=name)
    return entry


def _tagged(reader: Reader, shape: Tagged, node: yaml.Node) -> Any:  # noqa: ANN401
    if not isinstance(node, yaml.MappingNode) or node.tag not in _CORE_TAGS:
        return reader.unexpected(shape, node, "mapping")
    word = next(
        (
            value.value
            for key, value in node.value
            if isinstance(value, yaml.ScalarNode) and key.value == shape.tag
        ),
        "",
    )
    variant = shape.variants.get(word)
    fields: dict[str, Shape] = dict(shape.common.fields)
    known_only = variant is None
    for other in shape.variants.values() if variant is None else (variant,):
        fields.update(other.fields)
    entry = Entry(node)
    _read_fields(reader, entry, fields)
    required = shape.common.required + (() if known_only else variant.required if variant else ())
    for name in required:
        if name not in entry.keys_at:
            reader.report("key-missing", node, name=name)
    return entry


def _read_fields(reader: Reader, entry: Entry, fields: Mapping[str, Shape]) -> None:
    for key_node, value_node in entry.node.value:
        key = _key(reader, entry, key_node, value_node, fields)
        if key is MISFIT:
            continue
        entry.keys_at[key] = key_node
        entry.values_at[key] = value_node
        shape = fields[key]
        value = _READINGS[type(shape)](reader, shape, value_node)
        if value is not MISFIT:
            entry[key] = value


def _key(
    reader: Reader,
    entry: Entry,
    key_node: yaml.Node,
    value_node: yaml.Node,
    known: Iterable[str],
) -> Any:  # noqa: ANN401
    """Return a key that is text, new, and among *known* names (if any are given)."""
    if not isinstance(key_node, yaml.ScalarNode) or key_node.tag not in _CORE_TAGS:
        return reader.report("key-not-text", key_node)
    key: str = key_node.value
    if key in entry.keys_at:
        first = entry.keys_at[key].start_mark.line + 1
        return reader.report("duplicate-key", key_node, name=key[:80], first=first)
    if not known or key in known:
        return key
    if key == "<<":
        return reader.report("merge-key", key_node)
    empty = isinstance(value_node, yaml.ScalarNode) and not value_node.value
    if entry.node.flow_style and empty and not value_node.style:
        return reader.report("trap-comma", key_node, name=key[:80])
    names = tuple(known)
    return reader.report(
        "unknown-key", key_node, name=key[:80], expected=names, nearest=nearest(key, names)
    )


def _either(reader: Reader, shape: Either, node: yaml.Node) -> Any:  # noqa: ANN401
    if isinstance(node, yaml.MappingNode):
        chosen = shape.mapped
    else:
        chosen = shape.scalar if isinstance(node, yaml.ScalarNode) else shape.listed
    if chosen is None or node.tag not in _CORE_TAGS:
        kinds = {"scalar": shape.scalar, "list": shape.listed, "mapping": shape.mapped}
        return reader.unexpected(shape, node, next(name for name, one in kinds.items() if one))
    return _READINGS[type(chosen)](reader, chosen, node)


def _optional(reader: Reader, shape: Optional, node: yaml.Node) -> Any:  # noqa: ANN401
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS:
        return None
    return _READINGS[type(shape.shape)](reader, shape.shape, node)


def _recursive(reader: Reader, shape: Recursive, node: yaml.Node) -> Any:  # noqa: ANN401
    inside = shape.inside or Prose()
    return _READINGS[type(inside)](reader, inside, node)


_READINGS: dict[type[Shape], Callable[[Reader, Any, yaml.Node], Any]] = {
    Word: _word,
    Pattern: _pattern,
    Prose: _prose,
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
_ANSWERS_LISTED = ListOf(Prose())
