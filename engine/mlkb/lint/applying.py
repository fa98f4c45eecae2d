"""Conditions: those that never or always hold, and constants that nothing can be held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern
from mlkb.lint.corpus import comparisons, conditions_of
from mlkb.lint.domains import Unlisted, order_of, values
from mlkb.lint.search import TooManyLooks, example
from mlkb.load.reader import Entry
from mlkb.model.answers import NOT_APPLICABLE
from mlkb.model.condition import AllOf, Not, Reference, condition_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.lint.corpus import Corpus, Place
    from mlkb.model.checklist import Question
    from mlkb.model.condition import Compare

_BOUNDS = ("at_least", "at_most")


def applying(corpus: Corpus) -> Iterator[Concern]:
    """Yield what is wrong with the conditions of questions and results."""
    for checklist in corpus.own:
        for entry in corpus.question_entries(checklist):
            if "when" in entry:
                yield from _when(checklist, entry, corpus)
        for condition in corpus.conditions(checklist):
            for raw, comparison in comparisons(condition, checklist):
                yield from _constant(checklist, raw, comparison, corpus)
    for place in corpus.results():
        if place.result.type != "verdict":  # whose rules have numbers
            for entry, name in conditions_of(place.entry):
                yield from never_holds(entry, place.checklist, name, corpus)
        yield from _rows(place, corpus)


def _rows(place: Place, corpus: Corpus) -> Iterator[Concern]:
    """Yield what is wrong with the bounds that a comparison expects."""
    for row in place.entry.get("rows", ()):
        question = corpus.own[place.checklist].questions[row["question"]]
        for expected in (row.get("target"), *row.get("expected", {}).values()):
            yield from _bound(place.checklist, question, expected, corpus)


def _when(checklist: str, entry: Entry, corpus: Corpus) -> Iterator[Concern]:
    """Yield a question that is asked of nobody, or of everybody."""
    place = corpus.place(checklist, entry.values_at["when"])
    questions = corpus.own[checklist].questions
    asked = next(one for one in questions.values() if one.id.split(".", 1)[0] == entry["id"])
    facts = {"name": entry["id"]}
    conditions = [one.when for one in _presupposed(asked, questions) if one.when]
    try:
        if example(AllOf(tuple(conditions)), corpus) is None:
            yield concern("never-applies", place, **facts)
        elif asked.when and example(Not(asked.when), corpus) is None:
            yield concern("always-applies", place, **facts)
    except TooManyLooks:
        corpus.account.given_up.append(f"{checklist}/{entry['id']}")
        yield concern("undecided", place, **facts)
    else:
        corpus.account.decided["conditions"] += 1


def _presupposed(question: Question, questions: Mapping[str, Question]) -> Iterator[Question]:
    """Yield *question*, what it requires, what that requires, and so on."""
    one: Question | None = question
    while one is not None:
        yield one
        one = questions.get(one.requires) if one.requires else None


def never_holds(entry: Entry, checklist: str, name: str, corpus: Corpus) -> Iterator[Concern]:
    """Yield a condition of the result or the part of one *name* that no answers make true."""
    place = corpus.place(checklist, entry.node)
    condition = condition_of(entry, checklist)
    try:
        if example(condition, corpus) is None:
            yield concern("condition-never-holds", place, name=name)
        corpus.account.decided["conditions"] += 1
    except TooManyLooks:
        corpus.account.given_up.append(f"{checklist}:{name}")
        yield concern("undecided", place, name=name)


def _constant(checklist: str, raw: Entry, comparison: Compare, corpus: Corpus) -> Iterator[Concern]:
    """Yield what is wrong with what one comparison holds an answer against."""
    reference, operator, operand = comparison
    place = corpus.place(checklist, raw.values_at[operator])
    facts = {"name": str(reference).removeprefix(f"{checklist}/")}
    words = operand if isinstance(operand, tuple) else (operand,)
    if NOT_APPLICABLE in words:
        yield concern("reads-not-applicable", place, **facts)
        return
    try:
        possible = tuple(values(reference, [comparison], corpus))
    except Unlisted:
        return
    order = order_of(reference, corpus)
    if operator in _BOUNDS and all(order(value) is None for value in possible):
        yield concern("no-order", place, operator=operator, **facts)
    elif operator == "includes" and not any(isinstance(value, tuple) for value in possible):
        yield concern("no-list", place, **facts)
    elif reference.result and not (operator in _BOUNDS and isinstance(operand, int)):
        for word in words:
            if word not in possible:
                yield concern(
                    "not-a-result-value", place, given=word, expected=_shown(possible), **facts
                )


def _shown(possible: tuple[object, ...]) -> tuple[object, ...]:
    """Return what to show of the *possible* values; of numbers the first and the last."""
    if all(isinstance(value, int) for value in possible):
        return possible[:1] + possible[-1:]
    return possible


def _bound(
    checklist: str, question: Question, expected: object, corpus: Corpus
) -> Iterator[Concern]:
    """Yield a bound on answers without an order, in what a comparison expects."""
    if not isinstance(expected, Entry):
        return
    reference = Reference(checklist, question.id)
    for operator in _BOUNDS:
        if operator in expected:
            order = order_of(reference, corpus)
            place = corpus.place(checklist, expected.values_at[operator])
            if all(order(value) is None for value in values(reference, (), corpus)):
                yield concern("no-order", place, operator=operator, name=question.id)
