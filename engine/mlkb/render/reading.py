"""A report document, read in one language: what is said, before a format says where.

Every output that people read lays out a `Reading`, so they agree to the word. Texts in it come from
answer files and checklists; each format escapes them for its own place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.answer import answer_text
from mlkb.render.listings import Listings
from mlkb.render.referring import Document, Referring
from mlkb.render.results import result_words
from mlkb.render.results.base import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlkb.render.labels import Labels

Line = tuple[str, str]
"""A label and what it is the label of."""
TOP = 3
"""Gaps to start with on Monday."""
_MANY = 20
"""Gaps that nobody reads in full any more."""
_IN_FULL = 10
"""Of many gaps, the first that are told in full, besides those that block."""
_LATER = ("candidate", "person")
"""What no Monday starts with: a candidate has its ranking first, a person decides alone."""


_Names = tuple[str, str, str]
"""Checklist, subject and question."""


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
    """What one checklist finds for one subject, in a line; *place* is that of its standing.

    *label* names both; *ranked* says that a ranking tells of this subject.
    """

    place: int
    label: str
    text: str
    subject: str
    title: str
    ranked: bool


class Card(NamedTuple):
    """One gap: *reference* is `subject: checklist/question`, *status* what it is and how grave.

    *owned* says that somebody plans to close it, *brief* that it need not be told in full, because
    there are many.
    """

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
    subject: str
    owned: bool
    brief: bool


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
    say which candidate comes first. *monday* are some of the *gaps*, one for each subject if that
    is possible.
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
        listings = _titled(reader.lists.alignment())
        return reading._replace(listings=listings, rankings=(), standings=(), closing=())
    if document["about"] == "ranking":
        order = [name for one in document["rankings"] for name in one["subjects"]]
        standings = sorted(reading.standings, key=lambda one: order.index(one.subject))
        return reading._replace(standings=tuple(standings))
    if document["about"] != "gaps":
        return reading
    keys = tuple(reader.work())
    cards = tuple(reader.cards(keys))
    headlines = tuple(reader.headlines())
    many = len(reading.standings) > TOP
    return reading._replace(
        verdict=reader.verdict(),
        headlines=headlines,
        glance=tuple((one.label, one.text) for one in headlines) if many else (),
        monday=tuple(cards[place] for place in reader.monday(keys)),
        gaps=cards,
        listings=_titled(reader.lists.every()),
        order=labels.say("report.order") if len(cards) > 1 else "",
        none=labels.say("report.gaps-none" if reader.answered() else "report.gaps-unknown"),
    )


def _titled(lists: Iterable[tuple[str, list[str]]]) -> tuple[Listing, ...]:
    return tuple(Listing(title, tuple(lines)) for title, lines in lists if lines)


class _Reader(Referring):
    """One reading: what is decided, where everything stands, and what to work on."""

    def __init__(self, document: Document, labels: Labels) -> None:
        super().__init__(document, labels)
        self.lists = Listings(document, labels)
        self.about: Mapping[str, str] = {
            one["subject"]: one["about"] for one in document["evaluations"]
        }
        self.ranked = {name for one in document["rankings"] for name in one["subjects"]}
        self.accepted = {
            key
            for key, finding in self.findings.items()
            if finding["accept"] and not finding["accept"]["expired"]
        }

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
        for place, evaluation in enumerate(self.document["evaluations"]):
            found = list(self._found(evaluation))
            if found:
                subject, title = evaluation["subject"], self.spoken(evaluation["title"])
                yield Headline(
                    place=place,
                    label=f"{subject} · {title}",
                    text=self.say("report.between").join(found),
                    subject=subject,
                    title=title,
                    ranked=subject in self.ranked,
                )

    def _found(self, evaluation: Document) -> Iterator[str]:
        """Yield what a checklist finds, in a few words each: the score comes after the rest."""
        telling = Telling(evaluation, self.labels, self.asks)
        entries = [entry for entry in evaluation["results"] if entry["result"]]
        entries.sort(key=lambda entry: bool(entry["type"] == "score"))
        talk = [entry["result"] for entry in entries if entry["type"] == "comparison"]
        verdicts = [entry for entry in entries if entry["type"] in ("profile", "verdict")]
        for entry in entries:
            text = result_words(entry).headline(entry, telling)
            if not text or entry["type"] == "comparison":
                continue
            title = self.spoken(entry["title"]) if entry in verdicts[1:] else ""
            yield self.say("report.labelled", label=title, text=text) if title else text
            yield from self._otherwise(entry)
        rows = sum(one["differs"] + one["risks"] for one in talk)
        if rows:
            yield self.labels.count("report.comparison-count", rows)
        if evaluation["differ"]:
            yield self.labels.count("report.differ-count", len(evaluation["differ"]))
        blocking = sum(finding["blocks"] for finding in evaluation["findings"])
        if blocking:
            yield self.labels.count("report.blocking", blocking)

    def _otherwise(self, entry: Document) -> Iterator[str]:
        """Yield who alone would come to another result, if the respondents part over it."""
        if len({voice["says"] for voice in entry["voices"]}) > 1:
            says = _says(entry["result"])
            who = [voice["respondent"] for voice in entry["voices"] if voice["says"] != says]
            words = "report.otherwise-one" if len(who) == 1 else "report.otherwise-many"
            yield self.say(words, who=", ".join(who))

    def rankings(self) -> Iterator[Listing]:
        """Yield the candidates in the order in which to take them up."""
        for ranking in self.document["rankings"]:
            lines = [
                self._ranked(place, subject, ranking)
                for place, subject in enumerate(ranking["subjects"], 1)
            ]
            yield Listing(self.say("report.ranking-title"), tuple(lines))

    def _ranked(self, place: int, subject: str, ranking: Document) -> str:
        """Return what to do with a candidate, and what other checklists say about it."""
        own = [one for one in self.document["evaluations"] if one["subject"] == subject]
        (evaluation,) = [one for one in own if one["checklist"] == ranking["checklist"]]
        (entry,) = [one for one in evaluation["results"] if one["id"] == ranking["result"]]
        telling = Telling(evaluation, self.labels, self.asks)
        words = result_words(entry)
        (_, _), (_, axes), *_ = words.lines(entry, telling)
        title = words.headline(entry, telling)
        said = [self.say("report.ranked", place=place, subject=subject, title=title, axes=axes)]
        result = entry["result"]
        if result["quick"]:
            said.append(self.spoken(result["quick"]["title"]))
        if result["flags"]:
            said.append(self.labels.count("report.ranked-flags", len(result["flags"])))
        for other in own:
            if other is not evaluation and (found := self._decided(other)):
                title = self.spoken(other["title"])
                said.append(self.say("report.ranked-also", title=title, found=found))
        blocking = sum(finding["blocks"] for one in own for finding in one["findings"])
        if blocking:
            said.append(self.labels.count("report.blocking", blocking))
        return self.say("report.between").join(said)

    def _decided(self, evaluation: Document) -> str:
        """Return what the verdicts of a checklist say."""
        telling = Telling(evaluation, self.labels, self.asks)
        return self.say("report.between").join(
            result_words(entry).headline(entry, telling)
            for entry in evaluation["results"]
            if entry["type"] == "verdict"
        )

    def standing(self, evaluation: Document) -> Standing:
        """Return where a checklist stands: who answered, its results, what differs, what lacks."""
        people = [
            _person(sheet, self.labels.locale)
            for sheet in evaluation["sheets"]
            if sheet["respondent"]
        ]
        score = None
        telling = Telling(evaluation, self.labels, self.asks)
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

    def work(self) -> Iterator[Document]:
        """Yield the gaps to work on, in their order.

        Not those that are accepted, fold under another one, or stand where nobody should work.
        """
        for key in self.document["gaps"]:
            names = _names(key)
            settled = key["subject"] in self.settled and not self.findings[names]["blocks"]
            if names not in self.accepted and not settled and self._above(names) == names:
                yield key

    def _above(self, names: _Names) -> _Names:
        """Return the gap under which one folds: the unmet premise, or itself."""
        finding = self.findings[names]
        while finding["reason"] == "premise-unmet":
            premise = (names[0], names[1], finding["requires"])
            if premise in self.accepted:
                return names
            names, finding = premise, self.findings[premise]
        return names

    def cards(self, keys: Sequence[Document]) -> Iterator[Card]:
        """Yield *keys* as cards, numbered in their order."""
        folded: dict[_Names, list[str]] = {}
        for key in self.document["gaps"]:
            names = _names(key)
            above = self._above(names)
            if above != names and names not in self.accepted:
                line = f"{key['checklist']}/{key['question']} ({self.status(self.findings[names])})"
                folded.setdefault(above, []).append(line)
        many = len(keys) > _MANY
        for number, key in enumerate(keys, 1):
            card = self._card(number, key, folded.get(_names(key), []))
            yield card._replace(brief=many and number > _IN_FULL and not card.blocks)

    def monday(self, keys: Sequence[Document]) -> list[int]:
        """Return the places of the gaps to start with.

        Of equally grave ones, those that nobody has under way, and each of another subject.
        """
        places = [at for at, key in enumerate(keys) if self.about[key["subject"]] not in _LATER]
        left = places or list(range(len(keys)))
        taken: list[int] = []
        while left and len(taken) < TOP:
            seen = {keys[at]["subject"] for at in taken}
            grave = self._gravity(keys[left[0]])
            alike = [at for at in left if self._gravity(keys[at]) == grave]
            waiting = [at for at in alike if not self._under_way(keys[at])] or alike
            place = next((at for at in waiting if keys[at]["subject"] not in seen), waiting[0])
            left.remove(place)
            taken.append(place)
        return sorted(taken)

    def _gravity(self, key: Document) -> tuple[bool, str]:
        finding = self.finding(key)
        return finding["blocks"], finding["severity"]

    def _under_way(self, key: Document) -> bool:
        plan = self.finding(key)["plan"]
        return bool(plan and not plan["overdue"])

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

    def _card(self, number: int, key: Document, folded: Sequence[str]) -> Card:
        finding = self.finding(key)
        improve = finding["improve"] or {"do": None, "effort": None, "see": ()}
        effort = self.say(f"report.effort-{improve['effort'] or 'unknown'}")
        plan = finding["plan"]
        overdue = bool(plan and plan["overdue"])
        owner = self.say("report.owner-nobody")
        if plan:
            words = "report.owner-overdue" if overdue else "report.owner-plan"
            owner = self.say(words, by=plan["by"], until=plan["until"])
        first_step = self.spoken(improve["do"]) or self.say("report.step-unknown")
        lines = [
            (self.say("report.now"), self._now(finding)),
            (self.say("report.why"), self.spoken(finding["why"])),
            (self.say("report.first-step"), first_step),
            (self.say("report.effort"), effort),
            (self.say("report.owner"), owner),
            (self.say("report.proof"), self._proof(finding)),
            (self.say("report.folded"), ", ".join(folded)),
            (self.say("report.read-more"), ", ".join(_more(key, improve["see"]))),
            (self.say("report.source"), self._source(finding)),
            (self.say("report.place"), _place(finding["location"])),
        ]
        return Card(
            number=number,
            reference=self.reference(key["checklist"], key["subject"], key["question"]),
            ask=self.spoken(finding["ask"]),
            status=self.status(finding),
            blocks=finding["blocks"],
            overdue=overdue,
            first_step=first_step,
            owner=owner,
            effort=effort,
            lines=tuple((label, text) for label, text in lines if text),
            subject=key["subject"],
            owned=bool(plan),
            brief=False,
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


def _says(result: Document) -> str:
    """Return the id of the type, verdict, quadrant or level that a result comes to."""
    for name in ("verdict", "quadrant"):
        if result.get(name):
            return str(result[name]["id"])
    return str(result.get("best") or result.get("reached") or "")


def _names(key: Document) -> _Names:
    return key["checklist"], key["subject"], key["question"]


def _person(sheet: Document, locale: str) -> str:
    title = sheet["role_title"]
    role = title[locale] if title else sheet["role"]
    return f"{sheet['respondent']} ({role})" if role else str(sheet["respondent"])


def _more(key: Document, see: Iterable[str]) -> list[str]:
    """Return the commands and addresses that tell more."""
    own = f"mlkb show {key['checklist']}/{key['question']}"
    return [own, *(one if "://" in one else f"mlkb show {one}" for one in see)]


def _place(location: Document) -> str:
    line = f":{location['line']}" if location["line"] else ""
    return f"{location['path']}{line}"


def _is_lowest(finding: Document) -> bool:
    """Say whether one respondent's answer earns less than everybody else's."""
    credits = sorted(one["credit"] for one in finding["given"] if one["answer"])
    return len(credits) > 1 and credits[0] < credits[1]
