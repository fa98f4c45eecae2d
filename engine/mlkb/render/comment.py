"""What a comment on a change says: what the change does, what it excuses, and what is in the way.

Its texts are one line each and never long, since nobody reads more of them beside a change; whoever
lays it out escapes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.checklist import SEVERITIES
from mlkb.model.comparison import Kind
from mlkb.render.changes import read_scores
from mlkb.render.comment_rows import Rows
from mlkb.render.counts import Counts, counts
from mlkb.render.escape import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.render.comment_rows import Fold, Row
    from mlkb.render.labels import Labels
    from mlkb.render.referring import Document

_LONGEST = 500
_SHORT = 120
_NOTICES = 10
_TOLD = tuple(
    one.value for one in (Kind.FIXED, Kind.IMPROVED, Kind.ANSWERED, Kind.ADDED, Kind.LEFT)
)
"""What is counted in the headline behind what is new or worse."""


class Comment(NamedTuple):
    """The comment, in the order in which it is read.

    *mark* is `fails`, `warns` (the gate holds, but something is new or worse) or `holds`, and
    *compared* says that there is a base. *changed* is what is new or worse, *blocking* what else is
    in the way.
    """

    mark: str
    headline: str
    sentences: tuple[str, ...]
    compared: bool
    counts: Counts
    notices: tuple[str, ...]
    excuses: tuple[Row, ...]
    overdue: tuple[Row, ...]
    lapsed: tuple[Row, ...]
    changed: tuple[Row, ...]
    blocking: tuple[Row, ...]
    folds: tuple[Fold, ...]
    scores: tuple[str, ...]
    checklists: tuple[str, ...]
    made_by: str


def read_comment(document: Document, labels: Labels, folder: str = "") -> Comment:
    """Return what to say about *document*; the project lies in *folder* of its repository."""
    rows = Rows(document, labels, folder)
    counted = counts(document)
    compared = document["comparison"] is not None
    notices = (plain_text(rows.spoken(one), _LONGEST) for one in document["notices"][:_NOTICES])
    checklists = (
        plain_text(f"{one['checklist']}@{one['version']}", _SHORT)
        for one in document["evaluations"]
    )
    headline = _changes(rows, labels, counted) if compared else _standing(counted, labels)
    return Comment(
        mark=_mark(rows),
        headline=", ".join(headline),
        sentences=tuple(_sentences(document, labels)),
        compared=compared,
        counts=counted,
        notices=tuple(notices),
        excuses=tuple(rows.excused()),
        overdue=tuple(rows.late()),
        lapsed=tuple(rows.lapsed()),
        changed=tuple(rows.full(rows.worse)),
        blocking=tuple(rows.full(rows.blocking)),
        folds=tuple(rows.folds()),
        scores=tuple(read_scores(document, labels)) if compared else (),
        checklists=tuple(dict.fromkeys(checklists)),
        made_by=plain_text(document["made_by"], _SHORT),
    )


def _mark(rows: Rows) -> str:
    if not rows.document["gate"]["holds"]:
        return "fails"
    return "warns" if rows.worse else "holds"


def _standing(counted: Counts, labels: Labels) -> Iterator[str]:
    """Yield how many gaps and open questions there are."""
    heads = {one.what: one.head for one in counted.every}
    numbers = {"gaps": sum(heads[severity] for severity in SEVERITIES), "open": heads["open"]}
    if not any(numbers.values()):
        yield labels.say("report.comment-no-gap")
    for kind, number in numbers.items():
        if number:
            yield labels.count(f"report.{kind}", number)


def _changes(rows: Rows, labels: Labels, counted: Counts) -> Iterator[str]:
    """Yield what a change does: first what is new or worse, then what is better, then excuses."""
    yield from _worse(rows, labels)
    if not rows.worse:
        calm = "calm" if rows.document["gate"]["holds"] else "calm-but-blocked"
        yield labels.say(f"report.comment-{calm}")
    worse = set(rows.worse)
    kinds = [
        one["kind"]
        for names, one in rows.changes.items()
        if names not in worse and names not in rows.excuses
    ]
    for kind in _TOLD:
        if kinds.count(kind):
            yield labels.count(f"report.comment-is-{kind}", kinds.count(kind))
    if not set(kinds) & set(_TOLD) and counted.answered.delta > 0:
        yield labels.count("report.comment-more-answered", counted.answered.delta)
    if rows.excuses:
        yield labels.count("report.comment-is-excused", len(rows.excuses))


def _worse(rows: Rows, labels: Labels) -> Iterator[str]:
    """Yield how many gaps are new and how many are worse, and how many of them are grave."""
    every = [rows.changes[names] for names in rows.worse]
    new = [one for one in every if one["kind"] == Kind.NEW.value]
    worse = [one for one in every if one["kind"] != Kind.NEW.value]
    for word, found in (("new", new), ("worse", worse)):
        grave = sum(one["severity"] == "blocking" for one in found)
        if found and grave == len(found):
            yield labels.count(f"report.comment-{word}-blocking", grave)
        elif found:
            told = labels.count(f"report.comment-{word}", len(found))
            yield labels.say("report.comment-some", gaps=told, number=grave) if grave else told


def _sentences(document: Document, labels: Labels) -> Iterator[str]:
    """Yield what the gate says, what it does not look at, and that there is no base."""
    gate = document["gate"]
    blocking = [(kind, gate[kind]) for kind in ("gaps", "open") if gate[kind]]
    grade = "" if gate["fail_on"] == "none" else labels.say(f"report.severity-{gate['fail_on']}")
    if not grade:
        yield labels.say("report.comment-no-gate")
    elif blocking:
        told = [labels.count(f"report.{kind}", number) for kind, number in blocking]
        what = labels.say("report.and").join(told)
        yield labels.say("report.fails", severity=grade, what=what)
    elif gate["holds"]:
        yield labels.say("report.holds", severity=grade)
    if gate["stale_blocks"] and document["baseline"]:
        states = [one["state"] for one in document["baseline"]["entries"]]
        yield labels.count("report.comment-stale-blocks", states.count("stale"))
    if gate["known"]:
        yield labels.count("report.comment-more-known", gate["known"])
    if document["comparison"] is None:
        yield labels.say("report.comment-no-base")
