"""
A team and its gaps over a winter: what each pull request is told, and whether it may go in.

Every step is one change on a branch of a real repository, held against `main`, or against the first
parent of a merge as GitHub makes it. What does not go in is thrown away, as a closed pull request
is. Read from top to bottom, the steps tell the story.
"""

from __future__ import annotations

import json
from contextlib import chdir
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mlkb.cli import main
from mlkb.report import REPORTERS
from mlkb.report.comment import silent
from repository import Repository, a_checklist, a_question, a_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

BASELINE = ("--baseline", "mlkb-baseline.yaml")
STRICT = (*BASELINE, "--strict-baseline")
WANTED = '{en: "The page.", ko: "문서."}'
AGREED = ("--because", "after the move", "--by", "kim", "--until", "2027-02-28")
Answer = str | dict[str, str]


class Team:
    """The team's project: what it answers about `churn`, and everything else it writes."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.write, self.git, self.root = repository.write, repository.git, repository.root
        self.answers: dict[str, Answer] = {}
        self.path = "mlkb-answers/churn/c.yaml"
        self.version = "1.0.0"

    def answer(self, **answers: Answer | None) -> None:
        """Change answers about `churn`; None takes one back."""
        given = {**self.answers, **answers}
        self.answers = {name: one for name, one in given.items() if one is not None}
        lines = [f"checklist: c@{self.version}", "subject: churn", "answers:"]
        for name, one in self.answers.items():
            lines.append(f"  {name}: {one}" if isinstance(one, str) else f"  {name}:")
            if not isinstance(one, str):
                lines += [f"    {field}: {text}" for field, text in one.items()]
        self.write(self.path, "\n".join(["format: mlkb/answers@1", *lines, ""]))

    def move(self, path: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", self.path, path)
        self.path = path

    def configure(self, more: str = "") -> None:
        self.write("mlkb.toml", f'checklists = ["checklists"]\n{more}')

    def ask(self, *questions: str, version: str = "1.0.0") -> None:
        self.write("checklists/c.yaml", a_checklist(*questions, version=version))
        self.version = version

    def baseline(self, *arguments: str, today: str) -> None:
        with chdir(self.root):
            assert main(["baseline", "update", "--today", today, *arguments]) == 0


class Step(NamedTuple):
    """One change, and what it is told.

    *kinds* says what became of each gap, by question (those about `churn` by theirs alone),
    *blocks* which questions stop it. *notices* are in the words of the report. *headline* are words
    of the first line of the comment, None where there is nothing to say. *goes_in* says whether the
    change is merged afterwards.
    """

    change: Callable[[Team], None]
    kinds: Mapping[str, str]
    blocks: str
    headline: str | None
    today: str
    arguments: tuple[str, ...]
    base: str
    notices: str
    more: Mapping[str, Any]
    goes_in: bool

    @property
    def title(self) -> str:
        return self.change.__name__

    @property
    def code(self) -> int:
        return int(bool(self.blocks))


STEPS: list[Step] = []


def step(
    kinds: Mapping[str, str],
    *,
    blocks: str = "",
    headline: str | None,
    today: str = "2026-11-21",
    arguments: tuple[str, ...] = (),
    base: str = "main",
    notices: str = "",
    goes_in: bool = True,
    **more: Any,
) -> Callable[[Callable[[Team], None]], Callable[[Team], None]]:
    """Put a change into the story."""

    def put(change: Callable[[Team], None]) -> Callable[[Team], None]:
        STEPS.append(
            Step(change, kinds, blocks, headline, today, arguments, base, notices, more, goes_in)
        )
        return change

    return put


# -- November: honest first answers ---------------------------------------------------------------

QUESTIONS = (
    a_question("a"),
    a_question("b"),
    a_question("d", "major"),
    a_question("e", evidence="required", evidence_wanted=WANTED),
    a_question("f"),
)


def the_team_begins_with_a_checklist_of_its_own(team: Team) -> None:
    team.configure()
    team.ask(*QUESTIONS)
    team.write("docs/e.md", "# How we do it\n")


@step(
    {"a": "answered", "d": "answered"},
    headline="2 answered for the first time",
    notices="has no answers yet",
)
def it_answers_honestly_and_stays_green(team: Team) -> None:
    team.answer(a="no", b="yes", d="no", e={"answer": "yes", "evidence": "docs/e.md"})


@step({"a": "improved", "d": "unchanged"}, headline="1 improved")
def one_gap_becomes_smaller(team: Team) -> None:
    team.answer(a="partial")


@step(
    {"a": "unchanged", "b": "new", "d": "unchanged"},
    blocks="b",
    headline="1 new blocking gap",
    goes_in=False,
)
def a_regression_is_stopped(team: Team) -> None:
    team.answer(b="partial")


@step(
    {"a": "worsened", "d": "unchanged"}, blocks="a", headline="1 blocking gap worse", goes_in=False
)
def a_gap_that_becomes_larger_is_stopped(team: Team) -> None:
    team.answer(a="no")


@step(
    {"a": "unchanged", "b": "worsened", "d": "unchanged"},
    blocks="b",
    headline="1 blocking gap worse",
    goes_in=False,
)
def so_is_an_answer_that_is_taken_back(team: Team) -> None:
    team.answer(b=None)


@step({"a": "fixed", "d": "unchanged"}, headline="1 fixed")
def the_gap_is_closed(team: Team) -> None:
    team.answer(a="yes")


@step({"d": "left: n/a"}, headline="1 excused", excuses="d")
def a_question_turns_out_not_to_apply(team: Team) -> None:
    team.answer(d={"answer": "n/a", "because": '"a vendor does it"'})


@step({"f": "answered"}, headline="1 answered for the first time")
def an_open_question_is_answered_at_last(team: Team) -> None:
    team.answer(f="no")


# -- December: a risk is accepted, and its date passes --------------------------------------------


@step({"b": "new", "f": "unchanged"}, headline="1 excused", excuses="b", today="2026-12-01")
def a_gap_is_accepted_for_a_month(team: Team) -> None:
    accept = '{because: "new platform", by: park, until: 2026-12-31}'
    team.answer(b={"answer": "no", "accept": accept})


@step({"b": "unchanged", "f": "unchanged"}, headline=None, today="2026-12-31")
def on_the_last_day_it_still_holds(team: Team) -> None:
    team.write("README.md", "Churn\n")


@step({"b": "unchanged", "f": "unchanged"}, headline=None, today="2027-01-01", alone="bf")
def the_day_after_it_stops_main_and_nobody_s_change(team: Team) -> None:
    team.write("README.md", "Churn, more\n")


@step(
    {"b": "unchanged", "f": "unchanged"},
    headline=None,
    today="2027-01-01",
    alone="bf",
    goes_in=False,
)
def to_take_the_acceptance_away_settles_nothing(team: Team) -> None:
    team.answer(b="no")


@step(
    {"b": "left: accepted", "f": "unchanged"}, headline="1 excused", excuses="b", today="2027-01-02"
)
def it_is_accepted_for_longer_where_everybody_sees_it(team: Team) -> None:
    accept = '{because: "new platform", by: park, until: 2027-06-30}'
    team.answer(b={"answer": "no", "accept": accept})


# -- January: files move, evidence vanishes, the checklist grows ----------------------------------


@step({"b": "unchanged", "f": "unchanged"}, headline=None, today="2027-01-04")
def the_answer_file_is_renamed(team: Team) -> None:
    team.move("mlkb-answers/churn/ours.yaml")


@step({"b": "unchanged", "f": "unchanged"}, headline=None, today="2027-01-05")
def the_folder_of_the_subject_moves(team: Team) -> None:
    team.move("mlkb-answers/products/churn/ours.yaml")


@step(
    {"b": "unchanged", "e": "new", "f": "unchanged"},
    blocks="e",
    headline="1 new blocking gap",
    today="2027-01-06",
    touched={"e": ["docs/e.md"]},
    goes_in=False,
)
def evidence_is_deleted_although_no_answer_changes(team: Team) -> None:
    team.git("rm", "--quiet", "docs/e.md")


@step(
    {"b": "unchanged", "f": "unchanged"},
    headline=None,
    today="2027-01-07",
)
def evidence_moves_and_the_answer_follows(team: Team) -> None:
    (team.root / "handbook").mkdir()
    team.git("mv", "docs/e.md", "handbook/e.md")
    team.answer(e={"answer": "yes", "evidence": "handbook/e.md"})


@step(
    {"b": "unchanged", "f": "unchanged", "n": "added"},
    headline="1 added by a newer checklist",
    today="2027-01-08",
)
def the_checklist_asks_one_question_more(team: Team) -> None:
    team.ask(*QUESTIONS, a_question("n", since="1.1.0"), version="1.1.0")
    team.answer(n="no")


@step(
    {"better": "unchanged", "f": "unchanged", "n": "unchanged"},
    headline="nothing new or worse",
    notices="asked or graded otherwise: c/b",
    today="2027-01-09",
)
def a_question_is_renamed(team: Team) -> None:
    rest = [one for one in QUESTIONS if "id: b\n" not in one]
    better = a_question("better", was="[b]")
    team.ask(better, *rest, a_question("n", since="1.1.0"), version="2.0.0")
    team.answer(b=None, better=team.answers["b"])


# -- February: nobody excuses himself -------------------------------------------------------------


@step(
    {"a": "new", "better": "unchanged", "f": "unchanged", "n": "unchanged"},
    blocks="a",
    headline="1 new blocking gap",
    today="2027-02-01",
    notices="counts once it is merged",
    goes_in=False,
)
def a_change_loosens_the_gate_for_itself(team: Team) -> None:
    team.answer(a="no")
    team.configure('fail_on = "none"\n[tailor]\n"c/a" = {drop = "not ours"}\n')


@step(
    {"a": "new", "better": "unchanged", "f": "unchanged", "n": "unchanged"},
    blocks="a",
    headline="1 new blocking gap",
    today="2027-02-01",
    arguments=BASELINE,
    notices="counts once it is merged",
    added=["a", "f", "n"],
    goes_in=False,
)
def a_fork_brings_a_baseline_of_its_own(team: Team) -> None:
    team.answer(a="no")
    team.baseline(*AGREED, today="2027-02-01")


@step(
    {"better": "unchanged", "f": "unchanged", "n": "unchanged"},
    headline="nothing new or worse",
    today="2027-02-02",
    arguments=BASELINE,
    notices="counts once it is merged",
    added=["f", "n"],
)
def the_team_agrees_on_a_baseline(team: Team) -> None:
    team.baseline(*AGREED, today="2027-02-02")


@step(
    {"a": "new", "better": "unchanged", "f": "unchanged", "n": "unchanged"},
    blocks="a",
    headline="1 new blocking gap",
    today="2027-02-03",
    arguments=BASELINE,
    added=["a"],
    states={"f": "holds", "n": "holds"},
    goes_in=False,
)
def a_fork_adds_itself_to_the_baseline(team: Team) -> None:
    team.answer(a="no")
    team.baseline(*AGREED, today="2027-02-03")


@step(
    {"better": "unchanged", "f": "unchanged", "n": "fixed"},
    headline="1 fixed",
    today="2027-02-04",
    arguments=BASELINE,
    states={"f": "holds", "n": "stale"},
)
def a_gap_is_closed_and_its_entry_forgotten(team: Team) -> None:
    team.answer(n="yes")


@step(
    {"better": "unchanged", "f": "unchanged"},
    headline=None,
    today="2027-02-05",
    arguments=STRICT,
    states={"f": "holds"},
)
def the_entry_is_taken_out_which_passes_strictly(team: Team) -> None:
    team.baseline(today="2027-02-05")


# -- March: what is due, and what goes ------------------------------------------------------------


@step(
    {"better": "unchanged", "f": "unchanged"},
    headline=None,
    today="2027-03-01",
    arguments=BASELINE,
    states={"f": "expired"},
    alone="f",
    goes_in=False,
)
def the_baseline_is_over_which_stops_main_and_nobody_s_change(team: Team) -> None:
    team.write("README.md", "Churn, again\n")


@step(
    {"better": "unchanged", "f": "improved"},
    headline="1 improved",
    today="2027-03-01",
)
def the_gap_gets_a_plan(team: Team) -> None:
    team.answer(f={"answer": "partial", "plan": "{by: lee, until: 2027-03-15}"})


@step(
    {"better": "unchanged", "f": "unchanged", "fraud/f": "answered"},
    headline="1 answered for the first time",
    today="2027-03-16",
    overdue=["f"],
)
def the_plan_is_overdue_which_is_told_and_stops_nobody(team: Team) -> None:
    answers = "a: yes\nbetter: yes\nd: yes\nf: no\nn: yes"
    team.repository.answer(answers, subject="fraud", checklist="c@2.0.0")


@step(
    {"a": "new", "better": "unchanged", "f": "unchanged", "fraud/f": "unchanged"},
    blocks="a",
    headline="1 new blocking gap",
    today="2027-03-17",
    overdue=["f"],
    base="HEAD^1",
    goes_in=False,
)
def a_merge_as_github_makes_it_is_held_against_its_first_parent(team: Team) -> None:
    team.answer(a="partial")
    team.repository.commit("the pull request")
    team.git("switch", "--quiet", "--detach", "main")
    team.write("README.md", "Meanwhile\n")
    team.repository.commit("what somebody else merged")
    team.git("merge", "--quiet", "--no-ff", "--message", "Merge", "change")


@step(
    {"better": "unchanged", "f": "unchanged", "fraud/f": "left: withdrawn"},
    headline="1 withdrawn or no longer applicable",
    notices="all answers of fraud: c",
    today="2027-03-18",
    overdue=["f"],
)
def a_product_is_given_up_and_its_file_deleted(team: Team) -> None:
    team.git("rm", "--quiet", "-r", "mlkb-answers/fraud")


@step(
    {"better": "fixed", "f": "fixed"},
    headline="2 fixed",
    today="2027-03-19",
)
def everything_is_closed(team: Team) -> None:
    team.answer(better="yes", f="yes")


# -- What is told ---------------------------------------------------------------------------------


class Told(NamedTuple):
    """What a step was told: its document, the exit code of every format, and the comment.

    *alone* is the document without a base, as a run on the main branch would write it.
    """

    document: dict[str, Any]
    codes: dict[str, int]
    comment: str
    alone: dict[str, Any]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Told]]:
    """Live through the story once, and remember what each step was told."""
    folder = tmp_path_factory.mktemp("history")
    team = Team(a_repository(folder / "project"))
    the_team_begins_with_a_checklist_of_its_own(team)
    team.repository.commit("begin")
    with chdir(team.root):
        yield {one.title: _lived(one, team, folder / "reports") for one in STEPS}


def _lived(step: Step, team: Team, reports: Path) -> Told:
    before = deepcopy((team.answers, team.path, team.version))
    team.git("switch", "--quiet", "--create", "change")
    step.change(team)
    if team.git("status", "--porcelain"):
        team.repository.commit(step.title)
    command = ["check", "--today", step.today, "--base-ref", step.base, *step.arguments]
    codes = {
        name: main([*command, "--locale", "en", "--report", f"{name}={reports / name}"])
        for name in REPORTERS
    }
    alone = ["check", "--today", step.today, *step.arguments, "--exit-zero"]
    assert main([*alone, "--report", f"json={reports / 'alone'}"]) == 0
    team.git("switch", "--quiet", "main")
    if step.goes_in:
        team.git("merge", "--quiet", "--ff-only", "change")
    else:
        team.answers, team.path, team.version = before
    team.git("branch", "--quiet", "-D", "change")
    document = json.loads((reports / "json").read_text("utf-8"))
    return Told(
        document,
        codes,
        "" if silent(document) else (reports / "comment").read_text("utf-8"),
        json.loads((reports / "alone").read_text("utf-8")),
    )


every_step = pytest.mark.parametrize("step", STEPS, ids=[one.title for one in STEPS])


def test_the_story_is_long_enough() -> None:
    assert len(STEPS) >= 20


@every_step
def test_what_became_of_each_gap(history: dict[str, Told], step: Step) -> None:
    comparison = history[step.title].document["comparison"]

    assert {_named(one): _kind(one) for one in comparison["changes"]} == step.kinds
    assert [_named(one) for one in comparison["excuses"]] == list(step.more.get("excuses", ""))
    touched = {one["question"]: one["paths"] for one in comparison["touched"]}
    assert touched == step.more.get("touched", {})


@every_step
def test_the_exit_code_is_the_same_in_every_format(history: dict[str, Told], step: Step) -> None:
    assert history[step.title].codes == dict.fromkeys(REPORTERS, step.code)


@every_step
def test_what_stops_a_change_is_named(history: dict[str, Told], step: Step) -> None:
    document = history[step.title].document
    findings = [one for each in document["evaluations"] for one in each["findings"]]

    assert [one["question"] for one in findings if one["blocks"]] == list(step.blocks)
    assert document["gate"]["holds"] is (step.code == 0)
    assert document["gate"]["mode"] == "new"
    plans = [one for one in findings if one["plan"] and one["plan"]["overdue"]]
    assert [one["question"] for one in plans] == step.more.get("overdue", [])


@every_step
def test_what_a_day_that_is_over_does_to_main(history: dict[str, Told], step: Step) -> None:
    document = history[step.title].alone
    findings = [one for each in document["evaluations"] for one in each["findings"]]
    blocking = "".join(one["question"][0] for one in findings if one["blocks"])

    assert blocking == step.more.get("alone", blocking)
    assert document["gate"]["holds"] == (not blocking)


@every_step
def test_the_comment_says_it_in_its_first_line_or_there_is_none(
    history: dict[str, Told], step: Step
) -> None:
    comment = history[step.title].comment

    assert bool(comment) == (step.headline is not None)
    assert (step.headline or "") in comment.partition("\n")[0]
    assert comment.startswith(("## ❌" if step.blocks else "## ") if comment else "")


@every_step
def test_how_the_baseline_stands(history: dict[str, Told], step: Step) -> None:
    baseline = history[step.title].document["baseline"]
    if not step.arguments:
        assert baseline is None
        return

    states = {one["question"]: one["state"] for one in baseline["entries"]}
    assert states == step.more.get("states", {})
    assert [one["question"] for one in baseline["added"]] == step.more.get("added", [])


@every_step
def test_what_must_be_known_is_said(history: dict[str, Told], step: Step) -> None:
    notices = " ".join(one["en"] for one in history[step.title].document["notices"])

    assert step.notices in notices
    assert bool(step.notices) == bool(notices)


def _named(change: Mapping[str, Any]) -> str:
    about = "" if change["subject"] == "churn" else f"{change['subject']}/"
    return f"{about}{change['question']}"


def _kind(change: Mapping[str, Any]) -> str:
    return f"left: {change['left']}" if change["left"] else str(change["kind"])
