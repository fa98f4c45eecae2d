"""A real git repository in a folder, whose history a test writes step by step."""

from __future__ import annotations

import os
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from mlkb.cli.context import Context
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.model.day import day_number
from mlkb.render.labels import Labels

if TYPE_CHECKING:
    from pathlib import Path

OURS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "kim" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "kim@example.org" for who in ("AUTHOR", "COMMITTER")},
}
"""So that nobody's own configuration has a say in a test."""


class Repository(NamedTuple):
    """A repository whose branch is `main`; *root* is its top folder."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git here and return what it printed."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **OURS},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).removesuffix("\n")

    def write(self, path: str, content: str | bytes = "") -> Path:
        """Write a file; folders that are missing are made."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    def answer(self, text: str, *, subject: str = "churn", checklist: str = "c@1.0.0") -> Path:
        """Write the answer file of a subject: lines of YAML below `answers`."""
        head = f"format: mlkb/answers@1\nchecklist: {checklist}\nsubject: {subject}\nanswers:\n"
        name = checklist.partition("@")[0]
        below = "".join(f"  {line}\n" for line in text.splitlines())
        return self.write(f"mlkb-answers/{subject}/{name}.yaml", head + below)

    def commit(self, message: str = "a change") -> str:
        """Commit everything that is here and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def state(self) -> dict[str, tuple[int, str]]:
        """Return when each file was written and what it holds, those of git itself included."""
        return {
            str(path.relative_to(self.root)): (
                path.lstat().st_mtime_ns,
                sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            )
            for path in self.root.rglob("*")
        }

    def context(self, today: str = "2026-11-21", folder: str = "") -> Context:
        """Return what a command that is started here works with."""
        project = find_project(self.root / folder)
        return Context(project, Library(project), Labels("en"), day_number(today) or 0)


def a_repository(root: Path) -> Repository:
    """Return a new repository in the folder *root*."""
    root.mkdir(parents=True, exist_ok=True)
    repository = Repository(root)
    repository.git("init", "--quiet", "--initial-branch=main")
    return repository


def a_clone(of: Repository, root: Path, *options: str) -> Repository:
    """Return a clone at *root*, made as over a network."""
    of.git("config", "uploadpack.allowFilter", "true")
    of.git("config", "uploadpack.allowAnySHA1InWant", "true")
    of.git("clone", "--quiet", *options, of.root.as_uri(), str(root))
    return Repository(root)


def a_question(name: str, severity: str = "blocking", **more: str) -> str:
    """Return the lines of a practice in a section of a checklist."""
    lines = [
        f"      - id: {name}",
        "        type: practice",
        f'        ask: {{en: "Is {name} done?", ko: "{name} 하는가?"}}',
        '        why: {en: "It matters.", ko: "중요하다."}',
        f"        severity: {severity}",
        "        provenance: original",
        *(f"        {field}: {text}" for field, text in more.items()),
    ]
    return "\n".join(lines) + "\n"


def a_checklist(*questions: str, version: str = "1.0.0", name: str = "c") -> str:
    """Return a checklist of one section."""
    return (
        f"format: mlkb/checklist@1\nid: {name}\nversion: {version}\nabout: product\n"
        'title: {en: "Ours", ko: "우리 것"}\n'
        'summary: {en: "What we do.", ko: "우리가 하는 일."}\n'
        'decides: {en: "What is next?", ko: "다음은?"}\n'
        "answered_by: [mlops-lead]\n"
        "sections:\n  - id: s\n"
        '    title: {en: "Work", ko: "일"}\n    questions:\n'
        + "".join(questions)
        + "results:\n  - {id: score, type: score}\n"
    )
