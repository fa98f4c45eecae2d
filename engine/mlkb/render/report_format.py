"""The shape of `mlkb/report@1`, from which its JSON Schema is written."""

from __future__ import annotations

from mlkb.model.checklist import EFFORT_DAYS, SEVERITIES, SUBJECT_KINDS
from mlkb.model.comparison import Kind, Left
from mlkb.model.evaluation import Outcome, Reason
from mlkb.model.shape import (
    Day,
    Flag,
    Given,
    ListOf,
    Optional,
    Pattern,
    Record,
    Shape,
    Tagged,
    WholeNumber,
    Word,
    closed,
    identifier,
)
from mlkb.render.document import ABOUT, FORMAT
from mlkb.results import RESULT_TYPES, result_type

_TEXT = Pattern("text", r"[^\x00]*")
_PERCENT = WholeNumber(0, 100)
_COUNT = WholeNumber(0)


_SPOKEN = closed({"en": _TEXT, "ko": _TEXT})
_OUTCOME = Word(*(outcome.value for outcome in Outcome))
_STANDING = Optional(closed({"outcome": _OUTCOME, "credit": _PERCENT}))
_NAMED: dict[str, Shape] = {
    "checklist": identifier("checklist"),
    "subject": identifier("subject"),
    "question": _TEXT,
}
_ANSWER = Optional(
    closed({"given": Given(), "labels": ListOf(_SPOKEN), "excused": Flag()}),
    doc="The answer as given, and the labels of the options that it names.",
)

_FINDING = closed(
    {
        "question": _TEXT,
        "section": identifier("section"),
        "type": identifier("type"),
        "ask": _SPOKEN,
        "why": _SPOKEN,
        "scored": Flag(),
        "core": Flag(),
        "severity": Word(*SEVERITIES),
        "weight": _COUNT,
        "outcome": _OUTCOME,
        "credit": _PERCENT,
        "reason": Word(*(reason.value for reason in Reason)),
        "answer": _ANSWER,
        "note": _TEXT,
        "because": _TEXT,
        "evidence": ListOf(
            closed({"text": _TEXT, "status": Word("found", "missing", "unchecked")})
        ),
        "evidence_wanted": Optional(_SPOKEN),
        "stale": Flag(),
        "ignored": Flag(),
        "waits_for": ListOf(_TEXT),
        "plan": Optional(closed({"by": _TEXT, "until": Day(), "overdue": Flag()})),
        "accept": Optional(
            closed({"because": _TEXT, "by": _TEXT, "until": Day(), "expired": Flag()})
        ),
        "blocks": Flag(),
        "improve": Optional(
            closed({"do": _SPOKEN, "effort": Optional(Word(*EFFORT_DAYS)), "see": ListOf(_TEXT)})
        ),
        "levels": ListOf(
            closed(
                {"ladder": identifier("ladder"), "level": identifier("level"), "required": Flag()}
            )
        ),
        "requires": Optional(_TEXT),
        "provenance": Word("source", "original", "derived"),
        "sources": ListOf(
            closed(
                {
                    "claim": identifier("claim"),
                    "source": _SPOKEN,
                    "section": _TEXT,
                    "says": _SPOKEN,
                    "doubtful": Optional(_SPOKEN),
                }
            )
        ),
        "respondent": _TEXT,
        "location": closed({"path": _TEXT, "line": _COUNT, "column": _COUNT}),
        "given": ListOf(
            closed(
                {
                    "respondent": _TEXT,
                    "outcome": _OUTCOME,
                    "credit": _PERCENT,
                    "answer": _ANSWER,
                    "note": _TEXT,
                }
            )
        ),
    },
    doc="How one question stands; every question has a finding.",
)


def _result(document: Shape) -> Record:
    return Record({"result": Optional(document)}, required=("result",))


_RESULTS = {name: _result(result_type(name).DOCUMENT) for name in RESULT_TYPES}

_RESULT = closed(
    {
        "id": identifier("result"),
        "type": Word(*_RESULTS),
        "title": Optional(_SPOKEN),
        "flips": ListOf(
            closed({"question": _TEXT, "answer": _ANSWER, "to": _TEXT, "title": _SPOKEN}),
            doc="Single answers that would make it say something else.",
        ),
        "voices": ListOf(
            closed({"respondent": _TEXT, "says": _TEXT, "title": _SPOKEN}),
            doc="What it says for each of several respondents alone.",
        ),
    }
)

_EVALUATION = closed(
    {
        "checklist": identifier("checklist"),
        "version": _TEXT,
        "title": _SPOKEN,
        "subject": identifier("subject"),
        "about": Word(*SUBJECT_KINDS, doc="What kind of subject it is."),
        "sheets": ListOf(
            closed(
                {
                    "respondent": _TEXT,
                    "role": _TEXT,
                    "role_title": Optional(_SPOKEN),
                    "path": _TEXT,
                    "answered_on": Optional(Day()),
                }
            )
        ),
        "results": ListOf(
            Tagged(
                "type",
                _RESULT,
                _RESULTS,
            )
        ),
        "findings": ListOf(_FINDING),
        "differ": ListOf(closed({"question": _TEXT, "spread": _PERCENT})),
        "missing": ListOf(
            closed({"checklist": identifier("checklist"), "subject": identifier("subject")}),
            doc="What it reads and nobody has answered, and for whom to answer it.",
        ),
    },
    doc="One checklist, evaluated for one subject.",
)

_CHANGE = closed(
    {
        **_NAMED,
        "ask": Optional(_SPOKEN),
        "severity": Optional(Word(*SEVERITIES)),
        "kind": Word(*(kind.value for kind in Kind)),
        "left": Word(*(left.value for left in Left)),
        "before": _STANDING,
        "after": _STANDING,
        "because": _TEXT,
    }
)

REPORT = closed(
    {
        "format": Word(FORMAT),
        "made_by": _TEXT,
        "today": Day(),
        "about": Word(*ABOUT, doc="What the reader asked for."),
        "gate": closed(
            {
                "holds": Flag(),
                "fail_on": Word("none", *SEVERITIES),
                "gaps": _COUNT,
                "open": _COUNT,
            }
        ),
        "evaluations": ListOf(_EVALUATION),
        "gaps": ListOf(closed(_NAMED), doc="In the order in which to work on them."),
        "open": ListOf(closed({**_NAMED, "unlocks": _COUNT})),
        "rankings": ListOf(
            closed(
                {
                    "checklist": identifier("checklist"),
                    "result": identifier("result"),
                    "subjects": ListOf(identifier("subject")),
                }
            ),
            doc="Candidates in the order in which to take them up.",
        ),
        "comparison": Optional(
            closed(
                {
                    "changes": ListOf(_CHANGE),
                    "excuses": ListOf(_CHANGE),
                    "base": ListOf(
                        closed(
                            {
                                "checklist": identifier("checklist"),
                                "subject": identifier("subject"),
                                "score": Optional(result_type("score").DOCUMENT),
                            }
                        )
                    ),
                }
            )
        ),
    },
    doc="What every output renders.",
)
