"""How long one `mlkb check FILE` takes as a whole process, as a ratio (docs/decisions/0005).

    python bench/cold.py [RUNS]

The floor is what no tool of this kind can do without: `import click, yaml`, and parsing the same
answer files with `CSafeLoader`. Both run in turn, so that a change in the machine's speed hits
both; the ratio is the median of the ratios pair by pair. The target is at most 1.5.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ANSWERS = ROOT / "engine/mlkb/example/mlkb-answers/fraud-detection"
FILES = sorted(str(path) for path in ANSWERS.glob("*-pro*.yaml"))
TARGET = 1.5

ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""As a user runs it: with the byte code that the first run leaves behind."""

FLOOR = [
    sys.executable,
    "-c",
    """
import sys, click, yaml
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        yaml.load(file, yaml.CSafeLoader)
""",
    *FILES,
]
OURS = [sys.executable, "-m", "mlkb", "check", *FILES, "--today", "2026-11-21", "--fail-on", "none"]


def main() -> None:
    """Print the ratio, and the times behind it in milliseconds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    ours, floor = [], []
    for _ in range(runs + 1):
        floor.append(_seconds(FLOOR))
        ours.append(_seconds(OURS))
    pairs = list(zip(ours[1:], floor[1:], strict=True))  # the first pair warms the caches
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"mlkb check: {1000 * statistics.median(ours[1:]):.1f} ms")
    print(f"floor:      {1000 * statistics.median(floor[1:]):.1f} ms")
    print(f"ratio:      {ratio:.2f} (target: at most {TARGET})")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
