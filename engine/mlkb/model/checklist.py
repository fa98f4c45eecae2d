"""Checklist, section, question: what is asked, why, and how to get better."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.text import NO_TEXT, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.condition import Condition

SEVERITIES = ("blocking", "major", "advisory")
"""Gravest first."""

FAIL_ON = ("none", *reversed(SEVERITIES))
"""What a gate may be asked to fail on: the least grave severity that blocks, or `none`."""

EFFORT_DAYS = {"hours": 1, "days": 3, "weeks": 10, "months": 40}
"""Working days that an improvement of each effort is counted as (DESIGN rule 12)."""

SUBJECT_KINDS = ("organisation", "team", "product", "candidate", "vacancy", "person")
FULL_CREDIT = 100


class Improvement(NamedTuple):
    """The first step towards closing a gap, and the effort of closing it."""

    do: Text
    effort: str | None = None
    see: tuple[str, ...] = ()


class LevelTag(NamedTuple):
    """What a question is to one ladder: `required` for a level, or `tagged` with it."""

    ladder: str
    level: str
    required: bool


class Choice(NamedTuple):
    """One option of a choice, one step of a scale; *credit* is percent."""

    id: str
    label: Text = NO_TEXT
    credit: int = 0
    exclusive: bool = False
    improve: Improvement | None = None


class Question(NamedTuple):
    """One question; *spec* is what its type adds and only the type's module reads it."""

    id: str
    type: str
    section: str
    spec: object
    ask: Text = NO_TEXT
    why: Text = NO_TEXT
    scored: bool = True
    core: bool = False
    severity: str = "advisory"
    weight: int = 1
    target: int = FULL_CREDIT
    levels: tuple[LevelTag, ...] = ()
    evidence: str = "none"
    evidence_wanted: Text = NO_TEXT
    review_every: int | None = None
    when: Condition | None = None
    requires: str | None = None
    improve: Improvement | None = None
    claims: tuple[str, ...] = ()
    provenance: str = "derived"
    was: tuple[str, ...] = ()
    since: tuple[int, ...] | None = None
    paths: tuple[str, ...] = ()
    dropped: str | None = None


class Section(NamedTuple):
    """A titled run of questions."""

    id: str
    title: Text = NO_TEXT


class HelpText(NamedTuple):
    """What is explained beside the questions; *section* is empty if it concerns all of them."""

    id: str
    title: Text
    text: Text
    section: str = ""
    claims: tuple[str, ...] = ()
    provenance: str = "derived"


class ResultSpec(NamedTuple):
    """A result that a checklist asks for; *spec* is read by the result type's module."""

    id: str
    type: str
    spec: object
    title: Text = NO_TEXT


class Citation(NamedTuple):
    """A claim as a reader meets it: document, section, what it says, what is doubtful."""

    source: Text
    section: str
    says: Text
    doubtful: Text = NO_TEXT


class Checklist(NamedTuple):
    """A checklist as evaluation sees it: rows are expanded, conditions are resolved."""

    id: str
    version: tuple[int, ...] = (1, 0, 0)
    about: str = "product"
    title: Text = NO_TEXT
    summary: Text = NO_TEXT
    decides: Text = NO_TEXT
    answered_by: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    questions: Mapping[str, Question] = MappingProxyType({})
    results: tuple[ResultSpec, ...] = ()
    citations: Mapping[str, Citation] = MappingProxyType({})
    help: tuple[HelpText, ...] = ()


class Ladder(NamedTuple):
    """Levels from lowest to highest, the tagged share they need, and the partials tolerated."""

    id: str
    levels: tuple[str, ...]
    share: int = 70
    tolerate_partial: int = 0
    title: Text = NO_TEXT
    titles: Mapping[str, Text] = MappingProxyType({})
    aims: Mapping[str, Text] = MappingProxyType({})


def version_text(version: tuple[int, ...]) -> str:
    """Write a version the way checklists do: ``1.0.0``."""
    return ".".join(str(part) for part in version)
