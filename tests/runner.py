"""How a runner of GitHub Actions reads the log of a step: which of its lines it acts on.

Written after the parser of the project actions/runner, with both notations it knows: `::name k=v::`
at the start of a line, and `##[name k=v]` anywhere in one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

REGISTERED = frozenset(
    {
        *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group"),
        *("internal-set-repo-path", "notice", "remove-matcher", "save-state", "set-env"),
        *("set-output", "stop-commands", "warning"),
    }
)
DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
BRACKETED = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def read_log(text: str) -> list[Command]:
    """Return every command that *text*, printed into a log, makes a runner carry out."""
    found = (read_line(line) for line in re.split(r"\r\n|\r|\n", text))
    return [command for command in found if command]


def read_line(line: str) -> Command | None:
    return _with_colons(line.lstrip()) or _with_brackets(line)


def _with_colons(line: str) -> Command | None:
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name not in REGISTERED:
        return None
    pairs = _pairs(properties.strip(), ",")
    return Command(
        name,
        {key: _unescaped(value, PROPERTY) for key, value in pairs},
        _unescaped(line[end + 2 :], DATA),
    )


def _with_brackets(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    if name not in REGISTERED:
        return None
    pairs = _pairs(properties, ";")
    return Command(
        name,
        {key: _unescaped(value, BRACKETED) for key, value in pairs},
        _unescaped(line[end + 1 :], BRACKETED),
    )


def _pairs(text: str, separator: str) -> list[tuple[str, str]]:
    """Return the properties that have both a name and a value."""
    pairs = []
    for one in text.split(separator):
        name, _, value = one.lstrip("=").partition("=")
        if name and value:
            pairs.append((name, value))
    return pairs


def _unescaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for written, meant in table:
        text = text.replace(written, meant)
    return text
