"""Problems and refusals in words: what is wrong, what was expected, the nearest name, what to do.

Facts come from files that nobody has vouched for. They are made printable and short, so that a file
can neither speak to the terminal nor push its own problem off the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.render.width import clip, printable, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkb.errors import MlkbError
    from mlkb.model.source import Location, Problem
    from mlkb.render.labels import Labels

_COLUMNS = 100
"""Of the screen on which all problems together should fit."""
_LONGEST_FACT = 60
_LONGEST_PATH = 80
_MOST_LISTED = 8
_KINDS = {
    "wrong-kind": ("given", "expected"),
    "empty": ("expected",),
    "report-value": ("expected",),
}
"""Facts that name a kind of thing, by code; a fact called *kind* always does."""


def tell(problem: Problem, labels: Labels) -> str:
    """Return one problem as ``path:line:column: [code] words``."""
    facts = {name: _fact(value) for name, value in problem.facts.items()}
    for name in (*_KINDS.get(problem.code, ()), "kind"):
        if name in facts:
            facts[name] = _word(labels, f"kind-{problem.facts[name]}", facts[name])
    if problem.code == "not-a-pattern":
        facts["form"] = _word(
            labels, f"form-{problem.facts['kind']}", labels.say("problem.form-id")
        )
    words = labels.say(f"problem.{_key(problem)}", **facts)
    if facts.get("nearest"):
        words += "; " + labels.say("problem.nearest", nearest=facts["nearest"])
    return f"{_place(problem.location)}: [{problem.code}] {words}"


def tell_all(problems: Sequence[Problem], labels: Labels, limit: int | None = 20) -> str:
    """Return the problems by file and line, as many as *limit* rows of a screen hold, and a count.

    The first is told however long it is; without a limit all are.
    """
    rows = 0
    told: list[str] = []
    for problem in _in_order(problems):
        line = tell(problem, labels)
        rows += -(-width(line) // _COLUMNS)
        if told and limit is not None and rows > limit:
            break
        told.append(line)
    left = len(problems) - len(told)
    if left:
        told.append(labels.say("problem.more", count=left))
    return "\n".join(told)


def tell_refusal(error: MlkbError, labels: Labels) -> str:
    """Return a refusal in words; those of documents are told by `tell_all`."""
    facts = {
        name: printable(str(value), lines=True) if name == "output" else _fact(value, _LONGEST_PATH)
        for name, value in error.facts.items()
    }
    if "kind" in facts:
        facts["kind"] = _word(labels, f"kind-{error.facts['kind']}", facts["kind"])
    return labels.say(f"error.{error.code}", **facts)


def _key(problem: Problem) -> str:
    """Return the key of the words; an id that is used twice may know where it was used first."""
    if problem.code == "duplicate-id" and problem.facts.get("first"):
        return "duplicate-id-at"
    return problem.code


def _word(labels: Labels, name: str, otherwise: str) -> str:
    try:
        return labels.say(f"problem.{name}")
    except KeyError:
        return otherwise


def _fact(value: object, longest: int = _LONGEST_FACT) -> str:
    if isinstance(value, (tuple, list)):
        shown = [_fact(entry) for entry in value[:_MOST_LISTED]]
        return ", ".join([*shown, "…"] if len(value) > _MOST_LISTED else shown)
    return clip(printable(str(value)[: 4 * longest]), longest)


def _place(location: Location) -> str:
    path = printable(location.path)
    if width(path) > _LONGEST_PATH:
        path = "…" + path[-_LONGEST_PATH // 2 :]
    return f"{path}:{location.line}:{location.column}" if location.line else path


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by place within each file, the files as they came."""
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.location.path, []).append(problem)
    return [
        problem
        for found in files.values()
        for problem in sorted(found, key=lambda one: (one.location.line, one.location.column))
    ]
