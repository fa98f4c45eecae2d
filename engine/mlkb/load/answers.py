"""An answer file against its checklist: a sheet, or every problem of the file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.errors import nearest
from mlkb.load.answer_format import ANSWERS
from mlkb.load.build import build_sheet, checklist_named
from mlkb.load.document import compose, decode
from mlkb.load.reader import MISFIT, Entry, Reader
from mlkb.model.answers import NOT_APPLICABLE
from mlkb.model.checklist import version_text
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.model.answers import AnswerSheet
    from mlkb.model.checklist import Checklist
    from mlkb.questions.base import WrongAnswer


def read_answers(
    data: bytes, path: str, checklists: Mapping[str, Checklist], today: int
) -> tuple[AnswerSheet | None, list[Problem]]:
    """Return the sheet that *data* holds, or None and all its problems.

    *today* is a day number: an answer cannot have been given later.
    """
    text, problems = decode(data, path)
    if problems:
        return None, problems
    node, problems = compose(text, path)
    if problems:
        return None, problems
    if node is None:
        return None, [Problem("empty-file", Location(path))]
    reader = Reader(text, path)
    entry = reader.read(ANSWERS, node)
    if entry is MISFIT or "checklist" not in entry:
        return None, reader.problems
    checklist = _checklist(entry, reader, checklists)
    if checklist is None:
        return None, reader.problems
    sheet = _sheet(entry, reader, checklist, today)
    return (None if reader.problems else sheet), reader.problems


def _checklist(
    entry: Entry, reader: Reader, checklists: Mapping[str, Checklist]
) -> Checklist | None:
    name, version = checklist_named(entry["checklist"])
    node = entry.values_at["checklist"]
    if name not in checklists:
        known = tuple(checklists)
        reader.report(
            "unknown-name", node, kind="checklist", name=name[:80], nearest=nearest(name, known)
        )
        return None
    checklist = checklists[name]
    if version and version[0] != checklist.version[0]:
        reader.report(
            "other-major-version",
            node,
            given=version_text(version),
            current=version_text(checklist.version),
        )
    return checklist


def _sheet(entry: Entry, reader: Reader, checklist: Checklist, today: int) -> AnswerSheet | None:
    answers = entry.get("answers")
    if isinstance(answers, Entry):
        _check_names(answers, reader, checklist)
        _check_circumstances(answers, reader, today)
    if entry.get("answered_on", today) > today:
        reader.report("future-date", entry.values_at["answered_on"])
    if "subject" not in entry or (answers is None and "answers" not in entry):
        return None
    at = answers.keys_at if isinstance(answers, Entry) else {}

    def place(question: str) -> tuple[int, int]:
        mark = at[question].start_mark
        return mark.line + 1, mark.column + 1

    def refuse(question: str, wrong: WrongAnswer) -> None:
        node = answers.values_at[question] if isinstance(answers, Entry) else entry.node
        inner = answers[question] if isinstance(answers, Entry) else None
        if isinstance(inner, Entry):
            node = inner.values_at.get("answer", node)
        facts: dict[str, Any] = dict(wrong.facts)
        expected = facts.get("expected", ())
        facts["nearest"] = nearest(str(facts.get("given", "")), (*expected, NOT_APPLICABLE))
        reader.report(wrong.code, node, name=question, **facts)

    return build_sheet(entry, checklist, path=reader.path, place=place, refuse=refuse)


def _check_names(answers: Entry, reader: Reader, checklist: Checklist) -> None:
    questions = checklist.questions
    for name, node in answers.keys_at.items():
        if name in questions:
            continue
        renamed = next((one.id for one in questions.values() if name in one.was), "")
        if renamed:
            reader.report("renamed-question", node, name=name, renamed=renamed)
        else:
            reader.report(
                "unknown-name",
                node,
                kind="question",
                name=name,
                nearest=nearest(name, tuple(questions)),
            )


def _check_circumstances(answers: Entry, reader: Reader, today: int) -> None:
    for answer in answers.values():
        if not isinstance(answer, Entry):
            continue
        if answer.get("on", today) > today:
            reader.report("future-date", answer.values_at["on"])
        if "accept" in answer and answer.get("answer") in (None, NOT_APPLICABLE):
            reader.report("accept-without-answer", answer.keys_at["accept"])
