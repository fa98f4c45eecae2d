"""`mlkb check CHECKLIST` at a real terminal, also when it ends badly."""

from __future__ import annotations

import random
import re
import resource
import signal
import termios
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from filling import own_project, plain_answers
from mlkb.render.width import width
from typist import CTRL_C, Typist

if TYPE_CHECKING:
    from pathlib import Path

MODELS, PATH, ACCESS, LATE = "How many models?", "Is there a path?", "Which hold?", "Who watches?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return own_project(tmp_path)


def asking(folder: Path, *arguments: str, **more: Any) -> Typist:
    return Typist("check", "own", "--subject", "x", *arguments, folder=folder, **more)


def given(folder: Path, name: str) -> dict[str, Any]:
    """Return the answers of a file, which must be valid; none if there is no file."""
    path = folder / "mlkb-answers" / "x" / f"{name}.yaml"
    if not path.exists():
        return {}
    answers = plain_answers(path.read_bytes())["answers"]
    return {key: value for key, value in answers.items() if value is not None}


def litter(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.tmp")]


def test_a_checklist_is_filled_in_and_reported(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("2\n").sees(PATH).types("n").sees(ACCESS).types("1", "\r")
        person.sees(LATE).types("김철수, lee\n").sees("No open question").types("\r")
        assert person.leaves() == 0
        assert termios.tcgetattr(person.far_end) == person.settings

    assert given(folder, "facts") == {"models": 2}
    assert given(folder, "own") == {"path": "no", "access": ["roles"], "late": ["김철수", "lee"]}


def test_keys_are_not_echoed_but_what_they_stand_for_is(folder: Path) -> None:
    with asking(folder, "--locale", "ko") as person:
        person.sees("모델은").types("0\n").sees("경로가").sees("> ").types("n").sees("아니요")
        person.sees("무엇이").sees("> ").types("zq").leaves()

    assert "> n" not in person.output
    assert "zq" not in person.output


def test_keys_typed_ahead_are_not_lost(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("0\n").sees(PATH).types("n12\rq")
        person.leaves()

    assert given(folder, "own") == {"path": "no", "access": ["roles", "audit"]}


def test_lines_pasted_behind_an_answer_do_not_answer_the_next_question(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).sees("> ").types("0\ny\nn\n").sees(PATH)
        time.sleep(0.3)
        person.types("q").leaves()

    assert given(folder, "own") == {}


def test_an_arrow_key_goes_back_and_another_brings_the_answer_back(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("12\n").sees(PATH).sees("> ").types("\x1b[D")
        person.sees("Now: 12").sees("> ").types("\x1b[A").sees("12").types("\x7f3\n")
        person.sees(PATH).types("q").leaves()

    assert given(folder, "facts") == {"models": 13}


def test_a_korean_syllable_is_deleted_whole(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("1\n").sees(PATH).sees("> ").types("m")
        person.sees("Note").sees("> ").types("가나\x7f다\n")
        person.sees("> ").types("q").leaves()

    assert given(folder, "own")["path"]["note"] == "가다"


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_nothing_but_text_is_shown_while_asking(
    folder: Path, variable: dict[str, str]
) -> None:
    with asking(folder, **variable) as person:
        person.sees(MODELS).types("0\n").sees(PATH).types("n").sees(ACCESS).types("q").leaves()

    assert "\x1b[" not in person.output.replace("\x1b[?2004h", "").replace("\x1b[?2004l", "")


def test_a_narrow_terminal_gets_narrow_lines(folder: Path) -> None:
    with asking(folder, "--locale", "ko", columns=40, NO_COLOR="1") as person:
        person.sees("모델은").types("0\n").sees("경로가").types("?").sees("따라갈").types("q")
        person.leaves()

    asked = person.output.split("mlkb check own")[0]
    assert all(width(line.strip("\r")) <= 40 for line in asked.split("\n")[:-1])


def test_ctrl_c_at_a_question_leaves_every_answer_saved(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("2\n").sees(PATH).types("n").sees(ACCESS).types(CTRL_C)
        assert person.leaves() == 130
        assert termios.tcgetattr(person.far_end) == person.settings

    assert given(folder, "own") == {"path": "no"}


def test_ctrl_c_in_a_line_leaves_every_answer_saved(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("2\n").sees(PATH).types("n").sees(ACCESS).types("s")
        person.sees(LATE).sees("> ").types("ki")
        time.sleep(0.3)  # until the line is being read: Python may miss an interrupt just before
        person.types(CTRL_C)
        assert person.leaves() == 130
        assert termios.tcgetattr(person.far_end) == person.settings

    assert given(folder, "own") == {"path": "no"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whenever_it_is_killed_no_confirmed_answer_is_lost(
    folder: Path, number: signal.Signals
) -> None:
    """The next question is shown only once the answer before it is saved."""
    moments = random.Random(int(number))  # noqa: S311 - moments, not secrets
    with asking(folder) as person:
        person.sees(MODELS).types("0\n").sees(PATH).types("q").leaves()
    for _ in range(8):
        before = str(given(folder, "own").get("path", ""))
        with asking(folder) as person:
            person.sees("> ").types("" if before else "s", "bnbpbnbp" * 4)
            time.sleep(moments.random() * 0.1)
            person.kills(number).leaves()
        shown = re.findall(r"> (no|partial)\r|(Which hold)", person.output)
        given_words = [word for word, _ in shown if word]
        saved = [word for (word, _), (_, then) in pairwise(shown) if word and then]

        now = given(folder, "own").get("path", "")

        assert now in (saved[-1:] or [before]) + given_words[-1:]
        assert number is signal.SIGKILL or litter(folder) == []


def test_stopped_and_resumed_it_still_hides_the_keys(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("0\n").sees(PATH).sees("> ").kills(signal.SIGSTOP)
        termios.tcsetattr(person.far_end, termios.TCSANOW, person.settings)
        person.kills(signal.SIGCONT)
        time.sleep(0.2)
        person.types("n").sees("no").sees(ACCESS).types("q").leaves()

    assert "> nno" not in person.output
    assert given(folder, "own") == {"path": "no"}


def test_a_full_disk_is_told_and_the_file_is_as_it_was(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("2\n").sees(PATH).types("n").sees(ACCESS).types("q").leaves()
    path = folder / "mlkb-answers" / "x" / "own.yaml"
    before = path.read_bytes()

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, len(before) // 2))

    with asking(folder, before=fill_disk) as person:
        person.sees(ACCESS).sees("> ").types("1").sees("> ").types("\r").sees("disk is full")
        person.sees("> ").types("q")
        assert person.leaves() == 3

    assert path.read_bytes() == before
    assert litter(folder) == []


def test_a_folder_that_vanishes_is_told_and_the_answer_can_be_saved_later(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("2\n").sees(PATH)
        answers = folder / "mlkb-answers"
        answers.rename(folder / "away")
        answers.write_bytes(b"")
        person.types("n").sees("not saved")
        answers.unlink()
        (folder / "away").rename(answers)
        person.sees("> ").types("\r").sees(ACCESS).types("q")
        assert person.leaves() == 0

    assert given(folder, "own") == {"path": "no"}


def test_a_terminal_that_is_closed_ends_it_with_everything_saved(folder: Path) -> None:
    with asking(folder) as person:
        person.sees(MODELS).types("2\n").sees(PATH).types("n").sees(ACCESS).types("\x04")
        assert person.leaves() == 0

    assert given(folder, "own") == {"path": "no"}


def test_a_terminal_that_knows_only_ascii_is_spoken_to_in_english(folder: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with asking(folder, "--locale", "ko", **plain) as person:
        person.sees(MODELS).types("0\n").sees(PATH).types("n").sees(ACCESS).types(CTRL_C)
        assert person.leaves() == 130

    assert given(folder, "own") == {"path": "no"}
