"""`mlkb check` beside a base and a baseline, as somebody in a repository meets it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from mlkb.cli import main
from mlkb.model.text import LANGUAGES
from mlkb.report import REPORTERS
from repository import Repository, a_checklist, a_clone, a_question, a_repository

if TYPE_CHECKING:
    from pathlib import Path

OWN = 'checklists = ["checklists"]\n'
HEAD = "format: mlkb/baseline@1\n"
TODAY = "2026-11-21"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a project, committed, and stand in it: `a` is met, `b` is not."""
    made = a_repository(tmp_path / "here")
    made.write("mlkb.toml", OWN)
    questions = (a_question("a"), a_question("b"), a_question("p", paths="[models/**]"))
    made.write("checklists/c.yaml", a_checklist(*questions))
    made.answer("a: yes\nb: no\np: yes")
    made.commit()
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    return capsys


def check(*arguments: str, today: str = TODAY) -> int:
    return main(["check", "--today", today, *arguments])


def document(told: pytest.CaptureFixture[str], *arguments: str, **more: str) -> dict[str, Any]:
    """Return the document of a check, whose exit code agrees with its gate."""
    told.readouterr()
    code = check(*arguments, "--report", "json", **more)
    found: dict[str, Any] = json.loads(told.readouterr().out)
    assert code == (not found["gate"]["holds"])
    return found


def notices(found: dict[str, Any]) -> str:
    return " ".join(one["en"] for one in found["notices"])


def blocking(found: dict[str, Any]) -> list[str]:
    return [
        finding["question"]
        for evaluation in found["evaluations"]
        for finding in evaluation["findings"]
        if finding["blocks"]
    ]


def an_entry(question: str = "b", credit: int = 0, until: str = "2027-01-31", **more: str) -> str:
    fields = {
        "subject": "churn",
        "checklist": "c",
        "question": question,
        "credit": credit,
        "because": '"later"',
        "by": '"kim"',
        "until": until,
        **more,
    }
    return "  - {" + ", ".join(f"{name}: {text}" for name, text in fields.items()) + "}\n"


def a_baseline(repository: Repository, *entries: str, path: str = "mlkb-baseline.yaml") -> Path:
    return repository.write(
        path, HEAD + ("gaps:\n" if entries else "gaps: []\n") + "".join(entries)
    )


