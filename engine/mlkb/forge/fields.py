"""Fields of JSON that a forge sent, which may hold anything, or be missing."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def inner(data: object, key: str) -> Data:
    """Return the object under *key*; an empty one if there is none."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def text(data: object, key: str) -> str:
    """Return the text under *key*; an empty one if there is none."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def number(data: object, key: str) -> int | None:
    """Return the whole number under *key*, if there is one."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
