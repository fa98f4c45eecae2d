"""`mlkb baseline update`: the list of known gaps, brought up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlkb.cli.assessing import answer_paths, assess
from mlkb.cli.context import Context, locale_option, open_context, put, today_option
from mlkb.errors import USAGE, InvalidDocuments, UsageProblem
from mlkb.evaluate.gate import baseline_standing
from mlkb.fill.baseline import Agreement, Update, baseline_text, updated
from mlkb.fill.save import save
from mlkb.load.baseline import NAME, named, parse_baseline
from mlkb.load.document import LARGEST_FILE, read_bytes
from mlkb.load.workspace import shown
from mlkb.model.baseline import Baseline
from mlkb.model.checklist import FAIL_ON
from mlkb.model.day import day_number
from mlkb.model.source import Location, Problem
from mlkb.render.width import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.group("baseline", help="cli.baseline")
def baseline_command() -> None:
    """Gather the commands of the baseline."""


@baseline_command.command("update", help="cli.baseline-update")
@click.argument("what", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE | FOLDER]...")
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="cli.option-baseline-file"
)
@click.option("--because", metavar="TEXT", help="cli.option-because")
@click.option("--by", metavar="NAME", help="cli.option-by")
@click.option("--until", metavar="YYYY-MM-DD", help="cli.option-until")
@click.option("--fail-on", type=click.Choice(FAIL_ON[1:]), help="cli.option-fail-on")
@click.option("--dry-run", is_flag=True, help="cli.option-dry-run")
@today_option
@locale_option
def update(  # noqa: PLR0917 - click passes options by name
    what: tuple[Path, ...],
    baseline: Path | None,
    because: str | None,
    by: str | None,
    until: str | None,
    fail_on: str | None,
    dry_run: bool,  # noqa: FBT001 - click passes options by name
    today: str | None,
    locale: str | None,
) -> None:
    """Write what blocks now, whatever the base: who calls this says so on purpose."""
    context = open_context(what[0] if what else Path.cwd(), locale=locale, today=today)
    root, answers = context.project.root, context.project.answers
    path = baseline or root / NAME
    name = shown(path, root)
    before = _bytes(path, name)
    known = Baseline(name, ()) if before is None else parse_baseline(before, name)
    paths = answer_paths(what, context.project)
    assessment = assess(context, paths, fail_on or context.project.fail_on)
    standing = baseline_standing(known, assessment, whole=answers in paths, strict=False)
    blocking = [gap for gap in (*assessment.gaps, *assessment.open) if gap.finding.blocks]
    change = updated(standing, blocking, _agreement(because, by, until, context.today))
    data = baseline_text(change.entries, context.labels.say("cli.baseline-heading")).encode()
    if sorted(change.entries, key=named) == list(known.entries):
        count = len(change.entries)
        put(context.labels.say("cli.baseline-as-it-is", path=printable(name), entries=count))
        return
    if len(data) > LARGEST_FILE:  # no run could read it again
        facts = {"size": len(data), "limit": LARGEST_FILE}
        problem = Problem("too-large", Location(name), facts)
        raise InvalidDocuments([problem], exit_code=USAGE)
    if not dry_run:
        save(path, data, expected=before, root=root)
    put("\n".join(_told(change, name, context, dry_run=dry_run)))


def _bytes(path: Path, name: str) -> bytes | None:
    """Return what a baseline file holds, None if there is none yet."""
    if not os.path.lexists(path):
        return None
    data, problems = read_bytes(path, name)
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    return data


def _agreement(
    because: str | None, by: str | None, until: str | None, today: int
) -> Agreement | None:
    """Return what new entries say, if anything was given; then it must be all of it."""
    given = {"--because": because, "--by": by, "--until": until}
    missing = [name for name, text in given.items() if not (text or "").strip()]
    if len(missing) == len(given):
        return None
    if missing or because is None or by is None or until is None:
        raise UsageProblem("baseline-words-incomplete", missing=", ".join(missing))
    day = day_number(until)
    if day is None:
        raise UsageProblem("not-a-date", given=until)
    if day < today:
        raise UsageProblem("baseline-until-over", given=until)
    reason, person = (" ".join(printable(text).split()) for text in (because, by))
    return Agreement(reason, person, day)


def _told(change: Update, name: str, context: Context, *, dry_run: bool) -> Iterator[str]:
    counts = {"added": change.added, "removed": change.removed, "raised": change.raised}
    say = context.labels.say
    if not dry_run:
        yield say("cli.new-written", path=printable(name))
    told = [say(f"cli.baseline-{word}", number=count) for word, count in counts.items() if count]
    if told:
        yield ", ".join(told)
    if dry_run:
        yield say("migrate.dry-run")
