"""
Answer files that mean harm, or were merely mangled.

Each is read in a process with little memory: it must be refused with an exit code of 3, in a
second, with words that fit one screen, and it must stay as it is. The small ones stand in
``hostile/``; what is large or no regular file is made here.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mlkb.load.document import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

HOSTILE = Path(__file__).parent / "hostile"
SMALL = sorted(path.stem for path in (HOSTILE / "answers").glob("*.yaml"))
EXPECTED: Mapping[str, list[str]] = json.loads((HOSTILE / "expected.json").read_text("utf-8"))
GOOD = sorted(path.stem for path in (HOSTILE / "good").glob("*.yaml"))
HEAD = b"format: mlkb/answers@1\nchecklist: every-type@1.2.0\nsubject: acme\nanswers:\n"
SECONDS = 1.0
MEMORY = 200 * 1024 * 1024
ROWS, COLUMNS = 24, 100


def filled(start: bytes, unit: bytes, end: bytes = b"", size: int = LARGEST_FILE) -> bytes:
    """Return *start*, as many *unit* as fit into *size*, and *end*."""
    return start + unit * ((size - len(start) - len(end)) // len(unit)) + end


def numbered(line: bytes, count: int) -> bytes:
    """Return a head and *count* lines, each with its number."""
    return HEAD + b"".join(line % number for number in range(count))


DEEP = 100_000
LARGE: dict[str, Callable[[], bytes]] = {
    "ten-megabytes": lambda: filled(HEAD, b"# more\n", size=10 * LARGEST_FILE),
    "one-byte-too-large": lambda: filled(HEAD, b"#", size=LARGEST_FILE + 1),
    "brackets": lambda: HEAD + b"  gaps: " + b"[" * DEEP,
    "brackets-closed": lambda: HEAD + b"  gaps: " + b"[" * DEEP + b"]" * DEEP,
    "braces": lambda: HEAD + b"  gaps: " + b"{" * DEEP,
    "braces-with-keys": lambda: HEAD + b"  gaps: " + b"{a: " * DEEP,
    "brackets-with-pairs": lambda: HEAD + b"  gaps: " + b"[a: " * DEEP,
    "brackets-on-lines": lambda: HEAD + b"  gaps: " + b"[\n   " * DEEP,
    "dashes": lambda: HEAD + b"  gaps:\n    " + b"- " * DEEP,
    "dashes-at-the-start": lambda: b"- " * DEEP,
    "dashes-behind-two-marks": lambda: b"\xef\xbb\xbf" * 2 + b"- " * 30_000,
    "dashes-behind-a-carriage-return": lambda: b"a:\r" + b"- " * 30_000,
    "dashes-behind-a-line-separator": lambda: b"a:\xe2\x80\xa8" + b"- " * 30_000,
    "dashes-behind-a-next-line": lambda: b"a:\xc2\x85" + b"- " * 30_000,
    "dashes-and-tabs": lambda: b"-\t" * 30_000,
    "dashes-below-the-event-limit": lambda: b"- " * 20_000,
    "question-marks": lambda: b"? " * DEEP,
    "colons": lambda: b": " * DEEP,
    "dashes-and-question-marks": lambda: b"- ? " * DEEP,
    "indentation": lambda: b"".join(b" " * depth + b"a:\n" for depth in range(1_400)),
    "indentation-of-dashes": lambda: b"".join(b" " * depth + b"-\n" for depth in range(1_400)),
    "indentation-two-per-column": lambda: b"".join(
        b" " * depth + b"a:\n" + b" " * depth + b"-\n" for depth in range(200)
    ),
    "anchors": lambda: numbered(b"  q%d: &a x\n", 30_000),
    "alias-names": lambda: HEAD + b"  gaps: " + b"*" + b"a" * 900_000,
    "empty-flow-pairs": lambda: b"[" + b"?," * 400_000 + b"]",
    "empty-flow-pairs-in-braces": lambda: b"{" + b"?," * 30_000 + b"}",
    "entries": lambda: HEAD + b"  access: [" + b"a," * 400_000 + b"]\n",
    "entries-below-the-event-limit": lambda: HEAD + b"  access: [" + b"a," * 24_000 + b"]\n",
    "entries-at-the-event-limit": lambda: HEAD + b"  access: [" + b"a, " * 99_000 + b"]\n",
    "entries-to-quote": lambda: HEAD + b"  access: [" + b"1, " * 90_000 + b"]\n",
    "names-twice": lambda: HEAD + b"  owners: [" + b"kim, " * 90_000 + b"]\n",
    "empty-keys": lambda: b"?\n" * 45_000,
    "unknown-keys": lambda: numbered(b"", 0) + b"".join(b"k%d: x\n" % one for one in range(10_000)),
    "unknown-keys-many": lambda: HEAD + b"".join(b"k%d: x\n" % one for one in range(45_000)),
    "unknown-questions": lambda: numbered(b"  written-downs-%d: yes\n", 10_000),
    "unknown-questions-many": lambda: numbered(b"  q%d: yes\n", 45_000),
    "unknown-questions-long": lambda: numbered(b"  %0200d: yes\n", 4_500),
    "unknown-fields": lambda: (
        HEAD + b"  gaps:\n" + b"".join(b"    evidences-%d: x\n" % one for one in range(10_000))
    ),
    "duplicate-keys": lambda: HEAD + b"  gaps: x\n" * 45_000,
    "wrong-patterns": lambda: numbered(b"  A%d: x\n", 45_000),
    "wrong-names": lambda: HEAD + b"  owners: [" + b"[x], " * 30_000 + b"]\n",
    "long-line": lambda: filled(HEAD + b"  days: ", b"x", b"\n"),
    "long-plain-text-with-colons": lambda: filled(HEAD + b"  days: a", b":a", b"\n"),
    "long-key": lambda: filled(HEAD + b"  ", b"k", b": x\n"),
    "long-quoted-key": lambda: filled(HEAD + b'  "', b"k", b'": x\n'),
    "long-number": lambda: filled(HEAD + b"  days: ", b"9", b"\n"),
    "long-fraction": lambda: filled(HEAD + b"  days: 1", b"0", b"e\n"),
    "long-dots": lambda: filled(HEAD + b"  days: ", b".", b"\n"),
    "long-identifier": lambda: filled(b"format: x\nsubject: a", b"-a", b"-\n"),
    "long-checklist": lambda: filled(b"format: x\nsubject: a\nchecklist: a", b"-a", b"@1\n"),
    "long-version": lambda: filled(b"format: x\nchecklist: every-type@", b"1", b".0.0\n"),
    "long-evidence": lambda: filled(HEAD + b"  gaps: {evidence: '", b"e", b"'}\n"),
    "long-date": lambda: filled(HEAD + b"  gaps: {on: '", b"2", b"'}\n"),
    "open-quote": lambda: filled(HEAD + b'  gaps: "', b"x\n"),
    "escapes": lambda: filled(HEAD + b'  days: "', b"\\x41", b'"\n'),
    "escaped-breaks": lambda: filled(HEAD + b'  days: "', b"\\\n", b'"\n'),
    "line-breaks": lambda: filled(HEAD + b"  days:\n", b"\n", b"    x\n"),
    "spaces": lambda: filled(HEAD + b"  days: x", b" ", b"#\n"),
    "comments": lambda: filled(HEAD, b"#\n", b"  days: x\n"),
    "comment-lines-then-a-directive": lambda: filled(b"", b"#\n", b"%YAML 1.1\n---\n"),
    "percent-lines": lambda: filled(b"#", b"\n%"),
    "block-text": lambda: filled(HEAD + b"  days: |\n", b"    x\n"),
    "folded-text": lambda: filled(HEAD + b"  days: >\n", b"    x\n\n"),
    "plain-text-of-lines": lambda: filled(HEAD + b"  days: x\n", b"    x\n"),
    "exclamation-marks": lambda: filled(HEAD + b"  days: ", b"!"),
    "ampersands": lambda: filled(HEAD + b"  days: ", b"&"),
    "asterisks": lambda: filled(HEAD + b"  days: ", b" *"),
    "quotes": lambda: filled(HEAD + b"  days: ", b"'"),
    "pipes": lambda: filled(HEAD + b"  days: ", b"|"),
    "tabs": lambda: filled(HEAD + b"  days:\n", b"\t", b"x\n"),
    "commas": lambda: filled(HEAD + b"  access: [", b","),
    "hidden-breaks": lambda: filled(HEAD, b"\xe2\x80\xa8"),
    "carriage-returns": lambda: filled(HEAD, b"\r"),
    "carriage-returns-and-feeds": lambda: filled(HEAD, b"\r\n", b"  days: x\r\n"),
    "broken-utf-8-at-the-end": lambda: filled(HEAD, b"#\n", b"\xff"),
    "wide-characters": lambda: filled(HEAD + b"  days: ", "한".encode()),
    "documents": lambda: filled(b"", b"--- a\n"),
    "flow-in-a-key": lambda: HEAD + b"  ? " + b"[" * 60 + b"]" * 60 + b"\n  : x\n",
    "random-bytes": lambda: bytes((one * 7919 + one // 251) % 256 for one in range(100_000)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Make what is large, and what is no file, in a folder of their own."""
    made = tmp_path_factory.mktemp("hostile")
    for name, content in LARGE.items():
        (made / f"{name}.yaml").write_bytes(content())
    with (made / "sparse-terabyte.yaml").open("wb") as file:
        file.truncate(2**40)
    os.mkfifo(made / "fifo.yaml")
    (made / "folder.yaml").mkdir()
    (made / "points-to-itself.yaml").symlink_to("points-to-itself.yaml")
    (made / "points-to-zeros.yaml").symlink_to("/dev/zero")
    (made / "points-nowhere.yaml").symlink_to("nothing.yaml")
    (made / "folder-of-links").mkdir()
    (made / "folder-of-links" / "link.yaml").symlink_to(HOSTILE / "good" / "every-answer.yaml")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(made)  # the name of a socket must be short
        listening.bind("socket.yaml")
        os.chdir(here)
    return made


