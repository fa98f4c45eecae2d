"""`--report FORMAT[=PATH]`: one evaluation, written in as many formats as asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlkb.cli.context import Context, environment_locale, put, terminal_look
from mlkb.errors import UnknownName
from mlkb.render.labels import Labels
from mlkb.report import REPORTERS, reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Target = tuple[str, Path | None]
"""A format, and the file to write it to; None is standard output."""


def report_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--report`, which may stand several times."""
    words = Labels(environment_locale())
    option = click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT[=PATH]",
        help=words.say("cli.option-report", formats=", ".join(REPORTERS)),
    )
    return option(command)


def targets(reports: Sequence[str]) -> tuple[Target, ...]:
    """Return what `--report` asks for; the terminal if nothing is. Raises `UnknownName`."""
    found = []
    for text in reports or ("terminal",):
        name, _, path = text.partition("=")
        if name not in REPORTERS:
            raise UnknownName(kind="report-format", name=name, known=REPORTERS)
        found.append((name, Path(path) if path else None))
    return tuple(found)


def write_reports(document: dict[str, Any], context: Context, to: Sequence[Target]) -> None:
    """Render *document* in each format; a file is written whole or not at all."""
    look = terminal_look()
    for name, path in to:
        text = reporter(name).render(document, context.labels, look)
        if path is None:
            put(text.removesuffix("\n"))
        else:
            from mlkb.fill.save import save_new

            save_new(path, text.encode("utf-8"), replace=True)
