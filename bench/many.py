"""How long many answer files take to read, as ratios in one run (docs/decisions/0006).

    python bench/many.py [FILES]

The floor is `CSafeLoader` alone on the same files, on one core. Both read a share of the files in
turn, so that a change in the machine's speed hits both. Then all files at once, as `mlkb check`
reads them: on one core, on every core, into an empty cache, and from a full one.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from mlkb.load import many
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.load.workspace import answer_files, open_workspace, read_answer_file
from mlkb.model.day import day_number
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkb.model.checklist import Checklist, Question

TARGET = 1.3
TODAY = day_number("2026-11-21") or 0
SHARE = 250
OPEN, SHORT, PROVEN, PLANNED = 0.1, 0.7, 0.8, 0.9
"""How an answer looks: bounds of one throw of the dice."""


def main() -> None:
    """Generate the files and print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    os.environ["MLKB_NO_CACHE"] = "1"
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "project"
        library = Library(find_project(Path(scratch)))
        generate(root / "mlkb-answers", library["mlops-process"], count)
        files = answer_files([root])
        size = sum(path.stat().st_size for path in files)
        print(f"{count} files of {size // count} bytes, {len(os.sched_getaffinity(0))} cores")
        floor, ours = side_by_side(files, root, library)
        print(f"CSafeLoader:        {1000 * floor / count:.3f} ms a file")
        print(f"ours:               {1000 * ours / count:.3f} ms a file")
        print(f"ratio per core:     {ours / floor:.2f} (target: at most {TARGET})")

        def whole() -> float:
            start = time.perf_counter()
            open_workspace([root], root, library, TODAY)
            return time.perf_counter() - start

        cores = many.WORTH_WORKERS
        many.WORTH_WORKERS = count + 1
        tell("one core, no cache", whole(), floor)
        many.WORTH_WORKERS = cores
        tell("all cores, no cache", whole(), floor)
        del os.environ["MLKB_NO_CACHE"]
        os.environ["XDG_CACHE_HOME"] = str(Path(scratch) / "cache")
        tell("cache, while empty", whole(), floor)
        tell("cache, when full", min(whole(), whole()), floor)
        packs = list((Path(scratch) / "cache").rglob("*.json"))
        print(f"{sum(path.stat().st_size for path in packs) // 1024} KiB in {len(packs)} packs")


def tell(what: str, seconds: float, floor: float) -> None:
    """Print one figure beside the floor."""
    print(f"{what + ':':20}{seconds:.2f} s, {seconds / floor:.2f} of the floor")


def side_by_side(files: Sequence[Path], root: Path, library: Library) -> tuple[float, float]:
    """Return the seconds of the floor, and ours."""

    def floor(path: Path) -> None:
        yaml.load(path.read_bytes(), yaml.CSafeLoader)

    def ours(path: Path) -> None:
        _, problems = read_answer_file(path, root, library, TODAY)
        if problems:
            raise SystemExit(str(problems))

    seconds = {"floor": 0.0, "ours": 0.0}
    readers: list[tuple[str, Callable[[Path], None]]] = [("floor", floor), ("ours", ours)]
    for begin in range(0, len(files), SHARE):
        for name, reader in readers:
            start = time.perf_counter()
            for path in files[begin : begin + SHARE]:
                reader(path)
            seconds[name] += time.perf_counter() - start
        readers.reverse()
    return seconds["floor"], seconds["ours"]


def generate(folder: Path, checklist: Checklist, count: int) -> None:
    """Write *count* answer files, each about a subject of its own."""
    for number in range(count):
        path = folder / f"team-{number}" / f"{checklist.id}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(answers(checklist, number), "utf-8")


def answers(checklist: Checklist, number: int) -> str:
    """Return one answer file: most answers short, some with notes, evidence or a plan."""
    dice = random.Random(number)  # noqa: S311 - no secrets
    lines = [
        "format: mlkb/answers@1",
        f"checklist: {checklist.id}@1.0.0",
        f"subject: team-{number}",
        "respondent:",
        "  name: kim",
        "  role: mlops-lead",
        "answered_on: 2026-11-20",
        "answers:",
    ]
    for question in list(checklist.questions.values())[:24]:
        luck = dice.random()
        value = answer(question, dice)
        lines.append(f"  # {question.ask.en}")
        if luck < OPEN:
            lines.append(f"  {question.id}:")
        elif luck < SHORT:
            lines.append(f"  {question.id}: {value}")
        else:
            note = dice.choice(["two of five have no owner", "다섯 가운데 둘은 담당자가 없다"])
            lines += [f"  {question.id}:", f"    answer: {value}", f'    note: "{note}"']
        if luck > PROVEN:
            lines += ["    evidence:", "      - docs/metrics.md#L10", "    on: 2026-11-01"]
        if luck > PLANNED:
            lines += ["    plan:", "      by: lee", "      until: 2027-01-31"]
    return "\n".join(lines) + "\n"


def answer(question: Question, dice: random.Random) -> str:
    """Return an answer that *question* allows."""
    words = question_type(question.type).words(question.spec)
    if question.type == "multiple-choice":
        return f"[{words[0]}]"
    free = {"number": "3", "people": "[kim, lee]", "text": '"what a team wrote about it"'}
    return free.get(question.type) or dice.choice(words)


if __name__ == "__main__":
    main()
