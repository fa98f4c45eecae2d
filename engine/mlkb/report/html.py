"""
A report as one HTML file, to send around, print or put on a shared drive.

    mlkb check --report html=report.html

The answer first: the decision, what is overdue, where everything stands and what to start on
Monday, each with its owner; then every result with its figure, every gap, and what is still open. A
gap can be copied as the text of an issue. The file holds all that it shows: it runs no script and
asks no other host for anything. It follows the reader's light or dark setting, fits a phone, and
prints with every gap unfolded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkb.render.escape import html_source
from mlkb.render.issue import issues
from mlkb.render.markup import Markup, tag, together
from mlkb.render.reading import LATEST, read
from mlkb.report.figures import figure_of
from mlkb.report.figures.candidates import Candidate, draw
from mlkb.report.figures.drawing import figure, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkb.render.cards import Card
    from mlkb.render.changes import ChangeRow
    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels
    from mlkb.render.reading import Listing, Reading
    from mlkb.render.referring import Line
    from mlkb.render.standings import Headline, Part, Standing
    from mlkb.report.base import Look

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    " base-uri 'none'; form-action 'none'"
)
_LOOKS = Path(__file__).with_suffix(".css")
_NO_ICON = "data:,"
"""Said, so that a browser does not ask the server for one."""
_GLIMPSE = 6
"""Headlines that stand open, those that block before the others; more are folded.

