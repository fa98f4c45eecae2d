"""What a change concerns: the answers it edits, and those that rest on files it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.comparison import Touch
from mlkb.model.evaluation import Outcome
from mlkb.model.paths import holding, matches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mlkb.model.answers import Answer
    from mlkb.model.comparison import Key
    from mlkb.model.evaluation import Assessment, Evaluation, Finding


def edited(base: Assessment, head: Assessment) -> frozenset[Key]:
    """Return the questions whose answers differ, whoever gave them; where they stand is no part."""
    same = {id(sheet) for one in base.evaluations for sheet in one.sheets}
    same &= {id(sheet) for one in head.evaluations for sheet in one.sheets}
    before, after = _answers(base, same), _answers(head, same)
    keys = before.keys() | after.keys()
    return frozenset(key[:3] for key in keys if before.get(key) != after.get(key))


def touched(
    head: Assessment, changed: Collection[str], named: Mapping[str, str]
) -> tuple[Touch, ...]:
    """Return the questions that the *changed* paths concern, in checklist order.

    A path does if it is the evidence of an answer, or below it, or one that the question says it is
    about. *named* is the path that each piece of evidence names, or nothing.
    """
    below: dict[str, set[str]] = {}
    for place, path in holding(frozenset(named.values()), changed):
        below.setdefault(place, set()).add(path)
    about: dict[str, set[str]] = {}
    found = []
    for evaluation in head.evaluations:
        for finding in evaluation.findings.values():
            if finding.outcome is Outcome.NOT_APPLICABLE:
                continue
            paths: set[str] = set()
            for one in _evidence(evaluation, finding, named):
                paths |= below.get(one, set())
            for pattern in finding.question.paths:
                if pattern not in about:
                    about[pattern] = {path for path in changed if matches(path, pattern)}
                paths |= about[pattern]
            if paths:
                key = (evaluation.checklist.id, evaluation.subject, finding.question.id)
                found.append(Touch(*key, tuple(sorted(paths))))
    return tuple(found)


def _answers(
    assessment: Assessment, same: Collection[int]
) -> dict[tuple[str, str, str, str], Answer]:
    """Return the answers by what they are known by, but for the sheets that are the *same*."""
    return {
        (sheet.checklist, sheet.subject, question, sheet.respondent): answer._replace(
            line=0, column=0
        )
        for evaluation in assessment.evaluations
        for sheet in evaluation.sheets
        if id(sheet) not in same
        for question, answer in sheet.answers.items()
        if answer.value is not None or answer.plan is not None
    }


def _evidence(evaluation: Evaluation, finding: Finding, named: Mapping[str, str]) -> Iterator[str]:
    for sheet in evaluation.sheets:
        answer = sheet.answers.get(finding.question.id)
        yield from (named.get(text, "") for text in (answer.evidence if answer else ()))
