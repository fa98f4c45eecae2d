"""Dates as day numbers, by own arithmetic, so that every engine counts alike.

Day 0 is 1970-01-01 in the proleptic Gregorian calendar. The algorithm is Howard Hinnant's
``days_from_civil`` and its inverse.
"""

from __future__ import annotations

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ISO_LENGTH = len("2026-11-21")
_FEBRUARY = 2


def day_number(text: str) -> int | None:
    """Return the day number of an ISO date such as ``2026-11-21``, or None if it is not one."""
    if len(text) != _ISO_LENGTH or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    digits = text[:4] + text[5:7] + text[8:]
    if not digits.isdigit():
        return None
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if not 1 <= month <= len(_MONTH_LENGTHS) or not 1 <= day <= _month_length(year, month):
        return None
    shifted_year = year - (month <= _FEBRUARY)
    era, year_of_era = divmod(shifted_year, 400)
    day_of_year = (153 * (month - 3 if month > _FEBRUARY else month + 9) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468


def iso_date(number: int) -> str:
    """Return the ISO date of a day number."""
    era, day_of_era = divmod(number + 719_468, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9  # noqa: PLR2004 - see module docstring
    year = era * 400 + year_of_era + (month <= _FEBRUARY)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == _FEBRUARY else _MONTH_LENGTHS[month - 1]
