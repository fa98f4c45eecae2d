"""Plain data to models: the one builder behind YAML files, compiled JSON and the test vectors.

The data is already well shaped (`load.reader`), or written by ourselves (`load.compiled`). Dates
may be day numbers or ISO dates. What may be left out gets its default here and nowhere else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mlkb.load.answer_format import VERSIONED
from mlkb.model.answers import NOT_APPLICABLE, Acceptance, Answer, AnswerSheet, Plan
from mlkb.model.checklist import (
    Checklist,
    Citation,
    HelpText,
    Ladder,
    LevelTag,
    Question,
    ResultSpec,
    Section,
)
from mlkb.model.condition import condition_of
from mlkb.model.day import day_number
from mlkb.model.text import text_of
from mlkb.questions import question_type
from mlkb.questions.base import WrongAnswer
from mlkb.questions.options import parse_improvement
from mlkb.results import result_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mlkb.model.condition import Value

_VERSIONED = re.compile(VERSIONED)


def build_checklist(data: Mapping[str, Any]) -> Checklist:
    """Return the checklist of *data*, in which rows are already expanded."""
    checklist = data["id"]
    questions = {
        raw["id"]: _question(raw, checklist, section["id"])
        for section in data["sections"]
        for raw in section["questions"]
    }
    return Checklist(
        id=checklist,
        version=version_of(data.get("version", "1.0.0")),
        about=data.get("about", "product"),
        title=text_of(data.get("title")),
        summary=text_of(data.get("summary")),
        decides=text_of(data.get("decides")),
        answered_by=tuple(data.get("answered_by", ())),
        reads=tuple(data.get("reads", ())),
        sections=tuple(
            Section(section["id"], text_of(section.get("title"))) for section in data["sections"]
        ),
        questions=questions,
        results=tuple(
            ResultSpec(
                raw["id"],
                raw["type"],
                result_type(raw["type"]).parse(raw, checklist),
                text_of(raw.get("title")),
            )
            for raw in data.get("results", ())
        ),
        citations={
            claim: Citation(
                source=text_of(raw["source"]),
                section=raw["section"],
                says=text_of(raw["says"]),
                doubtful=text_of(raw.get("doubtful")),
            )
            for claim, raw in data.get("citations", {}).items()
        },
        help=tuple(
            HelpText(
                id=raw["id"],
                title=text_of(raw["title"]),
                text=text_of(raw["text"]),
                section=raw.get("section", ""),
                claims=tuple(raw.get("claims", ())),
                provenance=raw["provenance"],
            )
            for raw in data.get("help", ())
        ),
    )


def expanded(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return checklist *data* with every question that has rows written out, one per row."""
    sections = [
        {**section, "questions": list(_expanded_questions(section.get("questions", ())))}
        for section in data.get("sections", ())
    ]
    return {**data, "sections": sections}


def build_ladder(data: Mapping[str, Any]) -> Ladder:
    """Return the ladder of *data*."""
    levels = data["levels"]
    return Ladder(
        id=data["id"],
        levels=tuple(level["id"] for level in levels),
        share=data.get("share", 70),
        tolerate_partial=data.get("tolerate", {}).get("partial", 0),
        title=text_of(data.get("title")),
        titles={level["id"]: text_of(level.get("title")) for level in levels},
        aims={level["id"]: text_of(level.get("aim")) for level in levels},
    )


def build_sheet(
    data: Mapping[str, Any],
    checklist: Checklist,
    *,
    path: str = "",
    place: Callable[[str], tuple[int, int]] = lambda _: (0, 0),
    refuse: Callable[[str, WrongAnswer], None] | None = None,
) -> AnswerSheet:
    """Return the sheet of *data*.

    *place* gives line and column of a question's answer. A wrong answer goes to *refuse*, with the
    question's id, and is left out; without *refuse* it is raised. Answers to questions that the
    checklist does not have are left out.
    """
    name, version = checklist_named(data["checklist"])
    respondent = data.get("respondent") or {}
    answers = {}
    for identifier, raw in (data.get("answers") or {}).items():
        question = checklist.questions.get(identifier)
        if question is None:
            continue
        try:
            answers[identifier] = _answer(raw, question, *place(identifier))
        except WrongAnswer as wrong:
            if refuse is None:
                raise
            refuse(identifier, wrong)
    return AnswerSheet(
        checklist=name,
        subject=data["subject"],
        version=version or checklist.version,
        respondent=respondent.get("name", ""),
        role=respondent.get("role", ""),
        answered_on=_day(data.get("answered_on")),
        answers=answers,
        path=path,
    )


