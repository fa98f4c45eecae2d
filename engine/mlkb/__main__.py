"""Where `mlkb` and `python -m mlkb` start, and where they end."""

import gc
import os
import sys

gc.disable()  # before the imports: a command is over before a collection could pay (decision 5)

from mlkb.cli import main as run  # noqa: E402


def main() -> None:
    """Run the command line and leave with its exit code.

    Everything is written by then, so the process ends without taking the interpreter apart, which
    would cost a tenth of a short command (decision 5).
    """
    code = run()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by the caller
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
