"""
The macros of the handbook: what a page may ask for.

    {{ checklist('mlops-process') }}    every question, by section
    {{ levels('mlops-process') }}       the ladder, and which question stands where
    {{ comparison('team-structure') }}  what is expected of each type, fact by fact, as a table
    {{ cards('fsdl-roles') }}           the cards of one family: roles, jobs, types, archetypes
    {{ card('fsdl-ml-engineer') }}      one card, for the page that is about it
    {{ questions_about('rnd') }}        the questions that rest on the same statements as a card
    {{ checklists() }}                  all checklists, each with what it decides
    {{ sources() }}                     the documents, their claims, and where each is used
    {{ glossary() }}                    the words of the handbook
    {{ cite('mlopsworld-l1-…') }}       a small link to a claim, behind a statement

A macro reads the language of the site and its own arguments, nothing else, so that pages build
alike under every generator that knows macros. `home` is the way from the page to the home of its
language, for links.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from mlkb.load.config import find_project
from mlkb.site.assets import write_assets
from mlkb.site.handbook import Handbook

MACROS = (
    "checklist",
    "levels",
    "comparison",
    "cards",
    "card",
    "questions_about",
    "checklists",
    "sources",
    "glossary",
    "cite",
)
"""The methods of `Handbook` that pages may call."""


def define_env(env: Any) -> None:  # noqa: ANN401 - the plugin's environment, or another generator's
    """Register the macros for the project in the working directory."""
    env.handbook = opened(find_project(Path.cwd()), env.conf["theme"]["language"])
    for name in MACROS:
        env.macro(getattr(env.handbook, name))


def on_post_build(env: Any) -> None:  # noqa: ANN401
    """Put what the pages load into the site that was built."""
    site = Path(env.conf["site_dir"])
    write_assets(site, env.handbook.library, env.conf["theme"]["language"])


def opened(project: Any, locale: str) -> Handbook:  # noqa: ANN401
    """Return the handbook of *project* in one language.

    Reading many checklists makes only things that stay; the garbage collector would go through all
    of them again and again (measured: 60 % of the time for a hundred checklists).
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        handbook = Handbook(project, locale)
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
    return handbook
