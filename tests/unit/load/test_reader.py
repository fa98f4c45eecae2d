"""Nodes to plain data against a shape; every problem at once, each in its place."""

from __future__ import annotations

import pytest

from mlkb.load.document import compose, decode
from mlkb.load.reader import MISFIT, Entry, OtherScalar, Reader, scalar
from mlkb.model.shape import (
    Day,
    Either,
    Flag,
    Given,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Prose,
    Record,
    Shape,
    Spoken,
    Tagged,
    WholeNumber,
    Word,
)

TAGGED = Tagged(
    "type",
    Record({"type": Word("one", "two"), "id": Prose()}, required=("type", "id")),
    {"one": Record({"a": Prose()}, required=("a",)), "two": Record({"b": Prose()})},
)


def read(shape: Shape, text: str) -> tuple[object, list[str]]:
    """Return the data of *text*, and its problems as ``line:column code``."""
    decoded, problems = decode(text.encode(), "file.yaml")
    node, problems = compose(decoded, "file.yaml")
    assert problems == []
    reader = Reader(decoded, "file.yaml")
    value = reader.read(shape, node)
    places = [(one.location, one.code) for one in reader.problems]
    return value, [f"{place.line}:{place.column} {code}" for place, code in places]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("2026-11-21", "2026-11-21"), ("1_000", "1_000"), ("12:30", "12:30"), ("0b1", "0b1"),
        ("5", 5), ("-5", -5), ("+5", 5), ("0", 0), ("'5'", "5"), ('"true"', "true"),
        ("~", None), ("null", None), ("NULL", None), ("''", ""), (".", "."), ("-", None),
        ("1e", "1e"), ("+", "+"), ("0x", "0x"), ("n/a", "n/a"),
    ],
)  # fmt: skip
def test_scalars_follow_yaml_1_2(text, value):
    if text == "-":
        return  # a list with one empty entry
    node, _ = compose(text, "file.yaml")

    read_as = scalar(node)

    assert read_as == value
    assert type(read_as) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("true", "True", "FALSE", ".inf", "-.Inf", ".NaN", "1.5", "1.", ".5", "1e3", "-1E-3"),
        *("0x1F", "0o17", "010", "-007", "9" * 17, "9" * 10_000),
    ],
)
def test_what_yaml_takes_for_another_kind_is_no_text(text):
    node, _ = compose(text, "file.yaml")

    assert isinstance(scalar(node), OtherScalar)


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (Word("a", "b"), "b", "b"),
        (Pattern("subject", "[a-z]+"), "abc", "abc"),
        (Prose(), '"a # b: c"', "a # b: c"),
        (Prose(), "a  # comment on a word", None),
        (Day(), "2026-11-21", 20_778),
        (WholeNumber(1, 5), "5", 5),
        (Flag(), "true", True),
        (Spoken(), "{en: a, ko: b}", {"en": "a", "ko": "b"}),
        (Given(), "[a, b]", ["a", "b"]),
        (Given(), "3", 3),
        (Given(), "", None),
        (ListOf(Prose()), "[]", []),
        (MapOf("question", Prose()), "{a-b: c}", {"a-b": "c"}),
        (Optional(Prose()), "~", None),
        (Either(scalar=Prose(), listed=ListOf(Prose())), "[a]", ["a"]),
        (TAGGED, "{type: one, id: x, a: y}", {"type": "one", "id": "x", "a": "y"}),
    ],
)
def test_what_fits_its_shape_is_read(shape, text, value):
    if not text:
        return
    expected = ["1:1 trap-hash"] if "# comment" in text else []

    read_as, problems = read(shape, text)

    assert problems == expected
    assert read_as is MISFIT if expected else read_as == value


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        (Given(), "- roles  # since March\n- two words # lost", ["2:3 trap-hash"]),
        (Given(), "- '\\0'\n- \"\\0\"", ["2:3 control-character"]),
        (Word("a", "b"), "c", ["1:1 not-a-word"]),
        (Word("a", "b"), "[a]", ["1:1 wrong-kind"]),
        (Word("a", "b"), "1", ["1:1 needs-quotes"]),
        (Pattern("subject", "[a-z]+"), "Abc", ["1:1 not-a-pattern"]),
        (Pattern("subject", "[a-z]+"), '"abc\\n"', ["1:1 not-a-pattern"]),
        (Prose(), '" "', ["1:1 empty"]),
        (Prose(), '"\\0"', ["1:1 control-character"]),
        (Prose(), "five of # six", ["1:1 trap-hash"]),
        (Prose(), "true", ["1:1 needs-quotes"]),
        (Day(), "2026-02-30", ["1:1 not-a-date"]),
        (Day(), "20261121", ["1:1 needs-quotes"]),
        (WholeNumber(1, 5), "6", ["1:1 out-of-bounds"]),
        (WholeNumber(1, 5), "'5'", ["1:1 not-a-whole-number"]),
        (WholeNumber(1, 5), "010", ["1:1 not-a-whole-number"]),
        (WholeNumber(1, 5), "[]", ["1:1 wrong-kind"]),
        (Flag(), "yes", ["1:1 not-a-word"]),
        (Flag(), "'true'", ["1:1 not-a-word"]),
        (Flag(), "{}", ["1:1 wrong-kind"]),
        (Spoken(), "text", ["1:1 wrong-kind"]),
        (Spoken(), "{en: a}", ["1:1 translation-missing"]),
        (Spoken(), "{en: a, b, ko: c}", ["1:9 trap-comma"]),
        (Spoken(), "{en: a, ko: b, fr: c}", ["1:16 unknown-key"]),
        (Given(), "{a: b}", ["1:1 wrong-kind"]),
        (Given(), "[a, 1]", ["1:5 needs-quotes"]),
        (ListOf(Prose(), least=2), "[a]", ["1:1 too-few"]),
        (ListOf(Prose()), "a", ["1:1 wrong-kind"]),
        (MapOf("question", Prose()), "{A: b, c: ~}", ["1:2 not-a-pattern", "1:11 empty"]),
        (MapOf("question", Prose()), "{a: b, a: c}", ["1:8 duplicate-key"]),
        (MapOf("question", Prose()), "{[a]: b}", ["1:2 key-not-text"]),
        (MapOf("question", Prose()), "{<<: b}", ["1:2 merge-key"]),
        (Either(scalar=Prose()), "[a]", ["1:1 wrong-kind"]),
        (TAGGED, "{type: one, id: x, b: y}", ["1:20 unknown-key", "1:1 key-missing"]),
        (
            TAGGED,
            "{type: three, a: x, c: y}",
            ["1:8 not-a-word", "1:21 unknown-key", "1:1 key-missing"],
        ),
        (TAGGED, "{type: [one], id: x}", ["1:8 wrong-kind"]),
        (TAGGED, "[]", ["1:1 wrong-kind"]),
    ],
)
def test_what_does_not_fit_is_reported_where_it_stands(shape, text, expected):
    assert read(shape, text)[1] == expected


def test_what_does_not_fit_is_left_out_of_the_rest():
    value, problems = read(MapOf("question", Prose()), "a: b\nc: [d]\ne: f\n")

    assert problems == ["2:4 wrong-kind"]
    assert value == {"a": "b", "e": "f"}
    assert isinstance(value, Entry)
    assert not value.sound
    assert list(value.keys_at) == ["a", "c", "e"]


def test_text_is_read_in_composed_form():
    """Some systems write Korean names in parts; people are counted by name."""
    value, _ = read(Prose(), "\u1100\u1161\u11bc")

    assert value == "강"


def test_the_nearest_name_is_looked_for_only_as_often_as_anybody_reads_it():
    text = "".join(f"answe{number}: x\n" for number in range(1_000))
    decoded, _ = decode(text.encode(), "file.yaml")
    node, _ = compose(decoded, "file.yaml")
    reader = Reader(decoded, "file.yaml")

    reader.read(Record({"answer": Prose()}), node)

    near = [bool(problem.facts["nearest"]) for problem in reader.problems]
    assert near == [True] * 20 + [False] * 980
