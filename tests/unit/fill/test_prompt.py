"""The talk, with a scripted terminal and real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from filling import Script, own_project, plain_answers
from mlkb.errors import CannotSave
from mlkb.fill.prompt import ask
from mlkb.fill.terminal import ENTER, LEFT
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import FOLDER, Labels
from mlkb.render.width import width

TODAY = 20_000


@pytest.fixture
def folder(tmp_path):
    return own_project(tmp_path)


def talk(
    folder, *inputs: str, locale="en", subject="x", respondent=None, encoding="utf-8", core=False
):
    """Run the talk; return the terminal and the files that were written."""
    project = find_project(folder)
    terminal = Script(*inputs, encoding=encoding)
    sheets = ask(
        project=project,
        library=Library(project),
        checklist="own",
        subject=subject,
        respondent=respondent,
        core=core,
        today=TODAY,
        labels=Labels(locale),
        terminal=terminal,
    )
    return terminal, list(sheets.values())


def answers(folder, name):
    return plain_answers((folder / "mlkb-answers" / "x" / f"{name}.yaml").read_bytes())["answers"]


def given(folder, name):
    return {key: value for key, value in answers(folder, name).items() if value is not None}


def test_a_whole_checklist_is_asked_and_every_answer_saved(folder):
    terminal, paths = talk(folder, "2\n", "n", "1", "2", ENTER, "kim, lee\n", ENTER)

    assert given(folder, "facts") == {"models": 2}
    assert given(folder, "own") == {
        "path": "no",
        "access": ["roles", "audit"],
        "late": ["kim", "lee"],
    }
    assert [path.name for path in paths] == ["facts.yaml", "own.yaml"]
    assert "Answered: 4, open: none." in terminal.shown


def test_the_schema_that_a_new_file_names_is_written_with_its_first_answer(folder):
    talk(folder, "\n", "q")
    assert not (folder / "mlkb-answers").exists()

    talk(folder, "0\n", "q")

    written = folder / "mlkb-answers" / "x" / "facts.yaml"
    reference = written.read_text("utf-8").splitlines()[0].split("$schema=")[1]
    assert (written.parent / reference).is_file()
    assert not (folder / "mlkb-answers" / ".schemas" / "own.schema.json").exists()


def test_what_one_answered_is_not_asked_again(folder):
    talk(folder, "0\n", "n", "q")

    terminal, _ = talk(folder, "3", ENTER, ENTER)

    assert "Is there a path?" not in terminal.shown
    assert "Who watches?" not in terminal.shown
    assert given(folder, "own") == {"path": "no", "access": ["none"]}


def test_nothing_answered_leaves_no_file(folder):
    _, paths = talk(folder, "\n", "q")

    assert paths == []
    assert not (folder / "mlkb-answers").exists()


def test_the_end_of_input_ends_the_talk_like_quitting(folder):
    terminal, _ = talk(folder, "0\n", "n")

    assert given(folder, "own") == {"path": "no"}
    assert "mlkb check own --subject x" in terminal.shown


def test_the_command_to_go_on_with_leads_to_the_same_respondents_answers(folder):
    terminal, _ = talk(folder, "0\n", "n", "q", respondent="kim")

    assert "mlkb check own --subject x --respondent kim" in " ".join(terminal.shown.split())


def test_going_back_shows_the_answer_and_lets_one_change_it(folder):
    terminal, _ = talk(folder, "0\n", "n", LEFT, "p", "b", "s", "q")

    assert "Now: no" in terminal.shown
    assert "Now: partial" in terminal.shown
    assert given(folder, "own") == {"path": "partial"}


def test_a_typed_answer_can_be_brought_back_and_edited(folder):
    terminal, _ = talk(folder, "2\n", "b", "3\n", "q")

    assert terminal.recalled[:2] == ["", "2"]
    assert given(folder, "facts") == {"models": 3}


def test_why_is_told_on_request_with_the_evidence_that_would_convince(folder):
    terminal, _ = talk(folder, "0\n", "?", "q")

    assert "So that others can follow." in terminal.shown
    assert "A page." in terminal.shown


def test_note_evidence_and_plan_are_saved_beside_the_answer(folder):
    (folder / "docs").mkdir()
    (folder / "docs" / "a.md").write_text("x")
    keys = ("m", 'see "a": b # c\n', "e", "docs/a.md\n", "\n", "w", "이영희\n")
    dates = ("soon\n", "2020-01-01\n", "2030-01-31\n")

    terminal, _ = talk(folder, "0\n", *keys, *dates, "y", "q")

    path = given(folder, "own")["path"]
    assert (path["answer"], path["note"]) == ("yes", 'see "a": b # c')
    assert path["evidence"] == ["docs/a.md"]
    assert path["plan"]["by"] == "이영희"
    assert "That is no date" in terminal.shown
    assert "That day is over" in terminal.shown
    assert "counts half" not in terminal.shown


def test_an_answer_that_needs_evidence_asks_for_it_once(folder):
    terminal, _ = talk(folder, "0\n", "y", "gone.md\n", "https://a.example/x\n", "\n", "q")

    assert "counts half" in terminal.shown
    assert "There is no gone.md" in terminal.shown
    assert given(folder, "own")["path"]["evidence"] == ["gone.md", "https://a.example/x"]


def test_not_applicable_needs_a_reason(folder):
    terminal, _ = talk(folder, "0\n", "x", "\n", "x", "we have none\n", "q")

    assert given(folder, "own")["path"]["because"] == "we have none"
    assert terminal.shown.count("Why does this not apply here?") == 2


def test_a_cleared_answer_is_open_again(folder):
    terminal, _ = talk(folder, "0\n", "n", "b", "c", "q")

    assert given(folder, "own") == {}
    assert terminal.shown.count("Is there a path?") == 3


def test_no_tick_at_all_has_to_be_meant(folder):
    terminal, _ = talk(folder, "0\n", "n", ENTER, ENTER, "q")

    assert "Nothing is ticked." in terminal.shown
    assert given(folder, "own")["access"] == []


def test_a_wrong_entry_is_told_and_nothing_is_lost(folder):
    terminal, _ = talk(folder, "many\n", "-1\n", "0\n", "z", "n", "q")

    assert terminal.shown.count("Please type a whole number, 0 or more.") == 2
    assert "Press one of y p n, or a command." in terminal.shown
    assert given(folder, "own") == {"path": "no"}


def test_texts_of_a_checklist_cannot_command_the_terminal(folder):
    terminal, _ = talk(folder, "0\n", "q")

    assert not set("\x1b\u202e\u200b") & set(terminal.shown)
    assert "Our own (x)" in terminal.shown


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(folder, locale):
    note = "아주 긴 메모와 words " * 20 + "\n"

    terminal, _ = talk(folder, "0\n", "?", "m", note, "b", "q\n", locale=locale)

    own = [line for line in terminal.shown.split("\n") if not line.startswith("> 아주")]
    assert all(width(line) <= 80 for line in own)


def test_a_terminal_without_korean_letters_is_spoken_to_in_english(folder):
    terminal, _ = talk(folder, "0\n", "q", locale="ko", encoding="ascii")

    assert "Is there a path?" in terminal.shown


def test_the_subject_is_asked_for_if_nobody_named_it(folder):
    terminal, paths = talk(folder, "No Good\n", "fraud\n", "0\n", "q", subject=None)

    assert "What is being assessed?" in terminal.shown
    assert [path.parent.name for path in paths] == ["fraud"]


def test_what_somebody_else_writes_meanwhile_is_kept(folder):
    talk(folder, "0\n", "n", "q")
    path = folder / "mlkb-answers" / "x" / "own.yaml"

    class Busy(Script):
        def read_key(self) -> str:
            text = path.read_text().replace("path: no", "path: partial  # by lee")
            path.write_text(text)
            return super().read_key()

    project = find_project(folder)
    ask(
        project=project,
        library=Library(project),
        checklist="own",
        subject="x",
        respondent=None,
        core=False,
        today=TODAY,
        labels=Labels("en"),
        terminal=Busy("1", ENTER, "q"),
    )

    assert "path: partial  # by lee\n" in path.read_text()
    assert given(folder, "own") == {"path": "partial", "access": ["roles"]}


def test_a_refused_save_can_be_tried_again(folder):
    talk(folder, "0\n", "q")
    blocked = folder / "mlkb-answers"
    blocked.rename(folder / "away")
    blocked.write_text("")

    class Mending(Script):
        def read_key(self) -> str:
            if "not saved" in self.shown and blocked.is_file():
                blocked.unlink()
                (folder / "away").rename(blocked)
            return super().read_key()

    project = find_project(folder)
    terminal = Mending("0\n", "n", ENTER, "q")
    ask(
        project=project,
        library=Library(project),
        checklist="own",
        subject="x",
        respondent=None,
        core=False,
        today=TODAY,
        labels=Labels("en"),
        terminal=terminal,
    )

    assert "The answer is not saved." in terminal.shown


def test_a_save_that_stays_refused_ends_the_talk_with_its_reason(folder):
    (folder / "mlkb-answers").write_text("")

    with pytest.raises(CannotSave) as refused:
        talk(folder, "0\n", "q")

    assert refused.value.code == "save-no-folder"


def test_one_can_go_on_without_an_answer_that_cannot_be_saved(folder):
    (folder / "mlkb-answers").write_text("")

    terminal, paths = talk(folder, "0\n", "s", "q")

    assert paths == []
    assert "Is there a path?" in terminal.shown


def test_both_languages_have_the_same_words_with_the_same_facts():
    words = [json.loads(Path(FOLDER, one, "fill.json").read_text("utf-8")) for one in LANGUAGES]

    assert words[0].keys() == words[1].keys()
    for key in words[0]:
        facts = [sorted(part.split("}")[0] for part in one[key].split("{")[1:]) for one in words]
        assert facts[0] == facts[1], key
