"""Good files, mangled at random: every outcome but a sheet or a told problem is a bug."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from mlkb.errors import InvalidDocuments
from mlkb.evaluate import evaluate
from mlkb.load.answers import read_answers, read_past_answers
from mlkb.load.baseline import parse_baseline
from mlkb.load.checklists import read_checklists
from mlkb.load.compiled import Bundled
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.model.day import day_number
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkb.model.baseline import Entry
    from mlkb.model.source import Problem

HOSTILE = Path(__file__).parent / "hostile"
TODAY = day_number("2026-11-21") or 0
ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal acts on."""
PIECES = [
    *(b"a", b",", b"?", b": ", b"- ", b"\n", b"  ", b"[", b"]", b"{", b"}", b'"', b"'", b" #"),
    *(b"|", b">", b"\\", b"\r\n", b"\t", b"!", b"&a", b"*a", b"1", b".5", b"~", b"yes", b"true"),
    *(
        b"n/a",
        b"<<",
        "\u2028".encode(),
        "한".encode(),
        b"@",
        b"%",
        b"`",
        b"2027-01-01",
        b"[]",
        b"{}",
    ),
]


def mangled(data: bytes, dice: Random) -> bytes:
    """Return *data* with a few pieces put in, cut out, repeated or garbled."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        place, how = dice.randrange(len(changed) + 1), dice.randrange(4)
        if how == 0:
            changed[place:place] = dice.choice(PIECES)
        elif how == 1:
            del changed[place : place + dice.randint(1, 12)]
        elif how == 2:
            start = dice.randrange(len(changed) + 1)
            changed[place:place] = changed[start : start + dice.randint(1, 60)]
        else:
            changed[place : place + 1] = bytes([dice.randrange(256)])
    return bytes(changed)


def assert_told(problems: Sequence[Problem]) -> None:
    for locale in LANGUAGES:
        assert not ACTING.search(tell_all(problems, Labels(locale)))


@pytest.mark.parametrize(
    "path", sorted((HOSTILE / "good").glob("*.yaml")), ids=lambda one: one.stem
)
def test_a_mangled_answer_file_is_read_or_told(path):
    library = Library(find_project(HOSTILE))
    dice = Random(path.stem)  # noqa: S311 - no secrets
    for _ in range(300):
        data = mangled(path.read_bytes(), dice)

        sheet, problems = read_answers(data, "file.yaml", library, TODAY)

        assert (sheet is None) == bool(problems), data
        if problems:
            assert_told(problems)


@pytest.mark.parametrize("seed", range(4))
def test_a_mangled_checklist_is_read_or_told(seed, tmp_path):
    good = (HOSTILE / "checklists" / "every-type.yaml").read_bytes()
    dice = Random(seed)  # noqa: S311 - no secrets
    for _ in range(100):
        (tmp_path / "every-type.yaml").write_bytes(mangled(good, dice))
        assert_told(problems_in(tmp_path))


def problems_in(folder: Path) -> Sequence[Problem]:
    try:
        read_checklists(folder, {}, Bundled().shared())
    except InvalidDocuments as refused:
        return refused.problems
    return ()


BASELINE = (
    b"# Known gaps\nformat: mlkb/baseline@1\ngaps:\n"
    b'  - {subject: s, checklist: c, question: q.a, credit: 50, because: "later", by: "kim",'
    b" until: 2027-01-31}\n"
    b'  - {subject: t, checklist: c, question: r, credit: 0, because: "\xed\x95\x9c", by: "lee",'
    b" until: 2026-11-21}\n"
)


@pytest.mark.parametrize("seed", range(4))
def test_a_mangled_baseline_is_read_or_told_and_never_taken_for_an_empty_one(seed):
    dice = Random(seed)  # noqa: S311 - no secrets
    for _ in range(400):
        data = mangled(BASELINE, dice)
        entries, problems = read_baseline(data)

        assert entries or problems or b"gaps: []" in data, data
        assert_told(problems)


def read_baseline(data: bytes) -> tuple[tuple[Entry, ...], Sequence[Problem]]:
    try:
        return parse_baseline(data, "b.yaml").entries, ()
    except InvalidDocuments as refused:
        return (), refused.problems


def test_a_baseline_that_was_cut_off_anywhere_has_no_half_entry():
    whole = {entry[:7] for entry in parse_baseline(BASELINE, "b.yaml").entries}
    for end in range(len(BASELINE)):
        entries, problems = read_baseline(BASELINE[:end])

        assert bool(entries) != bool(problems)
        assert {entry[:7] for entry in entries} <= whole


@pytest.mark.parametrize(
    "path", sorted((HOSTILE / "good").glob("*.yaml")), ids=lambda one: one.stem
)
def test_a_mangled_file_of_the_base_is_read_or_told(path):
    library = Library(find_project(HOSTILE))
    dice = Random(path.stem)  # noqa: S311 - no secrets
    for _ in range(300):
        data = mangled(path.read_bytes(), dice)
        sheet, problems = read_past_answers(data, "file.yaml", library)

        assert (sheet is None) == bool(problems), data
        if sheet is not None:
            evaluate(library, library.ladders, [sheet], today=TODAY)
        assert_told(problems)
