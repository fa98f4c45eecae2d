"""How long comparing with a base takes beside checking once, as ratios in one run.

    python bench/base.py [FILES] [RUNS]

A git repository of generated answer files, of which a change edits 1, 10 or all. Each pair is
`mlkb check` and `mlkb check --base-ref HEAD` as whole processes, in turn, so that a change in the
machine's speed hits both; the ratio is the median of the ratios pair by pair, with the cache of
answers warm and without it. The target is at most 2.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from many import generate

from mlkb.load.config import find_project
from mlkb.load.library import Library

if TYPE_CHECKING:
    from collections.abc import Mapping

TARGET = 2
DEFAULTS = (200, 7)
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""As a user runs it: with the byte code that the first run leaves behind."""
CHECK = [sys.executable, "-m", "mlkb", "check", "--today", "2026-11-21", "--exit-zero"]
FORMATS = ("json", "terminal")


def main() -> None:
    """Generate the repository and print the ratios."""
    count, runs = map(int, (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "project"
        (root / "docs").mkdir(parents=True)
        (root / "docs" / "metrics.md").write_text("# Metrics\n" * 20, "utf-8")
        library = Library(find_project(Path(scratch)))
        generate(root / "mlkb-answers", library["mlops-process"], count)
        _git(root, "init", "--quiet")
        _commit(root)
        ENVIRONMENT["XDG_CACHE_HOME"] = str(Path(scratch) / "cache")
        files = sorted((root / "mlkb-answers").rglob("*.yaml"))
        print(f"{count} files (target: at most {TARGET})")
        for changed in dict.fromkeys((0, 1, min(10, count), count)):
            for path in files[:changed]:
                text = path.read_text("utf-8")
                path.write_text(text.replace(": partial\n", ": no\n"), "utf-8")
            for name in FORMATS:
                _compare(f"{changed} changed, {name}", root, name, runs)
            _git(root, "checkout", "--quiet", ".")


def _compare(what: str, root: Path, name: str, runs: int) -> None:
    once = [*CHECK, "--report", name]
    compared = [*once, "--base-ref", "HEAD"]
    for how, environment in (
        ("cache", ENVIRONMENT),
        ("no cache", {**ENVIRONMENT, "MLKB_NO_CACHE": "1"}),
    ):
        pairs = [
            [_seconds(command, root, environment) for command in (once, compared)]
            for _ in range(runs + 1)
        ]
        del pairs[0]  # it warms the caches
        ratio = statistics.median(both / one for one, both in pairs)
        first, second = (1000 * statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{what + ', ' + how + ':':32}{ratio:5.2f}  ({first:.0f} ms, {second:.0f} ms)")


def _seconds(command: list[str], root: Path, environment: Mapping[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=root, env=environment)
    return time.perf_counter() - start


def _commit(root: Path) -> None:
    _git(root, "add", ".")
    name = ("-c", "user.name=kim", "-c", "user.email=kim@example.org")
    _git(root, *name, "commit", "--quiet", "--message", "answers")


def _git(root: Path, *command: str) -> None:
    subprocess.run(["git", *command], check=True, cwd=root)


if __name__ == "__main__":
    main()
