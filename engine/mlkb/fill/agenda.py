"""The questions of a session in order: first the facts that conditions read, then its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.condition import references
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.checklist import Checklist, ResultSpec
    from mlkb.model.condition import Reference


class Place(NamedTuple):
    """One question of one checklist."""

    checklist: str
    question: str


def agenda(
    checklists: Mapping[str, Checklist], checklist: str, *, core: bool = False
) -> tuple[Place, ...]:
    """Return every question that may have to be asked to answer *checklist*.

    With *core* these are its core questions, the facts that its results rest on, and whatever
    decides whether any of them applies.
    """
    own = checklists[checklist]
    rests_on = {place for spec in own.results for place in _facts_of(checklists, checklist, spec)}
    wanted = {
        place: None
        for place in (Place(checklist, name) for name in own.questions)
        if own.questions[place.question].dropped is None
        and (not core or own.questions[place.question].core or place in rests_on)
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
        yield from _facts_at(checklists, place.checklist, reference)
    if question.requires:
        premise = checklists[place.checklist].questions[question.requires]
        if premise.dropped is None:
            yield Place(place.checklist, question.requires)


def _facts_at(
    checklists: Mapping[str, Checklist], asked: str, reference: Reference
) -> Iterator[Place]:
    """Yield the question at *reference*, or the facts that the result there rests on.

    Of another checklist than the one that is *asked* only facts count: its practices are asked
    when somebody fills it in.
    """
    other = checklists.get(reference.checklist)
    if other is None:
        return
    if reference.result:
        for spec in other.results:
            if spec.id == reference.result:
                yield from _facts_of(checklists, reference.checklist, spec)
        return
    premise = other.questions.get(reference.question)
    if premise is None or premise.dropped is not None:
        return
    if reference.checklist == asked or not premise.scored:
        yield Place(reference.checklist, reference.question)


def _facts_of(
    checklists: Mapping[str, Checklist], checklist: str, spec: ResultSpec
) -> Iterator[Place]:
    """Yield the facts of its own checklist that a result rests on."""
    for reference in result_type(spec.type).inputs(spec.spec) or ():
        if reference.checklist != checklist or not reference.question:
            continue
        question = checklists[checklist].questions[reference.question]
        if not question.scored and question.dropped is None:
            yield Place(checklist, question.id)


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
