"""What a project answered before a change: read leniently, by the checklists of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkb.load.before import Before, open_before, with_answers
from mlkb.load.document import LARGEST_FILE
from mlkb.load.revision import Past
from mlkb.load.workspace import open_workspace
from mlkb.model.answers import FOUND, MISSING
from repository import Repository, a_checklist, a_question, a_repository

if TYPE_CHECKING:
    from pathlib import Path

    from mlkb.model.answers import AnswerSheet

OWN = 'checklists = ["checklists"]\n'
HEAD = "format: mlkb/answers@1\nchecklist: c@1.0.0\nsubject: churn\nanswers:\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a project with a checklist of its own and one file of answers, committed."""
    made = a_repository(tmp_path / "here")
    made.write("mlkb.toml", OWN)
    made.write("checklists/c.yaml", a_checklist(a_question("a"), a_question("b")))
    made.answer("a: yes\nb: no")
    made.commit()
    return made


def before(repository: Repository, *, ref: str = "main", folder: str = "") -> Before:
    """Return the project as it was at *ref*, beside what is here now."""
    context = repository.context(folder=folder)
    root = context.project.root
    now: tuple[AnswerSheet, ...] = ()
    if context.project.answers.is_dir():
        paths = [context.project.answers]
        now = open_workspace(paths, root, context.library, context.today).sheets
    past = Past(root, ref)
    return with_answers(open_before(past, context.project, context.library), past, now)


def told(found: Before) -> list[str]:
    return [notice.code for notice in found.notices]


def given(found: Before) -> dict[str, object]:
    """Return the value of every answer, by question."""
    return {name: answer.value for sheet in found.sheets for name, answer in sheet.answers.items()}


def test_what_changed_is_read_from_git_and_the_rest_is_taken_as_it_is_here(repository):
    repository.answer("a: yes\nb: no", subject="other")
    repository.commit()
    repository.answer("a: no\nb: no")
    context = repository.context()
    here = open_workspace(
        [context.project.answers], repository.root, context.library, context.today
    )
    past = Past(repository.root, "main")
    found = with_answers(open_before(past, context.project, context.library), past, here.sheets)

    sheets = {sheet.subject: sheet for sheet in found.sheets}
    assert sheets["other"] is next(one for one in here.sheets if one.subject == "other")
    assert sheets["churn"].answers["a"].value == "yes"
    assert sheets["churn"].path == "mlkb-answers/churn/c.yaml"
    assert told(found) == []


def test_a_deleted_file_is_there(repository):
    (repository.root / "mlkb-answers/churn/c.yaml").unlink()
    repository.answer("a: no", subject="other")

    assert given(before(repository)) == {"a": "yes", "b": "no"}


def test_a_moved_folder_of_answers_is_found_where_it_was(repository):
    repository.write("mlkb.toml", f'answers = "gaps"\n{OWN}')
    (repository.root / "mlkb-answers").rename(repository.root / "gaps")
    found = before(repository)

    assert given(found) == {"a": "yes", "b": "no"}
    assert {sheet.path for sheet in found.sheets} == {"mlkb-answers/churn/c.yaml"}
    assert told(found) == []


@pytest.mark.parametrize("folder", [".gaps", "team/.hidden/gaps", ".", "한글 gaps"])
def test_answers_lie_wherever_the_configuration_says(tmp_path, folder):
    repository = a_repository(tmp_path / "here")
    repository.write("mlkb.toml", f'answers = "{folder}"\n{OWN}')
    repository.write("checklists/c.yaml", a_checklist(a_question("a")))
    name = "" if folder == "." else f"{folder}/"
    if folder == ".":
        repository.write("mlkb.toml", f'answers = "{folder}"\n')
        (repository.root / "checklists/c.yaml").unlink()
        repository.write("x/ml-delivery.yaml", HEAD.replace("c@1.0.0", "ml-delivery"))
    else:
        repository.write(f"{name}c.yaml", HEAD + "  a: no\n")
    repository.write(f"{name}.hidden/c.yaml", HEAD + "  a: yes\n")
    repository.write(f"{name}.c.yaml", HEAD + "  a: yes\n")
    repository.write(f"{name}notes.md", "no answers")
    repository.commit()

    found = before(repository)
    assert len(found.sheets) == 1
    assert told(found) == []


