"""What can be said about a question besides its answer: a note, evidence, a plan, why it is n/a."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.load.evidence import OnDisk, evidence_statuses
from mlkb.model.answers import MISSING, Plan
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from mlkb.fill.desk import Desk

_DELETE = "-"
_LONGEST_EVIDENCE = 1000


def note(desk: Desk) -> None:
    """Ask for a note, and save it."""
    text = desk.line(desk.layout.say("ask-note", delete=_DELETE))
    if text:
        desk.save(desk.session.noted(None if text == _DELETE else text))


def not_applicable(desk: Desk) -> bool:
    """Ask why the question does not apply, and save that; say whether there was a reason."""
    because = desk.line(desk.layout.say("ask-because"))
    if because:
        desk.save(desk.session.not_applicable(because))
    return bool(because)


def plan(desk: Desk) -> None:
    """Ask who closes the gap until when, and save it once both are said."""
    by = desk.line(desk.layout.say("ask-plan-by", delete=_DELETE))
    if by == _DELETE:
        desk.save(desk.session.planned(None))
    elif by:
        until = _asked_day(desk)
        if until is not None:
            desk.save(desk.session.planned(Plan(by, until)))


def evidence(desk: Desk) -> None:
    """Take pieces of evidence until an empty line; what cannot be found is kept, and said."""
    say = desk.layout.say
    while True:
        step = desk.session.step
        text = desk.line(say("ask-evidence", delete=_DELETE))
        if not text or step is None:
            return
        if text == _DELETE:
            desk.save(desk.session.proven((), {}))
            continue
        if len(text) > _LONGEST_EVIDENCE:
            desk.layout.line(say("long-evidence", most=_LONGEST_EVIDENCE))
            continue
        statuses = evidence_statuses([text], OnDisk(desk.root))
        if statuses[text] == MISSING:
            desk.layout.line(say("evidence-missing", evidence=text))
        pieces = tuple(dict.fromkeys((*step.answer.evidence, text)))
        desk.save(desk.session.proven(pieces, statuses))


def _asked_day(desk: Desk) -> int | None:
    while True:
        text = desk.line(desk.layout.say("ask-plan-until"))
        if not text:
            return None
        day = day_number(text)
        if day is None:
            desk.layout.line(desk.layout.say("wrong-day"))
        elif day < desk.session.today:
            desk.layout.line(desk.layout.say("past-day"))
        else:
            return day
