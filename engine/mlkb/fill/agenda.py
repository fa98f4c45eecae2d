"""The questions of a session in order: first the facts that conditions read, then its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.condition import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.checklist import Checklist


class Place(NamedTuple):
    """One question of one checklist."""

    checklist: str
    question: str


def agenda(
    checklists: Mapping[str, Checklist], checklist: str, *, core: bool = False
) -> tuple[Place, ...]:
    """Return every question that may have to be asked to answer *checklist*.

    With *core* these are its core questions and whatever decides whether they apply.
    """
    own = checklists[checklist]
    wanted = {
        Place(checklist, one.id): None
        for one in own.questions.values()
        if one.dropped is None and (one.core or not core)
    }
    waiting = list(wanted)
    while waiting:
        for premise in _premises(checklists, waiting.pop()):
            if premise not in wanted:
                wanted[premise] = None
                waiting.append(premise)
    return tuple(_in_order(checklists, checklist, wanted))


def _premises(checklists: Mapping[str, Checklist], place: Place) -> Iterator[Place]:
    """Yield the questions that decide whether another one applies."""
    question = checklists[place.checklist].questions[place.question]
    for reference in references(question.when):
        other = checklists.get(reference.checklist)
        premise = other.questions.get(reference.question) if other else None
        if premise is None or premise.dropped is not None:
            continue
        if reference.checklist == place.checklist or not premise.scored:
            yield Place(reference.checklist, reference.question)
    if question.requires:
        premise = checklists[place.checklist].questions[question.requires]
        if premise.dropped is None:
            yield Place(place.checklist, question.requires)


def _in_order(
    checklists: Mapping[str, Checklist], checklist: str, wanted: Mapping[Place, None]
) -> Iterator[Place]:
    """Yield the wanted questions: checklists in the order in which they are read, ours last."""
    reads = checklists[checklist].reads
    others = [place.checklist for place in wanted if place.checklist != checklist]
    known = [one for one in reads if one in others]
    for name in dict.fromkeys((*known, *others, checklist)):
        for question in checklists[name].questions:
            if Place(name, question) in wanted:
                yield Place(name, question)
