"""Candidates in order: those that stand best on the axes of a quadrant first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mlkb.model.evaluation import Ranking
from mlkb.results.quadrant import PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkb.model.evaluation import Evaluation
    from mlkb.results.quadrant import QuadrantResult


def rankings(evaluations: Sequence[Evaluation]) -> tuple[Ranking, ...]:
    """Return, for each quadrant of each checklist, the subjects in the order to take them up.

    What is set aside comes last. Otherwise the quadrant that is certain decides, or else the worst
    one still possible; then quick wins, the sum of both axes in the worst case, the subject's id.
    """
    found: dict[tuple[str, str], list[Evaluation]] = {}
    for evaluation in evaluations:
        for spec in evaluation.checklist.results:
            if spec.type == "quadrant" and evaluation.results[spec.id] is not None:
                found.setdefault((evaluation.checklist.id, spec.id), []).append(evaluation)
    return tuple(
        Ranking(
            checklist,
            result,
            tuple(one.subject for one in sorted(every, key=lambda one: _rank(one, result))),
        )
        for (checklist, result), every in found.items()
    )


def _rank(evaluation: Evaluation, result: str) -> tuple[bool, int, bool, int, str]:
    found = cast("QuadrantResult", evaluation.results[result])
    return (
        found.set_aside,
        PLACES.index(found.possible[-1]),
        not found.quick,
        -(found.x.worst + found.y.worst),
        evaluation.subject,
    )
