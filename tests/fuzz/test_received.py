"""Whatever passes for a report can be told as a comment: a stranger may have written it."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from changing import changed_document
from harbor import comparison_document, fraud_document
from injections import HOSTILE
from mlkb.errors import InvalidDocuments
from mlkb.forge import FORGES, forge
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
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.received import received
from mlkb.render.report_format import REPORT
from mlkb.report.base import Look
from mlkb.report.comment import shorter, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Data = dict[str, Any]
MAKERS = (fraud_document, comparison_document, changed_document)
HEAD = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
FORGE = Look(
    folder="team/",
    head=HEAD,
    url=f"https://github.com/example/ml/blob/{HEAD}",
    report_url="https://github.com/example/ml/actions/runs/123",
)
WORDS = ("", "x", "c", "churn", "mlops-process", "0" * 40, "\U0001f600" * 3000, *HOSTILE)
"""What may stand for a text or a name; what a pattern refuses is not taken."""
MANY = 3_000
"""Findings; with a change, an excuse and more to each, a report of 16 million bytes."""


@cache
def documents() -> tuple[Data, ...]:
    return tuple(make() for make in MAKERS)


def changed(shape: Shape, value: Any, dice: Random, often: float) -> Any:
    """Return *value* with some of its places filled with something else that fits *shape*."""
    if dice.random() < often:
        value = another(shape, value, dice)
    if isinstance(shape, Optional):
        return value if value is None else changed(shape.shape, value, dice, often)
    if isinstance(shape, ListOf):
        return [changed(shape.item, one, dice, often) for one in value]
    if isinstance(shape, (Record, Tagged)):
        fields = fields_of(shape, value)
        return {name: changed(fields[name], one, dice, often) for name, one in value.items()}
    return value


def fields_of(shape: Record | Tagged, value: Data) -> Any:
    if isinstance(shape, Record):
        return shape.fields
    return {**shape.common.fields, **shape.variants[value[shape.tag]].fields}


def another(shape: Any, value: Any, dice: Random) -> Any:
    """Return something at random that fits *shape*; what it holds comes from *value*."""
    if isinstance(shape, Optional):
        return None if value is None else dice.choice([None, another(shape.shape, value, dice)])
    if isinstance(shape, ListOf):
        return dice.choice([[], value[:1], value[:-1], value * 2, value[::-1]])
    fitting = _FITTING.get(type(shape))
    return dice.choice(fitting(shape)) if fitting else value


_FITTING: dict[type[Shape], Callable[[Any], Sequence[Any]]] = {
    Word: lambda shape: shape.words,
    Pattern: lambda shape: [one for one in WORDS if shape.fits(one)],
    WholeNumber: lambda shape: (shape.least, shape.least + 1, shape.most),
    Flag: lambda _: (True, False),
    Day: lambda _: ("0001-01-01", "2026-11-21", "9999-12-31"),
    Given: lambda _: (None, LARGEST, -1, [], [*HOSTILE[:3]], *WORDS),
}


def told(document: Data, path: Path) -> bool:
    """Say whether *document* is taken for a report; then every form of its comment must come."""
    path.write_text(json.dumps(document), "utf-8")
    try:
        report = received(path)
    except InvalidDocuments:
        return False
    silent(report)
    for locale in LANGUAGES:
        *_, last = shorter(report, Labels(locale), FORGE)
        for name in FORGES:
            assert len(last.encode("utf-16-le")) // 2 <= forge(name).ROOM
    return True


@pytest.mark.parametrize("often", [0.002, 0.02, 0.2])
def test_every_report_that_is_taken_can_be_told(often: float, tmp_path: Path) -> None:
    dice, taken = Random(int(often * 1000)), 0  # noqa: S311 - no secrets

    for turn in range(40):
        document = changed(REPORT, documents()[turn % len(MAKERS)], dice, often)
        taken += told(document, tmp_path / "report.json")

    assert often > 0.01 or taken > 10


def test_a_comment_on_texts_that_are_all_too_long_fits(tmp_path: Path) -> None:
    document = deepcopy(changed_document())
    long = {"en": "&1" * 5000, "ko": "~a" * 5000}
    document["made_by"] = long["en"]
    document["notices"] = [long] * 50
    for evaluation in document["evaluations"]:
        evaluation["version"] = long["en"]

    assert told(document, tmp_path / "report.json")


def test_a_report_of_any_size_is_told_in_a_time_that_grows_with_it(tmp_path: Path) -> None:
    assert _seconds(MANY, tmp_path) < 25 * _seconds(MANY // 10, tmp_path)


def _seconds(many: int, tmp_path: Path) -> float:
    """Return how long it takes to read and tell a report with *many* of everything."""
    path = tmp_path / "report.json"
    path.write_text(json.dumps(_large(many)), "utf-8")
    start = process_time()
    for _ in shorter(received(path), Labels("en"), FORGE):
        pass
    return process_time() - start


def _large(many: int) -> Data:
    """Return a report in which *many* gaps fold under each other, each new, excused and touched."""
    document = deepcopy(changed_document())
    comparison, baseline = document["comparison"], document["baseline"]
    one = document["evaluations"][0]
    finding = next(other for other in one["findings"] if other["outcome"] == "unmet")
    finding = {**finding, "reason": "premise-unmet"}
    names = {"checklist": one["checklist"], "subject": one["subject"]}
    keys = [{**names, "question": f"q{place}"} for place in range(many)]
    one["findings"] = [
        {**finding, "question": f"q{place}", "requires": f"q{place - 1}"} for place in range(many)
    ]
    one["findings"][0]["reason"] = ""
    one["differ"] = []
    change = {**comparison["changes"][0], "left": ""}
    document["evaluations"] = [one]
    document["gaps"], document["open"] = keys, []
    comparison["excuses"] = [{**change, **key, "kind": "new"} for key in keys]
    comparison["changes"] = [
        {**change, **key, "kind": ("new", "improved")[place % 2]} for place, key in enumerate(keys)
    ]
    comparison["touched"] = [{**key, "paths": ["a"]} for key in keys]
    baseline["entries"] = [{**baseline["entries"][0], **key} for key in keys]
    return document
