"""Answer files as the engine holds them: a sheet of answers by one respondent."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.condition import Value

NOT_APPLICABLE = "n/a"
"""The answer that says a question does not apply here."""

FOUND, MISSING, UNCHECKED = "found", "missing", "unchecked"
"""What looking up a piece of evidence gave; a URL and a browser stay `unchecked`."""


class Plan(NamedTuple):
    """Who closes a gap, until which day number."""

    by: str
    until: int


class Acceptance(NamedTuple):
    """An accepted risk: why, by whom, until which day number (inclusive)."""

    because: str
    by: str
    until: int


class Answer(NamedTuple):
    """One answer; *value* is None while the question is open. Dates are day numbers."""

    value: Value | None = None
    note: str = ""
    because: str = ""
    evidence: tuple[str, ...] = ()
    on: int | None = None
    plan: Plan | None = None
    accept: Acceptance | None = None
    line: int = 0
    column: int = 0


class AnswerSheet(NamedTuple):
    """The answers of one respondent (or of nobody in particular) about one subject."""

    checklist: str
    subject: str
    version: tuple[int, ...] = (1, 0, 0)
    respondent: str = ""
    role: str = ""
    answered_on: int | None = None
    answers: Mapping[str, Answer] = MappingProxyType({})
    path: str = ""


class Subject(NamedTuple):
    """What is assessed; *of* names the subject it belongs to, whose facts it inherits."""

    id: str
    about: str = ""
    of: str = ""
