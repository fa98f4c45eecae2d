"""Lint: what is wrong with checklists although they load.

The loader refuses what is misshapen or leads nowhere. Lint looks for what is well formed and still
no good: a rule that never gets its turn, a question that nothing reads, a claim that nobody cites.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint import coverage, levels, profile, quadrant, verdict
from mlkb.lint.applying import applying
from mlkb.lint.citations import citations
from mlkb.lint.completeness import completeness
from mlkb.lint.concern import Concern, Grade
from mlkb.lint.corpus import Corpus
from mlkb.lint.prose import prose
from mlkb.lint.reading import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkb.lint.corpus import Place

__all__ = ["Concern", "Corpus", "Grade", "concerns"]

CHECKS: tuple[Callable[[Corpus], Iterator[Concern]], ...] = (
    completeness,
    applying,
    reading,
    prose,
    citations,
)
RESULT_CHECKS: dict[str, Callable[[Place, Corpus], Iterator[Concern]]] = {
    "coverage": coverage.check,
    "levels": levels.check,
    "profile": profile.check,
    "quadrant": quadrant.check,
    "verdict": verdict.check,
}


def concerns(corpus: Corpus) -> tuple[Concern, ...]:
    """Return everything that is wrong with *corpus*, file by file, and note how it was found."""
    found = [one for check in CHECKS for one in check(corpus)]
    for place in corpus.results():
        if place.result.type in RESULT_CHECKS:
            found.extend(RESULT_CHECKS[place.result.type](place, corpus))
    files = list(dict.fromkeys(reader.path for reader in corpus.found.readers.values()))
    return tuple(sorted(found, key=lambda one: (files.index(one.problem.location.path), *_at(one))))


def _at(one: Concern) -> tuple[int, int, str]:
    place = one.problem.location
    return place.line, place.column, one.problem.code
