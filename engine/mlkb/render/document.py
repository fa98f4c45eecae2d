"""The report document, `mlkb/report@1`: what every output renders, and nothing else is.

It holds both languages, so that a report can be rendered elsewhere without the checklists. Integers
only, dates as ISO text, keys in the order of `report_format.REPORT`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlkb import __version__
from mlkb.model.answers import NOT_APPLICABLE, Answer
from mlkb.model.checklist import SUBJECT_KINDS, version_text
from mlkb.model.day import iso_date
from mlkb.render.against import baseline_part, comparison_part, notice_part
from mlkb.render.plain import because, file_name, in_languages
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.model.checklist import Checklist, Improvement, Ladder, Question
    from mlkb.model.comparison import Comparison, Notice
    from mlkb.model.evaluation import Assessment, Evaluation, Finding, Flip, Gap
    from mlkb.model.text import Text

FORMAT = "mlkb/report@1"
ABOUT = ("gaps", "changes", "ranking", "alignment")
"""What a report can be about; whatever it is, the document holds everything."""

Document = dict[str, Any]
_NO_ROLES: Mapping[str, Text] = MappingProxyType({})


def report_document(
    assessment: Assessment,
    ladders: Mapping[str, Ladder],
    comparison: Comparison | None = None,
    *,
    about: str = "gaps",
    roles: Mapping[str, Text] = _NO_ROLES,
    notices: Sequence[Notice] = (),
) -> Document:
    """Return the document of *assessment*, with what changed since a base if it was compared.

    *about* is one of `ABOUT`: what the reader asked for. *roles* are the titles of those who
    answered; a role that is not among them is told by its id. *notices* say how the report came
    about.
    """
    unlocked = _unlocked(assessment.open)
    return {
        "format": FORMAT,
        "made_by": f"mlkb {__version__}",
        "today": iso_date(assessment.today),
        "about": "changes" if comparison else about,
        "gate": {
            "holds": assessment.holds,
            "fail_on": assessment.fail_on,
            "mode": assessment.gate,
            "gaps": sum(gap.finding.blocks for gap in assessment.gaps),
            "open": sum(gap.finding.blocks for gap in assessment.open),
            "known": sum(gap.finding.known for gap in (*assessment.gaps, *assessment.open)),
            "stale_blocks": bool(assessment.baseline and assessment.baseline.stale_blocks),
        },
        "evaluations": [
            _evaluation(one, ladders, roles) for one in sorted(assessment.evaluations, key=_place)
        ],
        "gaps": [_key(gap) for gap in assessment.gaps],
        "open": [
            {**_key(gap), "unlocks": unlocked.get(_reference(gap), 0)} for gap in assessment.open
        ],
        "rankings": [
            {"checklist": one.checklist, "result": one.result, "subjects": list(one.subjects)}
            for one in assessment.rankings
        ],
        "comparison": comparison_part(comparison) if comparison else None,
        "baseline": baseline_part(assessment.baseline) if assessment.baseline else None,
        "notices": [notice_part(one) for one in notices],
    }


def _place(evaluation: Evaluation) -> tuple[int, str, int]:
    """Return where an evaluation stands: from the organisation down to a person.

    Of one subject, what blocks most comes first.
    """
    blocking = sum(finding.blocks for finding in evaluation.findings.values())
    return SUBJECT_KINDS.index(evaluation.about), evaluation.subject, -blocking


def _key(gap: Gap) -> Document:
    return {
        "checklist": gap.evaluation.checklist.id,
        "subject": gap.evaluation.subject,
        "question": gap.finding.question.id,
    }


def _reference(gap: Gap) -> tuple[str, str]:
    """Return the subject, and what a condition calls the question."""
    return gap.evaluation.subject, f"{gap.evaluation.checklist.id}/{gap.finding.question.id}"


def _unlocked(still_open: Sequence[Gap]) -> dict[tuple[str, str], int]:
    """Return how many open findings wait for each open question.

    A finding waits for its own subject; where that has no such question open, for the one whose
    facts it inherits.
    """
    open_at: dict[str, list[str]] = {}
    for gap in still_open:
        subject, reference = _reference(gap)
        open_at.setdefault(reference, []).append(subject)
    counts: dict[tuple[str, str], int] = {}
    for gap in still_open:
        own = gap.evaluation.subject
        for reference in gap.finding.waits_for:
            subjects = open_at.get(reference, [])
            for subject in [own] if own in subjects else subjects:
                counts[subject, reference] = counts.get((subject, reference), 0) + 1
    return counts


def _evaluation(
    evaluation: Evaluation, ladders: Mapping[str, Ladder], roles: Mapping[str, Text]
) -> Document:
    checklist = evaluation.checklist
    return {
        "checklist": checklist.id,
        "version": version_text(checklist.version),
        "title": in_languages(checklist.title),
        "subject": evaluation.subject,
        "about": evaluation.about,
        "sheets": [
            {
                "respondent": sheet.respondent,
                "role": sheet.role,
                "role_title": in_languages(roles[sheet.role]) if sheet.role in roles else None,
                "path": file_name(sheet.path),
                "answered_on": _date(sheet.answered_on),
            }
            for sheet in evaluation.sheets
        ],
        "results": [
            {
                "id": spec.id,
                "type": spec.type,
                "title": in_languages(spec.title) if spec.title else None,
                "flips": [
                    _flip(flip, checklist) for flip in evaluation.flips if flip.result == spec.id
                ],
                "voices": [
                    {
                        "respondent": one.respondent,
                        "says": one.says,
                        "title": in_languages(one.title),
                    }
                    for one in evaluation.voices
                    if one.result == spec.id
                ],
                "result": None
                if evaluation.results[spec.id] is None
                else result_type(spec.type).document(
                    spec.spec, evaluation.results[spec.id], ladders
                ),
            }
            for spec in checklist.results
        ],
        "findings": [_finding(finding, evaluation) for finding in evaluation.findings.values()],
        "differ": [
            {"question": one.question, "spread": one.spread} for one in evaluation.divergences
        ],
        "missing": [
            {"checklist": name, "subject": subject} for name, subject in evaluation.missing
        ],
    }


def _flip(flip: Flip, checklist: Checklist) -> Document:
    answer = _answer(checklist.questions[flip.question], Answer(flip.answer))
    return {
        "question": flip.question,
        "answer": answer,
        "to": flip.to,
        "title": in_languages(flip.title),
    }


def _finding(finding: Finding, evaluation: Evaluation) -> Document:
    question, answer = finding.question, finding.answer
    return {
        "question": question.id,
        "section": question.section,
        "type": question.type,
        "ask": in_languages(question.ask),
        "why": in_languages(question.why),
        "scored": question.scored,
        "core": question.core,
        "severity": question.severity,
        "weight": finding.weight,
        "outcome": finding.outcome.value,
        "credit": finding.credit,
        "reason": finding.reason.value,
        "answer": _answer(question, answer),
        "note": answer.note if answer else "",
        "because": because(finding),
        "evidence": [{"text": text, "status": status} for text, status in finding.proofs],
        "evidence_wanted": in_languages(question.evidence_wanted)
        if question.evidence != "none"
        else None,
        "stale": finding.stale,
        "ignored": finding.ignored,
        "waits_for": list(finding.waits_for),
        "plan": finding.plan
        and {
            "by": finding.plan.by,
            "until": iso_date(finding.plan.until),
            "overdue": finding.overdue,
        },
        "accept": finding.accept
        and {
            "because": finding.accept.because,
            "by": finding.accept.by,
            "until": iso_date(finding.accept.until),
            "expired": finding.accept_expired,
        },
        "blocks": finding.blocks,
        "known": finding.known,
        "improve": _improve(finding.improve),
        "levels": [
            {"ladder": tag.ladder, "level": tag.level, "required": tag.required}
            for tag in question.levels
        ],
        "requires": question.requires,
        "provenance": question.provenance,
        "sources": _sources(question, evaluation.checklist),
        "respondent": finding.respondent,
        "location": _location(finding, evaluation),
        "given": [
            {
                "respondent": one.respondent,
                "outcome": one.outcome.value,
                "credit": one.credit,
                "answer": _answer(question, one.answer),
                "note": one.answer.note if one.answer else "",
            }
            for one in finding.given
        ],
    }


def _answer(question: Question, answer: Answer | None) -> Document | None:
    """Return an answer as it was given, with the labels of the options that it names."""
    if answer is None or answer.value is None:
        return None
    value = answer.value
    given = list(value) if isinstance(value, tuple) else value
    labels = {choice.id: choice.label for choice in getattr(question.spec, "choices", ())}
    words = given if isinstance(given, list) else [given]
    return {
        "given": given,
        "labels": [in_languages(labels[word]) for word in words if word in labels],
        "excused": value == NOT_APPLICABLE,
    }


def _improve(improve: Improvement | None) -> Document | None:
    if improve is None:
        return None
    return {"do": in_languages(improve.do), "effort": improve.effort, "see": list(improve.see)}


def _sources(question: Question, checklist: Checklist) -> list[Document]:
    citations = ((claim, checklist.citations.get(claim)) for claim in question.claims)
    return [
        {
            "claim": claim,
            "source": in_languages(citation.source),
            "section": citation.section,
            "says": in_languages(citation.says),
            "doubtful": in_languages(citation.doubtful) if citation.doubtful else None,
        }
        for claim, citation in citations
        if citation is not None
    ]


def _location(finding: Finding, evaluation: Evaluation) -> Document:
    """Return where the answer stands, or the file in which it is missing."""
    sheet = next(
        (one for one in evaluation.sheets if one.respondent == finding.respondent),
        evaluation.sheets[0],
    )
    answer = sheet.answers.get(finding.question.id)
    return {
        "path": file_name(sheet.path),
        "line": answer.line if answer else 0,
        "column": answer.column if answer else 0,
    }


def _date(number: int | None) -> str | None:
    return None if number is None else iso_date(number)
