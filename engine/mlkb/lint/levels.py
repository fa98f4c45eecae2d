"""Ladders: levels that nobody can reach, because no question is required for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.lint.corpus import Corpus, Place


def check(place: Place, corpus: Corpus) -> Iterator[Concern]:
    """Yield each level for which none of the questions that count is required."""
    spec = place.spec
    ladder = corpus.ladders[spec.ladder]
    counted = [
        tag
        for checklist in spec.over or (place.checklist,)
        for question in corpus.checklists[checklist].questions.values()
        if question.scored
        for tag in question.levels
        if tag.ladder == ladder.id and tag.required
    ]
    required = {tag.level for tag in counted}
    for level in ladder.levels:
        corpus.account.decided["levels"] += 1
        if level not in required:
            where = corpus.place(place.checklist, place.entry.node)
            yield concern("level-unjudged", where, name=level, ladder=ladder.id)
