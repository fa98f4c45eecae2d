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
_NOWHERE = Location("")


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
        problems = [one._replace(location=Location(str(path))) for one in found]
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


def _first(found: Iterator[Problem]) -> Iterator[Problem]:
    for _, one in zip(range(_MOST_TOLD), found, strict=False):
        yield one


def _misfits(shape: Shape, value: object, where: str) -> Iterator[Problem]:
    """Yield each place of *value* that does not fit *shape*."""
    if isinstance(shape, Optional):
        if value is not None:
            yield from _misfits(shape.shape, value, where)
    elif isinstance(shape, Tagged):
        word = value.get(shape.tag) if isinstance(value, dict) else None
        variant = shape.variants.get(word) if isinstance(word, str) else None
        if variant is None:
            yield _misfit(where, ", ".join(shape.variants))
        else:
            fields = {**shape.common.fields, **variant.fields}
            required = (*shape.common.required, *variant.required)
            yield from _misfits(Record(fields, required), value, where)
    elif isinstance(shape, Record):
        yield from _record_misfits(shape, value, where)
    elif isinstance(shape, ListOf):
        if not isinstance(value, list) or len(value) < shape.least:
            yield _misfit(where, "list")
        else:
            for place, item in enumerate(value):
                yield from _misfits(shape.item, item, f"{where}/{place}")
    else:
        expected = _FITS[type(shape)](shape, value)
        if expected:
            yield _misfit(where, expected)


def _misfit(where: str, expected: str) -> Problem:
    return Problem("report-value", _NOWHERE, {"name": where or "/", "expected": expected})


def _dangles(where: str) -> Problem:
    return Problem("report-dangling", _NOWHERE, {"name": where})


def _record_misfits(shape: Record, value: object, where: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _misfit(where, "mapping")
        return
    for name in shape.required:
        if name not in value:
            yield Problem("report-key-missing", _NOWHERE, {"name": f"{where}/{name}"})
    for name, inner in value.items():
        if name in shape.fields:
            yield from _misfits(shape.fields[name], inner, f"{where}/{name}")
        else:
            yield Problem("report-key-unknown", _NOWHERE, {"name": f"{where}/{name}"})


def _word(shape: Word, value: object) -> str:
    return "" if value in shape.words else ", ".join(shape.words)


def _pattern(shape: Pattern, value: object) -> str:
    return "" if isinstance(value, str) and shape.fits(value) else shape.kind


def _number(shape: WholeNumber, value: object) -> str:
    fits = type(value) is int and shape.least <= value <= shape.most
    return "" if fits else f"{shape.least} … {shape.most}"


def _flag(_shape: Flag, value: object) -> str:
    return "" if isinstance(value, bool) else "flag"


def _day(_shape: Day, value: object) -> str:
    return "" if isinstance(value, str) and day_number(value) is not None else "date"


def _given(_shape: Given, value: object) -> str:
    words = value if isinstance(value, list) else [value]
    fits = all(isinstance(one, str) for one in words) or value is None
    number = type(value) is int and abs(value) <= LARGEST
    return "" if fits or number else "answer"


_FITS: dict[type[Shape], Callable[[Any, object], str]] = {
    Word: _word,
    Pattern: _pattern,
    WholeNumber: _number,
    Flag: _flag,
    Day: _day,
    Given: _given,
}


def _dangling(document: Document) -> Iterator[Problem]:
    """Yield what names a finding or an evaluation that *document* does not hold."""
    findings: dict[tuple[str, str, str], Document] = {}
    for place, one in enumerate(document["evaluations"]):
        where = f"/evaluations/{place}"
        if not one["sheets"]:
            yield _misfit(f"{where}/sheets", "list")
        for finding in one["findings"]:
            key = (one["checklist"], one["subject"], finding["question"])
            if key in findings:
                yield Problem("report-twice", _NOWHERE, {"name": "/".join(key)})
            findings[key] = finding
        for differ in one["differ"]:
            if (one["checklist"], one["subject"], differ["question"]) not in findings:
                yield _dangles(f"{where}/differ")
    for name in ("gaps", "open"):
        for place, key in enumerate(document[name]):
            if (key["checklist"], key["subject"], key["question"]) not in findings:
                yield _dangles(f"/{name}/{place}")
    yield from _unfounded(findings)


def _unfounded(findings: dict[tuple[str, str, str], Document]) -> Iterator[Problem]:
    """Yield what folds under nothing, or under itself."""
    settled: set[tuple[str, str, str]] = set()
    for start in findings:
        trail: dict[tuple[str, str, str], None] = {}
        key = start
        while key not in settled and findings[key]["reason"] == "premise-unmet":
            trail[key] = None
            key = (*key[:2], str(findings[key]["requires"]))
            if key not in findings or key in trail:
                yield _dangles("/".join(start))
                return
        settled.update(trail)
