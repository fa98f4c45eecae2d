"""Answer files as the engine holds them: a sheet of answers by one respondent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.condition import Value

NOT_APPLICABLE = "n/a"
"""The answer that says a question does not apply here."""

FOUND, MISSING, UNCHECKED = "found", "missing", "unchecked"
"""What looking up a piece of evidence gave; a URL and a browser stay `unchecked`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who closes a gap, until which day number."""

    by: str
    until: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An accepted risk: why, by whom, until which day number (inclusive)."""

    because: str
    by: str
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """The answers of one respondent (or of nobody in particular) about one subject."""

    checklist: str
    subject: str
    version: tuple[int, ...] = (1, 0, 0)
    respondent: str = ""
    role: str = ""
    answered_on: int | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is assessed; *of* names the subject it belongs to, whose facts it inherits."""

    id: str
    about: str = ""
    of: str = ""
