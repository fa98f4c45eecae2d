"""An answer of the report document in the words of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlkb.render.labels import Labels

_SAID = ("yes", "partial", "no")


def answer_text(answer: dict[str, Any] | None, labels: Labels) -> str:
    """Return *answer* as the reader would say it; nothing if there is none."""
    if answer is None:
        return ""
    if answer["labels"]:
        return ", ".join(str(label[labels.locale]) for label in answer["labels"])
    given = answer["given"]
    if isinstance(given, list):
        return ", ".join(given) or labels.say("report.answer-none")
    return labels.say(f"report.answer-{given}") if given in _SAID else str(given)
