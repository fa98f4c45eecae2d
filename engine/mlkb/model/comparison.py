"""What changed between two assessments."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.evaluation import Assessment, Finding


Key = tuple[str, str, str]
"""Checklist, subject and question: what a gap is known by."""


class Kind(StrEnum):
    """What happened to one gap.

    `answered` was open before, or nobody had answered its checklist: now it is known to fall short,
    which is no worse. `added` came with a newer version of the checklist.
    """

    NEW = "new"
    WORSENED = "worsened"
    ANSWERED = "answered"
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


class Touch(NamedTuple):
    """A question that files of a change concern: its evidence, or what it says that it is about."""

    checklist: str
    subject: str
    question: str
    paths: tuple[str, ...]


class Notice(NamedTuple):
    """What a reader must know about how a report came about; words are ``report.notice-<code>``.

    A fact that is a `Problem` is told like one, and of a tuple of names the first few.
    """

    code: str
    facts: Mapping[str, object] = MappingProxyType({})


class Revision(NamedTuple):
    """What the base is: the name that was asked for, and the commit that it led to."""

    ref: str = ""
    commit: str = ""


class Comparison(NamedTuple):
    """Every gap of base or head, in order, and what happened to it.

    *excuses* are the acceptances and n/a that the head adds; they are shown first. *touched* are
    the questions that other files of the change concern, *edited* those whose own answers differ.
    """

    base: Assessment
    head: Assessment
    changes: tuple[Change, ...]
    excuses: tuple[Change, ...] = ()
    revision: Revision = Revision()
    touched: tuple[Touch, ...] = ()
    edited: frozenset[Key] = frozenset()
