"""
A report in Markdown, for wikis, issues and pull requests.

    mlkb check --report markdown=report.md

The same reading as in the terminal; whatever comes from files is escaped, so that a note cannot
mention people, link anywhere or break the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.escape import markdown_text as safe
from mlkb.render.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkb.render.changes import ChangeRow, Changes
    from mlkb.render.labels import Labels
    from mlkb.render.reading import Card, Line, Listing, Reading
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
        lines.extend([f"## {safe(ranking.title)}", "", *_items(ranking), ""])
    parts = [_standings(reading, labels), _monday(reading, labels)]
    for part in reversed(parts) if reading.glance else parts:  # of many, what to do comes first
        lines.extend(part)
    lines.extend(_gaps(reading, labels))
    for listing in reading.listings:
        lines.extend([f"## {safe(listing.title)} ({len(listing.lines)})", ""])
        lines.extend(_items(listing))
        lines.append("")
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
    yield "| " + " | ".join(safe(labels.say(f"report.{name}")) for name in names) + " |"
    yield "|---|---|---|---|"
    for row in rows:
        question = f"{row.reference}: {row.because or row.ask}"
        cells = (row.change, question, row.before, row.after)
        yield "| " + " | ".join(safe(cell) for cell in cells) + " |"
    yield ""


def _glance(reading: Reading, labels: Labels) -> Iterator[str]:
    if reading.glance:
        yield from [f"## {safe(labels.say('report.glance-title'))}", ""]
        yield from _labelled(reading.glance)
        yield ""


def _items(listing: Listing) -> Iterator[str]:
    return (f"- {safe(line)}" for line in listing.lines)


def _standings(reading: Reading, labels: Labels) -> Iterator[str]:
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
    for card in reading.monday:
        owner = labels.say("report.top-owner", owner=card.owner, effort=card.effort)
        yield f"{card.number}. **{safe(card.first_step)}**  "
        yield f"   {safe(card.reference)} · {safe(card.status)}  "
        yield f"   {safe(owner)}"
    yield ""


def _gaps(reading: Reading, labels: Labels) -> Iterator[str]:
    if not reading.gaps:
        return
    title = labels.say("report.gaps-title", count=len(reading.gaps))
    yield from [f"## {safe(title)}", ""]
    if reading.order:
        yield from [f"_{safe(reading.order)}_", ""]
    for card in reading.gaps:
        yield from _card(card)


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
