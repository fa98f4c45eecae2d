"""Changes to the text of an answer file, one field at a time; each gives the whole new text.

Every function takes a `Page` and changes as few bytes as it can. Comments that stood inside what
is replaced move to lines of their own; inside braces they have no place, and the edit is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from mlkb.errors import EditRefused
from mlkb.fill.braces import before, with_field_in_braces, with_question_in_braces
from mlkb.fill.page import is_inline, shifted
from mlkb.fill.writing import FIELDS, NOTHING, Written, flow, mapping_lines, word, written

if TYPE_CHECKING:
    from mlkb.fill.page import Page
    from mlkb.model.checklist import Checklist, Question

SECTION_MARK = "# =="
"""How the comment that titles a section starts, in files that `new` wrote."""


def with_question(page: Page, checklist: Checklist, question: str) -> str:
    """Return the text with an empty answer to *question*, which is missing, where it belongs."""
    if page.in_flow:
        return with_question_in_braces(page, checklist, question)
    if not isinstance(page.answers, yaml.MappingNode):
        if page.answers.start_mark.index == page.answers.end_mark.index:
            place = page.next_line(page.colon(page.answers_key))
            return page.with_lines(place, [" " * page.key_column + f"{word(question)}:"])
        return _replaced(page, page.answers_key, page.answers, NOTHING)
    if not page.answers.value:
        return _replaced(page, page.answers_key, page.answers, NOTHING)
    place = _place_for(page, checklist, question)
    return page.with_lines(place, [" " * page.key_column + f"{word(question)}:"])


def with_field(page: Page, question: Question, name: str, wanted: dict[str, Any]) -> str:
    """Return the text with the field *name* as *wanted* says; a field that it lacks is removed."""
    entry = page.entry(question.id)
    if entry is None:
        raise EditRefused("edit-not-verified")
    key, value = entry
    if page.in_flow:
        return with_field_in_braces(page, question, name, wanted)
    if not wanted:
        return _replaced(page, key, value, NOTHING)
    new = written(name, wanted.get(name), question.type, page.step)
    if isinstance(value, yaml.MappingNode):
        change = _with_field_of_braces if value.flow_style else _with_block_field
        return change(page, question, name, wanted, new)
    if name != "answer":
        return _lengthened(page, key, value)
    longer = _appended(page, value, page.fields(question.id).get(name), wanted.get(name), new)
    return longer or _replaced(page, key, value, new)


def _with_field_of_braces(
    page: Page, question: Question, name: str, wanted: dict[str, Any], new: Written
) -> str:
    """Return the text with one word exchanged, or the whole answer out of its braces."""
    there = page.field(question.id, name)
    if there and name in wanted and _is_plain_place(there[1], new):
        return _spliced(page, there[1], new.inline)
    entry = page.entry(question.id)
    if entry is None:
        raise EditRefused("edit-not-verified")
    lines = mapping_lines(wanted, question.type, page.step)
    return _replaced(page, *entry, Written(lines=lines))


def _with_block_field(
    page: Page, question: Question, name: str, wanted: dict[str, Any], new: Written
) -> str:
    there = page.field(question.id, name)
    if there is None:
        return _with_new_field(page, question.id, name, new)
    if name not in wanted and name != "answer":
        return _without_field(page, *there)
    before = page.fields(question.id).get(name)
    if isinstance(before, dict) and name in wanted:
        inner = page.data["answers"][question.id][name]
        changed = [key for key in inner if inner[key] != wanted[name].get(key)]
        one = changed[0] if len(changed) == 1 else ""
        if one and inner.keys() == wanted[name].keys() and is_inline(inner.values_at[one]):
            return _spliced(page, inner.values_at[one], flow(one, wanted[name][one], question.type))
    longer = _appended(page, there[1], before, wanted.get(name), new)
    if longer:
        return longer
    if name == "evidence" and isinstance(there[1], yaml.ScalarNode) and len(new.lines) == 1:
        new = Written(new.lines[0].removeprefix("- "))
    return _replaced(page, *there, new)


def _with_new_field(page: Page, question: str, name: str, new: Written) -> str:
    fields = page.data["answers"][question]
    first = next(iter(fields.keys_at.values()))
    earlier = [one for one in FIELDS[: FIELDS.index(name)] if one in fields.keys_at]
    if earlier:
        place = max(page.after(fields.values_at[one]) for one in earlier)
    else:
        place = page.line_start(first.start_mark.index)
    indent = " " * first.start_mark.column
    head = f"{indent}{name}: {new.inline}" if new.inline else f"{indent}{name}:"
    return page.with_lines(place, [head, *(indent + page.step + line for line in new.lines)])


def _appended(page: Page, value: yaml.Node, before: Any, wanted: Any, new: Written) -> str:  # noqa: ANN401
    """Return the text with a block list made longer, or nothing if that is not the change."""
    if not isinstance(before, list) or not isinstance(wanted, list) or is_inline(value):
        return ""
    dash = value.start_mark
    if wanted[: len(before)] != before or page.text[dash.index] != "-":
        return ""
    more = [" " * dash.column + line for line in new.lines[len(before) :]]
    return page.with_lines(page.after(value), more)


def _without_field(page: Page, key: yaml.Node, value: yaml.Node) -> str:
    start = page.line_start(key.start_mark.index)
    end = page.line_end(page.end(value))
    kept = [page.text[one:other] for one, other in page.comments(page.colon(key), end)]
    if not kept:
        return page.without_lines(start, end)
    indent, newline = " " * key.start_mark.column, page.newline(start)
    lines = newline.join(indent + comment for comment in kept)
    return page.text[:start] + lines + page.text[end:]


def _lengthened(page: Page, key: yaml.Node, value: yaml.Node) -> str:
    """Return the text with an answer in short form moved under `answer:`, its comment too."""
    colon, end = page.colon(key), page.end(value)
    indent = " " * key.start_mark.column + page.step
    head = page.newline(colon) + indent + "answer:"
    moved = shifted(page.text[colon:end], len(page.step))
    return page.text[:colon] + head + moved + page.text[end:]


def _replaced(page: Page, key: yaml.Node, value: yaml.Node, new: Written) -> str:
    """Return the text with another value; whatever comments the old one held stay."""
    text = page.text
    colon, start, end = page.colon(key), value.start_mark.index, page.end(value)
    inside = page.comments(colon, end)
    on_the_line = page.line_end(colon) >= start
    if not new.lines and is_inline(value) and on_the_line and not inside:
        if not new.inline:
            return text[:colon] + text[end:]
        if start == end:
            return f"{text[:colon]} {new.inline}{text[colon:]}"
        return text[:start] + new.inline + text[end:]
    if new.lines:
        end = page.line_end(end)
        inside = page.comments(colon, end)
    kept = [text[one:other] for one, other in inside]
    beside = ""
    if kept and (inside[0][0] <= page.line_end(colon)):
        behind_value = start < inside[0][0]
        comment = kept.pop(0)
        beside = f"  {comment}" if behind_value else text[colon : inside[0][1]]
    indent = " " * key.start_mark.column + page.step
    below = [indent + line for line in (*kept, *new.lines)]
    head = f" {new.inline}{beside}" if new.inline else beside
    return text[:colon] + page.newline(colon).join([head, *below]) + text[end:]


def _is_plain_place(value: yaml.Node, new: Written) -> bool:
    """Say whether a value inside braces can simply be exchanged."""
    filled = bool(value.start_mark.index < value.end_mark.index)
    return isinstance(value, yaml.ScalarNode) and filled and bool(new.inline)


def _spliced(page: Page, value: yaml.Node, new: str) -> str:
    return page.text[: value.start_mark.index] + new + page.text[value.end_mark.index :]


def _place_for(page: Page, checklist: Checklist, question: str) -> int:
    """Return the line for a new question: in its section, in checklist order.

    It goes behind the nearest earlier question of its section; in front of the next one of its
    section, above that one's comment; else behind whatever is there of earlier sections.
    """
    section = checklist.questions[question].section
    earlier = [one for one in before(checklist, question) if page.entry(one)]
    if earlier and checklist.questions[earlier[-1]].section == section:
        return _behind(page, earlier[-1])
    names = list(checklist.questions)
    for later in names[names.index(question) + 1 :]:
        if checklist.questions[later].section == section and page.entry(later):
            return _above(page, later)
    if earlier:
        return _behind(page, earlier[-1])
    return page.next_line(page.colon(page.answers_key))


def _behind(page: Page, question: str) -> int:
    entry = page.entry(question)
    return page.after(entry[1]) if entry else len(page.text)


def _above(page: Page, question: str) -> int:
    """Return the line above a question and the comment that belongs to it."""
    entry = page.entry(question)
    place = page.line_start(entry[0].start_mark.index) if entry else len(page.text)
    while place:
        above = page.line_above(place)
        line = page.text[above:place].strip()
        if not line.startswith("#") or line.startswith(SECTION_MARK):
            break
        place = above
    return place
