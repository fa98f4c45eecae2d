"""What changed between two assessments."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlkb.model.evaluation import Assessment, Finding


class Kind(StrEnum):
    """What happened to one gap; `added` came with a newer version of the checklist."""

    NEW = "new"
    WORSENED = "worsened"
    IMPROVED = "improved"
    FIXED = "fixed"
    LEFT = "left"
    UNCHANGED = "unchanged"
    ADDED = "added"
    NONE = ""


class Left(StrEnum):
    """Why a gap is gone without being met."""

    NOT = ""
    NOT_APPLICABLE = "not-applicable"
    EXCUSED = "n/a"
    DROPPED = "dropped"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Change(NamedTuple):
    """One gap, before and after; identified by checklist, subject and question."""

    checklist: str
    subject: str
    question: str
    kind: Kind
    left: Left
    before: Finding | None
    after: Finding | None


class Comparison(NamedTuple):
    """Every gap of base or head, in order, and what happened to it.

    *excuses* are the acceptances and n/a that the head adds; they are shown first.
    """

    base: Assessment
    head: Assessment
    changes: tuple[Change, ...]
    excuses: tuple[Change, ...] = ()
