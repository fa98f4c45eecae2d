"""Many files at once: the same sheets, over the cores and from the cache, whatever stands in it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mlkb.errors import InvalidDocuments
from mlkb.load import cache, many
from mlkb.load.config import find_project
from mlkb.load.document import read_bytes
from mlkb.load.library import Library
from mlkb.load.workspace import MANY, open_workspace, read_answer_file
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from mlkb.model.answers import AnswerSheet

HOSTILE = Path(__file__).parents[2] / "fuzz" / "hostile"
TODAY = day_number("2026-11-21") or 0
GOOD = sorted((HOSTILE / "good").glob("*.yaml"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a project with many answer files, and a cache folder beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.delenv("MLKB_NO_CACHE", raising=False)
    root = tmp_path / "project"
    shutil.copytree(HOSTILE / "checklists", root / "checklists")
    shutil.copy(HOSTILE / "mlkb.toml", root)
    (root / "mlkb-answers").mkdir()
    for number in range(MANY):
        text = GOOD[number % len(GOOD)].read_bytes()
        path = root / "mlkb-answers" / f"{number:04}.yaml"
        path.write_bytes(text.replace(b"subject: acme", b"subject: acme-%d" % number))
    for path in (root / "mlkb-answers").iterdir():
        if b'"subject": "acme"' in path.read_bytes():
            name = b'"subject": "json-%s"' % path.stem.encode()
            path.write_bytes(path.read_bytes().replace(b'"subject": "acme"', name))
    return root


def sheets(root: Path, today: int = TODAY) -> tuple[AnswerSheet, ...]:
    return open_workspace([root / "mlkb-answers"], root, Library(find_project(root)), today).sheets


def one_by_one(root: Path) -> tuple[AnswerSheet, ...]:
    library = Library(find_project(root))
    read = [
        read_answer_file(path, root, library, TODAY)[0]
        for path in sorted((root / "mlkb-answers").iterdir())
    ]
    return tuple(sheet for sheet in read if sheet is not None)


def packs(root: Path) -> list[Path]:
    return sorted((root.parent / "caches" / "mlkb" / "answers").rglob("*.json"))


def test_the_cache_gives_the_same_sheets_again(project):
    expected = one_by_one(project)

    assert len(expected) == MANY
    assert packs(project) == []
    assert sheets(project) == expected
    assert len(packs(project)) == cache.PACKS
    states = [(path.stat().st_mtime_ns, path.stat().st_ino) for path in packs(project)]
    assert sheets(project) == expected
    assert [(path.stat().st_mtime_ns, path.stat().st_ino) for path in packs(project)] == states


def test_the_cache_is_really_read(project):
    sheets(project)
    for path in packs(project):
        path.write_text(path.read_text("utf-8").replace("two of five", "all of them"), "utf-8")

    notes = {answer.note for sheet in sheets(project) for answer in sheet.answers.values()}

    assert "all of them have no owner" in notes


def test_a_changed_file_is_read_again_and_only_its_pack_is_written(project):
    sheets(project)
    states = {path: path.stat().st_ino for path in packs(project)}
    changed = project / "mlkb-answers" / "0000.yaml"
    changed.write_bytes(changed.read_bytes() + b"\n# changed\n")

    assert sheets(project) == one_by_one(project)

    assert sum(path.stat().st_ino != inode for path, inode in states.items()) <= 1


def test_a_removed_file_leaves_its_pack_once_that_is_written(project):
    first = sheets(project)
    for number in range(50):
        (project / "mlkb-answers" / f"{number:04}.yaml").unlink()
    for number in range(MANY, MANY + 50):
        text = b"format: mlkb/answers@1\nchecklist: every-type\nsubject: new-%d\nanswers:\n"
        (project / "mlkb-answers" / f"{number:04}.yaml").write_bytes(text % number)

    assert len(sheets(project)) == len(first)
    assert sum(len(json.loads(path.read_bytes())) for path in packs(project)) <= MANY + 50


def test_a_wrong_file_is_never_remembered(project):
    wrong = project / "mlkb-answers" / "0003.yaml"
    wrong.write_bytes((HOSTILE / "answers" / "trap-hash.yaml").read_bytes())

    for _ in range(2):
        with pytest.raises(InvalidDocuments) as refused:
            sheets(project)
        assert [str(one.location) for one in refused.value.problems] == [
            "mlkb-answers/0003.yaml:5:9"
        ]


@pytest.mark.parametrize("change", ["checklist", "tailor"])
def test_other_checklists_are_another_cache(change, project):
    sheets(project)
    before = set(packs(project))
    if change == "checklist":
        path = project / "checklists" / "every-type.yaml"
        path.write_text(
            path.read_text("utf-8").replace("[김, lee]", "").replace("most: 1000", "most: 9")
        )
    else:
        with (project / "mlkb.toml").open("a") as file:
            file.write("[tailor.'every-type/gaps']\nweight = 2\n")

    if change == "tailor":
        sheets(project)
        assert not before & (set(packs(project)) - before)
        assert len(packs(project)) == 2 * cache.PACKS
    else:
        with pytest.raises(InvalidDocuments):
            sheets(project)  # `is: 1000` in a condition is out of bounds now


def test_a_day_that_has_not_come_yet_is_found_in_the_cache_too(project):
    sheets(project)

    with pytest.raises(InvalidDocuments) as refused:
        sheets(project, today=day_number("2026-11-19") or 0)

    assert {one.code for one in refused.value.problems} == {"future-date"}


def test_the_cache_can_be_turned_off(project, monkeypatch):
    monkeypatch.setenv("MLKB_NO_CACHE", "1")

    assert sheets(project) == one_by_one(project)
    assert packs(project) == []


def test_few_files_ask_for_no_cache(project):
    for path in sorted((project / "mlkb-answers").iterdir())[: -MANY + 1]:
        path.unlink()

    assert len(sheets(project)) == MANY - 1
    assert packs(project) == []


@pytest.mark.parametrize("where", ["inside", "relative", "a-file", "others-may-write"])
def test_a_folder_that_is_no_place_for_a_cache_is_not_used(where, project, monkeypatch):
    elsewhere = project.parent / "elsewhere"
    if where == "inside":
        monkeypatch.setenv("XDG_CACHE_HOME", str(project / "caches"))
    elif where == "relative":
        monkeypatch.setenv("XDG_CACHE_HOME", "caches")
        monkeypatch.chdir(project.parent)
    elif where == "a-file":
        monkeypatch.setenv("XDG_CACHE_HOME", str(elsewhere))
        elsewhere.write_text("")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", str(elsewhere))
        for name in ("answers", "checklists"):
            (elsewhere / "mlkb" / name).mkdir(parents=True)
            (elsewhere / "mlkb" / name).chmod(0o777)

    assert len(sheets(project)) == MANY
    assert [path for path in project.parent.rglob("*.json") if "compiled" not in path.parts] == []


def test_the_cache_stays_within_its_bounds(project, monkeypatch):
    sheets(project)
    old = project.parent / "caches" / "mlkb" / "answers" / "old.json"
    old.write_bytes(b"x" * 1_000)
    os.utime(old, (0, 0))
    whole = sum(path.stat().st_size for path in packs(project))
    monkeypatch.setattr(cache, "LARGEST_CACHE", whole - 1)
    changed = project / "mlkb-answers" / "0000.yaml"
    changed.write_bytes(changed.read_bytes() + b"# changed\n")

    sheets(project)

    assert not old.exists()
    assert len(packs(project)) == cache.PACKS


JUNK = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 10_000,
    b"9" * 100_000,
    b'{"x": NaN}',
]


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_a_pack_of_junk_is_passed_over(junk, project):
    expected = sheets(project)
    for path in packs(project):
        path.write_bytes(junk)

    assert sheets(project) == expected


def test_a_pack_that_is_no_file_or_too_large_is_passed_over(project):
    expected = sheets(project)
    first, second, third, fourth = packs(project)[:4]
    for path in (first, second, third):
        path.unlink()
    os.mkfifo(first)
    second.mkdir()
    third.symlink_to("/dev/zero")
    with fourth.open("wb") as file:
        file.truncate(2**40)

    assert sheets(project) == expected


ODD: list[Any] = [
    None,
    5,
    -1,
    1.5,
    True,
    "x",
    "\ud800",
    "\x1b[2J",
    [],
    [[]],
    {},
    {"a": 1},
    10**30,
    "9" * 5_000,
]


def test_no_odd_value_in_the_cache_gets_through(tmp_path):
    """Each part of a remembered sheet is replaced by each odd value: no crash, no other kind."""
    library = Library(find_project(HOSTILE))
    for path in GOOD:
        sheet, _ = read_answer_file(path, HOSTILE, library, TODAY)
        assert sheet is not None
        row = json.loads(json.dumps(cache.row_of(sheet)))
        assert cache.sheet_of(row, sheet.path, library, TODAY) == sheet
        for odd in ODD:
            for mutant in mutants(row, odd):
                got = cache.sheet_of(mutant, sheet.path, library, TODAY)
                assert got is None or kinds(got) <= kinds_allowed()


def mutants(data: Any, odd: object):
    """Yield *data* with each of its parts, and itself, replaced by *odd*."""
    yield odd
    if isinstance(data, list):
        for place, part in enumerate(data):
            yield data[:place] + data[place + 1 :]
            for mutant in mutants(part, odd):
                yield [*data[:place], mutant, *data[place + 1 :]]
    elif isinstance(data, dict):
        for key, part in data.items():
            yield {**{one: value for one, value in data.items() if one != key}, "x": part}
            for mutant in mutants(part, odd):
                yield {**data, key: mutant}


def kinds(sheet: AnswerSheet) -> set[tuple[str, type]]:
    """Return what kinds of values stand where in a sheet."""
    found = {(name, type(value)) for name, value in sheet._asdict().items()}
    for answer in sheet.answers.values():
        found |= {(f"answer-{name}", type(value)) for name, value in answer._asdict().items()}
        found |= {("piece", type(piece)) for piece in answer.evidence}
        for part in (answer.plan or (), answer.accept or ()):
            found |= {("part", type(value)) for value in part}
    return found


def kinds_allowed() -> set[tuple[str, type]]:
    from mlkb.model.answers import Acceptance, Plan

    texts = ("checklist", "subject", "respondent", "role", "path", "answer-note", "answer-because")
    return {
        *((name, str) for name in texts),
        *(("answered_on", kind) for kind in (int, type(None))),
        *(("answer-on", kind) for kind in (int, type(None))),
        *(("answer-value", kind) for kind in (str, int, tuple, type(None))),
        *(("part", kind) for kind in (str, int)),
        *(("answer-plan", kind) for kind in (Plan, type(None))),
        *(("answer-accept", kind) for kind in (Acceptance, type(None))),
        ("version", tuple),
        ("answers", dict),
        ("answer-evidence", tuple),
        ("answer-line", int),
        ("answer-column", int),
        ("piece", str),
    }


def test_half_a_character_cannot_come_out_of_the_cache(project):
    expected = sheets(project)
    for path in packs(project):
        path.write_bytes(path.read_bytes().replace(b"two of five", b"\\ud800"))

    assert sheets(project) == expected


def test_several_processes_find_the_same_as_one(project, monkeypatch):
    monkeypatch.setenv("MLKB_NO_CACHE", "1")
    (project / "mlkb-answers" / "0003.yaml").write_bytes(b"\xff")
    library = Library(find_project(project))
    tasks = [many.Task(path, path.name) for path in sorted((project / "mlkb-answers").iterdir())]
    alone = many.read_many(tasks, project, library, TODAY)
    monkeypatch.setattr(many, "WORTH_WORKERS", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)

    together = many.read_many(tasks, project, library, TODAY)

    assert together == alone
    assert [one.code for _, problems in together for one in problems] == ["not-utf8"]


def test_reading_for_the_cache_reads_no_more_than_it_may(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"x" * 10)

    assert read_bytes(path, "x", limit=9)[1][0].code == "too-large"
