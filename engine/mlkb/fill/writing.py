"""How values are written into answer files: words, dates, numbers plain, prose in double quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import category

from mlkb.errors import EditRefused
from mlkb.model.answers import NOT_APPLICABLE
from mlkb.model.day import iso_date
from mlkb.model.shape import IDENTIFIER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIELDS = ("answer", "because", "note", "evidence", "on", "plan", "accept")
"""What an answer consists of, in the order in which we write it."""

_PROSE_TYPES = ("text", "people")
_WORD = re.compile(rf"(?:{IDENTIFIER})(?:\.{IDENTIFIER})?")
_ADDRESS = re.compile(r"[A-Za-z][\w./#?=&%+~@-]*(?::[\w./#?=&%+~@-]+)*", re.ASCII)
_NOT_TEXT = frozenset({"true", "false", "null"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
_LAST_SHORT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is written: on the line of its key, or on *lines* below it."""

    inline: str = ""
    lines: tuple[str, ...] = ()


NOTHING = Written()


def word(text: str) -> str:
    """Write an id, plain unless YAML would read something else than text."""
    return text if _WORD.fullmatch(text) and text not in _NOT_TEXT else quoted(text)


def quoted(text: str) -> str:
    """Write any text in double quotes on one line; what cannot be seen is escaped."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def written(field: str, value: Any, type_: str, step: str) -> Written:  # noqa: ANN401 - plain data
    """Return how *value* is written under *field*, for a question of *type_*; *step* indents."""
    if isinstance(value, dict):
        return Written(lines=tuple(_below(value, type_, step)))
    if isinstance(value, list) and value:
        return Written(lines=tuple(f"- {_scalar(field, entry, type_)}" for entry in value))
    return Written(flow(field, value, type_))


def mapping_lines(fields: Mapping[str, Any], type_: str, step: str) -> tuple[str, ...]:
    """Return the lines of an answer in its long form."""
    return tuple(_below(fields, type_, step))


def flow(field: str, value: Any, type_: str, *, json: bool = False) -> str:  # noqa: ANN401
    """Write *value* on one line, as inside braces; with *json*, words get quotes too."""
    if value is None:
        return "null" if json else ""
    if isinstance(value, dict):
        pairs = (
            f"{quoted(key) if json else key}: {flow(key, inner, type_, json=json)}"
            for key, inner in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(field, entry, type_, json=json) for entry in value) + "]"
    scalar = _scalar(field, value, type_)
    number = field == "answer" and isinstance(value, int)
    return quoted(scalar) if json and not number and scalar[0] != '"' else scalar


def _below(fields: Mapping[str, Any], type_: str, step: str) -> Iterable[str]:
    for field in sorted(fields, key=_place):
        value = written(field, fields[field], type_, step)
        yield f"{field}: {value.inline}" if value.inline else f"{field}:"
        yield from (step + line for line in value.lines)


def _place(field: str) -> int:
    """Return where a field stands; `because`, `by` and `until` keep this order among themselves."""
    return FIELDS.index(field) if field in FIELDS else len(FIELDS)


def _scalar(field: str, value: str | int, type_: str) -> str:
    if field in ("on", "until") and isinstance(value, int):
        return iso_date(value)
    if isinstance(value, int):
        return str(value)
    if field == "answer" and value == NOT_APPLICABLE:
        return value
    if field == "answer" and type_ not in _PROSE_TYPES:
        return word(value)
    if field == "evidence" and _ADDRESS.fullmatch(value) and value not in _NOT_TEXT:
        return value
    return quoted(value)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    kind = category(character)
    if kind == "Cs":
        raise EditRefused("edit-not-unicode")
    if kind not in _INVISIBLE:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LAST_SHORT else f"\\U{code:08x}"
