"""The talk itself: shows a question, reads keys and lines, saves what they say, goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.errors import MlkbError
from mlkb.fill import keys
from mlkb.fill.layout import PROMPT
from mlkb.fill.session import Status
from mlkb.fill.template import number_words
from mlkb.fill.terminal import END, ENTER, ESCAPE, LEFT, RIGHT
from mlkb.load.evidence import evidence_statuses
from mlkb.model.answers import MISSING, Plan
from mlkb.model.day import day_number
from mlkb.questions.base import WrongAnswer
from mlkb.render.problems import tell_all, tell_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mlkb.fill.answer_file import AnswerFile
    from mlkb.fill.layout import Layout
    from mlkb.fill.session import Change, Session, SheetKey, Step
    from mlkb.model.condition import Value

_DELETE = "-"
_LONGEST_EVIDENCE = 1000


class Quit(Exception):
    """The person wants to stop, or the input ended; what was confirmed is saved."""


class Dialogue:
    """One person at one terminal, going through one session."""

    def __init__(
        self,
        session: Session,
        layout: Layout,
        files: Mapping[SheetKey, AnswerFile],
        root: Path,
    ) -> None:
        """Talk about *session*; answers go into *files*, evidence is looked up below *root*."""
        self.session = session
        self.layout = layout
        self.files = files
        self.root = root
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
        file = self.files[self.session.key]
        self.layout.line(self.layout.say("saved-in", path=file.shown))
        try:
            while True:
                step = self.session.step
                if step is None:
                    if self._is_finished():
                        break
                    continue
                self._head(step)
                self.layout.question(step)
                self._answer(step)
        except (Quit, EOFError):
            pass
        self._farewell()

    # One question

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
            key = self._key()
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
            key = self._key()
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
        mark = keys.COMMAND_MARK
        while True:
            text = keys.clean(self.layout.terminal.read_line(PROMPT))
            if not text:
                return self.session.skip()
            if text == keys.WHY or (text.startswith(mark) and not text.startswith(mark * 2)):
                command = keys.latin(text.removeprefix(mark).strip())
                if self._done(command, step, [f"{mark}{one}" for one in keys.COMMANDS]):
                    return None
                continue
            try:
                value = keys.typed_value(step.question, text.removeprefix(mark))
            except WrongAnswer as wrong:
                self.layout.line(self._wrong(step, wrong))
            else:
                return self._give(step, value)

    def _give(self, step: Step, value: Value) -> None:
        """Save an answer, ask for evidence if it counts only with some, and go on."""
        self._save(self.session.answered(value))
        if self.session.needs_evidence():
            self.layout.line(self.layout.say("needs-evidence"))
            if step.question.evidence_wanted:
                wanted = self.layout.spoken(step.question.evidence_wanted)
                self.layout.line(self.layout.say("wanted", evidence=wanted), "  ")
            self._add_evidence()
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
        self._save(self.session.cleared())
        return True

    def _note(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("note"))
        text = self._line(self.layout.say("ask-note", delete=_DELETE))
        if text:
            self._save(self.session.noted(None if text == _DELETE else text))
        return False

    def _not_applicable(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("word-na"))
        because = self._line(self.layout.say("ask-because"))
        if because:
            self._save(self.session.not_applicable(because))
            self.session.advance()
        return bool(because)

    def _plan(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("plan"))
        by = self._line(self.layout.say("ask-plan-by", delete=_DELETE))
        if by == _DELETE:
            self._save(self.session.planned(None))
        elif by:
            until = self._asked_day()
            if until is not None:
                self._save(self.session.planned(Plan(by, until)))
        return False

    def _asked_day(self) -> int | None:
        while True:
            text = self._line(self.layout.say("ask-plan-until"))
            if not text:
                return None
            day = day_number(text)
            if day is None:
                self.layout.line(self.layout.say("wrong-day"))
            elif day < self.session.today:
                self.layout.line(self.layout.say("past-day"))
            else:
                return day

    def _evidence(self, _step: Step) -> bool:
        self.layout.echo(self.layout.say("evidence"))
        self._add_evidence()
        return False

    def _add_evidence(self) -> None:
        """Take pieces of evidence until an empty line; what cannot be found is kept, and said."""
        while True:
            step = self.session.step
            text = self._line(self.layout.say("ask-evidence", delete=_DELETE))
            if not text or step is None:
                return
            if text == _DELETE:
                self._save(self.session.proven((), {}))
                continue
            if len(text) > _LONGEST_EVIDENCE:
                self.layout.line(self.layout.say("long-evidence", most=_LONGEST_EVIDENCE))
                continue
            statuses = evidence_statuses([text], self.root)
            if statuses[text] == MISSING:
                self.layout.line(self.layout.say("evidence-missing", evidence=text))
            pieces = tuple(dict.fromkeys((*step.answer.evidence, text)))
            self._save(self.session.proven(pieces, statuses))

    # Reading and writing

    def _key(self) -> str:
        self.layout.terminal.write(PROMPT)
        key = self.layout.terminal.read_key()
        if key == END:
            raise Quit
        return key if key in (ENTER, ESCAPE, LEFT, RIGHT) else keys.latin(key)

    def _line(self, prompt: str) -> str:
        self.layout.line(prompt)
        return keys.clean(self.layout.terminal.read_line(PROMPT))

    def _wrong(self, step: Step, wrong: WrongAnswer) -> str:
        """Return what to type instead."""
        if step.question.type == "number":
            number = number_words(step.question, self.layout.labels)
            return self.layout.say("wrong-number", number=number)
        code = (
            wrong.code if wrong.code in ("answer-repeats", "answer-not-names") else "answer-wrong"
        )
        return self.layout.say(code)

    def _save(self, change: Change) -> None:
        """Save a change, as often as the person wants to try; raise what refuses it otherwise."""
        file = self.files[change.sheet]
        checklists, today = self.session.checklists, self.session.today
        while True:
            try:
                sheet = file.change(change, checklists, today)
            except MlkbError as refusal:
                self._ask_again(refusal)
            else:
                self.session.saved(sheet)
                return

    def _ask_again(self, refusal: MlkbError) -> None:
        """Tell why nothing was saved; return to try again, else raise *refusal*."""
        labels = self.layout.labels
        problems = getattr(refusal, "problems", ())
        self.layout.line()
        self.layout.line(tell_all(problems, labels) if problems else tell_refusal(refusal, labels))
        self.layout.line(self.layout.say("try-again"))
        while True:
            try:
                key = self._key()
            except (Quit, EOFError):
                key = keys.QUIT
            if key == keys.QUIT:
                raise refusal
            if key == ENTER:
                self.layout.echo("")
                return

    # The end

    def _is_finished(self) -> bool:
        """Say that nothing is left to ask; the person may still go back."""
        self.layout.line()
        self.layout.line(self.layout.say("nothing-left"))
        while True:
            key = self._key()
            self.layout.echo("")
            if key in (keys.BACK, LEFT) and self.session.back():
                return False
            if key in (ENTER, keys.QUIT):
                return True

    def _farewell(self) -> None:
        """Say what is answered, what is not, and how to go on."""
        answered = self.session.count(Status.ANSWERED)
        still_open = self.session.count(Status.OPEN, Status.WAITING)
        self.layout.line()
        if still_open:
            checklist = self.session.key.checklist
            words = self.layout.say("left", answered=answered, open=still_open, checklist=checklist)
        else:
            words = self.layout.say("complete", answered=answered)
        self.layout.line(words)
        self.layout.line()
