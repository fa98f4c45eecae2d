"""A baseline brought up to date: what blocks now is in it, what no longer does is out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import UsageProblem
from mlkb.fill.writing import quoted, word
from mlkb.load.baseline import FORMAT, named
from mlkb.model.baseline import Entry, EntryState
from mlkb.model.day import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkb.model.baseline import BaselineStanding
    from mlkb.model.evaluation import Gap


class Agreement(NamedTuple):
    """Why gaps are lived with, who answers for it, and until which day number."""

    because: str
    by: str
    until: int


class Update(NamedTuple):
    """The entries of tomorrow, and what became of those of today."""

    entries: tuple[Entry, ...]
    added: int
    removed: int
    raised: int


def updated(
    standing: BaselineStanding, blocking: Iterable[Gap], agreement: Agreement | None
) -> Update:
    """Return the entries for what is *blocking*, beside those that *standing* does not cover.

    An entry keeps its words, and the credit that its gap has reached. What is new, worse or past
    its date takes those of *agreement*; without one, `UsageProblem` says how many there are.
    """
    states = {_key(entry): (entry, state) for entry, state in standing.states}
    kept = [one for one in standing.baseline.entries if _key(one) not in states]
    gone = len(states)
    added = raised = wanting = 0
    for gap in blocking:
        key = (gap.evaluation.checklist.id, gap.evaluation.subject, gap.finding.question.id)
        entry, state = states.get(key, (None, None))
        gone -= entry is not None
        if entry is None or state in (EntryState.WORSE, EntryState.EXPIRED):
            added += 1
            if agreement is None:
                wanting += 1
                continue
            checklist, subject, question = key
            kept.append(Entry(subject, checklist, question, gap.finding.credit, *agreement))
        else:
            raised += gap.finding.credit > entry.credit
            kept.append(entry._replace(credit=gap.finding.credit))
    if wanting:
        raise UsageProblem("baseline-needs-words", count=wanting)
    return Update(tuple(kept), added, gone, raised)


def baseline_text(entries: Iterable[Entry], heading: str) -> str:
    """Return a baseline file under a comment, sorted, so that a change to one entry is one line."""
    lines = [
        f"  - {{subject: {word(entry.subject)}, checklist: {word(entry.checklist)},"
        f" question: {word(entry.question)}, credit: {entry.credit},"
        f" because: {quoted(entry.because)}, by: {quoted(entry.by)},"
        f" until: {iso_date(entry.until)}}}"
        for entry in sorted(entries, key=named)
    ]
    gaps = ["gaps:", *lines] if lines else ["gaps: []"]
    return "\n".join([f"# {heading}", f"format: {FORMAT}", *gaps]) + "\n"


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.checklist, entry.subject, entry.question
