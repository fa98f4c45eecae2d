"""Facts about a run, from an option or else from the environment that the forge's runner sets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from mlkb.errors import UsageProblem
from mlkb.forge.base import Run

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMIT = r"[0-9a-f]{7,64}"
_NUMBER = r"[1-9][0-9]{0,17}"
_RUN = r"([1-9][0-9]{0,17})(?:\.([1-9][0-9]{0,8}))?"
_ADDRESS = r"https?://[A-Za-z0-9._:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?"


class Fact(NamedTuple):
    """A text, and where it is from, for whoever has to correct it."""

    text: str
    source: str


def site(environ: Mapping[str, str], variable: str) -> str:
    """Return the address of a page that a variable holds, or nothing."""
    found = re.fullmatch(_ADDRESS, environ.get(variable, ""))
    return found[0].rstrip("/") if found else ""


def fact(environ: Mapping[str, str], option: str, given: str, *variables: str) -> Fact:
    """Return what *option* was *given*, else what the first variable that is set holds."""
    if given:
        return Fact(given, option)
    for name in variables:
        if environ.get(name):
            return Fact(environ[name], name)
    raise UsageProblem("forge-missing", variable=variables[-1], option=option)


def matching(found: Fact, pattern: str, expected: str) -> re.Match[str]:
    """Return the match of a whole fact; one that does not look as *expected* is refused."""
    match = re.fullmatch(pattern, found.text)
    if match is None:
        raise UsageProblem(
            "forge-malformed", given=found.text, source=found.source, expected=expected
        )
    return match


def commit(found: Fact) -> str:
    """Return the commit that a fact names."""
    return matching(found, _COMMIT, "9f8e7d6")[0]


def number(found: Fact) -> int:
    """Return the number of a pull request."""
    return int(matching(found, _NUMBER, "12")[0])


def run(found: Fact) -> Run:
    """Return the run that a fact names, with its attempt after a dot."""
    match = matching(found, _RUN, "123.1")
    return Run(int(match[1]), int(match[2] or 1))


def api(found: Fact) -> str:
    """Return the address of an API, without a slash at its end.

    It is never an option, nor what somebody answered: the runner says where its forge is. If that
    is http, the runner has fetched the code over http too, and a token is no safer if we refuse.
    """
    address = matching(found, _ADDRESS, "https://example.com/api/v3")[0]
    try:
        urlsplit(address).port  # noqa: B018 - raises if it is none
    except ValueError:
        matching(found, r"(?!)", "https://example.com/api/v3")
    return address.rstrip("/")
