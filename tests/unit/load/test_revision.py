"""Reading an earlier state from git: what is found there, and that nothing is changed by it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from mlkb.errors import USAGE, UsageProblem
from mlkb.load.document import LARGEST_FILE
from mlkb.load.revision import Past
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_refusal
from repository import Repository, a_clone, a_repository

if TYPE_CHECKING:
    from pathlib import Path

STRANGE = ("with space", "한글 이름", "two\nlines", 'a "quote"', "it's", "-dash", ":(glob)*", "[x]")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository with one commit."""
    made = a_repository(tmp_path / "here")
    made.write("docs/a.md", "# one\n")
    made.commit()
    return made


def refused(root: Path, ref: str) -> tuple[str, dict[str, str]]:
    """Return the code of the refusal, and its words by language."""
    with pytest.raises(UsageProblem) as refusal:
        Past(root, ref)
    assert refusal.value.exit_code == USAGE
    return refusal.value.code, {
        locale: tell_refusal(refusal.value, Labels(locale)) for locale in LANGUAGES
    }


def test_the_base_is_where_this_state_left_the_branch(repository):
    left = repository.git("rev-parse", "HEAD")
    repository.git("switch", "--quiet", "--create", "mine")
    repository.write("docs/b.md")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write("docs/later.md")
    repository.commit()
    repository.git("switch", "--quiet", "mine")
    past = Past(repository.root, "main")

    assert past.revision == ("main", left)
    assert past.changed() == {"docs/b.md"}
    assert past.notices == []


@pytest.mark.parametrize("name", ["tag", "commit", "short", "parent"])
def test_a_tag_a_commit_or_a_way_to_one_names_a_base(repository, name):
    first = repository.git("rev-parse", "HEAD")
    repository.git("tag", "--annotate", "--message", "one", "v1")
    repository.commit()
    names = {"tag": "v1", "commit": first, "short": first[:9], "parent": "HEAD^1"}

    assert Past(repository.root, names[name]).revision.commit == first


def test_of_a_merge_as_a_forge_makes_it_the_first_parent_is_the_base(repository):
    repository.git("switch", "--quiet", "--create", "mine")
    repository.write("docs/mine.md")
    repository.commit()
    repository.git("switch", "--quiet", "--detach", "main")
    repository.write("docs/theirs.md")
    theirs = repository.commit()
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "mine")
    past = Past(repository.root, "HEAD^1")

    assert past.revision.commit == theirs
    assert past.changed() == {"docs/mine.md"}


def test_what_differs_is_committed_staged_edited_deleted_or_new_but_not_ignored(repository):
    for name in ("edited", "deleted", "kept", "touched"):
        repository.write(f"docs/{name}.md", f"{name}\n")
    repository.commit("base")
    repository.git("tag", "base")
    repository.write("docs/committed.md")
    repository.commit()
    repository.write("docs/staged.md")
    repository.git("add", "docs/staged.md")
    repository.write("docs/edited.md", "otherwise\n")
    (repository.root / "docs/deleted.md").unlink()
    os.utime(repository.root / "docs/touched.md", (1, 1))
    repository.write("docs/new.md")
    repository.write(".git/info/exclude", "*.log\n")
    repository.write("docs/ignored.log")

    expected = {f"docs/{one}.md" for one in ("committed", "staged", "edited", "deleted", "new")}
    assert Past(repository.root, "base").changed() == expected


def test_a_renamed_file_is_two_paths(repository):
    repository.git("mv", "docs/a.md", "docs/z.md")

    assert Past(repository.root, "main").changed() == {"docs/a.md", "docs/z.md"}


def test_a_project_in_a_folder_of_the_repository_sees_its_own_paths_alone(repository):
    repository.write("teams/ml/x/a.yaml", "a")
    repository.write("x/a.yaml", "another")
    repository.commit()
    repository.write("teams/ml/x/b.yaml")
    repository.write("x/b.yaml")
    past = Past(repository.root / "teams" / "ml", "main")

    assert past.changed() == {"x/b.yaml"}
    assert list(past.files("x")) == list(past.files(".")) == ["x/a.yaml"]
    assert past.read("x/a.yaml") == {"x/a.yaml": b"a"}
    assert past.found(["x", "teams", "docs/a.md", "x/a.yaml"]).keys() == {"x", "x/a.yaml"}


