"""The files that mlkb hands out for pull requests, as a page shows them.

A page shows the file itself, so the two cannot differ. It is written as HTML, coloured by the
library that colours every other block of code, because Markdown cannot fold a block away.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]

from mlkb.errors import UnknownName
from mlkb.render.markup import Markup, tag

FOLDER = Path(__file__).parents[1] / "pipelines"


class Pipeline(NamedTuple):
    """A file that is handed out: what it is called here, and where a repository keeps it."""

    file: str
    kept_as: str


PIPELINES = {
    "github": Pipeline("github.yml", ".github/workflows/mlkb.yml"),
    "github-fork-check": Pipeline("github-fork-check.yml", ".github/workflows/mlkb-check.yml"),
    "github-fork-comment": Pipeline(
        "github-fork-comment.yml", ".github/workflows/mlkb-comment.yml"
    ),
    "github-main": Pipeline("github-main.yml", ".github/workflows/mlkb-main.yml"),
    "gitlab": Pipeline("gitlab.yml", ".gitlab-ci.yml"),
    "pull-request": Pipeline("pull-request.{locale}.md", ".github/pull_request_template.md"),
}
_LANGUAGES = {".yml": "yaml", ".md": "markdown"}


def shown(name: str, locale: str, *, folded: bool) -> Markup:
    """Return the file *name* with the path that a repository keeps it under, *folded* or open."""
    if name not in PIPELINES:
        raise UnknownName(kind="pipeline", name=name, known=PIPELINES)
    path = FOLDER / PIPELINES[name].file.format(locale=locale)
    kept_as, language = PIPELINES[name].kept_as, _LANGUAGES[path.suffix]
    lexer = get_lexer_by_name(language)
    coloured = highlight(path.read_text("utf-8"), lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
    code = tag("code", Markup(coloured.replace("\n\n", "\n&#10;")))  # a blank line ends HTML
    title = None if folded else tag("span", kept_as, class_="filename")
    block = tag("div", title, tag("pre", code), class_=f"language-{language} highlight")
    if not folded:
        return block
    return tag("details", tag("summary", tag("code", kept_as)), block, class_="mlkb-file")
