"""Many answer files at once: from the cache where nothing changed, and over the cores where it did.

Both cost before they gain, so neither is asked for a few files (docs/decisions/0006).
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from mlkb.load.answers import read_answers
from mlkb.load.cache import PACKS, open_cache, row_of, sheet_of
from mlkb.load.document import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mlkb.load.cache import Pack
    from mlkb.model.answers import AnswerSheet
    from mlkb.model.checklist import Checklist
    from mlkb.model.source import Problem

WORTH_WORKERS = 1_000
"""Files to parse from which on other processes are worth starting."""
_CHUNK = 50
"""Files that a worker is given at a time."""

Reading = tuple["AnswerSheet | None", "list[Problem]"]


class Task(NamedTuple):
    """A file to read, and how it is called."""

    path: Path
    shown: str


def read_many(
    tasks: Sequence[Task], root: Path, checklists: Mapping[str, Checklist], today: int
) -> list[Reading]:
    """Return what each file holds: a sheet, or its problems."""
    fingerprint = getattr(checklists, "fingerprint", None)
    cache = open_cache(root, fingerprint()) if fingerprint else None
    batch = _Batch(tasks, checklists, today)
    if cache is None:
        batch.read(range(len(tasks)))
        return batch.readings()
    packs: list[list[int]] = [[] for _ in range(PACKS)]
    for place, task in enumerate(tasks):
        packs[_pack_of(task.shown)].append(place)
    kept = [batch.recall(cache.read(pack), places) for pack, places in enumerate(packs)]
    batch.read([place for _, keys in kept for place in keys])
    for pack, (rows, keys) in enumerate(kept):
        if keys:
            cache.write(pack, rows | batch.rows(keys))
    if any(keys for _, keys in kept):
        cache.prune()
    return batch.readings()


class _Batch:
    """The files of a run, and what was found in them so far, by place."""

    def __init__(
        self, tasks: Sequence[Task], checklists: Mapping[str, Checklist], today: int
    ) -> None:
        self.tasks = tasks
        self.checklists = checklists
        self.today = today
        self.found: dict[int, Reading] = {}

    def readings(self) -> list[Reading]:
        """Return what was found, in the order of the files."""
        return [self.found[place] for place in range(len(self.tasks))]

    def recall(self, rows: Pack, places: Iterable[int]) -> tuple[Pack, dict[int, str]]:
        """Find what *rows* remember; return those of use, and the keys of what is to be read."""
        kept: Pack = {}
        rest: dict[int, str] = {}
        for place in places:
            path, shown = self.tasks[place]
            data, problems = read_bytes(path, shown)
            if problems:
                self.found[place] = None, problems
                continue
            key = sha256(data).hexdigest()
            sheet = sheet_of(rows.get(key), shown, self.checklists, self.today)
            if sheet is None:
                rest[place] = key
            else:
                kept[key] = rows[key]
                self.found[place] = sheet, []
        return kept, rest

    def read(self, places: Sequence[int]) -> None:
        """Find what the files at *places* hold."""
        tasks = [self.tasks[place] for place in places]
        readings = _read_all(tasks, self.checklists, self.today)
        self.found.update(zip(places, readings, strict=True))

    def rows(self, keys: Mapping[int, str]) -> Pack:
        """Return what is worth remembering of the files with *keys*: what has no problem."""
        sheets = ((key, self.found[place][0]) for place, key in keys.items())
        return {key: row_of(sheet) for key, sheet in sheets if sheet is not None}


def _pack_of(shown: str) -> int:
    return sha256(shown.encode("utf-8", "surrogateescape")).digest()[0] % PACKS


def _read_all(
    tasks: Sequence[Task], checklists: Mapping[str, Checklist], today: int
) -> list[Reading]:
    cores = _cores()
    if cores == 1 or len(tasks) < WORTH_WORKERS:
        return [_read(task, checklists, today) for task in tasks]
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    workers = ProcessPoolExecutor(
        cores, get_context("fork"), initializer=_start, initargs=(checklists, today)
    )
    try:
        with workers:
            return list(workers.map(_read_in_worker, tasks, chunksize=_CHUNK))
    except (BrokenExecutor, OSError):  # no more processes, or one was killed: then by ourselves
        return [_read(task, checklists, today) for task in tasks]


def _cores() -> int:
    """Return how many processes may work: one where they cannot be forked safely and cheaply."""
    if sys.platform != "linux":
        return 1
    import threading

    return len(os.sched_getaffinity(0)) if threading.active_count() == 1 else 1


def _read(task: Task, checklists: Mapping[str, Checklist], today: int) -> Reading:
    data, problems = read_bytes(task.path, task.shown)
    if problems:
        return None, problems
    return read_answers(data, task.shown, checklists, today)


_worker: tuple[Mapping[str, Checklist], int]


def _start(checklists: Mapping[str, Checklist], today: int) -> None:
    global _worker  # noqa: PLW0603 - what a worker process was started with
    _worker = checklists, today


def _read_in_worker(task: Task) -> Reading:
    sheet, problems = _read(task, *_worker)
    return sheet, [one._replace(facts=dict(one.facts)) for one in problems]  # no facts: a proxy
