"""Shapes: the formats as data, from which both the loader and the JSON Schemas are made.

A shape says what may stand at one place of a file. `load.reader` reads YAML against it and
`load.schema` writes it down as JSON Schema, so the two cannot drift apart. Plain classes, because
every process defines them and a dataclass costs more to define than it saves here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

IDENTIFIER = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
LARGEST = 2**53 - 1
"""The largest integer that every engine holds exactly (DESIGN rule 1)."""


class Shape:
    """What may stand at one place."""

    __slots__ = ("doc",)

    def __init__(self, doc: str = "") -> None:
        """Describe the place in one English sentence, shown by editors."""
        self.doc = doc


class Word(Shape):
    """One of a few words."""

    __slots__ = ("words",)

    def __init__(self, *words: str, doc: str = "") -> None:
        """Allow exactly *words*."""
        super().__init__(doc)
        self.words = words


class Pattern(Shape):
    """Text that matches *pattern* as a whole; *kind* names it in messages."""

    __slots__ = ("fits", "kind", "pattern")

    def __init__(self, kind: str, pattern: str, doc: str = "") -> None:
        """Allow what the regular expression *pattern* matches from end to end."""
        super().__init__(doc)
        self.kind = kind
        self.pattern = pattern
        self.fits: Callable[[str], object] = self._compile

    def _compile(self, text: str) -> object:
        """Compile when first asked: most patterns are never needed."""
        self.fits = re.compile(self.pattern).fullmatch
        return self.fits(text)


class Prose(Shape):
    """Text written by a person, which should be quoted; not empty."""

    __slots__ = ()


class Day(Shape):
    """A date such as 2026-11-21."""

    __slots__ = ()


class WholeNumber(Shape):
    """A whole number within bounds."""

    __slots__ = ("least", "most")

    def __init__(self, least: int = -LARGEST, most: int = LARGEST, doc: str = "") -> None:
        """Allow whole numbers from *least* to *most*, both included."""
        super().__init__(doc)
        self.least = least
        self.most = most


class Flag(Shape):
    """``true`` or ``false``."""

    __slots__ = ()


class Spoken(Shape):
    """A text in every language of the handbook."""

    __slots__ = ()


class Given(Shape):
    """An answer as it stands in an answer file: a word, text, a number, or a list of words."""

    __slots__ = ()


class ListOf(Shape):
    """A list."""

    __slots__ = ("item", "least")

    def __init__(self, item: Shape, least: int = 0, doc: str = "") -> None:
        """Allow at least *least* entries, each an *item*."""
        super().__init__(doc)
        self.item = item
        self.least = least


class MapOf(Shape):
    """A mapping with free keys; *kind* names a key in messages."""

    __slots__ = ("fits", "key", "kind", "value")

    def __init__(self, kind: str, value: Shape, key: str = IDENTIFIER, doc: str = "") -> None:
        """Allow keys that match *key*, each with a *value*."""
        super().__init__(doc)
        self.kind = kind
        self.value = value
        self.key = key
        self.fits: Callable[[str], object] = self._compile

    def _compile(self, text: str) -> object:
        """Compile when first asked."""
        self.fits = re.compile(self.key).fullmatch
        return self.fits(text)


class Record(Shape):
    """A mapping with known keys."""

    __slots__ = ("fields", "required")

    def __init__(
        self, fields: Mapping[str, Shape], required: tuple[str, ...] = (), doc: str = ""
    ) -> None:
        """Allow the keys of *fields*; those in *required* must stand there."""
        super().__init__(doc)
        self.fields = fields
        self.required = required


class Tagged(Shape):
    """A mapping whose further keys depend on the word under *tag*."""

    __slots__ = ("common", "tag", "variants")

    def __init__(
        self, tag: str, common: Record, variants: Mapping[str, Record], doc: str = ""
    ) -> None:
        """Allow the keys of *common* and those of the variant that the *tag* names."""
        super().__init__(doc)
        self.tag = tag
        self.common = common
        self.variants = variants


class Either(Shape):
    """A scalar, a list or a mapping, told apart by the kind of YAML that stands there."""

    __slots__ = ("listed", "mapped", "scalar")

    def __init__(
        self,
        *,
        scalar: Shape | None = None,
        listed: Shape | None = None,
        mapped: Shape | None = None,
        doc: str = "",
    ) -> None:
        """Allow the given shape for each kind; None refuses the kind."""
        super().__init__(doc)
        self.scalar = scalar
        self.listed = listed
        self.mapped = mapped


class Optional(Shape):
    """A shape, or nothing at all: an empty value."""

    __slots__ = ("shape",)

    def __init__(self, shape: Shape, doc: str = "") -> None:
        """Allow *shape*, or nothing."""
        super().__init__(doc)
        self.shape = shape


class Recursive(Shape):
    """A place where a named shape stands again inside itself."""

    __slots__ = ("inside", "name")

    def __init__(self, name: str, doc: str = "") -> None:
        """Name the shape; `inside` is set once it is defined."""
        super().__init__(doc)
        self.name = name
        self.inside: Shape | None = None


def identifier(kind: str, doc: str = "") -> Pattern:
    """Return the shape of an id, such as ``data-access``."""
    return Pattern(kind, IDENTIFIER, doc)


def closed(fields: Mapping[str, Shape], doc: str = "") -> Record:
    """Return the shape of a record whose keys must all stand there."""
    return Record(fields, required=tuple(fields), doc=doc)
