"""The shape of a checklist; `load.beside_format` has what stands beside it."""

from __future__ import annotations

from mlkb.load.lazily import Lazily
from mlkb.model.checklist import SEVERITIES, SUBJECT_KINDS
from mlkb.model.condition_format import CONDITION, QUESTION_ID
from mlkb.model.paths import PATHS
from mlkb.model.shape import (
    IDENTIFIER,
    Flag,
    ListOf,
    MapOf,
    Pattern,
    Record,
    Spoken,
    Tagged,
    WholeNumber,
    Word,
    identifier,
)
from mlkb.questions import QUESTION_TYPES, question_type
from mlkb.questions.options import IMPROVE
from mlkb.results import RESULT_TYPES, result_type

VERSION = r"[0-9]{1,6}(?:\.[0-9]{1,6}){2}"
DURATION = r"([0-9]{1,4})d"


LEVEL_TAG = Record(
    {"at": identifier("level"), "as": Word("required", "tagged")}, required=("at", "as")
)

_ANY_QUESTION = Record(
    {
        "id": Pattern("question", IDENTIFIER, "Stable for ever."),
        "type": Word(*QUESTION_TYPES),
        "ask": Spoken("The question, in one sentence."),
        "why": Spoken("Why it matters."),
        "scored": Flag("False makes it a fact."),
        "core": Flag("Whether it is in the ten-minute set."),
        "severity": Word(*SEVERITIES),
        "weight": WholeNumber(1, 5, doc="What it counts in the score."),
        "levels": MapOf("ladder", LEVEL_TAG, doc="Where it stands on ladders."),
        "evidence": Word("required", "welcome", "none"),
        "evidence_wanted": Spoken("What would convince a colleague."),
        "review_every": Pattern("duration", DURATION, "After how many days an answer is stale."),
        "when": CONDITION,
        "requires": Pattern("question", QUESTION_ID, "The practice that it presupposes."),
        "improve": IMPROVE,
        "claims": ListOf(identifier("claim")),
        "provenance": Word("source", "original", "derived"),
        "was": ListOf(Pattern("question", IDENTIFIER), doc="Its earlier ids."),
        "since": Pattern("version", VERSION, "The version of the checklist that added it."),
        "paths": PATHS,
        "rows": ListOf(
            Record({"id": identifier("row"), "label": Spoken()}, required=("id", "label")),
            least=1,
            doc="Repeats the question for each row.",
        ),
    },
    required=("id", "type", "ask", "provenance"),
)

QUESTION = Tagged(
    "type",
    _ANY_QUESTION,
    Lazily(
        QUESTION_TYPES,
        lambda name: Record(question_type(name).FIELDS, question_type(name).REQUIRED),
    ),
    doc="One question.",
)

RESULT = Tagged(
    "type",
    Record(
        {
            "id": identifier("result"),
            "type": Word(*RESULT_TYPES),
            "title": Spoken("What the result is called; else it is called by its type."),
        },
        required=("id", "type"),
    ),
    Lazily(
        RESULT_TYPES,
        lambda name: Record(result_type(name).FIELDS, result_type(name).REQUIRED),
    ),
    doc="One result.",
)

SECTION = Record(
    {"id": identifier("section"), "title": Spoken(), "questions": ListOf(QUESTION, least=1)},
    required=("id", "title", "questions"),
)

HELP = Record(
    {
        "id": identifier("help"),
        "title": Spoken(),
        "text": Spoken("A few sentences that explain, and ask nothing."),
        "section": identifier("section", "The section that it belongs to, if it is one's."),
        "claims": ListOf(identifier("claim")),
        "provenance": Word("source", "original", "derived"),
    },
    required=("id", "title", "text", "provenance"),
    doc="What is explained beside the questions.",
)

CHECKLIST = Record(
    {
        "format": Word("mlkb/checklist@1"),
        "id": identifier("checklist"),
        "version": Pattern("version", VERSION, "Major: a question left or changed its meaning."),
        "about": Word(*SUBJECT_KINDS),
        "title": Spoken(),
        "summary": Spoken(),
        "decides": Spoken("The question that the whole checklist answers."),
        "answered_by": ListOf(identifier("role")),
        "reads": ListOf(identifier("checklist"), doc="Checklists that its conditions read."),
        "sections": ListOf(SECTION, least=1),
        "help": ListOf(HELP),
        "results": ListOf(RESULT),
    },
    required=("format", "id", "version", "about", "title", "summary", "sections"),
    doc="A checklist.",
)
