"""The command reference as a macro of the handbook: {{ commands() }}.

It is made from the commands themselves, in the words of `--help`, in the language of the site. It
is a module of its own, beside `site.macros`, because the site knows nothing of the command line.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from markupsafe import Markup, escape

from mlkb.cli import COMMANDS
from mlkb.cli.spoken import spoken
from mlkb.errors import ANSWERS, BUG, GATE, HOLDS, INTERRUPTED, USAGE
from mlkb.render.labels import Labels
from mlkb.site.handbook import templates
from mlkb.site.macros import language

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = (HOLDS, GATE, USAGE, ANSWERS, BUG, INTERRUPTED)
ALWAYS = (HOLDS, USAGE, BUG, INTERRUPTED)
ALSO = {
    "align": (ANSWERS,),
    "baseline": (ANSWERS,),
    "check": (GATE, ANSWERS),
    "comment": (ANSWERS,),
    "compare": (ANSWERS,),
    "migrate": (ANSWERS,),
    "rank": (ANSWERS,),
}
"""The exit codes of commands that read answers, beside those that every command may end with."""

_CODE = re.compile("`([^`]+)`")


class Entry(NamedTuple):
    """An argument or an option: how it is written, what it means, and what holds without it."""

    written: str
    words: str
    default: str = ""


class Reference(NamedTuple):
    """All there is to say about one command."""

    name: str
    usage: str
    help: tuple[str, ...]
    arguments: tuple[Entry, ...]
    options: tuple[Entry, ...]
    codes: tuple[int, ...]


def define_env(env: Any) -> None:  # noqa: ANN401 - the plugin's environment, or another generator's
    """Register the macro."""
    labels = Labels(language(env.conf))

    def commands() -> str:
        return "\n\n".join(_told(labels))

    env.macro(commands)


def references(labels: Labels) -> Iterator[Reference]:
    """Yield every command that can be called, in the words of *labels*."""
    for name, module in COMMANDS.items():
        command: click.Command = getattr(import_module(module), f"{name}_command")
        yield from _references(name, name, command, labels)


def _references(
    name: str, called: str, command: click.Command, labels: Labels
) -> Iterator[Reference]:
    if isinstance(command, click.Group):
        for sub, one in command.commands.items():
            yield from _references(name, f"{called} {sub}", one, labels)
        return
    said = spoken(command, labels)
    context = click.Context(said, info_name=f"mlkb {called}")
    yield Reference(
        name=called,
        usage=" ".join([context.command_path, *said.collect_usage_pieces(context)]),
        help=tuple((said.help or "").split("\n\n")),
        arguments=tuple(
            Entry(
                one.make_metavar(context),
                labels.say(f"cli.argument-{called.replace(' ', '-')}-{one.name}"),
            )
            for one in said.params
            if isinstance(one, click.Argument)
        ),
        options=tuple(
            _option(one, context) for one in said.params if isinstance(one, click.Option)
        ),
        codes=tuple(sorted({*ALWAYS, *ALSO.get(name, ())})),
    )


def _option(option: click.Option, context: click.Context) -> Entry:
    written = ", ".join(option.opts)
    if not option.is_flag:
        written += f" {option.metavar or option.make_metavar(context)}"
    return Entry(
        written,
        option.help or "",
        default=str(option.default) if option.show_default else "",
    )


def _told(labels: Labels) -> Iterator[str]:
    """Yield the reference as Markdown headings and blocks of HTML without blank lines."""
    environment = templates()
    environment.filters |= {"say": labels.say, "with_code": _with_code}
    template = environment.get_template("command.html.j2")
    for one in references(labels):
        yield f"## mlkb {one.name} {{: #{one.name.replace(' ', '-')} }}"
        yield _block(template.render(command=one))
    yield f"## {labels.say('cli.reference-every')} {{: #every }}"
    every = [
        Entry("-h, --help", labels.say("cli.option-help")),
        Entry("mlkb --version", labels.say("cli.option-version")),
    ]
    bare = Reference("", "", (), (), tuple(every), ())
    yield _block(template.render(command=bare))
    yield f"## {labels.say('cli.reference-exit')} {{: #exit }}"
    codes = environment.get_template("exit-codes.html.j2")
    yield _block(codes.render(codes=CODES))


def _with_code(text: str) -> Markup:
    """Return *text* with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


def _block(html: str) -> str:
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