NO_FILES = {
    "sparse-terabyte.yaml": "0:0 too-large",
    "fifo.yaml": "0:0 not-a-file",
    "points-to-itself.yaml": "0:0 unreadable",
    "points-to-zeros.yaml": "0:0 not-a-file",
    "points-nowhere.yaml": "0:0 unreadable",
    "socket.yaml": "0:0 unreadable",
}
NO_ANSWERS = ["folder.yaml", "folder-of-links", "nothing", "x" * 5000, "a\0b", "socket.yaml/x"]


def run(paths: Iterable[Path], *arguments: str) -> list[dict[str, Any]]:
    """Return how each of *paths* was read by one process."""
    named = [str(path) for path in paths]
    child = subprocess.run(
        [sys.executable, Path(__file__).parent / "reading.py", *arguments],
        input="".join(json.dumps(path) + "\n" for path in named),
        capture_output=True,
        text=True,
        cwd=HOSTILE,
        env={**os.environ, "MLKB_NO_CACHE": "1", "LC_ALL": "en_US.UTF-8"},
        check=False,
    )
    done = [json.loads(line) for line in child.stdout.splitlines()]
    assert len(done) == len(named), f"{named[len(done)]}: {child.returncode} {child.stderr[-2000:]}"
    return done


def states(paths: Iterable[Path]) -> list[tuple[int, int, int]]:
    """Return what would change if a file were written, or even replaced by its like."""
    return [(now.st_mtime_ns, now.st_size, now.st_ino) for now in map(os.lstat, paths)]


