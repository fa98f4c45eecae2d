"""The action, workflows, jobs and hooks that we hand out are carried out here.

Each runs as its runner would run it, in a clone of a repository with a real history. Environments
that they make hold the mlkb under test, and a `pip` that only notes what it is asked for; where a
test says so, a command is noted instead of run. Checking the files with the forges' own schemas is
the business of `.ci/validate`.

The page on pull requests shows these very files.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import copyfile, copytree
from threading import Thread
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from actions import Ran, Runner
from forges import FakeGitHub
from mlkb.cli import cli
from mlkb.load.baseline import parse_baseline
from mlkb.site.pipelines import PIPELINES as SHOWN
from runner import read_log

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "engine" / "mlkb" / "example"
PIPELINES = ROOT / "engine" / "mlkb" / "pipelines"
WORKFLOWS = sorted(PIPELINES.glob("github*.yml"))
HOOKS = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
LANGUAGES = ("en", "ko")
ANSWER = "mlkb-answers/fraud-detection/ml-lifecycle-engineering.yaml"
BLOCKING = "mlkb-answers/dispute-assistant/ml-delivery.yaml"
"""Its answer "data-copyright" is a yes whose loss blocks."""
WORSE = ("data-copyright:\n    answer: yes", "data-copyright:\n    answer: no")
HOSTILE = "a\"b'c $(touch pwned) `touch pwned`; touch pwned ${{ x }} *"
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")

PYTHON = """#!/bin/sh
if [ "$1" = -m ]; then # -m venv FOLDER
  mkdir -p "$3/bin"
  cp "$(dirname "$0")/mlkb" "$3/bin/mlkb"
  printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@" >"$0.asked"\\n' >"$3/bin/python"
  chmod +x "$3/bin/python"
else
  exec "{python}" "$@"
fi
"""
MLKB = """#!/bin/sh
for command in $NOTED; do
  if [ "$1" = "$command" ]; then
    printf '%s\\0' "$@" >>"$NOTES"
    exit "${{CODE:-0}}"
  fi
done
exec "{python}" -m mlkb "$@"
"""


@dataclass(frozen=True)
class Clone:
    """A clone of a forge's repository in which a change has been merged with its base."""

    folder: Path
    env: dict[str, str]

    def run(self, script: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run *script* as one step of a job."""
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=self.folder,
            env={**self.env, **env},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """Change one passage of a file and leave it at that."""
        text = (self.folder / path).read_text("utf-8")
        assert old in text
        (self.folder / path).write_text(text.replace(old, new, 1), "utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Change one passage of a file, on top of what the forge's main branch has."""
        self.edit(path, old, new)
        done = self.run(
            "git switch --quiet --create change && git commit --quiet --all --message change"
            " && git checkout --quiet --detach origin/main"
            " && git merge --quiet --no-ff --message merge change"
        )
        assert done.returncode == 0, done.stderr

    def commit(self, name: str) -> str:
        """Return the id of a commit."""
        return self.run(f"git rev-parse '{name}'").stdout.strip()

    def noted(self) -> list[str]:
        """Return the arguments of the commands that were noted instead of run."""
        notes = Path(self.env["NOTES"])
        return notes.read_text("utf-8").split("\0")[:-1] if notes.exists() else []


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a clone of a forge's repository that holds the example."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in (("mlkb", MLKB), ("pip", "#!/bin/sh\nexit 0\n"), ("python3", PYTHON)):
        (tools / name).write_text(text.format(python=sys.executable))
        (tools / name).chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "NOTES": str(tmp_path / "notes"),
        **{
            f"GIT_{who}_{what}": "dev@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    source = copytree(EXAMPLE, tmp_path / "source")
    (source / "tools" / "mlkb").mkdir(parents=True)
    for name in ("action.yml", "requirements.lock"):
        copyfile(ROOT / name, source / "tools" / "mlkb" / name)
    project = Clone(tmp_path / "work" / "project", env)
    project.folder.parent.mkdir()
    done = Clone(source, env).run(
        "git init --quiet --initial-branch main && git add --all && git commit --quiet --message 1"
        f" && git clone --quiet . '{project.folder}'"
    )
    assert done.returncode == 0, done.stderr
    return project


def a_runner(clone: Clone, name: str = "pull_request", **env: str) -> Runner:
    """Return a runner of GitHub with *clone* checked out, for the event *name*."""
    base = clone.folder.parent
    number = len(list(base.glob("runner-*")))
    temp, handed_on = base / f"runner-{number}", base / "handed-on"
    temp.mkdir()
    handed_on.mkdir(exist_ok=True)
    head = clone.commit("HEAD^2") or clone.commit("HEAD")
    event: dict[str, Any] = {"pull_request": {"number": 7, "head": {"sha": head}}}
    if name == "workflow_run":
        source = {"head_repository": {"full_name": "a/fork"}, "head_branch": "change"}
        of = {"event": "pull_request", "conclusion": "failure", "id": 1, "run_attempt": 1}
        event = {"workflow_run": {**source, **of, "head_sha": head}}
    (temp / "event.json").write_text(json.dumps(event), "utf-8")
    return Runner(
        checkout=clone.folder,
        temp=temp,
        handed_on=handed_on,
        env={
            **clone.env,
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": "http://127.0.0.1:9",  # nobody listens there
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(temp / "event.json"),
            "GITHUB_REPOSITORY": "a/project",
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": str(number + 1),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": clone.commit("HEAD"),
            "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
            "GITHUB_WORKSPACE": str(clone.folder),
            "RUNNER_TEMP": str(temp),
            **env,
        },
        event=event,
    )


def understood(arguments: list[str]) -> dict[str, Any]:
    """Return what the command line makes of *arguments*; what it does not know it refuses."""
    command: click.Command = cli
    rest = list(arguments)
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), rest.pop(0))
        assert found is not None, arguments
        command = found
    return command.make_context("mlkb", rest).params


