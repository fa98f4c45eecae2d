"""What a talk needs at hand: keys and lines from the person, and saving what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import MlkbError
from mlkb.fill import keys
from mlkb.fill.layout import PROMPT
from mlkb.fill.terminal import END, ENTER, ESCAPE, LEFT, RIGHT
from mlkb.render.problems import tell_all, tell_refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mlkb.fill.answer_file import AnswerFile
    from mlkb.fill.layout import Layout
    from mlkb.fill.session import Session
    from mlkb.fill.step import Change, SheetKey


class Quit(Exception):
    """The person wants to stop, or the input ended; what was confirmed is saved."""


class NotSaved(Exception):
    """The person goes on without an answer that could not be saved."""


class Desk(NamedTuple):
    """One person at one terminal, with the files that their answers go into.

    Evidence is looked up below *root*.
    """

    session: Session
    layout: Layout
    files: Mapping[SheetKey, AnswerFile]
    root: Path

    def key(self) -> str:
        """Wait for a key; `Quit` at the end of input."""
        self.layout.terminal.write(PROMPT)
        key = self.layout.terminal.read_key()
        if key == END:
            raise Quit
        return key if key in (ENTER, ESCAPE, LEFT, RIGHT) else keys.latin(key)

    def line(self, prompt: str) -> str:
        """Ask for a line and return it clean."""
        self.layout.line(prompt)
        return keys.clean(self.layout.terminal.read_line(PROMPT))

    def save(self, change: Change) -> None:
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
        """Tell why nothing was saved; return to try again, raise `NotSaved` or *refusal* else."""
        labels = self.layout.labels
        problems = getattr(refusal, "problems", ())
        self.layout.line()
        self.layout.line(tell_all(problems, labels) if problems else tell_refusal(refusal, labels))
        self.layout.line(self.layout.say("try-again"))
        while True:
            try:
                key = self.key()
            except (Quit, EOFError):
                key = keys.QUIT
            if key == keys.QUIT:
                raise refusal
            self.layout.echo("")
            if key == keys.SKIP:
                raise NotSaved from refusal
            if key == ENTER:
                return
