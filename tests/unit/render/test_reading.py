"""What a report says, whatever the format."""

from __future__ import annotations

import pytest

from harbor import comparison_document, harbor_document
from mlkb.render.changes import read_changes
from mlkb.render.labels import Labels
from mlkb.render.reading import TOP, read


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_gap_says_what_why_first_step_effort_owner_where_to_read_and_where_it_comes_from(
    locale: str,
) -> None:
    labels = Labels(locale)
    wanted = {
        labels.say(f"report.{name}")
        for name in ("now", "why", "first-step", "effort", "owner", "read-more", "source", "place")
    }

    for card in read(harbor_document(), labels).gaps:
        assert wanted <= {label for label, _ in card.lines}, card.reference


def test_monday_starts_with_the_first_three_gaps() -> None:
    reading = read(harbor_document(), Labels("en"))

    assert reading.monday == reading.gaps[:TOP]
    assert [card.number for card in reading.gaps] == list(range(1, len(reading.gaps) + 1))


def test_an_accepted_gap_is_listed_and_not_worked_on() -> None:
    reading = read(harbor_document(), Labels("en"))

    assert not any("guardrails" in card.reference for card in reading.gaps)
    assert any(
        "mlops-process/guardrails: accepted by park until 2027-03-31" in line
        for listing in reading.listings
        for line in listing.lines
    )


def test_an_overdue_plan_is_called_overdue() -> None:
    reading = read(harbor_document(), Labels("en"))

    owners = {card.reference: card.owner for card in reading.gaps}

    assert owners["mlops-process/deployment"] == "cho, due 2026-10-31 (overdue)"


def test_an_open_premise_says_how_much_it_unlocks() -> None:
    lines = [
        line for listing in read(harbor_document(), Labels("en")).listings for line in listing.lines
    ]

    assert "mlops-process/feedback: answer this first, it unlocks 2 more (blocks the gate)" in lines
    assert "mlops-process/feedback-visible: answer mlops-process/feedback first" in lines


def test_several_subjects_are_named_with_each_gap() -> None:
    document = harbor_document()
    document["evaluations"][2]["subject"] = "churn"
    for key in document["open"]:
        if key["checklist"] == "team-profile":
            key["subject"] = "churn"

    reading = read(document, Labels("en"))

    assert all(card.reference.startswith("fraud-detection: ") for card in reading.gaps)


def test_a_comparison_counts_what_changed_and_shows_what_was_excused_first() -> None:
    changes = read_changes(comparison_document(), Labels("en"))

    assert changes.summary == "1 new, 1 worse, 2 improved, 1 fixed, 3 set aside, 2 unchanged."
    assert [row.reference for row in changes.excuses] == [
        "churn: mlops-process/data-strategy",
        "churn: mlops-process/data-safety",
    ]