class TestBase:
    def test_an_honest_team_stays_green_and_a_regression_does_not(self, repository, told):
        assert check() == 1
        assert check("--base-ref", "main") == 0

        repository.answer("a: partial\nb: no\np: yes")
        found = document(told, "--base-ref", "main")
        assert blocking(found) == ["a"]
        assert (found["gate"]["mode"], found["gate"]["known"]) == ("new", 1)
        assert check("--base-ref", "main", "--gate", "all") == 1

    def test_the_exit_code_is_the_same_in_every_format(self, repository):
        for answer, code in (("yes", 0), ("no", 1)):
            repository.answer(f"a: {answer}\nb: no\np: yes")
            for name in REPORTERS:
                assert check("--base-ref", "main", "--report", name) == code

    def test_exit_zero_masks_a_gate_and_nothing_else(self, repository):
        repository.answer("a: no\nb: no\np: yes")
        assert check("--base-ref", "main") == 1
        assert check("--base-ref", "main", "--exit-zero") == 0
        assert check("--base-ref", "nowhere", "--exit-zero") == 2
        repository.answer("a: maybe")
        assert check("--base-ref", "main", "--exit-zero") == 3

    def test_first_answers_show_where_a_team_stands_and_stop_nothing(self, repository, told):
        repository.answer("a: no\nb: no\np: no", subject="fraud")
        assert blocking(document(told, "--base-ref", "main")) == []

        repository.git("rm", "--quiet", "-r", "--cached", "mlkb-answers")
        repository.git("commit", "--quiet", "--message", "none yet")
        found = document(told, "--base-ref", "main")
        assert "has no answers yet" in notices(found)
        assert blocking(found) == []

    def test_a_deleted_file_is_set_aside_and_told(self, repository, told):
        repository.answer("a: yes\nb: yes\np: yes", subject="fraud")
        repository.commit()
        (repository.root / "mlkb-answers/churn/c.yaml").unlink()
        found = document(told, "--base-ref", "main")

        assert blocking(found) == []
        changes = found["comparison"]["changes"]
        assert [(one["subject"], one["question"], one["left"]) for one in changes] == [
            ("churn", "b", "withdrawn")
        ]
        assert "takes away all answers of churn: c." in notices(found)

    def test_answers_that_all_met_are_not_taken_away_without_a_word(self, repository, told):
        repository.answer("a: yes\nb: yes\np: yes", subject="fraud")
        repository.commit()
        (repository.root / "mlkb-answers/fraud/c.yaml").unlink()
        found = document(told, "--base-ref", "main")

        assert "takes away all answers of fraud: c." in notices(found)

    def test_a_change_to_its_own_checklist_is_told_though_it_blocks_nothing(self, repository, told):
        severity = a_checklist(a_question("a", "advisory"), a_question("b"), a_question("p"))
        repository.write("checklists/c.yaml", severity)
        repository.answer("a: no\nb: no\np: yes")
        found = document(told, "--base-ref", "main")

        assert blocking(found) == []
        assert "asked or graded otherwise: c/a" in notices(found)

    def test_a_moved_file_is_the_same_file(self, repository, told):
        repository.git("mv", "mlkb-answers/churn/c.yaml", "mlkb-answers/renamed.yaml")
        found = document(told, "--base-ref", "main")

        assert [one["kind"] for one in found["comparison"]["changes"]] == ["unchanged"]

    def test_a_change_cannot_excuse_itself(self, repository, told):
        repository.answer("a: no\nb: no\np: yes")
        for text in ('fail_on = "none"\n', '[tailor]\n"c/a" = {drop = "not ours"}\n'):
            repository.write("mlkb.toml", OWN + text)
            found = document(told, "--base-ref", "main")

            assert blocking(found) == ["a"]
            assert "counts once it is merged" in notices(found)

    def test_what_the_command_line_fails_on_counts_before_any_configuration(self, repository):
        repository.answer("a: no\nb: no\np: yes")

        assert check("--base-ref", "main", "--fail-on", "none") == 0

    def test_one_file_is_compared_with_itself(self, repository, told):
        repository.answer("a: no\nb: no\np: yes", subject="fraud")
        repository.commit()
        repository.answer("a: no\nb: no\np: yes")
        found = document(told, "mlkb-answers/fraud/c.yaml", "--base-ref", "main")

        assert {one["subject"] for one in found["comparison"]["changes"]} == {"fraud"}
        assert blocking(found) == []
        assert blocking(document(told, "mlkb-answers/churn", "--base-ref", "main")) == ["a"]

    def test_evidence_that_the_change_deletes_is_missing_now_and_was_not_before(
        self, repository, told
    ):
        question = a_question(
            "a", evidence="required", evidence_wanted='{en: "The page.", ko: "문서."}'
        )
        repository.write("checklists/c.yaml", a_checklist(question))
        repository.answer("a:\n  answer: yes\n  evidence: docs/a.md")
        repository.write("docs/a.md", "proof\n")
        repository.commit()
        (repository.root / "docs/a.md").rename(repository.root / "docs/b.md")
        found = document(told, "--base-ref", "main")
        assert blocking(found) == ["a"]
        [touch] = found["comparison"]["touched"]
        assert touch["paths"] == ["docs/a.md"]

        repository.answer("a:\n  answer: yes\n  evidence: docs/b.md")
        assert blocking(document(told, "--base-ref", "main")) == []

    def test_a_project_in_a_folder_of_the_repository_is_compared(
        self, repository, told, monkeypatch
    ):
        team = repository.root / "teams" / "ml"
        team.mkdir(parents=True)
        for name in ("mlkb.toml", "checklists", "mlkb-answers"):
            (repository.root / name).rename(team / name)
        repository.commit()
        monkeypatch.chdir(team)
        answers = team / "mlkb-answers/churn/c.yaml"
        answers.write_text(answers.read_text("utf-8").replace("a: yes", "a: no"), "utf-8")

        assert blocking(document(told, "--base-ref", "main")) == ["a"]
        monkeypatch.chdir(repository.root)
        assert blocking(document(told, "teams/ml", "--base-ref", "main")) == ["a"]

    def test_nothing_is_written_by_a_check(self, repository):
        repository.answer("a: no\nb: no\np: yes")
        os.utime(repository.root / "mlkb.toml", (1, 1))
        a_baseline(repository, an_entry())
        before = repository.state()
        check("--base-ref", "main", "--changed", "--baseline", "mlkb-baseline.yaml")

        assert repository.state() == before

    def test_names_that_are_no_text_stop_no_report(self, repository):
        repository.write(os.fsdecode(b"models/\xff\n.bin"))
        repository.write(
            os.fsdecode(b"mlkb-answers/\xff.yaml"),
            "format: mlkb/answers@1\nchecklist: c@1.0.0\nsubject: fraud\nanswers:\n",
        )
        repository.answer("a: no\nb: no\np: yes")
        for name in REPORTERS:
            assert check("--base-ref", "main", "--report", f"{name}=out/{name}") == 1


