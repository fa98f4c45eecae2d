"""YAML text to nodes: limits, places, and the traps that people step into."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkb.load.document import (
    DEEPEST,
    LARGEST_FILE,
    MOST_EVENTS,
    compose,
    decode,
    read_bytes,
)


def refusal(data: bytes | str) -> str:
    """Return ``line:column code`` of what is wrong with *data*, or an empty text."""
    text, problems = decode(data.encode() if isinstance(data, str) else data, "file.yaml")
    if not problems:
        _, problems = compose(text, "file.yaml")
    if not problems:
        return ""
    (problem,) = problems
    return f"{problem.location.line}:{problem.location.column} {problem.code}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c\n", "1:5 trap-colon"),
        ("a: {b: c: d}\n", "1:9 trap-colon"),
        ('a: "b": c\n', "1:7 trap-colon"),
        ("a: 한글: c\n", "1:6 trap-colon"),
        ("a: @kim\n", "1:4 trap-at"),
        ("a: `code`\n", "1:4 trap-at"),
        ("a: %50\n", "1:4 trap-at"),
        ("- [x, @y]\n", "1:7 trap-at"),
        ("a: *very* good\n", "1:4 trap-at"),
        ("a: & more\n", "1:4 trap-at"),
        ("a: b\n  c: d\n", "2:4 indentation"),
        ("a:\n    b: 1\n  c: 2\n", "3:3 indentation"),
        ("- a\nb: c\n", "2:1 indentation"),
        ("a:\n\tb: c\n", "2:1 tab"),
        ("\ta: b\n", "1:1 tab"),
        ('a: "b\nc: d\n', "1:4 open-quote"),
        ("a: 'b\n---\n", "1:4 open-quote"),
        ('a: "b" c\n', "1:8 text-after-quote"),
        ("a: 'it's'\n", "1:8 text-after-quote"),
        ('a: "C:\\path"\n', "1:7 unknown-escape"),
        ("a: b\n---\nc: d\n", "2:1 second-document"),
        ("%YAML 1.2\n---\na: b\n", "1:1 directive"),
        ("# c\n\n  # d\n%TAG ! x\n---\n", "4:1 directive"),
        ("a: &b c\n", "1:4 alias"),
        ("a: *b\n", "1:4 alias"),
        ("a: !b c\n", "1:4 tag"),
        ("a: !!str 5\n", "1:4 tag"),
        ("a: [b\n", "2:1 yaml-syntax"),
    ],
)
def test_a_trap_has_a_code_of_its_own_and_its_exact_place(text, expected):
    assert refusal(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: R&D, *starred*, well done!\n",
        "a: 50% of 3 @ 4\n",
        "# any: thing * & ! @ %\n#%YAML\na: b\n",
        "a: |\n  %YAML 1.1\n  ! & *\n",
        "a: x:y\n",
        "---\na: b\n...\n",
        "a: [b, {c: d}]\n",
        "a: 좋다! 그리고*\n",
    ],
)
def test_ordinary_text_is_no_trap(text):
    assert refusal(text) == ""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfea\0", "1:1 not-utf8-wide"),
        (b"\xfe\xff\0a", "1:1 not-utf8-wide"),
        (b"a\0:\0", "1:1 not-utf8-wide"),
        (b"\0a\0:", "1:1 not-utf8-wide"),
        (b"a: \xff\n", "1:4 not-utf8"),
        ("a: 한글\nb: 한".encode()[:-1], "2:4 not-utf8"),
        (b"\xef\xbb\xbfa: \xff\n", "1:4 not-utf8"),
        (b"a: b\nc: \x00\n", "2:4 control-character"),
        ("한: \x1b[2J".encode(), "1:4 control-character"),
        (b"a: \x7f", "1:4 control-character"),
        ("a: \x9b".encode(), "1:4 control-character"),
        ("a: \uffff".encode(), "1:4 control-character"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa: b", "1:1 control-character"),
        (b"a: b\rc: d\n", "1:5 hidden-line-break"),
        ("# a\u2028b: c\n".encode(), "1:4 hidden-line-break"),
        ("# a\u2029b: c\n".encode(), "1:4 hidden-line-break"),
        ("# a\x85b: c\n".encode(), "1:4 hidden-line-break"),
    ],
)
def test_bytes_that_are_no_text_are_refused_in_their_place(data, expected):
    assert refusal(data) == expected


def test_a_byte_order_mark_and_windows_line_ends_shift_nothing():
    assert refusal(b"\xef\xbb\xbfa: b\r\nc: d: e\r\n") == "2:5 trap-colon"


def test_wide_characters_count_one_column_each():
    assert refusal("가나다: 라: 마\n") == "1:7 trap-colon"
    assert refusal("🙂🙂: x: y\n") == "1:6 trap-colon"


def test_an_empty_text_has_no_node():
    for text in ("", "# only a comment\n", "\n\n"):
        assert compose(text, "file.yaml") == (None, [])


def test_nesting_ends_at_the_limit_however_it_is_made():
    for depth, expected in ((DEEPEST, ""), (DEEPEST + 1, "too-deep")):
        for text in (
            "[" * depth + "]" * depth,
            "- " * depth,
            "? " * (depth - 1) + "a: b",
            "".join(" " * level + "a:\n" for level in range(depth)),
        ):
            assert refusal(text).endswith(expected), text[:40]
            assert bool(refusal(text)) == bool(expected), text[:40]


@given(
    st.lists(
        st.sampled_from(
            [
                "- ",
                "? ",
                ": ",
                "a: ",
                "a:\n",
                "-\n",
                "?\n",
                "[",
                "{",
                "[a: ",
                "[? ",
                ", ",
                " ",
                "\t",
            ]
        )
        | st.integers(0, 30).map(lambda count: "\n" + " " * count),
        max_size=60,
    )
)
def test_nothing_nests_deeper_than_the_limit_without_being_counted(pieces):
    text, problems = decode("".join(pieces).encode(), "file.yaml")
    node, problems = compose(text, "file.yaml")

    if not problems:
        assert depth_of(node) <= DEEPEST


def test_two_collections_per_column_and_bracket_stay_below_the_limit():
    """What is the deepest that skips the pass over the events."""
    blocks = "".join(" " * level + "a:\n" + " " * level + "-\n" for level in range(15))
    text = blocks + " " * 15 + "a: " + "[a: " * 16 + "b" + "]" * 16

    node, problems = compose(text, "file.yaml")

    assert problems == []
    assert depth_of(node) <= DEEPEST


def depth_of(node: object) -> int:
    children = getattr(node, "value", ())
    if not isinstance(children, list):
        return 0
    flat = [
        part for child in children for part in (child if isinstance(child, tuple) else (child,))
    ]
    return 1 + max(map(depth_of, flat), default=0)


def test_entries_end_at_the_limit():
    assert refusal("[" + "a," * (MOST_EVENTS - 100) + "]") == ""
    assert refusal("[" + "a," * (MOST_EVENTS + 1) + "]").endswith("too-many-nodes")


def test_no_character_yields_two_events():
    """So that short texts need no pass over the events."""
    for unit in ("?\n", "-\n", "a,", "?,", ":\n", "a:\n", "[],", "{},", "? ", "- "):
        text = "[" + unit * 500 + "]" if "," in unit else unit * 500
        assert events(text) < 2 * len(text)


def events(text: str) -> int:
    import yaml

    count = 0
    try:
        for count, _ in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader), 1):  # noqa: B007
            pass
    except yaml.YAMLError:
        pass
    return count


def test_a_file_is_read_up_to_the_limit(tmp_path):
    path = tmp_path / "file.yaml"

    path.write_bytes(b"#" * LARGEST_FILE)
    assert read_bytes(path, "shown") == (b"#" * LARGEST_FILE, [])

    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    data, (problem,) = read_bytes(path, "shown")
    assert (data, problem.code, str(problem.location)) == (b"", "too-large", "shown")
    assert problem.facts == {"size": LARGEST_FILE + 1, "limit": LARGEST_FILE}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_what_is_no_file_is_not_opened_for_good(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    before = open_files()

    assert [problem.code for problem in read_bytes(tmp_path, "x")[1]] == ["not-a-file"]
    assert [problem.code for problem in read_bytes(tmp_path / "fifo", "x")[1]] == ["not-a-file"]
    assert [problem.code for problem in read_bytes(tmp_path / "none", "x")[1]] == ["unreadable"]
    assert [problem.code for problem in read_bytes(tmp_path / "a\0", "x")[1]] == ["unreadable"]
    assert open_files() == before
