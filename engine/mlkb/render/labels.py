"""The words of the interface in one language.

A key such as ``problem.unknown-key`` stands in the file of its area, which is
``locale/<language>/problem.json`` and is read when the first of its words is needed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "locale"


class Labels:
    """Says things in one language."""

    def __init__(self, locale: str) -> None:
        """Speak *locale*, which is one of `model.text.LANGUAGES`."""
        self.locale = locale

    def say(self, key: str, **facts: object) -> str:
        """Return the words under *key*, filled with *facts*; KeyError if there are none."""
        area, _, name = key.partition(".")
        words = _area(self.locale, area)[name]
        return words.format_map(facts) if facts else words

    def count(self, key: str, number: int) -> str:
        """Return *number* with the noun under *key*: its ``-one`` or its ``-many`` form."""
        return self.say(f"{key}-one" if number == 1 else f"{key}-many", number=number)


@cache
def _area(locale: str, area: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((FOLDER / locale / f"{area}.json").read_text("utf-8"))
    return words
