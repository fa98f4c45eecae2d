"""The first line of a comment, by which the next run finds it.

    <!-- mlkb:gap-report v=1 id=default run=123.1 head=9f8e7d6 -->

What is read back is untrusted: anybody can write such a line, and whoever may edit our comment can
change it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mlkb.errors import UsageProblem
from mlkb.forge.base import Run

_START = "<!-- mlkb:gap-report v=1 id={id} "
_RUN = re.compile(r"run=([0-9]{1,18})\.([0-9]{1,9}) ")
_ID = r"[a-z][a-z0-9-]{0,39}"
_UNKNOWN = Run(0, 0)
"""A run that is older than any."""


class Marker(NamedTuple):
    """Which report a comment is (*id*: a pull request may have several), and of which run."""

    id: str
    run: Run
    head: str


def marker(id: str, run: Run, head: str) -> Marker:
    """Return the marker of a comment; an *id* that cannot stand in one is refused."""
    if not re.fullmatch(_ID, id):
        raise UsageProblem("forge-malformed", given=id, source="--id", expected="gap-report")
    return Marker(id, run, head)


def whole(mark: Marker, body: str) -> str:
    """Return a comment as it is posted: its marker, then its *body*."""
    run = f"run={mark.run.id}.{mark.run.attempt}"
    return f"{_START.format(id=mark.id)}{run} head={mark.head} -->\n{body}"


def has_marker(body: str, id: str) -> bool:
    """Say whether *body* claims to be the report *id*; only its start counts."""
    return body.startswith(_START.format(id=id))


def run_of(body: str, id: str) -> Run:
    """Return the run that *body* claims to be of; one older than any if it is not readable."""
    found = _RUN.match(body, len(_START.format(id=id)))
    return Run(int(found[1]), int(found[2])) if found else _UNKNOWN