def test_answers_may_lie_behind_a_link_but_a_new_link_hides_none(repository):
    (repository.root / "mlkb-answers").rename(repository.root / "real")
    (repository.root / "mlkb-answers").symlink_to("real")
    moved = before(repository)
    assert given(moved) == {"a": "yes", "b": "no"}

    repository.commit()
    linked = before(repository)
    assert given(linked) == {"a": "yes", "b": "no"}
    assert told(moved) == told(linked) == []


def test_a_linked_answer_file_is_none(repository):
    repository.write("elsewhere.yaml", HEAD.replace("churn", "fraud") + "  a: no\n")
    (repository.root / "mlkb-answers" / "fraud.yaml").symlink_to("../elsewhere.yaml")
    repository.commit()
    (repository.root / "mlkb-answers" / "fraud.yaml").unlink()

    assert {sheet.subject for sheet in before(repository).sheets} == {"churn"}


def test_a_base_without_answers_is_told(repository):
    repository.git("rm", "--quiet", "-r", "mlkb-answers")
    repository.commit()
    repository.answer("a: no")
    found = before(repository)

    assert found.sheets == ()
    assert told(found) == ["base-empty"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("answers: [\n", "yaml-syntax"),
        ("", "empty-file"),
        ("just text\n", "wrong-kind"),
        ("a: b\n", "not-answers"),
        (HEAD.replace("c@1.0.0", "gone@1.0.0") + "  a: yes\n", "unknown-name"),
        (HEAD + "  a: yes\n  a: no\n", "duplicate-key"),
        (HEAD + "#" * LARGEST_FILE, "too-large"),
        ("\ufeff\ufeff" + HEAD, "control-character"),
    ],
)
def test_a_broken_file_of_the_base_counts_for_nothing_and_is_told(repository, text, code):
    repository.write("mlkb-answers/churn/c.yaml", text)
    repository.answer("a: no", subject="other")
    repository.commit()
    repository.answer("a: yes\nb: no")
    found = before(repository)

    assert {sheet.subject for sheet in found.sheets} == {"other"}
    [notice] = found.notices
    assert notice.code == "base-file-broken"
    problem = notice.facts["problem"]
    assert (problem.code, problem.location.path) == (code, "mlkb-answers/churn/c.yaml")  # type: ignore[attr-defined]


def test_of_two_files_of_one_respondent_the_first_counts(repository):
    repository.write("mlkb-answers/churn/twin.yaml", HEAD + "  a: no\n")
    repository.commit()
    (repository.root / "mlkb-answers/churn/twin.yaml").unlink()

    assert given(before(repository)) == {"a": "yes", "b": "no"}


def test_answers_to_an_older_checklist_are_read_by_that_of_today(repository):
    repository.answer("a: yes\nb: no\nleft: no\nother: 3")
    repository.commit()
    later = a_checklist(
        a_question("a"),
        a_question("better", was="[b]"),
        a_question("added", since="2.0.0"),
        version="2.0.0",
    )
    repository.write("checklists/c.yaml", later)
    repository.answer("a: yes\nbetter: no", checklist="c@2.0.0")
    found = before(repository)

    assert given(found) == {"a": "yes", "better": "no"}
    assert [sheet.version for sheet in found.sheets] == [(1, 0, 0)]
    assert told(found) == ["base-checklists-differ"]


def test_an_answer_that_means_nothing_today_is_open(repository):
    repository.answer("a: partly\nb: true")
    repository.commit()
    repository.answer("a: yes\nb: no")

    assert given(before(repository)) == {}


def test_a_subject_that_left_is_read_as_well(repository):
    repository.write("mlkb.toml", f'{OWN}[subjects]\nchurn = {{about = "product"}}\n')
    repository.commit()
    repository.write("mlkb.toml", f'{OWN}[subjects]\nfraud = {{about = "product"}}\n')
    (repository.root / "mlkb-answers/churn/c.yaml").unlink()
    repository.answer("a: yes", subject="fraud")

    assert {sheet.subject for sheet in before(repository).sheets} == {"churn"}


def test_a_change_that_makes_the_answers_a_project_of_their_own_is_held_against_them(repository):
    """Else they would be the first answers of that project, which stop nothing."""
    repository.git("mv", "checklists", "mlkb-answers/.own")
    repository.write("mlkb.toml", 'checklists = ["mlkb-answers/.own"]\n')
    repository.commit()
    repository.write("mlkb-answers/mlkb.toml", 'answers = "."\nchecklists = [".own"]\n')
    repository.answer("a: no\nb: no")
    found = before(repository, folder="mlkb-answers")

    assert given(found) == {"a": "yes", "b": "no"}
    assert told(found) == []


