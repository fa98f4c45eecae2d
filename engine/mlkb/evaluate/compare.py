"""Base against head: what became better, what became worse (DESIGN rule 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.comparison import Change, Comparison, Kind, Left
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Assessment, Finding, Outcome, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.model.evaluation import Evaluation

_Key = tuple[str, str, str]


def compare(base: Assessment, head: Assessment) -> Comparison:
    """Return how *head* differs from *base*; both were evaluated by the head's checklists.

    A gap is the same gap if checklist, subject and question are the same; respondents do not
    matter. Questions that the base's version of the checklist did not have yet are `added`.
    """
    before, after = _findings(base), _findings(head)
    changes, excuses = [], []
    for key in sorted(before.keys() | after.keys(), key=_order(base, head)):
        change = _change(key, before.get(key), after.get(key))
        if change.kind is not Kind.NONE:
            changes.append(change)
        if _is_excused(change.after) and not _is_excused(change.before):
            excuses.append(change)
    return Comparison(base=base, head=head, changes=tuple(changes), excuses=tuple(excuses))


def _findings(assessment: Assessment) -> Mapping[_Key, tuple[Evaluation, Finding]]:
    return {
        (evaluation.checklist.id, evaluation.subject, finding.question.id): (evaluation, finding)
        for evaluation in assessment.evaluations
        for finding in evaluation.findings.values()
        if finding.question.scored
    }


def _order(base: Assessment, head: Assessment) -> Callable[[_Key], tuple[str, str, int]]:
    """Return a sort key that keeps checklists and subjects by id, questions as they stand."""
    positions = {
        (evaluation.checklist.id, question): position
        for evaluation in (*base.evaluations, *head.evaluations)
        for position, question in enumerate(evaluation.checklist.questions)
    }
    return lambda key: (key[0], key[1], positions[key[0], key[2]])


def _change(
    key: _Key,
    before: tuple[Evaluation, Finding] | None,
    after: tuple[Evaluation, Finding] | None,
) -> Change:
    checklist, subject, question = key
    old = before[1] if before else None
    new = after[1] if after else None
    kind, left = _kind(old, new)
    added = (
        new is not None
        and new.question.since is not None
        and before is not None
        and all(sheet.version < new.question.since for sheet in before[0].sheets)
    )
    if added and kind is not Kind.NONE:
        kind = Kind.ADDED
    return Change(
        checklist=checklist,
        subject=subject,
        question=question,
        kind=kind,
        left=left,
        before=old,
        after=new,
    )


def _is_gap(finding: Finding | None) -> bool:
    return finding is not None and finding.outcome in BELOW_TARGET


def _is_excused(finding: Finding | None) -> bool:
    return finding is not None and (
        finding.accepted or finding.reason is Reason.ANSWERED_NOT_APPLICABLE
    )


def _kind(old: Finding | None, new: Finding | None) -> tuple[Kind, Left]:
    """Return the kind of change, and why a gap is gone if it was not met."""
    if old is None or not _is_gap(old):
        return (Kind.NEW if _is_gap(new) else Kind.NONE), Left.NOT
    if new is None or new.outcome in OPEN:
        return Kind.LEFT, Left.WITHDRAWN
    if new.outcome is Outcome.MET:
        return Kind.FIXED, Left.NOT
    if new.outcome is Outcome.NOT_APPLICABLE:
        return Kind.LEFT, _excused(new.reason)
    if new.accepted and not old.accepted:
        return Kind.LEFT, Left.ACCEPTED
    if new.credit == old.credit:
        return Kind.UNCHANGED, Left.NOT
    return (Kind.IMPROVED if new.credit > old.credit else Kind.WORSENED), Left.NOT


def _excused(reason: Reason) -> Left:
    if reason is Reason.DROPPED:
        return Left.DROPPED
    return Left.EXCUSED if reason is Reason.ANSWERED_NOT_APPLICABLE else Left.NOT_APPLICABLE
