"""HTML and SVG as values: all text is escaped, except what was made here.

A text is made safe at the moment it enters an element, so a format cannot forget to. What comes out
is HTML that is XML as well; block elements stand on lines of their own.
"""

from __future__ import annotations

from mlkb.render.escape import html_text

_BLOCKS = frozenset(
    {
        *("html", "head", "body", "header", "main", "nav", "footer", "section", "article", "div"),
        *(
            "details",
            "summary",
            "figure",
            "figcaption",
            "dl",
            "ol",
            "ul",
            "table",
            "thead",
            "tbody",
            "tr",
            "svg",
            "g",
        ),
    }
)
_VOID = frozenset({"meta", "link", "br"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *inside: str | None, **attributes: str | int | bool | None) -> Markup:
    """Return an element with what is *inside*; None is nothing, and other text is escaped.

    Attributes are written with a line below instead of a hyphen, and `class` with one at its end;
    one that is None or False is left out, and one that is True has no value.
    """
    start = f"<{name}{''.join(_attributes(attributes))}"
    if name in _VOID:
        return Markup(f"{start}/>")
    between = "\n" if name in _BLOCKS else ""
    parts = [markup(one) for one in inside if one is not None]
    return Markup(between.join([f"{start}>", *parts, f"</{name}>"]))


def together(*parts: str | None) -> Markup:
    """Return elements one after the other, each on a line of its own."""
    return Markup("\n".join(markup(one) for one in parts if one is not None))


def markup(text: str) -> Markup:
    """Return *text* as HTML: as it is if it was made here, else escaped."""
    return text if isinstance(text, Markup) else Markup(html_text(text))


def _attributes(attributes: dict[str, str | int | bool | None]) -> list[str]:
    return [
        f' {name.rstrip("_").replace("_", "-")}="{"" if value is True else html_text(str(value))}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    ]
