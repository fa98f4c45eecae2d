"""Serve one language while it is written: MkDocs reloads pages, we recompile checklists.

A checklist that is wrong changes nothing that is shown. Ours are compiled here, and MkDocs follows
what was compiled; a project's own are read in MkDocs' process, where the macros keep the last good
ones.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from mlkb.errors import InvalidDocuments
from mlkb.load.config import find_project
from mlkb.site.settings import CONFIGS, SOURCES, check_ready, environment, refresh

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAUSE = 0.5


def serve(
    root: Path,
    locale: str,
    port: int,
    *,
    refused: Callable[[InvalidDocuments], None] = lambda _: None,
) -> int:
    """Serve the site of *root* in one language at 127.0.0.1 until interrupted.

    *refused* is told of checklists that are wrong while they are being written; the last good ones
    stay on the page. Returns MkDocs' exit code, 0 when interrupted.
    """
    root = root.absolute()
    check_ready(root)
    refresh(root)
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "mkdocs", "serve", "--config-file", CONFIGS[locale]]
    command += ["--dev-addr", f"127.0.0.1:{port}", "--livereload"]
    for path in (*find_project(root).checklists, root / "mlkb.toml"):
        if path.exists():
            command += ["--watch", str(path)]
    process = subprocess.Popen(command, cwd=root, env=environment(url))  # noqa: S603 - our own interpreter
    try:
        seen = _state(root)
        while process.poll() is None:
            time.sleep(_PAUSE)
            now = _state(root)
            if now != seen:
                seen = now
                _refresh(root, refused)
    except KeyboardInterrupt:
        return 0
    finally:
        process.terminate()
        process.wait()
    return process.returncode


def _refresh(root: Path, refused: Callable[[InvalidDocuments], None]) -> None:
    try:
        refresh(root)
    except InvalidDocuments as invalid:
        refused(invalid)


def _state(root: Path) -> dict[str, int]:
    """Return when each of our checklist files was last written."""
    return {path.name: path.stat().st_mtime_ns for path in (root / SOURCES).glob("*.yaml")}