def errors(ran: Ran) -> list[str]:
    """Return what the action itself had the runner show as an error."""
    told = [one for one in read_log(ran.log) if one.properties.get("title") == "mlkb"]
    return [one.data for one in told if one.name == "error"]


@pytest.fixture
def refusing() -> Iterator[str]:
    """Yield the address of a forge that lets a token do nothing."""

    class Refusal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"message": "Resource not accessible by integration"}'
            self.send_response(403)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PATCH = do_GET  # noqa: N815 - named by http.server

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Refusal) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """Yield a fake of GitHub that takes comments with the token of a job."""
    with FakeGitHub() as fake:
        fake.users["a-token"] = fake.bot
        yield fake
        assert fake.violations == []


def at(github: FakeGitHub) -> dict[str, str]:
    """Return what a job knows of where it runs."""
    repository = {"GITHUB_REPOSITORY": "harbor/ml", "no_proxy": "127.0.0.1"}
    return {"GITHUB_API_URL": github.url, **repository}


# The action.


def test_a_change_that_opens_a_blocking_gap_fails_and_is_shown_where_it_happens(
    clone: Clone,
) -> None:
    clone.change(BLOCKING, *WORSE)
    runner = a_runner(clone, NOTED="comment")

    ran = runner.job(PIPELINES / "github.yml")

    assert ran.failed, ran.log
    assert any("data-copyright" in str(one) for one in read_log(ran.log))
    assert "data-copyright" in (runner.temp / "summary.md").read_text("utf-8")
    assert clone.noted()[:2] == ["comment", "github"]


def test_a_change_that_makes_nothing_worse_passes_though_there_are_gaps(clone: Clone) -> None:
    clone.change("README.md", "# ", "# The ")
    runner = a_runner(clone, NOTED="comment")

    ran = runner.job(PIPELINES / "github.yml")

    assert not ran.failed, ran.log
    assert clone.noted()[:2] == ["comment", "github"]


