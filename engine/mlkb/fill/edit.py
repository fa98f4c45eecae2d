"""The surgical edit: one answer of a file changes, and not a byte outside it.

A file belongs to the people who wrote it: their comments, order, quotes, line ends and blank lines
survive. After every edit the new text is read again by our own reader, and the edit is refused
unless exactly the wanted answer changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from enum import Enum
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from mlkb.errors import ANSWERS, EditRefused, InvalidDocuments
from mlkb.fill.page import Page, plain
from mlkb.fill.surgery import with_field, with_question
from mlkb.fill.writing import FIELDS
from mlkb.load.document import decode
from mlkb.model.answers import NOT_APPLICABLE, Acceptance, Plan
from mlkb.questions import question_type

if TYPE_CHECKING:
    from mlkb.model.checklist import Checklist, Question
    from mlkb.model.condition import Value

_BYTE_ORDER_MARK = "\ufeff"
_MOST_STEPS = 40
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Keep(Enum):
    """The mark of a field that an edit leaves as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of one answer: None removes a field, `KEEP` leaves it. Dates are day numbers."""

    answer: Value | Keep | None = KEEP
    because: str | Keep | None = KEEP
    note: str | Keep | None = KEEP
    evidence: tuple[str, ...] | Keep | None = KEEP
    on: int | Keep | None = KEEP
    plan: Plan | Keep | None = KEEP
    accept: Acceptance | Keep | None = KEEP


def set_answer(
    data: bytes, checklist: Checklist, question: str, edit: Edit, *, path: str = ""
) -> bytes:
    """Return the file *data* with one answer changed as *edit* says.

    Raises `EditRefused` if more than that answer would change, `InvalidDocuments` if *data* is no
    answer file, and `WrongAnswer` if the question does not allow the answer.
    """
    asked = checklist.questions[question]
    text, problems = decode(data, path)
    if problems:
        raise InvalidDocuments(problems, exit_code=ANSWERS)
    before = Page(text, path)
    wanted = _wanted(before.fields(question), edit, asked)
    after = _edited(before, checklist, asked, wanted)
    if after is before:
        return data
    _verify(before, after, question, wanted)
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK.encode()) else ""
    return (mark + after.text).encode()


def _wanted(before: dict[str, Any], edit: Edit, question: Question) -> dict[str, Any]:
    """Return what the answer says after *edit*, as plain data."""
    wanted = dict(before)
    for field in fields(edit):
        value = getattr(edit, field.name)
        if value is KEEP:
            continue
        wanted.pop(field.name, None)
        if value is not None and (value or field.name in ("answer", "on")):
            wanted[field.name] = _plain_value(value)
    answer = wanted.get("answer")
    if edit.answer is not KEEP and answer not in (None, NOT_APPLICABLE):
        question_type(question.type).read(question.spec, answer)
    if "accept" in wanted and answer in (None, NOT_APPLICABLE):
        raise EditRefused("edit-accept-without-answer", question=question.id)
    return wanted


def _plain_value(value: object) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, (Plan, Acceptance)):
        return {name: _plain_value(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain_value(entry) for entry in value]
    return _clean(value) if isinstance(value, str) else value


def _clean(text: str) -> str:
    """Return *text* as the reader would give it back."""
    if _CONTROL.search(text):
        raise EditRefused("edit-control-character")
    return normalize("NFC", text)


def _edited(page: Page, checklist: Checklist, question: Question, wanted: dict[str, Any]) -> Page:
    """Return the page after as many small steps as it takes, each read again before the next."""
    for _ in range(_MOST_STEPS):
        now = page.fields(question.id)
        changing = [one for one in FIELDS if now.get(one) != wanted.get(one)]
        if not changing:
            return page
        if page.entry(question.id) is None:
            text = with_question(page, checklist, question.id)
        else:
            text = with_field(page, question, changing[0], wanted)
        try:
            page = Page(text)
        except InvalidDocuments as broken:
            raise EditRefused("edit-not-verified") from broken
    raise EditRefused("edit-not-verified")


def _verify(before: Page, after: Page, question: str, wanted: dict[str, Any]) -> None:
    """Refuse unless exactly one answer changed, and only inside its own span."""
    others, then = _without(before, question), _without(after, question)
    same = list(others) == list(then) and others == then
    header = {key: value for key, value in before.data.items() if key != "answers"}
    header_then = {key: value for key, value in after.data.items() if key != "answers"}
    changed = after.fields(question) == wanted
    if not (
        same and changed and header == header_then and _outside_is_the_same(before, after, question)
    ):
        raise EditRefused("edit-not-verified")
    lost = Counter(_comments(before)) - Counter(_comments(after))
    joined = "\n".join(_comments(after))
    if any(comment not in joined for comment in lost):
        raise EditRefused("edit-loses-comment")


def _without(page: Page, question: str) -> dict[str, Any]:
    answers = page.data["answers"] or {}
    return {name: plain(answer) for name, answer in answers.items() if name != question}


def _outside_is_the_same(before: Page, after: Page, question: str) -> bool:
    """Say whether the texts agree outside the answer, which may not have been there before."""
    old, new = before.text, after.text
    entry = before.entry(question)
    if entry is not None:
        start, end = entry[0].start_mark.index, before.span_end(entry[1])
    elif not before.data["answers"]:
        start, end = before.answers_key.start_mark.index, before.span_end(before.answers)
    else:
        differs = (
            at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other
        )
        start = end = next(differs, min(len(old), len(new)))
    behind = len(old) - end
    return (
        len(new) - behind >= start
        and old[:start] == new[:start]
        and old[end:] == new[len(new) - behind :]
    )


def _comments(page: Page) -> list[str]:
    return [page.text[start:end].strip() for start, end in page.comments(0, len(page.text))]
