"""A terminal to ask on: single keys, typed lines, and text that it can show."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTER, ESCAPE, LEFT, RIGHT, END = "enter", "escape", "left", "right", "end"
"""Keys without a character; `END` is the end of input."""

_WIDEST = 80
_NARROWEST = 24
_ESCAPE_WAIT = 0.05
"""Seconds in which the rest of an arrow key follows its escape character."""
_LOOK_UP = 0.2
"""Seconds after which a wait for a key looks for signals: one just before the wait is not seen."""
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


class Terminal(Protocol):
    """What asking needs of a terminal; tests have their own."""

    encoding: str
    styled: bool

    @property
    def columns(self) -> int:
        """How wide lines may be."""

    def read_key(self) -> str:
        """Return one character, or the name of a key without one."""

    def read_line(self, prompt: str, recall: str = "") -> str:
        """Return a line as it was typed; raises EOFError at the end of input.

        Arrow up brings *recall* into the line, to be edited.
        """

    def write(self, text: str) -> None:
        """Show *text*."""


class Screen:
    """Standard input and output of this process."""

    def __init__(self) -> None:
        """Look at what the terminal can do."""
        self.encoding = sys.stdout.encoding or "ascii"
        self._unicode = self.encoding.lower().replace("-", "").startswith("utf")
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb"
        self.styled = sys.stdout.isatty() and not plain

    @property
    def columns(self) -> int:
        """How wide lines may be now: windows are resized."""
        import shutil  # only when asking

        size = shutil.get_terminal_size((_WIDEST, 24)).columns
        return max(_NARROWEST, min(_WIDEST, size))

    def write(self, text: str) -> None:
        """Show *text*; what the encoding lacks becomes a question mark."""
        if not self._unicode:
            text = text.translate(_PLAIN)
        sys.stdout.write(text.encode(self.encoding, "replace").decode(self.encoding))
        sys.stdout.flush()

    def read_line(self, prompt: str, recall: str = "") -> str:
        """Let a line be typed and edited; what was pasted behind it is thrown away."""
        with suppress(ImportError):
            import readline  # gives `input` its editing; Windows has its own

            readline.set_auto_history(False)
            readline.clear_history()
            if recall:
                readline.add_history(recall)
        with self._as_it_was():
            self.write("")
            line = input(prompt.encode(self.encoding, "replace").decode(self.encoding))
            self._forget_typed()
        return line

    def read_key(self) -> str:
        """Wait for a key, without showing it."""
        import click  # the way on systems without termios

        key = click.getchar()
        return {"\r": ENTER, "\n": ENTER, "\x1b": ESCAPE, "\x04": END}.get(key, key[:1])

    @contextmanager
    def _as_it_was(self) -> Iterator[None]:
        yield

    def _forget_typed(self) -> None:
        """Forget keys that nobody has read yet."""


class PosixScreen(Screen):
    """A terminal whose echo stays off between keys, so that typing ahead shows nothing."""

    def __init__(self) -> None:
        """Remember how the terminal was set."""
        import termios

        super().__init__()
        self._input = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._input)
        self._waits_for_key = False

    def read_key(self) -> str:
        """Wait for a key, without showing it."""
        import select

        self._quiet()
        self._waits_for_key = True
        while not select.select([self._input], [], [], _LOOK_UP)[0]:
            pass
        self._waits_for_key = False
        first = os.read(self._input, 1)
        if first in (b"", b"\x04"):
            return END
        if first in (b"\r", b"\n"):
            return ENTER
        if first == b"\x1b":
            return self._escaped()
        lows = ((4, 0xF0), (3, 0xE0), (2, 0xC0)) if self._unicode else ()
        length = next((count for count, low in lows if first[0] >= low), 1)
        rest = b"".join(os.read(self._input, 1) for _ in range(length - 1))
        return (first + rest).decode("utf-8", "replace")

    def restore(self) -> None:
        """Set the terminal as it was before."""
        import termios

        termios.tcsetattr(self._input, termios.TCSADRAIN, self._before)

    def resume(self, _number: int, _frame: object) -> None:
        """Come back after Ctrl-Z: the shell may have set the terminal its own way."""
        if self._waits_for_key:
            self._quiet()

    def _quiet(self) -> None:
        """Read keys one by one and unseen; Ctrl-C still interrupts."""
        import termios

        settings: list[Any] = termios.tcgetattr(self._input)
        settings[3] &= ~(termios.ECHO | termios.ICANON)
        settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._input, termios.TCSANOW, settings)

    def _escaped(self) -> str:
        """Return the arrow key whose escape character was read, or that key itself."""
        import select

        sequence = b""
        while select.select([self._input], [], [], _ESCAPE_WAIT)[0]:
            sequence += os.read(self._input, 1)
            if sequence[-1:].isalpha() and sequence not in (b"O", b"["):
                break
            if sequence[-1:] == b"~":
                break
        return {b"[D": LEFT, b"OD": LEFT, b"[C": RIGHT, b"OC": RIGHT}.get(sequence, ESCAPE)

    @contextmanager
    def _as_it_was(self) -> Iterator[None]:
        self.restore()
        try:
            yield
        finally:
            self._quiet()

    def _forget_typed(self) -> None:
        import termios

        termios.tcflush(self._input, termios.TCIFLUSH)


@contextmanager
def screen() -> Iterator[Terminal]:
    """Yield the terminal of this process, and leave it as it was, whatever happens."""
    if os.name != "posix":
        yield Screen()
        return
    own = PosixScreen()
    before = signal.signal(signal.SIGCONT, own.resume)
    try:
        yield own
    finally:
        signal.signal(signal.SIGCONT, before)
        own.restore()
