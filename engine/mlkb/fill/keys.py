"""Which keys answer a question, and what a typed line means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from mlkb.model.answers import NOT_APPLICABLE
from mlkb.questions import question_type
from mlkb.questions.base import WrongAnswer
from mlkb.render.width import printable

if TYPE_CHECKING:
    from mlkb.model.checklist import Question
    from mlkb.model.condition import Value

WHY, BACK, SKIP, NOTE, EVIDENCE, PLAN = "?", "b", "s", "m", "e", "w"
NOT_APPLICABLE_KEY, CLEAR, QUIT = "x", "c", "q"
COMMANDS = (WHY, BACK, SKIP, NOTE, EVIDENCE, PLAN, NOT_APPLICABLE_KEY, CLEAR, QUIT)
_COMMAND_MARK = ":"
"""What may stand before a command where a line is typed."""

_PRACTICE = {"y": "yes", "p": "partial", "n": "no"}
_DIGITS = "123456789adfghijklnoprtuvyz"
_HANGUL = dict(
    zip(
        "ㅛㅔㅜㅠㄴㅡㄷㅈㅌㅊㅂㅁㅇㄹㅎㅗㅑㅓㅏㅣㅐㄱㅅㅕㅍㅋ",
        "ypnbsmewxcqadfghijklortuvz",
        strict=True,
    )
)
"""Keys of a Korean keyboard that is not switched to Latin letters."""
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:[, ][0-9]{3})+")
_NUMBER = re.compile(r"[-+]?[0-9]{1,17}")
_BETWEEN_NAMES = re.compile(r"[,;\u3001\uff0c]")


def choice_keys(question: Question) -> dict[str, str]:
    """Return the word behind each key; none means that the answer is typed."""
    if question.type == "practice":
        return dict(_PRACTICE)
    words = question_type(question.type).words(question.spec)
    return dict(zip(_DIGITS, words, strict=False))


def is_typed(question: Question) -> bool:
    """Say whether the answer is a typed line: always so where the keys are too few."""
    words = question_type(question.type).words(question.spec)
    return not words or len(words) > len(_DIGITS)


def latin(key: str) -> str:
    """Return the key that was meant, whatever the keyboard is switched to."""
    return _HANGUL.get(key) or normalize("NFKC", key).lower()


def clean(text: str) -> str:
    """Return a typed line without what nobody typed on purpose."""
    return normalize("NFC", printable(text)).strip()


def typed_command(text: str) -> str:
    """Return the command that a typed line is: its key alone, or behind a colon."""
    key = text.removeprefix(_COMMAND_MARK)
    if len(key) == 1:
        key = latin(key)
    return key if key in COMMANDS else ""


def typed_again(value: Value | None) -> str:
    """Return the line that gives *value*, as it would be typed."""
    if value is None or value == NOT_APPLICABLE:
        return ""
    if isinstance(value, tuple):
        return ", ".join(clean(entry) for entry in value)
    return clean(str(value))


def typed_value(question: Question, text: str) -> Value:
    """Return the answer that a typed line gives; raises `WrongAnswer`."""
    kind = question_type(question.type)
    if question.type == "people":
        names = [name.strip() for name in _BETWEEN_NAMES.split(text)]
        return kind.read(question.spec, [name for name in names if name])
    if question.type == "multiple-choice":
        return kind.read(question.spec, [one for one in re.split(r"[,\s]+", text) if one])
    if question.type == "number":
        return kind.read(question.spec, _number(text))
    return kind.read(question.spec, text)


def _number(text: str) -> int:
    digits = normalize("NFKC", text)
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(digits):
        raise WrongAnswer("answer-not-a-number", given=text)
    return int(digits)


def ticked(question: Question, before: tuple[str, ...], word: str) -> tuple[str, ...]:
    """Return the ticked choices after *word* was toggled, in the order of the checklist."""
    choices = getattr(question.spec, "choices", ())
    alone = {one.id for one in choices if one.exclusive}
    after = set(before) ^ {word}
    if word in after:
        after = {word} if word in alone else after - alone
    return tuple(one.id for one in choices if one.id in after)
