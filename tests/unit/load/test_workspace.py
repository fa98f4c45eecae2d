"""The answer files of a run: found in order, read, and refused together."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlkb.errors import ANSWERS, InvalidDocuments, NoAnswers
from mlkb.load.compiled import Bundled
from mlkb.load.workspace import answer_files, open_workspace

HEAD = "format: mlkb/answers@1\nchecklist: mlops-process\nsubject: {subject}\nanswers:\n"
CHECKLISTS = Bundled()
TODAY = 20_778


def write(path: Path, subject: str = "acme", body: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(subject=subject) + body, "utf-8")
    return path


def test_folders_are_searched_in_order_and_files_taken_as_they_are(tmp_path):
    for name in ("b/x.yaml", "a/y.yml", "c.yaml", "b/deep/z.yaml", "notes.md", "c.json"):
        write(tmp_path / name)
    other = write(tmp_path / "other.txt")

    found = answer_files([tmp_path, other, tmp_path / "c.yaml"])

    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "c.yaml",
        "a/y.yml",
        "b/x.yaml",
        "b/deep/z.yaml",
        "other.txt",
    ]


def test_hidden_files_and_links_in_folders_are_passed_over(tmp_path):
    outside = write(tmp_path / "outside" / "x.yaml")
    inside = tmp_path / "inside"
    kept = write(inside / "kept.yaml")
    write(inside / ".hidden.yaml")
    write(inside / ".git" / "x.yaml")
    (inside / "link.yaml").symlink_to(outside)
    (inside / "folder").symlink_to(outside.parent)

    assert answer_files([inside]) == (kept,)


def test_the_same_file_named_twice_is_one(tmp_path, monkeypatch):
    path = write(tmp_path / "a.yaml")
    monkeypatch.chdir(tmp_path)

    assert answer_files([Path("a.yaml"), path, tmp_path, Path()]) == (Path("a.yaml"),)


@pytest.mark.parametrize(
    ("name", "code"),
    [("none.yaml", "no-such-file"), ("empty", "no-answers"), ("x" * 5000, "no-such-file")],
)
def test_nothing_to_read_is_refused(name, code, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(NoAnswers) as refused:
        answer_files([tmp_path / name])

    assert refused.value.code == code
    assert refused.value.exit_code == ANSWERS


def test_folders_deeper_than_python_recurses_are_searched(tmp_path):
    write(tmp_path / "a.yaml")
    folders = [tmp_path / ("d/" * depth) for depth in range(1, 1_500)]
    for folder in folders:
        folder.mkdir()

    assert answer_files([tmp_path]) == (tmp_path / "a.yaml",)

    for folder in reversed(folders):  # whoever clears up after the tests may recurse
        folder.rmdir()


def test_sheets_carry_the_path_from_the_root_and_their_evidence_is_looked_up(tmp_path):
    write(
        tmp_path / "mlkb-answers" / "a.yaml", body="  gaps: {answer: x, evidence: [a.md, b.md]}\n"
    )
    (tmp_path / "a.md").write_text("x")

    workspace = open_workspace([tmp_path / "mlkb-answers"], tmp_path, CHECKLISTS, TODAY)

    assert [sheet.path for sheet in workspace.sheets] == ["mlkb-answers/a.yaml"]
    assert workspace.evidence == {"a.md": "found", "b.md": "missing"}


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    write(tmp_path / "a.yaml", body="  gap: x\n")
    (tmp_path / "b.yaml").write_bytes(b"\xff")
    write(tmp_path / "c.yaml")

    with pytest.raises(InvalidDocuments) as refused:
        open_workspace([tmp_path], tmp_path, CHECKLISTS, TODAY)

    assert refused.value.exit_code == ANSWERS
    assert [str(one.location) for one in refused.value.problems] == ["a.yaml:5:3", "b.yaml:1:1"]


def test_two_files_of_one_respondent_are_refused_and_of_two_are_not(tmp_path):
    write(tmp_path / "a.yaml")
    write(tmp_path / "b.yaml", body="  gaps: x\n")
    write(tmp_path / "c.yaml", body="").write_text(
        HEAD.format(subject="acme\nrespondent: {name: kim}"), "utf-8"
    )

    with pytest.raises(InvalidDocuments) as refused:
        open_workspace([tmp_path], tmp_path, CHECKLISTS, TODAY)

    assert [(one.code, str(one.location)) for one in refused.value.problems] == [
        ("twin-sheets", "b.yaml")
    ]
    assert refused.value.problems[0].facts == {"first": "a.yaml"}
