"""Comparing: what the vectors do not say."""

from __future__ import annotations

from builders import a_checklist, a_question, a_sheet, assessed
from mlkb.evaluate.compare import compare
from mlkb.model.comparison import Kind, Left


def test_a_change_holds_both_findings():
    checklist = a_checklist(a_question("a"))
    base = assessed([checklist], [a_sheet(checklist, {"a": "partial"})])
    head = assessed([checklist], [a_sheet(checklist, {"a": "no"})])
    (change,) = compare(base, head).changes

    assert change.before is not None
    assert change.after is not None
    assert (change.before.credit, change.after.credit) == (50, 0)


def test_the_question_of_a_dropped_gap_left():
    checklist = a_checklist(a_question("a"))
    dropped = checklist._replace(
        questions={"a": checklist.questions["a"]._replace(dropped="not ours")}
    )
    sheet = a_sheet(checklist, {"a": "no"})
    (change,) = compare(assessed([checklist], [sheet]), assessed([dropped], [sheet])).changes

    assert (change.kind, change.left) == (Kind.LEFT, Left.DROPPED)


def test_a_question_that_only_the_base_knew_left_with_it():
    old = a_checklist(a_question("a"), a_question("b"))
    new = a_checklist(a_question("b"))
    base = assessed([old], [a_sheet(old, {"a": "no", "b": "no"})])
    head = assessed([new], [a_sheet(new, {"b": "no"})])

    assert [(one.question, one.kind) for one in compare(base, head).changes] == [
        ("a", Kind.LEFT),
        ("b", Kind.UNCHANGED),
    ]


def test_a_question_that_the_base_answered_already_was_not_added_by_an_upgrade():
    """A team may answer what is new and leave the version at the top of its file as it is."""
    checklist = a_checklist(a_question("a", since="1.1.0"), version="1.1.0")
    before, after = (
        a_sheet(checklist, {"a": answer})._replace(version=(1, 0, 0)) for answer in ("yes", "no")
    )
    base, head = assessed([checklist], [before]), assessed([checklist], [after])

    assert [one.kind for one in compare(base, head).changes] == [Kind.NEW]
