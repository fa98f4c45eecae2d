"""`mlkb migrate` at the prompt: which files it writes, what it says, how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkb.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CHECKLIST = """\
format: mlkb/checklist@1
id: own
version: 2.0.0
about: product
title: {en: "Own", ko: "우리 것"}
summary: {en: "Ours.", ko: "우리 것이다."}
sections:
  - id: first
    title: {en: "First", ko: "첫째"}
    questions:
      - id: owner
        was: [holder]
        type: practice
        ask: {en: "Does somebody own it?", ko: "책임자가 있는가?"}
        severity: major
        provenance: derived
results: []
"""
HEAD = "format: mlkb/answers@1\nchecklist: own@1.1.0\nsubject: {}\nanswers:\n"
OLD = "  # is there one?\n  holder: yes  # kim\n  plan: no\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a checklist of its own that has moved on, and stand in it."""
    (tmp_path / "mlkb.toml").write_text('checklists = ["checklists"]\nlocale = "en"\n')
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists" / "own.yaml").write_text(CHECKLIST, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answers(project: Path, text: str, subject: str = "churn") -> Path:
    path = project / "mlkb-answers" / subject / "own.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(subject) + text, "utf-8")
    return path


def test_a_file_that_check_refuses_is_migrated_and_then_checked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answers(project, OLD)
    assert main(["check"]) == 3
    assert "mlkb migrate" in capsys.readouterr().err

    assert main(["migrate", str(path)]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "mlkb-answers/churn/own.yaml: own 1.1.0 → 2.0.0",
        "  renamed: holder → owner",
        "  parked as a comment: plan",
        "  Questions may have changed their meaning in 2.0.0: go through the answers.",
        "1 file changed",
    ]
    assert path.read_text("utf-8") == (
        HEAD.format("churn").replace("1.1.0", "2.0.0")
        + "  # is there one?\n  owner: yes  # kim\n"
        + "  # Parked by mlkb migrate: own 2.0.0 no longer asks this.\n  # plan: no\n"
    )
    assert main(["check"]) == 0


def test_a_dry_run_says_the_same_and_writes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answers(project, OLD)
    before = path.read_bytes()

    assert main(["migrate", "--dry-run"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[1:3] == ["  renamed: holder → owner", "  parked as a comment: plan"]
    assert said[-2:] == ["1 file would change", "Nothing was written."]
    assert path.read_bytes() == before


def test_a_folder_is_migrated_file_by_file_and_what_is_up_to_date_stays(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(project, OLD, "churn")
    done = answers(project, "  owner: no\n", "fraud")
    done.write_text(done.read_text("utf-8").replace("1.1.0", "2.0.0"), "utf-8")
    held = done.stat()

    assert main(["migrate", "mlkb-answers"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == [
        "mlkb-answers/fraud/own.yaml: nothing to do",
        "1 file changed, nothing to do in 1 file",
    ]
    assert done.stat().st_mtime_ns == held.st_mtime_ns


def test_one_file_with_a_problem_keeps_all_from_being_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = answers(project, OLD, "churn")
    bad = answers(project, "  holder: maybe\n", "fraud")
    before = good.read_bytes(), bad.read_bytes()

    assert main(["migrate"]) == 3

    told = capsys.readouterr()
    assert told.out == ""
    assert "mlkb-answers/fraud/own.yaml:5:11: [answer-not-a-choice]" in told.err
    assert (good.read_bytes(), bad.read_bytes()) == before


def test_it_speaks_korean_and_so_does_the_heading(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answers(project, OLD)

    assert main(["migrate", "--locale", "ko"]) == 0

    assert "  이름 바꿈: holder → owner" in capsys.readouterr().out
    assert "# mlkb migrate가 남겨 둔 답: own 2.0.0에서는" in path.read_text("utf-8")


def test_the_schema_beside_the_answers_follows(project: Path) -> None:
    path = answers(project, OLD)
    schema = project / "mlkb-answers" / ".schemas" / "own.schema.json"
    schema.parent.mkdir()
    schema.write_text('{"title": "of version 1"}')

    assert main(["migrate", str(path)]) == 0

    assert '"owner"' in schema.read_text("utf-8")
    assert not (project / "mlkb-answers" / ".schemas" / "team-profile.schema.json").exists()


def test_nothing_to_migrate_ends_with_3(project: Path) -> None:
    del project

    assert main(["migrate"]) == 3
    assert main(["migrate", "nowhere.yaml"]) == 3
