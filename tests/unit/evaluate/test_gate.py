"""The gate beside a base and a baseline: what blocks, what is known, what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import TODAY, a_checklist, a_question, a_sheet, assessed
from mlkb.evaluate.compare import compare
from mlkb.evaluate.gate import baseline_standing, concerned, gated, narrowed
from mlkb.model.baseline import Baseline, BaselineStanding, Entry, EntryState
from mlkb.model.comparison import Touch
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from mlkb.model.checklist import Checklist
    from mlkb.model.evaluation import Assessment

NOW = day_number(TODAY) or 0
CHECKLIST = a_checklist(
    a_question("a", severity="blocking"),
    a_question("b", severity="blocking"),
    a_question("f", scored=False),
    a_question("w", severity="blocking", when={"answer": "f", "is": "yes"}),
    name="c",
)
YESTERDAY, TOMORROW = "2026-11-20", "2026-11-22"
REST = {"b": "yes", "f": "no"}


def accepted(until: str, answer: str = "no") -> dict[str, Any]:
    return {"answer": answer, "accept": {"because": "later", "by": "kim", "until": until}}


def an_assessment(answers: dict[str, Any] | None, checklist: Checklist = CHECKLIST) -> Assessment:
    """Return the assessment of answers about `it`; None is nobody's."""
    sheets = [] if answers is None else [a_sheet(checklist, {**REST, **answers})]
    return assessed([checklist], sheets)


def an_entry(question: str = "a", credit: int = 0, until: int = NOW, subject: str = "it") -> Entry:
    return Entry(subject, "c", question, credit, "later", "kim", until)


def standing(assessment: Assessment, *entries: Entry, strict: bool = False) -> BaselineStanding:
    return baseline_standing(Baseline("b", entries), assessment, whole=True, strict=strict)


def judged(
    head: dict[str, Any],
    base: dict[str, Any] | None = None,
    *entries: Entry,
    with_base: bool = True,
    gate: str = "new",
) -> Assessment:
    assessment = an_assessment(head)
    return gated(
        assessment,
        gate=gate,
        comparison=compare(an_assessment(base), assessment) if with_base else None,
        baseline=standing(assessment, *entries) if entries else None,
    )


def blocking(assessment: Assessment) -> list[str]:
    found = (*assessment.gaps, *assessment.open)
    assert assessment.holds == (not any(one.finding.blocks for one in found))
    return [one.finding.question.id for one in found if one.finding.blocks]


def known(assessment: Assessment) -> list[str]:
    found = (*assessment.gaps, *assessment.open)
    return [one.finding.question.id for one in found if one.finding.known]


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ({"a": "yes"}, {"a": "no"}),
        ({"a": "yes"}, {"a": "partial"}),
        ({"a": "partial"}, {"a": "no"}),
        ({"a": "yes"}, {}),
        ({"a": "partial"}, {}),
        ({"a": {"answer": "n/a", "because": "bought"}}, {"a": "no"}),
        ({"a": {"answer": "n/a", "because": "bought"}}, {"a": {"answer": "n/a"}}),
        ({"a": accepted(TOMORROW)}, {"a": "no"}),
        ({"a": accepted(TOMORROW, "partial")}, {}),
    ],
)
def test_a_regression_blocks(base, head):
    assert blocking(judged(head, base)) == ["a"]


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ({"a": "no"}, {"a": "no"}),
        ({"a": "no"}, {"a": "partial"}),
        ({}, {"a": "no"}),
        ({}, {}),
        ({"a": "no"}, {}),
        ({"a": {"answer": "n/a"}}, {"a": "no"}),
        (None, {"a": "no"}),
        (None, {}),
    ],
)
def test_what_was_no_better_before_is_known(base, head):
    found = judged(head, base)

    assert blocking(found) == []
    assert known(found) == ["a"]


