"""Where the gate stands, in as few words as stand on a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlkb.render.labels import Labels
    from mlkb.render.referring import Document

_HOLDS, _FAILS, _ASIDE = "1d6339", "a3231d", "2a4a6b"
"""Green, red and, where nobody asked for a decision, blue: those of the HTML report."""


class Badge(NamedTuple):
    """What a badge says; *colour* is hexadecimal, and white text on it can be read."""

    label: str
    message: str
    colour: str
    fails: bool


def badge_of(document: Document, labels: Labels) -> Badge:
    """Return the badge of *document*: whether the gate holds, or how many gaps there are."""
    label, gate = labels.say("report.badge-label"), document["gate"]
    if gate["fail_on"] == "none":
        return Badge(label, _counted(document, labels), _ASIDE, fails=False)
    if gate["holds"]:
        return Badge(label, labels.say("report.badge-holds"), _HOLDS, fails=False)
    message = labels.count("report.blocking", gate["gaps"] + gate["open"])
    return Badge(label, message, _FAILS, fails=True)


def _counted(document: Document, labels: Labels) -> str:
    """Return how many gaps there are; without an answer nobody knows."""
    gaps = len(document["gaps"])
    if gaps:
        return labels.count("report.gaps", gaps)
    answered = any(
        finding["weight"] and finding["answer"]
        for evaluation in document["evaluations"]
        for finding in evaluation["findings"]
    )
    return labels.say("report.badge-none" if answered else "report.badge-unknown")
