"""
A folder with one Markdown file for each gap, ready to become an issue.

    mlkb check --report issues=FOLDER

A file says what falls short, why it matters, the first step, which evidence is wanted, who does it
until when, and where that comes from. A later run replaces its own files and removes those of gaps
that are closed: the first line of a file says whose it is. Files of others stay as they are, and so
do those of subjects and checklists that the run did not look at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mlkb.render.entries import fingerprint
from mlkb.render.issue import issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkb.render.labels import Labels
    from mlkb.render.referring import Names
    from mlkb.report.base import Look

_MARK = re.compile(r"<!-- mlkb:issue v=1 of=([0-9a-f]{64}) gap=[0-9a-f]{64} -->")
_UNSAFE = re.compile(r"[^a-z0-9.-]|(?<![a-z0-9])[.-]|[.-](?![a-z0-9])")
_LONGEST = 150
"""Characters of a file's name, which leave room for the ending of a temporary file beside it."""


def files(document: dict[str, Any], labels: Labels, _look: Look) -> dict[str, str]:
    """Return the text of each file by its name, those of overdue plans first."""
    found = sorted(issues(document, labels), key=lambda one: not one.overdue)
    return {file_name(one.names): f"{_mark(one.names)}\n\n{one.text}" for one in found}


def owned(document: dict[str, Any]) -> Callable[[str], bool]:
    """Return what says by its first line whether a file is one that *document* decides about."""
    parts = {_part((one["checklist"], one["subject"], "")) for one in document["evaluations"]}

    def is_ours(line: str) -> bool:
        mark = _MARK.fullmatch(line)
        return mark is not None and mark[1] in parts

    return is_ours


def file_name(names: Names) -> str:
    """Return the name of a gap's file, which no other gap has, on any file system."""
    checklist, subject, question = names
    stem = "--".join(map(_escaped, (subject, checklist, question)))
    if len(stem) > _LONGEST:
        stem = f"{stem[: _LONGEST - 18]}__{fingerprint(names)[:16]}"
    return f"{stem}.md"


def _escaped(name: str) -> str:
    """Return *name* in small letters and digits, and single dots and hyphens between those."""
    return (
        _UNSAFE.sub(
            lambda one: "".join(f"_{byte:02x}" for byte in one[0].encode("utf-8", "surrogatepass")),
            name,
        )
        or "_"
    )


def _mark(names: Names) -> str:
    return f"<!-- mlkb:issue v=1 of={_part(names)} gap={fingerprint(names)} -->"


def _part(names: Names) -> str:
    """Return what identifies the checklist and the subject of a gap."""
    return fingerprint((names[0], names[1], ""))
