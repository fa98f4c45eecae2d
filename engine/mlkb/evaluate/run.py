"""One run of evaluation: findings and results, each found once, what it rests on first."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from mlkb.evaluate.conditions import alike, truth
from mlkb.evaluate.findings import merged, place, sheet_finding, worth
from mlkb.evaluate.gaps import blocks
from mlkb.model.answers import NOT_APPLICABLE, AnswerSheet, Subject
from mlkb.model.condition import Premise, Truth, references
from mlkb.model.evaluation import OPEN, Finding, Reason
from mlkb.questions import question_type
from mlkb.results import result_type
from mlkb.results.base import Grounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkb.model.checklist import Checklist, Ladder, Question, ResultSpec
    from mlkb.model.condition import Reference, Value

Key = tuple[str, str]
"""A checklist and a subject."""
_SheetKey = tuple[str, str, str, str]
"""Checklist, subject, respondent and question."""
_ALWAYS: tuple[Truth, tuple[str, ...]] = (Truth.TRUE, ())


class Run:
    """One evaluation: what it is given, and what it has already found.

    *sheets* are by checklist and subject, each list in the order of the respondents.
    """

    def __init__(
        self,
        checklists: Mapping[str, Checklist],
        ladders: Mapping[str, Ladder],
        sheets: Mapping[Key, Sequence[AnswerSheet]],
        *,
        today: int,
        subjects: Mapping[str, Subject],
        evidence: Mapping[str, str],
        fail_on: str,
    ) -> None:
        self.checklists = checklists
        self.ladders = ladders
        self.today = today
        self.subjects = subjects
        self.evidence = evidence
        self.fail_on = fail_on
        self.sheets = sheets
        self._by_sheet: dict[_SheetKey, Finding] = {}
        self._by_question: dict[tuple[str, str, str], Finding] = {}
        self._by_subject: dict[tuple[str, str], Mapping[str, Finding]] = {}
        self._conditions: dict[_SheetKey, tuple[Truth, tuple[str, ...]]] = {}
        self._results: dict[tuple[str, str, str], object] = {}

    def instead(self, key: Key, sheets: Sequence[AnswerSheet]) -> Run:
        """Return a run in which *sheets* stand for what was answered to one checklist."""
        return Run(
            self.checklists,
            self.ladders,
            ChainMap({key: sheets}, self.sheets),  # type: ignore[arg-type] # written to by nobody
            today=self.today,
            subjects=self.subjects,
            evidence=self.evidence,
            fail_on=self.fail_on,
        )

    def findings(self, checklist_id: str, subject: str) -> Mapping[str, Finding]:
        """Return the findings over all sheets of a subject, by question in checklist order."""
        key = (checklist_id, subject)
        if key not in self._by_subject:
            nobody = AnswerSheet(checklist=checklist_id, subject=subject)
            self._by_subject[key] = {
                question.id: self._gated(self._over_sheets(nobody, question))
                for question in self.checklists[checklist_id].questions.values()
            }
        return self._by_subject[key]

    def _gated(self, finding: Finding) -> Finding:
        return finding._replace(blocks=True) if blocks(finding, self.fail_on) else finding

    def _over_sheets(self, sheet: AnswerSheet, question: Question) -> Finding:
        """Return the finding over every sheet beside *sheet*, which stands in if there is none."""
        key = (sheet.checklist, sheet.subject, question.id)
        if key not in self._by_question:
            sheets = self.sheets.get(key[:2], [sheet])
            findings = [self._finding(one, question) for one in sheets]
            self._by_question[key] = merged(findings, self.today)
        return self._by_question[key]

    def _finding(self, sheet: AnswerSheet, question: Question) -> Finding:
        """Return the finding on one sheet; what it presupposes is found first, however much."""
        place = (sheet.checklist, sheet.subject, sheet.respondent)
        questions = self.checklists[sheet.checklist].questions
        waiting = [question] if (*place, question.id) not in self._by_sheet else []
        while waiting and (name := waiting[-1].requires) and (*place, name) not in self._by_sheet:
            waiting.append(questions[name])
        for one in reversed(waiting):
            premise = self._by_sheet[*place, one.requires] if one.requires else None
            if premise and premise.outcome in OPEN:  # respondents may share the work
                premise = self._over_sheets(sheet, premise.question)
            self._by_sheet[*place, one.id] = sheet_finding(
                one,
                sheet,
                applies=self._applies(sheet, one),
                premise=premise,
                evidence=self.evidence,
                today=self.today,
            )
        return self._by_sheet[*place, question.id]

    def _applies(self, sheet: AnswerSheet, question: Question) -> tuple[Truth, tuple[str, ...]]:
        """Return whether a question applies on one sheet; what its condition reads comes first."""
        place = (sheet.checklist, sheet.subject, sheet.respondent)
        waiting = [question]
        while waiting:
            one = waiting[-1]
            if one.when is None or (*place, one.id) in self._conditions:
                waiting.pop()
            elif earlier := self._conditional(one, place):
                waiting.extend(earlier)
            else:
                self._conditions[*place, one.id] = truth(
                    one.when, lambda reference: self._premise(reference, sheet)
                )
        return self._conditions[*place, question.id] if question.when else _ALWAYS

    def _conditional(self, question: Question, place: tuple[str, str, str]) -> list[Question]:
        """Return what a condition reads of its own checklist and is not known to apply yet."""
        read = (
            self.checklists[place[0]].questions[reference.question]
            for reference in references(question.when)
            if reference.checklist == place[0] and reference.question
        )
        return [one for one in read if one.when and (*place, one.id) not in self._conditions]

    def _premise(self, reference: Reference, sheet: AnswerSheet) -> Premise:
        """Return what a condition on *sheet* reads at *reference*.

        The respondent's own answer comes first; what they left open, the others may have agreed on.
        """
        subject: str | None = sheet.subject
        if reference.checklist != sheet.checklist:
            subject = self.subject_with(reference.checklist, sheet.subject)
        if subject is None:
            return Premise(None, waits_for=(str(reference),))
        if reference.result:
            return self._resulting(reference, subject)
        sheets = self.sheets.get((reference.checklist, subject), [sheet])
        own = [one for one in sheets if one.respondent == sheet.respondent]
        if own:
            premise = self._answered(reference, own)
            if premise.value is not None or not premise.applies or own == sheets:
                return premise
        return self._answered(reference, sheets)

    def _answered(self, reference: Reference, sheets: Sequence[AnswerSheet]) -> Premise:
        """Return the raw answer on which *sheets* agree."""
        question = self.checklists[reference.checklist].questions[reference.question]
        if question.dropped is not None:
            return Premise(None, applies=False)
        kind = question_type(question.type)
        values: dict[Value | frozenset[str], Value] = {}
        waits: tuple[str, ...] = ()
        excused = unanswered = False
        for sheet in sheets:
            condition, waiting = self._counts(sheet, question)
            answer = sheet.answers.get(question.id)
            value = answer.value if answer else None
            if condition is Truth.FALSE:
                continue
            if value == NOT_APPLICABLE and answer and answer.because.strip():
                excused = True
            elif condition is Truth.UNKNOWN:
                waits += waiting
            elif value is None or value == NOT_APPLICABLE:
                unanswered = True
            else:
                values.setdefault(alike(value), value)
        if len(values) == 1:
            (agreed,) = values.values()
            return Premise(agreed, order=lambda value: kind.order(question.spec, value))
        if values or waits or (unanswered and not excused):
            return Premise(None, waits_for=waits or (str(reference),))
        return Premise(None, applies=False)

    def _counts(self, sheet: AnswerSheet, question: Question) -> tuple[Truth, tuple[str, ...]]:
        """Return whether an answer is there to be read, which takes what it presupposes too."""
        applies = self._applies(sheet, question)
        if question.requires is None or applies[0] is not Truth.TRUE:
            return applies
        finding = self._finding(sheet, question)
        if finding.reason is Reason.PREMISE_NOT_APPLICABLE:
            return Truth.FALSE, ()
        if finding.reason is Reason.PREMISE_OPEN:
            return Truth.UNKNOWN, finding.waits_for
        return applies

    def _resulting(self, reference: Reference, subject: str) -> Premise:
        """Return the result that *reference* names; it is known once all its inputs are.

        Where nothing can be said, since no question applies, the result does not apply either.
        """
        spec = self._spec(reference)
        kind = result_type(spec.type)
        result = self.result(reference.checklist, subject, spec)
        if result is None:
            return Premise(None, applies=False)
        value = kind.value(result)
        if value is None:
            return Premise(None, waits_for=kind.first(result) or (str(reference),))
        return Premise(value, order=lambda value: kind.order(spec.spec, self.ladders, value))

    def result(self, checklist: str, subject: str, spec: ResultSpec) -> object:
        """Return what a result of a checklist says for one subject."""
        key = (checklist, subject, spec.id)
        if key not in self._results:
            kind, grounds = result_type(spec.type), self._grounds(checklist, subject)
            self._results[key] = kind.compute(spec.spec, grounds)
        return self._results[key]

    def _spec(self, reference: Reference) -> ResultSpec:
        results = self.checklists[reference.checklist].results
        return next(result for result in results if result.id == reference.result)

    def _grounds(self, checklist: str, subject: str) -> Grounds:
        nobody = AnswerSheet(checklist=checklist, subject=subject)
        sheets = self.sheets.get((checklist, subject), [nobody])
        reader = sheets[0] if len(sheets) == 1 else nobody  # who answers alone goes by own facts

        def premise(reference: Reference) -> Premise:
            if reference.checklist == checklist and reference.question:
                return self._answered(reference, sheets)
            return self._premise(reference, reader)

        def result_at(reference: Reference) -> tuple[object, object] | None:
            whose = self.subject_with(reference.checklist, subject)
            spec = self._spec(reference)
            return (
                None
                if whose is None
                else (spec.spec, self.result(reference.checklist, whose, spec))
            )

        questions = self.checklists[checklist].questions
        return Grounds(
            checklist=checklist,
            questions=questions,
            ladders=self.ladders,
            findings_of=lambda other: self.findings(
                other, subject if other == checklist else self._nearest(other, subject)
            ),
            premise=premise,
            truth=lambda condition: truth(condition, premise),
            worth=lambda name, value: worth(questions[name], value),
            place=lambda name, value: place(questions[name], value),
            result_at=result_at,
        )

    def _nearest(self, checklist: str, subject: str) -> str:
        """Return whose answers to *checklist* count for *subject*, itself if nobody gave any."""
        return self.subject_with(checklist, subject) or subject

    def subject_with(self, checklist: str, subject: str) -> str | None:
        """Return the nearest subject up the `of` chain that has answers to *checklist*."""
        chain = self.chain(subject)
        return next((one for one in chain if (checklist, one) in self.sheets), None)

    def chain(self, subject: str) -> Iterator[str]:
        """Yield a subject, what it belongs to, and so on."""
        seen: set[str] = set()
        while subject and subject not in seen:
            yield subject
            seen.add(subject)
            subject = self.subjects[subject].of if subject in self.subjects else ""
