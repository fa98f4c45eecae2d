"""What evaluation says: a finding per question, the gaps among them, score and levels."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mlkb.model.checklist import FULL_CREDIT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mlkb.model.answers import Acceptance, Answer, AnswerSheet, Plan
    from mlkb.model.baseline import BaselineStanding
    from mlkb.model.checklist import Checklist, Improvement, Question
    from mlkb.model.condition import Value
    from mlkb.model.text import Text


GATES = ("all", "new")
"""What a gate judges: every gap, or only what is new or worse than a base or baseline."""


class Outcome(StrEnum):
    """How a question stands."""

    MET = "met"
    PARTIAL = "partial"
    UNMET = "unmet"
    UNANSWERED = "unanswered"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not-applicable"


OPEN = (Outcome.UNANSWERED, Outcome.UNDETERMINED)
BELOW_TARGET = (Outcome.PARTIAL, Outcome.UNMET)


class Reason(StrEnum):
    """Why an outcome is what it is, where the answer alone does not say."""

    NONE = ""
    CONDITION_FALSE = "condition-false"
    CONDITION_UNKNOWN = "condition-unknown"
    ANSWERED_NOT_APPLICABLE = "answered-not-applicable"
    REASON_MISSING = "reason-missing"
    EVIDENCE_MISSING = "evidence-missing"
    PREMISE_UNMET = "premise-unmet"
    PREMISE_OPEN = "premise-open"
    PREMISE_NOT_APPLICABLE = "premise-not-applicable"
    RESPONDENTS_DIFFER = "respondents-differ"
    DROPPED = "dropped"


class Finding(NamedTuple):
    """How one question stands for one subject.

    *credit* is the percent of the weight earned, 0 while open, and *unfolded* what the answer alone
    would earn if its premise were met. *proofs* are pairs of evidence and its status. *waits_for*
    are the references to answer first. *given* are the sheets' own findings when several
    respondents answered.
    """

    question: Question
    outcome: Outcome
    credit: int = 0
    reason: Reason = Reason.NONE
    answer: Answer | None = None
    respondent: str = ""
    unfolded: int = 0
    proofs: tuple[tuple[str, str], ...] = ()
    stale: bool = False
    ignored: bool = False
    waits_for: tuple[str, ...] = ()
    plan: Plan | None = None
    overdue: bool = False
    accept: Acceptance | None = None
    accept_expired: bool = False
    blocks: bool = False
    known: bool = False
    given: tuple[Finding, ...] = ()

    @property
    def weight(self) -> int:
        """The weight in the score; a fact has none."""
        return self.question.weight if self.question.scored else 0

    @property
    def accepted(self) -> bool:
        """Whether a valid acceptance takes this gap out of the gate (DESIGN rule 9)."""
        return self.accept is not None and not self.accept_expired

    @property
    def improve(self) -> Improvement | None:
        """The first step: of the chosen option where it has one, else of the question."""
        value = self.answer.value if self.answer else None
        for choice in getattr(self.question.spec, "choices", ()):
            if choice.improve and choice.id == value:
                improvement: Improvement = choice.improve
                return improvement
        return self.question.improve


class Score(NamedTuple):
    """Earned and possible credit in weighted percent points; integers, so all engines agree.

    *worst* counts open findings 0, *best* counts them 100.
    """

    earned: int
    open: int
    possible: int
    answered: int
    applicable: int

    @property
    def worst(self) -> int:
        """Percent in the worst case, rounded down."""
        return FULL_CREDIT * self.earned // self.possible

    @property
    def best(self) -> int:
        """Percent in the best case, rounded down."""
        return FULL_CREDIT * (self.earned + self.open) // self.possible


class LevelState(NamedTuple):
    """How one level of a ladder stands in the worst and in the best case."""

    id: str
    reached: bool
    possible: bool
    unmet: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    share: int | None = None
    judged: bool = True


class NextLevel(NamedTuple):
    """The cheapest set of answers that reaches the next level, or why there is none.

    *improve* are references in checklist order; *days* is their effort in working days.
    """

    level: str
    days: int = 0
    improve: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    feasible: bool = True


class LevelResult(NamedTuple):
    """Where a subject stands on a ladder; *reached* is the worst case, *possible* the best.

    *practice* is the question to work on first among those that the next level requires, *wished*
    the one that the team calls most important, whether or not its time has come.
    """

    ladder: str
    reached: str | None
    possible: str | None
    levels: tuple[LevelState, ...]
    finish_line: tuple[str, ...] = ()
    next: NextLevel | None = None
    practice: str = ""
    wished: str = ""


class Divergence(NamedTuple):
    """A question on which respondents differ; *spread* is percent points of credit."""

    question: str
    spread: int


class Voice(NamedTuple):
    """What a result says for one respondent alone: the id of a type, verdict or level."""

    result: str
    respondent: str
    says: str
    title: Text


class Flip(NamedTuple):
    """An answer to one question that would make a result say *to* instead."""

    result: str
    question: str
    answer: Value
    to: str
    title: Text


class Evaluation(NamedTuple):
    """One checklist, evaluated for one subject.

    *missing* are pairs of checklist and subject that it reads and nobody has answered. *about* is
    what kind of subject it is, one of `SUBJECT_KINDS`.
    """

    checklist: Checklist
    subject: str
    sheets: tuple[AnswerSheet, ...]
    findings: Mapping[str, Finding]
    results: Mapping[str, object] = MappingProxyType({})
    divergences: tuple[Divergence, ...] = ()
    voices: tuple[Voice, ...] = ()
    flips: tuple[Flip, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    about: str = "product"


class Gap(NamedTuple):
    """A finding below its target, in its evaluation."""

    evaluation: Evaluation
    finding: Finding


class Ranking(NamedTuple):
    """The subjects of one quadrant in the order in which to take them up."""

    checklist: str
    result: str
    subjects: tuple[str, ...]

    def only(self, pairs: Collection[tuple[str, str]]) -> Ranking:
        """Return what concerns *pairs* of checklist and subject."""
        subjects = (one for one in self.subjects if (self.checklist, one) in pairs)
        return self._replace(subjects=tuple(subjects))


class Assessment(NamedTuple):
    """Everything one run evaluated: *gaps* and *open* are in the order of rule 11.

    *gate*, one of `GATES`, says whether everything was judged or only what is new or worse.
    """

    today: int
    fail_on: str
    evaluations: tuple[Evaluation, ...]
    gaps: tuple[Gap, ...]
    open: tuple[Gap, ...]
    rankings: tuple[Ranking, ...] = ()
    gate: str = GATES[0]
    baseline: BaselineStanding | None = None

    def only(self, pairs: Collection[tuple[str, str]]) -> Assessment:
        """Return what concerns *pairs* of checklist and subject."""

        def concerns(evaluation: Evaluation) -> bool:
            return (evaluation.checklist.id, evaluation.subject) in pairs

        return self._replace(
            evaluations=tuple(one for one in self.evaluations if concerns(one)),
            gaps=tuple(gap for gap in self.gaps if concerns(gap.evaluation)),
            open=tuple(gap for gap in self.open if concerns(gap.evaluation)),
            rankings=tuple(kept for one in self.rankings if (kept := one.only(pairs)).subjects),
        )

    @property
    def holds(self) -> bool:
        """Whether the gate holds: nothing blocks in the worst case, nor does a strict baseline."""
        stale = self.baseline is not None and self.baseline.stale_blocks
        return not stale and not any(gap.finding.blocks for gap in (*self.gaps, *self.open))
