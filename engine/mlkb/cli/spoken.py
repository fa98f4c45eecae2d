"""Commands name their help by key; here it is said in one language, at the prompt or on a page."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import click

from mlkb.report import FORMATS

if TYPE_CHECKING:
    from mlkb.render.labels import Labels

_FACTS = {"formats": ", ".join(FORMATS), "baseline": "mlkb-baseline.yaml"}
"""What fills the words of an option."""


def spoken(command: click.Command, labels: Labels) -> click.Command:
    """Return *command*, whose texts are keys, with those of its options and commands as words."""
    said = copy(command)
    said.help = _said(command.help, labels)
    said.short_help = _said(command.short_help, labels)
    said.params = [_option(one, labels) for one in command.params]
    if isinstance(said, click.Group):
        said.commands = {name: spoken(one, labels) for name, one in said.commands.items()}
    return said


def _option(param: click.Parameter, labels: Labels) -> click.Parameter:
    if not isinstance(param, click.Option):
        return param
    said = copy(param)
    said.help = _said(param.help, labels)
    return said


def _said(key: str | None, labels: Labels) -> str | None:
    return labels.say(key, **_FACTS) if key else None
