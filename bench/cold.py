"""How long one `mlkb check FILE` takes as a whole process, as a ratio (docs/decisions/0005).

    python bench/cold.py [RUNS]

The floor is what no tool of this kind can do without: `import click, yaml`, and parsing the same
answer files with `CSafeLoader`. Both run in turn, so that a change in the machine's speed hits
both; the ratio is the median of the ratios pair by pair. The target is at most 1.5.

The second ratio is Harbor as it stands, whose configuration adds a checklist of its own.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "engine" / "mlkb" / "example"
NAMES = ("mlops-process.kim.yaml", "team-profile.yaml")
TARGET = 1.5
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""As a user runs it: with the byte code that the first run leaves behind."""

FLOOR = """
import sys, click, yaml
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        yaml.load(file, yaml.CSafeLoader)
"""


def main() -> None:
    """Print both ratios, and the times behind them in milliseconds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "mlkb-answers" / "fraud-detection"
        shutil.copytree(EXAMPLE / "mlkb-answers" / "fraud-detection", plain)
        _compare(f"answers alone (target: at most {TARGET})", plain, runs)
    own = EXAMPLE / "mlkb-answers" / "fraud-detection"
    _compare("with a configuration and a checklist of its own", own, runs)


def _compare(what: str, folder: Path, runs: int) -> None:
    files = [str(folder / name) for name in NAMES]
    command = ["-m", "mlkb", "check", *files, "--today", "2026-11-21", "--fail-on", "none"]
    ours, floor = [], []
    for _ in range(runs + 1):
        floor.append(_seconds([sys.executable, "-c", FLOOR, *files], folder))
        ours.append(_seconds([sys.executable, *command], folder))
    pairs = list(zip(ours[1:], floor[1:], strict=True))  # the first pair warms the caches
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"{what}: {ratio:.2f}")
    print(f"  mlkb check {1000 * statistics.median(ours[1:]):.1f} ms")
    print(f"  floor      {1000 * statistics.median(floor[1:]):.1f} ms")


def _seconds(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=ENVIRONMENT)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
