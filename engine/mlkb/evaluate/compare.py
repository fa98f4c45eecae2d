"""Base against head: what became better, what became worse (DESIGN rule 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.comparison import Change, Comparison, Key, Kind, Left
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Assessment, Finding, Outcome, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.model.evaluation import Evaluation

_REOPENED = {Outcome.MET: Kind.WORSENED, Outcome.NOT_APPLICABLE: Kind.NEW}
"""What it is called when a finding that was settled is open again."""
_OUT_OF_SCOPE = {Reason.DROPPED: Left.DROPPED, Reason.ANSWERED_NOT_APPLICABLE: Left.EXCUSED}
"""Why a gap left because somebody said so; else a fact changed."""


def compare(base: Assessment, head: Assessment) -> Comparison:
    """Return how *head* differs from *base*; both were evaluated by the head's checklists.

    A gap is the same gap if checklist, subject and question are the same; respondents do not
    matter. Questions that the base's version of the checklist did not have yet are `added`, unless
    the base answers them all the same: the version that a file names may lag behind.
    """
    before, after = _findings(base), _findings(head)
    changes, excuses = [], []
    for key in sorted(before.keys() | after.keys(), key=_order(base, head)):
        change = _change(key, before.get(key), after.get(key))
        if change.kind is not Kind.NONE:
            changes.append(change)
        if _adds_excuse(change.before, change.after):
            excuses.append(change)
    return Comparison(base=base, head=head, changes=tuple(changes), excuses=tuple(excuses))


def _findings(assessment: Assessment) -> Mapping[Key, tuple[Evaluation, Finding]]:
    return {
        (evaluation.checklist.id, evaluation.subject, finding.question.id): (evaluation, finding)
        for evaluation in assessment.evaluations
        for finding in evaluation.findings.values()
    }


def _order(base: Assessment, head: Assessment) -> Callable[[Key], tuple[str, str, int, str]]:
    """Return a sort key that keeps checklists and subjects by id, questions as they stand."""
    positions = {
        (evaluation.checklist.id, question): position
        for evaluation in (*base.evaluations, *head.evaluations)
        for position, question in enumerate(evaluation.checklist.questions)
    }
    return lambda key: (key[0], key[1], positions[key[0], key[2]], key[2])


def _change(
    key: Key,
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
        and all(
            sheet.version < new.question.since and question not in sheet.answers
            for sheet in before[0].sheets
        )
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


def _adds_excuse(old: Finding | None, new: Finding | None) -> bool:
    """Say whether *new* is excused as *old* was not: accepted (longer), n/a, or dropped."""
    if new is None:
        return False
    if new.accept and new.accepted:
        return not (old and old.accept and old.accepted) or new.accept.until > old.accept.until
    excuses = (Reason.ANSWERED_NOT_APPLICABLE, Reason.DROPPED)
    return new.reason in excuses and (old is None or old.reason not in excuses)


def _kind(old: Finding | None, new: Finding | None) -> tuple[Kind, Left]:
    """Return the kind of change, and why a gap is gone if it was not met."""
    if old is None or not _is_gap(old):
        return _risen(old, new), Left.NOT
    left = _left(old, new)
    if left is not Left.NOT:
        return Kind.LEFT, left
    return _moved(old, new) if new else Kind.LEFT, Left.NOT


def _risen(old: Finding | None, new: Finding | None) -> Kind:
    """Return what became of something that was no gap.

    Open findings are no gaps, but what was settled and is open now is worse in the worst case. What
    was open, or not asked about, and is a gap now is not: the worst case had it already.
    """
    if new is None or not new.question.scored:
        return Kind.NONE
    if _is_gap(new):
        return Kind.ANSWERED if old is None or old.outcome in OPEN else Kind.NEW
    if new.outcome in OPEN and old is not None:
        return _REOPENED.get(old.outcome, Kind.NONE)
    return Kind.NONE


def _left(old: Finding, new: Finding | None) -> Left:
    """Return why the gap *old* is gone without being met, if it is."""
    if new is None or (new.outcome in OPEN and not old.accepted):
        return Left.WITHDRAWN
    if new.outcome is Outcome.NOT_APPLICABLE:
        return _OUT_OF_SCOPE.get(new.reason, Left.NOT_APPLICABLE)
    if new.outcome is not Outcome.MET and new.accepted and not old.accepted:
        return Left.ACCEPTED
    return Left.NOT


def _moved(old: Finding, new: Finding) -> Kind:
    """Return what became of a gap that has not left; no longer accepted, it counts as new."""
    if new.outcome is Outcome.MET:
        return Kind.FIXED
    if old.accepted and not new.accepted:
        return Kind.NEW
    if new.credit == old.credit:
        return Kind.UNCHANGED
    return Kind.IMPROVED if new.credit > old.credit else Kind.WORSENED
