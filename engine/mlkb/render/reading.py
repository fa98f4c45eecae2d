"""A report document, read in one language: what is said, before a format says where.

Every output that people read lays out a `Reading`, so they agree to the word. Texts in it come from
answer files and checklists; each format escapes them for its own place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.cards import Cards
from mlkb.render.listings import Listings
from mlkb.render.referring import TOP, Document, Line, Referring
from mlkb.render.standings import Standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkb.render.cards import Card
    from mlkb.render.labels import Labels
    from mlkb.render.standings import Headline, Standing


LATEST = 5
"""As many overdue plans as stand in front of everything else."""


class Listing(NamedTuple):
    """A titled list of one-line statements."""

    title: str
    lines: tuple[str, ...]


class Continuation(NamedTuple):
    """What is still open, and the commands that go on with it, one for each respondent."""

    text: str
    commands: tuple[str, ...]


class Reading(NamedTuple):
    """The whole report, in the order in which it is read; *none* is said where no gap is.

    *notices* say how it came about, where that matters. *verdict* is the decision of the run, empty
    where no gate was asked about; *overdue* are those of the *gaps* whose plan is overdue, the
    longest overdue first; *headlines* say in a line each where every subject stands, *glance*
    repeats them where they are many, and *rankings* say which candidate comes first. *monday* are
    some of the *gaps*, one for each subject if that is possible; *choice* says how they were chosen
    if they are not simply the first.
    """

    title: str
    holds: bool
    verdict: str
    notices: tuple[str, ...]
    overdue: tuple[Card, ...]
    headlines: tuple[Headline, ...]
    glance: tuple[Line, ...]
    rankings: tuple[Listing, ...]
    monday: tuple[Card, ...]
    choice: str
    standings: tuple[Standing, ...]
    gaps: tuple[Card, ...]
    listings: tuple[Listing, ...]
    order: str
    closing: tuple[Continuation, ...]
    none: str


def read(document: Document, labels: Labels) -> Reading:
    """Return what *document* (`mlkb/report@1`) says in the language of *labels*."""
    reader = _Reader(document, labels)
    standings, work = Standings(_moved(document), labels), Cards(document, labels)
    reading = Reading(
        title=labels.say(f"report.title-{document['about']}", today=document["today"]),
        holds=document["gate"]["holds"],
        verdict="",
        notices=tuple(one[labels.locale] for one in document["notices"]),
        overdue=(),
        headlines=(),
        glance=(),
        rankings=_titled(standings.rankings()),
        monday=(),
        choice="",
        standings=tuple(standings.every()),
        gaps=(),
        listings=(),
        order="",
        closing=tuple(reader.closing()),
        none="",
    )
    if document["about"] == "alignment":
        listings = _titled(reader.lists.alignment())
        return reading._replace(listings=listings, rankings=(), standings=(), closing=())
    if document["about"] == "ranking":
        return reading._replace(standings=tuple(standings.in_order()))
    if document["about"] == "changes" and document["gate"]["fail_on"] == "none":
        return reading
    keys = tuple(work.work())
    cards = tuple(work.cards(keys))
    if document["about"] == "changes":
        return reading._replace(
            verdict=reader.verdict(),
            overdue=tuple(cards[place] for place in work.overdue(keys)),
            listings=_titled([reader.lists.lapsed(), reader.lists.baseline()]),
        )
    headlines = tuple(standings.headlines())
    many = len(reading.standings) > TOP
    chosen = work.monday(keys)
    return reading._replace(
        verdict=reader.verdict(),
        overdue=tuple(cards[place] for place in work.overdue(keys)),
        headlines=headlines,
        glance=tuple((one.label, one.text) for one in headlines) if many else (),
        monday=tuple(cards[place] for place in chosen),
        choice=labels.say("report.monday-choice") if chosen != [*range(len(chosen))] else "",
        gaps=cards,
        listings=_titled(reader.lists.every()),
        order=labels.say("report.order") if len(cards) > 1 else "",
        none=labels.say("report.gaps-none" if reader.answered() else "report.gaps-unknown"),
    )


def _moved(document: Document) -> Document:
    """Return *document* without the evaluations in which nothing changed, if it was compared."""
    comparison = document["comparison"]
    if comparison is None:
        return document
    changes = [one for one in comparison["changes"] if one["kind"] != "unchanged"]
    pairs = {(one["checklist"], one["subject"]) for one in (*changes, *comparison["excuses"])}
    kept = [one for one in document["evaluations"] if (one["checklist"], one["subject"]) in pairs]
    return {**document, "evaluations": kept, "rankings": []}


def _titled(lists: Iterable[tuple[str, list[str]]]) -> tuple[Listing, ...]:
    return tuple(Listing(title, tuple(lines)) for title, lines in lists if lines)


class _Reader(Referring):
    """What is decided, what else there is to know, and how to go on."""

    def __init__(self, document: Document, labels: Labels) -> None:
        super().__init__(document, labels)
        self.lists = Listings(document, labels)

    def answered(self) -> bool:
        """Say whether any scored question is answered."""
        return any(one["weight"] and one["answer"] for one in self.findings.values())

    def verdict(self) -> str:
        """Return the decision of the run in a sentence."""
        gate = self.document["gate"]
        if gate["fail_on"] == "none":
            return self.say(
                "report.no-gate", gaps=self.labels.count("report.gaps", len(self.document["gaps"]))
            )
        grade = self.say(f"report.severity-{gate['fail_on']}")
        known = self.labels.count("report.known", gate["known"]) if gate["known"] else ""
        if gate["holds"]:
            words = "report.holds" if gate["mode"] == "all" else "report.holds-new"
            return f"{self.say(words, severity=grade)} {known}".rstrip()
        counts = [
            self.labels.count(f"report.{kind}", gate[kind])
            for kind in ("gaps", "open")
            if gate[kind]
        ]
        if gate["stale_blocks"]:
            counts.append(self.say("report.stale-entries"))
        what = self.say("report.and").join(counts)
        return f"{self.say('report.fails', severity=grade, what=what)} {known}".rstrip()

    def closing(self) -> Iterator[Continuation]:
        """Yield how to go on: for each checklist and subject, a command for each respondent."""
        keys = self.lists.open_keys()
        disputed = [key for key in keys if self.finding(key)["reason"] == "respondents-differ"]
        for evaluation in self.document["evaluations"]:
            checklist, subject = evaluation["checklist"], evaluation["subject"]
            own = [
                key
                for key in keys
                if (key["checklist"], key["subject"]) == (checklist, subject)
                and key not in disputed
            ]
            if not own:
                continue
            questions = self.labels.count("report.open", len(own))
            command = f"mlkb check {checklist} --subject {subject}"
            people = [sheet["respondent"] for sheet in evaluation["sheets"] if sheet["respondent"]]
            commands = [f"{command} --respondent {name}" for name in people] or [command]
            yield Continuation(self.say("report.continue", questions=questions), tuple(commands))
        if disputed and self.document["about"] == "gaps":
            facts = self.labels.count("report.disputed", len(disputed))
            yield Continuation(self.say("report.continue", questions=facts), ("mlkb align",))