def test_one_comment_says_what_the_change_does_and_what_it_does_after_the_next_push(
    clone: Clone, github: FakeGitHub
) -> None:
    clone.change(BLOCKING, *WORSE)
    head = clone.commit("HEAD^2")

    ran = a_runner(clone, **at(github)).job(PIPELINES / "github.yml")

    assert ran.failed, ran.log
    [kept] = github.comments
    marker, headline = kept.body.splitlines()[:2]
    assert marker == f"<!-- mlkb:gap-report v=1 id=default run=1.1 head={head} -->"
    assert headline == "## ❌ mlkb: 1 new blocking gap"
    assert f"https://github.com/harbor/ml/blob/{head}/{BLOCKING}" in kept.body

    back = clone.run(
        "git switch --quiet change && git revert --no-edit HEAD"
        " && git checkout --quiet --detach origin/main"
        " && git merge --quiet --no-ff --message merge change"
    )
    assert back.returncode == 0, back.stderr
    ran = a_runner(clone, **at(github)).job(PIPELINES / "github.yml")

    assert not ran.failed, ran.log
    [kept] = github.comments
    assert "run=2.1 " in kept.body.splitlines()[0]
    assert kept.body.splitlines()[1].startswith("## ✅")


def test_where_the_token_may_not_comment_the_gate_alone_decides(
    clone: Clone, refusing: str
) -> None:
    clone.change("README.md", "# ", "# The ")

    ran = a_runner(clone, GITHUB_API_URL=refusing).job(PIPELINES / "github.yml")

    assert not ran.failed, ran.log
    assert "403" in ran.log


def test_answers_that_cannot_be_read_fail_with_their_own_code_and_leave_no_report(
    clone: Clone,
) -> None:
    clone.change(ANSWER, "answers:", "answers: [")
    runner = a_runner(clone, NOTED="comment")
    stale = runner.temp / "mlkb-report.json"
    stale.write_text("{}", "utf-8")

    ran = runner.action("tools/mlkb", {})

    assert ran.failed
    assert ran.outputs == {"exit-code": "3", "holds": "", "report": ""}
    assert ANSWER in ran.log
    assert clone.noted() == []
    assert not stale.exists()


@pytest.mark.parametrize(
    ("fail_on", "code", "holds"), [("none", "0", "true"), ("blocking", "1", "false")]
)
def test_the_outputs_say_how_the_gate_decided_and_where_the_report_is(
    fail_on: str, code: str, holds: str, clone: Clone
) -> None:
    runner = a_runner(clone)

    ran = runner.action("tools/mlkb", {"fail-on": fail_on, "comment": "false"})

    report = str(runner.temp / "mlkb-report.json")
    assert ran.failed is (code != "0"), ran.log
    assert ran.outputs == {"exit-code": code, "holds": holds, "report": report}
    assert json.loads(Path(report).read_text("utf-8"))["format"] == "mlkb/report@1"


def test_a_check_outside_of_a_pull_request_comments_nowhere(clone: Clone) -> None:
    ran = a_runner(clone, "push", NOTED="comment").action("tools/mlkb", {"fail-on": "none"})

    assert not ran.failed, ran.log
    assert clone.noted() == []


def test_mlkb_is_installed_from_the_action_itself_with_the_versions_of_its_lock(
    clone: Clone,
) -> None:
    runner = a_runner(clone, NOTED="check")

    runner.action("tools/mlkb", {})

    asked = (runner.temp / "mlkb" / "bin" / "python.asked").read_text("utf-8").splitlines()
    versions = (runner.temp / "mlkb-versions").read_text("utf-8").splitlines()
    assert asked[-1] == str(clone.folder / "tools" / "mlkb")
    assert asked[asked.index("--constraint") + 1] == str(runner.temp / "mlkb-versions")
    assert {line.partition("==")[0] for line in versions} >= {"click", "pyyaml", "hatchling"}
    assert all(re.fullmatch(r"[a-z0-9.-]+==[\w.]+", line) for line in versions)


