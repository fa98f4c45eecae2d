"""An answer file as a surgeon sees it: plain data, and where each part of it stands in the text."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

from mlkb.errors import ANSWERS, EditRefused, InvalidDocuments
from mlkb.load.answer_format import ANSWERS as SHAPE
from mlkb.load.document import compose
from mlkb.load.reader import MISFIT, Entry, Reader
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BREAKS = "\n\r"
"""What ends a line; `load.decode` refuses a carriage return that stands alone."""

_BREAK = re.compile(r"\r?\n")
_COLON = re.compile(r"[ \t]*:")
_FLOW_COLON = re.compile(r"\s*:")
_COMMENT = re.compile(r"#[^\r\n]*")
_DEFAULT_STEP = 2


class Page:
    """The text of one answer file (without byte order mark), read and composed."""

    def __init__(self, text: str, path: str = "") -> None:
        """Read *text*; `InvalidDocuments` if it is no answer file."""
        self.text = text
        node, problems = compose(text, path)
        if node is None:
            nothing = [Problem("empty-file", Location(path))]
            raise InvalidDocuments(problems or nothing, exit_code=ANSWERS)
        reader = Reader(text, path)
        entry = reader.read(SHAPE, node)
        if entry is MISFIT or reader.problems:
            raise InvalidDocuments(reader.problems, exit_code=ANSWERS)
        self.root = node
        self.data: Entry = entry
        self.answers_key: yaml.Node = entry.keys_at["answers"]
        self.answers: yaml.Node = entry.values_at["answers"]

    # What stands there

    @property
    def in_flow(self) -> bool:
        """Whether the answers stand in braces."""
        return bool(getattr(self.root, "flow_style", False)) or (
            isinstance(self.answers, yaml.MappingNode)
            and bool(self.answers.flow_style)
            and bool(self.answers.value)
        )

    def entry(self, question: str) -> tuple[yaml.Node, yaml.Node] | None:
        """Return the nodes of a question's key and value."""
        return self._pair(self.data["answers"], question)

    def field(self, question: str, name: str) -> tuple[yaml.Node, yaml.Node] | None:
        """Return the nodes of one field of an answer in its long form."""
        return self._pair((self.data["answers"] or {}).get(question), name)

    def fields(self, question: str) -> dict[str, Any]:
        """Return what an answer says, field by field, empty fields left out."""
        return plain((self.data["answers"] or {}).get(question))

    def _pair(self, mapping: object, name: str) -> tuple[yaml.Node, yaml.Node] | None:
        if not isinstance(mapping, Entry) or name not in mapping.keys_at:
            return None
        return mapping.keys_at[name], mapping.values_at[name]

    # Where it stands

    def colon(self, key: yaml.Node) -> int:
        """Return the place after the colon that follows *key*."""
        match = _COLON.match(self.text, key.end_mark.index)
        if match is None:
            raise EditRefused("edit-explicit-key", line=key.start_mark.line + 1)
        return match.end()

    def flow_value_at(self, key: yaml.Node, value: yaml.Node) -> tuple[int, int, str]:
        """Return start and end of a value inside braces, and what must be put before a new one."""
        start, end = value.start_mark.index, value.end_mark.index
        if start != end:
            return start, end, ""
        colon = _FLOW_COLON.match(self.text, key.end_mark.index)
        place = colon.end() if colon else key.end_mark.index
        return place, place, " " if colon else ": "

    def end(self, node: yaml.Node) -> int:
        """Return where the content of *node* ends: before a trailing comment, before its line end.

        The marks of block collections reach to the next token, past comments and blank lines.
        """
        leaf = _last_leaf(node)
        end: int = leaf.end_mark.index
        return len(self.text[:end].rstrip(BREAKS)) if _is_block_scalar(leaf) else end

    def after(self, node: yaml.Node) -> int:
        """Return the start of the line behind *node*, where another one may be put."""
        leaf = _last_leaf(node)
        if not _is_block_scalar(leaf):
            return self.next_line(leaf.end_mark.index)
        start = leaf.start_mark.index
        header = self.text[start : self.line_end(start)].partition("#")[0]
        place: int = leaf.end_mark.index if "+" in header else self.next_line(self.end(node))
        if place == len(self.text) and self.text[-1] not in BREAKS and "-" not in header:
            raise EditRefused("edit-open-block", line=leaf.start_mark.line + 1)
        return place

    def span_end(self, node: yaml.Node) -> int:
        """Return where the lines of *node* end, or the node itself inside braces."""
        leaf = _last_leaf(node)
        if self.in_flow:
            return int(leaf.end_mark.index)
        return max(int(leaf.end_mark.index), self.next_line(self.end(node)))

    def line_start(self, place: int) -> int:
        """Return where the line that holds *place* starts."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Return where the line that holds *place* ends, before its line end."""
        match = _BREAK.search(self.text, place)
        return match.start() if match else len(self.text)

    def next_line(self, place: int) -> int:
        """Return where the line after the one that holds *place* starts."""
        match = _BREAK.search(self.text, place)
        return match.end() if match else len(self.text)

    def line_above(self, place: int) -> int:
        """Return where the line above the one that starts at *place* starts."""
        return self.line_start(place - len(self._break_before(place)))

    def newline(self, place: int) -> str:
        """Return the line end in use before *place*."""
        ends = self.text.rfind("\n", 0, place) + 1
        found = self._break_before(ends) if ends else ""
        if not found:
            first = _BREAK.search(self.text)
            found = first[0] if first else "\n"
        return found

    def comments(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where the comments between two places stand."""
        found: list[tuple[int, int]] = []
        for gap_start, gap_end in self._gaps(start, end):
            found.extend(match.span() for match in _COMMENT.finditer(self.text, gap_start, gap_end))
        return found

    # How it is indented

    @property
    def key_column(self) -> int:
        """How far questions are indented."""
        if isinstance(self.answers, yaml.MappingNode) and self.answers.value:
            return int(self.answers.value[0][0].start_mark.column)
        return int(self.answers_key.start_mark.column) + _DEFAULT_STEP

    @cached_property
    def step(self) -> str:
        """How much deeper this file indents each level: as its first answer in long form does."""
        for key, value in getattr(self.answers, "value", ()):
            if isinstance(value, yaml.MappingNode) and not value.flow_style:
                inner = value.value[0][0].start_mark.column
                return " " * int(inner - key.start_mark.column)
        return " " * max(1, self.key_column - int(self.answers_key.start_mark.column))

    # With other lines

    def with_lines(self, place: int, lines: Sequence[str]) -> str:
        """Return the text with *lines* put in at *place*, which starts a line."""
        newline = self.newline(place)
        before, behind = self.text[:place], self.text[place:]
        if before and before[-1] not in BREAKS:
            return before + "".join(newline + line for line in lines) + behind
        return before + "".join(line + newline for line in lines) + behind

    def without_lines(self, start: int, end: int) -> str:
        """Return the text without the lines from *start* to *end*, the end of a line."""
        behind = self.next_line(end)
        if behind > end:
            return self.text[:start] + self.text[behind:]
        return self.text[: start - len(self._break_before(start))] + self.text[end:]

    def _break_before(self, place: int) -> str:
        """Return the line end that *place* follows at once, if it does."""
        ends = ("\r\n", "\n")
        return next((end for end in ends if self.text.endswith(end, 0, place)), "")

    def _gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches between two places that no scalar takes."""
        for scalar_start, scalar_end in self._scalars:
            if scalar_end <= start:
                continue
            if scalar_start >= end:
                break
            if scalar_start > start:
                yield start, scalar_start
            start = max(start, scalar_end)
        if start < end:
            yield start, end

    @cached_property
    def _scalars(self) -> list[tuple[int, int]]:
        return sorted(self._spans(self.root))

    def _spans(self, root: yaml.Node) -> Iterator[tuple[int, int]]:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.MappingNode):
                waiting.extend(part for pair in node.value for part in pair)
            elif isinstance(node, yaml.SequenceNode):
                waiting.extend(node.value)
            else:
                start, end = node.start_mark.index, node.end_mark.index
                if _is_block_scalar(node):
                    start = min(end, self.line_end(start))  # its first line may hold a comment
                yield start, end


def plain(answer: object) -> dict[str, Any]:
    """Return an answer as the reader gives it, field by field, empty fields left out."""
    fields = dict(answer) if isinstance(answer, dict) else {"answer": answer}
    if isinstance(fields.get("evidence"), str):
        fields["evidence"] = [fields["evidence"]]
    return {name: value for name, value in fields.items() if value is not None}


def is_inline(node: yaml.Node) -> bool:
    """Say whether a value stands on one run of text: no block scalar, no block collection."""
    if isinstance(node, yaml.CollectionNode):
        return bool(node.flow_style)
    return not _is_block_scalar(node)


def shifted(text: str, columns: int) -> str:
    """Return *text* with every line but the first moved to the right."""
    return re.sub(
        rf"(\r\n|[{BREAKS}])(?=[^{BREAKS}])", lambda match: match[1] + " " * columns, text
    )


def _is_block_scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _last_leaf(node: yaml.Node) -> yaml.Node:
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return node
