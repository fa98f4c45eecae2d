"""The question types: one module each, looked up by name and imported when first used."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mlkb.questions.base import QuestionType

QUESTION_TYPES = {
    "practice": "mlkb.questions.practice",
    "single-choice": "mlkb.questions.single_choice",
    "multiple-choice": "mlkb.questions.multiple_choice",
    "scale": "mlkb.questions.scale",
    "number": "mlkb.questions.number",
    "people": "mlkb.questions.people",
    "text": "mlkb.questions.text",
}


@cache
def question_type(name: str) -> QuestionType:
    """Return the module of the question type *name*; KeyError if there is none."""
    return cast("QuestionType", import_module(QUESTION_TYPES[name]))
