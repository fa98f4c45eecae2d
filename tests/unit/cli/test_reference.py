"""The command reference: everything that can be typed is on the page, in both languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING

import click
import pytest

from mlkb.cli import COMMANDS, reference
from mlkb.errors import BUG, INTERRUPTED
from mlkb.render.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ("en", "ko")


def a_page(locale):
    """Return what the macro makes for a page in a language, as Markdown and HTML."""
    given: list[Callable[[], str]] = []
    conf = {"theme": {"language": locale}}
    reference.define_env(SimpleNamespace(conf=conf, macro=given.append))
    [macro] = given
    assert macro.__name__ == "commands"
    return macro()


def every_command():
    """Yield every command that can be called, by what is typed."""
    for name, module in COMMANDS.items():
        command = getattr(import_module(module), f"{name}_command")
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", one) for sub, one in command.commands.items())
        else:
            yield name, command


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_command_and_option_is_on_the_page(locale):
    page = a_page(locale)
    sections = dict(
        re.findall(r"^## mlkb (.*?) \{:.*?\}\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL)
    )
    commands = dict(every_command())
    assert list(sections) == list(commands)
    for name, command in commands.items():
        text = unescape(sections[name])
        for param in command.params:
            if isinstance(param, click.Option):
                written = re.search(rf"<dt><code>{', '.join(param.opts)}( \S+)?</code></dt>", text)
                assert written, (name, param.opts)
                assert param.is_flag == (written[1] is None)
            else:
                assert (
                    Labels(locale).say(f"cli.argument-{name.replace(' ', '-')}-{param.name}")
                    in text
                )
            if getattr(param, "show_default", False):
                assert str(param.default) in text


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, _ in every_command()])
def test_the_words_are_those_that_help_prints(locale, name):
    done = subprocess.run(
        [sys.executable, "-m", "mlkb", *name.split(), "--help"],
        env={**os.environ, "LC_ALL": f"{locale}_XX.UTF-8", "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    printed = "".join(done.stdout.split())
    [told] = [one for one in reference.references(Labels(locale)) if one.name == name]
    for words in (*told.help, *(option.words for option in told.options), told.usage):
        assert "".join(words.split()) in printed


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_exit_code_is_explained_and_linked_to(locale):
    page = a_page(locale)
    rows = re.findall(r'<tr id="exit-(\d+)"><th scope="row">\1</th><td>(.+?)</td>', page)
    assert [int(code) for code, _ in rows] == list(reference.CODES)
    linked = set(re.findall(r'href="#exit-(\d+)"', page))
    assert linked == {code for code, _ in rows}


def test_a_command_names_the_gate_and_the_answers_only_if_it_reads_them():
    codes = {one.name: one.codes for one in reference.references(Labels("en"))}
    assert codes["check"] == reference.CODES
    assert codes["compare"] == (0, 2, 3, BUG, INTERRUPTED)
    assert codes["site build"] == (0, 2, BUG, INTERRUPTED)
    for name, module in COMMANDS.items():
        used = vars(import_module(module))
        reads = used.keys() & {"answer_paths", "assess_named", "received"}
        assert bool(reads) == (name in reference.ALSO)


def test_what_is_written_on_the_page_cannot_be_taken_for_markup():
    page = a_page("en")
    assert "<code>mlkb check CHECKLIST</code>" in page
    assert "FORMAT[=PATH]" in page
    assert "\n\n\n" not in page
    blocks = [block for block in page.split("\n\n") if not block.startswith("## ")]
    assert all(block.startswith("<div") for block in blocks)
