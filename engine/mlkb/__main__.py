"""Where `mlkb` and `python -m mlkb` start."""

import gc
import sys

gc.disable()  # before the imports: a command is over before a collection could pay (decision 5)

from mlkb.cli import main as run  # noqa: E402


def main() -> int:
    """Run the command line and return its exit code."""
    return run()


if __name__ == "__main__":
    sys.exit(main())
