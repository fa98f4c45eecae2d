"""What everybody who reads a report document needs: its findings by name, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.answer import answer_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.render.labels import Labels

Document = dict[str, Any]
Line = tuple[str, str]
"""A label and what it is the label of."""
Names = tuple[str, str, str]
"""Checklist, subject and question."""
TOP = 3
"""As many of a kind as people take in at first: gaps for Monday, questions to talk about."""
Pair = tuple[str, str]
"""A checklist and a subject."""


class Referring:
    """A document, its language, and its findings by checklist, subject and question."""

    def __init__(self, document: Document, labels: Labels) -> None:
        """Read *document* (`mlkb/report@1`) in the language of *labels*."""
        self.document = document
        self.labels = labels
        self.say: Callable[..., str] = labels.say
        self.several = len({one["subject"] for one in document["evaluations"]}) > 1
        self.findings: Mapping[Names, Document] = {
            (one["checklist"], one["subject"], finding["question"]): finding
            for one in document["evaluations"]
            for finding in one["findings"]
        }
        self.asks: Mapping[str, Document] = {
            f"{checklist}/{question}": finding["ask"]
            for (checklist, _, question), finding in self.findings.items()
        }
        self.settled: Mapping[str, str] = {
            one["subject"]: title
            for one in document["evaluations"]
            if one["about"] == "candidate" and (title := self._settling(one))
        }
        """Candidates on which nobody should work, and what says so."""

    def spoken(self, text: Document | None) -> str:
        """Return a text of the document in the reader's language."""
        return str(text[self.labels.locale]) if text else ""

    def finding(self, key: Document) -> Document:
        """Return the finding that *key* names."""
        return self.findings[key["checklist"], key["subject"], key["question"]]

    def reference(self, checklist: str, subject: str, question: str = "") -> str:
        """Return what a question is called here: with its subject where there are several."""
        reference = f"{checklist}/{question}" if question else checklist
        return f"{subject}: {reference}" if self.several else reference

    def given(self, finding: Document) -> str:
        """Return who says what; those who say the same stand together."""
        people: dict[str, list[str]] = {}
        for one in finding["given"]:
            answer = answer_text(one["answer"], self.labels)
            people.setdefault(answer, []).append(one["respondent"] or self.say("report.nobody"))
        return self.say("report.between").join(
            self.say(self._saying(answer, names), respondent=", ".join(names), answer=answer)
            for answer, names in people.items()
        )

    @staticmethod
    def _saying(answer: str, names: list[str]) -> str:
        """Return the key of the words for what *names* say, or that they say nothing."""
        if not answer:
            return "report.differ-silent"
        return "report.differs-one" if len(names) == 1 else "report.differ-several"

    def status(self, finding: Document) -> str:
        """Return what a gap is, and how grave."""
        outcome = self.say(f"report.outcome-{finding['outcome']}")
        severity = self.say(f"report.severity-{finding['severity']}")
        return f"{outcome} · {severity}"

    def _owner(self, finding: Document) -> str:
        """Return who closes a gap and until when, or that nobody is named."""
        plan = finding["plan"]
        if not plan:
            return self.say("report.owner-nobody")
        words = "report.owner-overdue" if plan["overdue"] else "report.owner-plan"
        return self.say(words, by=plan["by"], until=plan["until"])

    def _plan(self, finding: Document) -> str:
        """Return the plan of *finding* as it stands behind a statement; nothing if it has none."""
        if not finding["plan"]:
            return ""
        return " " + self.say("report.planned", owner=self._owner(finding))

    def _settling(self, evaluation: Document) -> str:
        """Return what a result says that ends the matter; nothing if none does."""
        for entry in evaluation["results"]:
            result = entry["result"] or {}
            verdict = result.get("verdict")
            if verdict and verdict["tone"] == "stop":
                return self.spoken(verdict["title"])
            if result.get("set_aside"):
                return self.spoken(result["set_aside"]["title"])
        return ""


def answers(finding: Document) -> list[str]:
    """Return what the respondents answered, in their order."""
    return [str(one["answer"]["given"]) for one in finding["given"] if one["answer"]]


def names_of(key: Document) -> Names:
    """Return what *key* names."""
    return key["checklist"], key["subject"], key["question"]
