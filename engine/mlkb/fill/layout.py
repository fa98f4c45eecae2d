"""How a question looks on the terminal: its place, its words, its choices, what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.fill.keys import (
    BACK,
    CLEAR,
    EVIDENCE,
    NOT_APPLICABLE_KEY,
    NOTE,
    PLAN,
    QUIT,
    SKIP,
    WHY,
    choice_keys,
    is_typed,
)
from mlkb.fill.template import number_words
from mlkb.model.answers import NOT_APPLICABLE, Answer
from mlkb.model.day import iso_date
from mlkb.render.width import printable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.fill.step import Step
    from mlkb.fill.terminal import Terminal
    from mlkb.model.checklist import Question
    from mlkb.model.text import Text
    from mlkb.render.labels import Labels

_BOLD, _USUAL = "\x1b[1m", "\x1b[0m"
_INDENT = "  "
PROMPT = "> "
_COMMAND_WORDS = {
    WHY: "why",
    BACK: "back",
    SKIP: "skip",
    NOTE: "note",
    EVIDENCE: "evidence",
    PLAN: "plan",
    NOT_APPLICABLE_KEY: "not-applicable",
    CLEAR: "clear",
    QUIT: "quit",
}


class Layout:
    """Writes on one terminal in one language."""

    def __init__(self, terminal: Terminal, labels: Labels) -> None:
        """Lay out for *terminal*, with the words of *labels*."""
        self.terminal = terminal
        self.labels = labels

    def say(self, key: str, **facts: object) -> str:
        """Return words of the area `fill`, filled with facts that are safe to print."""
        safe = {name: printable(str(fact)) for name, fact in facts.items()}
        return self.labels.say(f"fill.{key}", **safe)

    def spoken(self, text: Text) -> str:
        """Return a text of a checklist in the reader's language, safe to print."""
        return printable(text.spoken(self.labels.locale))

    def echo(self, text: str) -> None:
        """Write *text* behind the prompt, which stands on the line already."""
        wrapped = wrap(text, self.terminal.columns, first=PROMPT, rest=" " * len(PROMPT))
        self.terminal.write("\n".join(wrapped)[len(PROMPT) :] + "\n")

    def line(self, text: str = "", indent: str = "", rest: str | None = None) -> None:
        """Write *text*, wrapped."""
        wrapped = wrap(
            text, self.terminal.columns, first=indent, rest=indent if rest is None else rest
        )
        self.terminal.write("\n".join(wrapped) + "\n")

    def question(self, step: Step) -> None:
        """Show a question with everything that is needed to answer it."""
        self.line()
        section = next(
            (one.title for one in step.checklist.sections if one.id == step.question.section), None
        )
        place = f"{step.number}/{step.total}"
        title = self.spoken(section) if section else ""
        self.line(title, f"{place}  ", rest=" " * (len(place) + 2))
        self.line()
        asked = wrap(
            self.spoken(step.question.ask), self.terminal.columns, first=_INDENT, rest=_INDENT
        )
        bold, usual = (_BOLD, _USUAL) if self.terminal.styled else ("", "")
        self.terminal.write("".join(f"{bold}{one}{usual}\n" for one in asked))
        self.line()
        for mark, text in self.choices(step.question):
            self.line(text, _INDENT + mark, rest=_INDENT + " " * width(mark))
        recorded = list(self.recorded(step.question, step.answer))
        if recorded:
            self.line()
        if is_typed(step.question) and step.answer.value is not None:
            recorded.append(self.say("recall"))
        for text in recorded:
            self.line(text, _INDENT, rest=_INDENT * 2)
        self.line()
        self.legend(typed=is_typed(step.question))

    def choices(self, question: Question) -> Iterator[tuple[str, str]]:
        """Yield the keys and what they stand for, or what is to be typed."""
        labels = self.choice_labels(question)
        if is_typed(question):
            if question.type == "number":
                yield "", number_words(question, self.labels)
            else:
                yield "", self.say(f"type-{question.type}")
            for word, label in labels.items():
                yield f"{word}: ", label
            return
        if question.type == "multiple-choice":
            yield "", self.say("several")
        for key, word in choice_keys(question).items():
            yield f"{key}  ", labels.get(word, word)

    def choice_labels(self, question: Question) -> dict[str, str]:
        """Return what the reader sees for each word that a question allows."""
        if question.type == "practice":
            return {word: self.say(f"word-{word}") for word in ("yes", "partial", "no")}
        return {
            one.id: self.spoken(one.label) or one.id
            for one in getattr(question.spec, "choices", ())
        }

    def value(self, question: Question, value: object) -> str:
        """Return an answer as the reader knows it."""
        if value == NOT_APPLICABLE:
            return self.say("word-na")
        labels = self.choice_labels(question)
        if isinstance(value, tuple):
            said = [printable(labels.get(str(one), str(one))) for one in value]
            return ", ".join(said) if said else self.say("none")
        return printable(labels.get(str(value), str(value)))

    def recorded(self, question: Question, answer: Answer) -> Iterator[str]:
        """Yield what is recorded already."""
        if answer.value is not None:
            said = self.value(question, answer.value)
            dated = f" ({iso_date(answer.on)})" if answer.on is not None else ""
            yield self.say("now", answer=said) + dated
        if answer.because:
            yield self.say("now-because", because=answer.because)
        if answer.note:
            yield self.say("now-note", note=answer.note)
        for text in answer.evidence:
            yield self.say("now-evidence", evidence=text)
        if answer.plan:
            yield self.say("now-plan", by=answer.plan.by, until=iso_date(answer.plan.until))
        if answer.accept:
            until = iso_date(answer.accept.until)
            yield self.say("now-accept", because=answer.accept.because, until=until)

    def legend(self, *, typed: bool) -> None:
        """Show the commands, in as many rows as they need; none is broken."""
        row = ""
        for key, word in _COMMAND_WORDS.items():
            named = "Enter" if typed and key == SKIP else key
            command = f"{named} {self.say(word)}"
            if row and width(f"{row}  {command}") > self.terminal.columns:
                self.terminal.write(f"{row}\n")
                row = ""
            row = f"{row}  {command}" if row else command
        self.terminal.write(f"{row}\n")

    def why(self, question: Question) -> None:
        """Show why a question matters, and which evidence would convince."""
        self.line()
        self.line(self.spoken(question.why) or self.say("no-why"), _INDENT)
        if question.evidence_wanted:
            self.line()
            wanted = self.spoken(question.evidence_wanted)
            self.line(self.say("wanted", evidence=wanted), _INDENT)
        self.line()
