"""The project: its root, and what `[tool.mlkb]` or `mlkb.toml` says about it.

The root is the nearest folder, going up, that has `mlkb.toml`, a `pyproject.toml` with
`[tool.mlkb]`, an answers folder, or `.git`; without any, the folder one stands in.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.errors import USAGE, InvalidDocuments, nearest
from mlkb.load.document import read_bytes
from mlkb.model.answers import Subject
from mlkb.model.checklist import SEVERITIES, SUBJECT_KINDS
from mlkb.model.source import Location, Problem
from mlkb.model.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANSWERS_FOLDER = "mlkb-answers"
FAIL_ON = ("none", "advisory", "major", "blocking")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HEAVIEST = 5
_FULL = 100


class Tailoring(NamedTuple):
    """How an organisation changes one question: dropped with a reason, or other values."""

    drop: str | None = None
    severity: str | None = None
    weight: int | None = None
    target: int | None = None


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
        own = folder / "mlkb.toml"
        if own.is_file():
            return _configured(folder, own, ())
        shared = folder / "pyproject.toml"
        if shared.is_file() and b"[tool.mlkb" in shared.read_bytes():
            return _configured(folder, shared, ("tool", "mlkb"))
        if (folder / ANSWERS_FOLDER).is_dir() or (folder / ".git").exists():
            return Project(root=folder, answers=folder / ANSWERS_FOLDER)
    return Project(root=start, answers=start / ANSWERS_FOLDER)


def _configured(root: Path, path: Path, inside: tuple[str, ...]) -> Project:
    import tomllib  # noqa: PLC0415 - only projects with a configuration pay for it

    shown = str(path)
    data, problems = read_bytes(path, shown)
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    try:
        table: Any = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Problem("toml-syntax", Location(shown), {"why": str(error)})
        raise InvalidDocuments([problem], exit_code=USAGE) from error
    for name in inside:
        table = table.get(name, {})
    check = _Check(shown, data.decode("utf-8"))
    project = check.project(root, table)
    if check.problems:
        raise InvalidDocuments(check.problems, exit_code=USAGE)
    return project


class _Check:
    """Reads the tables of one configuration and gathers its problems."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def project(self, root: Path, table: Any) -> Project:  # noqa: ANN401 - whatever TOML holds
        known: dict[str, Callable[[Any], bool]] = {
            "answers": _is_text,
            "checklists": _is_texts,
            "subjects": _is_table,
            "tailor": _is_table,
            "fail_on": FAIL_ON.__contains__,
            "locale": LANGUAGES.__contains__,
        }
        fits = self._fitting("", table, known)
        return Project(
            root=root,
            answers=root / fits.get("answers", ANSWERS_FOLDER),
            checklists=tuple(root / folder for folder in fits.get("checklists", ())),
            subjects=self._subjects(fits.get("subjects", {})),
            tailor=self._tailor(fits.get("tailor", {})),
            fail_on=fits.get("fail_on", "blocking"),
            locale=fits.get("locale"),
        )

    def _subjects(self, table: Mapping[str, Any]) -> dict[str, Subject]:
        subjects = {}
        for name, raw in table.items():
            if not _IDENTIFIER.fullmatch(name):
                self._report("not-a-pattern", name, given=name, kind="subject")
                continue
            fits = self._fitting(
                name, raw, {"about": SUBJECT_KINDS.__contains__, "of": _is_text}
            )
            subjects[name] = Subject(name, fits.get("about", ""), fits.get("of", ""))
        for subject in subjects.values():
            if subject.of and subject.of not in subjects:
                self._report(
                    "unknown-name",
                    subject.of,
                    kind="subject",
                    name=subject.of,
                    nearest=nearest(subject.of, subjects),
                )
            if self._in_ring(subject, subjects):
                self._report("ring", subject.id, path=f"{subject.id} → {subject.of}")
        return subjects

    def _in_ring(self, subject: Subject, subjects: Mapping[str, Subject]) -> bool:
        seen = set()
        here: Subject | None = subject
        while here is not None and here.id not in seen:
            seen.add(here.id)
            here = subjects.get(here.of)
        return here is subject

    def _tailor(self, table: Mapping[str, Any]) -> dict[str, Tailoring]:
        tailor = {}
        for name, raw in table.items():
            fits = self._fitting(
                name,
                raw,
                {
                    "drop": _is_text,
                    "severity": SEVERITIES.__contains__,
                    "weight": lambda value: _is_number(value) and 1 <= value <= _HEAVIEST,
                    "target": lambda value: _is_number(value) and 1 <= value <= _FULL,
                },
            )
            tailor[name] = Tailoring(**fits)
        return tailor

    def _fitting(
        self, name: str, table: Any, known: Mapping[str, Callable[[Any], bool]]  # noqa: ANN401
    ) -> dict[str, Any]:
        """Return the entries of *table* that fit, and report the others."""
        if not isinstance(table, dict):
            self._report("config-value", name, name=name, given=repr(table)[:60])
            return {}
        fits = {}
        for key, value in table.items():
            if key not in known:
                names = tuple(known)
                self._report(
                    "unknown-key", key, name=key, expected=names, nearest=nearest(key, names)
                )
            elif _holds(known[key], value):
                fits[key] = value
            else:
                self._report("config-value", key, name=key, given=repr(value)[:60])
        return fits

    def _report(self, code: str, near: str, **facts: object) -> None:
        line = next((at for at, text in enumerate(self.lines, 1) if near in text), 0)
        self.problems.append(Problem(code, Location(self.path, line, 1 if line else 0), facts))


def _holds(test: Callable[[Any], bool], value: Any) -> bool:  # noqa: ANN401
    try:
        return test(value)
    except TypeError:
        return False


def _is_text(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(_is_text(one) for one in value)


def _is_table(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, dict)


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int) and not isinstance(value, bool)
