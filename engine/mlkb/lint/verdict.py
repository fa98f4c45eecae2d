"""Verdicts: rules that are never the first to hold, and verdicts that no answers lead to."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations
from typing import TYPE_CHECKING

from mlkb.lint.applying import never_holds
from mlkb.lint.concern import Concern, concern
from mlkb.lint.search import TooManyLooks, example
from mlkb.model.condition import AllOf, Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.lint.corpus import Corpus, Place
    from mlkb.load.reader import Entry
    from mlkb.model.condition import Condition


def check(place: Place, corpus: Corpus) -> Iterator[Concern]:
    """Yield the rules and verdicts that nothing can reach."""
    spec = place.spec
    rules: list[Entry] = place.entry["rules"]
    conditions = [rule.when for rule in spec.rules]
    reached: set[str] = set()
    for position, condition in enumerate(conditions):
        number, entry = position + 1, rules[position]
        name = f"{place.result.id} ({number})"
        dead = list(never_holds(entry["when"], place.checklist, name, corpus))
        yield from dead
        if any(one.problem.code == "condition-never-holds" for one in dead):
            continue
        verdict = entry["verdict"]
        try:
            first = _first(conditions[:position], condition, corpus)
        except TooManyLooks:
            reached.add(verdict)
            continue
        if first:
            reached.add(verdict)
            corpus.account.decided["rules"] += 1
            continue
        earlier = _shadows(conditions[:position], condition, corpus)
        where = corpus.place(place.checklist, entry.node)
        yield concern("rule-shadowed", where, number=number, name=place.result.id, earlier=earlier)
    yield from _default(place, conditions, reached, corpus)
    _note_overlaps(place, corpus)
    for name in place.entry["verdicts"]:
        if name not in reached:
            node = place.entry["verdicts"].keys_at[name]
            where = corpus.place(place.checklist, node)
            yield concern("verdict-unreachable", where, name=name)


def _note_overlaps(place: Place, corpus: Corpus) -> None:
    """Take down which rules for different verdicts can hold at once: there the order decides."""
    for (number, one), (other_number, other) in combinations(enumerate(place.spec.rules, 1), 2):
        if one.verdict == other.verdict:
            continue
        with suppress(TooManyLooks):
            if example(AllOf((one.when, other.when)), corpus) is not None:
                pairs = corpus.account.overlaps.setdefault(place.name, [])
                pairs.append((number, other_number))


def _default(
    place: Place, conditions: Sequence[Condition], reached: set[str], corpus: Corpus
) -> Iterator[Concern]:
    """Yield a default that never gets its turn; else its verdict is *reached*."""
    entry = place.entry["rules"][-1]
    try:
        needed = not conditions or example(_none(conditions), corpus) is not None
    except TooManyLooks:
        needed = True
    if needed:
        reached.add(entry["default"])
        corpus.account.decided["rules"] += 1
    else:
        where = corpus.place(place.checklist, entry.node)
        yield concern("default-unreachable", where, name=place.result.id)


def _first(earlier: Sequence[Condition], condition: Condition, corpus: Corpus) -> bool:
    """Say whether *condition* can hold while none of the *earlier* ones does."""
    return example(AllOf((*(Not(one) for one in earlier), condition)), corpus) is not None


def _none(conditions: Sequence[Condition]) -> Condition:
    return AllOf(tuple(Not(one) for one in conditions))


def _shadows(earlier: Sequence[Condition], condition: Condition, corpus: Corpus) -> tuple[int, ...]:
    """Return the numbers of the rules that take every case: one alone, if one does."""
    for number, one in enumerate(earlier, 1):
        if not _first([one], condition, corpus):
            return (number,)
    return tuple(range(1, len(earlier) + 1))
