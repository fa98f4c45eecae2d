"""What a report document says of a base, of a baseline, and of how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.model.checklist import SEVERITIES
from mlkb.model.day import iso_date
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Outcome
from mlkb.model.source import Problem
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.plain import because, file_name, in_languages
from mlkb.results import result_type

if TYPE_CHECKING:
    from mlkb.model.baseline import BaselineStanding, Entry
    from mlkb.model.comparison import Change, Comparison, Notice
    from mlkb.model.evaluation import Evaluation, Finding

Document = dict[str, Any]
_NAMED = 10
"""Names that a notice tells of many."""


def comparison_part(comparison: Comparison) -> Document:
    """Return what became of each gap since the base, and where the base stood."""
    return {
        "ref": file_name(comparison.revision.ref),
        "commit": comparison.revision.commit,
        "changes": [_change(change) for change in comparison.changes],
        "excuses": [_change(change) for change in comparison.excuses],
        "touched": [
            {
                "checklist": one.checklist,
                "subject": one.subject,
                "question": one.question,
                "paths": [file_name(path) for path in one.paths],
            }
            for one in comparison.touched
            if (one.checklist, one.subject, one.question) not in comparison.edited
        ],
        "base": [_standing(one) for one in comparison.base.evaluations],
    }


def baseline_part(standing: BaselineStanding) -> Document:
    """Return the entries of a baseline and how each stands."""
    return {
        "path": file_name(standing.baseline.path),
        "entries": [{**_entry(entry), "state": state.value} for entry, state in standing.states],
        "added": [_entry(entry) for entry in standing.baseline.added],
    }


def notice_part(notice: Notice) -> Document:
    """Return a notice in every language."""
    return {locale: _noticed(notice, Labels(locale)) for locale in LANGUAGES}


def _change(change: Change) -> Document:
    before, after = change.before, change.after
    finding = after or before
    return {
        "checklist": change.checklist,
        "subject": change.subject,
        "question": change.question,
        "ask": in_languages(finding.question.ask) if finding else None,
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
    return finding.accept.because if finding.accept else because(finding)


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
