"""A change to answers in which everything happens that a comment tells."""

from __future__ import annotations

from typing import Any

from harbor import ROOT, assessed
from mlkb.evaluate.compare import compare
from mlkb.evaluate.gate import baseline_standing, gated
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.model.baseline import Baseline, Entry
from mlkb.model.comparison import Kind, Notice, Revision, Touch
from mlkb.model.day import day_number
from mlkb.render.document import report_document

Data = dict[str, Any]
CHANGE = ROOT / "tests" / "golden" / "comment-en"
COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
ADDED = "balance"
"""A question that is taken for one of a newer version of the checklist."""


def changed_document(base: str = "base", added: tuple[Entry, ...] | None = None) -> Data:
    """Return the report document of the change from *base*, one of the folders of answers.

    *added* are the entries that it adds to the baseline.
    """
    project = find_project(CHANGE)
    library = Library(project)

    head = assessed(project, library, [CHANGE / "head"])
    comparison = compare(assessed(project, library, [CHANGE / base]), head)
    comparison = comparison._replace(
        changes=tuple(
            one._replace(kind=Kind.ADDED) if one.question == ADDED else one
            for one in comparison.changes
        ),
        revision=Revision("origin/main", COMMIT),
        touched=(
            Touch("mlops-process", "churn", "path", ("docs/path.md",)),
            Touch("mlops-process", "churn", "guardrails", tuple(f"src/{n}.py" for n in "abcde")),
        ),
    )
    known = Baseline("mlkb-baseline.yaml", _ENTRIES, _ADDED if added is None else added)
    standing = baseline_standing(known, head, whole=True, strict=False)
    judged = gated(head, gate="new", comparison=comparison, baseline=standing)
    notices = (Notice("base-shallow", {"ref": "origin/main", "commit": COMMIT[:12]}),)
    return report_document(
        judged, library.ladders, comparison, roles=library.roles, notices=notices
    )


def an_entry(
    subject: str,
    question: str,
    until: str,
    *,
    by: str = "lee",
    because: str = "known when we began",
    credit: int = 0,
) -> Entry:
    """Return an entry of a baseline on a question of `mlops-process`."""
    return Entry(
        subject=subject,
        checklist="mlops-process",
        question=question,
        credit=credit,
        because=because,
        by=by,
        until=day_number(until) or 0,
    )


_ENTRIES = (
    an_entry("churn", "success-measure", "2026-11-01"),
    an_entry("churn", "key-metrics", "2027-03-31"),
    an_entry("pricing", "success-measure", "2027-03-31", by="park"),
    an_entry("pricing", "deployment", "2027-03-31", by="park", credit=50),
)
_ADDED = (an_entry("churn", "deployment", "2027-06-30", because="we need more time"),)
