"""What would change the result: the single answers that turn a verdict or a profile over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.answers import NOT_APPLICABLE
from mlkb.model.evaluation import Flip
from mlkb.questions import question_type
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.evaluate.run import Key, Run
    from mlkb.model.answers import AnswerSheet
    from mlkb.model.checklist import Question, ResultSpec
    from mlkb.model.condition import Value


def flips(run: Run, key: Key) -> tuple[Flip, ...]:
    """Return every other answer to one question that would make a result say something else.

    Only results that decide between kinds can turn over, and only answers of the own checklist are
    tried; each is put into every sheet in which the question is answered.
    """
    checklist = run.checklists[key[0]]
    return tuple(
        flip
        for spec in checklist.results
        if result_type(spec.type).DECIDES
        for flip in _of_result(run, key, spec)
    )


def _of_result(run: Run, key: Key, spec: ResultSpec) -> Iterator[Flip]:
    kind = result_type(spec.type)
    now = kind.says(spec.spec, run.result(*key, spec), run.ladders)
    if now is None:
        return
    questions = run.checklists[key[0]].questions
    for reference in kind.inputs(spec.spec) or ():
        if reference.checklist != key[0] or not reference.question:
            continue
        question = questions[reference.question]
        for value in _others(question, run.sheets[key]):
            changed = run.instead(key, [_with(sheet, question, value) for sheet in run.sheets[key]])
            then = kind.says(spec.spec, changed.result(*key, spec), run.ladders)
            if then is not None and then[0] != now[0]:
                yield Flip(spec.id, question.id, value, then[0], then[1])


def _others(question: Question, sheets: Sequence[AnswerSheet]) -> Iterator[Value]:
    """Yield the answers that nobody gave: every other word, or one tick more or less."""
    given = {
        sheet.answers[question.id].value for sheet in sheets if question.id in sheet.answers
    } - {None, NOT_APPLICABLE}
    words = question_type(question.type).words(question.spec)
    if len(given) != 1 or not words:
        return
    (value,) = given
    if not isinstance(value, tuple):
        yield from (word for word in words if word != value)
        return
    alone = {choice.id for choice in getattr(question.spec, "choices", ()) if choice.exclusive}
    for word in words:
        if word in value:
            ticked = set(value) - {word}
        else:
            ticked = {word} if word in alone else {*value, word} - alone
        if ticked or not alone:  # where there is a choice for none of these, it is the one to tick
            yield tuple(one for one in words if one in ticked)


def _with(sheet: AnswerSheet, question: Question, value: Value) -> AnswerSheet:
    """Return *sheet* with *value* where *question* is answered."""
    answer = sheet.answers.get(question.id)
    if answer is None or answer.value in {None, NOT_APPLICABLE}:
        return sheet
    changed = answer._replace(value=value)
    return sheet._replace(answers={**sheet.answers, question.id: changed})
