"""Random keys and lines at the prompt: nothing crashes, and the files are valid at every moment."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from careless import PROSE
from filling import Script, own_project, plain_answers
from mlkb.fill.prompt import ask
from mlkb.fill.terminal import END, ENTER, ESCAPE, LEFT, RIGHT
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.load.workspace import open_workspace
from mlkb.render.labels import Labels
from mlkb.render.width import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = 20_000
KEYS = st.sampled_from([*"ynp123bsmewxc?zㅛㅜ", ENTER, ESCAPE, LEFT, RIGHT])
LINES = (
    st.sampled_from(["", "0", "3", "-", "b", ":s", "n/a", "2030-01-01", "kim, lee", "docs/a.md"])
    | PROSE
    | st.text(st.characters(exclude_categories=[]), max_size=20)
)


class Monkey(Script):
    """Presses whatever key, and types whatever line, is asked for."""

    def __init__(self, presses: list[tuple[str, str]], answers: Path) -> None:
        super().__init__()
        self.presses: Iterator[tuple[str, str]] = iter(presses)
        self.answers = answers

    def read_key(self) -> str:
        self.look()
        return next(self.presses, (END, ""))[0]

    def read_line(self, prompt: str, recall: str = "") -> str:
        del prompt, recall
        self.look()
        press = next(self.presses, None)
        if press is None:
            raise EOFError
        return press[1]

    def look(self) -> None:
        """Read every file as it is at this moment."""
        for path in self.answers.rglob("*.yaml"):
            plain_answers(path.read_bytes())


@given(st.lists(st.tuples(KEYS, LINES), max_size=40), st.sampled_from(["en", "ko"]))
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_the_files_are_valid(presses: list[tuple[str, str]], locale: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        project = find_project(own_project(Path(name)))
        library = Library(project)
        terminal = Monkey(presses, project.answers)

        sheets = ask(
            project=project,
            library=library,
            checklist="own",
            subject="x",
            respondent=None,
            core=False,
            today=TODAY,
            labels=Labels(locale),
            terminal=terminal,
        )

        if sheets:
            open_workspace(list(sheets.values()), project.root, library, TODAY)
        assert printable(terminal.shown, lines=True) == terminal.shown
