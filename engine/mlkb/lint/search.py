"""Looking for answers: exactly, where a condition can be decided, else by trying.

A condition is decided by trying values question by question and giving up a branch as soon as it is
false, which needs far fewer steps than going through all combinations. Answers to which a condition
says the same count as one. `n/a` is left out: what only n/a can reach, nobody meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from mlkb.evaluate.conditions import truth
from mlkb.lint.domains import Unlisted, order_of, values
from mlkb.model.condition import AllOf, Compare, Not, Premise, Reference, Truth, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkb.lint.corpus import Corpus
    from mlkb.model.condition import Condition

LOOKS = 1_000_000
"""Looks at single answers after which a condition is given up as undecided."""
COMBINATIONS = 200_000
"""As many combinations of answers are tried one and all."""
TRIES = 20_000
"""Random combinations that are tried where there are more than `COMBINATIONS`."""
CLIMBS = 60
"""Random starts from which single answers are changed for the better."""

Answers = dict[Reference, Value]
Variables = Mapping[Reference, Sequence[Value]]


class TooManyLooks(Exception):
    """A condition could not be decided."""


def comparison_parts(condition: Condition) -> Iterator[Compare]:
    """Yield every comparison of *condition*."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, Not):
        yield from comparison_parts(condition.part)
    else:
        for part in condition.parts:
            yield from comparison_parts(part)


def whole(condition: Condition, corpus: Corpus) -> Condition:
    """Return *condition* with what decides whether its premises apply written into it.

    A comparison with something that does not apply is false.
    """
    if isinstance(condition, Not):
        return Not(whole(condition.part, corpus))
    if not isinstance(condition, Compare):
        parts = tuple(whole(part, corpus) for part in condition.parts)
        return condition._replace(parts=parts)
    if not condition.reference.question:
        return condition
    when = corpus.question(condition.reference).when
    return AllOf((whole(when, corpus), condition)) if when else condition


def example(condition: Condition, corpus: Corpus) -> Answers | None:
    """Return answers that make *condition* true, or None: there are none, and that is certain.

    Raises `TooManyLooks` where it cannot be decided.
    """
    condition = whole(condition, corpus)
    parts: dict[Reference, list[Compare]] = {}
    for part in comparison_parts(condition):
        parts.setdefault(part.reference, []).append(part)
    try:
        choices = {one: _distinct(one, parts[one], corpus) for one in parts}
    except Unlisted as unlisted:
        raise TooManyLooks from unlisted
    return _Search(condition, choices).example()


class _Search:
    """One search for answers that make a condition true."""

    def __init__(
        self, condition: Condition, choices: Mapping[Reference, Sequence[Premise]]
    ) -> None:
        self.condition = condition
        self.choices = choices
        self.given: dict[Reference, Premise] = {}
        self.names = {str(one): one for one in choices}
        self.looks = 0

    def example(self) -> Answers | None:
        """Return the answers given so far with more that make the condition true, if any do."""
        holds, waits = truth(self.condition, self._read)
        if holds is Truth.FALSE:
            return None
        if holds is Truth.TRUE:
            return {
                one: premise.value
                for one, premise in self.given.items()
                if premise.value is not None
            }
        reference = self.names[waits[0]]
        for premise in self.choices[reference]:
            self.given[reference] = premise
            found = self.example()
            if found is not None:
                return found
        del self.given[reference]
        return None

    def _read(self, reference: Reference) -> Premise:
        self.looks += 1
        if self.looks > LOOKS:
            raise TooManyLooks
        return self.given.get(reference) or Premise(None, waits_for=(str(reference),))


def _distinct(reference: Reference, parts: Sequence[Compare], corpus: Corpus) -> Sequence[Premise]:
    """Return one premise for each way in which the comparisons with *reference* can turn out."""
    found: dict[tuple[Truth, ...], Premise] = {}
    order = order_of(reference, corpus)
    for value in values(reference, parts, corpus):
        premise = Premise(value, order=order)
        found.setdefault(tuple(_outcome(part, premise) for part in parts), premise)
    return tuple(found.values())


def _outcome(part: Compare, premise: Premise) -> Truth:
    return truth(part, lambda _: premise)[0]


class Finding(NamedTuple):
    """How a search by trying ended: with *answers*, or for certain (all tried), or neither."""

    answers: Answers | None
    certain: bool
    tried: int


def found(variables: Variables, near: Callable[[Answers], int]) -> Finding:
    """Return answers for which *near* is 1 or more; it is larger the nearer one comes.

    Single answers are changed for the better from many starts. Only if that leads nowhere all
    combinations are tried, or so many of them at random.
    """
    random = Random(len(variables))  # noqa: S311 - the same tries in every run
    tried = 0
    for climb in range(CLIMBS):
        answers = {
            one: random.choice(allowed) if climb else allowed[0]
            for one, allowed in variables.items()
        }
        best, steps = _climbed(variables, answers, near)
        tried += steps
        if best > 0:
            return Finding(answers, certain=True, tried=tried)
    combinations = prod(len(allowed) for allowed in variables.values())
    if combinations <= COMBINATIONS:
        for chosen in product(*variables.values()):
            answers = dict(zip(variables, chosen, strict=True))
            if near(answers) > 0:
                return Finding(answers, certain=True, tried=tried)
        return Finding(None, certain=True, tried=combinations)
    for _ in range(TRIES):
        answers = {one: random.choice(allowed) for one, allowed in variables.items()}
        if near(answers) > 0:
            return Finding(answers, certain=True, tried=tried)
    return Finding(None, certain=False, tried=tried + TRIES)


def _climbed(
    variables: Variables, answers: Answers, near: Callable[[Answers], int]
) -> tuple[int, int]:
    """Change *answers* one by one while that brings them nearer; return how near, and steps."""
    best, steps, better = near(answers), 1, True
    while better and best <= 0:
        better = False
        for one, allowed in variables.items():
            for value in allowed:
                before = answers[one]
                if value == before:
                    continue
                answers[one] = value
                here = near(answers)
                steps += 1
                if here > best:
                    best, better = here, True
                else:
                    answers[one] = before
    return best, steps