def test_a_project_that_is_reached_through_a_link_is_the_same(repository, tmp_path):
    repository.write("teams/ml/a.yaml")
    repository.commit()
    link = tmp_path / "link"
    link.symlink_to(repository.root / "teams" / "ml")

    assert list(Past(link, "main").files(".")) == ["a.yaml"]


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_is_a_name_whatever_it_looks_like(repository, name):
    path = f"{name}/{name}.yaml"
    repository.write(path, name)
    repository.commit()
    repository.write(f"{name}/new.yaml")
    past = Past(repository.root, "main")

    assert past.read(path) == {path: name.encode()}
    assert past.files(name).keys() == {path}
    assert past.changed() == {f"{name}/new.yaml"}
    assert past.found([name]) == {name: None}


def test_a_name_that_is_no_text_is_read_too(repository):
    path = os.fsdecode(b"docs/\xff.yaml")
    repository.write(path, "a")
    repository.commit()

    assert Past(repository.root, "main").read(path) == {path: b"a"}


def test_links_and_submodules_are_no_files(repository, tmp_path):
    other = a_repository(tmp_path / "other")
    other.write("inside.md")
    other.commit()
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "sub"
    )
    (repository.root / "link.md").symlink_to("docs/a.md")
    (repository.root / "folder").symlink_to("docs")
    repository.commit()
    past = Past(repository.root, "main")

    assert past.files(".").keys() == {".gitmodules", "docs/a.md"}
    found = past.found(["link.md", "folder", "folder/a.md", "sub", "sub/inside.md", "docs"])
    assert found == {"sub": None, "docs": None}
    assert past.read("link.md") == {}


def test_a_submodule_that_moved_on_differs_and_a_dirty_one_does_not(repository, tmp_path):
    other = a_repository(tmp_path / "other")
    other.write("inside.md")
    other.commit()
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "sub"
    )
    repository.commit()
    inside = Repository(repository.root / "sub")
    inside.write("inside.md", "dirty")
    assert Past(repository.root, "main").changed() == set()

    inside.commit()
    assert Past(repository.root, "main").changed() == {"sub"}


def test_a_file_where_there_was_a_folder_is_told_apart(repository):
    repository.write("report/one.md", "1")
    repository.commit()
    shutil.rmtree(repository.root / "report")
    repository.write("report", "now a file")
    repository.git("add", "--all")
    past = Past(repository.root, "main")

    assert past.changed() == {"report", "report/one.md"}
    assert past.found(["report", "report/one.md"])["report"] is None


def test_many_paths_are_looked_up_a_few_at_a_time(repository):
    paths = [f"many/{number}/a.md" for number in range(450)]
    for path in paths:
        repository.write(path, path)
    repository.commit()
    past = Past(repository.root, "main")

    assert past.found([*paths, "many/none.md"]).keys() == set(paths)
    assert past.read(*paths) == {path: path.encode() for path in paths}


def test_what_is_larger_than_a_file_may_be_is_not_read_but_its_beginning_can_be(repository):
    large, fitting = b"x\n" * LARGEST_FILE, b"y" * LARGEST_FILE
    repository.write("large.md", large)
    repository.write("fitting.md", fitting)
    repository.commit()
    past = Past(repository.root, "main")
    found = past.files(".")

    assert past.read("large.md", "fitting.md") == {"fitting.md": fitting}
    assert past.contents(found.values()).keys() == {
        found[one].name for one in ("fitting.md", "docs/a.md")
    }
    assert past.beginning(found["large.md"]) == large[:LARGEST_FILE]


def test_line_ends_are_as_they_were_committed(repository):
    repository.write(".gitattributes", "*.md text\n")
    repository.write("docs/crlf.md", b"one\r\ntwo\r\n")
    repository.write("raw.yaml", b"one\r\ntwo\r\n")
    repository.commit()
    past = Past(repository.root, "main")

    assert past.read("raw.yaml") == {"raw.yaml": b"one\r\ntwo\r\n"}
    assert past.changed() == set()


