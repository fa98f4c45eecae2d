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
    if len(answer["labels"]) > 1:  # labels have commas of their own
        return ", ".join(_quoted(label, labels) for label in answer["labels"])
    if answer["labels"]:
        return str(answer["labels"][0][labels.locale])
    given = answer["given"]
    if isinstance(given, list):
        return ", ".join(given) or labels.say("report.answer-none")
    return labels.say(f"report.answer-{given}") if given in _SAID else str(given)


def answer_quoted(answer: dict[str, Any], labels: Labels) -> str:
    """Return *answer* as it stands inside a sentence of ours."""
    text = answer_text(answer, labels)
    return text if len(answer["labels"]) > 1 else labels.say("report.quoted", text=text)


def _quoted(label: dict[str, Any], labels: Labels) -> str:
    return labels.say("report.quoted", text=label[labels.locale])
