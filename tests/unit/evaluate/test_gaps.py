"""What blocks, and what stands first."""

from __future__ import annotations

import random

import pytest

from builders import a_checklist, a_question, evaluated
from mlkb.evaluate.gaps import blocks, ranked
from mlkb.model.evaluation import Gap

SEVERITIES = ("blocking", "major", "advisory")


@pytest.mark.parametrize(
    ("fail_on", "count"), [("none", 0), ("blocking", 1), ("major", 2), ("advisory", 3)]
)
def test_a_gap_blocks_from_the_least_severity_on_that_the_gate_names(fail_on, count):
    checklist = a_checklist(*(a_question(one, severity=one) for one in SEVERITIES))
    findings = evaluated(checklist, dict.fromkeys(SEVERITIES, "no")).findings.values()

    assert [blocks(one, fail_on) for one in findings] == [place < count for place in range(3)]


def test_the_order_of_gaps_does_not_depend_on_where_they_come_from():
    questions = [
        a_question(f"q{place}", severity=SEVERITIES[place % 3], weight=1 + place % 2)
        for place in range(12)
    ]
    evaluation = evaluated(a_checklist(*questions), {f"q{place}": "no" for place in range(12)})
    gaps = [Gap(evaluation, finding) for finding in evaluation.findings.values()]
    shuffled = random.Random(1).sample(gaps, len(gaps))  # noqa: S311 - an order, not a secret

    assert ranked(shuffled) == ranked(gaps)