class TestChanged:
    def test_only_what_the_change_concerns_is_told_and_judged(self, repository, told):
        repository.write("models/a.bin", "x")
        found = document(told, "--base-ref", "main", "--changed")

        assert found["gaps"] == []
        assert [one["question"] for one in found["comparison"]["touched"]] == ["p"]

        repository.answer("a: partial\nb: no\np: yes")
        found = document(told, "--base-ref", "main", "--changed")
        assert [one["question"] for one in found["gaps"]] == ["a"]
        assert blocking(found) == ["a"]

    def test_with_every_gap_judged_those_that_it_leaves_alone_do_not_block(self, repository, told):
        repository.write("models/a.bin", "x")

        found = document(told, "--base-ref", "main", "--changed", "--gate", "all")
        assert blocking(found) == []


class TestBaseline:
    def test_what_it_names_is_known_and_the_rest_blocks(self, repository, told):
        a_baseline(repository, an_entry())
        found = document(told, "--baseline", "mlkb-baseline.yaml")
        assert blocking(found) == []
        assert found["baseline"]["entries"][0]["state"] == "holds"

        repository.answer("a: no\nb: no\np: yes")
        assert blocking(document(told, "--baseline", "mlkb-baseline.yaml")) == ["a"]

    def test_that_of_the_base_counts_and_what_the_change_adds_is_told(self, repository, told):
        a_baseline(repository, an_entry())
        repository.commit()
        repository.answer("a: no\nb: no\np: yes")
        a_baseline(repository, an_entry("a"), an_entry())
        found = document(told, "--baseline", "mlkb-baseline.yaml", "--base-ref", "main")

        assert blocking(found) == ["a"]
        assert [one["question"] for one in found["baseline"]["added"]] == ["a"]
        assert [one["question"] for one in found["baseline"]["entries"]] == ["b"]

    def test_one_that_the_change_brings_counts_once_it_is_merged(self, repository, told):
        repository.answer("a: no\nb: no\np: yes")
        a_baseline(repository, an_entry("a"))
        found = document(told, "--baseline", "mlkb-baseline.yaml", "--base-ref", "main")

        assert blocking(found) == ["a"]
        assert "counts once it is merged" in notices(found)

    def test_one_that_the_change_deletes_still_counts(self, repository, told):
        a_baseline(repository, an_entry(until="2026-11-01"))
        repository.commit()
        (repository.root / "mlkb-baseline.yaml").unlink()

        found = document(told, "--baseline", "mlkb-baseline.yaml", "--base-ref", "main")
        assert [one["state"] for one in found["baseline"]["entries"]] == ["expired"]

    def test_a_change_that_closes_a_gap_and_takes_its_entry_out_passes_strictly(self, repository):
        strictly = ("--baseline", "mlkb-baseline.yaml", "--strict-baseline", "--base-ref", "main")
        a_baseline(repository, an_entry())
        repository.commit()
        repository.answer("a: yes\nb: yes\np: yes")
        assert check(*strictly) == 1

        a_baseline(repository)
        assert check(*strictly) == 0

    def test_it_is_found_however_its_path_is_written(self, repository, told, monkeypatch):
        a_baseline(repository, an_entry(), path="known/gaps.yaml")
        repository.commit()
        monkeypatch.chdir(repository.root / "checklists")
        for path in ("../known/gaps.yaml", str(repository.root / "known" / "." / "gaps.yaml")):
            found = document(told, "--baseline", path, "--base-ref", "main")

            assert notices(found) == ""
            assert found["baseline"]["path"] == "known/gaps.yaml"

    def test_one_that_lies_elsewhere_is_not_in_the_base(self, repository, told, tmp_path):
        outside = Repository(tmp_path)
        path = str(a_baseline(outside, an_entry("a")))
        repository.write(path.lstrip("/"), HEAD + "gaps:\n" + an_entry("a"))
        repository.commit()
        repository.answer("a: no\nb: no\np: yes")

        found = document(told, "--baseline", path, "--base-ref", "main")
        assert blocking(found) == ["a"]
        assert check("--baseline", path) == 1

    def test_a_broken_one_is_refused_and_a_change_may_repair_it(self, repository, told):
        arguments = ("--baseline", "mlkb-baseline.yaml", "--base-ref", "main")
        repository.write("mlkb-baseline.yaml", "format: mlkb/baseline@1\ngaps:\n")
        assert check(*arguments) == 2
        assert check(*arguments[:2]) == 2
        assert "mlkb-baseline.yaml:2" in told.readouterr().err

        repository.commit()
        a_baseline(repository, an_entry())
        found = document(told, *arguments)
        assert "none of its entries counts" in notices(found)
        assert [one["question"] for one in found["baseline"]["added"]] == ["b"]

    def test_an_entry_that_is_over_blocks_without_a_base_and_a_stale_one_is_told(
        self, repository, told
    ):
        a_baseline(repository, an_entry(until="2026-11-30"), an_entry("a"))
        repository.commit()
        arguments = ("--baseline", "mlkb-baseline.yaml", "--base-ref", "main")
        found = document(told, *arguments, today="2026-11-30")
        assert [one["state"] for one in found["baseline"]["entries"]] == ["holds", "stale"]
        assert blocking(found) == []

        assert blocking(document(told, *arguments, today="2026-12-01")) == []
        assert blocking(document(told, *arguments[:2], today="2026-12-01")) == ["b"]
        assert check(*arguments, "--strict-baseline") == 1


