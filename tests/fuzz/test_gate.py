"""What must hold for the gate beside a base and a baseline, whatever was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from builders import TODAY
from cases import NA, Case, answers, cases, quick
from mlkb.evaluate.compare import compare
from mlkb.evaluate.gate import baseline_standing, concerned, gated, narrowed
from mlkb.fill.baseline import Agreement, baseline_text, updated
from mlkb.load.baseline import parse_baseline
from mlkb.load.build import build_ladder
from mlkb.model.baseline import Baseline
from mlkb.model.day import day_number
from mlkb.model.evaluation import OPEN, Outcome
from mlkb.render.document import report_document

if TYPE_CHECKING:
    from mlkb.model.evaluation import Assessment, Gap

NOW = day_number(TODAY) or 0
AGREED = Agreement("later", "kim", NOW)
Place = tuple[str, str, str]


def judged(base: Assessment, head: Assessment, baseline: Baseline | None = None) -> Assessment:
    standing = baseline and baseline_standing(baseline, head, whole=True, strict=False)
    return gated(head, gate="new", comparison=compare(base, head), baseline=standing)


def every(assessment: Assessment) -> tuple[Gap, ...]:
    return (*assessment.gaps, *assessment.open)


def blocking(assessment: Assessment) -> set[Place]:
    return {
        (one.evaluation.checklist.id, one.evaluation.subject, one.finding.question.id)
        for one in every(assessment)
        if one.finding.blocks
    }


def a_baseline(assessment: Assessment) -> Baseline:
    """Return what `mlkb baseline update` would write, read back."""
    nothing = baseline_standing(Baseline("b", ()), assessment, whole=True, strict=False)
    wanted = [one for one in every(assessment) if one.finding.blocks]
    return parse_baseline(
        baseline_text(updated(nothing, wanted, AGREED).entries, "ours").encode(), "b"
    )


@st.composite
def changes(draw: st.DrawFn) -> tuple[Case, Case]:
    """Draw a case and what a change makes of it: a few answers given, changed or taken back."""
    case = head = draw(cases(respondents=2))
    for _ in range(draw(st.integers(1, 3))):
        sheet = draw(st.integers(0, len(case.sheets) - 1))
        asked = next(one for one in case.checklists if one["id"] == case.sheets[sheet]["checklist"])
        question = draw(st.sampled_from(asked["sections"][0]["questions"]))
        head = head.answering(sheet, question["id"], draw(answers(question)))
    return case, head


@quick(80)
@given(cases(respondents=2))
def test_a_change_that_changes_nothing_never_blocks(case):
    assessment = case.assessed()

    assert judged(assessment, assessment).holds


@quick(100)
@given(changes())
def test_what_blocks_as_new_blocks_as_well_where_everything_is_judged(change):
    base, head = (one.assessed() for one in change)
    new = judged(base, head)

    assert blocking(new) <= blocking(gated(head, gate="all"))
    assert new.holds or not head.holds


@quick(100)
@given(changes())
def test_what_would_block_either_does_or_is_known(change):
    base, head = (one.assessed() for one in change)

    for before, after in zip(
        sorted(every(head), key=lambda one: one.finding.question.id),
        sorted(every(judged(base, head)), key=lambda one: one.finding.question.id),
        strict=True,
    ):
        assert before.finding.blocks == (after.finding.blocks or after.finding.known)
        assert not (after.finding.blocks and after.finding.known)


@quick(100)
@given(cases(), st.data())
def test_taking_an_answer_away_never_opens_the_gate(case, data):
    """But for n/a: what it excused was in nobody's way."""
    assume(case.given())
    sheet, question = data.draw(st.sampled_from(case.given()))
    without = case.answering(sheet, question, None).assessed()
    base = data.draw(changes()) if data.draw(st.booleans()) else None
    before = base[0].assessed() if base else case.assessed()

    assert judged(before, case.assessed()).holds or not judged(before, without).holds


@quick(60)
@given(cases(), st.data())
def test_answering_an_open_question_never_blocks(case, data):
    """A fact may bring other questions into scope; a scored question is itself alone."""
    base = case.assessed()
    [evaluation] = [one for one in base.evaluations if one.checklist.id == "c"]
    places = [
        name
        for name, finding in evaluation.findings.items()
        if finding.outcome is Outcome.UNANSWERED and finding.question.scored
    ]
    assume(places)
    name = data.draw(st.sampled_from(places))
    answer = data.draw(answers(case.question(0, name)))
    head = case.answering(0, name, answer).assessed()

    assert ("c", "it", name) not in blocking(judged(base, head))


@quick(80)
@given(changes())
def test_a_baseline_of_the_same_answers_blocks_nothing(change):
    base, head = (one.assessed() for one in change)
    baseline = a_baseline(head)
    standing = baseline_standing(baseline, head, whole=True, strict=True)
    alone = gated(head, gate="new", baseline=standing)

    assert alone.holds
    assert len(baseline.entries) == sum(one.finding.known for one in every(alone))
    assert judged(base, head, baseline).holds


@quick(80)
@given(changes())
def test_a_baseline_takes_out_nothing_but_what_it_names(change):
    base, head = (one.assessed() for one in change)
    baseline = a_baseline(base)
    named = {(one.checklist, one.subject, one.question) for one in baseline.entries}

    bare, with_it = judged(base, head), judged(base, head, baseline)
    assert blocking(with_it) <= blocking(bare)
    assert blocking(bare) - blocking(with_it) <= named


@quick(80)
@given(changes())
def test_narrowed_to_the_change_no_regression_is_lost(change):
    base, head = (one.assessed() for one in change)
    comparison = compare(base, head)
    found = gated(head, gate="new", comparison=comparison)
    narrow = narrowed(found, concerned(comparison))

    assert blocking(narrow) == blocking(found)


@quick(100)
@given(changes(), st.booleans())
def test_the_document_and_every_finding_in_it_agree_with_the_exit_code(change, with_baseline):
    base, head = (one.assessed() for one in change)
    found = judged(base, head, a_baseline(base) if with_baseline else None)
    document = report_document(found, {"l": build_ladder(change[1].ladder)}, compare(base, head))
    findings = [
        finding for evaluation in document["evaluations"] for finding in evaluation["findings"]
    ]

    assert document["gate"]["holds"] is found.holds
    assert any(one["blocks"] for one in findings) is not found.holds
    assert document["gate"]["known"] == sum(one["known"] for one in findings)


@quick(100)
@given(cases(), st.data())
def test_an_excuse_is_always_shown(case, data):
    """Whoever gets past the gate by n/a or by an acceptance stands in the list of excuses."""
    assume(case.given())
    sheet, name = data.draw(st.sampled_from(case.given()))
    before = case.assessed()
    after = case.answering(sheet, name, NA).assessed()
    comparison = compare(before, after)
    [old], [new] = (
        [one for one in side.evaluations if one.checklist.id == case.sheets[sheet]["checklist"]]
        for side in (before, after)
    )
    excused = (
        new.findings[name].outcome is Outcome.NOT_APPLICABLE
        and old.findings[name].outcome is not Outcome.NOT_APPLICABLE
        and old.findings[name].outcome not in OPEN
    )

    places = [(one.checklist, one.question) for one in comparison.excuses]
    assert not excused or (new.checklist.id, name) in places