@pytest.mark.parametrize("head", [{"a": "yes"}, {"a": accepted(TODAY)}])
def test_what_would_not_block_anyway_is_neither(head):
    found = judged(head, {"a": "yes"})

    assert (blocking(found), known(found)) == ([], [])


def test_what_comes_into_scope_by_a_fact_blocks_if_it_falls_short():
    assert blocking(judged({"a": "yes", "f": "yes", "w": "no"}, {"a": "yes"})) == ["w"]
    assert blocking(judged({"a": "yes", "f": "yes"}, {"a": "yes"})) == ["w"]


def test_a_question_that_an_upgrade_added_does_not_block():
    later = a_checklist(
        a_question("a", severity="blocking"),
        a_question("b", severity="blocking", since="1.1.0"),
        version="1.1.0",
    )
    older = a_sheet(later, {"a": "yes"})._replace(version=(1, 0, 0))
    base = assessed([later], [older])
    for answer in ("no", None):
        head = assessed([later], [a_sheet(later, {"a": "yes", "b": answer})])
        found = gated(head, gate="new", comparison=compare(base, head))

        assert (blocking(found), known(found)) == ([], ["b"])


def test_that_a_date_has_passed_is_not_the_change_s_doing_and_blocks_without_a_base():
    same = {"a": accepted(YESTERDAY)}

    found = judged(same, same)
    assert (blocking(found), known(found)) == ([], ["a"])
    assert blocking(judged(same, same, gate="all")) == ["a"]


def test_a_gap_that_comes_with_an_acceptance_that_is_over_is_new():
    assert blocking(judged({"a": accepted(YESTERDAY)}, {"a": "yes"})) == ["a"]


@pytest.mark.parametrize("head", [{"a": "no"}, {"a": "partial"}, {}])
def test_taking_away_an_acceptance_that_is_over_makes_nothing_worse(head):
    found = judged(head, {"a": accepted(YESTERDAY)})

    assert (blocking(found), known(found)) == ([], ["a"])


@pytest.mark.parametrize("base", [{"a": "yes"}, {"a": "no"}, None])
def test_an_entry_that_holds_takes_its_gap_out(base):
    found = judged({"a": "no"}, base, an_entry())

    assert (blocking(found), known(found)) == ([], ["a"])


def test_an_entry_takes_out_an_acceptance_that_is_over():
    same = {"a": accepted(YESTERDAY)}

    assert blocking(judged(same, same, an_entry())) == []


def test_an_entry_that_is_over_covers_nothing():
    over = an_entry(until=NOW - 1)

    assert blocking(judged({"a": "no"}, {"a": "yes"}, over)) == ["a"]
    assert blocking(judged({"a": "no"}, {"a": "no"}, over)) == []
    assert blocking(judged({}, None, over, with_base=False)) == ["a"]


def test_a_gap_that_is_worse_than_its_entry_blocks_unless_the_base_had_it():
    worse = an_entry(credit=50)

    assert blocking(judged({"a": "no"}, None, worse, with_base=False)) == ["a"]
    assert blocking(judged({"a": "no"}, {"a": "partial"}, worse)) == ["a"]
    assert blocking(judged({"a": "no"}, {"a": "no"}, worse)) == []


def test_with_a_baseline_alone_everything_else_blocks():
    found = judged({"a": "no", "b": "no"}, None, an_entry(), with_base=False)

    assert (blocking(found), known(found)) == (["b"], ["a"])


@pytest.mark.parametrize(
    "entry",
    [
        an_entry("b"),
        an_entry(subject="other"),
        Entry("it", "other", "a", 0, "later", "kim", NOW),
    ],
)
def test_an_entry_is_about_its_own_gap_alone(entry):
    assert blocking(judged({"a": "no"}, None, entry, with_base=False)) == ["a"]


def test_a_gate_for_everything_lets_nothing_pass():
    found = judged({"a": "no"}, {"a": "no"}, an_entry(), gate="all")

    assert (blocking(found), known(found)) == (["a"], [])
    assert found.baseline is not None


