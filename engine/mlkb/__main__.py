"""`python -m mlkb` is `mlkb`."""

import sys

from mlkb.cli import main

if __name__ == "__main__":
    sys.exit(main())
