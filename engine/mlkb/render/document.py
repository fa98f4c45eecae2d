"""The report document, `mlkb/report@1`: what every output renders, and nothing else is.

It holds both languages, so that a report can be rendered elsewhere without the checklists. Integers
only, dates as ISO text, keys in the order of `report_format.REPORT`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlkb import __version__
from mlkb.model.answers import NOT_APPLICABLE, Answer
from mlkb.model.checklist import SEVERITIES, SUBJECT_KINDS, version_text
from mlkb.model.day import iso_date
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Outcome
from mlkb.model.source import Problem
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.model.baseline import BaselineStanding, Entry
    from mlkb.model.checklist import Checklist, Improvement, Ladder, Question
    from mlkb.model.comparison import Change, Comparison, Notice
    from mlkb.model.evaluation import Assessment, Evaluation, Finding, Flip, Gap
    from mlkb.model.text import Text

FORMAT = "mlkb/report@1"
ABOUT = ("gaps", "changes", "ranking", "alignment")
"""What a report can be about; whatever it is, the document holds everything."""

Document = dict[str, Any]
_NAMED = 10
"""Names that a notice tells of many."""
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
        "comparison": _comparison(comparison) if comparison else None,
        "baseline": _baseline(assessment.baseline) if assessment.baseline else None,
        "notices": [_notice(one) for one in notices],
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
        "title": _text(checklist.title),
        "subject": evaluation.subject,
        "about": evaluation.about,
        "sheets": [
            {
                "respondent": sheet.respondent,
                "role": sheet.role,
                "role_title": _text(roles[sheet.role]) if sheet.role in roles else None,
                "path": _name(sheet.path),
                "answered_on": _date(sheet.answered_on),
            }
            for sheet in evaluation.sheets
        ],
        "results": [
            {
                "id": spec.id,
                "type": spec.type,
                "title": _text(spec.title) if spec.title else None,
                "flips": [
                    _flip(flip, checklist) for flip in evaluation.flips if flip.result == spec.id
                ],
                "voices": [
                    {"respondent": one.respondent, "says": one.says, "title": _text(one.title)}
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
        "title": _text(flip.title),
    }


def _finding(finding: Finding, evaluation: Evaluation) -> Document:
    question, answer = finding.question, finding.answer
    return {
        "question": question.id,
        "section": question.section,
        "type": question.type,
        "ask": _text(question.ask),
        "why": _text(question.why),
        "scored": question.scored,
        "core": question.core,
        "severity": question.severity,
        "weight": finding.weight,
        "outcome": finding.outcome.value,
        "credit": finding.credit,
        "reason": finding.reason.value,
        "answer": _answer(question, answer),
        "note": answer.note if answer else "",
        "because": _because(finding),
        "evidence": [{"text": text, "status": status} for text, status in finding.proofs],
        "evidence_wanted": _text(question.evidence_wanted) if question.evidence != "none" else None,
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
        "labels": [_text(labels[word]) for word in words if word in labels],
        "excused": value == NOT_APPLICABLE,
    }


def _because(finding: Finding) -> str:
    if finding.question.dropped is not None:
        return finding.question.dropped
    return finding.answer.because if finding.answer else ""


def _improve(improve: Improvement | None) -> Document | None:
    if improve is None:
        return None
    return {"do": _text(improve.do), "effort": improve.effort, "see": list(improve.see)}


def _sources(question: Question, checklist: Checklist) -> list[Document]:
    citations = ((claim, checklist.citations.get(claim)) for claim in question.claims)
    return [
        {
            "claim": claim,
            "source": _text(citation.source),
            "section": citation.section,
            "says": _text(citation.says),
            "doubtful": _text(citation.doubtful) if citation.doubtful else None,
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
        "path": _name(sheet.path),
        "line": answer.line if answer else 0,
        "column": answer.column if answer else 0,
    }


def _name(text: str) -> str:
    """Return the name of a file or branch with U+FFFD where its bytes are no UTF-8."""
    return (
        text if text.isascii() else text.encode(errors="surrogateescape").decode(errors="replace")
    )


def _comparison(comparison: Comparison) -> Document:
    return {
        "ref": _name(comparison.revision.ref),
        "commit": comparison.revision.commit,
        "changes": [_change(change) for change in comparison.changes],
        "excuses": [_change(change) for change in comparison.excuses],
        "touched": [
            {
                "checklist": one.checklist,
                "subject": one.subject,
                "question": one.question,
                "paths": [_name(path) for path in one.paths],
            }
            for one in comparison.touched
            if (one.checklist, one.subject, one.question) not in comparison.edited
        ],
        "base": [_standing(one) for one in comparison.base.evaluations],
    }


def _change(change: Change) -> Document:
    before, after = change.before, change.after
    finding = after or before
    return {
        "checklist": change.checklist,
        "subject": change.subject,
        "question": change.question,
        "ask": _text(finding.question.ask) if finding else None,
        "severity": finding.question.severity if finding else None,
        "kind": change.kind.value,
        "left": change.left.value,
        "before": before and {"outcome": before.outcome.value, "credit": before.credit},
        "after": after and {"outcome": after.outcome.value, "credit": after.credit},
        "because": _excuse(after),
    }


def _excuse(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return finding.accept.because if finding.accept else _because(finding)


def _standing(evaluation: Evaluation) -> Document:
    """Return where the base stood: the percents of its score."""
    scores = [
        result_type(spec.type).document(spec.spec, evaluation.results[spec.id], {})
        for spec in evaluation.checklist.results
        if spec.type == "score" and evaluation.results[spec.id] is not None
    ]
    return {
        "checklist": evaluation.checklist.id,
        "subject": evaluation.subject,
        "score": scores[0] if scores else None,
        "counted": _counted(evaluation),
    }


def _counted(evaluation: Evaluation) -> Document:
    """Return how many scored questions apply, are answered, and fall short without acceptance."""
    asked = [
        one
        for one in evaluation.findings.values()
        if one.question.scored and one.outcome is not Outcome.NOT_APPLICABLE
    ]
    gaps = [one for one in asked if one.outcome in BELOW_TARGET and not one.accepted]
    return {
        "asked": len(asked),
        "answered": sum(one.outcome not in OPEN for one in asked),
        **{
            severity: sum(one.question.severity == severity for one in gaps)
            for severity in SEVERITIES
        },
    }


def _baseline(standing: BaselineStanding) -> Document:
    return {
        "path": _name(standing.baseline.path),
        "entries": [{**_entry(entry), "state": state.value} for entry, state in standing.states],
        "added": [_entry(entry) for entry in standing.baseline.added],
    }


def _entry(entry: Entry) -> Document:
    return {
        "checklist": entry.checklist,
        "subject": entry.subject,
        "question": entry.question,
        "credit": entry.credit,
        "because": entry.because,
        "by": entry.by,
        "until": iso_date(entry.until),
    }


def _notice(notice: Notice) -> Document:
    return {locale: _noticed(notice, Labels(locale)) for locale in LANGUAGES}


def _noticed(notice: Notice, labels: Labels) -> str:
    facts = {name: _fact(fact, labels) for name, fact in notice.facts.items()}
    return labels.say(f"report.notice-{notice.code}", **facts)


def _fact(fact: object, labels: Labels) -> object:
    if isinstance(fact, Problem):
        from mlkb.render.problems import tell

        return tell(fact, labels)
    if isinstance(fact, tuple):
        return ", ".join([*fact[:_NAMED], *("…" for _ in fact[_NAMED : _NAMED + 1])])
    return fact


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ko": text.ko}


def _date(number: int | None) -> str | None:
    return None if number is None else iso_date(number)
