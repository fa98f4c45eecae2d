"""
A badge that says whether the gate holds, as an SVG image.

    mlkb check --report badge=mlkb.svg

For a README or a dashboard: "gate holds", "3 in the way", or how many gaps there are if no gate is
asked for. It is drawn here, with the fonts that the reader has: it asks nobody for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.badge import badge_of
from mlkb.render.escape import xml_text
from mlkb.render.markup import Markup, tag
from mlkb.render.width import width

if TYPE_CHECKING:
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

_COLUMN = 7
"""Pixels that a column of text takes, whatever the font is: `textLength` sees to that."""
_PAD, _HEIGHT, _BASE = 7, 20, 14
_LABEL = "#3b444d"
_FONT = "system-ui, Segoe UI, Noto Sans, Noto Sans KR, sans-serif"


def render(document: dict[str, Any], labels: Labels, _look: Look) -> str:
    """Return the image, which is as wide as its words."""
    badge = badge_of(document, labels)
    whole = labels.say("report.badge-title", label=badge.label, message=badge.message)
    left, right = (_wide(text) + 2 * _PAD for text in (badge.label, badge.message))
    image = tag(
        "svg",
        tag("title", whole),
        tag("rect", width=left, height=_HEIGHT, fill=_LABEL),
        tag("rect", x=left, width=right, height=_HEIGHT, fill=f"#{badge.colour}"),
        tag(
            "g",
            _words(badge.label, _PAD),
            _words(badge.message, left + _PAD),
            fill="#ffffff",
            font_family=_FONT,
            font_size=12,
        ),
        xmlns="http://www.w3.org/2000/svg",
        width=left + right,
        height=_HEIGHT,
        role="img",
        aria_label=whole,
        lang=labels.locale,
    )
    return xml_text(image) + "\n"


def _words(text: str, x: int) -> Markup:
    return tag("text", text, x=x, y=_BASE, textLength=_wide(text), lengthAdjust="spacingAndGlyphs")


def _wide(text: str) -> int:
    return _COLUMN * width(text)
