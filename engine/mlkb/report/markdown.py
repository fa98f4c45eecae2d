"""
A report in Markdown, for wikis, issues and pull requests.

    mlkb check --report markdown=report.md

The same reading as in the terminal, of many gaps those that block and the first ten in full;
whatever comes from files is escaped, so that a note cannot mention people, link anywhere or break
the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.escape import markdown_text as safe
from mlkb.render.reading import LATEST, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlkb.render.cards import Card
    from mlkb.render.changes import ChangeRow, Changes
    from mlkb.render.labels import Labels
    from mlkb.render.reading import Reading
    from mlkb.render.referring import Line
    from mlkb.report.base import Look


def render(document: dict[str, Any], labels: Labels, _look: Look) -> str:
    """Return the report as GitHub-flavoured Markdown; a comparison tells changes only."""
    return next(shorter(document, labels))


def shorter(document: dict[str, Any], labels: Labels) -> Iterator[str]:
    """Yield the report in full, then with ever fewer parts, and at last only what is decided.

    A part is left out as a whole, so that what is left is never cut; counts stay those of all.
    """
    reading = read(document, labels)
    title = [f"# {safe(reading.title)}", ""]
    if document["comparison"] is not None:
        from mlkb.render.changes import read_changes

        changes = _change_parts(read_changes(document, labels), reading, labels)
        yield from _forms(title, changes, _SHORTER_CHANGES, labels)
    else:
        yield from _forms(title, _gap_parts(reading, labels), _SHORTER, labels)


_SHORTER = (
    {"listings"},
    {"listings", "gaps"},
    {"listings", "gaps", "standings"},
    {"listings", "gaps", "standings", "short"},
    {"listings", "gaps", "standings", "short", "blocking", "rankings", "closing"},
    {"listings", "gaps", "standings", "short", "blocking", "rankings", "closing", "glance"}
    | {"overdue"},
)
"""What goes first, and what goes next; where gaps are not told in full, they are told in short."""
_SHORTER_CHANGES = (
    {"standings"},
    {"standings", "touched", "listings"},
    {"standings", "touched", "listings", "rows"},
    {"standings", "touched", "listings", "rows", "overdue", "excuses"},
    {"standings", "touched", "listings", "rows", "overdue", "excuses", "stops"},
)
_INSTEAD = {"short": "gaps", "blocking": "short"}
"""Parts that are told only where another one is not."""


def _forms(
    title: Sequence[str],
    parts: Mapping[str, Callable[[], Iterator[str]]],
    without: Sequence[set[str]],
    labels: Labels,
) -> Iterator[str]:
    """Yield all *parts* under *title*, then what is left of them at each step of *without*."""
    note = [f"_{safe(labels.say('report.summary-shortened'))}_", ""]
    for left_out in (set[str](), *without):
        lines = [*title, *(note if left_out else ())]
        for name, part in parts.items():
            if name not in left_out and _INSTEAD.get(name, name) in {*left_out, name}:
                lines.extend(part())
        yield _page(lines)


def _gap_parts(reading: Reading, labels: Labels) -> dict[str, Callable[[], Iterator[str]]]:
    work = {
        "standings": lambda: _standings(reading, labels),
        "monday": lambda: _monday(reading, labels),
    }
    if reading.glance:  # of many, what to do comes first
        work = dict(reversed(work.items()))
    return {
        "verdict": lambda: _verdict(reading),
        "overdue": lambda: _overdue(reading, labels),
        "glance": lambda: _glance(reading, labels),
        "rankings": lambda: _rankings(reading),
        **work,
        "gaps": lambda: _gaps(reading, labels),
        "short": lambda: _table_of_all(reading, labels),
        "blocking": lambda: _table_of_blocking(reading, labels),
        "listings": lambda: _listings(reading),
        "closing": lambda: _closing(reading, labels),
    }


def _change_parts(
    changes: Changes, reading: Reading, labels: Labels
) -> dict[str, Callable[[], Iterator[str]]]:
    return {
        "verdict": lambda: _verdict(reading),
        "summary": lambda: _summary(changes),
        "excuses": lambda: _titled_rows("report.compare-excuses", changes.excuses, labels),
        "stops": lambda: _stops(changes, labels),
        "overdue": lambda: _overdue(reading, labels),
        "rows": lambda: _titled_rows("report.change-title", changes.rows, labels),
        "touched": lambda: _listing(labels.say("report.touched-title"), changes.touched),
        "listings": lambda: _listings(reading),
        "standings": lambda: _standings(reading, labels),
    }


def _stops(changes: Changes, labels: Labels) -> Iterator[str]:
    """Yield what keeps the gate from holding, and what to do about it."""
    if changes.stops:
        yield from [f"## {safe(labels.say('report.stops-title'))}", ""]
    for number, entry in enumerate(changes.stops, 1):
        yield from [f"### {number}. {safe(entry.ask)}", ""]
        yield from [f"{safe(entry.name)} · **{safe(entry.status)}**", ""]
        yield from _labelled(entry.told[1:])
        yield ""


def _verdict(reading: Reading) -> Iterator[str]:
    if reading.verdict:
        yield from [f"**{safe(reading.verdict)}**", ""]
    for notice in reading.notices:
        yield from [safe(notice), ""]


def _overdue(reading: Reading, labels: Labels) -> Iterator[str]:
    if not reading.overdue:
        return
    yield from [f"## {safe(labels.say('report.overdue-title'))}", ""]
    for card in reading.overdue[:LATEST]:
        yield f"- **{safe(card.owner)}:** {safe(card.first_step)}  "
        yield f"  {safe(card.reference)} · {safe(card.status)}"
    more = len(reading.overdue) - LATEST
    yield from ["", safe(labels.count("report.overdue-more", more))] if more > 0 else []
    yield ""


def _rankings(reading: Reading) -> Iterator[str]:
    for ranking in reading.rankings:
        candidates = (f"- {safe(line)}" for line in ranking.lines)
        yield from [f"## {safe(ranking.title)}", "", *candidates, ""]


def _listings(reading: Reading) -> Iterator[str]:
    for listing in reading.listings:
        yield from _listing(*listing)


def _listing(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from [f"## {safe(title)}", ""]
        yield from (f"- {safe(line)}" for line in lines)
        yield ""


def _closing(reading: Reading, labels: Labels) -> Iterator[str]:
    if reading.closing:
        yield from [f"## {safe(labels.say('report.go-on'))}", ""]
    for one in reading.closing:
        yield f"- {safe(one.text)} " + ", ".join(safe(line) for line in one.commands)


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _summary(changes: Changes) -> Iterator[str]:
    yield from [f"**{safe(changes.summary)}**", ""]
    for score in changes.scores:
        yield f"- {safe(score)}"
    if changes.scores:
        yield ""


def _titled_rows(title: str, rows: Sequence[ChangeRow], labels: Labels) -> Iterator[str]:
    if rows:
        yield from [f"## {safe(labels.say(title))}", ""]
        yield from _rows(rows, labels)


def _rows(rows: Iterable[ChangeRow], labels: Labels) -> Iterator[str]:
    names = ("change", "question", "before", "after")
    heads = [safe(labels.say(f"report.{name}")) for name in names]
    cells = (
        (row.change, f"{row.reference}: {row.because or row.ask}", row.before, row.after)
        for row in rows
    )
    yield from _table(heads, ([safe(cell) for cell in row] for row in cells))
    yield ""


def _glance(reading: Reading, labels: Labels) -> Iterator[str]:
    if not reading.glance:
        return
    heads = [safe(labels.say(f"report.{name}")) for name in ("subject", "checklist", "finding")]
    yield from [f"## {safe(labels.say('report.glance-title'))}", ""]
    yield from [f"_{safe(labels.say('report.glance-note'))}_", ""]
    yield from _table(heads, _glimpses(reading))
    yield ""


def _glimpses(reading: Reading) -> Iterator[list[str]]:
    """Yield a row for each headline; a subject is named once."""
    subject = ""
    for one in reading.headlines:
        if not one.ranked:
            name = "" if one.subject == subject else f"**{safe(one.subject)}**"
            yield [name, safe(one.title), safe(one.text)]
            subject = one.subject


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _standings(reading: Reading, labels: Labels) -> Iterator[str]:
    if reading.standings:
        yield from [f"## {safe(labels.say('report.standing-title'))}", ""]
    for standing in reading.standings:
        yield from [f"### {safe(standing.subject)}: {safe(standing.title)}", ""]
        yield from _labelled(standing.lines)
        yield ""


def _monday(reading: Reading, labels: Labels) -> Iterator[str]:
    if not reading.monday:
        yield from [safe(reading.none), ""] if reading.none else []
        return
    yield from [f"## {safe(labels.say('report.monday-title'))}", ""]
    for place, card in enumerate(reading.monday, 1):
        owner = labels.say("report.top-owner", owner=card.owner, effort=card.effort)
        yield f"{place}. **{safe(card.first_step)}**  "
        yield f"   {safe(card.reference)} · {safe(card.status)}  "
        yield f"   {safe(owner)}"
    if reading.choice:
        yield from ["", f"_{safe(reading.choice)}_"]
    yield ""


def _gaps(reading: Reading, labels: Labels) -> Iterator[str]:
    if not reading.gaps:
        return
    title = labels.say("report.gaps-title", count=len(reading.gaps))
    yield from [f"## {safe(title)}", ""]
    if reading.order:
        yield from [f"_{safe(reading.order)}_", ""]
    for card in reading.gaps:
        if not card.brief:
            yield from _card(card)
    yield from _brief(reading, labels)


def _brief(reading: Reading, labels: Labels) -> Iterator[str]:
    """Yield the gaps that are told in short."""
    brief = [card for card in reading.gaps if card.brief]
    if brief:
        title = labels.say("report.brief-title", count=len(brief))
        yield from [f"## {safe(title)}", "", f"_{safe(labels.say('report.brief'))}_", ""]
        yield from _tables(reading, brief, labels)


def _table_of_all(reading: Reading, labels: Labels) -> Iterator[str]:
    if reading.gaps:
        title = labels.say("report.gaps-title", count=len(reading.gaps))
        yield from [f"## {safe(title)}", ""]
        yield from _tables(reading, reading.gaps, labels)


def _table_of_blocking(reading: Reading, labels: Labels) -> Iterator[str]:
    blocking = [card for card in reading.gaps if card.blocks]
    if blocking:
        title = labels.say("report.gaps-title", count=len(reading.gaps))
        yield from [f"## {safe(title)}", ""]
        yield from _tables(reading, blocking, labels)
        left = len(reading.gaps) - len(blocking)
        yield from [safe(labels.count("report.more-gaps", left)), ""] if left else []


def _tables(reading: Reading, cards: Sequence[Card], labels: Labels) -> Iterator[str]:
    """Yield *cards* as a table for each subject."""
    names = ("first-step", "question", "state", "effort", "owner")
    heads = ["", *(safe(labels.say(f"report.{name}")) for name in names)]
    for subject in dict.fromkeys(one.subject for one in reading.standings):
        own = [card for card in cards if card.subject == subject]
        if own:
            yield from [f"### {safe(subject)}", ""]
            yield from _table(heads, (_row(card) for card in own))
            yield ""


def _row(card: Card) -> list[str]:
    reference = card.reference.removeprefix(f"{card.subject}: ")
    owner = card.owner if card.owned else ""
    cells = (str(card.number), card.first_step, reference, card.status, card.effort, owner)
    return [safe(cell) for cell in cells]


def _card(card: Card) -> Iterator[str]:
    yield f"### {card.number}. {safe(card.ask)}"
    yield ""
    yield f"{safe(card.reference)} · **{safe(card.status)}**"
    yield ""
    yield from _labelled(card.lines)
    yield ""


def _labelled(lines: Iterable[Line]) -> Iterator[str]:
    for label, text in lines:
        yield f"- **{safe(label)}:** {safe(text)}"
