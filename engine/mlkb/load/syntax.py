"""What the YAML parser refuses: in our words where the trap is known, else in the parser's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    import yaml

_LONGEST_KEY = 1024
"""Characters; libyaml takes no longer ones."""
_PROPERTIES = {"while scanning an alias": "*", "while scanning an anchor": "&"}
_KNOWN = {
    "another document": "second-document",
    "did not find expected '-' indicator": "indentation",
    "did not find expected key": "indentation",
    "tab character": "tab",
}
"""Codes by what the parser says, where that is enough to know the trap."""


def syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """Return the problem that *error* found in *text*, at the place where one would mend it."""
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem("yaml-syntax", Location(path), {"why": str(said or error).splitlines()[0]})
    if context in _PROPERTIES:
        code, facts = "trap-at", {"character": _PROPERTIES[context]}
    elif context.endswith("a quoted scalar"):
        code, facts = _quoted(said, _from(mark, text))
    else:
        code, facts = _plain(said or context, _from(mark, text), _before(mark, text))
    if context in _PROPERTIES or code == "open-quote":
        mark = getattr(error, "context_mark", None) or mark
    return Problem(code, Location(path, mark.line + 1, mark.column + 1), facts)


def _quoted(said: str, here: str) -> tuple[str, dict[str, str]]:
    """Return code and facts of what went wrong inside quotes; *here* is the line from the mark."""
    if "escape" in said:
        return "unknown-escape", {"given": here[:2]}
    if "unexpected end of stream" in said or "unexpected document indicator" in said:
        return "open-quote", {}
    return "yaml-syntax", {"why": said}


def _plain(said: str, here: str, before: str) -> tuple[str, dict[str, str]]:
    """Return code and facts of anything else; *before* is the line up to the mark."""
    facts: dict[str, str] = {}
    if "cannot start any token" in said:
        code = "tab" if here[:1] == "\t" else "trap-at"
        facts = {} if code == "tab" else {"character": here[:1]}
    elif "mapping values are not allowed" in said or ("did not find" in said and here[:1] == ":"):
        code = "trap-colon" if ":" in before else "indentation"
        code = "long-key" if len(before.strip()) > _LONGEST_KEY else code
    elif "did not find" in said and here.strip() and before.rstrip().endswith(("'", '"')):
        code = "text-after-quote"
    else:
        code = next((code for words, code in _KNOWN.items() if words in said), "yaml-syntax")
        facts = {"why": said} if code == "yaml-syntax" else {}
    return code, facts


def _from(mark: Any, text: str) -> str:  # noqa: ANN401 - a mark of either parser
    end = text.find("\n", mark.index)
    return text[mark.index : None if end < 0 else end]


def _before(mark: Any, text: str) -> str:  # noqa: ANN401
    return text[text.rfind("\n", 0, mark.index) + 1 : mark.index]
