"""A result for answers that somebody might give: everything is answered, and nothing is n/a."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.evaluate.conditions import truth
from mlkb.evaluate.findings import place, worth
from mlkb.lint.corpus import inputs
from mlkb.lint.domains import every, order_of, result_values
from mlkb.model.condition import Premise, Reference, Truth, references
from mlkb.results import result_type
from mlkb.results.base import Grounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.lint.corpus import Corpus, Place
    from mlkb.model.condition import Condition, Value


class Trial:
    """One result, computed again and again for other answers."""

    def __init__(self, place: Place, corpus: Corpus) -> None:
        """Gather the questions and results that *place* rests on, and what they may say."""
        self._place = place
        self._corpus = corpus
        self._kind = result_type(place.result.type)
        self.variables: dict[Reference, Sequence[Value]] = {}
        waiting = list(inputs(place.result) or ())
        while waiting:
            one = waiting.pop(0)
            if one in self.variables:
                continue
            if one.result:
                self.variables[one] = tuple(result_values(corpus.result(one), corpus.ladders))
            else:
                question = corpus.question(one)
                self.variables[one] = every(question)
                waiting.extend(references(question.when))
        self._orders = {one: order_of(one, corpus) for one in self.variables}

    def result(self, answers: Mapping[Reference, Value]) -> Any:  # noqa: ANN401 - each type's own
        """Return the result for *answers*, which name every variable."""

        def premise(reference: Reference) -> Premise:
            when = self._corpus.question(reference).when if reference.question else None
            if when is not None and said(when)[0] is not Truth.TRUE:
                return Premise(None, applies=False)
            return Premise(answers[reference], order=self._orders[reference])

        def said(condition: Condition) -> tuple[Truth, tuple[str, ...]]:
            return truth(condition, premise)

        questions = self._corpus.checklists[self._place.checklist].questions
        grounds = Grounds(
            checklist=self._place.checklist,
            questions=questions,
            ladders=self._corpus.ladders,
            findings_of=lambda _: {},
            premise=premise,
            truth=said,
            worth=lambda name, value: worth(questions[name], value),
            place=lambda name, value: place(questions[name], value),
            result_at=lambda _: None,
        )
        return self._kind.compute(self._place.spec, grounds)