def checklist_named(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the id and the version of ``mlops-process@1.0.0``; the version may be left out."""
    match = _VERSIONED.fullmatch(text)
    if match is None:
        return text, None
    version = tuple(int(part) for part in match.groups()[1:] if part is not None)
    return match[1], version or None


def version_of(text: str) -> tuple[int, ...]:
    """Return the numbers of a version such as ``1.0.0``."""
    return tuple(int(part) for part in text.split("."))


def _question(raw: Mapping[str, Any], checklist: str, section: str) -> Question:
    scored = raw.get("scored", True)
    review = raw.get("review_every")
    when = raw.get("when")
    return Question(
        id=raw["id"],
        type=raw["type"],
        section=section,
        spec=question_type(raw["type"]).parse(raw),
        ask=text_of(raw.get("ask")),
        why=text_of(raw.get("why")),
        scored=scored,
        core=raw.get("core", False),
        severity=raw.get("severity", "advisory"),
        weight=raw.get("weight", 1),
        levels=tuple(
            LevelTag(ladder, tag["at"], tag["as"] == "required")
            for ladder, tag in raw.get("levels", {}).items()
        ),
        evidence=raw.get("evidence", "none"),
        evidence_wanted=text_of(raw.get("evidence_wanted")),
        review_every=int(review[:-1]) if review else None,
        when=condition_of(when, checklist) if when else None,
        requires=raw.get("requires"),
        improve=parse_improvement(raw.get("improve")),
        claims=tuple(raw.get("claims", ())),
        provenance=raw.get("provenance", "derived"),
        was=tuple(raw.get("was", ())),
        since=version_of(raw["since"]) if "since" in raw else None,
        paths=tuple(raw.get("paths", ())),
    )


def _answer(raw: object, question: Question, line: int, column: int) -> Answer:
    if not isinstance(raw, dict):
        return Answer(value=_value(raw, question), line=line, column=column)
    evidence = raw.get("evidence", ())
    plan, accept = raw.get("plan"), raw.get("accept")
    return Answer(
        value=_value(raw.get("answer"), question),
        note=raw.get("note", ""),
        because=raw.get("because", ""),
        evidence=(evidence,) if isinstance(evidence, str) else tuple(evidence),
        on=_day(raw.get("on")),
        plan=Plan(plan["by"], _date(plan["until"])) if plan else None,
        accept=Acceptance(accept["because"], accept["by"], _date(accept["until"]))
        if accept
        else None,
        line=line,
        column=column,
    )


def _value(given: object, question: Question) -> Value | None:
    if given is None or given == NOT_APPLICABLE:
        return None if given is None else NOT_APPLICABLE
    return question_type(question.type).read(question.spec, given)


def _date(raw: str | int) -> int:
    number = raw if isinstance(raw, int) else day_number(raw)
    if number is None:
        raise ValueError(raw)
    return number


def _day(raw: str | int | None) -> int | None:
    return None if raw is None else _date(raw)


def _expanded_questions(questions: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    for question in questions:
        rows = question.get("rows")
        if not rows:
            yield question
            continue
        rest = {key: value for key, value in question.items() if key != "rows"}
        for row in rows:
            yield {
                **rest,
                "id": f"{question['id']}.{row['id']}",
                "ask": _asked_of(question.get("ask", {}), row.get("label", {})),
            }


def _asked_of(ask: Mapping[str, str], label: Mapping[str, str]) -> dict[str, str]:
    """Return the question of one row: its label stands where ``{row}`` does, else behind."""
    return {
        language: text.replace("{row}", label.get(language, ""))
        if "{row}" in text
        else f"{text} ({label.get(language, '')})"
        for language, text in ask.items()
    }
