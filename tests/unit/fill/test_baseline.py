"""Bringing a baseline up to date, and writing it so that it can be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import TODAY, a_checklist, a_question, a_sheet, assessed
from cases import quick
from mlkb.errors import UsageProblem
from mlkb.evaluate.gate import baseline_standing
from mlkb.fill.baseline import Agreement, Update, baseline_text, updated
from mlkb.load.baseline import parse_baseline
from mlkb.model.baseline import Baseline, Entry
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from mlkb.model.evaluation import Assessment

NOW = day_number(TODAY) or 0
LATER = Agreement("planned", "kim", NOW + 30)
CHECKLIST = a_checklist(*(a_question(name, severity="blocking") for name in "abc"))


def an_assessment(subject: str = "it", **answers: str) -> Assessment:
    return assessed([CHECKLIST], [a_sheet(CHECKLIST, answers, subject=subject)])


def an_entry(question: str, credit: int = 0, until: int = NOW, subject: str = "it") -> Entry:
    return Entry(subject, "c", question, credit, "old", "lee", until)


def brought(
    entries: tuple[Entry, ...],
    assessment: Assessment,
    agreement: Agreement | None = LATER,
    *,
    whole: bool = True,
) -> Update:
    standing = baseline_standing(Baseline("b", entries), assessment, whole=whole, strict=False)
    blocking = [one for one in (*assessment.gaps, *assessment.open) if one.finding.blocks]
    return updated(standing, blocking, agreement)


def test_what_blocks_is_added_with_what_was_agreed():
    found = brought((), an_assessment(a="no", b="partial", c="yes"))

    assert sorted(found.entries) == [
        Entry("it", "c", "a", 0, "planned", "kim", NOW + 30),
        Entry("it", "c", "b", 50, "planned", "kim", NOW + 30),
    ]
    assert found[1:] == (2, 0, 0)


def test_an_open_question_that_blocks_is_added_too():
    assert [one.question for one in brought((), an_assessment(a="yes", b="yes")).entries] == ["c"]


def test_an_entry_keeps_its_words_and_takes_the_credit_that_its_gap_has_reached():
    found = brought((an_entry("a", 0),), an_assessment(a="partial", b="yes", c="yes"), None)

    assert found == Update((an_entry("a", 50),), added=0, removed=0, raised=1)


@pytest.mark.parametrize("entry", [an_entry("a", 50), an_entry("a", 0, NOW - 1)])
def test_an_entry_that_is_worse_or_over_needs_new_words(entry):
    assessment = an_assessment(a="no", b="yes", c="yes")
    with pytest.raises(UsageProblem) as refused:
        brought((entry,), assessment, None)
    assert (refused.value.code, refused.value.facts) == ("baseline-needs-words", {"count": 1})

    found = brought((entry,), assessment)
    assert found.entries == (Entry("it", "c", "a", 0, "planned", "kim", NOW + 30),)
    assert found[1:] == (1, 0, 0)


@pytest.mark.parametrize("until", [NOW - 1, NOW])
def test_an_entry_whose_gap_is_gone_is_taken_out(until):
    found = brought((an_entry("a", until=until),), an_assessment(a="yes", b="yes", c="yes"), None)

    assert found == Update((), added=0, removed=1, raised=0)


def test_an_entry_whose_gap_blocks_no_more_is_taken_out_and_counted():
    lenient = a_checklist(*(a_question(name, severity="major") for name in "abc"))
    assessment = assessed([lenient], [a_sheet(lenient, {"a": "no", "b": "yes", "c": "yes"})])

    assert brought((an_entry("a"),), assessment, None) == Update((), 0, removed=1, raised=0)


def test_an_entry_on_what_was_not_looked_at_stays_as_it_is():
    entry = an_entry("a", 50, NOW - 9, subject="other")
    assessment = an_assessment(a="yes", b="yes", c="yes")

    assert brought((entry,), assessment, None, whole=False).entries == (entry,)
    assert brought((entry,), assessment, None, whole=True).entries == ()


def test_brought_up_to_date_twice_it_is_the_same():
    assessment = an_assessment(a="no", b="partial")
    first = brought((), assessment)

    assert brought(first.entries, assessment, None) == Update(first.entries, 0, 0, 0)


def test_the_text_is_sorted_with_one_entry_to_a_line():
    text = baseline_text([an_entry("b"), an_entry("a"), an_entry("c", subject="a")], "ours")

    lines = text.splitlines()
    assert lines[:3] == ["# ours", "format: mlkb/baseline@1", "gaps:"]
    assert [line.partition("credit")[0] for line in lines[3:]] == [
        "  - {subject: a, checklist: c, question: c, ",
        "  - {subject: it, checklist: c, question: a, ",
        "  - {subject: it, checklist: c, question: b, ",
    ]
    assert baseline_text([], "ours").endswith("gaps: []\n")


PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@quick(200)
@given(because=PROSE, by=PROSE, subject=st.sampled_from(("it", "null", "true", "no", "on", "y")))
@example(because="a\u2028b", by="\ufeff", subject="false")
@example(because='"} # \\, : {', by="&a", subject="it")
@example(because="🙂 \u202e\xad", by="\U000e0001", subject="it")
def test_what_is_written_is_what_is_read(because, by, subject):
    from unicodedata import normalize

    because, by = (normalize("NFC", text) for text in (because, by))
    if not (because.strip() and by.strip()):
        return
    entry = Entry(subject, "c", "q.no", 7, because, by, NOW)
    text = baseline_text([entry], "ours")

    assert text.count("\n") == 4
    [found] = parse_baseline(text.encode(), "b").entries
    assert found[:7] == entry[:7]
