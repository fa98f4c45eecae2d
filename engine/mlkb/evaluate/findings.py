"""One finding per question and sheet, and one over all sheets of a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.evaluate.conditions import alike
from mlkb.model.answers import FOUND, MISSING, NOT_APPLICABLE, UNCHECKED
from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.condition import Truth
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Divergence, Finding, Outcome, Reason
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.model.answers import Acceptance, Answer, AnswerSheet
    from mlkb.model.checklist import Question
    from mlkb.model.condition import Value

CREDIT_WITHOUT_EVIDENCE = 50
"""The most that an answer earns while its required evidence is missing (DESIGN rule 5)."""


def sheet_finding(
    question: Question,
    sheet: AnswerSheet,
    *,
    applies: tuple[Truth, tuple[str, ...]],
    premise: Finding | None,
    evidence: Mapping[str, str],
    today: int,
) -> Finding:
    """Return how *question* stands on one sheet.

    *applies* is the value of its condition with what to answer first; *premise* is the finding of
    the question that it requires; *evidence* gives the status of each piece of evidence.
    """
    answer = sheet.answers.get(question.id)
    given = answer is not None and answer.value is not None
    base = Finding(
        question=question,
        outcome=Outcome.UNANSWERED,
        answer=answer,
        respondent=sheet.respondent,
        plan=answer.plan if answer else None,
    )
    if question.dropped is not None:
        return base._replace(outcome=Outcome.NOT_APPLICABLE, reason=Reason.DROPPED, ignored=given)
    condition, waits_for = applies
    if condition is Truth.FALSE:
        return base._replace(
            outcome=Outcome.NOT_APPLICABLE, reason=Reason.CONDITION_FALSE, ignored=given
        )
    standing = _own(base, sheet, evidence, today)
    if standing.reason is Reason.ANSWERED_NOT_APPLICABLE:
        return standing
    if condition is Truth.UNKNOWN:
        standing = standing._replace(
            outcome=Outcome.UNDETERMINED,
            credit=0,
            reason=Reason.CONDITION_UNKNOWN,
            waits_for=waits_for,
        )
    elif premise is not None:
        standing = _folded(standing, premise, f"{sheet.checklist}/")
    return _with_promises(standing, answer.accept if answer else None, today)


def merged(findings: Sequence[Finding], today: int) -> Finding:
    """Return the finding over several sheets: the worst *given* answer counts (DESIGN rule 15).

    An acceptance covers what it was given for and anything better, but nothing worse.
    """
    if len(findings) == 1:
        return findings[0]
    decisive = _decisive(findings)
    plans = [finding.plan for finding in findings if finding.plan]
    accepts = [
        finding.accept
        for finding in findings
        if finding.accept and finding.credit <= decisive.credit
    ]
    return _with_promises(
        decisive._replace(
            unfolded=_unfolded(findings),
            plan=decisive.plan or (plans[0] if plans else None),
            stale=any(finding.stale for finding in findings),
            given=tuple(findings),
        ),
        max(accepts, key=lambda accept: accept.until, default=None),
        today,
    )


def divergences(findings: Mapping[str, Finding]) -> tuple[Divergence, ...]:
    """Return the questions on which respondents differ, those to talk about first in front.

    What counts is the answer to the question itself, not to the one that it presupposes. Different
    facts are as far apart as their places on a scale, or entirely; a fact counts like weight 1.
    """
    spreads = []
    for position, finding in enumerate(findings.values()):
        spread = _spread(finding)
        if spread:
            weight = finding.weight or 1
            spreads.append((-spread * weight, position, finding.question.id, spread))
    return tuple(Divergence(question, spread) for _, _, question, spread in sorted(spreads))


def _spread(finding: Finding) -> int:
    """Return how far apart the respondents' answers are, in percent points."""
    given = [one for one in finding.given if _answers(one)]
    if finding.question.scored:
        credits = [one.unfolded for one in given]
        return max(credits, default=0) - min(credits, default=0)
    values = [one.answer.value for one in given if one.answer and one.answer.value is not None]
    if len({alike(value) for value in values}) <= 1:
        return 0
    places = [0 if isinstance(value, tuple) else place(finding.question, value) for value in values]
    return max(places) - min(places) or FULL_CREDIT


def worth(question: Question, value: Value) -> int:
    """Return what an answer is worth in percent, whatever its evidence: a fact its place."""
    if question.scored:
        return question_type(question.type).credit(question.spec, value)
    return place(question, value)


def place(question: Question, value: Value) -> int:
    """Return how high an answer stands, in percent, whether high is good or bad.

    That is its place between the lowest and the highest, or how many of all choices are ticked; 0
    where answers have no order.
    """
    kind = question_type(question.type)
    height, words = kind.order(question.spec, value) or 0, len(kind.words(question.spec))
    steps = words if isinstance(value, tuple) else words - 1
    return FULL_CREDIT * height // steps if steps > 0 else 0


def evidence_status(finding: Finding) -> str:
    """Return the best status among the pieces of evidence; without any, `missing`."""
    statuses = [status for _, status in finding.proofs]
    return next((one for one in (FOUND, UNCHECKED) if one in statuses), MISSING)


