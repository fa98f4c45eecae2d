"""`mlkb lint` at the prompt: places, grades, what was decided, exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mlkb.cli import main
from mlkb.lint.concern import GRADES
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

CHECKLIST = """\
format: mlkb/checklist@1
id: own
version: 1.0.0
about: product
title: {en: "Own", ko: "우리 것"}
summary: {en: "Ours.", ko: "우리 것이다."}
sections:
  - id: first
    title: {en: "First", ko: "첫째"}
    questions:
      - id: models
        type: number
        least: 0
        scored: false
        ask: {en: "How many models?", ko: "모델은 몇 개인가?"}
        why: {en: "It counts.", ko: "중요하다."}
        provenance: derived
      - id: owner
        type: practice
        ask: {en: "Does somebody own it?", ko: "책임자가 있는가?"}
        why: {en: "It matters.", ko: "중요하다."}
        when: {answer: models, at_least: 1}
        severity: major
        improve: {do: {en: "Name one.", ko: "정한다."}, effort: hours}
        provenance: derived
results:
  - {id: score, type: score}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a checklist in which nothing is wrong, in an English project."""
    (tmp_path / "mlkb.toml").write_text('checklists = ["checklists"]\nlocale = "en"\n')
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists" / "own.yaml").write_text(CHECKLIST, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "checklists"


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "own.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_clean_folder_ends_with_0_and_says_what_was_decided(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del folder

    assert main(["lint"]) == 0
    assert main(["lint", "checklists", "--strict"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[2:] == [
        "checklists: 1 checklist, no problem",
        "Decided for certain: 1 condition.",
    ]


def test_an_error_ends_with_2_and_has_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "at_least: 1", "at_most: -1")

    assert main(["lint", "checklists"]) == 2

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("checklists/own.yaml:22:15: error [never-applies] nobody is ever")
    assert said[1] == "checklists: 1 checklist: 1 error"


def test_a_warning_ends_with_0_unless_strict(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, ", effort: hours", "")

    assert main(["lint", "checklists"]) == 0
    assert main(["lint", "checklists", "--strict"]) == 2

    assert "own.yaml:24:18: warning [effort-missing]" in capsys.readouterr().out


def test_a_folder_that_does_not_load_does_not_hide_the_next(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = folder.parent / "others"
    other.mkdir()
    (other / "other.yaml").write_text(CHECKLIST.replace("id: own", "id: other"), "utf-8")
    change(folder, "severity: major", "severity: grave")

    assert main(["lint", "checklists", "others", "--locale", "ko"]) == 2

    told = capsys.readouterr()
    assert "[not-a-word]" in told.err
    assert "others: 체크리스트 1개, 문제 없음" in told.out


def test_every_problem_that_keeps_a_checklist_from_loading_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However long each is: nobody can ask for the rest."""
    change(folder, "type: number", "type: nunber")
    change(folder, "type: practice", "type: practise")
    change(folder, "effort: hours", "effort: moments")

    assert main(["lint", "checklists"]) == 2

    told = capsys.readouterr().err.splitlines()
    assert [line.split("[")[1].split("]")[0] for line in told] == ["not-a-word"] * 3


def test_a_mistyped_type_is_told_where_an_axis_reads_the_question(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "type: practice", "type: practise")
    axis = "{{id: {0}, title: {{en: A, ko: 가}}, terms: [{{question: owner, weight: 1}}]}}"
    places = ", ".join(
        f"{place}: {{title: {{en: A, ko: 가}}, advice: {{en: A, ko: 가}}}}"
        for place in ("both", "only-y", "only-x", "neither")
    )
    with (folder / "own.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"  - {{id: place, type: quadrant, y: {axis.format('y')}, x: {axis.format('x')},"
            f" split: {{x: 50, y: 50}}, quadrants: {{{places}}}}}\n"
        )

    assert main(["lint", "checklists"]) == 2

    told = capsys.readouterr().err
    assert "own.yaml:19:15: [not-a-word] 'practise'" in told
    assert "bug" not in told


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_finding_has_its_words(locale: str) -> None:
    words = json.loads((FOLDER / locale / "problem.json").read_text("utf-8"))

    assert set(words) >= set(GRADES)
