"""
Annotations and a job summary for GitHub Actions.

    mlkb check --report github

Prints a workflow command for each gap and each open question that blocks or has a plan: `::error`
for blocking, `::warning` for major, `::notice` for advisory, at the line of the answer. Of each
kind the runner shows ten in a step, so ten are printed, those with an overdue plan first; the
summary of the job has all of them. It is added to the file that `GITHUB_STEP_SUMMARY` names, if it
names one, and shortened to fit. No token is needed, so it works for forks too. After a comparison
only what is new or worse is annotated, and what blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.entries import entries
from mlkb.render.escape import command_text, command_value
from mlkb.render.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

ROOM = 900 * 1024
"""Bytes that a step's summary may have; above 1 MiB GitHub drops it as a whole."""
_COMMANDS = {"blocking": "error", "major": "warning", "advisory": "notice"}
_EACH = 10
"""Annotations of one kind that the runner shows for a step."""
_LONGEST = 4096
"""UTF-16 units of a message, after which the runner cuts it."""


def render(document: dict[str, Any], labels: Labels, look: Look) -> str:
    """Return workflow commands, between a line that says how it stands and one on what is left."""
    lines = [_headline(document, labels)]
    wanted = [
        one for one in entries(document, labels, look.folder) if one.matters and not one.accepted
    ]
    left = 0
    for severity, command in _COMMANDS.items():
        own = [one for one in wanted if one.severity == severity]
        lines.extend(_command(command, one) for one in own[:_EACH])
        left += len(own[_EACH:])
    if left:
        lines.append(labels.say("report.annotations-more", number=left))
    return "\n".join(lines) + "\n"


def summary(document: dict[str, Any], labels: Labels, taken: int) -> str:
    """Return the report as Markdown beside *taken* bytes, or nothing if there is no room for it.

    What does not fit goes by whole parts; the counts at its head stay those of the whole report.
    """
    from mlkb.report.markdown import shorter

    for text in shorter(document, labels):
        if len(text.encode()) <= ROOM - taken:
            return text
    return ""


def _headline(document: dict[str, Any], labels: Labels) -> str:
    if document["comparison"] is not None:
        from mlkb.render.changes import read_changes

        return read_changes(document, labels).summary
    reading = read(document, labels)
    return reading.verdict or reading.title


def _command(command: str, entry: Entry) -> str:
    properties = {
        "file": entry.path,
        "line": str(entry.line),
        "col": str(entry.column),
        "title": f"{entry.name} · {entry.status}",
    }
    told = ",".join(f"{name}={command_value(value)}" for name, value in properties.items())
    message = "\n".join(_fitting([entry.ask, *entry.lines[1:]]))
    return f"::{command} {told}::{command_text(message)}"


def _fitting(lines: Sequence[str]) -> Iterator[str]:
    """Yield as many whole lines as the runner shows; one of an entry is never too long alone."""
    taken = 0
    for line in lines:
        taken += len(line.encode("utf-16-le")) // 2 + 1
        if taken > _LONGEST:
            return
        yield line
