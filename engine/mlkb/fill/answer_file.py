"""One answer file on the disk: what it held when last seen, and how an answer gets into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.errors import ANSWERS, CannotSave, InvalidDocuments
from mlkb.fill.edit import set_answer
from mlkb.fill.save import save
from mlkb.load.answers import read_answers
from mlkb.load.document import read_bytes
from mlkb.load.workspace import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mlkb.fill.step import Change
    from mlkb.model.answers import AnswerSheet
    from mlkb.model.checklist import Checklist


class AnswerFile:
    """A file that may not exist yet; *new* is what it holds before the first answer."""

    def __init__(self, path: Path, root: Path, new: bytes, created: Callable[[], None]) -> None:
        """Look at *path*, which lies below *root*; *created* is called once it is there."""
        self.path = path
        self.root = root
        self.shown = shown(path, root)
        self._new = new
        self._created = created
        self._held = self._read()

    def change(
        self,
        change: Change,
        checklists: Mapping[str, Checklist],
        today: int,
    ) -> AnswerSheet:
        """Save one edit, and return the sheet as it then is.

        Somebody else may have changed the file since we saw it. Their changes stay: the edit is
        made anew on what the file holds now.
        """
        try:
            return self._change(change, checklists, today)
        except CannotSave as refusal:
            if refusal.code != "save-changed":
                raise
        self._held = self._read()
        return self._change(change, checklists, today)

    def _change(
        self,
        change: Change,
        checklists: Mapping[str, Checklist],
        today: int,
    ) -> AnswerSheet:
        before = self._new if self._held is None else self._held
        checklist = checklists[change.sheet.checklist]
        after = set_answer(before, checklist, change.question, change.edit, path=self.shown)
        sheet, problems = read_answers(after, self.shown, checklists, today)
        if sheet is None:
            raise InvalidDocuments(problems, exit_code=ANSWERS)
        if after != self._held:
            is_new = self._held is None
            save(self.path, after, expected=self._held, root=self.root)
            self._held = after
            if is_new:
                self._created()
        return sheet

    def _read(self) -> bytes | None:
        if not self.path.exists():
            return None
        data, problems = read_bytes(self.path, self.shown)
        if problems:
            raise InvalidDocuments(problems, exit_code=ANSWERS)
        return data
