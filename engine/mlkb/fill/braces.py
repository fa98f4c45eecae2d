"""Changes where all the answers stand in braces, as in JSON: they stay there, each on its line.

A comment inside what is replaced has no place to go, and the edit is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from mlkb.errors import EditRefused
from mlkb.fill.writing import FIELDS, flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.fill.page import Page
    from mlkb.model.checklist import Checklist, Question


def with_question_in_braces(page: Page, checklist: Checklist, question: str) -> str:
    """Return the text with an empty answer to *question* behind the one before it."""
    if not isinstance(page.answers, yaml.MappingNode):
        return _put(page, page.answers_key, page.answers, "{}")
    json = _is_json(page.answers_key)
    new = f'"{question}": null' if json else f"{question}: null"
    earlier = None
    for one in before(checklist, question):
        earlier = page.entry(one) or earlier
    if earlier:
        place = page.flow_value_at(*earlier)[1]
        return f"{page.text[:place]}, {new}{page.text[place:]}"
    place = page.answers.start_mark.index + 1
    new += ", " if page.answers.value else ""
    return page.text[:place] + new + page.text[place:]


def with_field_in_braces(page: Page, question: Question, name: str, wanted: dict[str, Any]) -> str:
    """Return the text with one field changed: its word exchanged, or the answer written anew."""
    entry = page.entry(question.id)
    there = page.field(question.id, name)
    if entry is None:
        raise EditRefused("edit-not-verified")
    json = _is_json(entry[0])
    if there and name in wanted and isinstance(there[1], yaml.ScalarNode):
        value = flow(name, wanted[name], question.type, json=json)
        return _put(page, *there, value)
    ordered = {one: wanted[one] for one in FIELDS if one in wanted}
    whole = ordered.get("answer") if ordered.keys() <= {"answer"} else ordered
    value = flow("answer", whole, question.type, json=json) or "null"
    return _put(page, *entry, value)


def _put(page: Page, key: yaml.Node, value: yaml.Node, new: str) -> str:
    start, end, lead = page.flow_value_at(key, value)
    if page.comments(start, end):
        raise EditRefused("edit-loses-comment", line=key.start_mark.line + 1)
    return page.text[:start] + lead + new + page.text[end:]


def _is_json(key: yaml.Node) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.style == '"'


def before(checklist: Checklist, question: str) -> Iterator[str]:
    """Yield the questions that stand before *question* in the checklist."""
    for one in checklist.questions:
        if one == question:
            return
        yield one
