"""A project's own checklists are compiled once, and remembered in the user's cache folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mlkb.errors import InvalidDocuments
from mlkb.load import own
from mlkb.load.config import find_project
from mlkb.load.ledger import open_ledger
from mlkb.load.library import Library

if TYPE_CHECKING:
    from pathlib import Path

CHECKLIST = """\
format: mlkb/checklist@1
id: {name}
version: 1.0.0
about: team
title: {{en: "{title}", ko: "우리 것"}}
summary: {{en: "What we ask.", ko: "우리가 묻는 것."}}
decides: {{en: "What to do?", ko: "무엇을 할까?"}}
sections:
  - id: all
    title: {{en: "All", ko: "모두"}}
    questions:
      - id: where
        type: practice
        scored: false
        ask: {{en: "Here?", ko: "여기인가?"}}
        why: {{en: "To know.", ko: "알기 위해서다."}}
        {more}
        provenance: derived
"""
BESIDE = """\
format: mlkb/claims@1
claims:
  - id: our-claim
    source: aws-labs
    section: Ours
    kind: context
    importance: context
    says: {en: "We say so.", ko: "우리가 그렇게 말한다."}
"""


def write(folder: Path, name: str, title: str = "Ours", more: str = "") -> None:
    folder.mkdir(exist_ok=True)
    text = CHECKLIST.format(name=name, title=title, more=more)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a checklist of its own, on a machine that remembers nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.delenv("MLKB_NO_CACHE", raising=False)
    monkeypatch.setattr(own, "WORTH_REMEMBERING", 0)
    root = tmp_path / "project"
    root.mkdir()
    (root / "mlkb.toml").write_text('checklists = ["ours"]\n')
    write(root / "ours", "ours")
    return root


def remembered(project: Path) -> list[Path]:
    return sorted((project.parent / "caches" / "mlkb" / "checklists").glob("*"))


def library(project: Path) -> Library:
    return Library(find_project(project))


def test_what_was_compiled_once_is_read_from_the_cache(project):
    first = library(project)
    (place,) = remembered(project)
    path = place / "checklist-ours.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Here?", "There?"), encoding="utf-8")

    assert first["ours"].questions["where"].ask.en == "Here?"
    assert library(project)["ours"].questions["where"].ask.en == "There?"


def test_a_remembered_library_is_the_one_that_was_read(project):
    first, second = library(project), library(project)

    assert len(remembered(project)) == 1
    assert first["ours"] == second["ours"]
    assert list(first) == list(second)
    assert first.title("ours") == second.title("ours")
    assert first.text("ours") == second.text("ours")


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed"])
def test_any_change_to_the_folder_is_seen(change, project):
    write(project / "ours", "more")
    assert {"ours", "more"} <= set(library(project))
    if change == "edited":
        write(project / "ours", "more", "Edited")
    elif change == "added":
        write(project / "ours", "third")
    else:
        (project / "ours" / "more.yaml").unlink()
    if change == "renamed":
        write(project / "ours", "third")

    found = library(project)

    assert ("more" in found) == (change in ("edited", "added"))
    assert ("third" in found) == (change in ("added", "renamed"))
    assert "more" not in found or (found.title("more").en == "Edited") == (change == "edited")


def test_a_change_to_a_folder_is_seen_by_those_that_read_it(project):
    (project / "mlkb.toml").write_text('checklists = ["ours", "later"]\n')
    write(project / "later", "later", more="when: {answer: ours/where, is: yes}")
    (project / "later" / "later.yaml").write_text(
        (project / "later" / "later.yaml")
        .read_text("utf-8")
        .replace("about:", "reads: [ours]\nabout:"),
        encoding="utf-8",
    )
    assert "later" in library(project)
    path = project / "ours" / "ours.yaml"
    path.write_text(path.read_text("utf-8").replace("id: where", "id: here"), encoding="utf-8")

    with pytest.raises(InvalidDocuments) as refused:
        library(project)

    assert [problem.code for problem in refused.value.problems] == ["unknown-name"]


def test_what_is_wrong_is_told_every_time_and_not_remembered(project):
    write(project / "ours", "wrong", more="colour: red")

    for _ in range(2):
        with pytest.raises(InvalidDocuments):
            library(project)
    assert remembered(project) == []


@pytest.mark.parametrize("harm", ["gone", "not-json", "not-text", "no-index", "incomplete"])
def test_a_damaged_cache_is_made_anew(harm, project):
    library(project)
    (place,) = remembered(project)
    index = place / "index.json"
    if harm == "gone":
        shutil.rmtree(place)
    elif harm == "incomplete":
        (place / "checklist-ours.json").unlink()
    else:
        index.write_bytes({"not-json": b"{", "not-text": b"\xff\xfe", "no-index": b"{}"}[harm])

    assert library(project).title("ours").en == "Ours"


@pytest.mark.parametrize("reason", ["switched-off", "others-may-write"])
def test_without_a_place_to_remember_the_checklists_are_read_all_the_same(
    reason, project, monkeypatch
):
    if reason == "switched-off":
        monkeypatch.setenv("MLKB_NO_CACHE", "1")
    else:
        shelf = project.parent / "caches" / "mlkb" / "checklists"
        shelf.mkdir(parents=True)
        shelf.chmod(0o777)

    assert library(project)["ours"].title.en == "Ours"
    assert remembered(project) == []


def test_a_small_folder_is_compiled_every_time(project, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.parent / "caches"))

    assert library(project).title("ours").en == "Ours"
    assert remembered(project) == []


def test_only_so_many_folders_are_remembered(project, monkeypatch):
    monkeypatch.setattr(own, "REMEMBERED", 2)
    for title in ("One", "Two", "Three"):
        write(project / "ours", "ours", title)
        library(project)

    assert len(remembered(project)) == 2
    assert library(project).title("ours").en == "Three"
    assert len(remembered(project)) == 2


def test_what_stands_beside_the_checklists_is_remembered_too(project):
    (project / "ours" / "claims.yaml").write_text(BESIDE, encoding="utf-8")

    for _ in range(2):
        claims = open_ledger(library(project)).claims
        assert claims["our-claim"].says.en == "We say so."
        assert len(claims) > 500