def _own(base: Finding, sheet: AnswerSheet, evidence: Mapping[str, str], today: int) -> Finding:
    """Return the finding of the answer alone, whatever it presupposes."""
    answer, question = base.answer, base.question
    if answer is None or answer.value is None:
        return base
    stale = _stale(question, answer, sheet, today)
    if answer.value == NOT_APPLICABLE:
        if not answer.because.strip():
            return base._replace(reason=Reason.REASON_MISSING)
        return base._replace(
            outcome=Outcome.NOT_APPLICABLE, reason=Reason.ANSWERED_NOT_APPLICABLE, stale=stale
        )
    finding = base._replace(
        proofs=tuple((text, evidence.get(text, UNCHECKED)) for text in answer.evidence),
        stale=stale,
    )
    if not question.scored:
        return finding._replace(outcome=Outcome.MET, credit=FULL_CREDIT, unfolded=FULL_CREDIT)
    credit = question_type(question.type).credit(question.spec, answer.value)
    reason = Reason.NONE
    if (
        question.evidence == "required"
        and credit > CREDIT_WITHOUT_EVIDENCE
        and evidence_status(finding) == MISSING
    ):
        credit, reason = CREDIT_WITHOUT_EVIDENCE, Reason.EVIDENCE_MISSING
    return finding._replace(
        outcome=_outcome(credit, question.target),
        credit=credit,
        unfolded=credit,
        reason=reason,
    )


def _outcome(credit: int, target: int) -> Outcome:
    if credit >= target:
        return Outcome.MET
    return Outcome.PARTIAL if credit else Outcome.UNMET


def _stale(question: Question, answer: Answer, sheet: AnswerSheet, today: int) -> bool:
    """Say whether the answer is older than the question allows (DESIGN rule 8)."""
    if question.review_every is None:
        return False
    answered = answer.on if answer.on is not None else sheet.answered_on
    return answered is None or today - answered > question.review_every


def _folded(own: Finding, premise: Finding, prefix: str) -> Finding:
    """Return *own* as what it presupposes leaves it."""
    if premise.reason is Reason.DROPPED:
        return own
    if premise.outcome is Outcome.NOT_APPLICABLE:
        return own._replace(
            outcome=Outcome.NOT_APPLICABLE,
            credit=0,
            reason=Reason.PREMISE_NOT_APPLICABLE,
            stale=False,
            ignored=own.answer is not None and own.answer.value is not None,
        )
    if premise.outcome in OPEN:
        return own._replace(
            outcome=Outcome.UNDETERMINED,
            credit=0,
            reason=Reason.PREMISE_OPEN,
            waits_for=premise.waits_for or (prefix + premise.question.id,),
        )
    if premise.outcome is Outcome.UNMET:
        return own._replace(outcome=Outcome.UNMET, credit=0, reason=Reason.PREMISE_UNMET)
    return own


def _with_promises(finding: Finding, accept: Acceptance | None, today: int) -> Finding:
    """Return the finding with its plan and its acceptance held against today (DESIGN rule 9)."""
    falls_short = finding.outcome in BELOW_TARGET
    plan = finding.plan if falls_short or finding.outcome in OPEN else None
    if not falls_short:
        accept = None
    return finding._replace(
        accept=accept,
        accept_expired=accept is not None and today > accept.until,
        overdue=plan is not None and today > plan.until,
    )


def _given(finding: Finding) -> bool:
    """Say whether the question itself was answered, and may apply."""
    answered = finding.answer is not None and finding.answer.value not in (None, NOT_APPLICABLE)
    return answered and finding.outcome is not Outcome.NOT_APPLICABLE


def _answers(finding: Finding) -> bool:
    """Say whether the question was answered and applies, whatever its premise made of it."""
    return _given(finding) and finding.reason is not Reason.CONDITION_UNKNOWN


def _unfolded(findings: Sequence[Finding]) -> int:
    """Return what the answers would earn over all sheets if their premise were met."""
    lowest = min((one.unfolded for one in findings if _answers(one)), default=0)
    return 0 if any(_given(one) and one.unfolded < lowest for one in findings) else lowest


def _counts(finding: Finding) -> bool:
    return finding.outcome not in (*OPEN, Outcome.NOT_APPLICABLE)


def _decisive(findings: Sequence[Finding]) -> Finding:
    """Return the finding that stands for all: the worst given one, else what keeps it open."""
    given = [finding for finding in findings if _counts(finding)]
    if given and not given[0].question.scored:
        values = {
            alike(finding.answer.value)
            for finding in given
            if finding.answer and finding.answer.value is not None
        }
        if len(values) > 1:
            return given[0]._replace(
                outcome=Outcome.UNDETERMINED, credit=0, reason=Reason.RESPONDENTS_DIFFER
            )
    waiting = [finding for finding in findings if finding.outcome is Outcome.UNDETERMINED]
    if given:
        worst = min(given, key=lambda finding: finding.credit)
        # An answer whose condition is still unknown may yet turn out to be the worst one.
        worse = (one for one in waiting if _given(one) and one.unfolded < worst.credit)
        return next(worse, worst)
    excused = [finding for finding in findings if finding.reason is Reason.ANSWERED_NOT_APPLICABLE]
    unanswered = [finding for finding in findings if finding.outcome is Outcome.UNANSWERED]
    return (waiting or excused or unanswered or list(findings))[0]
