"""Shapes written down as JSON Schema (2020-12), for editors and other tools.

The schemas are generated from the very shapes that the loader reads by, so they cannot drift.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlkb.load.answer_format import ANSWERS, answer_record
from mlkb.load.baseline import BASELINE
from mlkb.load.beside_format import BESIDE_SHAPES
from mlkb.load.checklist_format import CHECKLIST
from mlkb.load.published_format import PUBLISHED_SHAPES
from mlkb.model.answers import NOT_APPLICABLE
from mlkb.model.checklist import version_text
from mlkb.model.shape import (
    LARGEST,
    Day,
    Either,
    Flag,
    Given,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Prose,
    Record,
    Recursive,
    Shape,
    Spoken,
    Tagged,
    WholeNumber,
    Word,
)
from mlkb.model.text import LANGUAGES
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.model.checklist import Checklist, Question

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES: Mapping[str, Shape] = {
    "checklist": CHECKLIST,
    "answers": ANSWERS,
    "baseline": BASELINE,
    **BESIDE_SHAPES,
    **PUBLISHED_SHAPES,
}
"""The formats with a schema of their own, by name."""

Schema = dict[str, Any]


def schema_documents(
    checklists: Mapping[str, Checklist], more: Mapping[str, Shape] | None = None
) -> dict[str, str]:
    """Return the schemas to publish, by file name.

    There is one for every format (*more* are those that other layers define), and one for the
    answers to each of *checklists*.
    """
    schemas = {
        name: schema_of(shape, f"mlkb {name}") for name, shape in {**SHAPES, **(more or {})}.items()
    }
    schemas.update((f"answers-{name}", answers_schema(one)) for name, one in checklists.items())
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }


def schema_of(shape: Shape, title: str) -> Schema:
    """Return the JSON Schema of a whole document."""
    writer = _Writer()
    body = writer.write(shape)
    definitions = {"$defs": writer.definitions} if writer.definitions else {}
    return {"$schema": DIALECT, "title": title, **body, **definitions}


def answers_schema(checklist: Checklist) -> Schema:
    """Return the schema of answer files to one checklist: it completes ids and allowed answers."""
    schema = schema_of(ANSWERS, f"mlkb answers: {checklist.id}")
    properties = schema["properties"]
    version = version_text(checklist.version)
    properties["checklist"] = {
        "type": "string",
        "pattern": rf"^{checklist.id}(@{checklist.version[0]}(\.[0-9]{{1,6}}){{2}})?$",
        "default": f"{checklist.id}@{version}",
    }
    properties["answers"] = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {question.id: _answer(question) for question in checklist.questions.values()},
    }
    circumstances = _Writer().write(answer_record())["properties"]
    del circumstances["answer"]
    schema["$defs"] = {**circumstances, _ACCEPTED: _ACCEPTED_ANSWER}
    return schema


_ACCEPTED = "accepted-answer"
_ACCEPTED_ANSWER: Schema = {
    "if": {"required": ["accept"]},
    "then": {
        "required": ["answer"],
        "properties": {"answer": {"not": {"enum": [NOT_APPLICABLE, None]}}},
    },
}
"""What is accepted must have been answered."""


def _answer(question: Question) -> Schema:
    """Return the schema of the answer to one question, in its short and in its long form."""
    value = _Writer().write(question_type(question.type).answer_shape(question.spec))
    short = [value, {"const": NOT_APPLICABLE}, {"type": "null"}]
    others = [name for name in answer_record().fields if name != "answer"]
    long = {
        "type": "object",
        "properties": {
            "answer": {"anyOf": short},
            **{name: {"$ref": f"#/$defs/{name}"} for name in others},
        },
        "additionalProperties": False,
        "allOf": [{"$ref": f"#/$defs/{_ACCEPTED}"}],
    }
    return {"title": question.ask.en, "description": question.ask.ko, "anyOf": [*short, long]}


class _Writer:
    """Writes shapes, and gathers the named ones that stand inside themselves."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def write(self, shape: Shape) -> Schema:
        """Return the schema of *shape*, with its description."""
        schema = _WRITINGS[type(shape)](self, shape)
        return {"description": shape.doc, **schema} if shape.doc else schema


