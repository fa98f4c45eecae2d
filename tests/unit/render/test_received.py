"""A report that anybody may have written: read to the letter, or refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from harbor import comparison_document, fraud_document, harbor_document
from mlkb.errors import ANSWERS, InvalidDocuments
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_all
from mlkb.render.received import LARGEST_REPORT, received

if TYPE_CHECKING:
    from pathlib import Path

Data = dict[str, Any]
Change = Callable[[Data], object]


@cache
def document() -> Data:
    return fraud_document()


def refusal(tmp_path: Path, data: bytes, locale: str = "en") -> str:
    path = tmp_path / "report.json"
    path.write_bytes(data)
    with pytest.raises(InvalidDocuments) as refused:
        received(path)
    assert refused.value.exit_code == ANSWERS
    return tell_all(refused.value.problems, Labels(locale))


@pytest.mark.parametrize("make", [harbor_document, fraud_document, comparison_document])
def test_what_we_write_is_read_back_as_it_was(make, tmp_path):
    path = tmp_path / "report.json"
    path.write_text(json.dumps(make()), "utf-8")

    assert received(path) == make()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property name"),
        (b"\xff\xfe{}", "mlkb check --report json=FILE"),
        (b'{"format": 1, "format": 2}', "a key stands twice"),
        (b'{"format": 1.5}', "not a whole number: 1.5"),
        (b'{"format": NaN}', "not a whole number: NaN"),
        (b"[" * 200_000, "nested too deeply"),
        (b"1" * 10_000, "mlkb check --report json=FILE"),
    ],
    ids=["empty", "cut", "utf-16", "twice", "fraction", "nan", "deep", "huge-number"],
)
def test_what_is_no_json_of_ours_is_refused_with_the_reason(data, why, tmp_path):
    assert why in refusal(tmp_path, data)


@pytest.mark.parametrize("data", [b"null", b"[]", b'"text"', b"{}", b'{"format": []}'])
def test_json_of_another_shape_is_refused(data, tmp_path):
    assert "mlkb/report@1" in refusal(tmp_path, data)


def _finding(data: Data) -> Data:
    finding: Data = data["evaluations"][0]["findings"][0]
    return finding


def _circle(data: Data) -> None:
    """Let two gaps of one checklist fold under each other."""
    first, second = data["gaps"][:2]
    second["checklist"], second["subject"] = first["checklist"], first["subject"]
    findings = next(
        one["findings"]
        for one in data["evaluations"]
        if (one["checklist"], one["subject"]) == (first["checklist"], first["subject"])
    )
    one, other = findings[:2]
    first["question"], second["question"] = one["question"], other["question"]
    for finding, above in ((one, other), (other, one)):
        finding["reason"], finding["requires"] = "premise-unmet", above["question"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda data: data.pop("gate"), "/gate"),
        (lambda data: data.update(more=1), "/more"),
        (lambda data: data["gate"].update(holds=1), "/gate/holds"),
        (lambda data: data["gate"].update(gaps=-1), "/gate/gaps"),
        (lambda data: data["gate"].update(gaps=True), "/gate/gaps"),
        (lambda data: data.update(today="2026-02-30"), "/today"),
        (lambda data: data.update(gaps={}), "/gaps"),
        (lambda data: data["evaluations"].append(None), "/evaluations"),
        (lambda data: _finding(data).update(severity="grave"), "/severity"),
        (lambda data: _finding(data).update(note="\0"), "/note"),
        (lambda data: _finding(data).update(ask={"en": "only"}), "/ask/ko"),
        (lambda data: data["evaluations"][0].update(subject="../up"), "/subject"),
        (lambda data: data["evaluations"][0]["results"][0].update(type=[]), "/results/0"),
        (lambda data: data["evaluations"][0].update(sheets=[]), "/sheets"),
        (lambda data: data["gaps"][0].update(question="nobody-asks"), "/gaps/0"),
        (
            lambda data: data["open"].append({**data["gaps"][0], "unlocks": 0, "question": "x"}),
            "/o",
        ),
        (lambda data: data["evaluations"].append(data["evaluations"][0]), "twice"),
        (_circle, "names a question"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(change: Change, where: str, tmp_path):
    data = deepcopy(document())
    change(data)

    told = refusal(tmp_path, json.dumps(data).encode())

    assert where in told
    assert len(told.splitlines()) <= 21


def test_a_refusal_can_be_read_in_korean(tmp_path):
    assert "mlkb/report@1 형식이 아니다. 빠진 것: /format" in refusal(tmp_path, b"{}", "ko")


def test_a_report_larger_than_any_is_not_read(tmp_path):
    path = tmp_path / "report.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_REPORT + 1)

    with pytest.raises(InvalidDocuments) as refused:
        received(path)

    assert [one.code for one in refused.value.problems] == ["too-large"]
