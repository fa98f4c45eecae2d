"""What a report says, whatever the format."""

from __future__ import annotations

from typing import Any

import pytest

from harbor import comparison_document, fraud_document, harbor_document, planned_document
from mlkb.render.changes import read_changes
from mlkb.render.labels import Labels
from mlkb.render.reading import read
from mlkb.render.referring import TOP, Referring


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
    reading = read(fraud_document(), Labels("en"))

    assert reading.monday == reading.gaps[:TOP]
    assert not any(card.brief for card in reading.gaps)
    assert [card.number for card in reading.gaps] == list(range(1, len(reading.gaps) + 1))


def test_an_accepted_gap_is_listed_and_not_worked_on() -> None:
    reading = read(fraud_document(), Labels("en"))

    assert not any("guardrails" in card.reference for card in reading.gaps)
    assert any(
        "mlops-process/guardrails: accepted by park until 2027-03-31" in line
        for listing in reading.listings
        for line in listing.lines
    )


def test_an_overdue_plan_is_called_overdue() -> None:
    reading = read(fraud_document(), Labels("en"))

    owners = {card.reference: card.owner for card in reading.gaps}

    assert owners["mlops-process/deployment"] == "cho, due 2026-10-31 (overdue)"


def test_the_longest_overdue_plan_comes_first() -> None:
    reading = read(harbor_document(), Labels("en"))

    assert [card.owner for card in reading.overdue] == [
        "cho, due 2026-10-31 (overdue)",
        "kim, due 2026-11-13 (overdue)",
    ]
    assert [card.reference for card in reading.gaps if card.overdue] != [
        card.reference for card in reading.overdue
    ]  # the order of all gaps is another one


def test_whatever_has_a_plan_says_so_in_its_list() -> None:
    document = planned_document()

    reading = read(document, Labels("en"))

    lines = [line for listing in reading.listings for line in listing.lines]
    lines += [text for card in reading.gaps for _, text in card.lines]
    plan = "(plan: ada, due 2026-01-31 (overdue))"
    for name in ("guardrails: accepted by park", "feedback: answer this first", "feedback-visible"):
        assert any(name in line and line.endswith(plan) for line in lines), name


def test_a_fact_on_which_respondents_differ_stands_alone_if_it_has_a_plan() -> None:
    document = harbor_document()
    line = next(one for one in open_lines(document) if "different facts on" in one)
    name, _, rest = line.partition(": respondents")
    first = rest.split()[4].strip(",;")
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            if finding["question"] == first:
                finding["plan"] = {"by": "ada", "until": "2026-12-31", "overdue": False}

    lines = open_lines(document)

    alone = "respondents give different facts; agree on one (plan: ada, due 2026-12-31)"
    assert f"{name}/{first}: {alone}" in lines
    assert line not in lines


def open_lines(document: dict[str, Any]) -> tuple[str, ...]:
    listings = read(document, Labels("en")).listings
    return next(one.lines for one in listings if one.title == "Open questions")


def test_a_gap_that_waits_for_another_one_names_its_plan_there() -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            if finding["question"] == "deploy-automation":
                finding["plan"] = {"by": "ada", "until": "2026-12-31", "overdue": False}

    cards = {card.reference: dict(card.lines) for card in read(document, Labels("en")).gaps}

    assert cards["dispute-assistant: ml-delivery/deploy-versioning"]["Waiting for it"] == (
        "ml-delivery/deploy-automation (unmet · major) (plan: ada, due 2026-12-31)"
    )


def test_an_open_premise_says_how_much_it_unlocks() -> None:
    lines = [
        line for listing in read(fraud_document(), Labels("en")).listings for line in listing.lines
    ]

    assert "mlops-process/feedback: answer this first, it unlocks 2 more (blocks the gate)" in lines
    assert "mlops-process/feedback-visible: answer mlops-process/feedback first" in lines


def test_several_subjects_are_named_with_each_gap() -> None:
    document = fraud_document()
    for evaluation in document["evaluations"]:
        if evaluation["checklist"] == "team-profile":
            evaluation["subject"] = "churn"
    for key in document["open"]:
        if key["checklist"] == "team-profile":
            key["subject"] = "churn"

    reading = read(document, Labels("en"))

    assert all(card.reference.startswith("fraud-detection: ") for card in reading.gaps)


