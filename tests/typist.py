"""A person at a real terminal: a child process on the far end of a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable
    from pathlib import Path

CTRL_C = "\x03"
_PATIENCE = 20.0
"""Seconds; the machine that runs the tests may be busy."""


class Typist:
    """Types what a test says, and remembers all that the terminal showed."""

    def __init__(
        self,
        *arguments: str,
        folder: Path,
        columns: int = 80,
        before: Callable[[], None] | None = None,
        **environment: str,
    ) -> None:
        """Start `mlkb` with *arguments* in *folder*; *before* runs in the child at first."""
        self.output = ""
        self._seen = 0
        self._screen, self.far_end = pty.openpty()
        fcntl.ioctl(self.far_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.settings = termios.tcgetattr(self.far_end)

        def take_terminal() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if before:
                before()

        kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
        kept.pop("COLUMNS", None)
        kept.pop("NO_COLOR", None)
        self.child = subprocess.Popen(
            [sys.executable, "-m", "mlkb", *arguments],
            cwd=folder,
            env={**kept, "TERM": "xterm", "LANG": "C.UTF-8", **environment},
            stdin=self.far_end,
            stdout=self.far_end,
            stderr=self.far_end,
            start_new_session=True,
            preexec_fn=take_terminal,  # noqa: PLW1509 - no threads here
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        os.close(self._screen)
        os.close(self.far_end)

    def sees(self, text: str) -> Typist:
        """Wait until *text* is shown behind what was seen before."""
        until = time.monotonic() + _PATIENCE
        while text not in self.output[self._seen :]:
            assert time.monotonic() < until, f"{text!r} is not shown:\n{self.output[-2000:]}"
            self._listen(0.05)
        self._seen = self.output.index(text, self._seen) + len(text)
        return self

    def types(self, *keys: str) -> Typist:
        """Press *keys*."""
        for key in keys:
            os.write(self._screen, key.encode())
        return self

    def kills(self, number: signal.Signals) -> Typist:
        """Send a signal to the child."""
        self.child.send_signal(number)
        return self

    def leaves(self) -> int:
        """Wait for the end, and return the exit code."""
        until = time.monotonic() + _PATIENCE
        while self.child.poll() is None:
            assert time.monotonic() < until, f"it does not end:\n{self.output[-2000:]}"
            self._listen(0.05)
        while self._listen(0.0):
            pass
        return int(self.child.returncode)

    def _listen(self, seconds: float) -> bool:
        if not select.select([self._screen], [], [], seconds)[0]:
            return False
        self.output += os.read(self._screen, 65536).decode("utf-8", "replace")
        return True
