"""The shapes of what `checklists/` holds: checklists, claims, sources, vocabulary."""

from __future__ import annotations

from mlkb.model.card import CARD_KINDS
from mlkb.model.checklist import SEVERITIES, SUBJECT_KINDS
from mlkb.model.condition_format import CONDITION, QUESTION_ID
from mlkb.model.shape import (
    IDENTIFIER,
    Day,
    Either,
    Flag,
    ListOf,
    MapOf,
    Pattern,
    Prose,
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
    {
        name: Record(question_type(name).FIELDS, question_type(name).REQUIRED)
        for name in QUESTION_TYPES
    },
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
    {name: Record(result_type(name).FIELDS, result_type(name).REQUIRED) for name in RESULT_TYPES},
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

CLAIMS = Record(
    {
        "format": Word("mlkb/claims@1"),
        "claims": ListOf(
            Record(
                {
                    "id": identifier("claim"),
                    "source": identifier("source"),
                    "section": Prose(),
                    "lines": Either(scalar=Pattern("lines", r"[0-9]+(-[0-9]+)?")),
                    "kind": identifier("kind"),
                    "importance": Word("core", "supporting", "context"),
                    "says": Spoken(),
                    "incomplete": Flag(),
                    "doubtful": Spoken(),
                    "note": Spoken(),
                    "uncited": Spoken("Why no question and no help text cites it."),
                },
                required=("id", "source", "section", "kind", "importance", "says"),
            )
        ),
    },
    required=("format", "claims"),
    doc="The ledger: every statement of the documents, in our words.",
)

SOURCES = Record(
    {
        "format": Word("mlkb/sources@1"),
        "sources": ListOf(
            Record(
                {
                    "id": identifier("source"),
                    "title": Spoken(),
                    "kind": identifier("kind"),
                    "by": Prose(),
                    "date": Day(),
                    "language": Word("en", "ko"),
                    "url": Pattern("address", r"https://[^\s]+"),
                    "note": Spoken(),
                },
                required=("id", "title", "kind"),
            )
        ),
    },
    required=("format", "sources"),
    doc="The documents that the claims come from.",
)

_AVOID = Record({"en": ListOf(Prose()), "ko": ListOf(Prose())})

VOCABULARY = Record(
    {
        "format": Word("mlkb/vocabulary@1"),
        "roles": ListOf(
            Record(
                {"id": identifier("role"), "title": Spoken(), "does": Spoken()},
                required=("id", "title"),
            )
        ),
        "ladders": ListOf(
            Record(
                {
                    "id": identifier("ladder"),
                    "title": Spoken(),
                    "share": WholeNumber(0, 100),
                    "tolerate": Record({"partial": WholeNumber(0, 100)}),
                    "levels": ListOf(
                        Record(
                            {"id": identifier("level"), "title": Spoken(), "aim": Spoken()},
                            required=("id", "title"),
                        ),
                        least=1,
                    ),
                },
                required=("id", "title", "levels"),
            )
        ),
        "terms": ListOf(
            Record(
                {
                    "id": identifier("term"),
                    "en": Prose(),
                    "ko": Prose(),
                    "means": Spoken(),
                    "avoid": _AVOID,
                },
                required=("id", "en", "ko"),
            )
        ),
    },
    required=("format",),
    doc="Roles, ladders and terms.",
)

CARDS = Record(
    {
        "format": Word("mlkb/cards@1"),
        "cards": ListOf(
            Record(
                {
                    "id": identifier("card"),
                    "kind": Word(*CARD_KINDS),
                    "family": identifier("family"),
                    "title": Spoken(),
                    "summary": Spoken(),
                    "parts": ListOf(
                        Record(
                            {
                                "id": identifier("part"),
                                "title": Spoken(),
                                "items": ListOf(Spoken(), least=1),
                            },
                            required=("id", "title", "items"),
                        )
                    ),
                    "checklists": ListOf(identifier("checklist"), doc="Those that use it."),
                    "claims": ListOf(identifier("claim")),
                    "provenance": Word("source", "original", "derived"),
                },
                required=("id", "kind", "family", "title", "summary", "parts", "provenance"),
            )
        ),
    },
    required=("format", "cards"),
    doc="Roles, jobs, organisation types and archetypes, to read.",
)
