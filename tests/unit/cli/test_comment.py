"""`mlkb comment`, from a report on the disk to the comment on a fake forge."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commenting import HEAD, Commenter, commenting, marked
from forges import Said
from harbor import comparison_document, fraud_document
from mlkb.cli import main
from mlkb.forge import FORGES

OPTIONS = ["--repo", "harbor/ml", "--pull", "7", "--head", HEAD, "--run", "100.1"]


@pytest.fixture(params=FORGES)
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Stand in an empty folder on a machine that a fake forge can be reached from."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with commenting(request.param) as commenter:
        for name, value in commenter.fake.environ().items():
            monkeypatch.setenv(name, value)
        yield commenter


def report(document: object) -> str:
    Path("gap.json").write_text(json.dumps(document), "utf-8")
    return "gap.json"


def commented(run: Commenter, *more: str, document: object = None) -> int:
    path = report(comparison_document() if document is None else document)
    return main(["comment", run.name, path, *OPTIONS, *more])


def calm() -> object:
    """Return a report that found nothing to do."""
    document = fraud_document()
    document["gate"] |= {"holds": True, "gaps": 0, "open": 0}
    document["gaps"] = document["open"] = []
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding |= {"outcome": "met", "blocks": False, "plan": None, "accept": None}
    return document


def test_a_report_becomes_the_comment_and_the_next_one_brings_it_up_to_date(run, capsys):
    assert commented(run) == 0
    assert commented(run, "--run", "101.1") == 0

    (kept,) = run.fake.comments
    assert kept.body.startswith("<!-- mlkb:gap-report v=1 id=default run=101.1 head=9f8e7d6c")
    assert kept.body.splitlines()[1].startswith("## ")
    assert "Commented" in capsys.readouterr().out


def test_two_reports_on_one_pull_request_have_a_comment_each(run):
    assert commented(run) == commented(run, "--id", "second") == 0

    assert len(run.fake.comments) == 2


def test_with_nothing_to_say_there_is_no_comment(run, capsys):
    assert commented(run, document=calm()) == 0

    assert run.fake.comments == []
    assert "Nothing to say" in capsys.readouterr().out


def test_a_comment_that_stands_is_told_that_all_is_closed(run):
    run.fake.add(run.bot, marked("## a gap"))

    assert commented(run, document=calm()) == 0

    (kept,) = run.fake.comments
    assert "✅" in kept.body


def test_an_older_run_leaves_the_comment_of_a_newer_one_alone(run, capsys):
    run.fake.add(run.bot, marked("newer", run="101.1"))

    assert commented(run) == 0

    assert run.bodies() == ["newer"]
    assert "newer run" in capsys.readouterr().out


def test_a_dry_run_shows_the_comment_and_asks_nobody(run, capsys):
    assert commented(run, "--dry-run") == 0

    assert run.fake.methods() == []
    assert capsys.readouterr().out.startswith("<!-- mlkb:gap-report v=1 id=default run=100.1 ")


def test_a_dry_run_needs_to_know_nothing_of_a_forge(run, capsys, monkeypatch):
    for name in run.fake.environ():
        monkeypatch.delenv(name)
    path = report(comparison_document())

    assert main(["comment", run.name, path, "--dry-run"]) == 0
    assert re.match(r"<!-- mlkb:gap-report .*\n## ", capsys.readouterr().out)


@pytest.mark.parametrize("status", [401, 403, 404, 422])
def test_a_token_that_may_not_comment_is_a_notice_and_the_summary_has_it(
    run, status, capsys, monkeypatch, tmp_path
):
    run.fake.fail("POST", "", Said(status, {"message": "not for you"}))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    assert commented(run) == 0

    out = capsys.readouterr().out
    assert out.startswith("::notice title=mlkb::")
    assert str(status) in out
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("## ")


def test_without_a_runner_the_reason_is_told_on_standard_error(run, capsys):
    run.fake.fail("POST", "", Said(403, {"message": "::error::not for you"}))

    assert commented(run) == 0

    told = capsys.readouterr()
    assert told.out == ""
    assert "403" in told.err


def test_whoever_requires_a_comment_fails_without_one(run, capsys):
    run.fake.fail("POST", "", Said(403, {"message": "not for you"}))

    assert commented(run, "--require-comment") == 2
    assert "403" in capsys.readouterr().err


def test_a_report_that_is_none_ends_with_3_before_anybody_is_asked(run, capsys):
    assert commented(run, document={"format": "mlkb/report@1"}) == 3

    assert run.fake.methods() == []
    assert "gap.json" in capsys.readouterr().err


def test_a_report_without_a_base_is_a_comment_too(run):
    assert commented(run, document=fraud_document()) == 0

    assert len(run.fake.comments) == 1


def test_the_language_can_be_chosen(run):
    assert commented(run, "--locale", "ko") == 0

    assert re.search("[가-힣]", run.fake.comments[0].body)
