"""The shape of `mlkb/report@1`, from which its JSON Schema is written."""

from __future__ import annotations

from mlkb.model.baseline import EntryState
from mlkb.model.checklist import EFFORT_DAYS, SEVERITIES, SUBJECT_KINDS
from mlkb.model.comparison import Kind, Left
from mlkb.model.evaluation import GATES, Outcome, Reason
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
from mlkb.results.base import ANY_TEXT, SPOKEN

_PERCENT = WholeNumber(0, 100)
_COUNT = WholeNumber(0)


_OUTCOME = Word(*(outcome.value for outcome in Outcome))
_STANDING = Optional(closed({"outcome": _OUTCOME, "credit": _PERCENT}))
_NAMED: dict[str, Shape] = {
    "checklist": identifier("checklist"),
    "subject": identifier("subject"),
    "question": ANY_TEXT,
}
_ANSWER = Optional(
    closed({"given": Given(), "labels": ListOf(SPOKEN), "excused": Flag()}),
    doc="The answer as given, and the labels of the options that it names.",
)

_FINDING = closed(
    {
        "question": ANY_TEXT,
        "section": identifier("section"),
        "type": identifier("type"),
        "ask": SPOKEN,
        "why": SPOKEN,
        "scored": Flag(),
        "core": Flag(),
        "severity": Word(*SEVERITIES),
        "weight": _COUNT,
        "outcome": _OUTCOME,
        "credit": _PERCENT,
        "reason": Word(*(reason.value for reason in Reason)),
        "answer": _ANSWER,
        "note": ANY_TEXT,
        "because": ANY_TEXT,
        "evidence": ListOf(
            closed({"text": ANY_TEXT, "status": Word("found", "missing", "unchecked")})
        ),
        "evidence_wanted": Optional(SPOKEN),
        "stale": Flag(),
        "ignored": Flag(),
        "waits_for": ListOf(ANY_TEXT),
        "plan": Optional(closed({"by": ANY_TEXT, "until": Day(), "overdue": Flag()})),
        "accept": Optional(
            closed({"because": ANY_TEXT, "by": ANY_TEXT, "until": Day(), "expired": Flag()})
        ),
        "blocks": Flag("Whether it keeps the gate from holding."),
        "known": Flag("Whether it would, were it not in the base or the baseline already."),
        "improve": Optional(
            closed({"do": SPOKEN, "effort": Optional(Word(*EFFORT_DAYS)), "see": ListOf(ANY_TEXT)})
        ),
        "levels": ListOf(
            closed(
                {"ladder": identifier("ladder"), "level": identifier("level"), "required": Flag()}
            )
        ),
        "requires": Optional(ANY_TEXT),
        "provenance": Word("source", "original", "derived"),
        "sources": ListOf(
            closed(
                {
                    "claim": identifier("claim"),
                    "source": SPOKEN,
                    "section": ANY_TEXT,
                    "says": SPOKEN,
                    "doubtful": Optional(SPOKEN),
                }
            )
        ),
        "respondent": ANY_TEXT,
        "location": closed({"path": ANY_TEXT, "line": _COUNT, "column": _COUNT}),
        "given": ListOf(
            closed(
                {
                    "respondent": ANY_TEXT,
                    "outcome": _OUTCOME,
                    "credit": _PERCENT,
                    "answer": _ANSWER,
                    "note": ANY_TEXT,
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
        "title": Optional(SPOKEN),
        "flips": ListOf(
            closed({"question": ANY_TEXT, "answer": _ANSWER, "to": ANY_TEXT, "title": SPOKEN}),
            doc="Single answers that would make it say something else.",
        ),
        "voices": ListOf(
            closed({"respondent": ANY_TEXT, "says": ANY_TEXT, "title": SPOKEN}),
            doc="What it says for each of several respondents alone.",
        ),
    }
)

_EVALUATION = closed(
    {
        "checklist": identifier("checklist"),
        "version": ANY_TEXT,
        "title": SPOKEN,
        "subject": identifier("subject"),
        "about": Word(*SUBJECT_KINDS, doc="What kind of subject it is."),
        "sheets": ListOf(
            closed(
                {
                    "respondent": ANY_TEXT,
                    "role": ANY_TEXT,
                    "role_title": Optional(SPOKEN),
                    "path": ANY_TEXT,
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
        "differ": ListOf(closed({"question": ANY_TEXT, "spread": _PERCENT})),
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
        "ask": Optional(SPOKEN),
        "severity": Optional(Word(*SEVERITIES)),
        "kind": Word(*(kind.value for kind in Kind)),
        "left": Word(*(left.value for left in Left)),
        "before": _STANDING,
        "after": _STANDING,
        "because": ANY_TEXT,
    }
)

_ENTRY: dict[str, Shape] = {
    **_NAMED,
    "credit": _PERCENT,
    "because": ANY_TEXT,
    "by": ANY_TEXT,
    "until": Day(),
}

REPORT = closed(
    {
        "format": Word(FORMAT),
        "made_by": ANY_TEXT,
        "today": Day(),
        "about": Word(*ABOUT, doc="What the reader asked for."),
        "gate": closed(
            {
                "holds": Flag(),
                "fail_on": Word("none", *SEVERITIES),
                "mode": Word(*GATES, doc="Whether all was judged, or only what is new or worse."),
                "gaps": _COUNT,
                "open": _COUNT,
                "known": _COUNT,
                "stale_blocks": Flag("Whether stale entries of a strict baseline block."),
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
                    "ref": ANY_TEXT,
                    "commit": Pattern("commit", r"(?:[0-9a-f]{40,64})?"),
                    "changes": ListOf(_CHANGE),
                    "excuses": ListOf(_CHANGE),
                    "touched": ListOf(closed({**_NAMED, "paths": ListOf(ANY_TEXT)})),
                    "base": ListOf(
                        closed(
                            {
                                "checklist": identifier("checklist"),
                                "subject": identifier("subject"),
                                "score": Optional(result_type("score").DOCUMENT),
                                "counted": closed(
                                    dict.fromkeys(("asked", "answered", *SEVERITIES), _COUNT)
                                ),
                            }
                        )
                    ),
                }
            )
        ),
        "baseline": Optional(
            closed(
                {
                    "path": ANY_TEXT,
                    "entries": ListOf(
                        closed({**_ENTRY, "state": Word(*(state.value for state in EntryState))})
                    ),
                    "added": ListOf(closed(_ENTRY), doc="Entries that do not count yet."),
                }
            )
        ),
        "notices": ListOf(SPOKEN, doc="What to know about how this report came about."),
    },
    doc="What every output renders.",
)
