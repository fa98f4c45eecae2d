"""The project and its configuration: found, read, and refused as a whole."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.config import LARGEST_CONFIG, Tailoring, find_project
from mlkb.load.library import Library
from mlkb.model.answers import Subject
from mlkb.model.source import Location

if TYPE_CHECKING:
    from pathlib import Path

FULL = """\
answers = "assessments"
checklists = ["ours", "more/checklists"]
fail_on = "major"
locale = "ko"

[subjects]
fraud = {about = "product", of = "payments"}
payments = {about = "team"}

[tailor."mlops-process/gaps"]
drop = "asked elsewhere"

[tailor."mlops-process/success-measure"]
severity = "major"
weight = 3
target = 50
"""


def problems_of(folder: Path, text: str | bytes, name: str = "mlkb.toml") -> list[str]:
    """Return the problems of a configuration, with the nearest name where there is one."""
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InvalidDocuments) as refused:
        find_project(folder)
    assert refused.value.exit_code == USAGE
    return [
        " ".join([str(one.location), one.code, str(one.facts.get("nearest", ""))]).rstrip()
        for one in refused.value.problems
    ]


def test_everything_that_a_configuration_can_say_is_read(tmp_path):
    (tmp_path / "mlkb.toml").write_text(FULL)

    project = find_project(tmp_path)

    assert project.root == tmp_path
    assert project.answers == tmp_path / "assessments"
    assert project.checklists == (tmp_path / "ours", tmp_path / "more" / "checklists")
    assert project.subjects == {
        "fraud": Subject("fraud", "product", "payments"),
        "payments": Subject("payments", "team"),
    }
    assert project.tailor == {
        "mlops-process/gaps": Tailoring(drop="asked elsewhere", place=Location("mlkb.toml", 10, 1)),
        "mlops-process/success-measure": Tailoring(
            severity="major", weight=3, target=50, place=Location("mlkb.toml", 13, 1)
        ),
    }
    assert (project.fail_on, project.locale) == ("major", "ko")


def test_pyproject_says_the_same_in_a_table_of_its_own(tmp_path):
    tables = FULL.replace("[subjects]", "[tool.mlkb.subjects]").replace(
        "[tailor", "[tool.mlkb.tailor"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.mlkb]\n" + tables)

    project = find_project(tmp_path)

    assert project.answers == tmp_path / "assessments"
    assert set(project.subjects) == {"fraud", "payments"}
    assert len(project.tailor) == 2


@pytest.mark.parametrize("sign", ["mlkb.toml", "mlkb-answers/", ".git/", ".git"])
def test_the_root_is_the_nearest_folder_above_with_a_sign_of_a_project(sign, tmp_path):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    if sign.endswith("/"):
        (tmp_path / sign).mkdir()
    else:
        (tmp_path / sign).write_text("")

    assert find_project(deep).root == tmp_path
    assert find_project(deep).answers == tmp_path / "mlkb-answers"


def test_a_pyproject_that_does_not_speak_of_us_is_passed_over(tmp_path):
    (tmp_path / "mlkb.toml").write_text('locale = "ko"\n')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")

    assert find_project(tmp_path / "a").locale == "ko"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('anwsers = "x"\n', ["mlkb.toml:1:1 unknown-key answers"]),
        ("answers = 5\n", ["mlkb.toml:1:1 config-value"]),
        ('answers = "  "\n', ["mlkb.toml:1:1 config-value"]),
        ('checklists = "x"\n', ["mlkb.toml:1:1 config-value"]),
        ("checklists = [1, true]\n", ["mlkb.toml:1:1 config-value"] * 2),
        ('fail_on = "majr"\n', ["mlkb.toml:1:1 not-a-word major"]),
        ("fail_on = [1]\n", ["mlkb.toml:1:1 not-a-word"]),
        ('locale = "kr"\n', ["mlkb.toml:1:1 not-a-word"]),
        ("subjects = []\n", ["mlkb.toml:1:1 config-value"]),
        ("[subjects]\nFraud = {}\n", ["mlkb.toml:2:1 not-a-pattern"]),
        ("[subjects]\na = 5\n", ["mlkb.toml:2:1 config-value"]),
        ("[subjects.a]\nabout = 'prodct'\n", ["mlkb.toml:2:1 not-a-word product"]),
        ("[subjects.a]\nabuot = 'product'\n", ["mlkb.toml:2:1 unknown-key about"]),
        ("[subjects]\nb = {}\na = {of = 'bb'}\n", ["mlkb.toml:3:1 unknown-name b"]),
        (
            "[subjects]\npayments = {}\na = {of = 'payment'}\n",
            ["mlkb.toml:3:1 unknown-name payments"],
        ),
        ("[subjects]\na = {of = 'a'}\n", ["mlkb.toml:2:1 ring"]),
        ("[subjects]\na = {of='b'}\nb = {of='c'}\nc = {of='a'}\n", ["mlkb.toml:2:1 ring"]),
        ("[tailor.gaps]\nweight = 1\n", ["mlkb.toml:1:1 not-a-pattern"]),
        ("[tailor.'a/b']\nweight = 6\n", ["mlkb.toml:2:1 out-of-bounds"]),
        ("[tailor.'a/b']\nweight = true\n", ["mlkb.toml:2:1 config-value"]),
        ("[tailor.'a/b']\ntarget = 1.5\n", ["mlkb.toml:2:1 config-value"]),
        ("[tailor.'a/b']\nseverity = 'minor'\n", ["mlkb.toml:2:1 not-a-word major"]),
        ("[tailor.'a/b']\nwieght = 1\n", ["mlkb.toml:2:1 unknown-key weight"]),
        ("answers = x\n", ["mlkb.toml:1:11 toml-syntax"]),
        ("a = 1\na = 2\n", ["mlkb.toml:2:6 toml-syntax"]),
        (b"answers = '\xff'\n", ["mlkb.toml toml-syntax"]),
        ("answers = '../x'\n", ["mlkb.toml:1:1 path-outside"]),
        ("answers = '/etc'\n", ["mlkb.toml:1:1 path-outside"]),
        ("checklists = ['a/../../b']\n", ["mlkb.toml:1:1 path-outside"]),
        ('answers = "a\\u0000b"\n', ["mlkb.toml:1:1 path-outside"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_nearest_name(text, expected, tmp_path):
    assert problems_of(tmp_path, text) == expected


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    text = "anwsers = 1\nlocale = 'x'\n[subjects]\na = {of = 'a'}\n"

    assert problems_of(tmp_path, text) == [
        "mlkb.toml:1:1 unknown-key answers",
        "mlkb.toml:2:1 not-a-word",
        "mlkb.toml:4:1 ring",
    ]


@pytest.mark.parametrize("text", ["[tool]\nmlkb = 5\n# [tool.mlkb\n", "tool = 5\n# [tool.mlkb\n"])
def test_a_pyproject_of_another_shape_is_no_crash(text, tmp_path):
    (tmp_path / "pyproject.toml").write_text(text)
    if "mlkb = 5" in text:
        assert problems_of(tmp_path, text, "pyproject.toml") == ["pyproject.toml:2:1 config-value"]
    else:
        assert find_project(tmp_path).root == tmp_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"x = " + b"[" * 100_000, "too-deep"),
        (b"x = " + b"{a = " * 20_000, "too-deep"),
        (b".".join([b"a"] * 60_000) + b" = 1", "too-deep"),
        (b"[" + b".".join([b"a"] * 60_000) + b"]", "too-deep"),
        (b"x = {" + b".".join([b"a"] * 60_000) + b" = 1}", "too-deep"),
        (b"x = " + b"9" * 10_000, "toml-syntax"),
        (b"[tailor.'a/b']\nweight = 0x" + b"f" * 10_000, "out-of-bounds"),
        (b"#" * (LARGEST_CONFIG + 1), "too-large"),
        (b"".join(b"k%d = 1\n" % one for one in range(10_000)), "unknown-key"),
        (
            b"[subjects]\n"
            + b"".join(b"s%d = {of = 's%d'}\n" % (one, one + 1) for one in range(5_000)),
            "unknown-name",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_configuration_takes_neither_time_nor_memory(text, expected, tmp_path):
    began = time.perf_counter()

    problems = problems_of(tmp_path, text)

    assert expected in problems[0]
    assert time.perf_counter() - began < 2


def test_dots_in_text_are_no_keys(tmp_path):
    text = 'answers = "a" # ' + "." * 200 + "\n[tool.x]\ny = '" + "a." * 200 + "'\n"

    assert problems_of(tmp_path, text) == ["mlkb.toml:2:1 unknown-key"]


def test_an_answers_folder_that_leads_out_of_the_project_is_refused(tmp_path):
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (inside / "mlkb-answers").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(InvalidDocuments) as refused:
        find_project(inside)

    assert [one.code for one in refused.value.problems] == ["path-outside"]


def test_a_configuration_that_is_a_pipe_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "mlkb.toml")
    os.mkfifo(tmp_path / "pyproject.toml")

    assert find_project(tmp_path).answers == tmp_path / "mlkb-answers"


def test_tailoring_changes_the_questions_it_names(tmp_path):
    (tmp_path / "mlkb.toml").write_text(FULL.replace('["ours", "more/checklists"]', "[]"))

    checklist = Library(find_project(tmp_path))["mlops-process"]

    assert checklist.questions["gaps"].dropped == "asked elsewhere"
    measure = checklist.questions["success-measure"]
    assert (measure.severity, measure.weight, measure.target) == ("major", 3, 50)


def test_tailoring_names_a_question_that_is_there(tmp_path):
    text = "[tailor.'mlops-proces/gaps']\nweight=1\n[tailor.'mlops-process/gap']\nweight=1\n"
    (tmp_path / "mlkb.toml").write_text(text)

    with pytest.raises(InvalidDocuments) as refused:
        Library(find_project(tmp_path))

    assert [(str(one.location), one.facts["nearest"]) for one in refused.value.problems] == [
        ("mlkb.toml:1:1", "mlops-process"),
        ("mlkb.toml:3:1", "gaps"),
    ]


def test_a_folder_of_checklists_that_is_not_there_is_refused(tmp_path):
    (tmp_path / "mlkb.toml").write_text('checklists = ["nowhere"]\n')

    with pytest.raises(InvalidDocuments) as refused:
        Library(find_project(tmp_path))

    assert [one.code for one in refused.value.problems] == ["no-such-folder"]
