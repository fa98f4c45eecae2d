"""What comes from files cannot become markup."""

from __future__ import annotations

import pytest

from mlkb.render.escape import (
    command_text,
    command_value,
    html_text,
    json_text,
    log_text,
    markdown_text,
    plain_text,
    xml_text,
)

JOINER = "\u2060"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("plain text, with a comma", "plain text, with a comma"),
        ("a_b *c* `d` ~e~", f"a\\_b \\*c\\* \\`d\\` \\~{JOINER}e\\~"),
        ("[x](y)", "\\[x\\](y)"),
        ("<script>&", "&lt;script&gt;&amp;"),
        ("a | b", "a \\| b"),
        ("# title", "\\# title"),
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("12. item", "12\\. item"),
        ("===", "\\==="),
        ("@team", f"@{JOINER}team"),
        ("fixes #12", f"fixes \\#{JOINER}12"),
        ("GH-12", f"GH{JOINER}-12"),
        ("_GH-12", f"\\_GH{JOINER}-12"),
        ("high-5", "high-5"),
        ("group/project!3 !x!", f"group/project\\!{JOINER}3 \\!{JOINER}x\\!"),
        ("~label ~", f"\\~{JOINER}label \\~"),
        ('%12 %"a b" 50 % 50%.', f'%{JOINER}12 %{JOINER}"a b" 50 % 50%.'),
        ("$12 $x$ $", f"\\${JOINER}12 \\${JOINER}x\\$ \\$"),
        ("^alert#1", f"^{JOINER}alert\\#{JOINER}1"),
        ("&1 &x", f"&amp;{JOINER}1 &amp;x"),
        ("[vulnerability:1]", f"\\[{JOINER}vulnerability:1\\]"),
        ("[feature_flag:1]", f"\\[{JOINER}feature\\_flag:1\\]"),
        (":a_b:", f":{JOINER}a\\_b:"),
        ("{+ added +}", f"\\{{{JOINER}+ added +\\}}"),
        (":shipit: 10:30", f":{JOINER}shipit: 10:30"),
        ("1a2b3c4d5e6f7a, 20261121", f"1a2b3c{JOINER}4d5e6f{JOINER}7a, 20261121"),
        ("_https://example.org", f"\\_https{JOINER}://example.org"),
        ("https://example.org", f"https{JOINER}://example.org"),
        ("two\nlines\r\nand\ttab", "two lines and tab"),
        ("\x1b[31mred\x07", "\\[31mred"),
        ("\u202eabc\u2066", "abc"),
    ],
)
def test_a_text_is_one_line_of_literal_markdown(given: str, written: str) -> None:
    assert markdown_text(given) == written


def test_a_very_long_text_is_cut() -> None:
    assert markdown_text("x" * 5000) == "x" * 2000 + "…"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("plain text, with a comma", "plain text, with a comma"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("\" onload='x", "&quot; onload=&#39;x"),
        ("two\nlines\tand a\x00bell\x07", "two lines and abell"),
        ("\u202eabc\u2066\ud800\ufffe\uffff", "abc"),
        ("한글 – “quotes”", "한글 – “quotes”"),
    ],
)
def test_a_text_is_only_text_in_html(given: str, written: str) -> None:
    assert html_text(given) == written


def test_a_plain_text_is_one_line_and_never_too_long() -> None:
    assert plain_text("two\nlines \x1b[1m\u202e  and a tab\t") == "two lines [1m and a tab"
    assert plain_text("x" * 30, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("50 % done", "50 %25 done"),
        ("two\r\nlines", "two%0D%0Alines"),
        ("%0A", "%250A"),
        ("a, b: c", "a, b: c"),
        ("##[error]", f"##{JOINER}[error]"),
    ],
)
def test_the_data_of_a_command_stays_on_its_line(given: str, written: str) -> None:
    assert command_text(given) == written


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("a, b: c %", "a%2C b%3A c %25"),
        ("two\r\nlines", "two lines"),
        ("##[error]", f"##{JOINER}[error]"),
    ],
)
def test_a_property_of_a_command_ends_where_it_ends(given: str, written: str) -> None:
    assert command_value(given) == written


def test_what_is_logged_holds_no_command() -> None:
    given = "::error::x\n  ::error::x\na ::b\n##[error]x"

    expected = f":{JOINER}:error::x\n  :{JOINER}:error::x\na ::b\n##{JOINER}[error]x"
    assert log_text(given) == expected


def test_json_and_xml_say_the_same_without_a_sign_that_a_runner_acts_on() -> None:
    assert json_text(["##[error]"]) == '[\n  "#\\u0023[error]"\n]\n'
    assert xml_text("<a>##[error]</a>") == "<a>#&#35;[error]</a>"