Candidates have none: what is found about them stands in their ranking.
"""


def render(document: dict[str, Any], labels: Labels, _look: Look) -> str:
    """Return the whole page; a comparison tells changes only."""
    page = _Page(document, labels)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", page.reading.title),
        tag("link", rel="icon", href=_NO_ICON),
        tag("style", Markup("\n" + _LOOKS.read_text("utf-8"))),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, page.body(), lang=labels.locale)}\n"


class _Page:
    """One report: its document, its reading, and the sections as they are written."""

    def __init__(self, document: dict[str, Any], labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.say = labels.say
        self.reading: Reading = read(document, labels)
        self.issues = [one.text for one in issues(document, labels)] if self.reading.gaps else []
        self.contents: list[tuple[str, str]] = []

    def body(self) -> Markup:
        """Return everything that is seen: the answer, then the contents, then the rest."""
        answer = list(self._answer())
        sections = list(self._sections())
        footer = self.say("report.footer", made_by=self.document["made_by"])
        return tag(
            "body",
            tag("a", self.say("report.skip"), href="#report", class_="skip"),
            tag("header", tag("h1", self.reading.title), self._subjects()),
            tag("main", *answer, self._contents(), *sections, id="report", tabindex="-1"),
            tag("footer", tag("p", footer)),
        )

    def _answer(self) -> Iterator[Markup]:
        """Yield what an executive reads: the decision, the headlines, what to start with."""
        reading = self.reading
        if reading.verdict:
            kind = "holds" if reading.holds else "fails"
            if self.document["gate"]["fail_on"] == "none":
                kind = "asked"
            yield tag("p", reading.verdict, class_=f"decision {kind}")
        for notice in reading.notices:
            yield tag("p", notice, class_="aside")
        if self.document["comparison"] is not None:
            yield from self._changes()
            return
        if reading.overdue:
            yield self._section("overdue", "report.overdue-title", *self._overdue())
        glance = None
        if any(not one.ranked for one in reading.headlines):
            glance = self._section("glance", "report.glance-title", *self._glance())
        if reading.monday or reading.none:
            monday = self._section("monday", "report.monday-title", *self._monday())
            yield tag("div", glance, monday, class_="answer")

    def _sections(self) -> Iterator[Markup]:
        reading = self.reading
        if self.document["comparison"] is None:
            for place, listing in enumerate(reading.rankings):
                yield self._ranking(place, listing)
        listings = (self._listing(*one) for one in enumerate(reading.listings))
        first = self.document["about"] in ("alignment", "changes")
        if first:
            yield from listings
        standings = [self._standing(place, one) for place, one in enumerate(reading.standings)]
        if standings:
            yield self._section("standing", "report.standing-title", *standings)
        if reading.gaps:
            yield self._gaps(reading)
        if not first:
            yield from listings
        if self.document["comparison"] is None and reading.closing:
            yield self._section("go-on", "report.go-on", *self._closing())

    def _section(self, name: str, key: str, *inside: Markup | None) -> Markup:
        """Return a section under a title of ours."""
        return self._titled(name, self.say(key), *inside)

    def _titled(self, name: str, title: str, *inside: Markup | None) -> Markup:
        self.contents.append((name, title))
        heading = tag("h2", title, id=f"{name}-title")
        return tag("section", heading, *inside, id=name, aria_labelledby=f"{name}-title")

    def _contents(self) -> Markup | None:
        """Return links to the sections; they are known once all are written."""
        links = [
            tag("li", tag("a", title, href=f"#{name}"))
            for name, title in self.contents
            if name not in ("overdue", "glance", "monday")
        ]
        title = self.say("report.contents")
        return tag("nav", tag("ul", *links), aria_label=title) if links else None

    def _subjects(self) -> Markup | None:
        """Return what the report is about: every subject, once."""
        subjects = dict.fromkeys(one["subject"] for one in self.document["evaluations"])
        return tag("p", " · ".join(subjects), class_="subjects") if subjects else None

    def _glance(self) -> Iterator[Markup]:
        told = [one for one in self.reading.headlines if not one.ranked]
        first = sorted(told, key=lambda one: not self._blocks(one))
        shown, more = first[:_GLIMPSE], first[_GLIMPSE:]
        yield tag("ul", *(self._headline(one) for one in shown), class_="glance")
        if more:
            summary = tag("summary", self.say("report.glance-more", number=len(more)))
            rest = tag("ul", *(self._headline(one) for one in more), class_="glance")
            yield tag("details", summary, rest)
        yield tag("p", self.say("report.glance-note"), class_="aside")

    def _headline(self, headline: Headline) -> Markup:
        return tag(
            "li",
            tag("a", headline.label, href=f"#standing-{headline.place}"),
            " ",
            tag("span", headline.text, class_="finds"),
            class_="blocks" if self._blocks(headline) else None,
        )

    def _blocks(self, headline: Headline) -> bool:
        findings = self.document["evaluations"][headline.place]["findings"]
        return any(finding["blocks"] for finding in findings)

    def _overdue(self) -> Iterator[Markup]:
        """Yield whose plans are overdue, since when, and what was to be done."""
        late = self.reading.overdue
        yield tag("ul", *(self._late(card) for card in late[:LATEST]), class_="overdue")
        more = len(late) - LATEST
        if more > 0:
            yield tag("p", self.labels.count("report.overdue-more", more), class_="aside")

    def _late(self, card: Card) -> Markup:
        return tag(
            "li",
            tag("p", card.owner, class_="late"),
            tag("p", card.first_step, class_="step-to-take"),
            tag("p", tag("a", card.reference, href=f"#gap-{card.number}"), class_="aside"),
        )

    def _monday(self) -> Iterator[Markup]:
        if not self.reading.monday:
            yield tag("p", self.reading.none)
            return
        yield tag("ol", *(self._start(card) for card in self.reading.monday), class_="starts")
        if self.reading.choice:
            yield tag("p", self.reading.choice, class_="aside")

    def _start(self, card: Card) -> Markup:
        """Return one of the gaps to start with: the first step, then whose it is."""
        owner = self.say("report.top-owner", owner=card.owner, effort=card.effort)
        return tag(
            "li",
            tag("p", card.first_step, class_="step-to-take"),
            tag("p", owner, class_="late" if card.overdue else "whose"),
            tag(
                "p",
                tag("a", card.reference, href=f"#gap-{card.number}"),
                " · ",
                tag("span", card.status, class_="grave" if card.blocks else None),
                class_="aside",
            ),
        )

    def _ranking(self, place: int, listing: Listing) -> Markup:
        """Return the candidates in order, and all of them in one drawing."""
        ranking = self.document["rankings"][place]
        candidates = [
            Candidate(subject, self._result(ranking["checklist"], subject, ranking["result"]))
            for subject in ranking["subjects"]
        ]
        name = f"ranking-{place}"
        lines = tag("ul", *(tag("li", line) for line in listing.lines), class_="ranked")
        note = self.say("report.figure-quadrant-note")
        picture = draw(candidates, self.labels, f"{name}-drawn", listing.lines)
        title = f"{listing.title} ({len(listing.lines)})"
        return self._titled(name, title, figure(picture, lines, note=note, kind="candidates"))

    def _result(self, checklist: str, subject: str, result: str) -> dict[str, Any]:
        """Return the result of that id in the document."""
        return next(
            entry["result"]
            for evaluation in self.document["evaluations"]
            if (evaluation["checklist"], evaluation["subject"]) == (checklist, subject)
            for entry in evaluation["results"]
            if entry["id"] == result
        )

    def _standing(self, place: int, standing: Standing) -> Markup:
        """Return where one checklist stands, each result followed by its figure."""
        name = f"standing-{place}"
        title = f"{standing.subject} · {standing.title}"
        parts = [self._part(part, standing, name) for part in standing.parts]
        heading = tag("h3", title, id=f"{name}-title")
        rest = _labelled(standing.rest) if standing.rest else None
        return tag("article", heading, *parts, rest, id=name, aria_labelledby=f"{name}-title")

    def _part(self, part: Part, standing: Standing, name: str) -> Markup:
        drawn = figure_of(part.entry)
        if drawn is None:
            return together(_labelled(part.lines))
        picture = drawn.draw(part.entry, standing.telling, f"{name}-{part.entry['id']}")
        lines = part.lines[: drawn.TELLS] if picture else part.lines
        return together(_labelled(lines), picture)

    def _gaps(self, reading: Reading) -> Markup:
        title = self.say("report.gaps-title", count=len(reading.gaps))
        order = tag("p", reading.order, class_="aside order") if reading.order else None
        return self._titled("gaps", title, order, *(self._gap(card) for card in reading.gaps))

    def _gap(self, card: Card) -> Markup:
        """Return one gap: what to do at a glance, the rest unfolded."""
        told = {self.say(f"report.{word}") for word in ("first-step", "effort", "owner")}
        owner = self.say("report.top-owner", owner=card.owner, effort=card.effort)
        summary = tag(
            "summary",
            tag("span", f"{card.number}.", class_="number"),
            tag("h3", card.ask),
            tag("span", card.status, class_="status grave" if card.blocks else "status"),
            tag("span", card.first_step, class_="step-to-take"),
            tag("span", owner, class_="late" if card.overdue else "whose"),
        )
        lines = [(label, text) for label, text in card.lines if label not in told]
        inside = tag(
            "div",
            tag("p", card.reference, class_="aside"),
            _labelled(lines),
            self._issue(card),
            id=f"gap-{card.number}",
        )
        return tag("details", summary, inside, class_="gap blocks" if card.blocks else "gap")

    def _issue(self, card: Card) -> Markup:
        """Return a gap as the text of an issue, to select whole and copy."""
        words = self.say("report.issue")
        text = Markup(html_source(self.issues[card.number - 1].removesuffix("\n")))
        copied = tag("pre", text, tabindex="0", role="group", aria_label=words)
        return tag("details", tag("summary", words), copied, class_="issue")

    def _listing(self, place: int, listing: Listing) -> Markup:
        lines = tag("ul", *(tag("li", line) for line in listing.lines), class_="statements")
        return self._titled(f"listing-{place}", f"{listing.title} ({len(listing.lines)})", lines)

    def _closing(self) -> Iterator[Markup]:
        for one in self.reading.closing:
            yield tag("p", one.text)
            yield tag("ul", *(tag("li", tag("code", line)) for line in one.commands))

    def _changes(self) -> Iterator[Markup]:
        """Yield what changed since the base, with what was excused first."""
        from mlkb.render.changes import read_changes

        changes = read_changes(self.document, self.labels)
        kind = "aside" if self.reading.verdict else "decision asked"
        yield tag("p", changes.summary, class_=kind)
        if changes.scores:
            yield tag("ul", *(tag("li", score) for score in changes.scores), class_="scores")
        if changes.excuses:
            yield self._moved("excuses", "report.compare-excuses", changes.excuses)
        if changes.stops:
            yield self._section("stops", "report.stops-title", *map(self._stop, changes.stops))
        if self.reading.overdue:
            yield self._section("overdue", "report.overdue-title", *self._overdue())
        if changes.rows:
            yield self._moved("changes", "report.change-title", changes.rows)
        if changes.touched:
            lines = tag("ul", *(tag("li", line) for line in changes.touched))
            yield self._section("touched", "report.touched-title", lines)

    def _moved(self, name: str, key: str, rows: Sequence[ChangeRow]) -> Markup:
        return self._section(name, key, self._rows(self.say(key), rows))

    def _stop(self, entry: Entry) -> Markup:
        """Return one thing that keeps the gate from holding, and what to do about it."""
        return tag(
            "article",
            tag("h3", entry.ask),
            tag("p", f"{entry.name} · {entry.status}", class_="late"),
            _labelled(entry.told[1:]),
        )

    def _rows(self, caption: str, rows: Sequence[ChangeRow]) -> Markup:
        heads = [self.say(f"report.{word}") for word in ("question", "change", "before", "after")]
        cells = [
            (
                together(
                    row.ask,
                    tag("span", row.because, class_="because") if row.because else None,
                    tag("span", row.reference, class_="aside"),
                ),
                row.change,
                row.before,
                row.after,
            )
            for row in rows
        ]
        return tag("div", table(caption, heads, cells), class_="drawn changes")


def _labelled(lines: Iterable[Line]) -> Markup:
    """Return labels with what they are the label of."""
    return tag("dl", *(tag("div", tag("dt", label), tag("dd", text)) for label, text in lines))