@pytest.fixture(scope="module")
def small():
    """Read every small file; nothing may change."""
    paths = [HOSTILE / "answers" / f"{name}.yaml" for name in SMALL]
    before = states(paths), [path.read_bytes() for path in paths]
    done = run(paths)
    assert before == (states(paths), [path.read_bytes() for path in paths])
    return dict(zip(SMALL, done, strict=True))


@pytest.fixture(scope="module")
def large(folder):
    """Read everything large and everything odd; nothing may change."""
    names = [*(f"{name}.yaml" for name in LARGE), *NO_FILES]
    before = states(folder / name for name in names)
    done = run(folder / name for name in names)
    assert before == states(folder / name for name in names)
    return dict(zip(names, done, strict=True))


def assert_refused(done: Mapping[str, Any]) -> None:
    assert done["exit"] == 3
    assert done["codes"]
    assert done["seconds"] < SECONDS
    assert done["peak"] < MEMORY
    for told in done["told"]:
        assert_fits_a_screen(told)


def assert_fits_a_screen(told: str) -> None:
    lines = told.split("\n")
    assert sum(max(1, -(-_columns(line) // COLUMNS)) for line in lines) < ROWS
    assert all(line.isprintable() for line in lines)


def _columns(line: str) -> int:
    return sum(2 if ord(character) >= 0x1100 else 1 for character in line)


def test_there_are_enough_hostile_files():
    assert len(SMALL) >= 60
    assert sorted(EXPECTED) == SMALL


@pytest.mark.parametrize("name", SMALL)
def test_a_small_file_is_refused_for_the_right_reason_in_the_right_place(name, small):
    assert_refused(small[name])
    assert small[name]["codes"] == EXPECTED[name]


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_refused_in_time(name, large):
    assert_refused(large[f"{name}.yaml"])


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_regular_file_is_refused(name, large):
    assert_refused(large[name])
    assert large[name]["codes"] == [NO_FILES[name]]


def test_a_path_without_answers_is_refused(folder):
    paths = [folder / name for name in NO_ANSWERS]

    for done in (*run(paths), *run(paths, "check")):
        assert done["exit"] == 3
        assert not done.get("codes")
        assert "Traceback" not in "".join(done["told"])


@pytest.mark.parametrize("how", ["read", "check"])
def test_a_file_that_must_not_be_read_is_refused(how, folder):
    path = folder / "secret.yaml"
    path.write_bytes(HEAD)
    path.chmod(0)

    (done,) = run([path], how, "as-nobody")

    assert done["exit"] == 3
    assert "Traceback" not in "".join(done["told"])


def test_a_good_file_is_read(tmp_path):
    paths = [HOSTILE / "good" / f"{name}.yaml" for name in GOOD]

    assert [(one["exit"], one["told"]) for one in run(paths)] == [(0, [])] * len(paths)


def test_the_command_refuses_every_hostile_file_on_one_screen(folder):
    """In one process: starting one for each would take longer than all they do."""
    paths = [HOSTILE / "answers" / f"{name}.yaml" for name in SMALL]
    paths += [folder / f"{name}.yaml" for name in LARGE] + [folder / name for name in NO_FILES]

    for path, done in zip(paths, run(paths, "check"), strict=True):
        assert done["exit"] == 3, path
        assert "Traceback" not in done["told"][0], path
        assert_fits_a_screen(done["told"][0].rstrip("\n"))


@pytest.mark.parametrize("name", ["brackets", "dashes-behind-two-marks", "unknown-questions"])
def test_the_command_refuses_a_hostile_file_as_a_user_starts_it(name, folder):
    done = subprocess.run(
        [sys.executable, "-m", "mlkb", "check", folder / f"{name}.yaml"],
        capture_output=True,
        text=True,
        cwd=HOSTILE,
        check=False,
    )

    assert done.returncode == 3
    assert_fits_a_screen((done.stdout + done.stderr).rstrip("\n"))
