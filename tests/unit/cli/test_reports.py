"""`--report`: one evaluation, many formats, and what a forge's runner makes of them."""

from __future__ import annotations

import json
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from mlkb.cli import main
from mlkb.report import FOLDERS, REPORTERS
from runner import read_log

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = (
    "format: mlkb/answers@1\nchecklist: mlops-process@1.0.0\nsubject: churn\nanswers:\n"
    "  deployment: {answer: no, note: 'x ##[error]forged'}\n"
)
FORGES = ("github", "sarif", "rdjson", "gitlab-codequality", "junit")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with one gap, below a repository's root, and stand in it, in English."""
    (tmp_path / ".git").mkdir()
    root = tmp_path / "team" / "ml"
    path = root / "mlkb-answers" / "churn" / "mlops-process.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(ANSWERS, "utf-8")
    (root / "mlkb.toml").write_text("")
    monkeypatch.chdir(root)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return root


def test_every_format_is_written_at_once_and_the_exit_code_is_that_of_the_gate(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = [f"--report={name}={name}.out" for name in REPORTERS]

    assert main(["check", *wanted]) == 1

    assert {path.stem for path in project.glob("*.out")} == set(REPORTERS)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", REPORTERS)
def test_the_exit_code_is_the_same_in_every_format(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--report", name]) == 1
    assert main(["check", "--report", name, "--fail-on", "none"]) == 0


def test_a_report_of_many_files_goes_into_a_folder_and_says_what_it_did(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = project / "mlkb-answers" / "churn" / "mlops-process.yaml"
    (project / "todo").mkdir()
    (project / "todo" / "notes.md").write_text("mine", "utf-8")

    assert main(["check", "--report", "issues=todo", "--report", "badge=b.svg"]) == 1

    name = "churn--mlops-process--deployment.md"
    assert {path.name for path in (project / "todo").iterdir()} == {name, "notes.md"}
    assert (project / "b.svg").exists()
    told = capsys.readouterr()
    assert (told.out, "Files written to todo: 1" in told.err) == ("", True)

    answers.write_text(ANSWERS.replace("answer: no", "answer: yes, evidence: [mlkb.toml]"), "utf-8")
    main(["check", "--report", "issues=todo"])

    assert [path.name for path in (project / "todo").iterdir()] == ["notes.md"]
    assert "no longer to be worked on: 1" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["issues", "issues="])
def test_a_report_of_many_files_needs_a_folder(
    given: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--report", given]) == 2

    assert "--report issues=FOLDER" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--report", "issues=mlkb.toml"]) == 3

    assert "not a folder" in capsys.readouterr().err


def test_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--help"])

    told = "".join(capsys.readouterr().out.split())  # a line may break behind any hyphen
    assert ",".join([*REPORTERS, *FOLDERS]) in told


@pytest.mark.parametrize("name", FORGES)
def test_a_forge_is_told_paths_from_the_root_of_the_repository(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--report", name])

    assert "team/ml/mlkb-answers/churn/mlops-process.yaml" in capsys.readouterr().out


def test_without_a_repository_paths_begin_at_the_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.parents[1] / ".git").rmdir()

    main(["check", "--report", "rdjson"])

    diagnostic = json.loads(capsys.readouterr().out)["diagnostics"][0]
    assert diagnostic["location"]["path"] == "mlkb-answers/churn/mlops-process.yaml"


def test_a_summary_is_added_to_what_stands_on_the_page(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project / "summary.md"
    page.write_text("# Before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    main(["check", "--report", "github", "--report", "github=again.txt", "--today", "2026-11-21"])

    text = page.read_text("utf-8")
    assert text.startswith("# Before\n\n# Gap report")
    assert text.count("# Gap report") == 1


def test_only_github_writes_a_summary(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = project / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    main(["check", "--report", "terminal", "--report", "sarif"])

    assert not page.exists()


def test_a_summary_never_fills_the_page(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = project / "summary.md"
    page.write_text("x" * 900 * 1024, "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    assert main(["check", "--report", "github"]) == 1

    assert page.stat().st_size == 900 * 1024


def test_a_summary_that_cannot_be_written_leaves_the_exit_code_as_it_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "nowhere" / "summary.md"))

    assert main(["check", "--report", "github", "--fail-on", "none"]) == 0

    assert "could not be written" in capsys.readouterr().err


@pytest.mark.parametrize("name", REPORTERS)
def test_in_the_log_of_a_runner_only_our_commands_are_commands(
    name: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    main(["check", "--report", name])

    commands = read_log(capsys.readouterr().out)
    assert {command.name for command in commands} == ({"error"} if name == "github" else set())


def test_a_refusal_holds_no_command_for_a_runner(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    path = project / "::error::forged.yaml"
    path.write_text("format: mlkb/answers@1\n'##[error]forged': x\n", "utf-8")

    assert main(["check", path.name]) == 3

    told = capsys.readouterr()
    assert "forged" in told.err
    assert read_log(told.out + told.err) == []


def test_without_a_runner_nothing_is_changed_for_one(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--report", "terminal"])

    assert "x ##[error]forged" in " ".join(capsys.readouterr().out.split())


def test_a_format_that_is_not_asked_for_is_not_loaded(project: Path) -> None:
    script = dedent(
        """
        import sys
        from mlkb.cli import main
        main(["check", *sys.argv[1:]])
        ours = ("mlkb.report.", "mlkb.render.entries")
        print(*sorted(name for name in sys.modules if name.startswith(ours)), file=sys.stderr)
        """
    )

    def loaded(*arguments: str) -> list[str]:
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stderr.split()

    assert loaded() == ["mlkb.report.base", "mlkb.report.terminal"]
    assert "mlkb.report.sarif" in loaded("--report", "sarif")
    assert "mlkb.report.junit" not in loaded("--report", "sarif")
