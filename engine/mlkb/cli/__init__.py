"""The command line: the only place that prints, writes and exits.

Commands are imported when they are called, so that none pays for another.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from mlkb import __version__
from mlkb.cli.context import environment_locale, tell_error
from mlkb.cli.spoken import spoken
from mlkb.errors import BUG, INTERRUPTED, USAGE, MlkbError
from mlkb.render.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "align": "mlkb.cli.align",
    "baseline": "mlkb.cli.baseline",
    "check": "mlkb.cli.check",
    "comment": "mlkb.cli.comment",
    "compare": "mlkb.cli.compare",
    "lint": "mlkb.cli.lint",
    "list": "mlkb.cli.browse",
    "migrate": "mlkb.cli.migrate",
    "new": "mlkb.cli.new",
    "rank": "mlkb.cli.rank",
    "schema": "mlkb.cli.schema",
    "show": "mlkb.cli.browse",
    "site": "mlkb.cli.site",
}


class _Commands(click.Group):
    """The commands by name, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in alphabetical order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; a name that is none gets the nearest one that is."""
        if cmd_name not in COMMANDS:
            from mlkb.errors import UnknownName

            del ctx
            raise UnknownName(kind="command", name=cmd_name, known=COMMANDS)
        module: Any = import_module(COMMANDS[cmd_name])
        return spoken(getattr(module, f"{cmd_name}_command"), Labels(environment_locale()))


@click.group(
    cls=_Commands,
    name="mlkb",
    help=Labels(environment_locale()).say("cli.help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="mlkb", message="%(prog)s %(version)s")
def cli() -> None:
    """Gather the commands."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (DESIGN section 5); nothing is raised."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = cli.main(args=given, prog_name="mlkb", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("", err=True)
        code = INTERRUPTED
    except click.ClickException as wrong:
        wrong.show()
        code = USAGE
    except MlkbError as error:
        tell_error(error, given)
        code = error.exit_code
    except Exception:  # noqa: BLE001 - the one place where a bug becomes a report
        code = _bug(given)
    return code if isinstance(code, int) else 0


def _bug(arguments: Sequence[str]) -> int:
    """Print a report that can be pasted into an issue: nothing in it comes from answer files."""
    import platform
    import traceback

    trace = traceback.format_exc(limit=-12)
    names = [one for one in arguments if one.startswith("-") or one in COMMANDS]
    words = Labels(environment_locale())
    click.echo(words.say("cli.bug"), err=True)
    click.echo(
        f"\n```\nmlkb {__version__}, Python {platform.python_version()}, {platform.system()}\n"
        f"mlkb {' '.join(names)} …\n{trace}```",
        err=True,
    )
    return BUG
