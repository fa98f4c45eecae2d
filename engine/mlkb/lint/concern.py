"""What lint finds in checklists that load: a problem, and how grave it is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from mlkb.model.source import Location, Problem


class Grade(StrEnum):
    """An error contradicts itself; a warning is a lapse; a notice may well be meant."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


GRADES = {
    "always-applies": Grade.WARNING,
    "bound-idle": Grade.WARNING,
    "claim-card-only": Grade.NOTICE,
    "claim-cited-twice": Grade.WARNING,
    "claim-uncited": Grade.WARNING,
    "claims-missing": Grade.WARNING,
    "condition-never-holds": Grade.ERROR,
    "core-too-many": Grade.WARNING,
    "default-unreachable": Grade.WARNING,
    "effort-missing": Grade.WARNING,
    "evidence-wanted-absent": Grade.WARNING,
    "fact-unread": Grade.WARNING,
    "improve-missing": Grade.WARNING,
    "languages-swapped": Grade.WARNING,
    "level-unjudged": Grade.WARNING,
    "needless-reason": Grade.WARNING,
    "never-applies": Grade.ERROR,
    "no-list": Grade.ERROR,
    "no-order": Grade.ERROR,
    "not-a-result-value": Grade.ERROR,
    "place-not-found": Grade.NOTICE,
    "place-unreachable": Grade.ERROR,
    "profile-never-clear": Grade.WARNING,
    "profile-not-found": Grade.NOTICE,
    "profile-unreachable": Grade.ERROR,
    "question-unread": Grade.NOTICE,
    "reads-not-applicable": Grade.ERROR,
    "reads-unused": Grade.NOTICE,
    "rule-shadowed": Grade.ERROR,
    "same-text": Grade.WARNING,
    "term-avoided": Grade.WARNING,
    "undecided": Grade.NOTICE,
    "verdict-unreachable": Grade.ERROR,
    "was-taken": Grade.ERROR,
    "why-missing": Grade.WARNING,
}
"""How grave each finding is, by the code of its words in ``problem.<code>``."""


class Concern(NamedTuple):
    """One finding of lint."""

    grade: Grade
    problem: Problem


def concern(code: str, place: Location, /, **facts: object) -> Concern:
    """Return the finding *code* at *place*, as grave as `GRADES` says."""
    return Concern(GRADES[code], Problem(code, place, facts))
