"""What the YAML parser refuses, in our words where the trap is a known one, else in the parser's."""

from __future__ import annotations

from typing import Any

import yaml

from mlkb.model.source import Location, Problem

_RESERVED = ("@", "`", "%")
_PROPERTIES = {"while scanning an alias": "*", "while scanning an anchor": "&"}

_MISALIGNED = ("did not find expected key", "did not find expected '-' indicator")


def syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """Return the problem that *error* found in *text*, at the place where one would mend it."""
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem("yaml-syntax", Location(path), {"why": str(said or error).splitlines()[0]})
    opened = getattr(error, "context_mark", None) or mark
    code, facts = _trap(said, context, _rest_of_line(text, mark), _line_before(text, mark))
    if code in ("open-quote", "trap-at"):
        mark = opened if code == "open-quote" or context in _PROPERTIES else mark
    return Problem(code, Location(path, mark.line + 1, mark.column + 1), facts)


def _trap(said: str, context: str, here: str, before: str) -> tuple[str, dict[str, object]]:
    """Return the code and the facts; *before* and *here* are the line up to the mark and from it."""
    if "tab character" in said or (here[:1] == "\t" and "cannot start any token" in said):
        return "tab", {}
    if "mapping values are not allowed" in said or (here[:1] == ":" and "did not find" in said):
        return ("trap-colon" if ":" in before else "indentation"), {}
    if "cannot start any token" in said and here.startswith(_RESERVED):
        return "trap-at", {"character": here[:1]}
    if context in _PROPERTIES:
        return "trap-at", {"character": _PROPERTIES[context]}
    if context == "while scanning a quoted scalar" and "unexpected end of stream" in said:
        return "open-quote", {}
    if "escape" in said:
        return "unknown-escape", {"given": here[:2]}
    if "another document" in said:
        return "second-document", {}
    if "did not find expected" in said and before.rstrip().endswith(("'", '"')) and here.strip():
        return "text-after-quote", {}
    if said in _MISALIGNED:
        return "indentation", {}
    return "yaml-syntax", {"why": said or context}


def _rest_of_line(text: str, mark: Any) -> str:  # noqa: ANN401 - a mark of either parser
    end = text.find("\n", mark.index)
    return text[mark.index : None if end < 0 else end]


def _line_before(text: str, mark: Any) -> str:  # noqa: ANN401
    return text[text.rfind("\n", 0, mark.index) + 1 : mark.index]
