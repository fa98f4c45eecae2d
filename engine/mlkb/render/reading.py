"""A report document, read in one language: what is said, before a format says where.

Every output that people read lays out a `Reading`, so they agree to the word. Texts in it come from
answer files and checklists; each format escapes them for its own place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.render.answer import answer_text
from mlkb.render.results import result_words
from mlkb.render.results.base import Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlkb.render.labels import Labels

Document = dict[str, Any]
Line = tuple[str, str]
"""A label and what it is the label of."""
TOP = 3
"""Gaps to start with on Monday."""


class Part(NamedTuple):
    """What one result says; *entry* is the result in the document, which a figure draws."""

    entry: Document
    lines: tuple[Line, ...]


class Standing(NamedTuple):
    """Where one checklist stands for one subject; *score* is worst and best percent, if any.

    *lines* are those of its *parts*, one for each result, and then what else there is to say.
    """

    title: str
    subject: str
    lines: tuple[Line, ...]
    score: tuple[int, int] | None
    parts: tuple[Part, ...]
    telling: Telling

    @property
    def rest(self) -> tuple[Line, ...]:
        """The lines that are about no result."""
        return self.lines[sum(len(part.lines) for part in self.parts) :]


class Headline(NamedTuple):
    """What one checklist finds for one subject, in a line; *place* is that of its standing."""

    place: int
    label: str
    text: str


class Card(NamedTuple):
    """One gap: *reference* is `subject: checklist/question`, *status* what it is and how grave."""

    number: int
    reference: str
    ask: str
    status: str
    blocks: bool
    overdue: bool
    first_step: str
    owner: str
    effort: str
    lines: tuple[Line, ...]


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

    *verdict* is the decision of the run, empty where no gate was asked about; *headlines* say in a
    line each where every subject stands, *glance* repeats them where they are many, and *rankings*
    say which candidate comes first.
    """

    title: str
    holds: bool
    verdict: str
    headlines: tuple[Headline, ...]
    glance: tuple[Line, ...]
    rankings: tuple[Listing, ...]
    monday: tuple[Card, ...]
    standings: tuple[Standing, ...]
    gaps: tuple[Card, ...]
    listings: tuple[Listing, ...]
    order: str
    closing: tuple[Continuation, ...]
    none: str


def read(document: Document, labels: Labels) -> Reading:
    """Return what *document* (`mlkb/report@1`) says in the language of *labels*."""
    reader = _Reader(document, labels)
    reading = Reading(
        title=labels.say(f"report.title-{document['about']}", today=document["today"]),
        holds=document["gate"]["holds"],
        verdict="",
        headlines=(),
        glance=(),
        rankings=tuple(reader.rankings()),
        monday=(),
        standings=tuple(reader.standing(one) for one in document["evaluations"]),
        gaps=(),
        listings=(),
        order="",
        closing=tuple(reader.closing()),
        none="",
    )
    if document["about"] == "alignment":
        return reading._replace(listings=tuple(reader.alignment()), rankings=())
    if document["about"] != "gaps":
        return reading
    cards = tuple(reader.cards())
    headlines = tuple(reader.headlines())
    many = len(reading.standings) > TOP
    return reading._replace(
        verdict=reader.verdict(),
        headlines=headlines,
        glance=tuple((one.label, one.text) for one in headlines) if many else (),
        monday=cards[:TOP],
        gaps=cards,
        listings=tuple(listing for listing in reader.listings() if listing.lines),
        order=labels.say("report.order") if len(cards) > 1 else "",
        none=labels.say("report.gaps-none" if reader.answered() else "report.gaps-unknown"),
    )


