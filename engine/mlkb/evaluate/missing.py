"""What a checklist reads and nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.condition import references
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.evaluate.run import Key, Run
    from mlkb.model.checklist import Checklist
    from mlkb.model.condition import Reference


def missing(run: Run, key: Key) -> tuple[Key, ...]:
    """Return the checklists that conditions and results read in vain, and for whom to answer."""
    name, subject = key
    read = dict.fromkeys(one.checklist for one in _read(run.checklists[name]))
    return tuple(
        (other, _subject_for(run, other, subject))
        for other in read
        if other != name and run.subject_with(other, subject) is None
    )


def _read(checklist: Checklist) -> Iterator[Reference]:
    for question in checklist.questions.values():
        yield from references(question.when)
    for spec in checklist.results:
        yield from result_type(spec.type).inputs(spec.spec) or ()


def _subject_for(run: Run, checklist: str, subject: str) -> str:
    """Return the nearest subject up the chain that *checklist* is about, else *subject*."""
    about = run.checklists[checklist].about
    known = (one for one in run.chain(subject) if one in run.subjects)
    return next((one for one in known if run.subjects[one].about == about), subject)
