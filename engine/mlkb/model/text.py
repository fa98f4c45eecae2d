"""One text in the languages of the handbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "ko")


class Text(NamedTuple):
    """The same statement, written in each language; neither is a translation of the other."""

    en: str = ""
    ko: str = ""

    def spoken(self, locale: str) -> str:
        """Return the wording for *locale*, which is one of `LANGUAGES`."""
        return self.ko if locale == "ko" else self.en

    def __bool__(self) -> bool:
        """Say whether anything was written at all."""
        return bool(self.en or self.ko)


NO_TEXT = Text()


def text_of(raw: Mapping[str, str] | None) -> Text:
    """Return the `Text` of a mapping such as ``{"en": "...", "ko": "..."}``."""
    if not raw:
        return NO_TEXT
    return Text(raw.get("en", ""), raw.get("ko", ""))
