"""An answer file against its checklist: a sheet, or every problem of the file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml import MappingNode

from mlkb.load.answer_format import ANSWERS
from mlkb.load.build import build_sheet, checklist_named
from mlkb.load.document import compose, decode
from mlkb.load.reader import MISFIT, Entry, OtherScalar, Reader
from mlkb.load.renames import renames
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
    problems = problems or _something_else(node, path)
    if problems:
        return None, problems
    reader = Reader(text, path)
    entry = reader.read(ANSWERS, node)
    if entry is MISFIT or "checklist" not in entry:
        return None, reader.problems
    checklist = _checklist(entry, reader, checklists)
    if checklist is None:
        return None, reader.problems
    sheet = _sheet(entry, reader, checklist, today)
    return (None if reader.problems else sheet), reader.problems


def read_past_answers(
    data: bytes, path: str, checklists: Mapping[str, Checklist]
) -> tuple[AnswerSheet | None, list[Problem]]:
    """Return the sheet of an earlier state of a file, or None and all its problems.

    It was written for the checklists of its day. What they called otherwise is renamed; answers
    that mean nothing to those of today are left out, and so open.
    """
    text, problems = decode(data, path)
    node, problems = (None, problems) if problems else compose(text, path)
    problems = problems or _something_else(node, path)
    if problems:
        return None, problems
    reader = Reader(text, path)
    entry = reader.read(ANSWERS, node)
    if reader.problems:
        return None, reader.problems
    name, _ = checklist_named(entry["checklist"])
    if name not in checklists:
        reader.unknown(entry.values_at["checklist"], "checklist", name, checklists)
        return None, reader.problems
    checklist = checklists[name]
    renamed = renames(checklist)
    answers = {
        renamed.get(question, question): given
        for question, given in (entry["answers"] or {}).items()
        if not _is_other(given)
    }
    past = {**entry, "answers": answers}
    return build_sheet(past, checklist, path=path, refuse=lambda *_: None), []


def _is_other(given: object) -> bool:
    """Say whether an answer is a number or a boolean that no question takes."""
    answer = given.get("answer") if isinstance(given, Entry) else given
    return isinstance(answer, OtherScalar)


def _something_else(node: Any, path: str) -> list[Problem]:  # noqa: ANN401 - as composed
    """Return the one problem of a file that is empty, or names neither format nor checklist."""
    if node is None:
        return [Problem("empty-file", Location(path))]
    if not isinstance(node, MappingNode):
        return []
    named = any(key.value in ("format", "checklist") for key, _ in node.value)
    return [] if named else [Problem("not-answers", Location(path, 1, 1))]


def _checklist(
    entry: Entry, reader: Reader, checklists: Mapping[str, Checklist]
) -> Checklist | None:
    name, version = checklist_named(entry["checklist"])
    node = entry.values_at["checklist"]
    if name not in checklists:
        reader.unknown(node, "checklist", name, checklists)
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
    if entry.get("answered_on", today) > today:
        reader.report("future-date", entry.values_at["answered_on"])
    answers = entry.get("answers")
    at: Mapping[str, Any] = {}
    if isinstance(answers, Entry):
        at = answers.keys_at
        _check_names(answers, reader, checklist)
        for name, answer in tuple(answers.items()):
            if isinstance(answer, Entry):
                _check_circumstances(answer, reader, today)
            if name in checklist.questions:
                _check_text(answers, name, reader, checklist)

    entry.setdefault("subject", "")  # reported as missing; the answers are looked at all the same

    def place(question: str) -> tuple[int, int]:
        mark = at[question].start_mark
        return mark.line + 1, mark.column + 1

    def refuse(question: str, wrong: WrongAnswer) -> None:
        facts: dict[str, Any] = dict(wrong.facts)
        allowed = (*facts.get("expected", ()), NOT_APPLICABLE)
        facts["nearest"] = reader.nearest(str(facts.get("given", "")), allowed)
        reader.report(wrong.code, _answer_node(entry["answers"], question), name=question, **facts)

    return build_sheet(entry, checklist, path=reader.path, place=place, refuse=refuse)


def _check_names(answers: Entry, reader: Reader, checklist: Checklist) -> None:
    questions = checklist.questions
    unknown = [name for name in answers.keys_at if name not in questions]
    if not unknown:
        return
    renamed = renames(checklist)
    for name in unknown:
        node = answers.keys_at[name]
        if name in renamed:
            reader.report("renamed-question", node, name=name, renamed=renamed[name])
        else:
            reader.unknown(node, "question", name, questions)


def _check_circumstances(answer: Entry, reader: Reader, today: int) -> None:
    """Report what is wrong around an answer, and take out what was reported already."""
    if answer.get("on", today) > today:
        reader.report("future-date", answer.values_at["on"])
    if "accept" in answer.keys_at and _is_open(answer):
        reader.report("accept-without-answer", answer.keys_at["accept"])
    for name in ("plan", "accept"):
        if name in answer and not answer[name].sound:
            del answer[name]


def _is_open(answer: Entry) -> bool:
    if "answer" in answer.keys_at and "answer" not in answer:
        return False  # it is there, but misshapen, which was reported
    return answer.get("answer") in (None, NOT_APPLICABLE)


def _check_text(answers: Entry, name: str, reader: Reader, checklist: Checklist) -> None:
    """Report a number or a boolean without quotes where any text would do."""
    answer = answers[name]
    given = answer.get("answer") if isinstance(answer, Entry) else answer
    question = checklist.questions[name]
    if isinstance(given, OtherScalar) and question.type == "text":
        reader.report("needs-quotes", _answer_node(answers, name), given=str(given)[:80])
        del answers[name]


def _answer_node(answers: Entry, name: str) -> Any:  # noqa: ANN401 - a yaml node
    """Return the node of what was answered, in the short form or the long one."""
    answer = answers[name]
    if isinstance(answer, Entry) and "answer" in answer.values_at:
        return answer.values_at["answer"]
    return answers.values_at[name]
