"""A runner of GitHub Actions, as far as our workflows need one.

It carries out the steps of a job, and those of a composite action that the checkout holds, one
after the other, each `run` in a fresh shell as GitHub starts it. Of the actions of others it knows
those that hand a file from one run to another; checking out is the test's business.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

Data = dict[str, Any]
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"'[^']*'|\balways\(\)|[A-Za-z][\w.-]*")


@dataclass
class Ran:
    """What a job or an action did: whether a step failed, what it put out, what it printed."""

    failed: bool = False
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""


@dataclass
class Runner:
    """A machine with a checkout; *handed_on* is where files wait for another run."""

    checkout: Path
    temp: Path
    handed_on: Path
    env: dict[str, str]
    event: Data

    def job(self, path: Path) -> Ran:
        """Carry out the only job of the workflow at *path*."""
        [job] = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        github = {"event": self.event, "token": "a-token"}
        known: Data = {"github": github, "runner": {"temp": str(self.temp)}}
        if "if" in job and not _value(job["if"], known):
            return Ran(log="skipped")
        return self._steps(job["steps"], known)

    def action(self, folder: str, given: dict[str, str]) -> Ran:
        """Carry out the composite action in a *folder* of the checkout."""
        action = yaml.safe_load((self.checkout / folder / "action.yml").read_text("utf-8"))
        assert set(given) <= set(action["inputs"])
        outside: Data = {"github": {"token": "a-token"}}
        inputs = {
            name: given.get(name, _filled(one["default"], outside))
            for name, one in action["inputs"].items()
        }
        known: Data = {"inputs": inputs, **outside}
        ran = self._steps(
            action["runs"]["steps"], known, GITHUB_ACTION_PATH=str(self.checkout / folder)
        )
        ran.outputs = {
            name: _filled(one["value"], known) for name, one in action["outputs"].items()
        }
        return ran

    def _steps(self, steps: list[Data], known: Data, **env: str) -> Ran:
        """Carry out *steps*; what they put out is added to what is *known*."""
        whole = Ran()
        done: Data = known.setdefault("steps", {})
        for step in steps:
            condition = step.get("if", "")
            if whole.failed and "always()" not in condition:
                continue
            if condition and not _value(condition, known):
                continue
            ran = self._run(step, known, env) if "run" in step else self._use(step, known)
            done[step.get("id", "")] = {
                "outputs": ran.outputs,
                "outcome": "failure" if ran.failed else "success",
            }
            whole.failed |= ran.failed and not step.get("continue-on-error")
            whole.log += ran.log
        return whole

    def _run(self, step: Data, known: Data, env: dict[str, str]) -> Ran:
        script, outputs = self.temp / "script.sh", self.temp / "outputs"
        script.write_text(step["run"], "utf-8")
        outputs.write_text("", "utf-8")
        variables = {name: _filled(text, known) for name, text in step.get("env", {}).items()}
        done = subprocess.run(
            [*SHELL, str(script)],
            cwd=self.checkout / _filled(step.get("working-directory", "."), known),
            env={**self.env, **env, **variables, "GITHUB_OUTPUT": str(outputs)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        lines = outputs.read_text("utf-8").splitlines()
        pairs = (line.partition("=") for line in lines)
        return Ran(done.returncode != 0, {name: value for name, _, value in pairs}, done.stdout)

    def _use(self, step: Data, known: Data) -> Ran:
        given = {name: _filled(text, known) for name, text in step.get("with", {}).items()}
        if step["uses"].startswith("./"):
            return self.action(step["uses"], given)
        name = step["uses"].partition("@")[0]
        if name == "actions/upload-artifact":
            file = self.checkout / given["path"]
            if file.is_file():
                shutil.copyfile(file, self.handed_on / file.name)
        elif name == "actions/download-artifact":
            shutil.copytree(self.handed_on, given["path"])
            return Ran(failed=not any(self.handed_on.iterdir()))
        else:
            assert name == "actions/checkout"
        return Ran()


def _filled(text: object, known: Data) -> str:
    """Return *text* with its expressions worked out."""
    if isinstance(text, bool):
        return str(text).lower()
    return _EXPRESSION.sub(lambda found: str(_value(found[1], known) or ""), str(text))


def _value(expression: str, known: Data) -> object:
    """Work out an expression of names, literals, comparisons, `&&` and `||`."""
    literals = _TOKEN.sub(lambda found: repr(_looked_up(found[0], known)), expression)
    plain = literals.replace("&&", " and ").replace("||", " or ")
    return eval(plain.strip(), {"__builtins__": {}})  # noqa: S307 - only literals are left


def _looked_up(token: str, known: Data) -> object:
    if token.startswith("'"):
        return token[1:-1]
    if token == "always()":  # noqa: S105 - a token of the language, no secret
        return True
    found: Any = known
    for name in token.split("."):
        found = found.get(name, "") if isinstance(found, dict) else ""
    return found
