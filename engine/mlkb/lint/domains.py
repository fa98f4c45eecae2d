"""What may be answered to a question, and what a result may turn out to be."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from mlkb.model.shape import LARGEST
from mlkb.questions import question_type
from mlkb.questions.base import WrongAnswer
from mlkb.results import result_type
from mlkb.results.quadrant import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlkb.lint.corpus import Corpus
    from mlkb.model.checklist import Ladder, Question, ResultSpec
    from mlkb.model.condition import Compare, Reference, Value

_MOST_TICKED = 12
"""Choices of one question whose combinations are gone through."""
_FULL_CREDIT = 100


class Unlisted(Exception):
    """The possible answers to a question cannot be listed."""


def values(reference: Reference, parts: Sequence[Compare], corpus: Corpus) -> Iterable[Value]:
    """Return the values at *reference* between which the comparisons *parts* can tell."""
    if reference.result:
        return result_values(corpus.result(reference), corpus.ladders)
    question = corpus.question(reference)
    operands = [part.operand for part in parts]
    return _answers(question, operands)


def every(question: Question) -> tuple[Value, ...]:
    """Return every answer to *question* whose credit or points can differ."""
    spec = question.spec
    if question.type == "number":
        edges = (edge for band in getattr(spec, "bands", ()) for edge in (band[0], band[1]))
        return tuple(_answers(question, [edge for edge in edges if abs(edge) < LARGEST]))
    if question.type == "people":
        return tuple(_answers(question, [getattr(spec, "at_least", 1)]))
    words = question_type(question.type).words(spec)
    return tuple(_answers(question, [words]))


def order_of(reference: Reference, corpus: Corpus) -> Callable[[Value], int | None]:
    """Return how values at *reference* are ordered."""
    if reference.result:
        result = corpus.result(reference)
        kind = result_type(result.type)
        return lambda value: kind.order(result.spec, corpus.ladders, value)
    question = corpus.question(reference)
    asked = question_type(question.type)
    return lambda value: asked.order(question.spec, value)


def result_values(result: ResultSpec, ladders: Mapping[str, Ladder]) -> Iterable[Value]:
    """Return what *result* may turn out to be, once it is known."""
    if result.type not in RESULT_VALUES:
        raise Unlisted
    return RESULT_VALUES[result.type](result.spec, ladders)


RESULT_VALUES: dict[str, Callable[[Any, Mapping[str, Ladder]], Iterable[Value]]] = {
    "score": lambda _spec, _ladders: range(_FULL_CREDIT + 1),
    "levels": lambda spec, ladders: ("", *ladders[spec.ladder].levels),
    "verdict": lambda spec, _ladders: tuple(spec.verdicts),
    "profile": lambda spec, _ladders: ("", *(profile.id for profile in spec.profiles)),
    "comparison": lambda spec, _ladders: range(len(spec.rows) + 1),
    "quadrant": lambda _spec, _ladders: PLACES,
    "coverage": lambda spec, _ladders: range(len(spec.over) + 1),
}
"""The values of each result type; a house test holds it against the table of results."""


def _answers(question: Question, operands: Sequence[Value]) -> Iterator[Value]:
    """Yield answers to *question*, one at least for each way to compare it with *operands*."""
    listed = _LISTED.get(question.type)
    if listed is None:
        raise Unlisted
    module = question_type(question.type)
    for given in listed(question, operands):
        try:
            yield module.read(question.spec, given)
        except WrongAnswer:
            continue


def _words(question: Question, _operands: Sequence[Value]) -> Iterable[object]:
    return question_type(question.type).words(question.spec)


def _ticked(question: Question, operands: Sequence[Value]) -> Iterator[object]:
    """Yield the choices that are named in every combination, with any number of the others."""
    words = question_type(question.type).words(question.spec)
    named = [word for word in words if any(word in _listed(operand) for operand in operands)]
    if len(named) > _MOST_TICKED:
        raise Unlisted
    others = [word for word in words if word not in named]
    for size in range(len(named) + 1):
        for ticked in combinations(named, size):
            for more in range(len(others) + 1):
                yield [*ticked, *others[:more]]
            yield from ([*ticked, one] for one in others[1:])  # one may rule out the rest


def _numbers(question: Question, operands: Sequence[Value]) -> Iterator[object]:
    """Yield numbers on either side of each bound."""
    least, most = getattr(question.spec, "least", 0), getattr(question.spec, "most", LARGEST)
    edges = [one for one in operands if isinstance(one, int)]
    near = {edge + step for edge in (*edges, max(least, 0)) for step in (-1, 0, 1)}
    yield from sorted(near | {bound for bound in (least, most) if abs(bound) < LARGEST})


def _names(_question: Question, operands: Sequence[Value]) -> Iterator[object]:
    """Yield as many names as are counted, and one more, with those that are named."""
    counts = [one for one in operands if isinstance(one, int)]
    named = dict.fromkeys(word for one in operands for word in _listed(one))
    most = max([*counts, len(named), 0]) + 1
    nobody = [f"somebody {number}" for number in range(most)]
    yield from (nobody[:size] for size in range(most + 1))
    yield from ([name, *nobody[:size]] for name in named for size in range(most))
    yield [*named]


def _texts(_question: Question, operands: Sequence[Value]) -> Iterator[object]:
    yield "any text"
    yield from (word for one in operands for word in _listed(one))


def _listed(operand: Value) -> tuple[str, ...]:
    if isinstance(operand, tuple):
        return operand
    return (operand,) if isinstance(operand, str) else ()


_LISTED: dict[str, Callable[[Question, Sequence[Value]], Iterable[object]]] = {
    "practice": _words,
    "single-choice": _words,
    "multiple-choice": _ticked,
    "scale": _words,
    "number": _numbers,
    "people": _names,
    "text": _texts,
}