def test_every_input_reaches_the_command_line_as_one_argument_that_it_understands(
    clone: Clone,
) -> None:
    """Whatever an input holds: none of it is run, split, or taken for another option."""
    given = {
        "what": f"mlkb-answers\n{HOSTILE}\n--exit-zero\n",
        "base-ref": HOSTILE,
        "fail-on": "major",
        "gate": "all",
        "baseline": HOSTILE,
        "strict-baseline": "true",
        "changed": "true",
        "locale": "ko",
        "reports": f"sarif=gaps.sarif\nhtml={HOSTILE}\n",
        "report": "gaps.json",
    }
    runner = a_runner(clone, NOTED="check")

    ran = runner.action("tools/mlkb", given)

    assert not ran.failed, ran.log
    assert sorted(clone.noted()) == sorted(
        [
            "check",
            f"--base-ref={HOSTILE}",
            "--fail-on=major",
            "--gate=all",
            f"--baseline={HOSTILE}",
            "--strict-baseline",
            "--changed",
            "--locale=ko",
            "--report=sarif=gaps.sarif",
            f"--report=html={HOSTILE}",
            "--report=github",
            f"--report=json={clone.folder / 'gaps.json'}",
            "--",
            "mlkb-answers",
            HOSTILE,
            "--exit-zero",
        ]
    )
    assert clone.noted()[-4:] == ["--", "mlkb-answers", HOSTILE, "--exit-zero"]
    assert not list(clone.folder.rglob("pwned"))


def test_the_command_line_knows_every_option_that_the_action_and_the_job_use(clone: Clone) -> None:
    given = {
        "base-ref": "HEAD^1",
        "fail-on": "major",
        "gate": "new",
        "baseline": "baseline.txt",
        "strict-baseline": "true",
        "changed": "true",
        "locale": "ko",
    }
    a_runner(clone, NOTED="check").action("tools/mlkb", given)
    checked = understood(clone.noted())
    Path(clone.env["NOTES"]).unlink()
    report = clone.folder / "gaps.json"
    report.write_text("{}", "utf-8")
    written = {
        "mode": "comment",
        "report": "gaps.json",
        "comment-id": "two",
        "require-comment": "true",
    }
    a_runner(clone, "workflow_run", NOTED="comment").action("tools/mlkb", written)
    commented = understood(clone.noted())

    assert checked["base_ref"] == "HEAD^1"
    assert checked["strict_baseline"] is True
    assert commented["require_comment"] is True
    assert "two" in commented.values()


@pytest.mark.parametrize("folder", ["a folder", "a"])
def test_the_action_works_in_the_folder_that_it_is_given(folder: str, clone: Clone) -> None:
    done = clone.run(f"mkdir '{folder}' && mv mlkb.toml mlkb-answers checklists docs '{folder}'")
    assert done.returncode == 0, done.stderr
    given = {"working-directory": folder, "report": "gaps.json", "comment": "false"}

    ran = a_runner(clone).action("tools/mlkb", given)

    assert ran.outputs["exit-code"] == "1", ran.log
    assert ran.outputs["report"] == str(clone.folder / folder / "gaps.json")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"mode": "chek"}, "mode"),
        ({"changed": "yes"}, "changed"),
        ({"strict-baseline": ""}, "strict-baseline"),
        ({"report": "a\nholds=true"}, "report"),
        ({"comment": "True"}, "comment"),
        ({"require-comment": "no"}, "require-comment"),
        ({"python": "./no-python"}, "python"),
        ({"mode": "comment"}, "report"),
        ({"mode": "comment", "report": "docs"}, "report"),
        ({"mode": "comment", "report": "a-link"}, "report"),
    ],
)
def test_an_input_that_makes_no_sense_is_named_and_fails(
    given: dict[str, str], named: str, clone: Clone
) -> None:
    (clone.folder / "a-link").symlink_to("mlkb.toml")

    ran = a_runner(clone, NOTED="check comment").action("tools/mlkb", given)

    assert ran.failed
    assert len(errors(ran)) == 1
    assert f"'{named}'" in errors(ran)[0]
    assert "comment" not in clone.noted()


# The pair for forks.


