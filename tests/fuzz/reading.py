"""
Read answer files, one after another, in a process of its own with little memory.

Standard input names them, a JSON string per line; each gets a line of JSON that says how it went.
A file that crashes the process is the one behind the last line.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from mlkb.cli import main
from mlkb.errors import InvalidDocuments, MlkbError
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.load.workspace import open_workspace
from mlkb.model.day import day_number
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_all, tell_refusal

HOSTILE = Path(__file__).parent / "hostile"
TODAY = "2026-11-21"
_NOBODY = 65_534
MEMORY = 512 * 1024 * 1024
"""Of addresses; the interpreter and its libraries reserve far more than they use."""


def read(path: str, library: Library) -> dict[str, Any]:
    """Return how reading one file went."""
    began = time.perf_counter()
    codes: list[str] = []
    told: list[str] = []
    exit_code = 0
    try:
        open_workspace([Path(path)], HOSTILE, library, day_number(TODAY) or 0)
    except InvalidDocuments as refused:
        exit_code = refused.exit_code
        codes = [
            f"{one.location.line}:{one.location.column} {one.code}"
            for one in refused.problems[:100]
        ]
        told = [tell_all(refused.problems, Labels(locale)) for locale in LANGUAGES]
    except MlkbError as refused:
        exit_code = refused.exit_code
        told = [tell_refusal(refused, Labels(locale)) for locale in LANGUAGES]
    seconds = time.perf_counter() - began
    return {"exit": exit_code, "codes": codes, "told": told, "seconds": seconds}


def check(path: str) -> dict[str, Any]:
    """Return what `mlkb check` says about one file, and its exit code."""
    output, errors = StringIO(), StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        code = main(["check", path, "--today", TODAY])
    return {"exit": code, "told": [output.getvalue() + errors.getvalue()]}


def peak() -> int:
    """Return the most memory that this process has held, in bytes.

    Linux hands the peak that `getrusage` tells on from the process that started this one, so a
    large test run would be measured here; what the kernel keeps for the program itself is not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run() -> None:
    """Read every file that standard input names."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    library = Library(find_project(HOSTILE))
    if "as-nobody" in sys.argv and os.geteuid() == 0:
        check("nothing.yaml")  # imports what it needs while it still may
        os.seteuid(_NOBODY)  # root may read everything
    for line in sys.stdin:
        path = json.loads(line)
        done = check(path) if "check" in sys.argv else read(path, library)
        done["peak"] = peak()
        print(json.dumps(done), flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    run()
