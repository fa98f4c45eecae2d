"""Findings: what the vectors cannot see."""

from __future__ import annotations

from builders import a_checklist, a_question, a_sheet, assessed, evaluated
from mlkb.evaluate.findings import evidence_status

FOLDED = a_checklist(a_question("p"), a_question("d", requires="p"))


def test_a_folded_finding_remembers_what_its_own_answer_would_earn():
    finding = evaluated(FOLDED, {"p": "no", "d": "partial"}).findings["d"]

    assert (finding.credit, finding.unfolded) == (0, 50)


def test_over_several_sheets_it_is_the_least_that_anybody_gave():
    answers = {"ann": {"p": "no", "d": "yes"}, "bob": {"p": "yes", "d": "partial"}, "cy": {}}
    sheets = [a_sheet(FOLDED, given, respondent=who) for who, given in answers.items()]
    (evaluation,) = assessed([FOLDED], sheets).evaluations

    assert evaluation.findings["d"].unfolded == 50


def test_the_best_piece_of_evidence_speaks_for_all():
    checklist = a_checklist(a_question("a", evidence="required"))
    answer = {"answer": "yes", "evidence": ["a.md", "https://example.org/"]}
    statuses = {"a.md": "found", "https://example.org/": "unchecked"}

    proven = evaluated(checklist, {"a": answer}, evidence=statuses).findings["a"]
    bare = evaluated(checklist, {"a": "yes"}).findings["a"]

    assert evidence_status(proven) == "found"
    assert evidence_status(bare) == "missing"
