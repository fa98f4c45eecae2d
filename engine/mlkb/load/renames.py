"""What questions used to be called: their `was`, row by row where a question has rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.model.checklist import Checklist


def renames(checklist: Checklist) -> dict[str, str]:
    """Return the question of today by each id that it had before.

    A question with rows kept its rows: ``old.row`` is ``new.row`` now. An id that is in use today
    is nobody's earlier one.
    """
    found = {}
    for question in checklist.questions.values():
        row = question.id.partition(".")[2]
        for old in question.was:
            before = f"{old}.{row}" if row else old
            if before not in checklist.questions:
                found[before] = question.id
    return found
