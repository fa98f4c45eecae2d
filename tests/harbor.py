"""The worked example, evaluated: what tests of reports start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkb.evaluate import evaluate
from mlkb.evaluate.compare import compare
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.load.workspace import open_workspace
from mlkb.model.day import day_number
from mlkb.render.document import report_document

if TYPE_CHECKING:
    from mlkb.load.config import Project
    from mlkb.model.evaluation import Assessment

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "engine" / "mlkb" / "example"
TODAY = day_number("2026-11-21") or 0


def harbor_document() -> dict[str, Any]:
    """Return Harbor's report document as of 2026-11-21."""
    return _document(EXAMPLE, [EXAMPLE / "mlkb-answers"])


def fraud_document() -> dict[str, Any]:
    """Return the report document of one product of Harbor's, on three checklists."""
    folder = EXAMPLE / "mlkb-answers" / "fraud-detection"
    files = sorted([*folder.glob("mlops-process.*"), folder / "on-call.yaml"])
    return _document(EXAMPLE, [*files, folder / "team-profile.yaml"])


def planned_document() -> dict[str, Any]:
    """Return that of the product with an overdue plan for all that is open or falls short."""
    document = fraud_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            if finding["outcome"] not in ("met", "not-applicable"):
                finding["plan"] = {"by": "ada", "until": "2026-01-31", "overdue": True}
    return document


def comparison_document() -> dict[str, Any]:
    """Return the report document of the golden comparison."""
    folder = ROOT / "tests" / "golden" / "compare-en"
    return _document(folder, [folder / "head"], base=[folder / "base"])


def assessed(project: Project, library: Library, paths: list[Path]) -> Assessment:
    """Return what the answers in *paths* come to in *project*."""
    workspace = open_workspace(paths, project.root, library, TODAY)
    return evaluate(
        library,
        library.ladders,
        workspace.sheets,
        today=TODAY,
        subjects=project.subjects,
        evidence=workspace.evidence,
        fail_on=project.fail_on,
    )


def _document(start: Path, head: list[Path], base: list[Path] | None = None) -> dict[str, Any]:
    project = find_project(start)
    library = Library(project)
    assessment = assessed(project, library, head)
    comparison = compare(assessed(project, library, base), assessment) if base else None
    return report_document(assessment, library.ladders, comparison, roles=library.roles)