def test_a_folder_that_the_change_links_to_itself_is_read_as_it_was(repository):
    repository.write("mlkb.toml", f'{OWN}answers = "gaps"\n')
    (repository.root / "mlkb-answers").rename(repository.root / "gaps")
    (repository.root / "mlkb-answers").symlink_to("mlkb-answers")

    assert given(before(repository)) == {"a": "yes", "b": "no"}


class TestOwnChecklists:
    """They judge both sides, so a change to them could excuse itself without a word."""

    def lost(self, repository: Repository, folder: str = "") -> object:
        """Return the questions that are told as gone or not what they were."""
        (notice,) = before(repository, folder=folder).notices
        assert notice.code == "base-checklists-differ"
        return notice.facts["questions"]

    @pytest.mark.parametrize(
        "question",
        [
            a_question("b", "advisory"),
            a_question("b", reversed="true"),
            a_question("b", when="{answer: a, is: no}"),
            a_question("b").replace("Is b done?", "Is b planned?"),
            a_question("c"),
        ],
    )
    def test_what_they_ask_otherwise_or_no_more_is_told(self, repository, question):
        a = a_question("a", scored="false").replace("        severity: blocking\n", "")
        repository.write("checklists/c.yaml", a_checklist(a, a_question("b")))
        repository.answer("a: yes")
        repository.commit()
        repository.write("checklists/c.yaml", a_checklist(a, question))

        assert self.lost(repository) == ("c/b",)

    def test_other_words_beside_a_question_and_one_more_are_not_told(self, repository):
        asked = a_question("a", improve='{do: {en: "Do it.", ko: "한다."}}'), a_question("b")
        more = a_question("n", since="1.1.0")
        repository.write("checklists/c.yaml", a_checklist(*asked, more, version="1.1.0"))

        assert told(before(repository)) == []

    def test_a_name_that_it_had_leads_to_what_it_is_called_now(self, repository):
        renamed = a_question("b", was="[old]").replace("id: b", "id: new")
        repository.write("checklists/c.yaml", a_checklist(a_question("a"), renamed))
        repository.answer("a: yes\nnew: no")
        assert self.lost(repository) == ("c/b",)

        renamed = renamed.replace("[old]", "[b]")
        repository.write("checklists/c.yaml", a_checklist(a_question("a"), renamed))
        assert told(before(repository)) == []

    def test_a_checklist_that_is_gone_is_told_as_a_whole(self, repository):
        repository.write("checklists/d.yaml", a_checklist(a_question("a"), name="d"))
        repository.commit()
        repository.git("rm", "--quiet", "checklists/d.yaml")

        assert self.lost(repository) == ("d",)

    def test_a_folder_that_the_configuration_exchanges_is_told_too(self, repository):
        repository.write("other/c.yaml", a_checklist(a_question("a"), a_question("b", "major")))
        repository.commit()
        repository.write("mlkb.toml", 'checklists = ["other"]\n')

        assert self.lost(repository) == ("c/b",)

    def test_a_folder_may_be_a_link(self, repository):
        repository.git("mv", "checklists", "real")
        (repository.root / "checklists").symlink_to("real")
        repository.commit()
        repository.write("real/c.yaml", a_checklist(a_question("a"), a_question("b", "major")))

        assert self.lost(repository) == ("c/b",)

    def test_the_project_may_lie_in_a_folder_of_the_repository(self, repository):
        repository.write("team/README.md")
        repository.git("mv", "mlkb.toml", "checklists", "mlkb-answers", "team/")
        repository.commit()
        own = a_checklist(a_question("a"), a_question("b", "major"))
        repository.write("team/checklists/c.yaml", own)

        assert self.lost(repository, "team") == ("c/b",)

    def test_those_that_could_not_be_read_are_told_as_such(self, repository):
        repository.write("checklists/c.yaml", "id: [\n")
        repository.commit()
        repository.write("checklists/c.yaml", a_checklist(a_question("a"), a_question("b")))

        assert told(before(repository)) == ["base-checklists-broken"]


