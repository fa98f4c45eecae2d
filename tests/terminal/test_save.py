"""Saving, killed at any moment and refused by the disk."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filling import CHECKLIST, plain_answers
from mlkb.errors import CannotSave
from mlkb.fill import save as save_module
from mlkb.fill.template import template
from mlkb.render.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

NOBODY = 65_534
NEW = b"new " * 50_000
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from filling import CHECKLIST
from mlkb.fill.edit import Edit, set_answer
from mlkb.fill.save import save
path = Path(sys.argv[1])
for count in range(10**9):
    before = path.read_bytes()
    note = "x" * (count % 3000)
    after = set_answer(before, CHECKLIST, "models", Edit(answer=count % 1000, note=note + "."))
    after = set_answer(after, CHECKLIST, "story", Edit(answer=str(count)))
    save(path, after, expected=before, root=path.parent)
    print(count, flush=True)
"""


def test_a_file_killed_at_any_moment_holds_the_last_confirmed_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    for _ in range(12):
        path.write_text(template(CHECKLIST, subject="x", labels=Labels("en")))
        command = [sys.executable, "-c", WRITER, str(path), str(Path(__file__).parents[1])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            confirmed = [writer.stdout.readline()]
            time.sleep(moments.random() * 0.2)
            writer.kill()
            confirmed += writer.stdout.readlines()
        last = int([line for line in confirmed if line.endswith("\n")][-1])

        answers = plain_answers(path.read_bytes())["answers"]

        assert int(answers["story"]) in (last, last + 1)
        assert answers["models"]["answer"] == int(answers["story"]) % 1000


def killed_before_line(count: int, path: Path, before: bytes | None) -> bool:
    """Save in a child that is killed before the *count*-th line it runs; say whether it was."""
    child = os.fork()
    if child == 0:
        left = count

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal left
            if frame.f_code.co_filename != save_module.__file__:
                return None
            left -= event == "line"
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        try:
            sys.settrace(trace)
            save_module.save(path, NEW, expected=before, root=path.parent)
        finally:
            os._exit(0)  # never back into the test runner
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


@pytest.mark.parametrize("before", [None, b"old " * 30_000])
def test_killed_before_any_line_of_saving_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, before: bytes | None
) -> None:
    seen = []
    for count in range(1, 1000):
        path = tmp_path / str(count) / "a.yaml"
        path.parent.mkdir()
        if before is not None:
            path.write_bytes(before)
        killed = killed_before_line(count, path, before)
        seen.append(path.read_bytes() if path.exists() else None)
        if not killed:
            break

    assert len(seen) > 20
    assert seen == sorted(seen, key=lambda found: found == NEW)
    assert set(seen) == {before, NEW}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that everybody can look into; pytest's own are private."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


def test_a_folder_that_must_not_be_written_is_refused_and_the_file_is_as_it_was(
    open_folder: Path,
) -> None:
    path = open_folder / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o644)
    open_folder.chmod(0o555)

    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setuid(NOBODY)  # modes do not bind root
        try:
            save_module.save(path, b"new", expected=b"old", root=open_folder)
        except CannotSave as refusal:
            os._exit(40 + (refusal.code == "save-not-allowed"))
        os._exit(1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 41
    assert path.read_bytes() == b"old"
    assert [one.name for one in open_folder.iterdir()] == ["a.yaml"]
