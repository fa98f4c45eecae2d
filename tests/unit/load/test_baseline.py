"""Reading a baseline file: all of it is sound, or none of it counts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.baseline import parse_baseline, read_baseline
from mlkb.load.document import LARGEST_FILE
from mlkb.model.baseline import Entry
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "format: mlkb/baseline@1\n"
LINE = (
    "  - {subject: s, checklist: c, question: q, credit: 0,"
    ' because: "later", by: "kim", until: 2027-01-31}\n'
)


def problems(text: str) -> list[tuple[int, str]]:
    """Return line and code of each problem of a baseline."""
    with pytest.raises(InvalidDocuments) as refused:
        parse_baseline(text.encode(), "b.yaml")
    assert refused.value.exit_code == USAGE
    return [(one.location.line, one.code) for one in refused.value.problems]


def test_an_entry_knows_its_words_its_day_and_its_line():
    baseline = parse_baseline(f"# ours\n{HEAD}gaps:\n{LINE}".encode(), "b.yaml")

    [entry] = baseline.entries
    until = day_number("2027-01-31") or 0
    assert entry[:7] == Entry("s", "c", "q", 0, "later", "kim", until)[:7]
    assert (entry.place.path, entry.place.line, entry.place.column) == ("b.yaml", 4, 5)
    assert (baseline.path, baseline.added, baseline.removed) == ("b.yaml", (), ())


def test_an_entry_may_stand_in_block_style_with_line_ends_of_any_kind():
    fields = LINE.strip("- {}\n").split(", ")
    block = "  - " + "\r\n    ".join(fields)
    [entry] = parse_baseline(f"{HEAD}gaps:\r\n{block}\r\n".encode(), "b.yaml").entries

    assert (entry.question, entry.because) == ("q", "later")


def test_an_empty_baseline_says_that_it_is_empty():
    assert parse_baseline(f"{HEAD}gaps: []\n".encode(), "b.yaml").entries == ()


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", HEAD, f"{HEAD}gaps:\n", f"{HEAD}gaps: null\n", "gaps: []\n", "[]", "x"],
)
def test_a_file_that_was_cut_off_is_not_an_empty_baseline(text):
    assert problems(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD.replace("@1", "@2") + "gaps: []\n", [(1, "not-a-word")]),
        (HEAD + "gaps: []\nmore: 1\n", [(3, "unknown-key")]),
        (HEAD + f"gaps:\n{LINE}{LINE}", [(4, "duplicate-id")]),
        (HEAD + "gaps:\n" + LINE.replace('because: "later", ', ""), [(3, "key-missing")]),
        (HEAD + "gaps:\n" + LINE.replace("credit: 0", "credit: 101"), [(3, "out-of-bounds")]),
        (HEAD + "gaps:\n" + LINE.replace("credit: 0", "credit: -1"), [(3, "out-of-bounds")]),
        (HEAD + "gaps:\n" + LINE.replace("2027-01-31", "2027-02-30"), [(3, "not-a-date")]),
        (HEAD + "gaps:\n" + LINE.replace("2027-01-31", "soon"), [(3, "not-a-date")]),
        (HEAD + "gaps:\n" + LINE.replace('"kim"', '""'), [(3, "empty")]),
        (HEAD + "gaps:\n" + LINE.replace("question: q", "question: ../q"), [(3, "not-a-pattern")]),
        (HEAD + "gaps: [&a x, *a]\n", [(2, "alias")]),
        (HEAD + "gaps: [!!python/none x]\n", [(2, "tag")]),
        (HEAD + "gaps: " + "[" * 100, [(2, "too-deep")]),
        (HEAD + "gaps: [\n", [(3, "yaml-syntax")]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, expected):
    assert problems(text) == expected


def test_everything_that_is_wrong_is_named_at_once():
    wrong = LINE.replace("credit: 0", "credit: x") + LINE.replace("2027", "27") + LINE
    assert [line for line, _ in problems(f"{HEAD}gaps:\n{wrong}nonsense: 1\n")] == [3, 4, 6]


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "large", "link"])
def test_what_is_no_file_of_a_fitting_size_is_refused(tmp_path: Path, kind: str):
    path = tmp_path / "b.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        path.write_bytes(b"#" * (LARGEST_FILE + 1))
    elif kind == "link":
        path.symlink_to("nowhere")
    with pytest.raises(InvalidDocuments) as refused:
        read_baseline(path, "b.yaml")

    assert refused.value.exit_code == USAGE
