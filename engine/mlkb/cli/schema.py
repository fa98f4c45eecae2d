"""`mlkb schema`: the JSON Schemas of the formats, for editors and other tools."""

from __future__ import annotations

from json import dumps
from pathlib import Path

import click

from mlkb.cli.context import locale_option, open_context, put
from mlkb.errors import UnknownName
from mlkb.load.schema import SHAPES, answers_schema, schema_of
from mlkb.render.report_format import REPORT

FORMATS = (*SHAPES, "report")


@click.command("schema", help="cli.schema")
@click.argument("name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("checklist", required=False)
@locale_option
def schema_command(name: str, checklist: str | None, locale: str | None) -> None:
    """Print a schema; `answers CHECKLIST` prints the one that completes its ids and answers."""
    if name == "answers" and checklist is not None:
        library = open_context(Path.cwd(), locale=locale).library
        if checklist not in library:
            raise UnknownName(kind="checklist", name=checklist, known=tuple(library))
        schema = answers_schema(library[checklist])
    else:
        schema = schema_of(REPORT if name == "report" else SHAPES[name], f"mlkb {name}")
    put(dumps(schema, ensure_ascii=False, indent=2))
