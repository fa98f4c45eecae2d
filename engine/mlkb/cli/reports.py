"""`--report FORMAT[=PATH]`: one evaluation, written in as many formats as asked for."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mlkb.cli.context import Context, put, terminal_look
from mlkb.errors import UnknownName, UsageProblem
from mlkb.load.workspace import shown
from mlkb.render.document import report_document
from mlkb.render.width import printable
from mlkb.report import FOLDERS, FORMATS, SUMMARIES, filer, reporter, summariser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkb.model.comparison import Comparison, Notice
    from mlkb.model.evaluation import Assessment
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

Target = tuple[str, Path | None]
"""A format, and the file or folder to write it to; None is standard output."""


def report_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--report`, which may stand several times."""
    option = click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT[=PATH]",
        help="cli.option-report",
    )
    return option(command)


def targets(reports: Sequence[str]) -> tuple[Target, ...]:
    """Return what `--report` asks for; the terminal if nothing is. Raises `UsageProblem`."""
    found = []
    for text in reports or ("terminal",):
        name, _, path = text.partition("=")
        if name not in FORMATS:
            raise UnknownName(kind="report-format", name=name, known=FORMATS)
        if name in FOLDERS and not path:
            raise UsageProblem("report-needs-folder", format=name)
        found.append((name, Path(path) if path else None))
    return tuple(found)


def write_reports(
    assessment: Assessment,
    context: Context,
    to: Sequence[Target],
    *,
    comparison: Comparison | None = None,
    notices: Sequence[Notice] = (),
    about: str = "gaps",
) -> None:
    """Report *assessment* in each format; a file is written whole or not at all, and named.

    *about* is what the reader asked for (`render.document.ABOUT`).
    """
    library = context.library
    document = report_document(
        assessment,
        library.ladders,
        comparison,
        about=about,
        roles=library.roles,
        notices=notices,
    )
    look = terminal_look()._replace(folder=folder_in_repository(context.project.root))
    for name, path in to:
        if name in FOLDERS and path is not None:
            _fill(name, path, document, context, look)
            continue
        text = reporter(name).render(document, context.labels, look)
        if path is None:
            put(text.removesuffix("\n"), commands=name in SUMMARIES)
            if name == "terminal":
                _tell_where(context)
        else:
            from mlkb.fill.save import save_new

            save_new(path, text.encode("utf-8"), replace=True)
            click.echo(context.labels.say("cli.new-written", path=printable(str(path))), err=True)
    for name in dict.fromkeys(name for name, _ in to if name in SUMMARIES):
        page, module = summary_page(name), summariser(name)
        if page:
            page.add(partial(module.summary, document, context.labels), context.labels)


def _fill(name: str, folder: Path, document: dict[str, Any], context: Context, look: Look) -> None:
    """Write the files of a report into *folder*, and say how many there are."""
    from mlkb.fill.folder import save_folder

    labels, format_of = context.labels, filer(name)
    files = format_of.files(document, labels, look)
    left = save_folder(folder, files, format_of.owned(document))
    path = printable(str(folder))
    click.echo(labels.say("cli.folder-written", path=path, number=len(files)), err=True)
    if left:
        click.echo(labels.say("cli.folder-left", path=path, number=len(left)), err=True)


class Page(NamedTuple):
    """The page that a forge shows for this run; texts are added behind what stands there."""

    path: Path

    def add(self, text: Callable[[int], str], labels: Labels) -> None:
        """Add what *text* returns for the bytes that are taken; that it fails changes nothing."""
        try:
            with self.path.open("ab") as page:
                taken = page.tell()
                added = text(taken)
                page.write(("\n" * bool(taken and added) + added).encode("utf-8"))
        except OSError as refusal:
            why = refusal.strerror or str(refusal)
            click.echo(labels.say("cli.no-summary", why=why), err=True)


def summary_page(name: str) -> Page | None:
    """Return the page of this run for the format *name*, one of `SUMMARIES`, if there is one."""
    path = os.environ.get(SUMMARIES[name])
    return Page(Path(path)) if path else None


def folder_in_repository(root: Path) -> str:
    """Return where the project lies in its repository: nothing, or a path and a slash."""
    for above in (root, *root.parents):
        if os.path.lexists(above / ".git"):
            return "" if above == root else f"{root.relative_to(above).as_posix()}/"
    return ""


def _tell_where(context: Context) -> None:
    """Say where the commands and paths of a report hold, if that is not here."""
    root = context.project.root
    if root.resolve() != Path.cwd():
        folder = printable(shown(root, Path.cwd()))
        click.echo(context.labels.say("cli.run-there", folder=folder), err=True)
