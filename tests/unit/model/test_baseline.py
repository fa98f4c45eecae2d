"""What a change does to a baseline."""

from __future__ import annotations

from mlkb.model.baseline import Baseline, Entry, since
from mlkb.model.source import Location


def an_entry(question: str, *, line: int = 0, until: int = 9, credit: int = 0) -> Entry:
    place = Location("b.yaml", line, 1)
    return Entry("s", "c", question, credit, "later", "kim", until, place)


def test_the_entries_of_the_base_count_whatever_the_change_does():
    base = Baseline("b.yaml", (an_entry("a", line=1), an_entry("b", line=2)))
    head = Baseline("b.yaml", (an_entry("x", line=1),))
    found = since(base, head)

    assert found.entries == base.entries
    assert found.added == head.entries
    assert found.removed == base.entries


def test_an_entry_that_only_moved_is_neither_added_nor_removed():
    base = Baseline("b.yaml", (an_entry("a", line=1), an_entry("b", line=2)))
    head = Baseline("b.yaml", (an_entry("b", line=7), an_entry("a", line=8)))

    assert since(base, head) == base


def test_an_entry_that_says_more_is_added_and_the_old_one_still_counts():
    base = Baseline("b.yaml", (an_entry("a", until=9, credit=50),))
    for changed in (an_entry("a", until=99, credit=50), an_entry("a", until=9, credit=0)):
        found = since(base, Baseline("b.yaml", (changed,)))

        assert found.added == (changed,)
        assert found.removed == ()
