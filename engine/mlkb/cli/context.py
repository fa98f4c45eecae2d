"""What every command needs: the language, the project, the day, and how refusals are told."""

from __future__ import annotations

import os
import sys
import time
from errno import EPIPE
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mlkb.errors import InvalidDocuments, MlkbError, UsageProblem
from mlkb.load.config import Project, find_project
from mlkb.load.library import Library
from mlkb.model.day import day_number
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.report.base import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SECONDS_PER_DAY = 86_400
_PROBLEMS_SHOWN = 20


class Context(NamedTuple):
    """The project with its library, the words, and today (UTC) as a day number."""

    project: Project
    library: Library
    labels: Labels
    today: int


def open_context(start: Path, *, locale: str | None, today: str | None = None) -> Context:
    """Return the context of a command that works on *start*; a wrong *today* is refused."""
    is_folder = os.path.isdir(start)  # noqa: PTH112 - unlike Path.is_dir, never raises
    folder = start.absolute() if is_folder else start.absolute().parent
    project = find_project(folder)
    number = int(time.time()) // _SECONDS_PER_DAY if today is None else day_number(today)
    if number is None:
        raise UsageProblem("not-a-date", given=today)
    labels = Labels(locale or project.locale or environment_locale())
    return Context(project, Library(project), labels, number)


def environment_locale() -> str:
    """Return the language that the environment asks for; English if it asks for none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            language = value.replace("_", ".").split(".")[0]
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def option_locale(arguments: Sequence[str]) -> str:
    """Return the language in which to tell an error, whether or not options were understood."""
    for place, argument in enumerate(arguments):
        if argument == "--locale" and place + 1 < len(arguments):
            chosen = arguments[place + 1]
        elif argument.startswith("--locale="):
            chosen = argument.removeprefix("--locale=")
        else:
            continue
        if chosen in LANGUAGES:
            return chosen
    return _project_locale() or environment_locale()


def _project_locale() -> str | None:
    """Return the language that the configuration here asks for, if it can be read."""
    try:
        return find_project(Path.cwd()).locale
    except (MlkbError, OSError):
        return None


def terminal_look() -> Look:
    """Return what standard output can show: its width, colours (`NO_COLOR`), its characters."""
    if sys.stdout is None:  # closed by the caller
        return Look()
    tty = sys.stdout.isatty()
    columns = 80
    if tty or "COLUMNS" in os.environ:
        import shutil

        columns = shutil.get_terminal_size((80, 24)).columns
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    colour = tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(columns=columns, colour=colour, symbols=encoding.startswith("utf"))


def put(text: str, *, commands: bool = False) -> None:
    """Print *text* on standard output; a reader that went away is click's to handle.

    With *commands*, the text is meant for a runner to act on; any other must not be.
    """
    try:
        click.echo(text if commands else _logged(text))
    except OSError as refusal:
        if refusal.errno == EPIPE:
            raise
        raise UsageProblem("output-failed", why=refusal.strerror or str(refusal)) from refusal


def _logged(text: str) -> str:
    """Return *text* for the log of a runner, if one is reading along: none of it is a command."""
    if "GITHUB_ACTIONS" not in os.environ:
        return text
    from mlkb.render.escape import log_text

    return log_text(text)


def tell_error(error: MlkbError, arguments: Sequence[str]) -> None:
    """Print why something was refused, and what to do, on standard error."""
    from mlkb.render.problems import tell_all, tell_refusal

    labels = Labels(option_locale(arguments))
    if isinstance(error, InvalidDocuments):
        told = tell_all(error.problems, labels, limit=_PROBLEMS_SHOWN)
    else:
        told = tell_refusal(error, labels)
    click.echo(_logged(told), err=True)


def locale_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--locale` to a command."""
    option = click.option("--locale", type=click.Choice(LANGUAGES), help="cli.option-locale")
    return option(command)


def today_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--today` to a command."""
    option = click.option("--today", metavar="YYYY-MM-DD", help="cli.option-today")
    return option(command)
