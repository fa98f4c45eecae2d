"""Why a forge did not take a comment: what it answered, and what is likely wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlkb.errors import NotCommented
from mlkb.forge.retry import limits_rate
from mlkb.render.escape import plain_text

if TYPE_CHECKING:
    from mlkb.forge.client import Answer
    from mlkb.forge.token import Token

_NAMES = {"github": "GitHub", "gitlab": "GitLab"}
_LONGEST = 200
_LARGEST = 64 * 1024
"""Bytes of an answer that may be a message; what is larger is some page."""
_CODES = {401: "comment-unknown-token", 403: "comment-forbidden", 404: "comment-forbidden"}
"""Who may not even read gets 404, so that nobody learns what exists."""
_MOVED = range(300, 400)


def refused(forge: str, answer: Answer, token: Token) -> NotCommented:
    """Return the error for an answer that no further try will change."""
    code = _CODES.get(answer.status, "comment-not-taken")
    if answer.status in _MOVED:
        code = "comment-moved"
    if code == "comment-forbidden":
        code = f"{code}-{forge}"
    said = plain_text(token.hidden_in(_message(answer.body)), _LONGEST)
    return _error(code, forge, f"{answer.status}: {said}" if said else str(answer.status))


def gave_up(forge: str, answer: Answer | None, *, why: str, wait: float = 0) -> NotCommented:
    """Return the error after the last try; *why* says what broke if there is no *answer*."""
    if answer is not None and limits_rate(answer):
        return _error("comment-rate-limit", forge, str(answer.status), seconds=int(wait))
    said = plain_text(why, _LONGEST) if answer is None else str(answer.status)
    return _error("comment-no-answer", forge, said)


def unreadable(forge: str) -> NotCommented:
    """Return the error for an answer that is not one of the forge's API."""
    return _error("comment-unreadable", forge)


def too_many(forge: str, most: int) -> NotCommented:
    """Return the error for a list that does not end."""
    return _error("comment-too-many", forge, most=most)


def _error(code: str, forge: str, answer: str = "", **facts: object) -> NotCommented:
    return NotCommented(code, forge=_NAMES[forge], answer=answer, **facts)


def _message(body: bytes) -> str:
    """Return what the body of a refusal says; nothing if it is not the JSON of a forge."""
    try:
        data: Any = json.loads(body[:_LARGEST])
    except (ValueError, RecursionError):
        return ""
    if not isinstance(data, dict):
        return ""
    errors = data.get("errors")
    errors = errors if isinstance(errors, list) else []
    said = [
        data.get("message") or data.get("error_description") or data.get("error"),
        *(one.get("message") if isinstance(one, dict) else one for one in errors),
    ]
    return "; ".join(one if isinstance(one, str) else json.dumps(one) for one in said if one)
