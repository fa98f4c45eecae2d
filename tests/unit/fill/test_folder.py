from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkb.errors import CannotSave
from mlkb.fill.folder import save_folder

if TYPE_CHECKING:
    from pathlib import Path

OURS = "<!-- ours -->"


def is_ours(line: str) -> bool:
    return line == OURS


def written(name: str = "") -> str:
    return f"{OURS}\n{name}\n"


def held(folder: Path) -> dict[str, str]:
    return {one.name: one.read_text("utf-8") for one in folder.iterdir()}


def test_a_later_run_replaces_its_files_and_removes_those_that_are_left(tmp_path):
    folder = tmp_path / "a" / "issues"
    assert save_folder(folder, {"a.md": written("1"), "b.md": written()}, is_ours) == []

    left = save_folder(folder, {"a.md": written("2"), "c.md": written()}, is_ours)

    assert left == ["b.md"]
    assert held(folder) == {"a.md": written("2"), "c.md": written()}


def test_files_of_others_stay(tmp_path):
    others = {"a.md": "# mine\n", "b.txt": written(), "c.md": f" {OURS}\n", "d.md": ""}
    for name, text in others.items():
        (tmp_path / name).write_text(text, "utf-8")

    assert save_folder(tmp_path, {"e.md": written()}, is_ours) == []

    assert held(tmp_path) == others | {"e.md": written()}


def test_a_file_of_somebody_else_under_a_name_of_ours_stops_everything(tmp_path):
    (tmp_path / "b.md").write_text("mine", "utf-8")
    (tmp_path / "old.md").write_text(written(), "utf-8")

    with pytest.raises(CannotSave) as refused:
        save_folder(tmp_path, {"a.md": written(), "b.md": written()}, is_ours)

    assert refused.value.code == "exists"
    assert held(tmp_path) == {"b.md": "mine", "old.md": written()}


def test_a_symbolic_link_is_neither_followed_nor_removed(tmp_path):
    outside, folder = tmp_path / "outside.md", tmp_path / "issues"
    outside.write_text(written("theirs"), "utf-8")
    folder.mkdir()
    (folder / "a.md").symlink_to(outside)
    (folder / "b.md").symlink_to(outside)

    with pytest.raises(CannotSave):
        save_folder(folder, {"a.md": written()}, is_ours)
    save_folder(folder, {}, is_ours)

    assert (folder / "b.md").is_symlink()
    assert outside.read_text("utf-8") == written("theirs")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    path = tmp_path / "issues"
    path.write_text("mine", "utf-8")

    with pytest.raises(CannotSave) as refused:
        save_folder(path, {"a.md": written()}, is_ours)

    assert refused.value.code == "save-no-folder"
    assert path.read_text("utf-8") == "mine"


def test_a_folder_without_files_is_not_made(tmp_path):
    save_folder(tmp_path / "issues", {}, is_ours)

    assert not (tmp_path / "issues").exists()
