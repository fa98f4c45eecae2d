"""What pages load besides their text: styles, the browser's evaluator and form, the checklists.

Everything is written into a built site below `FOLDER`, so that a page works from any address, from
a file too: nothing is fetched, all is classic script.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkb.model.text import LANGUAGES
from mlkb.render.labels import FOLDER as LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.load.config import Project
    from mlkb.load.library import Library

FOLDER = "assets/mlkb"
"""Where a site has them, below its home."""

STYLES = (f"{FOLDER}/mlkb.css", f"{FOLDER}/form.css")
SCRIPTS = (f"{FOLDER}/mlkb.js",)
"""What every page with macros loads, from the home of its site; the rest is loaded when needed."""

SOURCES = Path(__file__).parent / "assets"

EVALUATOR = (
    "questions",
    "model",
    "findings",
    "run",
    "results",
    "profiles",
    "quadrant",
    "levels",
    "next-level",
    "evaluate",
)
"""The parts of the evaluator, in the order in which they build on each other."""

FORM: tuple[str, ...] = (
    "words",
    "result-telling",
    "result-words",
    "result-work",
    "result-standing",
    "result-markdown",
    "result-issue",
    "result-figures",
    "result-view",
    "dom",
    "sheets",
    "store",
    "remarks",
    "controls",
    "conditions",
    "facts",
    "kept",
    "links",
    "share",
    "files",
    "shown",
    "core",
    "panel",
    "guest",
    "page",
    "form",
)
"""The parts of the form, likewise; they build on the evaluator."""

ANSWER_FILE = (
    "answer-file-document",
    "answer-file-shapes",
    "answer-file-read",
    "answer-file-write",
    "answer-file-page",
    "answer-file-edit",
    "answer-file",
)
"""What reads and writes answer files, loaded when somebody wants that; it builds on the form."""

_WORDS = ("form", "report")
"""The areas of words that the form speaks with."""


def write_assets(site: Path, library: Library, locale: str) -> None:
    """Write what the pages of the site in the folder *site* load; its language is *locale*."""
    for name, text in assets(library, locale):
        path = site / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def assets(library: Library, locale: str) -> Iterator[tuple[str, str]]:
    """Yield the path below `FOLDER` and the text of everything that pages load."""
    for path in sorted((*SOURCES.glob("*.*"), *(SOURCES / "vendor").glob("*.js"))):
        yield path.relative_to(SOURCES).as_posix(), path.read_text(encoding="utf-8")
    yield "evaluate.js", joined("evaluate", EVALUATOR)
    yield "form.js", joined("form", FORM)
    yield "answer-file.js", joined("form", ANSWER_FILE)
    yield "words.js", _script("mlkb.words", _json(speech(library, locale)))
    ladders = [ladder for shelf in library.shelves for ladder in shelf.index["ladders"]]
    project = _script("mlkb.project", _json(_asked_for(library.project)))
    yield "ladders.js", _script("mlkb.ladders", _json(ladders)) + project
    for name in library:
        yield f"checklists/{name}.js", _script(f'mlkb.checklists["{name}"]', library.text(name))


def joined(folder: str, names: tuple[str, ...]) -> str:
    """Return the scripts of a folder as one, in the order of *names*, comments left at home."""
    scripts = ((SOURCES / folder / f"{name}.js").read_text(encoding="utf-8") for name in names)
    return "".join(map(without_comments, scripts))


def without_comments(script: str) -> str:
    """Return *script* without the lines that are nothing but a comment."""
    lines = script.splitlines(keepends=True)
    return "".join(line for line in lines if not line.lstrip().startswith("//"))


def _asked_for(project: Project) -> dict[str, Any]:
    """Return what a project asks of every evaluation, as the browser's evaluator takes it."""
    tailor = {}
    for name, change in project.tailor.items():
        fields = {"severity": change.severity, "weight": change.weight, "target": change.target}
        tailor[name] = {key: value for key, value in fields.items() if value is not None}
        if change.drop is not None:
            tailor[name]["drop"] = change.drop
    return {"fail_on": project.fail_on, "tailor": tailor}


def speech(library: Library, locale: str) -> dict[str, Any]:
    """Return what the form says: words by key, and the titles of roles."""
    spoken = locale if locale in LANGUAGES else LANGUAGES[0]
    words = {
        f"{area}.{key}": text
        for area in _WORDS
        for key, text in json.loads((LOCALES / spoken / f"{area}.json").read_text("utf-8")).items()
    }
    roles = {name: title.spoken(spoken) for name, title in library.roles.items()}
    return {"locale": spoken, "words": words, "roles": roles}


def _script(name: str, data: str) -> str:
    """Return a script that puts *data* under *name*; the object that holds it is there already."""
    return f"{name}={data.strip()};\n"


def _json(data: Any) -> str:  # noqa: ANN401 - plain data
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