def test_nothing_is_written_while_the_past_is_read(repository):
    repository.write("docs/b.md")
    repository.commit()
    os.utime(repository.root / "docs/a.md", (1, 1))  # the index is out of date
    repository.write("docs/b.md", "edited")
    repository.write("new.md")
    before = repository.state()
    past = Past(repository.root, "HEAD~1")
    past.changed()
    past.contents(past.files(".").values())
    past.found(["docs", "docs/a.md"])

    assert repository.state() == before


def test_a_state_without_a_commit_of_its_own_has_nothing_in_common_with_the_base(repository):
    repository.git("checkout", "--quiet", "--orphan", "fresh")
    past = Past(repository.root, "main")

    assert [one.code for one in past.notices] == ["base-unrelated"]
    assert past.changed() == set()


def test_histories_without_a_common_commit_are_compared_as_they_are(repository):
    repository.git("switch", "--quiet", "--orphan", "other")
    repository.write("docs/other.md")
    repository.commit()
    past = Past(repository.root, "main")

    assert past.revision.commit == repository.git("rev-parse", "main")
    assert past.changed() == {"docs/a.md", "docs/other.md"}
    [notice] = past.notices
    assert (notice.code, notice.facts["ref"]) == ("base-unrelated", "main")


def test_a_shallow_clone_that_has_the_base_says_that_it_does_not_know_where_it_was_left(
    repository, tmp_path
):
    repository.git("switch", "--quiet", "--create", "mine")
    for number in range(3):
        repository.write("docs/mine.md", str(number))
        repository.commit()
    clone = a_clone(repository, tmp_path / "clone", "--depth=1", "--branch=mine")
    assert refused(clone.root, "origin/main")[0] == "base-not-fetched"

    clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    past = Past(clone.root, "origin/main")
    assert [one.code for one in past.notices] == ["base-shallow"]
    assert past.changed() == {"docs/mine.md"}


@pytest.mark.parametrize(
    "ref", ["origin/main", "refs/remotes/origin/main", "main", "v1", "commit", "short", "HEAD~2"]
)
def test_the_command_that_a_shallow_clone_is_told_fetches_the_base(repository, tmp_path, ref):
    repository.git("tag", "v1")
    named = {"commit": ("main",), "short": ("--short=12", "main")}
    ref = repository.git("rev-parse", *named[ref]) if ref in named else ref
    repository.git("switch", "--quiet", "--create", "mine")
    for number in range(3):
        repository.write("docs/mine.md", str(number))
        repository.commit()
    clone = a_clone(repository, tmp_path / "clone", "--depth=1", "--branch=mine")
    code, told = refused(clone.root, ref)

    assert code == "base-not-fetched"
    assert "얕게 복제한" in told["ko"]
    command = told["en"].partition("fetch it: ")[2].partition(";")[0]
    assert command in told["ko"]
    clone.git(*command.split()[1:])
    assert Past(clone.root, ref).revision.commit


def test_whoever_has_no_history_is_told_what_to_set_on_either_forge(repository, tmp_path):
    repository.commit()
    clone = a_clone(repository, tmp_path / "clone", "--depth=1")

    for told in refused(clone.root, "HEAD~1")[1].values():
        assert "fetch-depth: 0" in told
        assert 'GIT_DEPTH: "0"' in told


def test_a_command_to_copy_holds_nothing_that_a_shell_would_run(repository, tmp_path):
    repository.commit()
    clone = a_clone(repository, tmp_path / "clone", "--depth=1")

    assert "'$(touch x):$(touch x)'" in refused(clone.root, "$(touch x)")[1]["en"]
    code, told = refused(clone.root, "--upload-pack=x")
    assert code == "base-unknown"
    assert "git fetch" not in told["en"]


def test_a_clone_without_its_blobs_is_told_apart_and_fetches_nothing(repository, tmp_path):
    repository.write("docs/a.md", "# two\n")
    repository.commit()
    clone = a_clone(repository, tmp_path / "clone", "--filter=blob:none")
    past = Past(clone.root, "HEAD~1")

    with pytest.raises(UsageProblem) as refusal:
        past.contents(past.files("docs").values())
    assert refusal.value.code == "base-incomplete"
    assert "--filter" in tell_refusal(refusal.value, Labels("en"))
    assert "--filter" in tell_refusal(refusal.value, Labels("ko"))


