"""What every question should say, and how many may be in the ten-minute set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern
from mlkb.load.renames import renames
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.lint.corpus import Corpus
    from mlkb.load.reader import Entry

MOST_CORE = 12
"""Questions that can be answered in ten minutes."""


def completeness(corpus: Corpus) -> Iterator[Concern]:
    """Yield what questions leave out."""
    for checklist in corpus.own:
        for entry in corpus.question_entries(checklist):
            yield from _question(checklist, entry, corpus)
        yield from _core(checklist, corpus)
        yield from _names(checklist, corpus)


def _question(checklist: str, entry: Entry, corpus: Corpus) -> Iterator[Concern]:
    place = corpus.place(checklist, entry.values_at["id"])
    facts = {"name": entry["id"]}
    if "why" not in entry:
        yield concern("why-missing", place, **facts)
    if entry["provenance"] == "source" and not entry.get("claims"):
        yield concern("claims-missing", place, **facts)
    if entry.get("evidence") == "welcome" and "evidence_wanted" not in entry:
        yield concern("evidence-wanted-absent", place, **facts)
    if not entry.get("scored", True):
        return
    if "improve" in entry:
        if "effort" not in entry["improve"]:
            node = entry.values_at["improve"]
            yield concern("effort-missing", corpus.place(checklist, node), **facts)
    elif not _every_choice_improves(entry):
        yield concern("improve-missing", place, **facts)


def _every_choice_improves(entry: Entry) -> bool:
    """Say whether every answer that falls short has a first step of its own."""
    module = question_type(entry["type"])
    choices = entry.get("choices", entry.get("steps", ()))
    if not choices or entry["type"] == "multiple-choice":
        return False
    spec = module.parse(entry)
    return all("improve" in one or module.credit(spec, one["id"]) >= 100 for one in choices)  # noqa: PLR2004 - percent


def _core(checklist: str, corpus: Corpus) -> Iterator[Concern]:
    """Yield the question with which the ten-minute set becomes too long."""
    core = [one for one in corpus.own[checklist].questions.values() if one.core]
    if len(core) > MOST_CORE:
        entry = corpus.entry(checklist, core[MOST_CORE].id)
        place = corpus.place(checklist, entry.values_at["core"])
        yield concern("core-too-many", place, count=len(core), most=MOST_CORE)


def _names(checklist: str, corpus: Corpus) -> Iterator[Concern]:
    """Yield earlier names that a question has now, or that two questions claim."""
    questions = corpus.own[checklist].questions
    led = renames(corpus.own[checklist])
    for entry in corpus.question_entries(checklist):
        for node in entry.values_at["was"].value if "was" in entry else ():
            mine = [one for one in questions if one.split(".", 1)[0] == entry["id"]]
            olds = [one.replace(entry["id"], node.value, 1) for one in mine]
            taken = [one for one, old in zip(mine, olds, strict=True) if led.get(old) != one]
            if taken:
                other = led.get(olds[0], node.value)
                place = corpus.place(checklist, node)
                yield concern("was-taken", place, name=node.value, other=other)