class TestConfiguration:
    def test_what_the_change_loosens_does_not_count(self, repository):
        loose = f'{OWN}fail_on = "none"\n[tailor]\n"c/a" = {{drop = "not ours"}}\n'
        repository.write("mlkb.toml", loose)
        found = before(repository)

        assert found.project.fail_on == "blocking"
        assert found.library["c"].questions["a"].dropped is None
        assert repository.context().library["c"].questions["a"].dropped == "not ours"
        assert told(found) == ["base-config-differs"]

    def test_what_the_base_tailored_holds_although_the_change_takes_it_out(self, repository):
        repository.write("mlkb.toml", f'{OWN}[tailor]\n"c/a" = {{drop = "not ours"}}\n')
        repository.commit()
        repository.write("mlkb.toml", OWN)

        assert before(repository).library["c"].questions["a"].dropped == "not ours"

    def test_lines_that_moved_are_no_difference(self, repository):
        tailor = '[tailor]\n"c/a" = {weight = 3}\n'
        repository.write("mlkb.toml", OWN + tailor)
        repository.commit()
        repository.write("mlkb.toml", f"# a comment\n\n{OWN}{tailor}")

        assert told(before(repository)) == []

    def test_what_the_base_tailored_may_be_gone_from_the_checklists(self, repository):
        repository.write("mlkb.toml", f'{OWN}[tailor]\n"c/b" = {{weight = 3}}\n')
        repository.commit()
        repository.write("mlkb.toml", OWN)
        repository.write("checklists/c.yaml", a_checklist(a_question("a"), version="2.0.0"))
        repository.answer("a: yes", checklist="c@2.0.0")
        found = before(repository)

        assert list(found.library["c"].questions) == ["a"]
        assert told(found) == ["base-checklists-differ", "base-config-differs"]

    def test_it_moves_from_one_file_into_another(self, repository):
        repository.git("rm", "--quiet", "mlkb.toml")
        inside = "[tool.mlkb]\n" + OWN + 'fail_on = "major"\n'
        repository.write("pyproject.toml", inside)
        repository.commit()
        (repository.root / "pyproject.toml").unlink()
        repository.write("mlkb.toml", OWN)
        found = before(repository)

        assert found.project.fail_on == "major"
        assert told(found) == ["base-config-differs"]

    def test_without_any_the_defaults_count(self, repository):
        repository.git("rm", "--quiet", "mlkb.toml")
        repository.commit()
        repository.write("mlkb.toml", f'{OWN}fail_on = "none"\n')

        assert before(repository).project.fail_on == "blocking"

    @pytest.mark.parametrize(
        "text", ["fail_on = \n", 'fail_onn = "none"\n', "x" * 200_000, 'answers = "../out"\n']
    )
    def test_a_broken_one_is_passed_over_and_told(self, repository, text):
        repository.write("mlkb.toml", text)
        repository.commit()
        repository.write("mlkb.toml", OWN)
        found = before(repository)

        assert found.project.fail_on == "blocking"
        assert told(found) == ["base-config-broken"]

    def test_a_large_file_of_another_tool_is_not_read(self, repository):
        repository.write("pyproject.toml", f"[tool.mlkb]\n#{'x' * 200_000}")
        repository.commit()
        repository.write("pyproject.toml", "")

        assert told(before(repository)) == []

    def test_a_link_out_of_the_project_does_not_break_the_one_of_the_base(
        self, repository, tmp_path
    ):
        """Else a change that plants a link would choose its own configuration."""
        repository.write("mlkb.toml", f'answers = "mlkb-answers"\n{OWN}')
        repository.commit()
        repository.write("mlkb.toml", f'answers = "gaps"\nfail_on = "none"\n{OWN}')
        (repository.root / "mlkb-answers").rename(repository.root / "gaps")
        (repository.root / "mlkb-answers").symlink_to(tmp_path)
        found = before(repository)

        assert found.project.fail_on == "blocking"
        assert given(found) == {"a": "yes", "b": "no"}
        assert told(found) == ["base-config-differs"]

    def test_a_linked_one_is_none(self, repository):
        """What it leads to might be changed without the link."""
        (repository.root / "mlkb.toml").rename(repository.root / "real.toml")
        (repository.root / "mlkb.toml").symlink_to("real.toml")
        repository.commit()
        repository.write("real.toml", f'{OWN}fail_on = "none"\n')

        assert before(repository).project.fail_on == "blocking"


