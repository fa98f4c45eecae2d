"""The questions that a comment on a change tells, a row each, and what happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.comparison import Kind, Left
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Reason
from mlkb.render.cards import Cards
from mlkb.render.entries import place_of
from mlkb.render.escape import plain_text
from mlkb.render.referring import Names, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlkb.render.labels import Labels
    from mlkb.render.referring import Document

_LONGEST = 300
_SHORT = 120
_STATES = ("added", "expired", "worse", "stale", "holds")
"""How entries of a baseline stand, those first that somebody should look at."""
_PATHS = 3
"""Changed paths that are named behind one question."""
_BELOW = frozenset(one.value for one in BELOW_TARGET)
_OPEN = frozenset(one.value for one in OPEN)
_FOLDED = ("answered", "improved", "fixed", "left", "added")
"""Kinds of change that are seen when somebody asks for them."""
_NOTHING: Mapping[str, Sequence[Document]] = {
    "changes": (),
    "excuses": (),
    "touched": (),
    "entries": (),
    "added": (),
}


class Row(NamedTuple):
    """One question: what happened to it, how it stands, and what to do about it.

    *path* is empty if it is in no file any more, *line* zero if it is not answered there. What a
    section does not tell is empty.
    """

    reference: str
    ask: str
    path: str
    line: int
    severity: str
    blocks: bool
    change: str = ""
    now: str = ""
    first_step: str = ""
    owner: str = ""
    because: str = ""


class Fold(NamedTuple):
    """Rows that are seen when somebody asks for them; *name* says of what kind they are."""

    name: str
    title: str
    rows: tuple[Row, ...]


class Rows(Cards):
    """Reads rows from a document."""

    def __init__(self, document: Document, labels: Labels, folder: str) -> None:
        """Read *document* in the language of *labels*; the project lies in *folder*.

        A document that came from elsewhere may name what it has no finding for; that is left out.
        """
        super().__init__(document, labels)
        self.folder = folder
        comparison = document["comparison"] or _NOTHING
        baseline = document["baseline"] or _NOTHING
        self.changes = {names_of(one): one for one in comparison["changes"]}
        self.excuses = {
            names: one for one in comparison["excuses"] if (names := names_of(one)) in self.findings
        }
        self.touched = comparison["touched"]
        self.entries = {names_of(one): one for one in baseline["entries"]}
        self.added = baseline["added"]
        ranked = (*document["gaps"], *document["open"])
        self.rank = {names_of(key): place for place, key in enumerate(ranked)}
        self.worse = self._ranked(
            names
            for names, one in self.changes.items()
            if _is_worse(one) and names in self.findings
        )
        told = set(self.worse)
        self.blocking = self._ranked(
            names for names, one in self.findings.items() if one["blocks"] and names not in told
        )
        self.told = told.union(self.blocking)

    def full(self, every: Iterable[Names]) -> Iterator[Row]:
        """Yield a row for each of *every*, with how it stands, what to do and who does it."""
        for names in every:
            finding = self.findings[names]
            improve = finding["improve"] or {"do": None, "effort": None, "see": ()}
            if finding["outcome"] in _OPEN:
                step = self._open_step(names, finding)
            else:
                step = self._first_step(finding, improve)
            yield self._row(names)._replace(
                now=plain_text(self._standing_now(names, finding), _LONGEST),
                first_step=plain_text(step, _LONGEST),
                owner=plain_text(self._owner(finding), _SHORT) if finding["plan"] else "",
            )

    def excused(self) -> Iterator[Row]:
        """Yield what the change accepts, calls n/a or drops, with the reason."""
        for names, change in self.excuses.items():
            finding = self.findings[names]
            accept, left = finding["accept"], Left.EXCUSED
            if accept and not accept["expired"]:
                left = Left.ACCEPTED
            elif finding["reason"] == Reason.DROPPED.value:
                left = Left.DROPPED
            who = self.say("report.owner-plan", **accept) if left is Left.ACCEPTED else ""
            yield self._row(names)._replace(
                change=self.say(f"report.left-{left.value}"),
                because=plain_text(change["because"], _LONGEST),
                owner=plain_text(who, _SHORT),
            )

    def late(self) -> Iterator[Row]:
        """Yield what somebody wanted to have closed by now, the longest overdue first."""
        late = self._ranked(
            names
            for names, one in self.findings.items()
            if one["plan"]
            and one["plan"]["overdue"]
            and one["outcome"] in _BELOW | _OPEN
            and names not in self.accepted
        )
        for names in sorted(late, key=lambda one: str(self.findings[one]["plan"]["until"])):
            owner = self.say("report.owner-plan", **self.findings[names]["plan"])
            yield self._row(names)._replace(owner=plain_text(owner, _SHORT))

    def lapsed(self) -> Iterator[Row]:
        """Yield what was excused until a day that is over, by an acceptance or by the baseline."""
        for names, finding in self.findings.items():
            entry, accept = self.entries.get(names), finding["accept"]
            if accept and accept["expired"]:
                facts = {"until": accept["until"], "by": accept["by"]}
                change = self.say("report.comment-accept-over", **facts)
            elif entry and entry["state"] == "expired":
                facts = {"until": entry["until"], "by": entry["by"]}
                change = self.say("report.comment-entry-over", **facts)
            else:
                continue
            yield self._row(names)._replace(change=plain_text(change, _SHORT))

    def folds(self) -> Iterator[Fold]:
        """Yield what is told when somebody asks for it, if there is any of it."""
        untold = [
            (names, change["kind"])
            for names, change in self.changes.items()
            if names not in self.told and names not in self.excuses
        ]
        every = {
            kind: [self._moved(names) for names, one in untold if one == kind] for kind in _FOLDED
        }
        every["touched"] = list(self._look_again())
        if self.document["comparison"] is None:
            left_out = self.told | self.accepted
            gaps = (names_of(key) for key in self.document["gaps"])
            every["gaps"] = [self._known_row(one) for one in gaps if one not in left_out]
        every["known"] = list(self._known())
        for name, rows in every.items():
            if rows:
                title = self.say(f"report.comment-{name}", count=len(rows))
                yield Fold(name, title, tuple(rows))
        if self.entries or self.added:
            yield self._baseline()

    def _ranked(self, every: Iterable[Names]) -> list[Names]:
        """Return *every* in the order of the report, what blocks first."""
        last = len(self.rank)
        return sorted(every, key=lambda one: (not self._blocks(one), self.rank.get(one, last)))

    def _blocks(self, names: Names) -> bool:
        return names in self.findings and bool(self.findings[names]["blocks"])

    def _row(self, names: Names) -> Row:
        """Return the row of a question without what happened to it."""
        finding = self.findings.get(names)
        known = finding or self.changes.get(names) or {"ask": None, "severity": None}
        path, line = "", 0
        if finding:
            path, line, _ = place_of(finding["location"], self.folder)
            line = line if finding["location"]["line"] else 0
        checklist, subject, question = names
        return Row(
            reference=plain_text(self.reference(checklist, subject, question), _SHORT),
            ask=plain_text(self.spoken(known["ask"]), _LONGEST),
            path=path,
            line=line,
            severity=known["severity"] or "",
            blocks=self._blocks(names),
        )

    def _moved(self, names: Names) -> Row:
        change = self.changes[names]
        left = self.say(f"report.left-{change['left']}") if change["left"] else ""
        return self._row(names)._replace(change=left or self._standings(change))

    def _standings(self, change: Document) -> str:
        """Return the outcome before and after; the percents too where they alone differ."""
        before, after = change["before"], change["after"]
        if before and after and before["outcome"] == after["outcome"]:
            told = [self.say("report.percent", percent=one["credit"]) for one in (before, after)]
        else:
            told = [
                self.say(f"report.outcome-{one['outcome']}") if one else "–"
                for one in (before, after)
            ]
        return " → ".join(dict.fromkeys(told))

    def _standing_now(self, names: Names, finding: Document) -> str:
        """Return how a question stands: what became of it, or its answer, and why that blocks."""
        entry, parts = self.entries.get(names), []
        if names in self.changes and _is_worse(self.changes[names]):
            parts.append(self._standings(self.changes[names]))
        elif finding["outcome"] in _OPEN:
            parts.append(self.say(f"report.outcome-{finding['outcome']}"))
        if entry and entry["state"] == "expired":
            parts.append(self.say("report.comment-entry-expired", until=entry["until"]))
        return self.say("report.between").join(
            part for part in (*parts, self._now(finding)) if part
        )

    def _look_again(self) -> Iterator[Row]:
        """Yield questions whose answers stay although what they rest on changed."""
        for one in self.touched:
            names = names_of(one)
            moved = self.changes.get(names, {"kind": Kind.UNCHANGED.value})
            if moved["kind"] == Kind.UNCHANGED.value and names not in self.excuses:
                shown = ", ".join(one["paths"][:_PATHS])
                left = len(one["paths"]) - _PATHS
                if left > 0:
                    shown = self.say("report.and-more", shown=shown, number=left)
                yield self._row(names)._replace(because=plain_text(shown, _LONGEST))

    def _known(self) -> Iterator[Row]:
        """Yield what the base had already and what does not block, but for entries that hold."""
        for names, finding in self.findings.items():
            change = self.changes.get(names)
            stays = change is not None and change["kind"] == Kind.UNCHANGED.value
            entry = self.entries.get(names)
            held = entry is not None and entry["state"] == "holds"
            if (stays or finding["known"]) and names not in self.told and not held:
                yield self._known_row(names)

    def _known_row(self, names: Names) -> Row:
        finding = self.findings[names]
        accepted = names in self.accepted
        because = self.say("report.accepted-by", **finding["accept"]) if accepted else ""
        return self._row(names)._replace(
            change=self.say(f"report.outcome-{finding['outcome']}"),
            because=plain_text(because, _LONGEST),
        )

    def _baseline(self) -> Fold:
        """Return the entries of the baseline, and those that the change adds to it."""
        told = [("added", one) for one in self.added]
        told += [(one["state"], one) for one in self.entries.values()]
        told.sort(key=lambda one: _STATES.index(one[0]))
        states = [state for state, _ in told]
        parts = [
            self.labels.count(f"report.comment-entries-{state}", states.count(state))
            for state in _STATES
            if state in states
        ]
        title = self.say("report.comment-baseline", entries=", ".join(parts))
        rows = []
        for state, one in told:
            until = self.say("report.owner-plan", by=one["by"], until=one["until"])
            rows.append(
                self._row(names_of(one))._replace(
                    change=self.say(f"report.comment-entry-is-{state}"),
                    because=plain_text(one["because"], _LONGEST),
                    owner=plain_text(until, _SHORT),
                )
            )
        return Fold("baseline", title, tuple(rows))


def _is_worse(change: Document) -> bool:
    """Say whether the worst case is worse: an answer that earned something and is gone is, too."""
    if change["kind"] in (Kind.NEW.value, Kind.WORSENED.value):
        return True
    before, after = change["before"], change["after"]
    withdrawn = change["left"] == Left.WITHDRAWN.value and before and after
    return bool(withdrawn and after["credit"] < before["credit"])
