"""The shape of `mlkb/report@1`, from which its JSON Schema is written."""

from __future__ import annotations

from mlkb.model.checklist import EFFORT_DAYS, SEVERITIES
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
    identifier,
)
from mlkb.render.document import FORMAT

_TEXT = Pattern("text", r"[^\x00]*")
_PERCENT = WholeNumber(0, 100)
_COUNT = WholeNumber(0)


def _closed(fields: dict[str, Shape], doc: str = "") -> Record:
    """Return a record whose keys must all stand there."""
    return Record(fields, required=tuple(fields), doc=doc)


_SPOKEN = _closed({"en": _TEXT, "ko": _TEXT})
_OUTCOME = Word(*(outcome.value for outcome in Outcome))
_STANDING = Optional(_closed({"outcome": _OUTCOME, "credit": _PERCENT}))
_NAMED: dict[str, Shape] = {
    "checklist": identifier("checklist"),
    "subject": identifier("subject"),
    "question": _TEXT,
}
_ANSWER = Optional(
    _closed({"given": Given(), "labels": ListOf(_SPOKEN), "excused": Flag()}),
    doc="The answer as given, and the labels of the options that it names.",
)

SCORE = _closed(
    {
        "worst": _PERCENT,
        "best": _PERCENT,
        "earned": _COUNT,
        "open": _COUNT,
        "possible": _COUNT,
        "answered": _COUNT,
        "applicable": _COUNT,
    },
    doc="Percent in the worst and in the best case, and the integers behind them.",
)

LEVELS = _closed(
    {
        "ladder": identifier("ladder"),
        "title": _SPOKEN,
        "reached": Optional(identifier("level")),
        "possible": Optional(identifier("level")),
        "levels": ListOf(
            _closed(
                {
                    "id": identifier("level"),
                    "title": _SPOKEN,
                    "aim": _SPOKEN,
                    "reached": Flag(),
                    "possible": Flag(),
                    "judged": Flag(),
                    "share": Optional(_PERCENT),
                    "unmet": ListOf(_TEXT),
                    "open": ListOf(_TEXT),
                }
            )
        ),
        "finish_line": ListOf(_TEXT),
        "next": Optional(
            _closed(
                {
                    "level": identifier("level"),
                    "feasible": Flag(),
                    "days": _COUNT,
                    "improve": ListOf(_TEXT),
                    "first": ListOf(_TEXT),
                }
            )
        ),
    },
    doc="The level reached in the worst and in the best case, and the cheapest way up.",
)

_FINDING = _closed(
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
            _closed({"text": _TEXT, "status": Word("found", "missing", "unchecked")})
        ),
        "evidence_wanted": Optional(_SPOKEN),
        "stale": Flag(),
        "ignored": Flag(),
        "waits_for": ListOf(_TEXT),
        "plan": Optional(_closed({"by": _TEXT, "until": Day(), "overdue": Flag()})),
        "accept": Optional(
            _closed({"because": _TEXT, "by": _TEXT, "until": Day(), "expired": Flag()})
        ),
        "blocks": Flag(),
        "improve": Optional(
            _closed({"do": _SPOKEN, "effort": Optional(Word(*EFFORT_DAYS)), "see": ListOf(_TEXT)})
        ),
        "levels": ListOf(
            _closed(
                {"ladder": identifier("ladder"), "level": identifier("level"), "required": Flag()}
            )
        ),
        "requires": Optional(_TEXT),
        "provenance": Word("source", "original", "derived"),
        "sources": ListOf(
            _closed(
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
        "location": _closed({"path": _TEXT, "line": _COUNT, "column": _COUNT}),
        "given": ListOf(
            _closed(
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


def _result(fields: Record) -> Record:
    return Record({"result": Optional(fields)}, required=("result",))


RESULTS = {"score": SCORE, "levels": LEVELS}
"""The shape of each result type's document."""

_EVALUATION = _closed(
    {
        "checklist": identifier("checklist"),
        "version": _TEXT,
        "title": _SPOKEN,
        "subject": identifier("subject"),
        "sheets": ListOf(
            _closed(
                {"respondent": _TEXT, "role": _TEXT, "path": _TEXT, "answered_on": Optional(Day())}
            )
        ),
        "results": ListOf(
            Tagged(
                "type",
                Record({"id": identifier("result"), "type": Word(*RESULTS)}, ("id", "type")),
                {name: _result(shape) for name, shape in RESULTS.items()},
            )
        ),
        "findings": ListOf(_FINDING),
        "differ": ListOf(_closed({"question": _TEXT, "spread": _PERCENT})),
        "missing": ListOf(identifier("checklist")),
    },
    doc="One checklist, evaluated for one subject.",
)

_CHANGE = _closed(
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

REPORT = _closed(
    {
        "format": Word(FORMAT),
        "made_by": _TEXT,
        "today": Day(),
        "gate": _closed(
            {
                "holds": Flag(),
                "fail_on": Word("none", *SEVERITIES),
                "gaps": _COUNT,
                "open": _COUNT,
            }
        ),
        "evaluations": ListOf(_EVALUATION),
        "gaps": ListOf(_closed(_NAMED), doc="In the order in which to work on them."),
        "open": ListOf(_closed({**_NAMED, "unlocks": _COUNT})),
        "comparison": Optional(
            _closed(
                {
                    "changes": ListOf(_CHANGE),
                    "excuses": ListOf(_CHANGE),
                    "base": ListOf(
                        _closed(
                            {
                                "checklist": identifier("checklist"),
                                "subject": identifier("subject"),
                                "score": Optional(SCORE),
                            }
                        )
                    ),
                }
            )
        ),
    },
    doc="What every output renders.",
)
