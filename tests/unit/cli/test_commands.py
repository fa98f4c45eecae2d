"""What a person at a prompt meets: output, errors, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlkb.cli import COMMANDS, main

EXAMPLE = Path(__file__).parents[3] / "engine" / "mlkb" / "example"
HEADER = "format: mlkb/answers@1\nchecklist: mlops-process@1.0.0\nsubject: churn\nanswers:\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty project and stand in it, in English."""
    (tmp_path / "mlkb.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def answers(project: Path, text: str, name: str = "mlops-process") -> Path:
    path = project / "mlkb-answers" / "churn" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text, "utf-8")
    return path


def test_the_gate_fails_on_a_blocking_gap(project: Path) -> None:
    answers(project, "  deployment: no\n")

    assert main(["check"]) == 1


def test_asked_for_no_gate_there_is_none(project: Path) -> None:
    answers(project, "  deployment: no\n")

    assert main(["check", "--fail-on", "none"]) == 0


def test_an_unreadable_answer_file_ends_with_3_and_names_place_and_nearest_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(project, "  sucess-measure: yes\n  deployment: maybe\n")

    code = main(["check"])

    told = capsys.readouterr()
    assert code == 3
    assert told.out == ""
    assert "mlkb-answers/churn/mlops-process.yaml:5:3" in told.err
    assert "success-measure" in told.err
    assert "mlkb-answers/churn/mlops-process.yaml:6:15" in told.err


def test_nothing_to_check_ends_with_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 3
    assert "mlkb new" in capsys.readouterr().err
    assert main(["check", str(project / "nowhere.yaml")]) == 3


def test_a_wrong_command_ends_with_2_and_names_the_nearest(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del project

    assert main(["chekc"]) == 2
    assert "check" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--report", "htm"],
        ["check", "--today", "yesterday"],
        ["check", "--no-such-option"],
        ["check", "mlops-proces"],
        ["show", "mlops-process/deploy"],
        ["check", "./x.yaml", "--core"],
        ["new"],
        ["new", "mlops-process"],
        ["site", "nothing"],
    ],
)
def test_wrong_usage_ends_with_2(project: Path, arguments: list[str]) -> None:
    del project

    assert main(arguments) == 2


