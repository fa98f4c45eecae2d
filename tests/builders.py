"""What tests build checklists and answers with: the fewest words that make a valid one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.evaluate import evaluate
from mlkb.load.build import build_checklist, build_ladder, build_sheet
from mlkb.model.answers import Subject
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkb.model.answers import AnswerSheet
    from mlkb.model.checklist import Checklist, Ladder
    from mlkb.model.evaluation import Assessment, Evaluation

TODAY = "2026-11-21"
Data = dict[str, Any]


def a_question(name: str, type: str = "practice", **fields: Any) -> Data:
    """Return the plain data of a scored question, or of a fact with ``scored=False``."""
    severity = {} if fields.get("scored") is False else {"severity": "major"}
    return {"id": name, "type": type, **severity, **fields}


def a_fact(name: str, type: str = "practice", **fields: Any) -> Data:
    """Return the plain data of a fact."""
    return a_question(name, type, scored=False, **fields)


def options(*names: str, **credits: int) -> list[Data]:
    """Return options with these ids; keywords give a credit as well."""
    plain = [{"id": name} for name in names]
    return [*plain, *({"id": name, "credit": credit} for name, credit in credits.items())]


def a_checklist(*questions: Data, name: str = "c", **fields: Any) -> Checklist:
    """Return a checklist of one section, with a score unless *results* say otherwise."""
    data = {
        "id": name,
        "sections": [{"id": "s", "questions": list(questions)}],
        "results": [{"id": "score", "type": "score"}],
        **fields,
    }
    return build_checklist(data)


def a_ladder(*levels: str, **fields: Any) -> Ladder:
    """Return the ladder `l` with these levels."""
    return build_ladder({"id": "l", "levels": [{"id": level} for level in levels], **fields})


def a_sheet(
    checklist: Checklist, answers: Mapping[str, Any], *, subject: str = "it", **fields: Any
) -> AnswerSheet:
    """Return the sheet of *answers*; ``respondent="kim"`` names who answered."""
    if "respondent" in fields:
        fields["respondent"] = {"name": fields["respondent"]}
    data = {"checklist": checklist.id, "subject": subject, "answers": answers, **fields}
    return build_sheet(data, checklist)


def assessed(
    checklists: Iterable[Checklist],
    sheets: Iterable[AnswerSheet],
    *,
    ladder: Ladder | None = None,
    subjects: Mapping[str, str] | None = None,
    today: str = TODAY,
    **more: Any,
) -> Assessment:
    """Return the assessment of *sheets*; *subjects* say to which other one each belongs."""
    return evaluate(
        {checklist.id: checklist for checklist in checklists},
        {ladder.id: ladder} if ladder else {},
        list(sheets),
        today=day_number(today) or 0,
        subjects={name: Subject(name, of=of) for name, of in (subjects or {}).items()},
        **more,
    )


def evaluated(checklist: Checklist, answers: Mapping[str, Any], **more: Any) -> Evaluation:
    """Return the evaluation of one sheet."""
    (evaluation,) = assessed([checklist], [a_sheet(checklist, answers)], **more).evaluations
    return evaluation
