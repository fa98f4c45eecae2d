"""What a report lists beside its gaps: what is open, excused, accepted, stale or disputed.

Statements that say the same about several questions of one checklist stand in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.referring import Referring, answers
from mlkb.render.results.base import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.render.referring import Document

Titled = tuple[str, list[str]]
"""A title and the statements under it."""
TOP = 3
"""Differences to talk about first."""
_EXCUSED = ("answered-not-applicable", "dropped")


class Listings(Referring):
    """The lists of one document."""

    def every(self) -> Iterator[Titled]:
        """Yield what else the reader must know, each list under its title."""
        every = [(self.reference(*key), finding) for key, finding in self.findings.items()]
        yield self.say("report.open-title"), list(self._open())
        yield (
            self.say("report.accepted-title"),
            [self._accepted(name, one) for name, one in every if one["accept"]],
        )
        yield self.baseline()
        yield self.say("report.settled-title"), list(self._settled())
        yield self.say("report.excused-title"), list(self._excused())
        yield (
            self.say("report.stale-title"),
            [self.say("report.stale", name=name) for name, one in every if one["stale"]],
        )
        yield self.say("report.differ-title"), list(self._differing())
        yield (
            self.say("report.ignored-title"),
            [self.say("report.ignored", name=name) for name, one in every if one["ignored"]],
        )

    def lapsed(self) -> Titled:
        """Return the accepted risks whose date is over."""
        lines = [
            self._accepted(self.reference(*key), one)
            for key, one in self.findings.items()
            if one["accept"] and one["accept"]["expired"]
        ]
        return self.say("report.lapsed-title"), lines

    def baseline(self) -> Titled:
        """Return what to know of the baseline: what needs a hand first, then what holds."""
        return self.say("report.baseline-title"), list(self._baseline())

    def _baseline(self) -> Iterator[str]:
        baseline = self.document["baseline"] or {"path": "", "entries": [], "added": []}
        for state in ("expired", "worse", "stale"):
            for entry in baseline["entries"]:
                if entry["state"] == state:
                    yield self.say(f"report.baseline-{state}", name=self._known(entry), **entry)
        for entry in baseline["added"]:
            yield self.say("report.baseline-added", name=self._known(entry), **entry)
        held = [entry["until"] for entry in baseline["entries"] if entry["state"] == "holds"]
        if held:
            gaps = self.labels.count("report.gaps", len(held))
            facts = {"gaps": gaps, "path": baseline["path"], "until": min(held)}
            yield self.say("report.baseline-holds", **facts)

    def _known(self, entry: Document) -> str:
        """Return what an entry is about; its subject always, since it may be gone."""
        return f"{entry['subject']}: {entry['checklist']}/{entry['question']}"

    def alignment(self) -> Iterator[Titled]:
        """Yield, for each checklist that several people answered, where they differ most."""
        for evaluation in self.document["evaluations"]:
            findings = {one["question"]: one for one in evaluation["findings"]}
            asked = sum(len(answers(one)) > 1 for one in findings.values())
            lines = [
                self.say(
                    "report.spread",
                    question=self.spoken(findings[one["question"]]["ask"]),
                    given=self.given(findings[one["question"]]),
                )
                for one in evaluation["differ"]
            ]
            facts = {"subject": evaluation["subject"], "title": self.spoken(evaluation["title"])}
            agreed = self.say("report.agreed", same=asked - len(lines), asked=asked)
            voices = self._voices(evaluation)
            rest = lines[TOP:]
            first = [*voices, *lines[:TOP], *([] if rest else [agreed])]
            yield self.say("report.talk-title", **facts), first
            if rest:
                yield self.say("report.talk-rest", **facts), [*rest, agreed]

    def _voices(self, evaluation: Document) -> list[str]:
        """Return what a result would be for each respondent alone, where that differs."""
        telling = Telling(evaluation, self.labels)
        return [
            self.say("report.labelled", label=label, text=text)
            for entry in evaluation["results"]
            for label, text in telling.voices(entry)
        ]

    def open_keys(self) -> list[Document]:
        """Return what is open and worth answering."""
        return [key for key in self.document["open"] if not self._is_settled(key)]

    def _is_settled(self, key: Document) -> bool:
        finding = self.finding(key)
        return key["subject"] in self.settled and not finding["blocks"] and not finding["accept"]

    def _open(self) -> Iterator[str]:
        """Yield the open questions: what to answer first, and what that unlocks."""
        disputed: dict[str, list[str]] = {}
        for key in self.open_keys():
            finding = self.finding(key)
            alike = finding["reason"] == "respondents-differ" and not finding["blocks"]
            if alike and not finding["plan"]:
                name = self.reference(key["checklist"], key["subject"])
                disputed.setdefault(name, []).append(key["question"])
                continue
            yield self._open_line(key, finding)
        for name, questions in disputed.items():
            facts = {"name": name, "questions": ", ".join(questions)}
            yield self.say("report.open-disputed", **facts)

    def _open_line(self, key: Document, finding: Document) -> str:
        name = self.reference(key["checklist"], key["subject"], key["question"])
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
        return f"{line} {mark}".rstrip() + self._plan(finding)

    def _accepted(self, name: str, finding: Document) -> str:
        accept = finding["accept"]
        words = "report.accepted-expired" if accept["expired"] else "report.accepted"
        return self.say(words, name=name, **accept) + self._plan(finding)

    def _settled(self) -> Iterator[str]:
        """Yield what nobody should work on, and how much is left as it is."""
        for subject, title in self.settled.items():
            counts = {
                kind: sum(
                    key["subject"] == subject and self._is_settled(key)
                    for key in self.document[kind]
                )
                for kind in ("gaps", "open")
            }
            left = [self.labels.count(f"report.{kind}", n) for kind, n in counts.items() if n]
            if left:
                facts = {"subject": subject, "title": title}
                yield self.say("report.settled", left=self.say("report.and").join(left), **facts)

    def _excused(self) -> Iterator[str]:
        """Yield what does not apply, once for each reason in a checklist."""
        reasons: dict[tuple[str, str, str], list[str]] = {}
        for (checklist, subject, question), finding in self.findings.items():
            if finding["reason"] in _EXCUSED:
                reasons.setdefault((checklist, subject, finding["because"]), []).append(question)
        for (checklist, subject, because), questions in reasons.items():
            name = ", ".join([self.reference(checklist, subject, questions[0]), *questions[1:]])
            yield self.say("report.excused", name=name, because=because)

    def _differing(self) -> Iterator[str]:
        """Yield where respondents differ most in each checklist, and how much more there is."""
        for evaluation in self.document["evaluations"]:
            pair = (evaluation["checklist"], evaluation["subject"])
            questions = [one["question"] for one in evaluation["differ"]]
            for question in questions[:TOP]:
                given = self.given(self.findings[*pair, question])
                yield f"{self.reference(*pair, question)}: {given}"
            if questions[TOP:]:
                facts = {"name": self.reference(*pair), "number": len(questions[TOP:])}
                yield self.say("report.differ-more", **facts)