REFUSALS = {
    "needs-base": (["--changed"], "--changed"),
    "needs-baseline": (["--strict-baseline"], "--strict-baseline"),
    "needs-base-or-baseline": (["--gate", "new"], "--gate new"),
    "no-baseline": (["--baseline", "nowhere.yaml"], "nowhere.yaml"),
    "no-baseline-either": (["--baseline", "nowhere.yaml", "--base-ref", "main"], "nowhere.yaml"),
    "base-unnamed": (["--base-ref", ""], "--base-ref"),
    "base-unnamed-blank": (["--base-ref", "  "], "--base-ref"),
    "base-unknown": (["--base-ref", "zzz"], "zzz"),
    "base-option": (["--base-ref=--output=x"], "--output=x"),
    "only-when-reporting": (["c", "--base-ref", "main"], "--base-ref"),
}


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_ends_with_2_and_names_what_it_is_about(repository, told, name, locale):
    arguments, word = REFUSALS[name]

    assert check(*arguments, "--locale", locale) == 2
    found = told.readouterr()
    assert word in found.err
    assert found.out == ""
    assert any("가" <= sign <= "힣" for sign in found.err) is (locale == "ko")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_shallow_clone_ends_with_2_and_the_command_that_helps(
    repository, told, tmp_path, monkeypatch, locale
):
    repository.git("switch", "--quiet", "--create", "mine")
    repository.commit()
    clone = a_clone(repository, tmp_path / "clone", "--depth=1", "--branch=mine")
    monkeypatch.chdir(clone.root)

    assert check("--base-ref", "origin/main", "--locale", locale) == 2
    command = "git fetch --depth=1 origin main:refs/remotes/origin/main"
    assert command in told.readouterr().err
    clone.git(*command.split()[1:])
    assert check("--base-ref", "origin/main", "--locale", locale) == 0


