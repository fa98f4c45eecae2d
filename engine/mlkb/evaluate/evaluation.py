"""`evaluate`: every checklist that was answered, for every subject, in one assessment."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mlkb.evaluate.findings import divergences
from mlkb.evaluate.flips import flips
from mlkb.evaluate.gaps import ranked
from mlkb.evaluate.missing import missing
from mlkb.evaluate.run import Run
from mlkb.evaluate.voices import voices
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Assessment, Evaluation, Gap

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mlkb.evaluate.run import Key
    from mlkb.model.answers import AnswerSheet, Subject
    from mlkb.model.checklist import Checklist, Ladder
    from mlkb.model.evaluation import Ranking

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_SUBJECTS: Mapping[str, Subject] = MappingProxyType({})


def evaluate(
    checklists: Mapping[str, Checklist],
    ladders: Mapping[str, Ladder],
    sheets: Sequence[AnswerSheet],
    *,
    today: int,
    subjects: Mapping[str, Subject] = _NO_SUBJECTS,
    evidence: Mapping[str, str] = _NOTHING,
    fail_on: str = "blocking",
    only: Collection[tuple[str, str]] | None = None,
    brief: bool = False,
) -> Assessment:
    """Return what *sheets* say, whatever their order.

    *only* are the pairs of checklist and subject to report; the other sheets still give facts.
    *brief* leaves out what is told of a head alone: every result but the score, and what is about
    results, respondents and candidates.

    *today* is a day number (UTC). *evidence* gives a status (`found`, `missing`, `unchecked`) per
    piece of evidence; what it does not name is unchecked. *fail_on* is the least severity whose
    gaps block the gate, or `none`. Every sheet's checklist must be among *checklists*, whose
    conditions lead nowhere in a ring: the loader refuses what does not hold.
    """
    by_key: dict[Key, list[AnswerSheet]] = {}
    for sheet in sorted(sheets, key=lambda sheet: sheet.respondent):
        by_key.setdefault((sheet.checklist, sheet.subject), []).append(sheet)
    run = Run(
        checklists,
        ladders,
        by_key,
        today=today,
        subjects=subjects,
        evidence=evidence,
        fail_on=fail_on,
    )
    evaluations = tuple(
        (_brief if brief else _evaluation)(run, key)
        for key in sorted(by_key)
        if only is None or key in only
    )
    gaps, still_open = [], []
    for evaluation in evaluations:
        for finding in evaluation.findings.values():
            if finding.question.scored and finding.outcome in BELOW_TARGET:
                gaps.append(Gap(evaluation, finding))
            elif finding.outcome in OPEN:
                still_open.append(Gap(evaluation, finding))
    return Assessment(
        today=today,
        fail_on=fail_on,
        evaluations=evaluations,
        gaps=ranked(gaps),
        open=ranked(still_open),
        rankings=() if brief else _rankings(evaluations),
    )


def _rankings(evaluations: Sequence[Evaluation]) -> tuple[Ranking, ...]:
    """Return the candidates in order; most runs have none, and need nothing that ranks them."""
    if not any(spec.type == "quadrant" for one in evaluations for spec in one.checklist.results):
        return ()
    from mlkb.evaluate.ranking import rankings

    return rankings(evaluations)


def _evaluation(run: Run, key: Key) -> Evaluation:
    """Return one checklist, evaluated for one subject."""
    checklist, subject = run.checklists[key[0]], key[1]
    findings = run.findings(*key)
    return Evaluation(
        checklist=checklist,
        subject=subject,
        sheets=tuple(run.sheets[key]),
        findings=findings,
        results={spec.id: run.result(*key, spec) for spec in checklist.results},
        divergences=divergences(findings),
        voices=voices(run, key),
        flips=flips(run, key),
        missing=missing(run, key),
        about=_about(run, subject) or checklist.about,
    )


def _brief(run: Run, key: Key) -> Evaluation:
    """Return the findings of one checklist for one subject, and its score."""
    checklist, subject = run.checklists[key[0]], key[1]
    return Evaluation(
        checklist=checklist,
        subject=subject,
        sheets=tuple(run.sheets[key]),
        findings=run.findings(*key),
        results={
            spec.id: run.result(*key, spec) for spec in checklist.results if spec.type == "score"
        },
        about=_about(run, subject) or checklist.about,
    )


def _about(run: Run, subject: str) -> str:
    """Return what the configuration says a subject is; nothing if it does not know it."""
    return run.subjects[subject].about if subject in run.subjects else ""
