"""`mlkb lint`: whether checklists are well formed, agree with each other, and make sense."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlkb.cli.context import environment_locale, locale_option, put
from mlkb.errors import HOLDS, USAGE, InvalidDocuments, UsageProblem
from mlkb.lint import Corpus, Grade, concerns
from mlkb.load.checklists import read_checklists
from mlkb.load.compiled import Bundled
from mlkb.load.config import find_project
from mlkb.render.labels import Labels
from mlkb.render.problems import tell, tell_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.lint import Concern
    from mlkb.lint.corpus import Account


@click.command("lint", help="cli.lint", short_help="cli.lint-short")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="cli.option-strict")
@locale_option
def lint_command(folders: tuple[Path, ...], strict: bool, locale: str | None) -> int:  # noqa: FBT001 - click passes options by name
    """Look at each folder; the problems of one do not hide those of the next."""
    project = find_project(Path.cwd())  # its library may be what does not load
    labels = Labels(locale or project.locale or environment_locale())
    bundled = Bundled()
    known = {name: bundled.data(name) for name in bundled}
    chosen = folders or project.checklists
    if not chosen:
        put(labels.say("cli.lint-nothing"))
    code = HOLDS
    for folder in chosen:
        if not folder.is_dir():
            raise UsageProblem("no-such-folder", path=str(folder))
        try:
            found = read_checklists(folder, known, bundled.shared())
        except InvalidDocuments as refused:
            click.echo(tell_all(refused.problems, labels, limit=None), err=True)
            code = USAGE
            continue
        corpus = Corpus(found, known)
        wrong = concerns(corpus)
        for one in wrong:
            put(_told(one, labels))
        checklists = labels.count("cli.checklists", len(corpus.own))
        put(f"{folder}: {_counted(checklists, wrong, labels)}")
        for line in _account(corpus.account, labels):
            put(line)
        if any(strict or one.grade is Grade.ERROR for one in wrong):
            code = USAGE
    return code


def _told(one: Concern, labels: Labels) -> str:
    """Return one finding as ``path:line:column: grade [code] words``."""
    place, _, words = tell(one.problem, labels).partition(f": [{one.problem.code}] ")
    return f"{place}: {labels.say(f'problem.grade-{one.grade}')} [{one.problem.code}] {words}"


def _counted(checklists: str, wrong: Sequence[Concern], labels: Labels) -> str:
    """Return how much of what was found, or that there is nothing."""
    if not wrong:
        return labels.say("cli.lint-clean", checklists=checklists)
    numbers = {grade: sum(one.grade is grade for one in wrong) for grade in Grade}
    counts = [
        labels.count(f"cli.lint-{grade}s", number) for grade, number in numbers.items() if number
    ]
    return labels.say("cli.lint-counts", checklists=checklists, counts=", ".join(counts))


def _account(account: Account, labels: Labels) -> Iterator[str]:
    """Yield what was decided for certain, where order decides, what was only tried or given up."""
    decided = [labels.count(f"cli.lint-{kind}", count) for kind, count in account.decided.items()]
    if decided:
        yield labels.say("cli.lint-decided", decided=", ".join(decided))
    for name, overlaps in account.overlaps.items():
        pairs = ", ".join(f"{one} < {other}" for one, other in overlaps)
        yield labels.say("cli.lint-overlaps", name=name, pairs=pairs)
    for name, tried in account.tried:
        yield labels.say("cli.lint-tried", name=name, tried=tried)
    if account.given_up:
        yield labels.say("cli.lint-given-up", names=", ".join(account.given_up))
