"""Dates as day numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkb.model.day import day_number, iso_date

EPOCH = date(1970, 1, 1).toordinal()


@given(st.dates())
def test_day_numbers_are_those_of_the_calendar(day):
    number = day_number(day.isoformat())

    assert number is not None
    assert number == day.toordinal() - EPOCH
    assert iso_date(number) == day.isoformat()


@given(st.text(st.sampled_from("0123456789-"), min_size=10, max_size=10))
def test_what_the_calendar_does_not_hold_is_no_day(text):
    try:
        expected = date.fromisoformat(text).toordinal() - EPOCH if text.count("-") == 2 else None
    except ValueError:
        expected = None

    if not text.startswith("0000"):  # the calendar of the standard library begins with the year 1
        assert day_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-11", "2026-11-2", "2026-1-21", "20261121", "2026-W47-6", "2026-11-21T00:00"),
        *("2026-02-29", "2100-02-29", "2026-04-31", "2026-00-01", "2026-13-01", "2026-01-00"),
        *(
            "\uff12\uff10\uff12\uff16-11-21",
            "2026-11-2\u0661",
            "+026-11-21",
            "2026/11/21",
            " 026-11-21",
        ),
    ],
)
def test_what_is_no_date_is_none(text):
    assert day_number(text) is None


def test_leap_years_follow_the_gregorian_rule():
    assert day_number("2024-02-29") is not None
    assert day_number("2000-02-29") is not None
    assert day_number("1970-01-01") == 0
    assert iso_date(-1) == "1969-12-31"