def test_the_pair_for_forks_hands_on_one_report_and_comments_from_it(clone: Clone) -> None:
    clone.change(BLOCKING, *WORSE)
    fork = a_runner(clone, NOTED="comment")

    checked = fork.job(PIPELINES / "github-fork-check.yml")

    assert checked.failed, checked.log
    assert clone.noted() == []
    assert [file.name for file in fork.handed_on.iterdir()] == ["mlkb-report.json"]

    trusted = a_runner(clone, "workflow_run", NOTED="check comment")
    commented = trusted.job(PIPELINES / "github-fork-comment.yml")

    report = str(trusted.temp / "mlkb-handed-on" / "mlkb-report.json")
    assert not commented.failed, commented.log
    assert clone.noted() == ["comment", "github", "--id=default", "--", report]


def test_the_pair_for_forks_comments_on_the_open_pull_request_of_that_commit(
    clone: Clone, github: FakeGitHub
) -> None:
    clone.change(BLOCKING, *WORSE)
    fork = a_runner(clone)
    fork.job(PIPELINES / "github-fork-check.yml")
    github.add_pull(7, "a/fork", "change", clone.commit("HEAD^2"))
    github.add_pull(8, "a/fork", "change-of-somebody", clone.commit("HEAD^2"))

    ran = a_runner(clone, "workflow_run", **at(github)).job(PIPELINES / "github-fork-comment.yml")

    assert not ran.failed, ran.log
    [kept] = github.comments
    assert kept.body.splitlines()[1] == "## ❌ mlkb: 1 new blocking gap"


def test_where_the_first_half_left_nothing_the_second_says_nothing(clone: Clone) -> None:
    ran = a_runner(clone, "workflow_run", NOTED="check comment").job(
        PIPELINES / "github-fork-comment.yml"
    )

    assert not ran.failed, ran.log
    assert clone.noted() == []


@pytest.mark.parametrize(
    ("event", "conclusion"),
    [("push", "success"), ("pull_request", "cancelled"), ("pull_request", "action_required")],
)
def test_the_second_half_leaves_other_runs_alone(event: str, conclusion: str, clone: Clone) -> None:
    runner = a_runner(clone, "workflow_run", NOTED="comment")
    runner.event["workflow_run"].update(event=event, conclusion=conclusion)

    assert runner.job(PIPELINES / "github-fork-comment.yml").log == "skipped"


def test_a_report_that_is_too_large_is_not_even_read(clone: Clone) -> None:
    runner = a_runner(clone, "workflow_run", NOTED="comment")
    with (runner.handed_on / "mlkb-report.json").open("wb") as report:
        report.truncate(64 * 1024 * 1024 + 1)

    ran = runner.job(PIPELINES / "github-fork-comment.yml")

    assert ran.failed
    assert "64 MiB" in errors(ran)[0]
    assert clone.noted() == []


# The default branch.


def test_the_default_branch_is_held_to_the_dates_of_its_baseline(clone: Clone) -> None:
    agreed = "--because 'before the first release' --by lee"
    done = clone.run(f"mlkb baseline update {agreed} --until $(date --date '+1 day' +%F)")
    assert done.returncode == 0, done.stderr

    kept = a_runner(clone, "push").job(PIPELINES / "github-main.yml")
    clone.run("sed --in-place 's/until: [0-9-]*/until: 2026-01-31/' mlkb-baseline.yaml")
    over = a_runner(clone, "schedule").job(PIPELINES / "github-main.yml")

    assert not kept.failed, kept.log
    assert over.failed, over.log


