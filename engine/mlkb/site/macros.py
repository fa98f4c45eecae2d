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
    {{ published() }}                   the files that other tools read
    {{ figure('flywheel') }}            a drawing, with what it shows in words
    {{ pipeline('github') }}            a workflow, job or template for pull requests, to copy
    {{ cite('mlopsworld-l1-…') }}       a small link to a claim, behind a statement

A macro reads the language of the site, the address of its page and its own arguments, nothing
else, so that pages build alike under every generator that knows macros. Where its links lead is for
`site.places` to say.

Any site of MkDocs may load this module: what its pages need beyond their text is added to its
configuration, unless it is there. What `extra.mlkb.handbook` says is in `site.places`.
"""

from __future__ import annotations

import gc
import logging
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkb.errors import InvalidDocuments, MlkbError
from mlkb.load.config import find_project
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_all, tell_refusal
from mlkb.site.assets import SCRIPTS, STYLES, write_assets
from mlkb.site.handbook import Handbook
from mlkb.site.places import HERE, HOME, Places, embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.load.config import Project

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
    "published",
    "figure",
    "pipeline",
    "cite",
)
"""The methods of `Handbook` that pages may call."""

_OPENED: dict[Path, Handbook] = {}
"""The last handbook that could be opened, by the root of its project: while pages are served, a
checklist that is wrong must not take away those that were right before."""


class MacroRefused(Exception):
    """Says in words what is wrong with what a page asks for."""


def define_env(env: Any) -> None:  # noqa: ANN401 - the plugin's environment, or another generator's
    """Register the macros for the project that the configuration lies in."""
    root = Path(env.project_dir)
    env.handbook = opened(root, env.conf)
    labels, places = env.handbook.wording.labels, places_of(env.conf, root)
    for name in MACROS:
        env.macro(placed(getattr(env.handbook, name), places, labels, lambda: env.page))
    complete(env.conf)


def on_post_build(env: Any) -> None:  # noqa: ANN401
    """Put what the pages load into the site that was built."""
    handbook = env.handbook
    write_assets(Path(env.conf["site_dir"]), handbook.library, handbook.wording.labels.locale)


def language(conf: Mapping[str, Any], fallback: str | None = "") -> str:
    """Return the language of a site: its theme's if it is one of ours, else *fallback*."""
    said = [str(conf["theme"].get(key, "")) for key in ("language", "locale")]
    for name in (*said, fallback or ""):
        spoken = name.replace("_", "-").partition("-")[0]
        if spoken in LANGUAGES:
            return spoken
    return LANGUAGES[0]


def places_of(conf: Mapping[str, Any], root: Path) -> Places:
    """Return where a site has what macros link to; *root* is the folder of its configuration."""
    said = (conf.get("extra") or {}).get("mlkb") or {}
    handbook = str(said.get("handbook") or "")
    if handbook == HERE:
        return Places(HERE)
    pages = embedded(root / conf["docs_dir"], folders=bool(conf.get("use_directory_urls", True)))
    return Places(f"{handbook.rstrip('/')}/" if handbook else "", pages)


def placed(
    macro: Callable[..., str], places: Places, labels: Labels, page: Callable[[], Any]
) -> Callable[..., str]:
    """Return *macro* with links that fit the page it is called on, which *page* returns.

    What a page asks for in vain is refused in the words of *labels*.
    """
    takes_home = "home" in signature(macro).parameters

    @wraps(macro)
    def on_page(*arguments: Any, **named: Any) -> str:  # noqa: ANN401
        if takes_home:
            named["home"] = HOME
        try:
            html = macro(*arguments, **named)
        except MlkbError as error:
            raise MacroRefused(tell_refusal(error, labels)) from error
        here = page()
        source = getattr(here, "path", "")  # Zensical's pages have one, and its links follow files
        return places.settled(html, here.url, source)

    return on_page


def complete(conf: Any) -> None:  # noqa: ANN401 - a mapping that may be changed
    """Add to the configuration what the macros' HTML needs and the site does not name itself."""
    for key, wanted in (("extra_css", STYLES), ("extra_javascript", SCRIPTS)):
        there = {path_of(entry) for entry in conf[key]}
        conf[key] += [path for path in wanted if path not in there]
    extensions = conf["markdown_extensions"]
    if isinstance(extensions, list) and "attr_list" not in extensions:  # anchors of headings
        extensions.append("attr_list")


def path_of(entry: Any) -> str:  # noqa: ANN401 - what a configuration may hold
    """Return the path of a script or style, which an entry is or has."""
    path = entry.get("path") if isinstance(entry, dict) else getattr(entry, "path", entry)
    return str(path)


def opened(root: Path, conf: Mapping[str, Any]) -> Handbook:
    """Return the handbook of the project at *root* in the language of the site.

    A checklist that is wrong ends the build; if it was right before, it is only told of, and the
    handbook is what it was.
    """
    try:
        project = find_project(root)
        _OPENED[root] = _opened(project, language(conf, project.locale))
    except InvalidDocuments as refused:
        told = tell_all(refused.problems, Labels(language(conf)))
        if root not in _OPENED:
            raise SystemExit(told) from refused
        logging.getLogger("mlkb").warning(told)
    return _OPENED[root]


def _opened(project: Project, locale: str) -> Handbook:
    """Open a handbook without the garbage collector.

    Reading many checklists makes only things that stay; it would go through all of them again and
    again (measured: 60 % of the time for a hundred checklists).
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        handbook = Handbook(project, locale)
        for name in handbook.library:
            handbook.library[name]  # built now rather than page by page
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
    return handbook
