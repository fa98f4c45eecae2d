"""Which question comes next, and what an answer changes: the course of asking, without a terminal.

The questions form an agenda: first the facts that conditions read from other checklists, then the
checklist's own. Whether one applies is asked of `evaluate` anew after every answer, so answering a
fact opens and closes questions at once. A session never saves: it hands out a `Change`, and is told
the sheet as it stands afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.evaluate import evaluate
from mlkb.fill.agenda import Place, agenda
from mlkb.fill.edit import KEEP, Edit
from mlkb.fill.step import Change, SheetKey, Status, Step, status_of
from mlkb.model.answers import MISSING, NOT_APPLICABLE, Answer, AnswerSheet
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkb.model.answers import Plan, Subject
    from mlkb.model.checklist import Checklist, Ladder, Question
    from mlkb.model.condition import Value

HALF_CREDIT = 50
"""What an answer earns at most while required evidence is missing (DESIGN rule 5)."""


class Session:
    """One person going through one checklist."""

    def __init__(
        self,
        checklists: Mapping[str, Checklist],
        ladders: Mapping[str, Ladder],
        sheets: Sequence[AnswerSheet],
        *,
        key: SheetKey,
        today: int,
        subjects: Mapping[str, Subject],
        evidence: Mapping[str, str],
        core: bool = False,
    ) -> None:
        """Start at the first open question of the checklist in *key*; *today* is a day number."""
        self.checklists = checklists
        self.ladders = ladders
        self.today = today
        self.subjects = subjects
        self.evidence = dict(evidence)
        self.key = key
        self._chain = _chain(key.subject, subjects)
        self._sheets = {
            SheetKey(one.checklist, one.subject, one.respondent): one
            for one in sheets
            if one.subject in self._chain
        }
        self.agenda = agenda(checklists, key.checklist, core=core)
        names = dict.fromkeys(place.checklist for place in self.agenda)
        self.targets = {name: self._target(name) for name in names}
        self._skipped: set[Place] = set()
        self._at = -1
        self._statuses = self._evaluated()
        self.advance()

    # Where we are

    @property
    def step(self) -> Step | None:
        """The question to ask now; None when there is nothing left."""
        if self._at >= len(self.agenda):
            return None
        place = self.agenda[self._at]
        checklist = self.checklists[place.checklist]
        counted = [
            one
            for one in self.agenda
            if one.checklist == place.checklist and self._statuses[one] is not Status.CLOSED
        ]
        return Step(
            checklist,
            checklist.questions[place.question],
            self._answer(place),
            counted.index(place) + 1,
            len(counted),
        )

    @property
    def facts(self) -> int:
        """How many facts of other checklists are open or answered."""
        return sum(
            place.checklist != self.key.checklist and self._statuses[place] is not Status.CLOSED
            for place in self.agenda
        )

    def count(self, *statuses: Status) -> int:
        """Return how many questions of the agenda have one of *statuses*."""
        return sum(status in statuses for status in self._statuses.values())

    # Moving

    def advance(self) -> None:
        """Go to the next open question; behind the last one, to those that opened meanwhile."""
        count = len(self.agenda)
        order = [*range(self._at + 1, count), *range(max(0, min(self._at + 1, count)))]
        self._at = next((place for place in order if self._is_next(place)), count)

    def skip(self) -> None:
        """Leave the question as it is and go on; it is not asked again in this session."""
        self._skipped.add(self.agenda[self._at])
        self.advance()

    def back(self) -> bool:
        """Go to the question before, answered or not; say whether there is one."""
        shown = (Status.OPEN, Status.ANSWERED)
        for place in range(min(self._at, len(self.agenda)) - 1, -1, -1):
            if self._statuses[self.agenda[place]] in shown:
                self._at = place
                self._skipped.discard(self.agenda[place])
                return True
        return False

    # Changing

    def answered(self, value: Value) -> Change:
        """Return the change that gives an answer; raises `WrongAnswer`."""
        question = self._question
        read = question_type(question.type).read(question.spec, value)
        because = None if self._now.because and self._now.value == NOT_APPLICABLE else KEEP
        return self._change(Edit(answer=read, because=because, on=self._day()))

    def not_applicable(self, because: str) -> Change:
        """Return the change that says why the question does not apply."""
        accept = None if self._now.accept else KEEP
        edit = Edit(answer=NOT_APPLICABLE, because=because, on=self._day(), accept=accept)
        return self._change(edit)

    def cleared(self) -> Change:
        """Return the change that opens the question again; note, evidence and plan stay."""
        return self._change(Edit(answer=None, because=None, on=None, accept=None))

    def noted(self, note: str | None) -> Change:
        """Return the change of the note; None takes it away."""
        return self._change(Edit(note=note))

    def proven(self, evidence: tuple[str, ...], statuses: Mapping[str, str]) -> Change:
        """Return the change of the evidence, whose *statuses* were looked up."""
        self.evidence.update(statuses)
        return self._change(Edit(evidence=evidence))

    def planned(self, plan: Plan | None) -> Change:
        """Return the change of the plan; None takes it away."""
        return self._change(Edit(plan=plan))

    def saved(self, sheet: AnswerSheet) -> None:
        """Take over a sheet as it was saved."""
        self._sheets[SheetKey(sheet.checklist, sheet.subject, sheet.respondent)] = sheet
        self._statuses = self._evaluated()

    def needs_evidence(self) -> bool:
        """Say whether the answer is worth more than it earns, for want of evidence."""
        question, answer = self._question, self._now
        if not question.scored or question.evidence != "required":
            return False
        if answer.value is None or answer.value == NOT_APPLICABLE:
            return False
        credit = question_type(question.type).credit(question.spec, answer.value)
        statuses = {self.evidence.get(text, MISSING) for text in answer.evidence}
        return credit > HALF_CREDIT and statuses <= {MISSING}

    # Inside

    @property
    def _question(self) -> Question:
        place = self.agenda[self._at]
        return self.checklists[place.checklist].questions[place.question]

    @property
    def _now(self) -> Answer:
        return self._answer(self.agenda[self._at])

    def _answer(self, place: Place) -> Answer:
        sheet = self._sheets.get(self.targets[place.checklist])
        return sheet.answers.get(place.question, Answer()) if sheet else Answer()

    def _change(self, edit: Edit) -> Change:
        place = self.agenda[self._at]
        return Change(self.targets[place.checklist], place.question, edit)

    def _day(self) -> int | None:
        """Return the date that an answer given now must carry; None where its file says it."""
        sheet = self._sheets.get(self.targets[self.agenda[self._at].checklist])
        if sheet is None or sheet.answered_on == self.today:
            return None
        dated = sheet.answered_on is not None or self._now.on is not None
        return self.today if dated or self._question.review_every is not None else None

    def _is_next(self, position: int) -> bool:
        place = self.agenda[position]
        return self._statuses[place] is Status.OPEN and place not in self._skipped

    def _target(self, checklist: str) -> SheetKey:
        """Return the sheet that answers to *checklist* go to.

        Facts go where facts of the subject, or of one that it belongs to, stand already.
        """
        if checklist == self.key.checklist:
            return self.key
        there = [one for one in self._sheets if one.checklist == checklist]
        about = self.checklists[checklist].about
        fitting = [
            one for one in self._chain if one in self.subjects and self.subjects[one].about == about
        ]
        subject = next(
            (one for one in self._chain if any(sheet.subject == one for sheet in there)),
            fitting[0] if fitting else self.key.subject,
        )
        shared = SheetKey(checklist, subject, "")
        own = SheetKey(checklist, subject, self.key.respondent)
        return shared if shared in there and own not in there else own

    def _evaluated(self) -> dict[Place, Status]:
        """Return what to do with each question, given all the answers so far."""
        sheets = dict(self._sheets)
        for name, target in self.targets.items():
            others = [one for one in sheets if one[:2] == target[:2] and one != target]
            if name == self.key.checklist or target in sheets:
                for one in others:
                    del sheets[one]
            if name == self.key.checklist or not others:
                sheets.setdefault(target, AnswerSheet(*target[:2], respondent=target.respondent))
        assessment = evaluate(
            self.checklists,
            self.ladders,
            tuple(sheets.values()),
            today=self.today,
            subjects=self.subjects,
            evidence=self.evidence,
        )
        findings = {(one.checklist.id, one.subject): one.findings for one in assessment.evaluations}
        return {
            place: status_of(findings[self.targets[place.checklist][:2]][place.question])
            for place in self.agenda
        }


def _chain(subject: str, subjects: Mapping[str, Subject]) -> tuple[str, ...]:
    """Return a subject, what it belongs to, and so on."""
    chain: dict[str, None] = {}
    while subject and subject not in chain:
        chain[subject] = None
        subject = subjects[subject].of if subject in subjects else ""
    return tuple(chain)
