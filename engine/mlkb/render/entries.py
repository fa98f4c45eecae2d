"""What falls short, one entry for each question: for forges and tools that list findings.

A gap that is accepted is an entry too, marked as such; an open question is one if it keeps the gate
from holding. What nobody should work on, and what only waits for another gap, is left out unless it
blocks. Whatever has a plan is an entry, so that whoever promised it sees it. Overdue plans come
first, then the order of the report, then what is accepted.
"""

from __future__ import annotations

from hashlib import sha256
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.cards import Cards
from mlkb.render.escape import plain_text
from mlkb.render.referring import Names, names_of
from mlkb.render.width import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.render.labels import Labels
    from mlkb.render.referring import Document, Line

_LONGEST = 1000
_MATTERS = ("new", "worsened")


class Entry(NamedTuple):
    """One question that falls short, in one language; every text is one line that does not act.

    *rule* is what the question is called whomever it is asked about, and *key* is the same for the
    same question of the same subject in every report. *planned* says who closes it and until when,
    *accepted* by whom, until when and why it is accepted; both are empty if it is not so. *matters*
    is whether whoever looks at a change must see it: without a comparison, always. *told* is the
    question, then what to know and to do.
    """

    rule: str
    subject: str
    key: str
    severity: str
    blocks: bool
    overdue: bool
    planned: str
    accepted: str
    matters: bool
    ask: str
    status: str
    told: tuple[Line, ...]
    path: str
    line: int
    column: int
    end: int

    @property
    def name(self) -> str:
        """What the question is called here."""
        return f"{self.subject}: {self.rule}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told, a line each; every one begins with a word of ours."""
        return tuple(f"{label}: {text}" for label, text in self.told)


def entries(document: Document, labels: Labels, folder: str = "") -> list[Entry]:
    """Return the entries of *document*; the project lies in *folder* of its repository."""
    found = list(_Entries(document, labels, folder).every())
    return sorted(found, key=lambda one: (bool(one.accepted), not one.overdue))


def place_of(location: Document, folder: str) -> tuple[str, int, int]:
    """Return path, line and column of an answer; of one that is missing, the start of its file."""
    path = printable(location["path"]).replace("\\", "/")
    if not path.startswith("/"):
        path = normpath(folder + path)
    return path, location["line"] or 1, location["column"] or 1


def rule_name(names: Names) -> str:
    """Return what a question is called, whomever it is asked about."""
    checklist, _, question = names
    return " ".join(printable(f"{checklist}/{question}").split())


def fingerprint(names: Names) -> str:
    """Return what identifies a question of a subject, wherever its answer stands."""
    return sha256("\n".join(names).encode("utf-8", "surrogatepass")).hexdigest()


class _Entries(Cards):
    """Reads entries from a document."""

    def __init__(self, document: Document, labels: Labels, folder: str) -> None:
        super().__init__(document, labels)
        self.folder = folder
        comparison = document["comparison"]
        self.changes: Mapping[Names, str] | None = comparison and {
            names_of(change): change["kind"] for change in comparison["changes"]
        }

    def every(self) -> Iterator[Entry]:
        """Yield gaps, those that are accepted among them, and the open questions to tell of."""
        worked_on = {names_of(key) for key in self.work()}
        for key in self.document["gaps"]:
            names = names_of(key)
            finding = self.findings[names]
            told = finding["blocks"] or finding["plan"]
            if names in self.accepted or names in worked_on or told:
                yield self._entry(names, finding, self._gap(finding))
        for key in self.document["open"]:
            names = names_of(key)
            finding = self.findings[names]
            if finding["blocks"] or finding["plan"]:
                yield self._entry(names, finding, self._open(names, finding))

    def _entry(self, names: Names, finding: Document, told: list[Line]) -> Entry:
        path, line, column = place_of(finding["location"], self.folder)
        plan, accept = finding["plan"], finding["accept"]
        status = self.status(finding)
        if finding["blocks"]:
            status = f"{status} {self.say('report.open-blocks')}"
        accepted = self.say("report.accepted-by", **accept) if names in self.accepted else ""
        ask = plain_text(self.spoken(finding["ask"]), _LONGEST)
        question_told = (self.say("report.question"), ask)
        more = tuple((label, plain_text(text, _LONGEST)) for label, text in told if text)
        change = None if self.changes is None else self.changes.get(names, "")
        return Entry(
            rule=rule_name(names),
            subject=plain_text(names[1], _LONGEST),
            key=fingerprint(names),
            severity=finding["severity"],
            blocks=finding["blocks"],
            overdue=bool(plan and plan["overdue"]),
            planned=plain_text(self._owner(finding), _LONGEST) if plan else "",
            accepted=plain_text(accepted, _LONGEST),
            matters=finding["blocks"]
            or (not finding["known"] if change is None else change in _MATTERS),
            ask=ask,
            status=status,
            told=(question_told, *more),
            path=path,
            line=line,
            column=column,
            end=column + len(names[2]),
        )

    def _gap(self, finding: Document) -> list[Line]:
        improve = finding["improve"] or {"do": None, "effort": None, "see": ()}
        effort = self.say(f"report.effort-{improve['effort'] or 'unknown'}")
        whose = self.say("report.top-owner", owner=self._owner(finding), effort=effort)
        return [
            (self.say("report.now"), self._now(finding)),
            (self.say("report.first-step"), self._first_step(finding, improve)),
            (self.say("report.owner"), whose),
        ]

    def _open(self, names: Names, finding: Document) -> list[Line]:
        """Return what to do about an open question: to answer it, or what decides it."""
        told = [(self.say("report.first-step"), self._open_step(names, finding))]
        if finding["plan"]:
            told.append((self.say("report.owner"), self._owner(finding)))
        return told
