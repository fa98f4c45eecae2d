"""The gate where a base or a baseline is given: only what is new or worse blocks.

Without either, every gap that is grave enough blocks (`gaps.blocks`). With a base, the worst cases
are compared: an honest answer to a question that was open is no worse than the open question was,
and a date that has passed meanwhile is not this change's doing. With a baseline alone, whatever no
entry of it covers any more blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.evaluate.gaps import ranked
from mlkb.model.baseline import BaselineStanding, EntryState
from mlkb.model.comparison import Kind
from mlkb.model.evaluation import BELOW_TARGET, GATES, OPEN, Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from mlkb.model.baseline import Baseline, Entry
    from mlkb.model.comparison import Change, Comparison, Key
    from mlkb.model.evaluation import Assessment, Evaluation, Finding

_REGRESSIONS = (Kind.NEW, Kind.WORSENED)


def gated(
    assessment: Assessment,
    *,
    gate: str,
    comparison: Comparison | None = None,
    baseline: BaselineStanding | None = None,
) -> Assessment:
    """Return *assessment* judged by *gate*, one of `GATES`; it was evaluated for `all`.

    With `new`, a finding that blocks stays so if it is a regression in *comparison*, or if there is
    none to hold it against; an entry of *baseline* that holds takes it out. The rest becomes known.
    """
    standing = assessment._replace(gate=gate, baseline=baseline)
    if gate == GATES[0]:
        return standing
    changes = {_key(one): one for one in comparison.changes} if comparison else None
    entries = {_named(entry): state for entry, state in baseline.states} if baseline else {}

    def judged(key: Key, finding: Finding) -> Finding:
        if not finding.blocks:
            return finding
        regressed = changes is None or _regresses(changes.get(key))
        stays = regressed and entries.get(key) is not EntryState.HOLDS
        return finding._replace(blocks=stays, known=not stays)

    return _rewritten(standing, judged)


def narrowed(assessment: Assessment, keys: Collection[Key]) -> Assessment:
    """Return *assessment* with the gaps and open questions at *keys* alone; no other one blocks."""

    def kept(key: Key, finding: Finding) -> Finding:
        return finding if key in keys else finding._replace(blocks=False, known=False)

    found = _rewritten(assessment, kept)
    return found._replace(
        gaps=tuple(gap for gap in found.gaps if _place(gap.evaluation, gap.finding) in keys),
        open=tuple(gap for gap in found.open if _place(gap.evaluation, gap.finding) in keys),
    )


def concerned(comparison: Comparison) -> frozenset[Key]:
    """Return the questions that a change concerns: by an answer, a file, or what became of them."""
    moved = (_key(one) for one in comparison.changes if one.kind is not Kind.UNCHANGED)
    excused = map(_key, comparison.excuses)
    touched = ((one.checklist, one.subject, one.question) for one in comparison.touched)
    return frozenset((*comparison.edited, *moved, *excused, *touched))


def baseline_standing(
    baseline: Baseline, assessment: Assessment, *, whole: bool, strict: bool
) -> BaselineStanding:
    """Return how the entries of *baseline* stand; *assessment* was not judged by it yet.

    Unless *assessment* is of the *whole* project, entries on what it does not cover are left out.
    So are those that a change takes out because their gaps are gone.
    """
    findings = {
        _place(evaluation, finding): finding
        for evaluation in assessment.evaluations
        for finding in evaluation.findings.values()
    }
    covered = {key[:2] for key in findings}
    states = (
        (entry, _state(entry, findings.get(_named(entry)), assessment.today))
        for entry in baseline.entries
        if whole or _named(entry)[:2] in covered
    )
    gone = frozenset(baseline.removed)
    left = tuple(one for one in states if one[1] is not EntryState.STALE or one[0] not in gone)
    return BaselineStanding(baseline, left, strict)


def _state(entry: Entry, finding: Finding | None, today: int) -> EntryState:
    if finding is None or finding.outcome not in (*BELOW_TARGET, *OPEN) or finding.accepted:
        return EntryState.STALE
    if today > entry.until:
        return EntryState.EXPIRED
    return EntryState.WORSE if finding.credit < entry.credit else EntryState.HOLDS


def _regresses(change: Change | None) -> bool:
    """Say whether a finding that blocks is worse, in the worst case, than it was.

    An answer that earned something and was withdrawn is, though as a gap it has left.
    """
    if change is None or change.kind in _REGRESSIONS:
        return change is not None
    before, after = change.before, change.after
    return bool(change.kind is Kind.LEFT and before and after and after.credit < before.credit)


def _rewritten(assessment: Assessment, judged: Callable[[Key, Finding], Finding]) -> Assessment:
    """Return *assessment* with every finding as *judged* returns it, the gaps in their order."""
    again: dict[tuple[str, str], Evaluation] = {}
    for evaluation in assessment.evaluations:
        findings: Mapping[str, Finding] = {
            name: judged(_place(evaluation, finding), finding)
            for name, finding in evaluation.findings.items()
        }
        again[evaluation.checklist.id, evaluation.subject] = evaluation._replace(findings=findings)

    def found(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
        return ranked(
            Gap(evaluation, evaluation.findings[gap.finding.question.id])
            for gap in gaps
            for evaluation in [again[gap.evaluation.checklist.id, gap.evaluation.subject]]
        )

    return assessment._replace(
        evaluations=tuple(again.values()),
        gaps=found(assessment.gaps),
        open=found(assessment.open),
    )


def _key(change: Change) -> Key:
    return change.checklist, change.subject, change.question


def _named(entry: Entry) -> Key:
    return entry.checklist, entry.subject, entry.question


def _place(evaluation: Evaluation, finding: Finding) -> Key:
    return evaluation.checklist.id, evaluation.subject, finding.question.id
