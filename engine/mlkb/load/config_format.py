"""The shape of a configuration, and its reading: TOML as plain data against the shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mlkb.errors import nearest
from mlkb.model.checklist import FAIL_ON, SEVERITIES, SUBJECT_KINDS
from mlkb.model.condition_format import QUESTION_ID
from mlkb.model.paths import PATHS
from mlkb.model.shape import (
    IDENTIFIER,
    ListOf,
    MapOf,
    Pattern,
    Prose,
    Record,
    Shape,
    WholeNumber,
    Word,
    identifier,
)
from mlkb.model.source import Location, Problem
from mlkb.model.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SUBJECT = Record({"about": Word(*SUBJECT_KINDS), "of": identifier("subject")})
TAILORING = Record(
    {
        "drop": Prose("Why the question is not asked here."),
        "severity": Word(*SEVERITIES),
        "weight": WholeNumber(1, 5),
        "target": WholeNumber(1, 100, "Percent of credit that is enough here."),
        "paths": PATHS,
    }
)
CONFIG = Record(
    {
        "answers": Prose("The folder of the answer files."),
        "checklists": ListOf(Prose(), doc="Folders with checklists of your own."),
        "subjects": MapOf("subject", SUBJECT),
        "tailor": MapOf("reference", TAILORING, key=rf"{IDENTIFIER}/{QUESTION_ID}"),
        "fail_on": Word(*FAIL_ON),
        "locale": Word(*LANGUAGES),
    }
)

Path = tuple[str, ...]
_HINTED = 20
_LONGEST_SHOWN = 80
_NAME = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s."\'=\[\]]+)')


class Config:
    """Reads one configuration and gathers its problems."""

    def __init__(self, shown: str, text: str, inside: Path) -> None:
        """Read what stands under *inside* of the TOML *text*, a file *shown* by that name."""
        self.shown = shown
        self.inside = inside
        self.text = text
        self.problems: list[Problem] = []
        self._lines: dict[Path, int] | None = None

    def report(self, code: str, path: Path, /, **facts: object) -> None:
        """Add a problem at the key that *path* leads to."""
        self.problems.append(Problem(code, self.place(path), facts))

    def place(self, path: Path) -> Location:
        """Return where the key at *path*, or the nearest one above it, stands."""
        if self._lines is None:
            self._lines = _lines_of(self.text)
        full = (*self.inside, *path)
        while full and full not in self._lines:
            full = full[:-1]
        line = self._lines.get(full, 0)
        return Location(self.shown, line, 1 if line else 0)

    def read(self, shape: Shape, value: Any, path: Path) -> Any:  # noqa: ANN401 - whatever TOML holds
        """Return what fits *shape* of *value*, or None; report the rest."""
        if isinstance(shape, (Record, MapOf)):
            return self._table(shape, value, path)
        if isinstance(shape, ListOf):
            return self._list(shape, value, path)
        if isinstance(shape, Word):
            return self._word(shape, value, path)
        if isinstance(shape, WholeNumber):
            return self._number(shape, value, path)
        if isinstance(value, str) and (
            shape.fits(value) if isinstance(shape, Pattern) else value.strip()
        ):
            return value
        return self._misfit(value, path)

    def subjects(self, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the subjects, once each `of` leads somewhere and none leads back to itself."""
        settled: set[str] = set()
        for start in table:
            trail: dict[str, None] = {}
            name = start
            while name not in settled and name not in trail:
                trail[name] = None
                above = table[name].get("of", "")
                if above and above not in table:
                    self._unknown(("subjects", name, "of"), "subject", above, table)
                if above not in table:
                    break
                name = above
            if name in trail and table[name].get("of") in trail:
                self.report("ring", ("subjects", name), path=f"{name} → {table[name]['of']} → …")
            settled.update(trail)
        return table

    def _table(self, shape: Record | MapOf, value: object, path: Path) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            return self._misfit(value, path)
        fits = {}
        for key, inner in value.items():
            here = (*path, key)
            inside = shape.fields.get(key) if isinstance(shape, Record) else shape.value
            if inside is None:
                names = tuple(shape.fields) if isinstance(shape, Record) else ()
                close = self._nearest(key, names)
                shown = key[:_LONGEST_SHOWN]
                self.report("unknown-key", here, name=shown, expected=names, nearest=close)
            elif isinstance(shape, MapOf) and not shape.fits(key):
                self.report("not-a-pattern", here, given=key[:_LONGEST_SHOWN], kind=shape.kind)
            else:
                read = self.read(inside, inner, here)
                if read is not None:
                    fits[key] = read
        return fits

    def _list(self, shape: ListOf, value: object, path: Path) -> Any:  # noqa: ANN401
        if not isinstance(value, list):
            return self._misfit(value, path)
        read = [self.read(shape.item, inner, path) for inner in value]
        return [inner for inner in read if inner is not None]

    def _word(self, shape: Word, value: object, path: Path) -> Any:  # noqa: ANN401
        if isinstance(value, str) and value in shape.words:
            return value
        given = _shown(value)
        close = self._nearest(given, shape.words)
        self.report("not-a-word", path, given=given, expected=shape.words, nearest=close)
        return None

    def _number(self, shape: WholeNumber, value: object, path: Path) -> Any:  # noqa: ANN401
        if not isinstance(value, int) or isinstance(value, bool):
            return self._misfit(value, path)
        if shape.least <= value <= shape.most:
            return value
        given = _shown(value)
        self.report("out-of-bounds", path, given=given, least=shape.least, most=shape.most)
        return None

    def _misfit(self, value: object, path: Path) -> None:
        name = path[-1][:_LONGEST_SHOWN] if path else ""
        self.report("config-value", path, name=name, given=_shown(value))

    def _unknown(self, path: Path, kind: str, name: str, known: Iterable[str]) -> None:
        close = self._nearest(name, known)
        self.report("unknown-name", path, kind=kind, name=name[:_LONGEST_SHOWN], nearest=close)

    def _nearest(self, name: str, known: Iterable[str]) -> str:
        return nearest(name, known) if len(self.problems) < _HINTED else ""


def _lines_of(text: str) -> dict[Path, int]:
    """Return the line on which each table and key begins."""
    lines: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = _names(stripped.partition("]")[0])
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], number)
        elif "=" in stripped and not stripped.startswith("#"):
            names = _names(stripped.partition("=")[0])
            for depth in range(1, len(names) + 1):
                lines.setdefault((*table, *names[:depth]), number)
    return lines


def _names(dotted: str) -> Path:
    return tuple("".join(match.groups("")) for match in _NAME.finditer(dotted))


def _shown(value: object) -> str:
    """Write a value that does not fit; only its kind where it may be large."""
    if isinstance(value, str):
        return value[:_LONGEST_SHOWN]
    if isinstance(value, int) and abs(value) < 10**_LONGEST_SHOWN:
        return str(value).lower()
    return type(value).__name__
