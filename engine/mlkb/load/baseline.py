"""A baseline file, `mlkb/baseline@1`: the gaps that a team knows, one to a line.

    format: mlkb/baseline@1
    gaps:
      - {subject: s, checklist: c, question: q, credit: 0, because: "…", by: "…", until: 2027-01-31}

Neither the file nor the line of an answer is part of an entry, so it follows answers that move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.document import compose, decode, read_bytes
from mlkb.load.reader import MISFIT, Reader
from mlkb.model.baseline import Baseline, Entry
from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.condition_format import QUESTION_ID
from mlkb.model.shape import (
    Day,
    ListOf,
    Pattern,
    Prose,
    Record,
    WholeNumber,
    Word,
    identifier,
)
from mlkb.model.source import Location, Problem

if TYPE_CHECKING:
    from pathlib import Path

NAME = "mlkb-baseline.yaml"
"""What the file is called where nobody says otherwise; it lies at the project's root."""
FORMAT = "mlkb/baseline@1"
_ENTRY = Record(
    {
        "subject": identifier("subject"),
        "checklist": identifier("checklist"),
        "question": Pattern("question", QUESTION_ID),
        "credit": WholeNumber(0, FULL_CREDIT, "Percent that the answer earned; less is worse."),
        "because": Prose("Why this gap is lived with."),
        "by": Prose("Who answers for it."),
        "until": Day("The last day on which it is."),
    },
    required=("subject", "checklist", "question", "credit", "because", "by", "until"),
    doc="One gap that is known.",
)
BASELINE = Record(
    {"format": Word(FORMAT), "gaps": ListOf(_ENTRY)},
    required=("format", "gaps"),
    doc="Gaps that are known, so that only new ones stop a change.",
)


def read_baseline(path: Path, shown: str) -> Baseline:
    """Return the baseline in a file; `InvalidDocuments` names all that is wrong."""
    data, problems = read_bytes(path, shown)
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    return parse_baseline(data, shown)


def parse_baseline(data: bytes, shown: str) -> Baseline:
    """Return the baseline that *data* holds, the content of a file that is called *shown*.

    A corrupt baseline is never taken for an empty one: `InvalidDocuments` names all that is wrong.
    """
    text, problems = decode(data, shown)
    node, problems = (None, problems) if problems else compose(text, shown)
    if node is None and not problems:
        problems = [Problem("empty-baseline", Location(shown))]
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    reader = Reader(text, shown)
    found = reader.read(BASELINE, node)
    entries: dict[tuple[str, str, str], Entry] = {}
    for raw in found.get("gaps", ()) if found is not MISFIT else ():
        if not raw.sound or len(raw) != len(_ENTRY.required):
            continue
        mark = raw.node.start_mark
        entry = Entry(**raw, place=Location(shown, mark.line + 1, mark.column + 1))
        first = entries.setdefault(named(entry), entry)
        if first is not entry:
            facts = {"name": "/".join(named(entry)), "first": first.place.line}
            reader.problems.append(Problem("duplicate-id", entry.place, facts))
    if reader.problems:
        raise InvalidDocuments(reader.problems, exit_code=USAGE)
    return Baseline(shown, tuple(entries.values()))


def named(entry: Entry) -> tuple[str, str, str]:
    """Return what identifies an entry, which is also its place in the file."""
    return entry.subject, entry.checklist, entry.question
