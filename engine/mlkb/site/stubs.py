"""Pages and checklists belong together: each checklist has a page in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlkb.model.source import Location, Problem
from mlkb.model.text import LANGUAGES
from mlkb.render.pages import CHECKLISTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DOCS = "docs"


def missing_pages(root: Path, checklists: Iterable[str]) -> list[Problem]:
    """Return a problem for each page below *root* that is missing or lacks its checklist."""
    problems = []
    for name in checklists:
        call = f"{{{{ checklist('{name}') }}}}"
        embeds = re.compile(rf"\{{\{{-?\s*checklist\(\s*['\"]{re.escape(name)}['\"]")
        for locale in LANGUAGES:
            page = root / DOCS / locale / CHECKLISTS / f"{name}.md"
            place = Location(page.relative_to(root).as_posix())
            facts = {"checklist": name, "call": call}
            if not page.is_file():
                problems.append(Problem("site-page-missing", place, facts))
            elif not embeds.search(page.read_text(encoding="utf-8")):
                problems.append(Problem("site-page-silent", place, facts))
    return problems