class TestUpdate:
    AGREED = ("--because", "planned", "--by", "kim", "--until", "2027-01-31")

    def update(self, *arguments: str) -> int:
        return main(["baseline", "update", "--today", TODAY, *arguments])

    def test_what_blocks_is_written_and_then_known(self, repository):
        assert self.update(*self.AGREED) == 0
        text = (repository.root / "mlkb-baseline.yaml").read_text("utf-8")
        assert text.splitlines()[3:] == [
            (
                "  - {subject: churn, checklist: c, question: b, credit: 0,"
                ' because: "planned", by: "kim", until: 2027-01-31}'
            )
        ]
        assert check("--baseline", "mlkb-baseline.yaml") == 0

        before = repository.state()
        assert self.update() == 0
        assert repository.state() == before

    def test_without_words_nothing_is_written(self, repository, told):
        assert self.update() == 2
        assert "--because" in told.readouterr().err
        assert not (repository.root / "mlkb-baseline.yaml").exists()

    def test_a_dry_run_writes_nothing_and_says_what_it_would(self, repository, told):
        assert self.update("--dry-run", *self.AGREED) == 0
        assert "1 added" in told.readouterr().out
        assert not (repository.root / "mlkb-baseline.yaml").exists()

    def test_a_list_that_no_run_could_read_again_is_not_written(self, repository, told):
        words = ("--because", "x" * (1 << 20), *self.AGREED[2:])
        assert self.update(*words) == 2
        assert "too-large" in told.readouterr().err
        assert not (repository.root / "mlkb-baseline.yaml").exists()

    def test_what_no_longer_blocks_is_taken_out_and_counted(self, repository, told):
        self.update(*self.AGREED)
        repository.answer("a: yes\nb: yes\np: yes")
        told.readouterr()
        assert self.update() == 0
        assert "1 taken out" in told.readouterr().out
        text = (repository.root / "mlkb-baseline.yaml").read_text("utf-8")
        assert text.endswith("gaps: []\n")

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--because", "x"],
            ["--because", "x", "--by", "kim", "--until", "soon"],
            ["--because", "x", "--by", "kim", "--until", "2026-11-20"],
            ["--because", " ", "--by", "kim", "--until", "2027-01-31"],
            ["--baseline", "checklists"],
            ["--baseline", "link"],
        ],
    )
    def test_words_that_do_not_do_and_files_that_are_none_end_with_2(self, repository, arguments):
        (repository.root / "link").symlink_to("nowhere")

        assert self.update(*arguments) == 2


def test_a_baseline_that_is_up_to_date_is_not_written_for_its_heading_alone(repository, told):
    a_baseline(repository, an_entry())
    before = (repository.root / "mlkb-baseline.yaml").read_bytes()

    for locale in ("en", "ko"):
        assert main(["baseline", "update", "--locale", locale, "--today", "2026-11-21"]) == 0

    assert (repository.root / "mlkb-baseline.yaml").read_bytes() == before
    assert "up to date" in told.readouterr().out