def _word(_writer: _Writer, shape: Word) -> Schema:
    return {"enum": list(shape.words)}


def _pattern(_writer: _Writer, shape: Pattern) -> Schema:
    return {"type": "string", "pattern": f"^(?:{shape.pattern})$"}


def _prose(_writer: _Writer, _shape: Prose) -> Schema:
    return {"type": "string", "pattern": r"\S"}


def _day(_writer: _Writer, _shape: Day) -> Schema:
    pattern = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    return {"type": "string", "format": "date", "pattern": pattern}


def _whole_number(_writer: _Writer, shape: WholeNumber) -> Schema:
    return {"type": "integer", "minimum": shape.least, "maximum": shape.most}


def _flag(_writer: _Writer, _shape: Flag) -> Schema:
    return {"type": "boolean"}


def _spoken(_writer: _Writer, _shape: Spoken) -> Schema:
    prose = {"type": "string", "pattern": r"\S"}
    return {
        "type": "object",
        "properties": dict.fromkeys(LANGUAGES, prose),
        "required": list(LANGUAGES),
        "additionalProperties": False,
    }


def _given(_writer: _Writer, _shape: Given) -> Schema:
    return {
        "anyOf": [
            {"type": ["string", "null"]},
            {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
            {"type": "array", "items": {"type": "string", "pattern": r"\S"}},
        ]
    }


def _list_of(writer: _Writer, shape: ListOf) -> Schema:
    least = {"minItems": shape.least} if shape.least else {}
    return {"type": "array", "items": writer.write(shape.item), **least}


def _map_of(writer: _Writer, shape: MapOf) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{shape.key})$"},
        "additionalProperties": writer.write(shape.value),
    }


def _record(writer: _Writer, shape: Record) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: writer.write(field) for name, field in shape.fields.items()},
        "additionalProperties": False,
    }
    if shape.required:
        schema["required"] = list(shape.required)
    return schema


def _tagged(writer: _Writer, shape: Tagged) -> Schema:
    """Return one branch per variant, each closed, chosen by the tag."""
    common = {name: writer.write(field) for name, field in shape.common.fields.items()}
    branches = []
    for word, variant in shape.variants.items():
        fields = {name: writer.write(field) for name, field in variant.fields.items()}
        branches.append(
            {
                "if": {"properties": {shape.tag: {"const": word}}, "required": [shape.tag]},
                "then": {
                    "properties": {**dict.fromkeys(common, True), **fields},
                    "required": list(variant.required),
                    "additionalProperties": False,
                },
            }
        )
    return {
        "type": "object",
        "properties": common,
        "required": list(shape.common.required),
        "allOf": branches,
    }


def _either(writer: _Writer, shape: Either) -> Schema:
    choices = [one for one in (shape.scalar, shape.listed, shape.mapped) if one is not None]
    distinct = list({id(one): one for one in choices}.values())
    written = [writer.write(one) for one in distinct]
    unique = [one for place, one in enumerate(written) if one not in written[:place]]
    return unique[0] if len(unique) == 1 else {"anyOf": unique}


def _optional(writer: _Writer, shape: Optional) -> Schema:
    return {"anyOf": [writer.write(shape.shape), {"type": "null"}]}


def _recursive(writer: _Writer, shape: Recursive) -> Schema:
    if shape.name not in writer.definitions and shape.inside is not None:
        writer.definitions[shape.name] = {}
        writer.definitions[shape.name] = writer.write(shape.inside)
    return {"$ref": f"#/$defs/{shape.name}"}


_WRITINGS: dict[type[Shape], Callable[[_Writer, Any], Schema]] = {
    Word: _word,
    Pattern: _pattern,
    Prose: _prose,
    Day: _day,
    WholeNumber: _whole_number,
    Flag: _flag,
    Spoken: _spoken,
    Given: _given,
    ListOf: _list_of,
    MapOf: _map_of,
    Record: _record,
    Tagged: _tagged,
    Either: _either,
    Optional: _optional,
    Recursive: _recursive,
}
