"""What falls short, listed for forges and tools."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from gallery import gallery_document
from harbor import comparison_document, harbor_document
from mlkb.render.entries import entries, place_of
from mlkb.render.labels import Labels

Data = dict[str, Any]
LABELS = Labels("en")


def test_what_blocks_is_always_listed() -> None:
    document = harbor_document()
    blocking = document["gate"]["gaps"] + document["gate"]["open"]

    listed = [one for one in entries(document, LABELS) if one.blocks]

    assert len(listed) == blocking > 0


def test_overdue_plans_come_first_and_what_is_accepted_last() -> None:
    found = entries(harbor_document(), LABELS)

    order = [(bool(one.accepted), not one.overdue) for one in found]
    assert order == sorted(order)
    assert found[0].overdue
    assert "overdue" in found[0].planned
    assert found[-1].accepted.startswith("accepted by")


def test_among_equals_the_order_of_the_report_stays() -> None:
    document = harbor_document()
    order = [f"{one['subject']}: {one['checklist']}/{one['question']}" for one in document["gaps"]]

    plain = [one.name for one in entries(document, LABELS) if not (one.overdue or one.accepted)]

    gaps = [name for name in plain if name in order]
    assert gaps == sorted(gaps, key=order.index)


def test_what_nobody_should_work_on_is_left_out_unless_it_blocks() -> None:
    document = harbor_document()
    gaps = {f"{one['subject']}: {one['checklist']}/{one['question']}" for one in document["gaps"]}
    blocking = deepcopy(document)
    for evaluation in blocking["evaluations"]:
        for finding in evaluation["findings"]:
            finding["blocks"] = finding["outcome"] in ("unmet", "partial")

    left_out = gaps - {one.name for one in entries(document, LABELS)}

    stopped = "branch-staffing: "  # its verdict is not to use ML
    assert any(name.startswith(stopped) for name in left_out)
    assert gaps <= {one.name for one in entries(blocking, LABELS)}


def test_a_question_has_one_key_wherever_its_file_lies() -> None:
    document = harbor_document()
    moved = deepcopy(document)
    for evaluation in moved["evaluations"]:
        for finding in evaluation["findings"]:
            finding["location"] = {"path": "elsewhere.yaml", "line": 7, "column": 1}

    keys = [one.key for one in entries(document, LABELS)]

    assert keys == [one.key for one in entries(moved, Labels("ko"))]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("path", "folder", "shown"),
    [
        ("mlkb-answers/a.yaml", "", "mlkb-answers/a.yaml"),
        ("mlkb-answers/a.yaml", "team/ml/", "team/ml/mlkb-answers/a.yaml"),
        ("../a.yaml", "team/", "a.yaml"),
        ("./a.yaml", "", "a.yaml"),
        ("mlkb-answers\\a.yaml", "", "mlkb-answers/a.yaml"),
        ("/elsewhere/a.yaml", "team/", "/elsewhere/a.yaml"),
        ("a\nb\u202e.yaml", "", "a b.yaml"),
    ],
)
def test_a_path_is_told_from_the_root_of_the_repository(path: str, folder: str, shown: str) -> None:
    assert place_of({"path": path, "line": 0, "column": 0}, folder) == (shown, 1, 1)


def test_an_answer_is_found_at_its_line_and_column() -> None:
    (found,) = [
        one
        for one in entries(harbor_document(), LABELS)
        if one.name == "fraud-detection: mlops-process/deployment"
    ]

    assert (found.line, found.column, found.end) == (64, 3, 3 + len("deployment"))


def test_an_open_question_says_what_to_do_first() -> None:
    document = harbor_document()
    told = {}
    for reason in ("", "respondents-differ", "reason-missing"):
        for evaluation in document["evaluations"]:
            for finding in evaluation["findings"]:
                if finding["blocks"] and finding["outcome"] == "unanswered":
                    finding["reason"] = reason
        told[reason] = {
            line for one in entries(document, LABELS) if one.blocks for line in one.lines
        }

    assert "First step: answer it: mlkb check mlops-process --subject fraud-detection" in told[""]
    assert any("agree on one answer" in line for line in told["respondents-differ"])
    assert any("give n/a a reason" in line for line in told["reason-missing"])


def test_after_a_comparison_what_is_new_or_worse_or_blocks_matters() -> None:
    document = comparison_document()
    kinds = {one["question"]: one["kind"] for one in document["comparison"]["changes"]}

    found = entries(document, LABELS)

    assert {one.matters for one in found} == {True, False}
    for one in found:
        kind = kinds.get(one.rule.split("/")[1])
        assert one.matters == (one.blocks or kind in ("new", "worsened"))


def test_an_accepted_gap_is_not_said_to_have_run_out() -> None:
    found = [one for one in entries(gallery_document(), LABELS) if one.accepted]

    assert found
    assert not any("ran out" in line for one in found for line in one.lines)
