"""The talk itself: shows a question, reads keys and lines, saves what they say, goes on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mlkb.fill import keys, remarks
from mlkb.fill.desk import NotSaved, Quit
from mlkb.fill.layout import PROMPT
from mlkb.fill.step import Status
from mlkb.fill.template import number_words
from mlkb.fill.terminal import ENTER, LEFT, RIGHT
from mlkb.questions.base import WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkb.fill.desk import Desk
    from mlkb.fill.step import Step
    from mlkb.model.condition import Value


class Dialogue:
    """One person at one terminal, going through one session."""

    def __init__(self, desk: Desk) -> None:
        """Talk at *desk*."""
        self.desk = desk
        self.session = desk.session
        self.layout = desk.layout
        self._heading = ""
        self._commands: dict[str, Callable[[Step], bool]] = {
            keys.WHY: self._why,
            keys.BACK: self._back,
            keys.SKIP: self._skip,
            keys.NOTE: self._note,
            keys.EVIDENCE: self._evidence,
            keys.PLAN: self._plan,
            keys.NOT_APPLICABLE_KEY: self._not_applicable,
            keys.CLEAR: self._clear,
            keys.QUIT: self._quit,
        }

    def run(self) -> None:
        """Ask until nothing is open or the person quits."""
        with suppress(Quit, EOFError):
            while self.session.step is not None or not self._is_finished():
                if self.session.step is not None:
                    self._ask(self.session.step)
        self._farewell()

    # One question

    def _ask(self, step: Step) -> None:
        self._head(step)
        self.layout.question(step)
        try:
            self._answer(step)
        except NotSaved:
            self.session.skip()

    def _head(self, step: Step) -> None:
        """Name the checklist when it changes, and say why facts come first."""
        if step.checklist.id == self._heading:
            return
        self._heading = step.checklist.id
        title = self.layout.spoken(step.checklist.title)
        self.layout.line()
        if step.checklist.id == self.session.key.checklist:
            self.layout.line(f"{title} ({self.session.key.subject})")
        else:
            self.layout.line(self.layout.say("facts-first", title=title))
        file = self.desk.files[self.session.targets[step.checklist.id]]
        self.layout.line(self.layout.say("saved-in", path=file.shown))

    def _answer(self, step: Step) -> None:
        """Read what the person does about one question."""
        if keys.is_typed(step.question):
            self._typed(step)
        elif step.question.type == "multiple-choice":
            self._ticked(step)
        else:
            self._chosen(step)

    def _chosen(self, step: Step) -> None:
        words = keys.choice_keys(step.question)
        while True:
            key = self.desk.key()
            if key in words:
                self.layout.echo(self.layout.value(step.question, words[key]))
                return self._give(step, words[key])
            if self._done(key, step, list(words)):
                return None

    def _ticked(self, step: Step) -> None:
        words = keys.choice_keys(step.question)
        labels = self.layout.choice_labels(step.question)
        value = step.answer.value
        ticks = value if isinstance(value, tuple) else ()
        empty_is_meant = isinstance(value, tuple)
        while True:
            key = self.desk.key()
            if key in words:
                ticks = keys.ticked(step.question, ticks, words[key])
                mark = "[x]" if words[key] in ticks else "[ ]"
                self.layout.echo(f"{mark} {labels[words[key]]}")
            elif key == ENTER and (ticks or empty_is_meant):
                self.layout.echo(self.layout.value(step.question, ticks))
                return self._give(step, ticks)
            elif key == ENTER:
                empty_is_meant = True
                self.layout.echo(self.layout.say("nothing-ticked"))
            elif self._done(key, step, [*words, "Enter"]):
                return None

    def _typed(self, step: Step) -> None:
        recall = keys.typed_again(step.answer.value)
        while True:
            text = keys.clean(self.layout.terminal.read_line(PROMPT, recall))
            command = keys.typed_command(text)
            if not text:
                return self.session.skip()
            if command:
                if self._done(command, step, list(keys.COMMANDS)):
                    return None
                continue
            try:
                value = keys.typed_value(step.question, text)
            except WrongAnswer as wrong:
                self.layout.line(self._wrong(step, wrong))
            else:
                return self._give(step, value)

    def _give(self, step: Step, value: Value) -> None:
        """Save an answer, ask for evidence if it counts only with some, and go on."""
        self.desk.save(self.session.answered(value))
        if self.session.needs_evidence():
            self.layout.line(self.layout.say("needs-evidence"))
            if step.question.evidence_wanted:
                wanted = self.layout.spoken(step.question.evidence_wanted)
                self.layout.line(self.layout.say("wanted", evidence=wanted), "  ")
            remarks.evidence(self.desk)
        self.session.advance()

    # Commands: each says whether a question is to be shown anew

    def _done(self, key: str, step: Step, allowed: list[str]) -> bool:
        """Do what *key* commands, or say which keys there are."""
        command = self._commands.get({LEFT: keys.BACK, RIGHT: keys.SKIP}.get(key, key))
        if command is None:
            self.layout.echo(self.layout.say("wrong-key", keys=" ".join(allowed)))
            return False
        return command(step)

    def _why(self, step: Step) -> bool:
        self.layout.echo(self.layout.say("why"))
        self.layout.why(step.question)
        return False

    def _back(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("back"))
        if self.session.back():
            return True
        self.layout.line(self.layout.say("at-the-start"))
        return False

    def _skip(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("skip"))
        self.session.skip()
        return True

    def _quit(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("quit"))
        raise Quit

    def _clear(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("clear"))
        self.desk.save(self.session.cleared())
        return True

    def _note(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("note"))
        remarks.note(self.desk)
        return False

    def _evidence(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("evidence"))
        remarks.evidence(self.desk)
        return False

    def _plan(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("plan"))
        remarks.plan(self.desk)
        return False

    def _not_applicable(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("word-na"))
        if not remarks.not_applicable(self.desk):
            return False
        self.session.advance()
        return True

    def _wrong(self, step: Step, wrong: WrongAnswer) -> str:
        """Return what to type instead."""
        if step.question.type == "number":
            number = number_words(step.question, self.layout.labels)
            return self.layout.say("wrong-number", number=number)
        code = (
            wrong.code if wrong.code in ("answer-repeats", "answer-not-names") else "answer-wrong"
        )
        return self.layout.say(code)

    # The end

    def _is_finished(self) -> bool:
        """Say that nothing is left to ask; the person may still go back."""
        self.layout.line()
        self.layout.line(self.layout.say("nothing-left"))
        while True:
            key = self.desk.key()
            self.layout.echo("")
            if key in (keys.BACK, LEFT) and self.session.back():
                return False
            if key in (ENTER, keys.QUIT):
                return True

    def _command(self) -> str:
        """Return the command that goes on with these answers, and no others."""
        checklist, subject, respondent = self.session.key
        command = f"mlkb check {checklist} --subject {subject}"
        return f"{command} --respondent {respondent}" if respondent else command

    def _farewell(self) -> None:
        """Say what is answered, what is not, and how to go on."""
        answered = self.session.count(Status.ANSWERED)
        still_open = self.session.count(Status.OPEN, Status.WAITING)
        self.layout.line()
        if still_open:
            words = self.layout.say(
                "left", answered=answered, open=still_open, command=self._command()
            )
        else:
            words = self.layout.say("complete", answered=answered)
        self.layout.line(words)
        self.layout.line()
