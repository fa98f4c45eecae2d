"""`mlkb new`: an answer file with every key in its place, or the worked example."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.assessing import check_subject
from mlkb.cli.context import Context, locale_option, open_context, put
from mlkb.errors import UnknownName, UsageProblem
from mlkb.fill.save import save_new
from mlkb.fill.schema_file import keep_schema, schema_reference
from mlkb.fill.template import template
from mlkb.fill.where import answer_path, fitting_subjects, known_subject
from mlkb.load.workspace import shown

EXAMPLE = Path(__file__).parent.parent / "example"


@click.command("new", help="cli.new", short_help="cli.new-short")
@click.argument("checklist", required=False)
@click.option("--subject", metavar="ID", help="cli.option-subject")
@click.option("--respondent", metavar="ID", help="cli.option-respondent")
@click.option(
    "--example",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="cli.option-example",
)
@locale_option
def new_command(
    checklist: str | None,
    subject: str | None,
    respondent: str | None,
    example: Path | None,
    locale: str | None,
) -> None:
    """Write a new file; one that is there already is never touched."""
    context = open_context(Path.cwd(), locale=locale)
    if example is not None:
        _copy_example(example, context)
        return
    if checklist is None:
        raise UsageProblem("name-a-checklist", known=", ".join(context.library))
    if checklist not in context.library:
        raise UnknownName(kind="checklist", name=checklist, known=tuple(context.library))
    chosen = subject or known_subject(context.project, context.library[checklist].about)
    if chosen is None:
        about = context.library[checklist].about
        fitting = fitting_subjects(context.project, about) or context.project.subjects
        if not fitting:
            raise UsageProblem("name-a-subject")
        raise UsageProblem("name-one-subject", known=", ".join(fitting), checklist=checklist)
    check_subject(context.project, chosen)
    path = answer_path(context.project, checklist, chosen, respondent or "")
    if path.exists():
        raise UsageProblem("exists", path=shown(path, Path.cwd()))
    asked = context.library[checklist]
    text = template(
        asked,
        subject=chosen,
        respondent=respondent or "",
        labels=context.labels,
        schema=schema_reference(checklist),
    )
    save_new(path, text.encode("utf-8"))
    keep_schema(context.project.answers, asked)
    put(context.labels.say("cli.new-written", path=shown(path, Path.cwd())))
    command = f"mlkb check {checklist} --subject {chosen}"
    if respondent:
        command += f" --respondent {respondent}"
    put(context.labels.say("cli.new-next", command=command))


def _copy_example(folder: Path, context: Context) -> None:
    if folder.exists():
        raise UsageProblem("exists", path=str(folder))
    for path in sorted(EXAMPLE.rglob("*")):
        if path.is_file():
            save_new(folder / path.relative_to(EXAMPLE), path.read_bytes())
    put(context.labels.say("cli.example-written", folder=str(folder)))
