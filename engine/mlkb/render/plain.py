"""Small parts of the model as they stand in a report document: texts, reasons, names of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.model.evaluation import Finding
    from mlkb.model.text import Text


def in_languages(text: Text) -> dict[str, str]:
    """Return a text in every language."""
    return {"en": text.en, "ko": text.ko}


def because(finding: Finding) -> str:
    """Return why a question does not apply: its project dropped it, or the answer says so."""
    if finding.question.dropped is not None:
        return finding.question.dropped
    return finding.answer.because if finding.answer else ""


def file_name(text: str) -> str:
    """Return the name of a file or branch with U+FFFD where its bytes are no UTF-8."""
    return (
        text if text.isascii() else text.encode(errors="surrogateescape").decode(errors="replace")
    )
