"""The shapes of what a handbook publishes for other tools, from which the schemas are written."""

from __future__ import annotations

from mlkb.load.beside_format import VOCABULARY
from mlkb.load.checklist_format import CHECKLIST, QUESTION, SECTION, VERSION
from mlkb.model.checklist import SUBJECT_KINDS
from mlkb.model.condition_format import QUESTION_ID
from mlkb.model.shape import (
    ListOf,
    MapOf,
    Pattern,
    Prose,
    Record,
    Spoken,
    Tagged,
    WholeNumber,
    Word,
    closed,
    identifier,
)
from mlkb.model.text import LANGUAGES

PUBLISHED_FORMAT = "mlkb/published@1"
INDEX_FORMAT = "mlkb/published-index@1"

_SCHEMA = Prose("The schema of this file, as an address from the file.")

_QUESTION = Tagged(
    QUESTION.tag,
    Record(
        {
            **{name: shape for name, shape in QUESTION.common.fields.items() if name != "rows"},
            "id": Pattern("question", QUESTION_ID, "Stable for ever; what follows a dot is a row."),
            "was": ListOf(Pattern("question", QUESTION_ID), doc="Its earlier ids."),
        },
        required=QUESTION.common.required,
    ),
    QUESTION.variants,
    doc="One question.",
)

_CITATION = Record(
    {
        "source": Spoken("The title of the document."),
        "section": Prose("Where in the document."),
        "says": Spoken("The statement."),
        "doubtful": Spoken("Why it is doubtful, if it is."),
    },
    required=("source", "section", "says"),
)

PUBLISHED = Record(
    {
        **CHECKLIST.fields,
        "$schema": _SCHEMA,
        "format": Word(PUBLISHED_FORMAT),
        "sections": ListOf(
            Record({**SECTION.fields, "questions": ListOf(_QUESTION, least=1)}, SECTION.required),
            least=1,
        ),
        "citations": MapOf("claim", _CITATION, doc="The claims that it rests on, by id."),
    },
    required=("$schema", *CHECKLIST.required, "citations"),
    doc="A checklist for other tools: rows are questions, and the claims stand beside them.",
)

INDEX = closed(
    {
        "$schema": _SCHEMA,
        "format": Word(INDEX_FORMAT),
        "checklists": ListOf(
            closed(
                {
                    "id": identifier("checklist"),
                    "version": Pattern("version", VERSION),
                    "about": Word(*SUBJECT_KINDS),
                    "title": Spoken(),
                    "questions": WholeNumber(1),
                    "data": Prose("The checklist as a whole, as an address from this file."),
                    "pages": closed({language: Prose() for language in LANGUAGES}),
                    "answers": Prose("The schema of answers to it, as an address from this file."),
                }
            )
        ),
        "ladders": VOCABULARY.fields["ladders"],
        "roles": VOCABULARY.fields["roles"],
    },
    doc="All checklists of a handbook, with the ladders and roles that they name.",
)

PUBLISHED_SHAPES = {"published": PUBLISHED, "published-index": INDEX}
"""By the name of the schema."""
