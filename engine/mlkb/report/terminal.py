"""
A calm report for the terminal; the default.

    mlkb check

The answer first: the decision, what is overdue, where we stand, what to start on Monday, then every
gap; of many, those that block and the first ten in full. Readable at 80 columns, without colour
(`NO_COLOR`) and with wide Korean characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.reading import LATEST, Listing, read
from mlkb.render.width import clip, pad, printable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkb.render.cards import Card
    from mlkb.render.changes import ChangeRow, Changes
    from mlkb.render.labels import Labels
    from mlkb.render.reading import Reading
    from mlkb.render.referring import Line
    from mlkb.render.standings import Standing
    from mlkb.report.base import Look

_WIDEST = 100
_BAR = 20
_NAMED = 38
"""Columns for the name of a checklist; a longer one is cut."""
_PLAIN = str.maketrans(
    {"·": "-", "→": "->", "–": "-", "“": '"', "”": '"', "█": "#", "▒": "?", "░": ".", "…": "..."}
)
_STYLES = {"strong": "1", "bad": "31;1", "good": "32;1", "faint": "2"}


def render(document: dict[str, Any], labels: Labels, look: Look) -> str:
    """Return the report for a terminal of `look.columns`; a comparison tells changes only."""
    page = _Page(labels, look)
    reading = read(document, labels)
    page.head(reading)
    if document["comparison"] is not None:
        from mlkb.render.changes import read_changes

        changes = read_changes(document, labels)
        page.verdict(reading)
        page.notices(reading)
        page.summary(changes)
        page.excuses(changes)
        page.stops(changes)
        page.overdue(reading)
        page.changes(changes)
        for listing in reading.listings:
            page.listing(listing)
        page.standings(reading.standings)
        return page.text()
    page.verdict(reading)
    page.notices(reading)
    page.overdue(reading)
    page.glance(reading)
    for ranking in reading.rankings:
        page.ranking(ranking)
    if reading.glance:  # many: what to do comes before where each stands
        page.monday(reading)
        page.standings(reading.standings)
    else:
        page.standings(reading.standings)
        page.monday(reading)
    page.cards(reading)
    for listing in reading.listings:
        page.listing(listing)
    page.foot(reading)
    return page.text()


class _Page:
    """Lines of text, as wide as the terminal allows."""

    def __init__(self, labels: Labels, look: Look) -> None:
        self.labels = labels
        self.say = labels.say
        self.look = look
        self.columns = max(40, min(look.columns, _WIDEST))
        self.lines: list[str] = []

    def text(self) -> str:
        """Return everything, in characters that the terminal can show."""
        text = "\n".join(self.lines) + "\n"
        return text if self.look.symbols else text.translate(_PLAIN)

    def head(self, reading: Reading) -> None:
        """Say what this is, and as of when."""
        self.lines.append(self._styled(printable(reading.title), "strong"))

    def verdict(self, reading: Reading) -> None:
        """Say the decision first."""
        if reading.verdict:
            self._paragraph(reading.verdict, style="good" if reading.holds else "bad")

    def overdue(self, reading: Reading) -> None:
        """Say whose plans are overdue, since when, and what was to be done."""
        if not reading.overdue:
            return
        self._title(self.say("report.overdue-title"))
        for card in reading.overdue[:LATEST]:
            self._paragraph(card.owner, indent="  ", style="bad")
            self._paragraph(card.first_step, indent="    ")
            self._paragraph(card.reference, indent="    ", style="faint")
        more = len(reading.overdue) - LATEST
        if more > 0:
            self._paragraph(self.labels.count("report.overdue-more", more), indent="  ")

    def notices(self, reading: Reading) -> None:
        """Say what to know about how the report came about."""
        for notice in reading.notices:
            self.lines.append("")
            self._paragraph(notice)

    def summary(self, changes: Changes) -> None:
        """Say in numbers what changed since the base."""
        self.lines.append("")
        self._paragraph(changes.summary, style="strong")
        for score in changes.scores:
            self._paragraph(score, indent="  ")

    def stops(self, changes: Changes) -> None:
        """Say what keeps the gate from holding, and what to do about it."""
        if changes.stops:
            self._title(self.say("report.stops-title"))
        for number, entry in enumerate(changes.stops, 1):
            self._numbered(number, entry.ask)
            self._paragraph(f"{entry.name} · {entry.status}", indent="     ", style="bad")
            self._labelled(entry.told[1:], indent="     ")

    def excuses(self, changes: Changes) -> None:
        """Say what the change accepts, calls n/a or drops."""
        if changes.excuses:
            self._title(self.say("report.compare-excuses"))
            self._rows(changes.excuses)

    def changes(self, changes: Changes) -> None:
        """Say what changed since the base, and what to look at again."""
        if changes.rows:
            self._title(self.say("report.change-title"))
            self._rows(changes.rows)
        if changes.touched:
            self.listing(Listing(self.say("report.touched-title"), changes.touched))

    def standings(self, standings: Iterable[Standing]) -> None:
        """Say where each checklist stands."""
        for standing in standings:
            self._title(f"{standing.subject} · {standing.title}")
            scores = [part.lines[0] for part in standing.parts if part.entry["type"] == "score"]
            self._labelled(
                (label, f"{self._bar(standing.score)}  {text}")
                if standing.score and (label, text) in scores
                else (label, text)
                for label, text in standing.lines
            )

    def glance(self, reading: Reading) -> None:
        """Say in a line each where everything stands."""
        if reading.glance:
            self._title(self.say("report.glance-title"))
            self._paragraph(self.say("report.glance-note"), indent="  ", style="faint")
            told = [one for one in reading.headlines if not one.ranked]
            widest = min(_NAMED, self.columns // 2)
            column = min(widest, max((width(printable(one.title)) for one in told), default=0))
            subject = ""
            for one in told:
                if one.subject != subject:
                    subject = one.subject
                    self._paragraph(subject, indent="  ", style="strong")
                self._labelled([(clip(printable(one.title), column), one.text)], "    ", column)

    def ranking(self, ranking: Listing) -> None:
        """Tell candidates in their order."""
        self._title(ranking.title)
        for line in ranking.lines:
            self._paragraph(line, indent="  ", rest="     ")

    def monday(self, reading: Reading) -> None:
        """Say what to start with."""
        if not reading.monday and not reading.none:
            return
        if not reading.monday:
            self.lines.append("")
            self._paragraph(reading.none)
            return
        self._title(self.say("report.monday-title"))
        for place, card in enumerate(reading.monday, 1):
            self._numbered(place, card.first_step)
            self._paragraph(f"{card.reference} · {card.status}", indent="     ", style="faint")
            owner = self.say("report.top-owner", owner=card.owner, effort=card.effort)
            self._paragraph(owner, indent="     ", style="bad" if card.overdue else "faint")
        if reading.choice:
            self._paragraph(reading.choice, indent="  ", style="faint")

    def cards(self, reading: Reading) -> None:
        """Tell every gap in full."""
        if not reading.gaps:
            return
        self._title(self.say("report.gaps-title", count=len(reading.gaps)))
        if reading.order:
            self._paragraph(reading.order, indent="  ", style="faint")
        for card in reading.gaps:
            if not card.brief:
                self._card(card)
        brief = [card for card in reading.gaps if card.brief]
        if brief:
            self._title(self.say("report.brief-title", count=len(brief)))
            self._paragraph(self.say("report.brief"), indent="  ", style="faint")
        for subject in dict.fromkeys(one.subject for one in reading.standings):
            own = [card for card in brief if card.subject == subject]
            if own:
                self.lines.append("")
                self._paragraph(subject, indent="  ", style="strong")
            for card in own:
                self._brief(card)

    def listing(self, listing: Listing) -> None:
        """Tell a list of statements."""
        self._title(listing.title)
        mark = "·" if self.look.symbols else "-"
        for line in listing.lines:
            self._paragraph(line, indent=f"  {mark} ", rest="    ")

    def foot(self, reading: Reading) -> None:
        """Say how to go on."""
        if reading.closing:
            self.lines.append("")
            for one in reading.closing:
                self._paragraph(one.text)
                for command in one.commands:  # never broken: it is there to be copied
                    self.lines.append(f"  {printable(command)}")

    def _brief(self, card: Card) -> None:
        """Tell the first step of a gap, and whose it is if it is somebody's."""
        self._numbered(card.number, card.first_step)
        reference = card.reference.removeprefix(f"{card.subject}: ")
        self._paragraph(
            f"{reference} · {card.status} · {card.effort}", indent="     ", style="faint"
        )
        if card.owned:
            self._paragraph(card.owner, indent="     ", style="bad" if card.overdue else "faint")

    def _card(self, card: Card) -> None:
        self.lines.append("")
        self._numbered(card.number, card.ask)
        style = "bad" if card.blocks else "faint"
        self._paragraph(f"{card.reference} · {card.status}", indent="     ", style=style)
        self._labelled(card.lines, indent="     ")

    def _rows(self, rows: Iterable[ChangeRow]) -> None:
        for row in rows:
            change = f"{row.change}: " if row.change else ""
            line = f"{change}{row.reference} ({row.before} → {row.after})"
            self._paragraph(line, indent="  ", rest="    ")
            detail = row.because or row.ask
            if detail:
                self._paragraph(detail, indent="    ", style="faint")

    def _title(self, text: str) -> None:
        self.lines.append("")
        for line in wrap(printable(text), self.columns):
            self.lines.append(self._styled(line, "strong"))

    def _numbered(self, number: int, text: str) -> None:
        self._paragraph(text, indent=f"{number:>3}  ", rest="     ", style="strong")

    def _labelled(self, lines: Iterable[Line], indent: str = "  ", least: int = 0) -> None:
        """Write labels in a column of their own, which is *least* wide."""
        pairs = [(printable(label), printable(text)) for label, text in lines]
        column = max((width(label) for label, _ in pairs), default=0)
        column = max(column, least) + 2
        for label, text in pairs:
            rest = indent + " " * column
            first, *more = wrap(text, self.columns, first=rest, rest=rest)
            start = indent + pad(label, column)
            self.lines.append(self._styled(start, "faint") + first[len(rest) :])
            self.lines.extend(more)

    def _paragraph(
        self, text: str, *, indent: str = "", rest: str | None = None, style: str = ""
    ) -> None:
        following = indent if rest is None else rest
        for line in wrap(printable(text), self.columns, first=indent, rest=following):
            self.lines.append(self._styled(line, style))

    def _bar(self, score: tuple[int, int] | None) -> str:
        """Return worst case, open part and the rest as a bar."""
        worst, best = score or (0, 0)
        certain, possible = _BAR * worst // 100, _BAR * best // 100
        return "█" * certain + "▒" * (possible - certain) + "░" * (_BAR - possible)

    def _styled(self, text: str, style: str) -> str:
        if not style or not self.look.colour:
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
