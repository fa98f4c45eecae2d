"""Evaluating: pure, in any order, and in time however long the chains are."""

from __future__ import annotations

from builders import a_checklist, a_fact, a_question, a_sheet, assessed, evaluated
from mlkb.evaluate import evaluate
from mlkb.model.answers import Subject
from mlkb.model.evaluation import Outcome


def test_what_nobody_answered_is_not_evaluated():
    assert assessed([a_checklist(a_question("a"))], []).evaluations == ()


def test_evaluating_changes_nothing_that_it_is_given():
    checklist = a_checklist(a_question("a"), a_question("b", requires="a"))
    sheet = a_sheet(checklist, {"a": "no"})
    before = repr((checklist, sheet))

    assert assessed([checklist], [sheet]) == assessed([checklist], [sheet])
    assert repr((checklist, sheet)) == before


def test_a_finding_keeps_the_answer_that_it_is_made_of():
    finding = evaluated(a_checklist(a_question("a")), {"a": {"answer": "no", "note": "soon"}})
    answer = finding.findings["a"].answer

    assert answer is not None
    assert answer.note == "soon"


def test_a_fact_that_two_others_read_is_looked_at_once():
    """Else forty facts, each of which reads the one before twice, would take for ever."""
    facts = [a_fact("f0")]
    for place in range(1, 40):
        before = {"answer": f"f{place - 1}"}
        when = {"any": [{**before, "is": "yes"}, {**before, "is": "no"}]}
        facts.append(a_fact(f"f{place}", when=when))
    evaluation = evaluated(a_checklist(*facts), {f"f{place}": "yes" for place in range(40)})

    assert evaluation.findings["f39"].outcome is Outcome.MET


def test_conditions_may_lead_on_and_on():
    facts = [
        a_fact(f"f{place}", when={"answer": f"f{place + 1}", "is": "yes"}) for place in range(3000)
    ]
    evaluation = evaluated(a_checklist(*facts, a_fact("f3000")), {"f3000": "no"})

    assert evaluation.findings["f2999"].outcome is Outcome.NOT_APPLICABLE
    assert evaluation.findings["f0"].outcome is Outcome.NOT_APPLICABLE


def test_practices_may_presuppose_on_and_on():
    questions = [a_question(f"q{place}", requires=f"q{place + 1}") for place in range(3000)]
    checklist = a_checklist(*questions, a_question("q3000"))
    sheets = [a_sheet(checklist, {"q3000": "no"}, respondent=who) for who in ("ann", "bob")]
    (evaluation,) = assessed([checklist], sheets).evaluations

    assert evaluation.findings["q0"].outcome is Outcome.UNMET


def test_checklists_may_read_each_other():
    one = a_checklist(
        a_fact("x", when={"answer": "two/y", "is": "yes"}), a_question("a"), name="one"
    )
    two = a_checklist(
        a_fact("y"), a_question("b", when={"answer": "one/x", "is": "yes"}), name="two"
    )
    sheets = [a_sheet(one, {"x": "yes"}), a_sheet(two, {"y": "yes", "b": "no"})]
    first, second = assessed([one, two], sheets).evaluations

    assert first.findings["x"].outcome is Outcome.MET
    assert second.findings["b"].outcome is Outcome.UNMET


def test_a_ring_of_subjects_ends_the_search():
    checklist = a_checklist(a_question("a", when={"answer": "other/x", "is": "yes"}))
    other = a_checklist(a_fact("x"), name="other")
    (evaluation,) = assessed(
        [checklist, other],
        [a_sheet(checklist, {"a": "yes"})],
        subjects={"it": "team", "team": "it"},
    ).evaluations

    assert evaluation.missing == (("other", "it"),)


def test_what_is_missing_is_to_be_answered_for_whom_it_is_about():
    checklist = a_checklist(a_question("a", when={"answer": "other/x", "is": "yes"}))
    other = a_checklist(a_fact("x"), name="other", about="team")
    assessment = evaluate(
        {"c": checklist, "other": other},
        {},
        [a_sheet(checklist, {"a": "yes"})],
        today=0,
        subjects={"it": Subject("it", of="them"), "them": Subject("them", about="team")},
    )

    assert assessment.evaluations[0].missing == (("other", "them"),)


def test_what_is_told_of_a_base_is_the_same_in_brief():
    checklist = a_checklist(a_question("a"), a_question("b", severity="blocking"))
    sheets = [a_sheet(checklist, {"a": "no"}, respondent=who) for who in ("kim", "lee")]
    full, brief = (assessed([checklist], sheets, brief=brief) for brief in (False, True))
    [whole], [part] = full.evaluations, brief.evaluations

    assert part.findings == whole.findings
    assert part.results == {"score": whole.results["score"]}
    assert [gap.finding for gap in brief.gaps] == [gap.finding for gap in full.gaps]
    assert [gap.finding for gap in brief.open] == [gap.finding for gap in full.open]
