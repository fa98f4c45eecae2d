"""A gap as the text of an issue."""

from __future__ import annotations

import pytest

from gallery import gallery_document
from harbor import fraud_document, harbor_document
from mlkb.render.issue import issues
from mlkb.render.labels import Labels
from mlkb.render.reading import read


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_an_issue_says_why_what_now_what_first_which_evidence_who_and_how_to_check(
    locale: str,
) -> None:
    labels = Labels(locale)
    wanted = [
        f"- **{labels.say(f'report.{name}')}:** "
        for name in ("why", "now", "first-step", "owner", "source", "issue-check")
    ]

    for issue in issues(harbor_document(), labels):
        assert [one for one in wanted if f"\n{one}" not in issue.text] == []


def test_there_is_an_issue_for_each_card_in_their_order() -> None:
    document = harbor_document()

    found = issues(document, Labels("en"))

    cards = read(document, Labels("en")).gaps
    assert [one.overdue for one in found] == [card.overdue for card in cards]
    assert [one.title for one in found] == [f"{card.subject}: {card.ask}" for card in cards]


def test_an_issue_names_the_subject_the_plan_and_the_command_that_says_what_counts() -> None:
    found = {one.names: one for one in issues(fraud_document(), Labels("en"))}

    issue = found["mlops-process", "fraud-detection", "deployment"]

    assert issue.title.startswith("fraud-detection: Do all models reach production")
    assert "\n- **Who, when:** cho, due 2026-10-31 (overdue)\n" in issue.text
    assert "mlkb show mlops-process/deployment says what counts" in issue.text
    assert issue.text.startswith("# fraud-detection: Do all")
    assert issue.text.endswith("mlkb check again.\n")


def test_what_blocks_the_gate_says_so() -> None:
    text = {one.names[2]: one.text for one in issues(gallery_document(), Labels("en"))}
    cards = read(gallery_document(), Labels("en")).gaps

    blocking = {card.reference.rpartition("/")[2] for card in cards if card.blocks}

    assert {name for name, one in text.items() if "(blocks the gate)" in one} == blocking