def test_an_object_that_is_gone_or_broken_is_told_and_no_bug(repository):
    repository.write("docs/a.md", "# two\n")
    repository.commit()
    name = repository.git("rev-parse", "HEAD~1:docs/a.md")
    place = repository.root / ".git/objects" / name[:2] / name[2:]
    place.unlink()

    with pytest.raises(UsageProblem) as refusal:
        Past(repository.root, "HEAD~1").files("docs")
    assert refusal.value.code == "base-incomplete"


@pytest.mark.parametrize(
    ("ref", "nearest"),
    [("mian", "main"), ("release", "origin/release"), ("featuer/x", "feature/x")],
)
def test_a_name_that_git_does_not_know_is_told_with_the_nearest_one(repository, ref, nearest):
    repository.git("branch", "feature/x")
    repository.git("update-ref", "refs/remotes/origin/release", "HEAD")
    code, told = refused(repository.root, ref)

    assert code == "base-unknown-nearest"
    assert told["en"] == f"git knows no branch, tag or commit {ref}; nearest name: {nearest}"
    assert told["ko"] == f"git에 없는 브랜치, 태그, 커밋: {ref}. 가장 가까운 이름: {nearest}"


@pytest.mark.parametrize(
    "ref",
    [
        "nothing-like-it",
        "^main",
        "--all",
        "-h",
        "--output=x",
        "main:docs",
        "main..main",
        "a\0b",
        "0" * 40,
    ],
)
def test_what_names_no_commit_is_refused(repository, ref):
    before = repository.state()
    code, told = refused(repository.root, ref)

    assert code in {"base-unknown", "base-unknown-nearest"}
    assert told["en"].startswith("git knows no branch, tag or commit")
    assert told["ko"].startswith("git에 없는 브랜치, 태그, 커밋")
    assert repository.state() == before


def test_a_folder_without_a_repository_is_refused(tmp_path):
    code, told = refused(tmp_path, "main")

    assert code == "base-no-repository"
    assert "not a git repository" in told["en"]
    assert "저장소가 없어" in told["ko"]


def test_a_repository_without_files_is_refused(tmp_path):
    a_repository(tmp_path).git("config", "core.bare", "true")

    assert refused(tmp_path, "main")[0] == "base-no-repository"


def test_without_git_there_is_nothing_to_compare_with(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, told = refused(repository.root, "main")

    assert code == "base-no-git"
    assert told["en"].startswith("--base-ref reads from git, which cannot be started")
    assert told["ko"].startswith("--base-ref는 git에서 읽는데")


def test_a_repository_of_somebody_else_is_told_with_what_to_do(repository, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, told = refused(repository.root / "docs", "main")

    assert code == "base-not-trusted"
    for words in told.values():
        assert f"git config --global --add safe.directory {repository.root}" in words


def test_what_a_hook_says_about_its_repository_is_not_about_this_one(
    repository, monkeypatch, tmp_path
):
    other = a_repository(tmp_path / "other")
    other.write("wrong.md")
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    monkeypatch.setenv("GIT_GLOB_PATHSPECS", "1")
    past = Past(repository.root / "docs", "main")

    assert past.files(".").keys() == {"a.md"}
    assert past.changed() == set()


def test_a_folder_that_looks_like_a_repository_starts_nothing(repository, tmp_path):
    """A stranger may commit everything that git takes for a bare repository, but no `.git`."""
    trace = tmp_path / "started"
    fake = a_repository(tmp_path / "fake")
    fake.write("a.md", "x")
    fake.commit()
    fake.git("config", "core.worktree", ".")
    fake.git("config", "core.fsmonitor", f"touch {trace};")
    fake.git("config", "filter.x.clean", f"touch {trace};")
    shutil.copytree(fake.root / ".git", repository.root / "docs", dirs_exist_ok=True)
    repository.write("docs/.gitattributes", "* filter=x\n")
    past = Past(repository.root / "docs", "main")
    past.changed()

    assert past.revision.commit == repository.git("rev-parse", "main")
    assert not trace.exists()


def test_a_linked_worktree_is_a_repository_like_any_other(repository, tmp_path):
    repository.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    (tmp_path / "linked" / "docs" / "a.md").unlink()

    assert Past(tmp_path / "linked", "main").changed() == {"docs/a.md"}
