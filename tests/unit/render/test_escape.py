"""What comes from files cannot become markup."""

from __future__ import annotations

import pytest

from mlkb.render.escape import html_text, markdown_text

JOINER = "\u2060"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("plain text, with a comma", "plain text, with a comma"),
        ("a_b *c* `d` ~e~", "a\\_b \\*c\\* \\`d\\` \\~e\\~"),
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
