"""The shape of an answer file, `mlkb/answers@1`."""

from __future__ import annotations

from mlkb.model.condition_format import QUESTION_ID
from mlkb.model.shape import (
    IDENTIFIER,
    Day,
    Either,
    Given,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Prose,
    Record,
    Word,
    identifier,
)

FORMAT = "mlkb/answers@1"
VERSIONED = rf"({IDENTIFIER})(?:@([0-9]{{1,6}})\.([0-9]{{1,6}})\.([0-9]{{1,6}}))?"

PLAN = Record(
    {"by": Prose("Who closes the gap."), "until": Day("Until when.")},
    required=("by", "until"),
    doc="Who closes the gap, until when. It excuses nothing.",
)
ACCEPTANCE = Record(
    {
        "because": Prose("Why the risk is accepted."),
        "by": Prose("Who accepts it."),
        "until": Day("The last day on which it is accepted."),
    },
    required=("because", "by", "until"),
    doc="An accepted risk: it leaves the gate, never the score.",
)
EVIDENCE = Pattern("evidence", r"[^\x00-\x1f\x7f]{1,1000}")


def answer_record(given: Given | None = None) -> Record:
    """Return the shape of an answer with its circumstances; *given* is the answer's own shape."""
    return Record(
        {
            "answer": Optional(given or Given()),
            "note": Prose("What a colleague should know."),
            "because": Prose("Why the question does not apply; needed for n/a."),
            "evidence": Either(scalar=EVIDENCE, listed=ListOf(EVIDENCE)),
            "on": Day("When this was answered."),
            "plan": PLAN,
            "accept": ACCEPTANCE,
        },
        doc="An answer with its circumstances.",
    )


ANSWER = Optional(Either(scalar=Given(), listed=Given(), mapped=answer_record()))

RESPONDENT = Record(
    {"name": identifier("respondent", "Who answered."), "role": identifier("role")},
    required=("name",),
    doc="Who answered; one file for each.",
)

ANSWERS = Record(
    {
        "format": Word(FORMAT),
        "checklist": Pattern("checklist", VERSIONED, "The checklist and its version."),
        "subject": identifier("subject", "What is assessed."),
        "respondent": RESPONDENT,
        "answered_on": Day("When the answers without a date of their own were given."),
        "answers": Optional(MapOf("question", ANSWER, key=QUESTION_ID)),
    },
    required=("format", "checklist", "subject", "answers"),
    doc="Answers to one checklist about one subject.",
)
