"""Each gap as the text of an issue: what falls short, why it matters, what to do, who does it.

The text is Markdown in which whatever comes from files is literal. The browser's twin is
`result-issue.js`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.cards import Cards
from mlkb.render.escape import markdown_text as safe
from mlkb.render.escape import plain_text
from mlkb.render.referring import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.render.labels import Labels
    from mlkb.render.referring import Document, Line, Names


class Issue(NamedTuple):
    """One gap: *title* is a line of plain text, *body* is Markdown."""

    names: Names
    overdue: bool
    title: str
    body: str

    @property
    def text(self) -> str:
        """The title as a heading, and the body."""
        return f"# {safe(self.title)}\n\n{self.body}\n"


def issues(document: Document, labels: Labels) -> list[Issue]:
    """Return the gaps of *document* to work on as issues, in their order."""
    return list(_Issues(document, labels).every())


class _Issues(Cards):
    """Reads issues from a document."""

    def every(self) -> Iterator[Issue]:
        """Yield an issue for each gap that has a card."""
        folded = self._folded()
        for key in self.work():
            names = names_of(key)
            yield self._issue(names, self.findings[names], folded.get(names, ()))

    def _issue(self, names: Names, finding: Document, folded: Sequence[str]) -> Issue:
        subject, ask = names[1], self.spoken(finding["ask"])
        lines = [
            f"- **{safe(label)}:** {safe(text)}"
            for label, text in self._told(names, finding, folded)
            if text
        ]
        status = self.status(finding)
        if finding["blocks"]:
            status = f"{status} {self.say('report.open-blocks')}"
        return Issue(
            names=names,
            overdue=bool(finding["plan"] and finding["plan"]["overdue"]),
            title=plain_text(self.say("report.issue-title", subject=subject, ask=ask)),
            body="\n".join([f"**{safe(status)}**", "", *lines]),
        )

    def _told(self, names: Names, finding: Document, folded: Sequence[str]) -> list[Line]:
        improve = finding["improve"] or {"do": None, "effort": None}
        shown = finding["reason"] == "evidence-missing"  # then the first step names the evidence
        name = f"{names[0]}/{names[2]}"
        return [
            (self.say("report.why"), self.spoken(finding["why"])),
            (self.say("report.now"), self._now(finding)),
            (self.say("report.first-step"), self._first_step(finding, improve)),
            (self.say("report.proof"), "" if shown else self._proof(finding)),
            (
                self.say("report.effort"),
                self.say(f"report.effort-{improve['effort'] or 'unknown'}"),
            ),
            (self.say("report.owner"), self._owner(finding)),
            (self.say("report.folded"), ", ".join(folded)),
            (self.say("report.source"), self._source(finding)),
            (self.say("report.issue-check"), self.say("report.issue-checked", name=name)),
        ]
