"""What drawings are made of: a frame with a title and a description, and text that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.markup import tag
from mlkb.render.width import clip, printable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkb.render.markup import Markup

_EM = 100
_COLUMN = 56
"""A column of text takes this many hundredths of its size; system fonts are a little narrower."""


def drawing(
    *shapes: Markup | None, name: str, title: str, says: str, size: tuple[int, int]
) -> Markup:
    """Return *shapes* as one picture, which *title* names and *says* describes in words."""
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", says, id=f"{name}-desc"),
        *shapes,
        viewBox=f"0 0 {size[0]} {size[1]}",
        width=size[0],
        height=size[1],
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )


def figure(
    picture: Markup, beside: Markup | None = None, *, kind: str, note: str | None = None
) -> Markup:
    """Return a picture with a note below it, and beside it what says the same in words."""
    caption = tag("figcaption", note) if note else None
    return tag("div", tag("figure", picture, caption), beside, class_=f"drawn {kind}")


def words(text: str, x: int, y: int, **looks: str | int) -> Markup:
    """Return a line of text in a drawing."""
    return tag("text", text, x=x, y=y, **looks)


def breadth(text: str, size: int) -> int:
    """Return how wide a line of text of *size* is at most."""
    return width(printable(text)) * size * _COLUMN // _EM


def fit(text: str, room: int, size: int) -> str:
    """Return *text*, cut so that it fits into *room*."""
    return clip(printable(text), max(1, room * _EM // (size * _COLUMN)))


def lines_of(text: str, room: int, size: int) -> list[str]:
    """Return *text* in at most two lines that fit into *room*, broken at a space."""
    first, *rest = wrap(printable(text), max(2, room * _EM // (size * _COLUMN)))
    return [first, fit(" ".join(rest), room, size)] if rest else [first]


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a table whose rows begin with what they are about.

    A cell repeats its head, for screens on which a row stands as a block.
    """
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag(
            "tbody",
            *(
                tag(
                    "tr",
                    tag("th", row[0], scope="row"),
                    *(
                        tag("td", tag("div", cell) if cell else None, data_label=head)
                        for head, cell in zip(heads[1:], row[1:], strict=True)
                    ),
                )
                for row in rows
            ),
        ),
    )
