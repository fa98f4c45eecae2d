"""The shape of a condition, and of what it refers to: questions and results name both."""

from __future__ import annotations

from mlkb.model.shape import (
    IDENTIFIER,
    Given,
    ListOf,
    Pattern,
    Prose,
    Record,
    Recursive,
    Shape,
)

QUESTION_ID = rf"{IDENTIFIER}(?:\.{IDENTIFIER})?"
"""A question; one of a row has the row behind the dot."""

REFERENCE = rf"(?:({IDENTIFIER})/)?({QUESTION_ID})|({IDENTIFIER}):({IDENTIFIER})"
"""A question of the same checklist, of another one, or a result."""


def _condition() -> Shape:
    nested = Recursive("condition")
    nested.inside = Record(
        {
            "answer": Pattern("reference", REFERENCE, "The question or result that is read."),
            "is": Given(),
            "in": ListOf(Prose(), least=1),
            "includes": Prose(),
            "at_least": Given(),
            "at_most": Given(),
            "all": ListOf(nested, least=1),
            "any": ListOf(nested, least=1),
            "not": nested,
        },
        doc="When something holds; a condition reads raw answers.",
    )
    return nested


CONDITION = _condition()