def test_every_view_of_a_finding_says_the_same():
    found = judged({"a": "no", "b": "no"}, {"a": "no"})
    [evaluation] = found.evaluations

    for gap in (*found.gaps, *found.open):
        assert evaluation.findings[gap.finding.question.id] is gap.finding
        assert gap.evaluation is evaluation
    assert [one.finding.question.id for one in found.gaps] == ["b", "a"]  # what blocks comes first


@pytest.mark.parametrize(
    ("answer", "entry", "state"),
    [
        ("no", an_entry(), EntryState.HOLDS),
        ("partial", an_entry(), EntryState.HOLDS),
        (None, an_entry(), EntryState.HOLDS),
        ("no", an_entry(credit=50), EntryState.WORSE),
        (None, an_entry(credit=50), EntryState.WORSE),
        ("no", an_entry(until=NOW - 1), EntryState.EXPIRED),
        ("no", an_entry(credit=50, until=NOW - 1), EntryState.EXPIRED),
        ("yes", an_entry(), EntryState.STALE),
        ("yes", an_entry(until=NOW - 1), EntryState.STALE),
        (accepted(TODAY), an_entry(), EntryState.STALE),
        ({"answer": "n/a", "because": "bought"}, an_entry(), EntryState.STALE),
        ("no", an_entry("gone"), EntryState.STALE),
        ("no", an_entry("w"), EntryState.STALE),
        ("no", an_entry(subject="other"), EntryState.STALE),
    ],
)
def test_how_an_entry_stands(answer, entry, state):
    assert standing(an_assessment({"a": answer}), entry).states == ((entry, state),)


def test_entries_on_what_was_not_looked_at_stand_nowhere():
    other, gone = an_entry(subject="other"), an_entry("gone")
    found = baseline_standing(
        Baseline("b", (other, gone)), an_assessment({"a": "no"}), whole=False, strict=True
    )

    assert found.states == ((gone, EntryState.STALE),)


def test_a_stale_entry_fails_the_gate_if_that_is_asked_for():
    assessment = an_assessment({"a": "yes"})
    for strict in (False, True):
        found = gated(
            assessment, gate="new", baseline=standing(assessment, an_entry(), strict=strict)
        )

        assert found.holds is not strict
        assert found.baseline is not None
        assert found.baseline.stale == 1


def test_a_change_that_closes_a_gap_and_takes_its_entry_out_passes_strictly():
    assessment = an_assessment({"a": "yes"})
    entry = an_entry()
    baseline = Baseline("b", (entry,), removed=(entry,))

    assert not baseline_standing(baseline, assessment, whole=True, strict=True).stale_blocks


def test_an_entry_that_the_change_takes_out_still_counts_while_its_gap_is_there():
    assessment = an_assessment({"a": "no"})
    entry = an_entry()
    found = baseline_standing(
        Baseline("b", (entry,), removed=(entry,)), assessment, whole=True, strict=True
    )

    assert found.states == ((entry, EntryState.HOLDS),)


def test_narrowed_to_what_a_change_concerns_the_rest_is_left_alone():
    found = judged({"a": "no", "b": "no"}, {"a": "yes", "b": "yes"})
    narrow = narrowed(found, {("c", "it", "b")})

    assert [one.finding.question.id for one in narrow.gaps] == ["b"]
    assert narrow.open == ()
    assert not narrow.evaluations[0].findings["a"].blocks
    assert narrowed(found, ()).holds


def test_a_change_concerns_what_it_moves_edits_excuses_and_touches():
    base = an_assessment({"a": "yes", "f": "yes", "w": "no"})
    head = an_assessment({"a": {"answer": "n/a", "because": "bought"}, "f": "no", "w": "no"})
    comparison = compare(base, head)._replace(
        touched=(Touch("c", "it", "b", ("docs/b.md",)),), edited=frozenset({("c", "it", "f")})
    )

    assert concerned(comparison) == {("c", "it", name) for name in "abfw"}
