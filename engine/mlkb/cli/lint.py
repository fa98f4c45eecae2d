"""`mlkb lint`: whether checklists are well formed, and in agreement with each other."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.context import environment_locale, locale_option, open_context, put
from mlkb.errors import UsageProblem
from mlkb.load.checklists import read_checklists
from mlkb.load.compiled import Bundled
from mlkb.render.labels import Labels

_WORDS = Labels(environment_locale())


@click.command("lint", help=_WORDS.say("cli.lint"))
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@locale_option
def lint_command(folders: tuple[Path, ...], locale: str | None) -> None:
    """Read each folder strictly; the problems of one do not hide those of the next."""
    context = open_context(Path.cwd(), locale=locale)
    bundled = Bundled()
    known = {name: bundled.data(name) for name in bundled}
    chosen = folders or context.project.checklists
    if not chosen:
        put(context.labels.say("cli.lint-nothing"))
    for folder in chosen:
        if not folder.is_dir():
            raise UsageProblem("no-such-folder", path=str(folder))
        found = read_checklists(folder, known, bundled.shared())
        checklists = context.labels.count("cli.checklists", len(found.checklists))
        put(f"{folder}: {context.labels.say('cli.lint-clean', checklists=checklists)}")
