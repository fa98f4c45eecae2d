"""What the page on pull requests shows is carried out here, in a repository with a real history.

The workflow and the job run as their runners would run them: one step after the other, each in a
fresh shell that stops at the first error. What only a forge can do (`uses`) is left out, and
`pip install` finds the mlkb under test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "engine" / "mlkb" / "example"
LANGUAGES = ("en", "ko")
ANSWER = "mlkb-answers/fraud-detection/ml-lifecycle-engineering.yaml"


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

    def change(self, path: str, old: str, new: str) -> None:
        """Change one passage of a file, on top of what the forge's main branch has."""
        text = (self.folder / path).read_text("utf-8")
        assert old in text
        (self.folder / path).write_text(text.replace(old, new, 1), "utf-8")
        done = self.run(
            "git switch --quiet --create change && git commit --quiet --all --message change"
            " && git checkout --quiet --detach origin/main"
            " && git merge --quiet --no-ff --message merge change"
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a clone of a forge's repository that holds the example."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, line in (("mlkb", f'exec "{sys.executable}" -m mlkb "$@"'), ("pip", "exit 0")):
        (tools / name).write_text(f"#!/bin/sh\n{line}\n")
        (tools / name).chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{
            f"GIT_{who}_{what}": "dev@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    source = copytree(EXAMPLE, tmp_path / "source")
    project = Clone(tmp_path / "work" / "project", env)
    project.folder.parent.mkdir()
    done = Clone(source, env).run(
        "git init --quiet --initial-branch main && git add --all && git commit --quiet --message 1"
        f" && git clone --quiet . '{project.folder}'"
    )
    assert done.returncode == 0, done.stderr
    return project


def blocks(locale: str, kind: str) -> list[str]:
    """Return the blocks of one kind on the page, in order."""
    page = (ROOT / "docs" / locale / "pull-requests.md").read_text("utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def pipelines(locale: str) -> list[dict[str, Any]]:
    """Return the GitHub workflow and the GitLab configuration."""
    return [yaml.safe_load(block) for block in blocks(locale, "yaml")]


def run_workflow(clone: Clone, workflow: dict[str, Any], summary: Path) -> tuple[int, str]:
    """Run every step of the only job as GitHub would; return its exit code and all output."""
    [job] = workflow["jobs"].values()
    failed, said = 0, []
    for step in job["steps"]:
        if "run" in step and (not failed or step.get("if") == "always()"):
            done = clone.run(step["run"], GITHUB_STEP_SUMMARY=str(summary))
            failed = failed or done.returncode
            said.append(done.stdout + done.stderr)
    return failed, "".join(said)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_workflow_shows_what_a_change_does_and_stops_at_the_gate(
    locale: str, clone: Clone, tmp_path: Path
) -> None:
    clone.change(ANSWER, "many-pipelines: yes", "many-pipelines: no")
    summary = tmp_path / "summary.md"

    code, said = run_workflow(clone, pipelines(locale)[0], summary)

    assert code == 1, said
    shown = summary.read_text("utf-8")
    assert "many-pipelines" in shown.split("\n# ")[0]
    assert len(re.findall("^# ", shown, re.MULTILINE)) == 2
    assert (clone.folder / "gaps.html").stat().st_size > 100_000


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_workflow_passes_where_the_configuration_lets_gaps_pass(
    locale: str, clone: Clone, tmp_path: Path
) -> None:
    clone.change("mlkb.toml", 'fail_on = "blocking"', 'fail_on = "none"')

    code, said = run_workflow(clone, pipelines(locale)[0], tmp_path / "summary.md")

    assert code == 0, said


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_broken_answer_file_stops_the_workflow_whatever_the_gate(
    locale: str, clone: Clone, tmp_path: Path
) -> None:
    clone.change(ANSWER, "answers:", "answers: [")

    code, said = run_workflow(clone, pipelines(locale)[0], tmp_path / "summary.md")

    assert code == 3, said
    assert ANSWER in said


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_first_answers_of_a_repository_need_no_base(
    locale: str, clone: Clone, tmp_path: Path
) -> None:
    done = clone.run(
        "git rm --quiet -r mlkb-answers && git commit --quiet --message none"
        " && git push --quiet origin HEAD:refs/heads/none && git revert --no-edit HEAD"
    )
    assert done.returncode == 0, done.stderr

    code, said = run_workflow(clone, pipelines(locale)[0], tmp_path / "summary.md")

    assert code == 1, said
    assert not (clone.folder / "changes.md").exists()
    assert (tmp_path / "summary.md").stat().st_size > 1000


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_gitlab_job_leaves_both_reports_and_no_worktree(locale: str, clone: Clone) -> None:
    clone.change(ANSWER, "many-pipelines: yes", "many-pipelines: no")
    job = pipelines(locale)[1]["mlkb"]
    base = clone.run("git rev-parse origin/main").stdout.strip()

    script = "\n".join([*job["before_script"], *job["script"]])
    done = clone.run(script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    after = clone.run("\n".join(job["after_script"]))

    assert (done.returncode, after.returncode) == (1, 0), done.stderr + after.stderr
    for report in job["artifacts"]["paths"]:
        assert (clone.folder / report).is_file()
    assert not (clone.folder.parent / "base").exists()


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_comparison_by_hand_names_what_the_change_does_and_leaves_nothing(
    locale: str, clone: Clone
) -> None:
    clone.change(ANSWER, "many-pipelines: yes", 'many-pipelines: {answer: n/a, because: "one"}')
    [by_hand] = blocks(locale, "bash")

    done = clone.run(by_hand)

    assert done.returncode == 0, done.stderr
    assert "many-pipelines" in done.stdout
    assert not (clone.folder.parent / "base").exists()


def test_both_languages_show_the_same_pipelines_but_for_the_names_of_steps() -> None:
    english, korean = (blocks(locale, "yaml") for locale in LANGUAGES)
    named = re.compile(r"(- name: .*| # .*)")
    assert [named.sub("", block) for block in english] == [named.sub("", block) for block in korean]


def test_actions_are_pinned_to_commits_and_the_job_may_only_read() -> None:
    workflow, _ = pipelines("en")
    [job] = workflow["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]

    assert workflow["permissions"] == {"contents": "read"}
    assert len(used) == 3
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name) for name in used)
    assert "${{" not in str(workflow)
