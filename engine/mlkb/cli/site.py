"""`mlkb site`: build the handbook in both languages, or serve one while it is written."""

from __future__ import annotations

from pathlib import Path

import click

from mlkb.cli.context import locale_option, open_context, put, tell_error


@click.group("site", help="cli.site")
def site_command() -> None:
    """Gather the commands of the site."""


@site_command.command("build", help="cli.site-build")
@click.option("--output", type=click.Path(path_type=Path), metavar="FOLDER", help="cli.site-out")
@click.option("--url", metavar="URL", help="cli.site-url")
@locale_option
def build(output: Path | None, url: str | None, locale: str | None) -> None:
    """Build both languages, strictly."""
    from mlkb.site.settings import address, check_installed

    check_installed()
    from mlkb.site.build import build as build_site

    context = open_context(Path.cwd(), locale=locale)
    root, say = context.project.root, context.labels.say
    out = output or root / "site"
    built = build_site(root, out, url=url, tell=lambda key: put(say(key)))
    put(say("site.built", folder=built.folder, pages=built.pages, links=built.links))
    if url is None:
        put(context.labels.say("cli.site-at", url=address(None)))


@site_command.command("serve", help="cli.site-serve")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    show_default=True,
    metavar="PORT",
    help="cli.option-port",
)
@locale_option
def serve(port: int, locale: str | None) -> int:
    """Serve one language and reload on changes."""
    from mlkb.site.settings import check_installed

    check_installed()
    from mlkb.site.build import serve as serve_site

    context = open_context(Path.cwd(), locale=locale)
    language = context.labels.locale
    return serve_site(
        context.project.root,
        language,
        port,
        refused=lambda error: tell_error(error, ["--locale", language]),
    )
