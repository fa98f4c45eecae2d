"""The file that `mlkb new` writes: each question as a comment, its key below, nothing answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.fill.surgery import SECTION_MARK
from mlkb.fill.writing import word
from mlkb.load.answer_format import FORMAT
from mlkb.model.checklist import version_text
from mlkb.model.day import iso_date
from mlkb.model.shape import LARGEST
from mlkb.questions import question_type
from mlkb.render.width import printable, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.model.checklist import Checklist, Question
    from mlkb.render.labels import Labels

_COLUMNS = 100
_INDENT = "  "


def template(
    checklist: Checklist,
    *,
    subject: str,
    labels: Labels,
    respondent: str = "",
    role: str = "",
    today: int | None = None,
    schema: str = "",
) -> str:
    """Return an answer file with every key in place and no answer.

    *schema* is where an editor finds the JSON Schema of these answers: an address, or a path from
    the file.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [
        f"format: {FORMAT}",
        f"checklist: {checklist.id}@{version_text(checklist.version)}",
        f"subject: {word(subject)}",
    ]
    if respondent:
        lines += ["respondent:", f"{_INDENT}name: {word(respondent)}"]
        lines += [f"{_INDENT}role: {word(role)}"] if role else []
    if today is not None:
        lines.append(f"answered_on: {iso_date(today)}")
    lines.append("answers:")
    lines += _comment(labels.say("fill.template-hint"))
    for section in checklist.sections:
        asked = [one for one in checklist.questions.values() if one.section == section.id]
        title = section.title.spoken(labels.locale)
        lines += ["", *_comment(title, start=f"{_INDENT}{SECTION_MARK} ")]
        for question in asked:
            lines += ["", *_question(question, labels)] if question.dropped is None else []
    return "\n".join(lines) + "\n"


def _question(question: Question, labels: Labels) -> Iterator[str]:
    yield from _comment(question.ask.spoken(labels.locale))
    for line in _allowed(question, labels):
        yield from _comment(line, hanging="  ")
    yield f"{_INDENT}{word(question.id)}:"


def _allowed(question: Question, labels: Labels) -> Iterator[str]:
    """Yield what may be answered: the words, or what is to be written."""
    spec = question.spec
    choices = getattr(spec, "choices", ())
    if question.type == "multiple-choice":
        yield labels.say("fill.template-several")
    if choices:
        for choice in choices:
            yield f"{choice.id}: {choice.label.spoken(labels.locale)}"
        return
    words = question_type(question.type).words(spec)
    if words:
        yield " | ".join(words)
    elif question.type == "number":
        yield number_words(question, labels)
    else:
        yield labels.say(f"fill.template-{question.type}")


def number_words(question: Question, labels: Labels) -> str:
    """Say which numbers may be answered, and what they count."""
    least, most = getattr(question.spec, "least", -LARGEST), getattr(question.spec, "most", LARGEST)
    unit = getattr(question.spec, "unit", None)
    counted = unit.spoken(labels.locale) if unit else ""
    if least > -LARGEST and most < LARGEST:
        bounds = labels.say("fill.number-between", least=least, most=most)
    elif least > -LARGEST:
        bounds = labels.say("fill.number-at-least", least=least)
    elif most < LARGEST:
        bounds = labels.say("fill.number-at-most", most=most)
    else:
        bounds = labels.say("fill.number")
    return f"{bounds} ({counted})" if counted else bounds


def _comment(text: str, hanging: str = "", start: str = f"{_INDENT}# ") -> list[str]:
    """Return *text* as comment lines, whatever stands in it."""
    return wrap(printable(text), _COLUMNS, first=start, rest=start + hanging)
