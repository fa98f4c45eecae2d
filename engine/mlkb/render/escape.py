"""Untrusted text, made safe for the place where it is printed (REPORTS.md section 4)."""

from __future__ import annotations

import re

from mlkb.render.width import printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!$])")
_LINE_START = re.compile(r"^(?:([0-9]{1,9})([.)])|([-+=]))")
_REFERENCE = re.compile(  # after `_SPECIAL`, of which every character has its backslash
    r"""(
      \\[#$!](?=\w) | &amp;(?=\d)           # issue, snippet, merge request, epic
      | \\~(?=\S) | [%^](?=["\w\\&])        # label, milestone, alert: all but numbers are names
      | \\\[(?=[\w\\-]+:) | \\[\[{](?=[+-]) # [vulnerability:1], {+ added +}
      | :(?=[\w\\+-]+:)                     # :emoji:
    )""",
    re.VERBOSE,
)
_COMMIT = re.compile(r"(?i)(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{7,}(?![0-9a-z])")
_FEWER = 6
"""As many digits as no forge takes for a commit."""
_HUB_ISSUE = re.compile(r"(?i)(?<![a-z0-9])(GH)-(?=\d)")
_SCHEME = re.compile(r"(?i)(https?|ftp|www)(://|\.)")
_LONGEST = 2000
_WORD_JOINER = "\u2060"
_LOG_COMMAND = "##["
_HTML = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
    }
)


def plain_text(text: str, longest: int = _LONGEST) -> str:
    """Return *text* as one line, at most *longest* characters, of which nothing acts or hides."""
    line = " ".join(printable(text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def json_text(data: object) -> str:
    """Return *data* as JSON that may be printed into the log of a runner, which acts on `##[`."""
    from json import dumps

    text = dumps(data, ensure_ascii=False, indent=2)
    return text.replace(_LOG_COMMAND, "#\\u0023[") + "\n"


def log_text(text: str) -> str:
    """Return the lines of *text* so that a runner that reads them acts on none of them."""
    text = text.replace(_LOG_COMMAND, f"##{_WORD_JOINER}[")
    return re.sub(r"(?m)^(\s*):(?=:)", rf"\1:{_WORD_JOINER}", text)


def command_text(text: str) -> str:
    """Return *text* as the data of a workflow command; its line breaks stay."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(_LOG_COMMAND, f"##{_WORD_JOINER}[")


def command_value(text: str) -> str:
    """Return *text* as the value of a property of a workflow command."""
    text = printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return text.replace(_LOG_COMMAND, f"##{_WORD_JOINER}[")


def markdown_text(text: str) -> str:
    """Return *text* as one line of literal Markdown: no markup, no mention, no link, no HTML.

    What GitHub or GitLab would take for a reference gets a word joiner, which nobody sees.
    """
    line = " ".join(printable(text).split())
    if len(line) > _LONGEST:
        line = line[:_LONGEST] + "…"
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\1", line)
    line = _LINE_START.sub(lambda start: f"{start[1] or ''}\\{start[2] or start[3]}", line)
    line = line.replace("@", "@" + _WORD_JOINER)
    line = _REFERENCE.sub(lambda match: match[1] + _WORD_JOINER, line)
    line = _COMMIT.sub(lambda match: _WORD_JOINER.join(_pieces(match[0])), line)
    line = _HUB_ISSUE.sub(lambda match: match[1] + _WORD_JOINER + "-", line)
    return _SCHEME.sub(lambda match: match[1] + _WORD_JOINER + match[2], line)


def _pieces(digits: str) -> list[str]:
    return [digits[place : place + _FEWER] for place in range(0, len(digits), _FEWER)]


def html_text(text: str) -> str:
    """Return *text* as HTML that is only text, in an element as well as in a quoted attribute."""
    return printable(text).translate(_HTML)


def html_source(text: str) -> str:
    """Return Markdown that was made here as HTML that shows it, to the letter."""
    return text.translate(_HTML)


def xml_text(page: str) -> str:
    """Return a *page* of XML that may be printed into the log of a runner, which acts on `##[`."""
    return page.replace(_LOG_COMMAND, "#&#35;[")
