from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mlkb.render.width import clip, pad, printable, width, wrap

TEXTS = st.text(max_size=120)


def test_a_korean_syllable_takes_two_columns():
    assert width("질문 3") == 6


def test_decomposed_korean_is_as_wide_as_composed():
    assert width(unicodedata.normalize("NFD", "한글 값")) == width("한글 값") == 7


def test_a_combining_mark_takes_no_column():
    assert width("e\u0301tude") == 5


def test_padding_counts_columns_and_not_characters():
    assert pad("예", 4) == "예  "
    assert pad("예", 4, right=True) == "  예"


def test_padding_never_cuts():
    assert pad("아니요", 2) == "아니요"


def test_a_clipped_text_ends_in_an_ellipsis_within_its_columns():
    assert clip("모델 지표만이 아니라", 8) == "모델 지…"
    assert clip("short", 8) == "short"


def test_lines_break_at_spaces():
    assert wrap("one two three", 7) == ["one two", "three"]


def test_korean_words_stay_whole_while_they_fit():
    assert wrap("모델 지표만이 아니라", 14) == ["모델 지표만이", "아니라"]


def test_a_word_wider_than_the_line_is_broken_inside():
    assert wrap("가나다라", 5) == ["가나", "다라"]


def test_the_first_line_and_the_others_have_their_own_indent():
    assert wrap("yes, it is so", 9, first="1. ", rest="   ") == ["1. yes,", "   it is", "   so"]


def test_line_feeds_stay_breaks():
    assert wrap("one\n\ntwo", 10) == ["one", "", "two"]


def test_escape_sequences_lose_what_makes_them_work():
    assert printable("\x1b[31mred\x1b[0m \x9b2J") == "[31mred[0m 2J"


def test_text_that_turns_its_direction_is_shown_as_it_is_stored():
    assert printable("abc\u202edef\u2066") == "abcdef"


def test_a_name_cannot_forge_a_second_line():
    assert printable("kim\r\n[y/n]") == "kim [y/n]"


def test_line_feeds_stay_where_lines_are_wanted():
    assert printable("one\r\ntwo\x07\tthree", lines=True) == "one\ntwo    three"


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_wider_than_asked(text, columns):
    assert all(width(line) <= columns for line in wrap(text, columns))


@given(TEXTS, st.integers(2, 40))
def test_wrapping_loses_nothing_but_spaces(text, columns):
    assert "".join("".join(wrap(text, columns)).split()) == "".join(text.split())


@given(TEXTS)
def test_what_is_printable_can_be_printed(text):
    shown = printable(text)

    shown.encode()
    assert not any(unicodedata.category(one) in {"Cc", "Cs"} for one in shown)
    assert printable(shown) == shown
