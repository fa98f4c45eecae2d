"""How the rows of a comment are written in Markdown: every text from files escaped, in its cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from mlkb.render.escape import markdown_text as safe

if TYPE_CHECKING:
    from mlkb.render.comment_rows import Row
    from mlkb.render.labels import Labels

_BLOCKS = "🚫"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+")


def address(url: str) -> str:
    """Return *url* without a slash at its end; nothing if something in it could end a link."""
    return url.rstrip("/") if _ADDRESS.fullmatch(url) else ""


class Cells:
    """Writes rows, with links to files below one address."""

    def __init__(self, labels: Labels, url: str) -> None:
        """Write in the language of *labels*; files are seen below *url*, if it is one."""
        self.labels = labels
        self.url = address(url)

    def full(self, row: Row) -> tuple[str, ...]:
        """Return a question and how grave it is, how it stands, and who does what first."""
        grade = safe(self.labels.say(f"report.severity-{row.severity}"))
        mark = f"{_BLOCKS} **{grade}**" if row.blocks else f"**{grade}**"
        step = safe(row.first_step)
        if row.owner:
            step = f"{step}<br>**{safe(row.owner)}**"
        return f"{mark} {self._question(row)}", safe(row.now), step

    def excuse(self, row: Row) -> tuple[str, ...]:
        """Return what kind of excuse it is and until when, what it excuses, and why."""
        change = f"**{safe(row.change)}**"
        if row.owner:
            change = f"{change}<br>{safe(row.owner)}"
        return change, self._question(row), safe(row.because)

    def late(self, row: Row) -> str:
        """Return who wanted to close what until when."""
        mark = f"{_BLOCKS} " if row.blocks else ""
        return f"{mark}**{safe(row.owner)}** {self._question(row)}"

    def brief(self, row: Row) -> str:
        """Return what happened to a question, and why, in one point of a list."""
        change = f"**{safe(row.change)}** " if row.change else ""
        told = " · ".join(safe(one) for one in (row.ask, row.because, row.owner) if one)
        return f"{change}{told}<br><sub>{self._place(row)}</sub>"

    def _question(self, row: Row) -> str:
        return f"{safe(row.ask)}<br><sub>{self._place(row)}</sub>"

    def _place(self, row: Row) -> str:
        """Return what a question is called and where its answer stands, linked if that is known."""
        where = f"{row.path}:{row.line}" if row.line else row.path
        name = safe(row.reference)
        if not where:
            return name
        if not self.url or row.path.startswith(("/", "../")):
            return f"{name} · {safe(where)}"
        line = f"#L{row.line}" if row.line else ""
        return f"{name} · [{safe(where)}]({self.url}/{quote(row.path)}{line})"
