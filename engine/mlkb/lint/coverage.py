"""Coverage: bounds that nobody can ever pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.lint.corpus import Corpus, Place


def check(place: Place, corpus: Corpus) -> Iterator[Concern]:
    """Yield a bound above the number of responsibilities."""
    spec = place.spec
    most = len(spec.over)
    for field, idle in (
        ("at_most", spec.at_most >= most),
        ("alone", spec.alone > most),
    ):
        if idle:
            node = place.entry.values_at.get(field, place.entry.node)
            where = corpus.place(place.checklist, node)
            yield concern("bound-idle", where, name=field, count=most)
