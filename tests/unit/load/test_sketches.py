"""The format has room for every kind of result: the sketches of decision 1 fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlkb.load.build import build_checklist, expanded
from mlkb.load.checklist_format import CHECKLIST
from mlkb.load.checklists import read_shaped
from mlkb.results import RESULT_TYPES

SKETCHES = sorted((Path(__file__).parents[3] / "docs" / "decisions" / "sketches").glob("*.yaml"))


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_a_sketch_is_refused_for_nothing_but_a_result_that_is_not_there_yet(path: Path) -> None:
    entry, reader = read_shaped(path, CHECKLIST)
    assert entry is not None
    first_result = path.read_text("utf-8").split("results:")[0].count("\n") + 1

    early = [problem for problem in reader.problems if problem.location.line < first_result]

    assert early == []
    if all(result.get("type") in RESULT_TYPES for result in entry["results"]):
        assert reader.problems == []
    entry["results"] = []
    assert build_checklist(expanded(entry)).questions


def test_each_kind_of_result_to_come_is_sketched() -> None:
    text = "".join(path.read_text("utf-8") for path in SKETCHES)

    for kind in ("verdict", "profile", "comparison", "quadrant", "coverage"):
        assert f"type: {kind}" in text
    assert "rows:" in text
