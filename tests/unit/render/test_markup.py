"""Elements are values: whatever they are made of, only what was made here is markup."""

from __future__ import annotations

from mlkb.render.markup import Markup, markup, tag, together


def test_text_in_an_element_is_escaped_and_elements_are_not() -> None:
    assert tag("p", "a < b", tag("b", "&")) == "<p>a &lt; b<b>&amp;</b></p>"


def test_attributes_are_escaped_and_left_out_where_there_is_nothing_to_say() -> None:
    element = tag(
        "a", "x", href='"><', class_="c", aria_label="l", hidden=True, lang=None, id=False
    )

    assert element == '<a href="&quot;&gt;&lt;" class="c" aria-label="l" hidden="">x</a>'


def test_blocks_stand_on_lines_of_their_own_and_empty_elements_have_no_end() -> None:
    assert tag("div", tag("p", "x"), None) == "<div>\n<p>x</p>\n</div>"
    assert tag("meta", charset="utf-8") == '<meta charset="utf-8"/>'


def test_what_is_put_together_is_escaped_once() -> None:
    both = together("<i>", tag("i"), None)

    assert both == "&lt;i&gt;\n<i></i>"
    assert isinstance(both, Markup)
    assert markup(both) is both
