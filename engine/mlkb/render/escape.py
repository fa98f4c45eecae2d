"""Untrusted text, made safe for the place where it is printed (REPORTS.md section 4)."""

from __future__ import annotations

import re

from mlkb.render.width import printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!])")
_LINE_START = re.compile(r"^(?:([0-9]{1,9})([.)])|([-+=]))")
_ISSUE = re.compile(r"\\#(?=\w)")
_HUB_ISSUE = re.compile(r"(?i)\b(GH)-(?=\d)")
_SCHEME = re.compile(r"(?i)\b(https?|ftp|www)(://|\.)")
_LONGEST = 2000
_WORD_JOINER = "\u2060"
_HTML = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        "\ufffe": None,  # no characters: XML refuses them
        "\uffff": None,
    }
)


def markdown_text(text: str) -> str:
    """Return *text* as one line of literal Markdown: no markup, no mention, no link, no HTML."""
    line = " ".join(printable(text).split())
    if len(line) > _LONGEST:
        line = line[:_LONGEST] + "…"
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\1", line)
    line = _LINE_START.sub(lambda start: f"{start[1] or ''}\\{start[2] or start[3]}", line)
    line = line.replace("@", "@" + _WORD_JOINER)
    line = _ISSUE.sub(lambda _: "\\#" + _WORD_JOINER, line)
    line = _HUB_ISSUE.sub(lambda match: match[1] + _WORD_JOINER + "-", line)
    return _SCHEME.sub(lambda match: match[1] + _WORD_JOINER + match[2], line)


def html_text(text: str) -> str:
    """Return *text* as HTML that is only text, in an element as well as in a quoted attribute."""
    return printable(text).translate(_HTML)
