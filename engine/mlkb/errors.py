"""Every refusal, and the exit code it leads to.

An error carries the *code* of an interface message (``error.<code>``) and the facts that fill it;
only `cli` turns it into words. Each class is named for who has to act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkb.model.source import Problem

HOLDS, GATE, USAGE, ANSWERS, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes of DESIGN section 5."""


class MlkbError(Exception):
    """Something refused, for a reason that a person can act on."""

    exit_code = USAGE

    def __init__(self, code: str, **facts: object) -> None:
        """Name the message by *code* and fill it with *facts*."""
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class UsageProblem(MlkbError):
    """The command line or the configuration asks for something that is not there."""


_MANY_OF = ("checklist", "question")
"""Kinds of which there are too many to name all in a line; a command lists them."""


class UnknownName(UsageProblem):
    """A name is not in the table that it was looked up in."""

    def __init__(self, *, kind: str, name: str, known: Iterable[str]) -> None:
        """Say that *name* is no *kind*, and which of the *known* names is nearest."""
        names = tuple(known)
        close = nearest(name, names)
        code = f"unknown-{kind}" if kind in _MANY_OF else "unknown-name"
        super().__init__(
            "unknown-name-nearest" if close else code,
            kind=kind,
            name=name,
            nearest=close,
            known=", ".join(names),
        )


class InvalidDocuments(MlkbError):
    """Files that do not hold what they should; *problems* are all of them at once."""

    def __init__(self, problems: Sequence[Problem], *, exit_code: int) -> None:
        """Carry every problem; *exit_code* is 2 for checklists and configuration, 3 for answers."""
        super().__init__("invalid-documents", count=len(problems))
        self.problems = tuple(problems)
        self.exit_code = exit_code


class NoAnswers(MlkbError):
    """Nothing that was named could be read as answers."""

    exit_code = ANSWERS


class EditRefused(MlkbError):
    """A file cannot be edited without changing more than one answer."""

    exit_code = ANSWERS


class CannotSave(MlkbError):
    """The disk or its permissions refuse a write; the file is as it was before."""

    exit_code = ANSWERS


class NotCommented(MlkbError):
    """A forge did not take the comment; whatever else the run found still holds."""


class SiteNotBuilt(MlkbError):
    """The handbook cannot be built here; a site that stands already is left as it is."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name closest to *name*, or an empty text if none is close."""
    names = {_plain(candidate): candidate for candidate in known}
    plain = _plain(name[:_LONGEST_NAME])
    if plain in names or not plain:
        return names.get(plain, "")
    from difflib import get_close_matches

    matches = get_close_matches(plain, _sharing_letters(plain, list(names)), n=1, cutoff=0.55)
    if not matches:
        matches = [candidate for candidate in names if candidate.startswith(plain)]
    return names[matches[0]] if len(matches) == 1 else ""


_LONGEST_NAME = 80
_MANY = 100
_WORTH_COMPARING = 20


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def _sharing_letters(name: str, names: list[str]) -> list[str]:
    """Return the few of many names that share most pairs of letters; comparing all takes long."""
    if len(names) <= _MANY:
        return names
    from heapq import nlargest

    pairs = {name[place : place + 2] for place in range(len(name))}
    return nlargest(
        _WORTH_COMPARING,
        names,
        key=lambda one: len(pairs & {one[place : place + 2] for place in range(len(one))}),
    )