def test_asking_needs_a_terminal(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del project

    assert main(["check", "mlops-process"]) == 2
    assert "mlkb new mlops-process" in capsys.readouterr().err


def test_wrong_configuration_ends_with_2_and_names_the_nearest_key(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mlkb.toml").write_text('fail_onn = "major"\n')

    assert main(["list"]) == 2
    told = capsys.readouterr().err
    assert "mlkb.toml:1" in told
    assert "'fail_on'" in told


def test_several_reports_cost_one_evaluation_and_files_are_written_whole(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(project, "  deployment: no\n")

    main(["check", "--report", "markdown", "--report", "json=out/report.json"])

    told = capsys.readouterr()
    assert told.out.startswith("# Gap report")
    assert told.err == "Written: out/report.json\n"
    document = json.loads((project / "out" / "report.json").read_text("utf-8"))
    assert document["format"] == "mlkb/report@1"


def test_a_report_on_another_folder_says_where_its_commands_hold(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(project, "  deployment: no\n")

    main(["check", "--locale", "en"])
    assert capsys.readouterr().err == ""

    monkeypatch.chdir(project.parent)
    main(["check", str(project), "--locale", "en"])
    assert f"(cd {project.name})" in capsys.readouterr().err


def test_the_language_comes_from_option_configuration_and_environment_in_this_order(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(project, "  deployment: no\n")

    main(["check", "--locale", "ko"])
    assert "빈틈 보고서" in capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    main(["check"])
    assert "빈틈 보고서" in capsys.readouterr().out
    (project / "mlkb.toml").write_text('locale = "en"\n')
    main(["check"])
    assert "Gap report" in capsys.readouterr().out


def test_new_writes_a_file_that_loads_and_never_touches_one_that_exists(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "mlops-process", "--subject", "churn"]) == 0
    path = project / "mlkb-answers" / "churn" / "mlops-process.yaml"
    before = path.read_bytes()

    assert main(["new", "mlops-process", "--subject", "churn"]) == 2

    assert path.read_bytes() == before
    capsys.readouterr()
    assert main(["check", "--fail-on", "none"]) == 0
    assert (
        "24 open questions:\n  mlkb check mlops-process --subject churn" in capsys.readouterr().out
    )


def test_a_new_file_names_a_schema_that_lies_beside_it(project: Path) -> None:
    main(["new", "mlops-process", "--subject", "churn"])
    path = project / "mlkb-answers" / "churn" / "mlops-process.yaml"

    first_line = path.read_text("utf-8").splitlines()[0]
    schema = path.parent / first_line.removeprefix("# yaml-language-server: $schema=")

    properties = json.loads(schema.read_text("utf-8"))["properties"]
    assert "data-access" in properties["answers"]["properties"]


def test_the_example_can_be_copied_and_checked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--example", str(project / "harbor")]) == 0
    assert main(["check", "harbor", "--today", "2026-11-21"]) == 1
    assert "fraud-detection" in capsys.readouterr().out
    assert main(["new", "--example", str(project / "harbor")]) == 2


def test_compare_tells_what_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLE, project / "harbor")
    answers_now = project / "harbor" / "mlkb-answers"
    shutil.copytree(answers_now, project / "before")
    kim = answers_now / "fraud-detection" / "mlops-process.kim.yaml"
    kim.write_text(kim.read_text("utf-8").replace("environment: yes", "environment: no"), "utf-8")

    code = main(["compare", "before", "harbor", "--today", "2026-11-21"])

    assert code == 0
    assert "1 new, " in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "Usage: mlkb" in capsys.readouterr().out


def test_a_bug_ends_with_4_and_a_report_to_paste(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(project, "  deployment: no\n")
    monkeypatch.setitem(__import__("mlkb.report").report.REPORTERS, "terminal", "mlkb.no_such")

    assert main(["check"]) == 4

    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "mlkb 0." in told


def test_a_report_that_cannot_be_printed_is_no_bug(project: Path) -> None:
    answers(project, "  deployment: no\n")

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mlkb", "check"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_bug(project: Path) -> None:
    answers(project, "  deployment: no\n")

    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "mlkb", "check"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)

    assert done.returncode == 1
    assert done.stderr == ""


def test_the_schemas_can_be_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del project

    assert main(["schema", "report"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "mlkb report"
    assert main(["schema", "answers", "mlops-process"]) == 0
    assert (
        "data-access" in json.loads(capsys.readouterr().out)["properties"]["answers"]["properties"]
    )


def test_each_side_of_a_comparison_is_a_project_of_its_own(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("old", "new"):
        shutil.copytree(EXAMPLE, project / name)
    (project / "old" / "docs" / "metrics.md").unlink()
    with (project / "new" / "mlkb.toml").open("a") as config:
        config.write('\n"mlops-process/deployment" = { drop = "another team deploys" }\n')

    assert main(["compare", "old", "new", "--today", "2026-11-21"]) == 0

    told = capsys.readouterr().out
    assert "1 fixed" in told
    assert "fixed: fraud-detection: mlops-process/key-metrics" in told
    assert "another team deploys" in told.split("What changed")[0]


def test_a_file_alone_still_finds_its_facts(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLE, project / "harbor")
    folder = project / "harbor" / "mlkb-answers" / "fraud-detection"

    main(["check", str(folder / "mlops-process.kim.yaml"), "--today", "2026-11-21"])

    told = capsys.readouterr().out
    assert "no answers to team-profile" not in told
    assert "park" not in told.split("Start with")[0]
    assert "(team-profile)" not in told


def test_a_subject_that_the_configuration_does_not_know_is_refused_with_the_nearest(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mlkb.toml").write_text('[subjects]\nchurn = { about = "product" }\n')
    path = answers(project, "  deployment: no\n")
    path.write_text(path.read_text("utf-8").replace("subject: churn", "subject: chrun"), "utf-8")

    assert main(["check"]) == 3
    assert "'churn'" in capsys.readouterr().err
    assert main(["new", "team-profile", "--subject", "chrun"]) == 2
    assert "'churn'" in capsys.readouterr().err


def test_what_to_do_next_is_a_whole_command_for_each_respondent(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLE, project / "harbor")
    folder = project / "harbor" / "mlkb-answers" / "fraud-detection"
    files = [*folder.glob("mlops-process.*"), folder / "team-profile.yaml"]

    main(["check", *map(str, files), "--today", "2026-11-21"])

    closing = capsys.readouterr().out.splitlines()[-5:]
    assert closing == [
        "5 open questions:",
        "  mlkb check mlops-process --subject fraud-detection --respondent kim",
        "  mlkb check mlops-process --subject fraud-detection --respondent park",
        "1 open question:",
        "  mlkb check team-profile --subject fraud-detection",
    ]


def test_a_folder_named_like_a_checklist_does_not_keep_it_from_being_asked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mlops-process").mkdir()

    assert main(["check", "mlops-process"]) == 2
    assert "terminal" in capsys.readouterr().err
    assert main(["check", "mlops-process", "team-profile"]) == 2
    assert "one checklist" in capsys.readouterr().err


def test_a_refusal_speaks_the_language_of_the_configuration(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mlkb.toml").write_text('locale = "ko"\n')

    assert main(["show", "nothing"]) == 2
    assert "체크리스트" in capsys.readouterr().err


def test_with_nothing_answered_no_gap_is_claimed_to_be_closed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(project, "  deployment:\n")

    main(["check"])

    assert "No scored question is answered yet." in capsys.readouterr().out


def test_an_example_that_cannot_be_written_is_no_bug(project: Path) -> None:
    assert main(["new", "--example", str(project / "mlkb.toml" / "harbor")]) == 3
