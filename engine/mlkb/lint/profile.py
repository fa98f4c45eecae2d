"""Profiles: types that no answers look like, and types that never come out clearly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern
from mlkb.lint.search import found
from mlkb.lint.trial import Trial
from mlkb.results.profile import CLEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkb.lint.corpus import Corpus, Place
    from mlkb.lint.search import Answers
    from mlkb.results.profile import ProfileResult

_CLEARLY = 1000
"""More than a share can be apart from the best, in percent."""


def check(place: Place, corpus: Corpus) -> Iterator[Concern]:
    """Yield the types that cannot be found, or only in a mixture."""
    trial = Trial(place, corpus)
    for profile, entry in zip(
        place.spec.profiles,
        place.entry["profiles"],
        strict=True,
    ):
        where = corpus.place(place.checklist, entry.values_at["id"])
        clear = found(trial.variables, _nearness(trial, profile.id, clear=True))
        if clear.answers is not None:
            corpus.account.decided["types"] += 1
            continue
        mixed = found(trial.variables, _nearness(trial, profile.id, clear=False))
        if mixed.answers is not None:
            if clear.certain:
                yield concern("profile-never-clear", where, name=profile.id)
        elif mixed.certain:
            yield concern("profile-unreachable", where, name=profile.id)
        else:
            yield concern("profile-not-found", where, name=profile.id, tried=mixed.tried)
        if clear.certain and mixed.certain:
            corpus.account.decided["types"] += 1
        else:
            corpus.account.tried.append((f"{place.name} {profile.id}", clear.tried))


def _nearness(trial: Trial, name: str, *, clear: bool) -> Callable[[Answers], int]:
    """Return how near answers come to the type *name*: 1 or more is there."""

    def near(answers: Answers) -> int:
        result: ProfileResult = trial.result(answers)
        shares = {share.id: share.percent for share in result.shares}
        others = max((share for one, share in shares.items() if one != name), default=0)
        ahead = shares[name] - others - _CLEARLY
        if result.best != name or (clear and result.state != CLEAR):
            return ahead
        return 1

    return near
