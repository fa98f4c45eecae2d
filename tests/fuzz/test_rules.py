"""What must hold for every checklist and all answers (DESIGN section 4)."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from cases import NA, Case, cases, height, level, quick, score, values
from mlkb.evaluate.compare import compare
from mlkb.load.build import build_ladder
from mlkb.model.answers import NOT_APPLICABLE
from mlkb.model.comparison import Kind
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Evaluation, NextLevel, Outcome
from mlkb.questions import question_type
from mlkb.render.document import report_document
from mlkb.results.next_level import effort_days

JUDGED = (Outcome.MET, *BELOW_TARGET)


def document(case: Case) -> dict[str, Any]:
    return report_document(case.assessed(), {"l": build_ladder(case.ladder)})


def is_no_better(after: Evaluation, before: Evaluation) -> None:
    old, new = score(before), score(after)
    if old is not None:
        assert new is not None
        assert new.earned * old.possible <= old.earned * new.possible
        assert new.worst <= old.worst
    assert height(level(after).reached) <= height(level(before).reached)


@quick(150)
@given(cases(), st.data())
def test_removing_an_answer_never_raises_the_worst_case(case, data):
    assume(case.given())
    sheet, question = data.draw(st.sampled_from(case.given()))
    before, after = case.assessed(), case.answering(sheet, question, None).assessed()
    old, new = before.evaluations[0], after.evaluations[0]

    is_no_better(new, old)
    assert before.holds or not after.holds


@quick(100)
@given(cases(), st.data())
def test_removing_an_answer_only_widens_the_interval(case, data):
    """Except for n/a: under an unmet premise a question without an answer is unmet, not open."""
    places = [place for place in case.given() if case.sheets[place[0]]["answers"][place[1]] != NA]
    assume(places)
    old, new = (
        case.evaluated(),
        case.answering(*data.draw(st.sampled_from(places)), None).evaluated(),
    )
    was, now = score(old), score(new)

    if was is not None:
        assert now is not None
        assert now.best >= was.best
    assert height(level(new).possible) >= height(level(old).possible)


@quick(150)
@given(cases(), st.data())
def test_turning_a_scored_answer_worse_never_raises_the_worst_case(case, data):
    worse: list[tuple[int, str, Any]] = []
    for sheet, name in case.given():
        question, answer = case.question(sheet, name), case.sheets[sheet]["answers"][name]
        if question.get("scored") is False or answer in (NA, "n/a"):
            continue
        module = question_type(question["type"])
        spec = module.parse(question)
        credit = module.credit(spec, module.read(spec, answer["answer"]))
        worse.extend(
            (sheet, name, {**answer, "answer": value})
            for value in values(question)
            if module.credit(spec, module.read(spec, value)) < credit
        )
    assume(worse)
    before, after = case.assessed(), case.answering(*data.draw(st.sampled_from(worse))).assessed()

    is_no_better(after.evaluations[0], before.evaluations[0])
    assert before.holds or not after.holds


@quick(100)
@given(cases(respondents=2), st.data())
def test_not_applicable_without_a_reason_is_no_answer(case, data):
    places = [(sheet, name) for sheet, name in case.given()]
    assume(places)
    sheet, name = data.draw(st.sampled_from(places))
    excused = case.answering(sheet, name, "n/a").assessed()
    silent = case.answering(sheet, name, None).assessed()

    for one, other in zip(excused.evaluations, silent.evaluations, strict=True):
        assert one.results == other.results
        assert {name: finding.outcome for name, finding in one.findings.items()} == {
            name: finding.outcome for name, finding in other.findings.items()
        }
    assert excused.holds == silent.holds


@quick(120)
@given(cases(respondents=3))
def test_several_respondents_are_never_better_than_the_worst_given_answer(case):
    together = case.evaluated().findings
    for who in {sheet["respondent"]["name"] for sheet in case.sheets}:
        own = tuple(sheet for sheet in case.sheets if sheet["respondent"]["name"] == who)
        for name, alone in (
            Case(case.checklists, case.ladder, own, case.fail_on).evaluated().findings.items()
        ):
            if alone.outcome in JUDGED and alone.question.scored:
                assert together[name].outcome in (*JUDGED, *OPEN)
                assert together[name].credit <= alone.credit
    for finding in together.values():
        for one in finding.given:
            value = one.answer.value if one.answer else None
            if one.outcome is not Outcome.NOT_APPLICABLE and value not in (None, NOT_APPLICABLE):
                assert finding.outcome in OPEN or finding.credit <= one.unfolded


@quick(80)
@given(cases(respondents=3), st.data())
def test_the_order_of_files_does_not_matter(case, data):
    shuffled = Case(
        case.checklists, case.ladder, tuple(data.draw(st.permutations(case.sheets))), case.fail_on
    )

    assert document(shuffled) == document(case)
    assert shuffled.assessed() == case.assessed()


@quick(150)
@given(cases(respondents=2))
def test_every_question_has_one_finding_in_order_and_figures_stay_within_bounds(case):
    assessment = case.assessed()
    for evaluation in assessment.evaluations:
        assert list(evaluation.findings) == list(evaluation.checklist.questions)
        for name, finding in evaluation.findings.items():
            assert finding.question.id == name
            assert 0 <= finding.credit <= 100
            assert finding.outcome in (Outcome.MET, Outcome.PARTIAL) or finding.credit == 0
            assert bool(finding.waits_for) == (
                finding.outcome is Outcome.UNDETERMINED
                and finding.reason.value != "respondents-differ"
            )
    found = score(assessment.evaluations[0])
    if found is not None:
        assert 0 <= found.worst <= found.best <= 100
        assert found.earned + found.open <= found.possible
        assert found.answered <= found.applicable


@quick(100)
@given(cases(respondents=2))
def test_what_stands_first_is_decided_and_the_gate_is_what_blocks(case):
    assessment = case.assessed()
    places = [(gap.evaluation.checklist.id, gap.finding.question.id) for gap in assessment.gaps]
    listed = [gap.finding for gap in (*assessment.gaps, *assessment.open)]

    assert len(set(places)) == len(places)
    assert all(gap.finding.outcome in BELOW_TARGET for gap in assessment.gaps)
    assert all(gap.finding.outcome in OPEN for gap in assessment.open)
    assert assessment.holds == (not any(finding.blocks for finding in listed))
    for gaps in (assessment.gaps, assessment.open):
        blocking = [gap.finding.blocks for gap in gaps]
        assert blocking == sorted(blocking, reverse=True)


@quick(80)
@given(cases(respondents=2))
def test_acceptances_and_plans_change_neither_score_nor_level(case):
    bare = tuple(
        {
            **sheet,
            "answers": {
                name: {key: value for key, value in answer.items() if key not in ("accept", "plan")}
                if isinstance(answer, dict)
                else answer
                for name, answer in sheet["answers"].items()
            },
        }
        for sheet in case.sheets
    )
    without = Case(case.checklists, case.ladder, bare, case.fail_on).assessed()
    with_them = case.assessed()

    assert [one.results for one in without.evaluations] == [
        one.results for one in with_them.evaluations
    ]
    assert with_them.holds or not without.holds


@quick(80)
@given(cases(respondents=2), st.data())
def test_adding_evidence_never_lowers_anything(case, data):
    places = [place for place in case.given() if _is_plain(case, *place)]
    assume(places)
    sheet, name = data.draw(st.sampled_from(places))
    answer = case.sheets[sheet]["answers"][name]
    proven = {**answer, "evidence": [*answer.get("evidence", ()), "docs/more.md"]}
    before, after = case.evaluated(), case.answering(sheet, name, proven).evaluated()

    is_no_better(before, after)
    for question, finding in before.findings.items():
        assert after.findings[question].credit >= finding.credit


def _is_plain(case: Case, sheet: int, name: str) -> bool:
    answer = case.sheets[sheet]["answers"][name]
    return answer not in (NA, "n/a") and "evidence" in answer


@quick(60)
@given(cases(respondents=2))
def test_comparing_an_assessment_with_itself_finds_nothing(case):
    comparison = compare(case.assessed(), case.assessed())

    assert {change.kind for change in comparison.changes} <= {Kind.UNCHANGED}
    assert comparison.excuses == ()


@quick(100)
@given(cases(respondents=2), st.data())
def test_a_comparison_accounts_for_every_gap_of_both_sides(case, data):
    assume(case.given())
    sheet, name = data.draw(st.sampled_from(case.given()))
    other = data.draw(st.sampled_from((None, NA, "n/a", *values(case.question(sheet, name)))))
    base, head = case.assessed(), case.answering(sheet, name, other).assessed()
    comparison = compare(base, head)
    changed = {(change.checklist, change.question): change for change in comparison.changes}

    for assessment in (base, head):
        for gap in assessment.gaps:
            assert (gap.evaluation.checklist.id, gap.finding.question.id) in changed
    for change in changed.values():
        before, after = change.before, change.after
        assert before is not None
        assert after is not None
        if change.kind is Kind.FIXED:
            assert after.outcome is Outcome.MET
        if change.kind is Kind.UNCHANGED:
            assert before.credit == after.credit
            assert before.accepted == after.accepted
    newly = {
        (gap.evaluation.checklist.id, gap.finding.question.id)
        for gap in (*head.gaps, *head.open)
        if gap.finding.blocks
    } - {
        (gap.evaluation.checklist.id, gap.finding.question.id)
        for gap in (*base.gaps, *base.open)
        if gap.finding.blocks
    }
    assert all(changed[place].kind in (Kind.NEW, Kind.WORSENED) for place in newly)


@quick(150)
@given(cases(most=7))
def test_the_next_level_is_reached_as_told_and_no_cheaper_set_does(case):
    evaluation = case.evaluated()
    following = next_of(evaluation)
    target = height(following.level)
    candidates = [
        name
        for name, finding in evaluation.findings.items()
        if finding.question.scored and finding.outcome is not Outcome.NOT_APPLICABLE
    ]
    days = {name: effort_days(evaluation.findings[name]) for name in candidates}
    named = tuple(reference.removeprefix("c/") for reference in following.improve)
    cost = (sum(days[name] for name in named), len(named), [candidates.index(n) for n in named])

    assert following.days == cost[0]
    if following.feasible:
        assert height(level(improved(case, named).evaluated()).reached) >= target
    else:
        assert named == ()
        assert following.first
    for size in range(len(candidates) + 1):
        for chosen in combinations(range(len(candidates)), size):
            price = (sum(days[candidates[place]] for place in chosen), size, list(chosen))
            if not following.feasible or price < cost:
                attempt = improved(case, tuple(candidates[place] for place in chosen))
                assert height(level(attempt.evaluated()).reached) < target


@quick(100)
@given(cases(respondents=3))
def test_with_several_respondents_the_next_level_is_reached_as_told(case):
    following = next_of(case.evaluated())
    assume(following.feasible)
    named = tuple(reference.removeprefix("c/") for reference in following.improve)

    assert height(level(improved(case, named).evaluated()).reached) >= height(following.level)


def next_of(evaluation: Evaluation) -> NextLevel:
    """Return the way to the next level; a case without one is passed over."""
    following = level(evaluation).next
    if following is None:
        reject()
    return following


def improved(case: Case, names: tuple[str, ...]) -> Case:
    """Return *case* with the best answer, and evidence, to each of *names* on every sheet."""
    for position, sheet in enumerate(case.sheets):
        for name in names if sheet["checklist"] == "c" else ():
            if sheet["answers"].get(name) != NA:
                question = case.question(position, name)
                module = question_type(question["type"])
                spec = module.parse(question)
                best = next(
                    value
                    for value in values(question)
                    if module.credit(spec, module.read(spec, value)) == 100
                )
                case = case.answering(position, name, {"answer": best, "evidence": ["found.md"]})
    return case
