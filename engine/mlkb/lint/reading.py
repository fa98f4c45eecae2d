"""Who reads what: questions that matter to nothing, checklists that are said to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern
from mlkb.lint.corpus import inputs
from mlkb.model.condition import Reference, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.lint.corpus import Corpus
    from mlkb.model.checklist import Checklist, Question


def reading(corpus: Corpus) -> Iterator[Concern]:
    """Yield what is read by nothing, or said to be read and is not."""
    yield from _unread(corpus)
    for name, checklist in corpus.own.items():
        read = {one.checklist for one in _read_by(checklist)}
        listed = corpus.found.checklists[name]
        for node in listed.values_at["reads"].value if "reads" in listed else ():
            if node.value not in read:
                yield concern("reads-unused", corpus.place(name, node), name=node.value)


def _unread(corpus: Corpus) -> Iterator[Concern]:
    """Yield the questions whose answers change nothing but the list of gaps."""
    read: set[Reference] = set()
    counted: set[tuple[str, str]] = set()
    for name, checklist in corpus.checklists.items():
        read.update(_read_by(checklist))
        read.update(
            Reference(name, one.requires) for one in checklist.questions.values() if one.requires
        )
        for result in checklist.results:
            over = getattr(result.spec, "over", ()) if result.type == "levels" else ()
            if result.type in ("score", "levels"):
                ladder = getattr(result.spec, "ladder", "")
                counted.update((other, ladder) for other in over or (name,))
    for name, checklist in corpus.own.items():
        for question in checklist.questions.values():
            if Reference(name, question.id) in read or _counts(question, name, counted):
                continue
            code = "question-unread" if question.scored else "fact-unread"
            place = corpus.place(name, corpus.entry(name, question.id).values_at["id"])
            yield concern(code, place, name=question.id)


def _counts(question: Question, checklist: str, counted: set[tuple[str, str]]) -> bool:
    """Say whether a score or a ladder that the question stands on counts it."""
    ladders = ("", *(tag.ladder for tag in question.levels))
    return question.scored and any((checklist, ladder) in counted for ladder in ladders)


def _read_by(checklist: Checklist) -> Iterator[Reference]:
    """Yield what the conditions and results of a checklist read."""
    for question in checklist.questions.values():
        yield from references(question.when)
    for result in checklist.results:
        yield from inputs(result) or ()
