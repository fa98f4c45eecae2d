"""`mlkb comment`: a gap report as the one comment on a pull request."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlkb.cli.context import environment_locale, locale_option, put
from mlkb.cli.reports import folder_in_repository, summary_page
from mlkb.errors import NotCommented, UsageProblem
from mlkb.forge import FORGES, forge
from mlkb.forge.base import Links, Run, Wanted
from mlkb.forge.marker import marker, whole
from mlkb.forge.upsert import upsert
from mlkb.load.config import find_project
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_refusal
from mlkb.render.received import received
from mlkb.report import comment
from mlkb.report.base import Look
from mlkb.report.github import ROOM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.forge.base import Kind, Place
    from mlkb.forge.upsert import Effect

_NO_RUN = Run(0, 0)


@click.command("comment", help="cli.comment", short_help="cli.comment-short")
@click.argument("forge_name", type=click.Choice(list(FORGES)), metavar="github|gitlab")
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--id", default="default", show_default=True, metavar="ID", help="cli.option-id")
@click.option("--dry-run", is_flag=True, help="cli.option-comment-dry-run")
@click.option("--require-comment", is_flag=True, help="cli.option-require-comment")
@click.option("--author", default="", metavar="LOGIN", help="cli.option-author")
@click.option("--repo", default="", metavar="NAME", help="cli.option-repo")
@click.option("--pull", default="", metavar="NUMBER", help="cli.option-pull")
@click.option("--head", default="", metavar="COMMIT", help="cli.option-head")
@click.option("--run", default="", metavar="RUN", help="cli.option-run")
@locale_option
def comment_command(  # noqa: PLR0917 - click passes options by name
    forge_name: str,
    report: Path,
    id: str,
    dry_run: bool,  # noqa: FBT001
    require_comment: bool,  # noqa: FBT001
    author: str,
    repo: str,
    pull: str,
    head: str,
    run: str,
    locale: str | None,
) -> None:
    """Read the report, and let the forge show it; that it does not is no reason to fail."""
    kind = forge(forge_name)
    project = find_project(Path.cwd())
    labels = Labels(locale or project.locale or environment_locale())
    document = received(report)
    place = _place(kind, Wanted(repo, pull, head, run), optional=dry_run)
    links = kind.links(os.environ, place) if place else Links()
    look = Look(
        folder=folder_in_repository(project.root),
        head=place.head if place else head,
        url=links.files,
        report_url=links.run,
    )
    bodies = list(_bodies(document, labels, look, kind.ROOM))
    mark = marker(id, place.run if place else _NO_RUN, place.head if place else head)
    if dry_run or place is None:
        put(whole(mark, bodies[0]) if bodies else labels.say("cli.comment-silent"))
        return
    try:
        thread = kind.open_thread(place, os.environ, author=author)
        first = bodies[0] if bodies else None
        later = bodies[0] if bodies else comment.closed(labels)
        put(_told(upsert(kind, thread, mark, first=first, later=later), labels))
    except NotCommented as refusal:
        if require_comment:
            raise
        _fall_back(refusal, bodies, labels)


def _place(kind: Kind, wanted: Wanted, *, optional: bool) -> Place | None:
    """Return where to comment; where nothing is posted, that need not be known."""
    try:
        return kind.place(os.environ, wanted)
    except UsageProblem:
        if optional:
            return None
        raise


def _bodies(document: dict[str, Any], labels: Labels, look: Look, room: int) -> Iterator[str]:
    """Yield the longest form that fits; none where there is nothing to say."""
    if comment.silent(document):
        return
    for body in comment.shorter(document, labels, look):
        if len(body.encode("utf-16-le")) // 2 <= room:
            yield body
            return


def _told(effect: Effect, labels: Labels) -> str:
    told = labels.say(f"cli.comment-{effect.what}")
    lines = [f"{told}: {effect.address}" if effect.address else told]
    if not effect.tidy:
        lines.append(labels.say("cli.comment-untidy"))
    return "\n".join(lines)


def _fall_back(refusal: NotCommented, bodies: list[str], labels: Labels) -> None:
    """Say why there is no comment, and show what it would say on the page of the run."""
    why = tell_refusal(refusal, labels)
    page = summary_page("github")
    if page and bodies:
        body, size = bodies[0], len(bodies[0].encode())
        page.add(lambda taken: body if taken + size <= ROOM else "", labels)
        why = f"{why}. {labels.say('cli.comment-in-summary')}"
    if "GITHUB_ACTIONS" in os.environ:
        from mlkb.render.escape import command_text

        put(f"::notice title=mlkb::{command_text(why)}", commands=True)
    else:
        click.echo(why, err=True)