def test_monday_takes_up_gaps_of_several_subjects_and_leaves_candidates_for_later() -> None:
    reading = read(harbor_document(), Labels("en"))
    subjects = {card.subject for card in reading.monday}

    assert len(reading.monday) == TOP
    assert len(subjects) > 1
    assert subjects <= {"ml-team", "fraud-detection", "dispute-assistant", "senior-ml-engineer"}
    assert not any(card.owned and not card.overdue for card in reading.monday)


def test_a_gap_under_an_unmet_premise_is_a_line_of_its_card() -> None:
    cards = {card.reference: card for card in read(harbor_document(), Labels("en")).gaps}

    premise = dict(cards["dispute-assistant: ml-delivery/deploy-versioning"].lines)

    assert premise["Waiting for it"] == "ml-delivery/deploy-automation (unmet · major)"
    assert "dispute-assistant: ml-delivery/deploy-automation" not in cards


def test_of_many_gaps_those_that_block_and_the_first_ten_are_told_in_full() -> None:
    cards = read(harbor_document(), Labels("en")).gaps

    assert len(cards) > 20
    assert all(card.brief == (card.number > 10 and not card.blocks) for card in cards)


def test_nobody_works_on_a_candidate_that_is_not_to_be_done() -> None:
    reading = read(harbor_document(), Labels("en"))
    (left,) = [one.lines for one in reading.listings if one.title == "Left as it is"]

    (line,) = left
    assert line.startswith("branch-staffing (Do not use ML): ")
    assert not any(card.subject == "branch-staffing" for card in reading.gaps)
    assert not any("branch-staffing" in line for one in reading.closing for line in one.commands)


def test_subjects_stand_from_the_organisation_down_to_a_person() -> None:
    subjects = [one.subject for one in read(harbor_document(), Labels("en")).standings]

    assert list(dict.fromkeys(subjects)) == [
        "harbor",
        "ml-team",
        "dispute-assistant",
        "fraud-detection",
        "alert-triage",
        "branch-staffing",
        "call-summaries",
        "credit-limits",
        "letter-sorting",
        "senior-ml-engineer",
        "cho",
    ]


def test_respondents_who_say_the_same_are_named_together() -> None:
    lines = [line for one in read(harbor_document(), Labels("en")).listings for line in one.lines]

    assert "ml-team: people-alignment/workshop: cho, kim say yes; lee says no" in lines
    assert any(
        line.startswith("ml-team: people-alignment: ") and line.endswith("told by mlkb align")
        for line in lines
    )


def test_a_comparison_counts_what_changed_and_shows_what_was_excused_first() -> None:
    changes = read_changes(comparison_document(), Labels("en"))

    assert changes.summary == "1 new, 1 worse, 2 improved, 1 fixed, 3 set aside, 2 unchanged."
    assert [row.reference for row in changes.excuses] == [
        "churn: mlops-process/data-strategy",
        "churn: mlops-process/data-safety",
    ]


def test_several_labels_of_one_answer_are_told_apart_and_silence_is_no_answer() -> None:
    document = harbor_document()
    given = {
        (one["checklist"], finding["question"]): Referring(document, Labels("en")).given(finding)
        for one in document["evaluations"]
        for finding in one["findings"]
    }

    assert given["mlops-process", "q-governed"].startswith(
        "kim says “A named owner approves each request”, “Reads are logged, and the log is looked"
    )
    assert any(told.startswith("cho did not answer; kim says partial") for told in given.values())


def test_respondents_who_agree_on_too_little_are_told_what_each_would_find() -> None:
    document = harbor_document()
    (entry,) = [
        result
        for one in document["evaluations"]
        for result in one["results"]
        if one["checklist"] == "org-type"
    ]
    entry["result"] |= {"best": None, "answered": 1}

    standings = read(document, Labels("en")).standings
    said = dict(next(one.lines for one in standings if one.subject == "harbor"))
    assert said["Organisation type"].startswith("not enough common ground: the respondents agree")
    assert said["Seen differently"].startswith("choi: Type 4: independent function; kim: ")


def test_a_comparison_tells_only_of_scores_that_moved() -> None:
    document = comparison_document()
    moved = read_changes(document, Labels("en")).scores
    for one in document["comparison"]["base"]:
        one["score"] = next(
            (
                result["result"]
                for evaluation in document["evaluations"]
                for result in evaluation["results"]
                if result["type"] == "score" and evaluation["checklist"] == one["checklist"]
            ),
            one["score"],
        )

    assert moved
    assert read_changes(document, Labels("en")).scores == ()