class _Reader:
    """One reading: the document, its language, and its findings by name."""

    def __init__(self, document: Document, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.say: Callable[..., str] = labels.say
        self.several = len({one["subject"] for one in document["evaluations"]}) > 1
        self.findings = {
            (one["checklist"], one["subject"], finding["question"]): finding
            for one in document["evaluations"]
            for finding in one["findings"]
        }

    def spoken(self, text: Document | None) -> str:
        """Return a text of the document in the reader's language."""
        return str(text[self.labels.locale]) if text else ""

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
        if gate["holds"]:
            return self.say("report.holds", severity=grade)
        counts = [
            self.labels.count(f"report.{kind}", gate[kind])
            for kind in ("gaps", "open")
            if gate[kind]
        ]
        return self.say("report.fails", severity=grade, what=self.say("report.and").join(counts))

    def headlines(self) -> Iterator[Headline]:
        """Yield where every subject stands, in a line for each checklist that finds something."""
        every = enumerate(self.document["evaluations"])
        for place, evaluation in sorted(every, key=lambda one: one[1]["subject"]):
            telling = Telling(evaluation, self.labels)
            found = [
                result_words(entry).headline(entry, telling)
                for entry in evaluation["results"]
                if entry["result"]
            ]
            blocking = sum(finding["blocks"] for finding in evaluation["findings"])
            if blocking:
                found.append(self.labels.count("report.blocking", blocking))
            if any(found):
                label = f"{evaluation['subject']} · {self.spoken(evaluation['title'])}"
                text = self.say("report.between").join(text for text in found if text)
                yield Headline(place, label, text)

    def rankings(self) -> Iterator[Listing]:
        """Yield the candidates in the order in which to take them up."""
        evaluations = {
            (one["checklist"], one["subject"]): one for one in self.document["evaluations"]
        }
        for ranking in self.document["rankings"]:
            lines = [
                self._ranked(place, evaluations[ranking["checklist"], subject], ranking["result"])
                for place, subject in enumerate(ranking["subjects"], 1)
            ]
            yield Listing(self.say("report.ranking-title"), tuple(lines))

    def alignment(self) -> Iterator[Listing]:
        """Yield, for each checklist that several people answered, where they differ most."""
        for evaluation in self.document["evaluations"]:
            findings = {one["question"]: one for one in evaluation["findings"]}
            asked = sum(len(_answers(one)) > 1 for one in findings.values())
            lines = [
                self.say(
                    "report.spread",
                    spread=one["spread"],
                    question=self.spoken(findings[one["question"]]["ask"]),
                    given=self._given(findings[one["question"]]),
                )
                for one in evaluation["differ"]
            ]
            facts = {"subject": evaluation["subject"], "title": self.spoken(evaluation["title"])}
            agreed = self.say("report.agreed", same=asked - len(lines), asked=asked)
            yield Listing(self.say("report.talk-title", **facts), tuple(lines[:TOP]) or (agreed,))
            if lines[TOP:]:
                yield Listing(self.say("report.talk-rest", **facts), (*lines[TOP:], agreed))

    def _ranked(self, place: int, evaluation: Document, result: str) -> str:
        telling = Telling(evaluation, self.labels)
        entry = next(one for one in evaluation["results"] if one["id"] == result)
        words = result_words(entry)
        (_, _), (_, axes), *_ = words.lines(entry, telling)
        line = self.say(
            "report.ranked",
            place=place,
            subject=evaluation["subject"],
            title=words.headline(entry, telling),
            axes=axes,
        )
        if entry["result"]["quick"]:
            quick = self.spoken(entry["result"]["quick"]["title"])
            line += self.say("report.ranked-quick", quick=quick)
        if entry["result"]["flags"]:
            line += self.say("report.ranked-flags", count=len(entry["result"]["flags"]))
        return line

    def standing(self, evaluation: Document) -> Standing:
        """Return where a checklist stands: who answered, its results, what differs, what lacks."""
        people = [_person(sheet) for sheet in evaluation["sheets"] if sheet["respondent"]]
        score = None
        telling = Telling(evaluation, self.labels)
        parts = tuple(
            Part(entry, tuple(result_words(entry).lines(entry, telling)))
            for entry in evaluation["results"]
        )
        lines = [line for part in parts for line in part.lines]
        for entry in evaluation["results"]:
            if entry["type"] == "score" and entry["result"]:
                score = (entry["result"]["worst"], entry["result"]["best"])
        if not evaluation["results"]:
            known = sum(one["outcome"] == "met" for one in evaluation["findings"])
            total = len(evaluation["findings"])
            lines.append(
                (self.say("report.facts"), self.say("report.facts-known", known=known, total=total))
            )
        if people:
            lines.append((self.say("report.respondents"), ", ".join(people)))
        if evaluation["differ"]:
            differing = ", ".join(one["question"] for one in evaluation["differ"][:TOP])
            lines.append(
                (self.say("report.talk"), self.say("report.talk-about", questions=differing))
            )
        lines.extend(
            (
                self.say("report.missing"),
                self.say("report.missing-file", **one),
            )
            for one in evaluation["missing"]
        )
        return Standing(
            title=f"{self.spoken(evaluation['title'])} ({evaluation['checklist']})",
            subject=evaluation["subject"],
            lines=tuple(lines),
            score=score,
            parts=parts,
            telling=telling,
        )

    def cards(self) -> Iterator[Card]:
        """Yield the gaps that are not accepted, in the order in which to work on them."""
        number = 0
        for key in self.document["gaps"]:
            finding = self._finding(key)
            if finding["accept"] and not finding["accept"]["expired"]:
                continue
            number += 1
            yield self._card(number, key, finding)

    def listings(self) -> Iterator[Listing]:
        """Yield what else the reader must know, each under its title."""
        every = [
            (self._reference(key[0], key[1], key[2]), finding)
            for key, finding in self.findings.items()
        ]
        yield Listing(self.say("report.open-title"), tuple(self._open_lines()))
        yield Listing(
            self.say("report.accepted-title"),
            tuple(self._accepted(name, one) for name, one in every if one["accept"]),
        )
        yield Listing(
            self.say("report.excused-title"),
            tuple(
                self.say("report.excused", name=name, because=one["because"])
                for name, one in every
                if one["reason"] in ("answered-not-applicable", "dropped")
            ),
        )
        yield Listing(
            self.say("report.stale-title"),
            tuple(self.say("report.stale", name=name) for name, one in every if one["stale"]),
        )
        yield Listing(
            self.say("report.differ-title"),
            tuple(self._differing(name, one) for name, one in every if _differ(one)),
        )
        yield Listing(
            self.say("report.ignored-title"),
            tuple(self.say("report.ignored", name=name) for name, one in every if one["ignored"]),
        )

    def closing(self) -> Iterator[Continuation]:
        """Yield how to go on: for each checklist and subject, a command for each respondent."""
        for evaluation in self.document["evaluations"]:
            checklist, subject = evaluation["checklist"], evaluation["subject"]
            count = sum(
                key["checklist"] == checklist and key["subject"] == subject
                for key in self.document["open"]
            )
            if not count:
                continue
            questions = self.labels.count("report.open", count)
            command = f"mlkb check {checklist} --subject {subject}"
            people = [sheet["respondent"] for sheet in evaluation["sheets"] if sheet["respondent"]]
            commands = [f"{command} --respondent {name}" for name in people] or [command]
            yield Continuation(self.say("report.continue", questions=questions), tuple(commands))

    def _card(self, number: int, key: Document, finding: Document) -> Card:
        improve = finding["improve"] or {"do": None, "effort": None, "see": ()}
        effort = self.say(f"report.effort-{improve['effort'] or 'unknown'}")
        plan = finding["plan"]
        overdue = bool(plan and plan["overdue"])
        owner = self.say("report.owner-nobody")
        if plan:
            words = "report.owner-overdue" if overdue else "report.owner-plan"
            owner = self.say(words, by=plan["by"], until=plan["until"])
        severity = self.say(f"report.severity-{finding['severity']}")
        status = self.say(f"report.outcome-{finding['outcome']}")
        first_step = self.spoken(improve["do"]) or self.say("report.step-unknown")
        lines = [
            (self.say("report.now"), self._now(finding)),
            (self.say("report.why"), self.spoken(finding["why"])),
            (self.say("report.first-step"), first_step),
            (self.say("report.effort"), effort),
            (self.say("report.owner"), owner),
            (self.say("report.proof"), self._proof(finding)),
            (self.say("report.read-more"), ", ".join(_more(key, improve["see"]))),
            (self.say("report.source"), self._source(finding)),
            (self.say("report.place"), _place(finding["location"])),
        ]
        return Card(
            number=number,
            reference=self._reference(key["checklist"], key["subject"], key["question"]),
            ask=self.spoken(finding["ask"]),
            status=f"{status} · {severity}",
            blocks=finding["blocks"],
            overdue=overdue,
            first_step=first_step,
            owner=owner,
            effort=effort,
            lines=tuple((label, text) for label, text in lines if text),
        )

    def _now(self, finding: Document) -> str:
        """Return the answer as it stands, why it falls short, and the note beside it."""
        parts = [answer_text(finding["answer"], self.labels)]
        if finding["reason"] in ("evidence-missing", "premise-unmet"):
            premise = finding["requires"] or ""
            parts.append(self.say(f"report.reason-{finding['reason']}", premise=premise))
        missing = [one["text"] for one in finding["evidence"] if one["status"] == "missing"]
        if missing:
            parts.append(self.say("report.evidence-not-found", evidence=", ".join(missing)))
        if finding["accept"]:
            parts.append(self.say("report.accept-expired", until=finding["accept"]["until"]))
        if _is_lowest(finding):
            parts.append(self.say("report.says", respondent=finding["respondent"]))
        if finding["note"]:
            parts.append(self.say("report.note", note=finding["note"]))
        return self.say("report.between").join(part for part in parts if part)

    def _proof(self, finding: Document) -> str:
        return self.spoken(finding["evidence_wanted"]) if finding["evidence_wanted"] else ""

    def _source(self, finding: Document) -> str:
        """Return document and section of the claims behind a question, and what is ours."""
        provenance = self.say(f"report.provenance-{finding['provenance']}")
        places = dict.fromkeys(
            self.say(
                "report.source-place", source=self.spoken(one["source"]), section=one["section"]
            )
            for one in finding["sources"]
        )
        doubts = dict.fromkeys(
            self.say("report.doubtful", doubt=self.spoken(one["doubtful"]))
            for one in finding["sources"]
            if one["doubtful"]
        )
        return " ".join([*(places or {provenance: None}), *doubts])

    def _open_lines(self) -> Iterator[str]:
        """Yield the open questions: what to answer first, and what that unlocks."""
        for key in self.document["open"]:
            finding = self._finding(key)
            name = self._reference(key["checklist"], key["subject"], key["question"])
            mark = self.say("report.open-blocks") if finding["blocks"] else ""
            if finding["waits_for"]:
                first = ", ".join(finding["waits_for"])
                line = self.say("report.open-waits", name=name, first=first)
            elif finding["reason"] in ("respondents-differ", "reason-missing"):
                line = self.say(f"report.open-{finding['reason']}", name=name)
            elif key["unlocks"]:
                more = self.labels.count("report.more", key["unlocks"])
                line = self.say("report.open-unlocks", name=name, more=more)
            else:
                line = self.say("report.open-plain", name=name, ask=self.spoken(finding["ask"]))
            yield f"{line} {mark}".rstrip()

    def _accepted(self, name: str, finding: Document) -> str:
        accept = finding["accept"]
        words = "report.accepted-expired" if accept["expired"] else "report.accepted"
        return self.say(words, name=name, **accept)

    def _differing(self, name: str, finding: Document) -> str:
        return f"{name}: {self._given(finding)}"

    def _given(self, finding: Document) -> str:
        """Return who says what."""
        return self.say("report.between").join(
            self.say(
                "report.differs-one",
                respondent=one["respondent"] or self.say("report.nobody"),
                answer=answer_text(one["answer"], self.labels) or self.say("report.no-answer"),
            )
            for one in finding["given"]
        )

    def _finding(self, key: Document) -> Document:
        finding: Document = self.findings[key["checklist"], key["subject"], key["question"]]
        return finding

    def _reference(self, checklist: str, subject: str, question: str) -> str:
        reference = f"{checklist}/{question}"
        return f"{subject}: {reference}" if self.several else reference


def _person(sheet: Document) -> str:
    return f"{sheet['respondent']} ({sheet['role']})" if sheet["role"] else str(sheet["respondent"])


def _more(key: Document, see: Iterable[str]) -> list[str]:
    """Return the commands and addresses that tell more."""
    own = f"mlkb show {key['checklist']}/{key['question']}"
    return [own, *(one if "://" in one else f"mlkb show {one}" for one in see)]


def _place(location: Document) -> str:
    line = f":{location['line']}" if location["line"] else ""
    return f"{location['path']}{line}"


def _differ(finding: Document) -> bool:
    """Say whether respondents gave answers that differ."""
    return len(set(_answers(finding))) > 1


def _answers(finding: Document) -> list[str]:
    """Return what the respondents answered, in their order."""
    return [str(one["answer"]["given"]) for one in finding["given"] if one["answer"]]


def _is_lowest(finding: Document) -> bool:
    """Say whether one respondent's answer earns less than everybody else's."""
    credits = sorted(one["credit"] for one in finding["given"] if one["answer"])
    return len(credits) > 1 and credits[0] < credits[1]