class TestEvidence:
    def proven(self, repository: Repository, *texts: str) -> None:
        below = "".join(f"\n    - {text}" for text in texts)
        repository.answer(f"a:\n  answer: yes\n  evidence:{below}")

    def statuses(self, repository: Repository, folder: str = "") -> dict[str, str]:
        return dict(before(repository, folder=folder).evidence)

    def test_it_is_looked_up_in_the_tree_that_it_belongs_to(self, repository):
        self.proven(repository, "deleted.md", "docs", "new.md", "kept.md", "moved.md", "nowhere.md")
        for name in ("deleted.md", "docs/a.md", "kept.md", "moved.md"):
            repository.write(name, "x\n")
        repository.commit()
        (repository.root / "deleted.md").unlink()
        (repository.root / "docs/a.md").unlink()
        (repository.root / "moved.md").rename(repository.root / "elsewhere.md")
        repository.write("new.md")

        assert self.statuses(repository) == {
            "deleted.md": FOUND,
            "docs": FOUND,
            "new.md": MISSING,
            "kept.md": FOUND,
            "moved.md": FOUND,
            "nowhere.md": MISSING,
        }

    def test_so_are_the_lines_and_headings_of_a_file(self, repository):
        self.proven(repository, '"a.md#L3"', '"a.md#goals"', '"a.md#metrics"', '"kept.md#goals"')
        repository.write("a.md", "# Goals\n\nx\n")
        repository.write("kept.md", "# Goals\n")
        repository.commit()
        repository.write("a.md", "# Metrics\n")

        assert self.statuses(repository) == {
            "a.md#L3": FOUND,
            "a.md#goals": FOUND,
            "a.md#metrics": MISSING,
            "kept.md#goals": FOUND,
        }

    def test_of_a_large_file_the_beginning_counts_on_both_sides(self, repository):
        self.proven(repository, '"large.md#first"', '"large.md#last"')
        text = "# First\n" + "x\n" * LARGEST_FILE + "# Last\n"
        repository.write("large.md", text)
        repository.commit()
        repository.write("large.md", f"{text}more\n")

        assert self.statuses(repository) == {"large.md#first": FOUND, "large.md#last": MISSING}

    def test_a_file_is_no_folder_and_a_link_is_neither(self, repository):
        self.proven(repository, "was-file/a.md", "was-file", "was-folder", "was-link")
        repository.write("was-file", "x")
        repository.write("was-folder/a.md", "x")
        (repository.root / "was-link").symlink_to("was-file")
        repository.commit()
        (repository.root / "was-file").unlink()
        (repository.root / "was-folder/a.md").unlink()
        (repository.root / "was-folder").rmdir()
        (repository.root / "was-link").unlink()
        repository.write("was-file/a.md", "x")
        repository.write("was-folder", "x")
        repository.write("was-link", "x")

        assert self.statuses(repository) == {
            "was-file/a.md": MISSING,
            "was-file": FOUND,
            "was-folder": FOUND,
            "was-link": MISSING,
        }

    def test_a_submodule_is_a_folder_whichever_commit_it_is_at(self, repository, tmp_path):
        other = a_repository(tmp_path / "other")
        other.write("inside.md")
        other.commit()
        allowed = ("-c", "protocol.file.allow=always")
        repository.git(*allowed, "submodule", "--quiet", "add", str(other.root), "sub")
        self.proven(repository, "sub", "sub/inside.md")
        repository.commit()
        Repository(repository.root / "sub").commit()

        assert self.statuses(repository) == {"sub": FOUND, "sub/inside.md": FOUND}

    def test_what_git_ignores_is_where_it_is(self, repository):
        self.proven(repository, "build/report.md")
        repository.write(".gitignore", "build\n")
        repository.commit()
        repository.write("build/report.md")

        assert self.statuses(repository) == {"build/report.md": FOUND}

    def test_strange_names_are_names(self, repository):
        names = ["with space.md", "한글.md", ":(top)x.md", "*.md"]
        self.proven(repository, *(f'"{name}"' for name in names))
        for name in names:
            repository.write(name, "x")
        repository.commit()
        for name in names:
            (repository.root / name).unlink()

        assert self.statuses(repository) == dict.fromkeys(names, FOUND)

    def test_a_project_in_a_folder_looks_below_it_alone(self, tmp_path):
        repository = a_repository(tmp_path / "here")
        repository.write("team/mlkb.toml", OWN)
        repository.write("team/checklists/c.yaml", a_checklist(a_question("a")))
        proven = "  a: {answer: yes, evidence: [docs/a.md, top.md]}\n"
        repository.write("team/mlkb-answers/c.yaml", HEAD + proven)
        repository.write("team/docs/a.md", "x")
        repository.write("top.md", "x")
        repository.commit()
        (repository.root / "team/docs/a.md").unlink()
        repository.write("team/top.md", "x")
        (repository.root / "top.md").unlink()

        assert self.statuses(repository, "team") == {"docs/a.md": FOUND, "top.md": MISSING}
