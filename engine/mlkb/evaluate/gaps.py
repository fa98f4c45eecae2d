"""Which findings block the gate, and in which order gaps are worked on (DESIGN rule 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.checklist import EFFORT_DAYS, FULL_CREDIT, SEVERITIES
from mlkb.model.evaluation import BELOW_TARGET, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkb.model.evaluation import Finding, Gap

_EFFORTS = tuple(EFFORT_DAYS)


def blocks(finding: Finding, fail_on: str) -> bool:
    """Say whether *finding* blocks the gate in the worst case.

    It does if it is below its target or open, grave enough for *fail_on*, and not accepted.
    """
    if fail_on == "none" or not finding.question.scored or finding.accepted:
        return False
    grave = SEVERITIES.index(finding.question.severity) <= SEVERITIES.index(fail_on)
    return grave and finding.outcome in (*BELOW_TARGET, *OPEN)


def ranked(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return *gaps* in the order in which to work on them; the order is total.

    What blocks the gate comes first, then severity, weight times missing credit, less effort
    (missing last), checklist, subject, question.
    """
    return tuple(sorted(gaps, key=_rank))


def _rank(gap: Gap) -> tuple[bool, int, int, int, str, str, str]:
    finding = gap.finding
    question = finding.question
    effort = finding.improve.effort if finding.improve else None
    return (
        not finding.blocks,
        SEVERITIES.index(question.severity),
        -finding.weight * (FULL_CREDIT - finding.credit),
        _EFFORTS.index(effort) if effort else len(_EFFORTS),
        gap.evaluation.checklist.id,
        gap.evaluation.subject,
        question.id,
    )
