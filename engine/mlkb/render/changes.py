"""What a comparison says: a sentence, what was excused instead of fixed, and every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.render.entries import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels

Document = dict[str, Any]
_SHOWN = ("new", "worsened", "answered", "improved", "fixed", "left", "added")
"""What is shown line by line; unchanged gaps are only counted."""


class ChangeRow(NamedTuple):
    """One change: *kind* is the word of the document, *change* what the reader sees."""

    kind: str
    change: str
    reference: str
    ask: str
    before: str
    after: str
    because: str


class Changes(NamedTuple):
    """A comparison, in the order in which it is read.

    *stops* is what keeps the gate from holding, *touched* what other files of the change concern.
    """

    summary: str
    scores: tuple[str, ...]
    stops: tuple[Entry, ...]
    excuses: tuple[ChangeRow, ...]
    rows: tuple[ChangeRow, ...]
    touched: tuple[str, ...]


def read_changes(document: Document, labels: Labels) -> Changes:
    """Return what changed since the base with which *document* was compared."""
    comparison = document["comparison"]
    counts = dict.fromkeys((*_SHOWN, "unchanged"), 0)
    for change in comparison["changes"]:
        counts[change["kind"]] += 1
    excuses = tuple(_row(one, labels) for one in comparison["excuses"])
    every = (_row(one, labels) for one in comparison["changes"] if one["kind"] in _SHOWN)
    told = set(excuses)
    rows = [row for row in every if row not in told]
    return Changes(
        summary=_summary(counts, labels),
        scores=tuple(read_scores(document, labels)),
        stops=tuple(one for one in entries(document, labels) if one.blocks),
        excuses=excuses,
        rows=tuple(sorted(rows, key=lambda row: _SHOWN.index(row.kind))),
        touched=tuple(_touched(one, labels) for one in comparison["touched"]),
    )


def _summary(counts: Mapping[str, int], labels: Labels) -> str:
    """Return how many of each kind there are, of those that there are."""
    told = [labels.say(f"report.compare-{kind}", number=n) for kind, n in counts.items() if n]
    listed = ", ".join(told) or labels.say("report.compare-nothing")
    return labels.say("report.compare-summary", changes=listed)


def _touched(touch: Document, labels: Labels) -> str:
    name = f"{touch['subject']}: {touch['checklist']}/{touch['question']}"
    first, *more = touch["paths"]
    paths = labels.say("report.and-more", shown=first, number=len(more)) if more else first
    return labels.say("report.touched", name=name, paths=paths)


def read_scores(document: Document, labels: Labels) -> Iterator[str]:
    """Yield how each score moved that did, since the base with which *document* was compared."""
    before = {
        (one["checklist"], one["subject"]): one["score"] for one in document["comparison"]["base"]
    }
    for evaluation in document["evaluations"]:
        name = (evaluation["checklist"], evaluation["subject"])
        now = next((one["result"] for one in evaluation["results"] if one["type"] == "score"), None)
        if not now or not before.get(name):
            continue
        then, since = _interval(before[name], labels), _interval(now, labels)
        if then != since:
            yield f"{name[1]}: {name[0]}: {labels.say('report.score')} {then} → {since}"


def _interval(score: Document, labels: Labels) -> str:
    worst, best = score["worst"], score["best"]
    if worst == best:
        return labels.say("report.percent", percent=worst)
    return labels.say("report.percents", worst=worst, best=best)


def _row(change: Document, labels: Labels) -> ChangeRow:
    left = labels.say(f"report.left-{change['left']}") if change["left"] else ""
    ask = change["ask"]
    return ChangeRow(
        kind=change["kind"],
        change=labels.say(f"report.change-{change['kind']}", left=left) if change["kind"] else "",
        reference=f"{change['subject']}: {change['checklist']}/{change['question']}",
        ask=str(ask[labels.locale]) if ask else "",
        before=_standing(change["before"], labels),
        after=_standing(change["after"], labels),
        because=change["because"],
    )


def _standing(standing: Document | None, labels: Labels) -> str:
    return labels.say(f"report.outcome-{standing['outcome']}") if standing else "–"
