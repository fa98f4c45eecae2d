from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING

import pytest

from mlkb.errors import CannotSave
from mlkb.fill.save import save, save_new

if TYPE_CHECKING:
    from pathlib import Path


def refusal(path: Path, data: bytes, *, expected: bytes | None, root: Path) -> str:
    with pytest.raises(CannotSave) as refused:
        save(path, data, expected=expected, root=root)
    return refused.value.code


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_folders_that_are_missing_are_made(tmp_path):
    save(tmp_path / "a" / "b" / "c.yaml", b"x", expected=None, root=tmp_path)

    assert (tmp_path / "a" / "b" / "c.yaml").read_bytes() == b"x"


def test_a_saved_file_keeps_its_mode_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)

    save(path, b"new", expected=b"old", root=tmp_path)

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["a.yaml"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"theirs")

    assert refusal(path, b"new", expected=b"old", root=tmp_path) == "save-changed"
    assert refusal(path, b"new", expected=None, root=tmp_path) == "save-changed"
    assert path.read_bytes() == b"theirs"


def test_a_file_that_vanished_meanwhile_is_not_made_anew(tmp_path):
    assert refusal(tmp_path / "a.yaml", b"new", expected=b"old", root=tmp_path) == "save-changed"


def test_a_symbolic_link_out_of_the_project_is_not_followed(tmp_path):
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "link").symlink_to(outside)
    (project / "a.yaml").symlink_to(outside / "a.yaml")

    for path in (project / "link" / "a.yaml", project / "a.yaml", project / ".." / "b.yaml"):
        assert refusal(path, b"new", expected=None, root=project) == "save-outside"
    assert names_in(outside) == []


def test_a_symbolic_link_inside_the_project_stays_a_link(tmp_path):
    (tmp_path / "real.yaml").write_bytes(b"old")
    (tmp_path / "a.yaml").symlink_to("real.yaml")

    save(tmp_path / "a.yaml", b"new", expected=b"old", root=tmp_path)

    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == b"new"


def test_a_file_where_a_folder_should_be_is_refused(tmp_path):
    (tmp_path / "mlkb-answers").write_bytes(b"")
    path = tmp_path / "mlkb-answers" / "x" / "a.yaml"

    assert refusal(path, b"new", expected=None, root=tmp_path) == "save-no-folder"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")

    assert refusal(tmp_path / "a.yaml", b"n", expected=b"o", root=tmp_path) == "save-not-a-file"


def test_what_a_killed_process_left_is_removed_once_it_is_old(tmp_path):
    old, young = tmp_path / ".a.yaml.1.tmp", tmp_path / ".a.yaml.2.tmp"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)

    save(tmp_path / "a.yaml", b"new", expected=None, root=tmp_path)

    assert names_in(tmp_path) == [".a.yaml.2.tmp", "a.yaml"]


def test_a_new_file_is_written_wherever_one_wants_it(tmp_path):
    save_new(tmp_path / "reports" / "r.html", b"x")

    assert (tmp_path / "reports" / "r.html").read_bytes() == b"x"


def test_a_new_file_never_replaces_one_unless_it_may(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"mine")

    with pytest.raises(CannotSave) as refused:
        save_new(path, b"new")
    assert refused.value.code == "exists"
    assert path.read_bytes() == b"mine"

    save_new(path, b"new", replace=True)
    assert path.read_bytes() == b"new"
