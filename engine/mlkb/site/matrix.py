"""A comparison laid out as a table: facts down, types across, what is expected in each cell."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, cast

from mlkb.model.text import NO_TEXT
from mlkb.render.pages import profile_page

if TYPE_CHECKING:
    from mlkb.load.library import Library
    from mlkb.model.checklist import Checklist, Question
    from mlkb.model.text import Text
    from mlkb.results.comparison import ComparisonSpec, Expectation
    from mlkb.results.profile import ProfileSpec


class Column(NamedTuple):
    """What the answers are held against: a type and where it is explained, or just the target."""

    id: str
    title: Text
    page: str


class Line(NamedTuple):
    """A question with what each column expects of it; none where the documents say nothing."""

    question: Question
    cells: tuple[Expectation | None, ...]


class Part(NamedTuple):
    """The lines of one section."""

    title: Text
    lines: tuple[Line, ...]


class Matrix(NamedTuple):
    """The whole table; *silent* are the types of which nothing is expected in any line."""

    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    silent: tuple[Column, ...]


def matrix(checklist: Checklist, spec: ComparisonSpec, library: Library) -> Matrix:
    """Return the table behind *spec*, a comparison of *checklist*."""
    every = _columns(spec, library)
    told = {name for row in spec.rows for name in row.expected}
    columns = tuple(column for column in every if column.id in told)
    lines = [
        Line(
            checklist.questions[row.question],
            tuple(row.expected.get(column.id) for column in columns),
        )
        for row in spec.rows
    ]
    titles = {section.id: section.title for section in checklist.sections}
    return Matrix(
        columns,
        tuple(
            Part(titles[section], tuple(together))
            for section, together in groupby(lines, lambda line: line.question.section)
        ),
        tuple(column for column in every if column.id not in told),
    )


def _columns(spec: ComparisonSpec, library: Library) -> tuple[Column, ...]:
    """Return every type of the profile that the answers are held against."""
    if spec.against is None:
        return (Column("", NO_TEXT, ""),)
    checklist, result = spec.against.checklist, spec.against.result
    found = next(one for one in library[checklist].results if one.id == result)
    return tuple(
        Column(one.id, one.title, profile_page(checklist, result, one.id))
        for one in cast("ProfileSpec", found.spec).profiles
    )
