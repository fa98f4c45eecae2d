"""The token that a forge knows us by: from the environment only, and never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlkb.errors import NotCommented

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Token:
    """A secret; whatever prints this prints no part of it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Hold *value*."""
        self._value = value

    def __repr__(self) -> str:
        return "Token(…)"

    def header(self, scheme: str = "") -> str:
        """Return the value of a header that carries the token."""
        return f"{scheme} {self._value}".lstrip()

    def hidden_in(self, text: str) -> str:
        """Return *text* without the token."""
        return text.replace(self._value, "…")


def read_token(environ: Mapping[str, str], names: Sequence[str]) -> Token:
    """Return the token that the first of the variables *names* holds."""
    for name in names:
        value = environ.get(name, "").strip()
        if not value:
            continue
        if not re.fullmatch(r"[\x21-\x7e]+", value):  # http.client would quote it in its error
            raise NotCommented("comment-odd-token", variable=name)
        return Token(value)
    raise NotCommented("comment-no-token", variable=names[0])
