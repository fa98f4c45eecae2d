"""A report that somebody else wrote: read by its schema, and trusted with nothing.

The second half of a pair of workflows gets one from a run of a stranger's code. What is not
`mlkb/report@1` to the letter is refused, and so is what names findings that it does not hold, since
whoever renders a report looks them up.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlkb.errors import ANSWERS, InvalidDocuments
from mlkb.load.document import read_bytes
from mlkb.model.day import day_number
from mlkb.model.shape import (
    LARGEST,
    Day,
    Flag,
    Given,
    ListOf,
    Optional,
    Pattern,
    Record,
    Shape,
    Tagged,
    WholeNumber,
    Word,
)
from mlkb.model.source import Location, Problem
from mlkb.render.report_format import REPORT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LARGEST_REPORT = 64 * 1024 * 1024
"""Bytes; Harbor's has two million."""
_MOST_TOLD = 20

Document = dict[str, Any]
Wrong = tuple[str, str]
"""Where in a document, and what was expected there."""


def received(path: Path) -> Document:
    """Return the report in a file; `InvalidDocuments` names what is wrong with it."""
    data, problems = read_bytes(path, str(path), LARGEST_REPORT)
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    try:
        document = json.loads(
            data, object_pairs_hook=_once, parse_constant=_refused, parse_float=_refused
        )
    except (ValueError, RecursionError) as error:
        problem = Problem("report-not-json", Location(str(path)), {"why": _why(error)})
        raise InvalidDocuments([problem], exit_code=ANSWERS) from error
    found = list(_first(_misfits(REPORT, document, ""))) or list(_first(_dangling(document)))
    if found:
        problems = [
            Problem(
                "report-misfit", Location(str(path)), {"name": where or "/", "expected": expected}
            )
            for where, expected in found
        ]
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    return dict(document)


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "nested too deeply"


def _once(pairs: list[tuple[str, Any]]) -> Document:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key stands twice")  # noqa: TRY003 - told as json.loads tells its own
    return document


def _refused(text: str) -> object:
    why = f"not a whole number: {text[:20]}"
    raise ValueError(why)


def _first(found: Iterator[Wrong]) -> Iterator[Wrong]:
    for _, one in zip(range(_MOST_TOLD), found, strict=False):
        yield one


def _misfits(shape: Shape, value: object, where: str) -> Iterator[Wrong]:
    """Yield each place of *value* that does not fit *shape*."""
    if isinstance(shape, Optional):
        if value is not None:
            yield from _misfits(shape.shape, value, where)
    elif isinstance(shape, Tagged):
        word = value.get(shape.tag) if isinstance(value, dict) else None
        variant = shape.variants.get(word) if isinstance(word, str) else None
        if variant is None:
            yield where, f"a known {shape.tag}"
        else:
            fields = {**shape.common.fields, **variant.fields}
            required = (*shape.common.required, *variant.required)
            yield from _misfits(Record(fields, required), value, where)
    elif isinstance(shape, Record):
        yield from _record_misfits(shape, value, where)
    elif isinstance(shape, ListOf):
        if not isinstance(value, list) or len(value) < shape.least:
            yield where, "a list"
        else:
            for place, item in enumerate(value):
                yield from _misfits(shape.item, item, f"{where}/{place}")
    else:
        expected = _FITS[type(shape)](shape, value)
        if expected:
            yield where, expected


def _record_misfits(shape: Record, value: object, where: str) -> Iterator[Wrong]:
    if not isinstance(value, dict):
        yield where, "an object"
        return
    for name in shape.required:
        if name not in value:
            yield f"{where}/{name}", "that it is there"
    for name, inner in value.items():
        if name in shape.fields:
            yield from _misfits(shape.fields[name], inner, f"{where}/{name}")
        else:
            yield f"{where}/{name}", "that it is not there"


def _word(shape: Word, value: object) -> str:
    return "" if value in shape.words else ", ".join(shape.words)


def _pattern(shape: Pattern, value: object) -> str:
    return "" if isinstance(value, str) and shape.fits(value) else shape.kind


def _number(shape: WholeNumber, value: object) -> str:
    fits = type(value) is int and shape.least <= value <= shape.most
    return "" if fits else f"{shape.least} … {shape.most}"


def _flag(_shape: Flag, value: object) -> str:
    return "" if isinstance(value, bool) else "true, false"


def _day(_shape: Day, value: object) -> str:
    return "" if isinstance(value, str) and day_number(value) is not None else "2026-11-21"


def _given(_shape: Given, value: object) -> str:
    words = value if isinstance(value, list) else [value]
    fits = all(isinstance(one, str) for one in words) or value is None
    number = type(value) is int and abs(value) <= LARGEST
    return "" if fits or number else "an answer"


_FITS: dict[type[Shape], Callable[[Any, object], str]] = {
    Word: _word,
    Pattern: _pattern,
    WholeNumber: _number,
    Flag: _flag,
    Day: _day,
    Given: _given,
}


def _dangling(document: Document) -> Iterator[Wrong]:
    """Yield what names a finding or an evaluation that *document* does not hold."""
    findings: dict[tuple[str, str, str], Document] = {}
    for place, one in enumerate(document["evaluations"]):
        where = f"/evaluations/{place}"
        if not one["sheets"]:
            yield f"{where}/sheets", "at least one"
        for finding in one["findings"]:
            key = (one["checklist"], one["subject"], finding["question"])
            if key in findings:
                yield where, "each question once"
            findings[key] = finding
        for differ in one["differ"]:
            if (one["checklist"], one["subject"], differ["question"]) not in findings:
                yield f"{where}/differ", "a question of its own"
    for name in ("gaps", "open"):
        for place, key in enumerate(document[name]):
            if (key["checklist"], key["subject"], key["question"]) not in findings:
                yield f"/{name}/{place}", "a finding"
    yield from _unfounded(findings)


def _unfounded(findings: dict[tuple[str, str, str], Document]) -> Iterator[Wrong]:
    """Yield what folds under nothing, or under itself."""
    settled: set[tuple[str, str, str]] = set()
    for start in findings:
        trail: dict[tuple[str, str, str], None] = {}
        key = start
        while key not in settled and findings[key]["reason"] == "premise-unmet":
            trail[key] = None
            key = (*key[:2], str(findings[key]["requires"]))
            if key not in findings or key in trail:
                yield "/".join(start), "a premise among the findings"
                return
        settled.update(trail)
