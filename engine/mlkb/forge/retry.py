"""When to ask a forge once more, and after how long.

Nothing here reads a clock: a moment that a forge names is compared with the date of its answer.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.forge.client import Answer

MOST_TRIES = 5
_FORBIDDEN, _TOO_MANY = 403, 429
_PASSING = frozenset({_TOO_MANY, 500, 502, 503, 504})
_FIRST, _LONGEST = 1.0, 16.0
"""Seconds between tries, which double each time."""


def passes(answer: Answer) -> bool:
    """Say whether *answer* is one that another try may change."""
    return answer.status in _PASSING or limits_rate(answer)


def limits_rate(answer: Answer) -> bool:
    """Say whether *answer* means: too many requests. GitHub says so with 403 too."""
    if answer.status == _FORBIDDEN:
        return "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status == _TOO_MANY


def pause(answer: Answer | None, tried: int) -> float:
    """Return how many seconds to wait after *tried* tries; no *answer* is a broken connection."""
    growing = min(_LONGEST, _FIRST * 2.0 ** (tried - 1))
    asked = None if answer is None else _asked(answer)
    return growing if asked is None else max(asked, _FIRST)


def _asked(answer: Answer) -> float | None:
    """Return how many seconds *answer* asks to wait, if it does."""
    after = answer.headers.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,9}", after):
        return float(after)
    now = _moment(answer.headers.get("date", ""))
    if now is None:
        return None
    until = _moment(after)
    reset = answer.headers.get("x-ratelimit-reset", "")
    if until is None and limits_rate(answer) and re.fullmatch(r"[0-9]{1,12}", reset):
        until = float(reset) + 1  # the date of an answer has whole seconds
    return None if until is None else until - now


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
