"""Quadrants: places that no answers lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern
from mlkb.lint.search import found
from mlkb.lint.trial import Trial
from mlkb.results.quadrant import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkb.lint.corpus import Corpus, Place
    from mlkb.lint.search import Answers
    from mlkb.results.quadrant import QuadrantResult

_NOWHERE = -1000
_HIGH = {"both": (True, True), "only-y": (True, False), "only-x": (False, True)}
"""Whether y and x reach their split in each place; neither does in the last."""


def check(place: Place, corpus: Corpus) -> Iterator[Concern]:
    """Yield the places that cannot be reached."""
    trial = Trial(place, corpus)
    for name in PLACES:
        search = found(trial.variables, _nearness(trial, place, name))
        if search.answers is None:
            node = place.entry["quadrants"].keys_at[name]
            where = corpus.place(place.checklist, node)
            code = "place-unreachable" if search.certain else "place-not-found"
            yield concern(code, where, name=name, tried=search.tried)
        if search.certain:
            corpus.account.decided["places"] += 1
        else:
            corpus.account.tried.append((f"{place.name} {name}", search.tried))


def _nearness(trial: Trial, place: Place, name: str) -> Callable[[Answers], int]:
    """Return how near answers come to the place *name*: 1 or more is there."""
    spec = place.spec
    high, right = _HIGH.get(name, (False, False))

    def near(answers: Answers) -> int:
        result: QuadrantResult | None = trial.result(answers)
        if result is None:
            return _NOWHERE
        if result.possible == (name,):
            return 1
        missing = 0
        for span, split, wanted in (
            (result.y, spec.y.split, high),
            (result.x, spec.x.split, right),
        ):
            missing += max(0, split - span.worst if wanted else span.best - split + 1)
        return min(0, -missing)

    return near