# What the files promise.


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, ROOT / ".github" / "workflows" / "ci.yml"], ids=lambda path: path.stem
)
def test_actions_of_others_are_pinned_to_commits_and_nothing_keeps_the_token(path: Path) -> None:
    text = path.read_text("utf-8")
    used = [
        step
        for job in yaml.safe_load(text)["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    ]

    for step in used:
        if not step["uses"].startswith("./"):
            assert PINNED.fullmatch(step["uses"])
            assert re.search(re.escape(step["uses"]) + r" # v\d+\.\d+\.\d+$", text, re.MULTILINE)
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_an_action_is_pinned_to_the_same_commit_everywhere() -> None:
    pages = [ROOT / "docs" / locale / "pull-requests.md" for locale in LANGUAGES]
    ours = ROOT / ".github" / "workflows" / "ci.yml"
    pins = {
        pin
        for path in (*WORKFLOWS, ours, *pages)
        for pin in re.findall(r"uses: ([\w/-]+@\S+ # v\S+)", path.read_text("utf-8"))
    }

    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


@pytest.mark.parametrize(
    ("name", "permissions"),
    [
        ("github", {"contents": "read", "pull-requests": "write"}),
        ("github-fork-check", {"contents": "read"}),
        ("github-main", {"contents": "read"}),
        (
            "github-fork-comment",
            {"actions": "read", "contents": "read", "pull-requests": "write"},
        ),
    ],
)
def test_a_workflow_may_do_what_it_has_to_and_nothing_else(
    name: str, permissions: dict[str, str]
) -> None:
    workflow = yaml.safe_load((PIPELINES / f"{name}.yml").read_text("utf-8"))
    [job] = workflow["jobs"].values()

    assert workflow["permissions"] == {}
    assert job["permissions"] == permissions
    assert workflow["concurrency"]["group"]
    assert "pull_request_target" not in str(workflow)
    assert "secrets" not in str(workflow)


def test_the_second_half_waits_for_the_first_and_runs_nothing_of_it() -> None:
    first, second = (
        yaml.safe_load((PIPELINES / f"github-fork-{name}.yml").read_text("utf-8"))
        for name in ("check", "comment")
    )
    steps = {step["uses"].partition("@")[0]: step for step in second["jobs"]["comment"]["steps"]}

    assert second[True] == {"workflow_run": {"workflows": [first["name"]], "types": ["completed"]}}
    assert "ref" not in steps["actions/checkout"]["with"]
    assert steps["actions/download-artifact"]["with"]["path"].startswith("${{ runner.temp }}/")
    assert steps["./tools/mlkb"]["with"]["mode"] == "comment"


def test_no_script_of_an_action_or_workflow_has_an_expression_in_it() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    scripts = [step["run"] for step in action["runs"]["steps"]]
    scripts += [
        step["run"]
        for path in (*WORKFLOWS, ROOT / ".github" / "workflows" / "ci.yml")
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]

    assert len(scripts) > len(action["runs"]["steps"])
    assert not [script for script in scripts if "${{" in script]
    assert not [script for script in scripts if re.search(r"\beval\b|set -\w*x", script)]


def test_every_input_of_the_action_has_a_use_and_every_use_an_input() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")

    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(yaml.safe_load(text)["inputs"])


# GitLab.


def run_gitlab(clone: Clone, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the job as GitLab would: its scripts in one shell."""
    job = yaml.safe_load((PIPELINES / "gitlab.yml").read_text("utf-8"))["mlkb"]
    return clone.run("\n".join([*job["before_script"], *job["script"]]), **env)


def test_the_gitlab_job_stops_what_gets_worse_and_leaves_every_report(clone: Clone) -> None:
    clone.change(BLOCKING, *WORSE)
    job = yaml.safe_load((PIPELINES / "gitlab.yml").read_text("utf-8"))["mlkb"]
    reports = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]

    done = run_gitlab(
        clone,
        CI_MERGE_REQUEST_IID="7",
        CI_MERGE_REQUEST_DIFF_BASE_SHA=clone.commit("HEAD^1"),
        NOTED="comment",
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert len(reports) == 3
    assert all((clone.folder / report).stat().st_size > 100 for report in reports)
    assert clone.noted() == []  # without a token


def test_the_gitlab_job_comments_with_a_token_and_keeps_the_code_of_the_check(
    clone: Clone,
) -> None:
    clone.change(BLOCKING, *WORSE)

    done = run_gitlab(
        clone,
        CI_MERGE_REQUEST_IID="7",
        CI_MERGE_REQUEST_DIFF_BASE_SHA=clone.commit("HEAD^1"),
        GITLAB_TOKEN="a-token",  # noqa: S106 - none
        NOTED="comment",
        CODE="4",
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert clone.noted() == ["comment", "gitlab", "mlkb-report.json"]


def test_the_gitlab_job_compares_a_merged_result_with_the_target_branch(clone: Clone) -> None:
    run_gitlab(
        clone,
        CI_MERGE_REQUEST_IID="7",
        CI_MERGE_REQUEST_DIFF_BASE_SHA="0" * 40,
        CI_MERGE_REQUEST_TARGET_BRANCH_SHA="1" * 40,
        NOTED="check",
    )

    assert understood(clone.noted())["base_ref"] == "1" * 40


def test_the_gitlab_job_stops_nothing_on_the_default_branch(clone: Clone) -> None:
    done = run_gitlab(clone, GITLAB_TOKEN="a-token", NOTED="comment")  # noqa: S106 - none

    assert done.returncode == 0, done.stdout + done.stderr
    assert (clone.folder / "mlkb-codequality.json").is_file()
    assert clone.noted() == []


# Hooks.


@pytest.mark.parametrize(
    ("path", "old", "new", "codes"),
    [
        (ANSWER, "answers:", "# a remark\nanswers:", {"mlkb-validate": 0, "mlkb-check": 0}),
        (BLOCKING, *WORSE, {"mlkb-validate": 0, "mlkb-check": 1}),
        (ANSWER, "answers:", "answers: [", {"mlkb-validate": 3, "mlkb-check": 3}),
        ("mlkb.toml", "answers =", "anwers =", {"mlkb-validate": 2, "mlkb-check": 2}),
    ],
)
def test_the_hooks_stop_what_they_say_they_stop(
    path: str, old: str, new: str, codes: dict[str, int], clone: Clone
) -> None:
    clone.edit(path, old, new)

    ended = {name: clone.run(hook["entry"]) for name, hook in HOOKS.items()}

    assert {name: done.returncode for name, done in ended.items()} == codes, ended


def test_a_hook_that_no_file_name_can_call_runs_always() -> None:
    files = [path for path in EXAMPLE.rglob("*") if path.is_file()]
    names = [path.relative_to(EXAMPLE).as_posix() for path in files]
    called = {name for name in names if re.search(HOOKS["mlkb-validate"]["files"], name)}

    assert called == {name for name in names if re.match(r"mlkb-answers/|mlkb\.toml$", name)}
    assert HOOKS["mlkb-check"]["always_run"] is True
    assert all(hook["pass_filenames"] is False for hook in HOOKS.values())
    assert all(shlex.split(hook["entry"])[0] == "mlkb" for hook in HOOKS.values())


# The template of a pull request.


def test_both_templates_ask_the_same_questions_and_offer_nothing_to_tick() -> None:
    english, korean = (
        (PIPELINES / f"pull-request.{locale}.md").read_text("utf-8") for locale in LANGUAGES
    )

    for text in (english, korean):
        assert len(re.findall(r"^## ", text, re.MULTILINE)) == 2
        assert len(re.findall(r"^- \*\*", text, re.MULTILINE)) == 4
        assert "mlkb-answers/" in text
        assert not re.search(r"\[[ xX]\]", text)
    spans = re.compile(r"`[^`]+`")
    assert spans.findall(english) == spans.findall(korean)


# The page on pull requests.


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_page_shows_every_file_once(locale: str) -> None:
    page = (ROOT / "docs" / locale / "pull-requests.md").read_text("utf-8")

    assert sorted(re.findall(r"\{\{ pipeline\('([\w-]+)'", page)) == sorted(SHOWN)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_the_page_adds_to_a_file_is_something_that_the_file_can_take(locale: str) -> None:
    page = (ROOT / "docs" / locale / "pull-requests.md").read_text("utf-8")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    baseline, steps, hooks = map(yaml.safe_load, blocks)
    ours = [step for step in steps if step["uses"] == "./tools/mlkb"]

    assert [hook["id"] for repo in hooks["repos"] for hook in repo["hooks"]] == list(HOOKS)
    assert parse_baseline(yaml.safe_dump(baseline).encode(), "the page").entries
    assert ours
    for step in ours:
        assert set(step["with"]) <= set(action["inputs"])
    for step in steps:
        assert step in ours or PINNED.fullmatch(step["uses"])
