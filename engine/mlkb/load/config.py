"""The project: its root, and what `[tool.mlkb]` or `mlkb.toml` says about it.

The root is the nearest folder, going up, that has `mlkb.toml`, a `pyproject.toml` with
`[tool.mlkb]`, an answers folder, or `.git`; without any, the folder one stands in. Its folders lie
inside it: a configuration comes with a repository, and nobody should have to read it before a run.
"""

from __future__ import annotations

import os
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.document import DEEPEST, read_bytes
from mlkb.model.answers import Subject
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

ANSWERS_FOLDER = "mlkb-answers"
LARGEST_CONFIG = 128 * 1024
"""Bytes."""
CONFIGURED_IN = _OWN, _SHARED = "mlkb.toml", "pyproject.toml"
"""The files that may hold a configuration; the first one that does counts."""
_TABLE = ("tool", "mlkb")
_MARK = b"[tool.mlkb"
_QUOTED = r'"[^"]*"|\'[^\']*\''
_TOML_PLACE = r" \(at line ([0-9]{1,9}), column ([0-9]{1,9})\)$"
_BETWEEN_KEYS = r"[,={}]"


class Tailoring(NamedTuple):
    """How an organisation changes one question: dropped with a reason, or other values."""

    drop: str | None = None
    severity: str | None = None
    weight: int | None = None
    target: int | None = None
    paths: Sequence[str] = ()
    place: Location = Location("")


class Project(NamedTuple):
    """Where we are, and what the configuration asks for. Paths are absolute."""

    root: Path
    answers: Path
    checklists: tuple[Path, ...] = ()
    subjects: Mapping[str, Subject] = MappingProxyType({})
    tailor: Mapping[str, Tailoring] = MappingProxyType({})
    fail_on: str = "blocking"
    locale: str | None = None


def find_project(start: Path) -> Project:
    """Return the project that *start* lies in; `InvalidDocuments` names all that is wrong."""
    for folder in (start, *start.parents):
        own = folder / _OWN
        if os.path.isfile(own):  # noqa: PTH113 - unlike Path.is_file, never raises
            return _read(folder, own, ())
        shared = folder / _SHARED
        if os.path.isfile(shared) and _speaks_of_us(shared):  # noqa: PTH113
            return _read(folder, shared, _TABLE)
        answers = folder / ANSWERS_FOLDER
        if os.path.isdir(answers) or os.path.lexists(folder / ".git"):  # noqa: PTH112
            if not _lies_in(answers, folder):
                problem = Problem(
                    "path-outside", Location(ANSWERS_FOLDER), {"name": ANSWERS_FOLDER}
                )
                raise InvalidDocuments([problem], exit_code=USAGE)
            return Project(root=folder, answers=answers)
    return Project(root=start, answers=start / ANSWERS_FOLDER)


def project_before(root: Path, files: Mapping[str, bytes]) -> Project:
    """Return the project at *root* as an earlier state configured it; the same errors are raised.

    *files* are those of `CONFIGURED_IN` that it had. Where links lead today is no matter to it.
    """
    for name, inside in ((_OWN, ()), (_SHARED, _TABLE)):
        data = files.get(name)
        if data is None or (inside and (_MARK not in data or len(data) > LARGEST_CONFIG)):
            continue
        if len(data) > LARGEST_CONFIG:
            facts = {"size": len(data), "limit": LARGEST_CONFIG}
            problem = Problem("too-large", Location(name), facts)
            raise InvalidDocuments([problem], exit_code=USAGE)
        return _configured(root, name, data, inside, lies_in=_is_below)
    return Project(root=root, answers=root / ANSWERS_FOLDER)


def _speaks_of_us(path: Path) -> bool:
    data, _ = read_bytes(path, "", LARGEST_CONFIG)
    return _MARK in data


def _read(root: Path, path: Path, inside: tuple[str, ...]) -> Project:
    data, problems = read_bytes(path, path.name, LARGEST_CONFIG)
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    return _configured(root, path.name, data, inside, lies_in=_lies_in)


def _configured(
    root: Path,
    name: str,
    data: bytes,
    inside: tuple[str, ...],
    *,
    lies_in: Callable[[Path, Path], bool],
) -> Project:
    from mlkb.load.config_format import CONFIG, Config

    table, text = _parsed(data, name)
    for key in inside:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    config = Config(name, text, inside)
    fits = config.read(CONFIG, table, ()) or {}
    subjects = config.subjects(fits.get("subjects", {}))
    answers = root / fits.get("answers", ANSWERS_FOLDER)
    checklists = tuple(root / folder for folder in fits.get("checklists", ()))
    for key, folder in (("answers", answers), *(("checklists", one) for one in checklists)):
        if not lies_in(folder, root):
            config.report("path-outside", (key,), name=key)
    if config.problems:
        raise InvalidDocuments(config.problems, exit_code=USAGE)
    return Project(
        root=root,
        answers=answers,
        checklists=checklists,
        subjects={
            one: Subject(one, raw.get("about", ""), raw.get("of", ""))
            for one, raw in subjects.items()
        },
        tailor={
            one: Tailoring(**change, place=config.place(("tailor", one)))
            for one, change in fits.get("tailor", {}).items()
        },
        fail_on=fits.get("fail_on", "blocking"),
        locale=fits.get("locale"),
    )


def _parsed(data: bytes, shown: str) -> tuple[Any, str]:
    """Return what the TOML in *data* holds, and its text."""
    import tomllib

    line = 0
    try:
        text = data.decode("utf-8")
        line = _deep_key(text)
        if not line:
            return tomllib.loads(text), text
    except RecursionError:
        pass
    except ValueError as error:  # a syntax error, broken UTF-8, or an integer of too many digits
        found = re.search(_TOML_PLACE, str(error))
        place = Location(shown, int(found[1]), int(found[2])) if found else Location(shown)
        why = str(error).removesuffix(found[0] if found else "")
        problem = Problem("toml-syntax", place, {"why": why})
        raise InvalidDocuments([problem], exit_code=USAGE) from error
    place = Location(shown, line, 1 if line else 0)
    raise InvalidDocuments([Problem("too-deep", place, {"limit": DEEPEST})], exit_code=USAGE)


def _deep_key(text: str) -> int:
    """Return the first line with a key of too many parts, or 0.

    The standard library remembers every beginning of a dotted key: one of 200 KB takes all memory.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > DEEPEST:
            bare = re.sub(_QUOTED, "", line).partition("#")[0]
            if any(part.count(".") > DEEPEST for part in re.split(_BETWEEN_KEYS, bare)):
                return number
    return 0


def _lies_in(folder: Path, root: Path) -> bool:
    """Say whether *folder* is inside *root*, symbolic links followed."""
    try:
        real = os.path.realpath(folder)
        return os.path.commonpath([real, os.path.realpath(root)]) == os.path.realpath(root)
    except ValueError:  # a NUL in the path, or another drive
        return False


def _is_below(folder: Path, root: Path) -> bool:
    """Say whether *folder* is inside *root* as it is written."""
    path = os.path.normpath(folder)
    return "\0" not in path and os.path.commonpath([path, root]) == str(root)
