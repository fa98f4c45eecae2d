"""What a session speaks about: a question at hand, how it stands, and a change to save."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.evaluation import Outcome, Reason

if TYPE_CHECKING:
    from mlkb.fill.edit import Edit
    from mlkb.model.answers import Answer
    from mlkb.model.checklist import Checklist, Question
    from mlkb.model.evaluation import Finding


class Status(Enum):
    """What a session does with a question."""

    OPEN = "open"
    ANSWERED = "answered"
    WAITING = "waiting"
    CLOSED = "closed"


class SheetKey(NamedTuple):
    """Which sheet an answer belongs to."""

    checklist: str
    subject: str
    respondent: str


class Change(NamedTuple):
    """One edit to save before the session goes on."""

    sheet: SheetKey
    question: str
    edit: Edit


class Step(NamedTuple):
    """The question to ask now, how it stands, and how far we are in its checklist."""

    checklist: Checklist
    question: Question
    answer: Answer
    number: int
    total: int


def status_of(finding: Finding) -> Status:
    """Return what a session does with a question that stands like *finding*."""
    if finding.outcome is Outcome.UNANSWERED:
        return Status.OPEN
    if finding.outcome is Outcome.UNDETERMINED:
        differ = finding.reason is Reason.RESPONDENTS_DIFFER
        return Status.ANSWERED if differ else Status.WAITING
    if finding.outcome is Outcome.NOT_APPLICABLE:
        excused = finding.reason is Reason.ANSWERED_NOT_APPLICABLE
        return Status.ANSWERED if excused else Status.CLOSED
    return Status.CLOSED if finding.reason is Reason.PREMISE_UNMET else Status.ANSWERED
