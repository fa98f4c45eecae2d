"""Where everything stands: in full, in a line each, and candidates in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.referring import TOP, Document, Line, Referring
from mlkb.render.results import result_words
from mlkb.render.results.base import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.render.labels import Labels


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


class Standings(Referring):
    """What each checklist finds for each subject."""

    def __init__(self, document: Document, labels: Labels) -> None:
        """Read *document* in the language of *labels*."""
        super().__init__(document, labels)
        self.ranked = {name for one in document["rankings"] for name in one["subjects"]}

    def every(self) -> Iterator[Standing]:
        """Yield where each checklist stands for each subject."""
        return map(self.standing, self.document["evaluations"])

    def in_order(self) -> Iterator[Standing]:
        """Yield where the candidates stand on their axes, in the order of their ranking."""
        for ranking in self.document["rankings"]:
            own = {
                one["subject"]: one
                for one in self.document["evaluations"]
                if one["checklist"] == ranking["checklist"]
            }
            yield from (self.standing(own[subject]) for subject in ranking["subjects"])

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

    def rankings(self) -> Iterator[tuple[str, list[str]]]:
        """Yield, under a title, the candidates in the order in which to take them up."""
        for ranking in self.document["rankings"]:
            lines = [
                self._ranked(place, subject, ranking)
                for place, subject in enumerate(ranking["subjects"], 1)
            ]
            yield self.say("report.ranking-title"), lines

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


def _says(result: Document) -> str:
    """Return the id of the type, verdict, quadrant or level that a result comes to."""
    for name in ("verdict", "quadrant"):
        if result.get(name):
            return str(result[name]["id"])
    return str(result.get("best") or result.get("reached") or "")


def _person(sheet: Document, locale: str) -> str:
    title = sheet["role_title"]
    role = title[locale] if title else sheet["role"]
    return f"{sheet['respondent']} ({role})" if role else str(sheet["respondent"])
