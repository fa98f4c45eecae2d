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
from mlkb.render.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkb.render.cards import Card
    from mlkb.render.changes import ChangeRow, Changes
    from mlkb.render.labels import Labels
    from mlkb.render.reading import Reading
    from mlkb.render.referring import Line
    from mlkb.report.base import Look


def render(document: dict[str, Any], labels: Labels, _look: Look) -> str:
    """Return the report as GitHub-flavoured Markdown; a comparison tells changes only."""
    reading = read(document, labels)
    lines = [f"# {safe(reading.title)}", ""]
    if document["comparison"] is not None:
        from mlkb.render.changes import read_changes

        lines.extend(_changes(read_changes(document, labels), labels))
        lines.extend(_standings(reading, labels))
        return _page(lines)
    if reading.verdict:
        lines.extend([f"**{safe(reading.verdict)}**", ""])
    lines.extend(_glance(reading, labels))
    for ranking in reading.rankings:
        candidates = (f"- {safe(line)}" for line in ranking.lines)
        lines.extend([f"## {safe(ranking.title)}", "", *candidates, ""])
    parts = [_standings(reading, labels), _monday(reading, labels)]
    for part in reversed(parts) if reading.glance else parts:  # of many, what to do comes first
        lines.extend(part)
    lines.extend(_gaps(reading, labels))
    for listing in reading.listings:
        lines.extend([f"## {safe(listing.title)}", ""])
        lines.extend(f"- {safe(line)}" for line in listing.lines)
        lines.append("")
    if reading.closing:
        lines.extend([f"## {safe(labels.say('report.go-on'))}", ""])
    lines.extend(
        f"- {safe(one.text)} " + ", ".join(safe(line) for line in one.commands)
        for one in reading.closing
    )
    return _page(lines)


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _changes(changes: Changes, labels: Labels) -> Iterator[str]:
    yield from [f"**{safe(changes.summary)}**", ""]
    for score in changes.scores:
        yield f"- {safe(score)}"
    if changes.scores:
        yield ""
    if changes.excuses:
        yield from [f"## {safe(labels.say('report.compare-excuses'))}", ""]
        yield from _rows(changes.excuses, labels)
    if changes.rows:
        yield from [f"## {safe(labels.say('report.change-title'))}", ""]
        yield from _rows(changes.rows, labels)


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
    """Yield the gaps that are told in short, a table for each subject."""
    brief = [card for card in reading.gaps if card.brief]
    if not brief:
        return
    title = labels.say("report.brief-title", count=len(brief))
    yield from [f"## {safe(title)}", "", f"_{safe(labels.say('report.brief'))}_", ""]
    names = ("first-step", "question", "state", "effort", "owner")
    heads = ["", *(safe(labels.say(f"report.{name}")) for name in names)]
    for subject in dict.fromkeys(one.subject for one in reading.standings):
        own = [card for card in brief if card.subject == subject]
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
