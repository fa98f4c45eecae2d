"""`mlkb migrate`: answer files brought up to date with their checklists."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from mlkb.cli.assessing import answer_paths
from mlkb.cli.context import Context, locale_option, open_context, put
from mlkb.errors import ANSWERS, CannotSave, InvalidDocuments
from mlkb.fill.migration import Migration, migrated
from mlkb.fill.save import save
from mlkb.fill.schema_file import keep_schema, schema_path
from mlkb.load.document import read_bytes
from mlkb.load.workspace import answer_files, shown
from mlkb.model.checklist import version_text
from mlkb.render.width import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkb.model.source import Problem


class _File(NamedTuple):
    """A file as it is, and what becomes of it."""

    path: Path
    before: bytes
    migration: Migration


@click.command("migrate", help="cli.migrate", short_help="cli.migrate-short")
@click.argument("paths", nargs=-1, metavar="[FILE | FOLDER]...", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="cli.option-dry-run")
@locale_option
def migrate_command(paths: tuple[Path, ...], dry_run: bool, locale: str | None) -> None:  # noqa: FBT001 - click passes options by name
    """Plan every file before the first one is written: what is wrong anywhere stops all."""
    context = open_context(paths[0] if paths else Path.cwd(), locale=locale)
    files = _planned(answer_files(answer_paths(paths, context.project)), context)
    for file in files:
        if file.migration.changes and not dry_run:
            save(file.path, file.migration.data, expected=file.before, root=context.project.root)
        for line in _told(file, context):
            put(line)
    changed = sum(file.migration.changes for file in files)
    verb = "would-change" if dry_run else "changed"
    counts = [context.labels.count(f"migrate.{verb}", changed)] if changed else []
    if changed < len(files):
        counts.append(context.labels.count("migrate.unchanged", len(files) - changed))
    put(", ".join(counts))
    if dry_run:
        put(context.labels.say("migrate.dry-run"))
    else:
        _refresh_schemas(files, context)


def _planned(paths: Sequence[Path], context: Context) -> list[_File]:
    files: list[_File] = []
    problems: list[Problem] = []
    heading = context.labels.say("migrate.heading")
    for path in paths:
        name = shown(path, context.project.root)
        data, unreadable = read_bytes(path, name)
        problems.extend(unreadable)
        if unreadable:
            continue
        try:
            migration = migrated(data, name, context.library, context.today, heading=heading)
        except InvalidDocuments as refusal:
            problems.extend(refusal.problems)
        else:
            files.append(_File(path, data, migration))
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    return files


def _told(file: _File, context: Context) -> Iterator[str]:
    """Yield what happened to one file, line by line."""
    say, migration = context.labels.say, file.migration
    path = printable(shown(file.path, context.project.root))
    if not migration.changes:
        yield say("migrate.nothing", path=path)
        return
    if migration.raised is None:
        yield say("migrate.same-version", path=path, checklist=migration.checklist)
    else:
        before, after = (version_text(version) for version in migration.raised)
        checklist = migration.checklist
        yield say("migrate.raised", path=path, checklist=checklist, before=before, after=after)
    for old, new in migration.renamed:
        yield "  " + say("migrate.renamed", old=old, new=new)
    for name, near in migration.parked:
        key = "migrate.parked-nearest" if near else "migrate.parked"
        yield "  " + say(key, name=name, nearest=near)
    if migration.raised and migration.raised[0][0] < migration.raised[1][0]:
        yield "  " + say("migrate.review", version=version_text(migration.raised[1]))


def _refresh_schemas(files: Iterable[_File], context: Context) -> None:
    """Write the schemas anew that lie beside the answers, so that editors know the new keys."""
    answers = context.project.answers
    for name in {file.migration.checklist for file in files if file.migration.changes}:
        if schema_path(answers, name).is_file():
            with suppress(CannotSave):  # the answers are saved; nothing but an editor needs it
                keep_schema(answers, context.library[name])
