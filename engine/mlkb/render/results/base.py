"""What the words of a result are made from: its entry in the document and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from mlkb.render.answer import answer_quoted, answer_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkb.render.labels import Labels

Document = dict[str, Any]
Line = tuple[str, str]
"""A label and a text."""

_SHOWN = 5
"""Statements of one kind that a person takes in; the JSON report has all."""


class Telling:
    """The words of one evaluation in one language, for the results among them."""

    def __init__(
        self, evaluation: Document, labels: Labels, asks: Mapping[str, Document] | None = None
    ) -> None:
        """Tell about *evaluation*, which is one of a report document.

        *asks* are the words of questions of other checklists, by reference.
        """
        self.labels = labels
        self.asks = asks or {}
        self.checklist: str = evaluation["checklist"]
        self.findings: Mapping[str, Document] = {
            finding["question"]: finding for finding in evaluation["findings"]
        }

    def say(self, key: str, **facts: object) -> str:
        """Return the words under *key* of the area `report`."""
        return self.labels.say(f"report.{key}", **facts)

    def spoken(self, text: Document | None) -> str:
        """Return a text of the document in the reader's language."""
        return str(text[self.labels.locale]) if text else ""

    def name(self, entry: Document, key: str) -> str:
        """Return what a result is called: its title, else the words under *key*."""
        return self.spoken(entry["title"]) or self.say(key)

    def titles(self, possible: Iterable[Document]) -> str:
        """Return the titles of what is still possible."""
        return self.say("or").join(self.spoken(one["title"]) for one in possible)

    def percents(self, span: Document) -> str:
        """Return percents in the worst and the best case, once if they are the same."""
        if span["worst"] == span["best"]:
            return self.say("percent", percent=span["worst"])
        return self.say("percents", worst=span["worst"], best=span["best"])

    def question(self, reference: str) -> str:
        """Return the words of a question, else its reference."""
        finding = self.findings.get(reference.removeprefix(f"{self.checklist}/"))
        return self.spoken(finding["ask"] if finding else self.asks.get(reference)) or reference

    def short(self, reference: str) -> str:
        """Return a reference as people say it inside this checklist."""
        return reference.removeprefix(f"{self.checklist}/")

    def answer(self, reference: str) -> str:
        """Return the answer to a question of this checklist in words."""
        finding = self.findings.get(reference.removeprefix(f"{self.checklist}/"))
        answer = answer_text(finding["answer"], self.labels) if finding else ""
        return answer or self.say("no-answer")

    def answers(self, references: Iterable[str]) -> str:
        """Return questions with their answers, as many as a person takes in."""
        return self.several(
            self.say("question-answer", question=self.question(one), answer=self.answer(one))
            for one in references
        )

    def quoted(self, text: str) -> str:
        """Return words of a checklist as they stand inside a sentence of ours."""
        return self.say("quoted", text=text)

    def questions(self, references: Iterable[str]) -> str:
        """Return the words of questions, as many as a person takes in."""
        return self.several(self.quoted(self.question(one)) for one in references)

    def several(self, texts: Iterable[str]) -> str:
        """Return statements one after the other, and how many more there are."""
        every = list(texts)
        shown = self.say("between").join(every[:_SHOWN])
        if len(every) <= _SHOWN:
            return shown
        return self.say("and-more", shown=shown, number=len(every) - _SHOWN)

    def flips(self, entry: Document) -> list[Line]:
        """Return what would change the result: answers to a question, and what it would say then.

        Answers that lead to the same stand together.
        """
        leads: dict[tuple[str, str], list[str]] = {}
        for flip in entry["flips"]:
            to = (flip["question"], self.spoken(flip["title"]))
            answer = answer_quoted(flip["answer"], self.labels)
            leads.setdefault(to, []).append(answer)
        flips = [
            self.say("flip", question=question, answer=self.say("or").join(answers), title=title)
            for (question, title), answers in leads.items()
        ]
        return [(self.say("flips"), self.several(flips))] if flips else []

    def voices(self, entry: Document) -> list[Line]:
        """Return who would find what alone, if they would not find the same."""
        if len({voice["says"] for voice in entry["voices"]}) < 2:  # noqa: PLR2004
            return []
        heard = self.say("between").join(
            self.say(
                "voice",
                respondent=voice["respondent"] or self.say("nobody"),
                title=self.spoken(voice["title"]) or self.say("voice-none"),
            )
            for voice in entry["voices"]
        )
        return [(self.say("voices"), heard)]


class Words(Protocol):
    """The names that every module in this folder defines, one for each result type."""

    def headline(self, entry: Document, telling: Telling) -> str:
        """Return what an executive wants to know, in a few words; nothing if there is nothing."""

    def lines(self, entry: Document, telling: Telling) -> list[Line]:
        """Return the lines that say what a result of the document says, the answer first."""
