"""The search for answers: what it finds holds, and what it calls impossible is."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from builders import a_checklist, a_fact, options
from cases import conditions, quick
from mlkb.evaluate import evaluate
from mlkb.evaluate.conditions import truth
from mlkb.lint import Corpus
from mlkb.lint.domains import RESULT_VALUES, every
from mlkb.lint.search import TooManyLooks, example, found, whole
from mlkb.lint.trial import Trial
from mlkb.load.build import build_sheet
from mlkb.load.checklists import read_checklists
from mlkb.load.folder import Folder
from mlkb.model.condition import (
    AllOf,
    AnyOf,
    Compare,
    Not,
    Premise,
    Reference,
    Truth,
    condition_of,
    references,
)
from mlkb.questions import question_type
from mlkb.results import RESULT_TYPES, result_type

if TYPE_CHECKING:
    from mlkb.lint.corpus import Place
    from mlkb.model.checklist import Checklist

CHECKLISTS = Path(__file__).parents[3] / "checklists"
X = a_fact("x", provenance="practice")
Y = a_fact("y", provenance="practice", when={"answer": "x", "is": "yes"})
N = a_fact("n", "number", provenance="number", least=0)
P = a_fact("p", "people", provenance="people")
OWN = a_checklist(X, Y, N, P)


def a_corpus(*checklists: Checklist) -> Corpus:
    """Return a corpus of models, without files behind them."""
    corpus = Corpus(Folder(), {})
    corpus.checklists = {one.id: one for one in checklists}
    return corpus


@given(conditions([(f"c/{one['id']}", one) for one in (X, Y, N, P)]))
@quick(150)
def test_a_condition_has_an_example_exactly_if_some_combination_makes_it_true(data):
    corpus = a_corpus(OWN)
    condition = condition_of(data, "c")
    premises = whole(condition, corpus)
    asked = references(premises)
    domains = {
        Reference("c", "x"): ("yes", "partial", "no"),
        Reference("c", "y"): ("yes", "partial", "no"),
        Reference("c", "n"): range(7),
        Reference("c", "p"): ((), ("kim",), ("lee",), ("lee", "kim")),
    }

    def holds(answers: dict[Reference, Any]) -> bool:
        def read(reference: Reference) -> Premise:
            question = OWN.questions[reference.question]
            kind = question_type(question.type)
            order = lambda value: kind.order(question.spec, value)  # noqa: E731 - one premise
            return Premise(answers[reference], order=order)

        return truth(premises, read)[0] is Truth.TRUE

    possible = any(
        holds(dict(zip(asked, chosen, strict=True)))
        for chosen in product(*(domains[one] for one in asked))
    )

    answers = example(condition, corpus)

    assert (answers is not None) == possible
    if answers is not None:
        assert holds({**{one: domains[one][0] for one in asked}, **answers})


def test_what_would_take_too_long_to_decide_is_given_up():
    """Six seats for seven people: no answer alone shows that it cannot be."""
    seats, people = range(6), range(7)
    checklist = a_checklist(*(a_fact(f"p{one}", "number", least=0, most=5) for one in people))

    def sits(person: int, seat: int) -> Compare:
        return Compare(Reference("c", f"p{person}"), "is", seat)

    alone = tuple(
        Not(AllOf((sits(one, seat), sits(other, seat))))
        for seat in seats
        for one in people
        for other in range(one)
    )
    all_sit = tuple(AnyOf(tuple(sits(one, seat) for seat in seats)) for one in people)

    with pytest.raises(TooManyLooks):
        example(AllOf((*all_sit, *alone)), a_corpus(checklist))


def test_many_choices_in_one_comparison_are_given_up_rather_than_counted():
    many = [f"c{number}" for number in range(20)]
    checklist = a_checklist(a_fact("x", "multiple-choice", choices=options(*many)))
    condition = Compare(Reference("c", "x"), "is", tuple(many))

    with pytest.raises(TooManyLooks):
        example(condition, a_corpus(checklist))


def test_trying_finds_what_single_changes_lead_to_and_proves_what_is_not_there():
    variables = {Reference("c", name): (0, 1, 2) for name in "abcdef"}

    def total(answers: dict[Reference, Any]) -> int:
        return int(sum(answers.values()))

    there = found(variables, lambda answers: total(answers) - 11)
    nowhere = found(variables, lambda answers: min(0, total(answers) - 99))
    wide = found({Reference("c", f"q{number}"): (0, 1, 2) for number in range(20)}, lambda _: 0)

    assert there.answers is not None
    assert total(there.answers) == 12
    assert (nowhere.answers, nowhere.certain, nowhere.tried) == (None, True, 3**6)
    assert (wide.answers, wide.certain) == (None, False)


def test_every_result_type_is_known_to_the_search():
    assert set(RESULT_VALUES) == set(RESULT_TYPES)


@pytest.mark.parametrize("name", ["org-type:type", "project-prioritisation:priority"])
def test_a_trial_says_what_evaluation_would_say(name):
    corpus = Corpus(read_checklists(CHECKLISTS), {})
    place = next(one for one in corpus.results() if one.name == name)
    trial = Trial(place, corpus)
    random = Random(1)  # noqa: S311 - the same tries in every run

    for _ in range(20):
        answers = {one: random.choice(allowed) for one, allowed in trial.variables.items()}
        (evaluation,) = _evaluated(corpus, place, answers)
        kind = result_type(place.result.type)
        there = evaluation.results[place.result.id]
        assert kind.value(trial.result(answers)) == kind.value(there) is not None


def _evaluated(corpus: Corpus, place: Place, answers: dict[Reference, Any]) -> Any:
    checklist = corpus.checklists[place.checklist]
    data = {
        "checklist": place.checklist,
        "subject": "it",
        "answers": {
            one.question: {"answer": list(value) if isinstance(value, tuple) else value}
            for one, value in answers.items()
        },
    }
    return evaluate(
        corpus.checklists, corpus.ladders, [build_sheet(data, checklist)], today=20_000
    ).evaluations


def test_every_answer_to_a_question_is_tried():
    kinds = a_checklist(
        a_fact("m", "multiple-choice", choices=[*options("a", "b"), {"id": "n", "exclusive": True}])
    ).questions["m"]

    assert set(every(kinds)) == {(), ("a",), ("b",), ("a", "b"), ("n",)}
