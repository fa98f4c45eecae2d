"""Other keys, another version, and answers made comments: the surgery behind `mlkb migrate`.

Only the bytes of a key, of the version and the first bytes of a parked line change. Afterwards the
text is read again and held against the one before, line by line; what does not agree is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlkb.errors import EditRefused, InvalidDocuments
from mlkb.fill.page import Page, plain
from mlkb.load.build import checklist_named
from mlkb.model.checklist import version_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_VERSION = re.compile(r"@([0-9.]+)")
_Splice = tuple[int, int, str]
"""Start, end, and what stands there instead."""


def relabelled(
    page: Page, *, renamed: Mapping[str, str], parked: Sequence[str], version: str, heading: str
) -> str:
    """Return the text with keys *renamed*, answers *parked* and the *version* raised, if any.

    Raises `EditRefused` if anything else would change, or where braces leave no room for comments.
    """
    splices = [_renaming(page, old, new) for old, new in renamed.items()]
    splices += [_parking(page, name, heading) for name in parked]
    splices += [_raising(page, version)] if version else []
    text = page.text
    for start, end, new in sorted(splices, reverse=True):
        text = text[:start] + new + text[end:]
    try:
        after = Page(text)
    except InvalidDocuments as broken:
        raise EditRefused("edit-not-verified") from broken
    if not (
        _says_the_same(page, after, renamed, parked, version)
        and _reads_the_same(page, text, splices, [_lines(page, one) for one in parked], heading)
    ):
        raise EditRefused("edit-not-verified")
    return text


def _renaming(page: Page, old: str, new: str) -> _Splice:
    """Return the new name in place of the old one, in the same quotes."""
    key = page.data["answers"].keys_at[old]
    quote = key.style or ""
    if quote not in ("", "'", '"'):
        raise EditRefused("edit-explicit-key", line=key.start_mark.line + 1)
    return key.start_mark.index, key.end_mark.index, f"{quote}{new}{quote}"


def _raising(page: Page, version: str) -> _Splice:
    """Return the new version in place of the old one."""
    node = page.data.values_at["checklist"]
    found = _VERSION.search(page.text, node.start_mark.index, node.end_mark.index)
    if found is None:  # written with escapes
        raise EditRefused("edit-not-verified")
    return found.start(1), found.end(1), version


def _parking(page: Page, name: str, heading: str) -> _Splice:
    """Return the lines of one answer as a comment under *heading*."""
    start, end = _lines(page, name)
    indent = _indent(page.text[start:end])
    lines = [f"{indent}# {heading}{page.newline(start)}"]
    for line in page.text[start:end].splitlines(keepends=True):
        place = min(len(indent), len(_indent(line)))
        lines.append(f"{line[:place]}{'# ' if line.strip() else '#'}{line[place:]}")
    return start, end, "".join(lines)


def _lines(page: Page, name: str) -> tuple[int, int]:
    """Return where the lines of one answer start and end, without blank ones behind it."""
    key, value = page.data["answers"].keys_at[name], page.data["answers"].values_at[name]
    start, end = page.line_start(key.start_mark.index), page.span_end(value)
    if page.in_flow:
        raise EditRefused("park-in-braces", line=key.start_mark.line + 1)
    if page.text[start : key.start_mark.index].strip(" ?"):
        raise EditRefused("edit-explicit-key", line=key.start_mark.line + 1)
    return start, page.next_line(start + len(page.text[start:end].rstrip()))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _says_the_same(
    before: Page, after: Page, renamed: Mapping[str, str], parked: Sequence[str], version: str
) -> bool:
    """Say whether *after* holds every answer under its new name, and the head as it was."""
    wanted = [
        (renamed.get(name, name), plain(answer))
        for name, answer in (before.data["answers"] or {}).items()
        if name not in parked
    ]
    found = [(name, plain(answer)) for name, answer in (after.data["answers"] or {}).items()]
    changed = ("answers", "checklist")
    heads = [
        {key: value for key, value in one.data.items() if key not in changed}
        for one in (before, after)
    ]
    name, number = checklist_named(before.data["checklist"])
    checklist = checklist_named(after.data["checklist"])
    right = checklist == (name, number) if not version else checklist[0] == name
    raised = not version or version_text(checklist[1] or ()) == version
    return wanted == found and heads[0] == heads[1] and right and raised


def _reads_the_same(
    before: Page,
    text: str,
    splices: Iterable[_Splice],
    parked: Sequence[tuple[int, int]],
    heading: str,
) -> bool:
    """Say whether each line is as it was, but for the keys, the version and the comment signs."""

    def number(place: int) -> int:
        return before.text.count("\n", 0, place)

    heads = {number(start) for start, _ in parked}
    commented = {
        line for start, end in parked for line in range(number(start), number(end - 1) + 1)
    }
    spots: dict[int, tuple[int, int]] = {}
    for start, end, _ in splices:
        line = before.line_start(start)
        first, last = spots.get(number(start), (start - line, end - line))
        spots[number(start)] = (min(first, start - line), max(last, end - line))
    after = iter(text.split("\n"))
    for place, one in enumerate(before.text.split("\n")):
        if place in heads and next(after, "").strip() != f"# {heading}":
            return False
        other = next(after, None)
        if other is None:
            return False
        if place in commented:
            same = one in (other.replace("# ", "", 1), other.replace("#", "", 1))
        elif place in spots:
            start, end = spots[place]
            same = other.startswith(one[:start]) and other.endswith(one[end:])
        else:
            same = one == other
        if not same:
            return False
    return next(after, None) is None
