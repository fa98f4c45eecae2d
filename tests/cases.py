"""Random checklists and answers, as hypothesis draws them; `MLKB_FUZZ=1` draws many more."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from builders import TODAY, a_fact, a_question, options
from mlkb.evaluate import evaluate
from mlkb.load.build import build_checklist, build_ladder, build_sheet
from mlkb.model.day import day_number

if TYPE_CHECKING:
    from mlkb.model.evaluation import Assessment, Evaluation, LevelResult, Score

Data = dict[str, Any]
NA = {"answer": "n/a", "because": "bought"}
EVIDENCE = {"found.md": "found", "missing.md": "missing", "https://example.org/": "unchecked"}
LADDER_LEVELS = ("low", "mid", "high")


def quick(examples: int) -> settings:
    """Return settings that always draw the same *examples*, or many new ones when fuzzing."""
    fuzzing = os.environ.get("MLKB_FUZZ") == "1"
    return settings(
        max_examples=examples * 30 if fuzzing else examples,
        derandomize=not fuzzing,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


@dataclass(frozen=True)
class Case:
    """Checklists `profile` (facts) and `c`, and sheets about the subject `it`, as plain data."""

    checklists: tuple[Data, ...]
    ladder: Data
    sheets: tuple[Data, ...]
    fail_on: str

    def assessed(self) -> Assessment:
        """Return what the engine says."""
        checklists = {data["id"]: build_checklist(data) for data in self.checklists}
        return evaluate(
            checklists,
            {"l": build_ladder(self.ladder)},
            [build_sheet(sheet, checklists[sheet["checklist"]]) for sheet in self.sheets],
            today=day_number(TODAY) or 0,
            evidence=EVIDENCE,
            fail_on=self.fail_on,
        )

    def evaluated(self) -> Evaluation:
        """Return the evaluation of the checklist `c`."""
        return self.assessed().evaluations[0]

    def answering(self, sheet: int, question: str, answer: Any) -> Case:
        """Return the case with one answer given, changed, or (None) taken back."""
        old = self.sheets[sheet]
        answers = {name: given for name, given in old["answers"].items() if name != question}
        if answer is not None:
            answers[question] = answer
        sheets = list(self.sheets)
        sheets[sheet] = {**old, "answers": answers}
        return replace(self, sheets=tuple(sheets))

    def given(self) -> list[tuple[int, str]]:
        """Return the place of every answer: the sheet and the question."""
        return [
            (position, question)
            for position, sheet in enumerate(self.sheets)
            for question in sheet["answers"]
        ]

    def question(self, sheet: int, name: str) -> Data:
        """Return the plain data of a question that *sheet* answers."""
        for data in self.checklists:
            if data["id"] == self.sheets[sheet]["checklist"]:
                for question in data["sections"][0]["questions"]:
                    if question["id"] == name:
                        return dict(question)
        raise KeyError(name)


def score(evaluation: Evaluation) -> Score | None:
    """Return the score of an evaluation."""
    found: Any = evaluation.results["score"]
    return found  # type: ignore[no-any-return]


def level(evaluation: Evaluation) -> LevelResult:
    """Return the level of an evaluation."""
    found: Any = evaluation.results["level"]
    return found  # type: ignore[no-any-return]


def height(name: str | None) -> int:
    """Return the place of a level, -1 for none."""
    return -1 if name is None else LADDER_LEVELS.index(name)


TYPES: dict[str, tuple[Data, tuple[Any, ...]]] = {
    "practice": ({}, ("yes", "partial", "no")),
    "reversed": ({"type": "practice", "reversed": True}, ("yes", "partial", "no")),
    "single-choice": (
        {
            "choices": [
                {"id": "p", "credit": 0, "improve": {"do": {}, "effort": "hours"}},
                *options(q=60, r=100),
            ]
        },
        ("p", "q", "r"),
    ),
    "multiple-choice": (
        {"choices": options("z", p=70, q=40)},
        ([], ["p"], ["q"], ["z"], ["p", "q"], ["p", "q", "z"]),
    ),
    "signs": (
        {"type": "multiple-choice", "choices": options("p", "q", "z"), "signs": {"worst": 2}},
        ([], ["p"], ["q", "z"], ["p", "q", "z"]),
    ),
    "scale": ({"steps": options("a", "b", "c", "d")}, ("a", "b", "c", "d")),
    "number": (
        {"bands": [{"at_most": 1, "credit": 100}, {"at_most": 5, "credit": 30}]},
        (0, 1, 2, 5, 6),
    ),
    "people": ({"at_least": 2}, ([], ["kim"], ["lee"], ["lee", "kim"])),
    "text": ({}, ("weekly",)),
}
"""Fields and answers by kind of question; some answer of each earns everything."""


@lru_cache(maxsize=1)
def _kinds() -> st.SearchStrategy[str]:
    return st.sampled_from(tuple(TYPES))


def values(question: Data) -> tuple[Any, ...]:
    """Return answers that *question* allows."""
    return TYPES[question["provenance"]][1]


@st.composite
def conditions(draw: st.DrawFn, facts: list[tuple[str, Data]]) -> Data:
    """Draw a condition over *facts*, which are references and questions."""
    kind = draw(st.sampled_from(("plain", "plain", "not", "all", "any")))
    if kind == "not":
        return {"not": draw(conditions(facts))}
    if kind != "plain":
        return {kind: [draw(conditions(facts)) for _ in range(draw(st.integers(1, 2)))]}
    reference, fact = draw(st.sampled_from(facts))
    if fact["type"] == "number":
        operator = draw(st.sampled_from(("at_least", "at_most")))
        return {"answer": reference, operator: draw(st.integers(0, 4))}
    return {"answer": reference, "is": draw(st.sampled_from(values(fact)))}


@st.composite
def questions(
    draw: st.DrawFn, name: str, facts: list[tuple[str, Data]], practices: list[str]
) -> Data:
    """Draw a scored question that may depend on *facts* and presuppose one of *practices*."""
    kind = draw(_kinds())
    question = a_question(name, kind, provenance=kind)
    question.update(TYPES[kind][0])
    question["severity"] = draw(st.sampled_from(("blocking", "major", "advisory")))
    question["weight"] = draw(st.integers(1, 5))
    if draw(st.booleans()):
        at, how = (
            draw(st.sampled_from(LADDER_LEVELS)),
            draw(st.sampled_from(("required", "tagged"))),
        )
        question["levels"] = {"l": {"at": at, "as": how}}
    if draw(st.integers(0, 3)) == 0:
        question["evidence"] = "required"
    if draw(st.booleans()):
        effort = draw(st.sampled_from(("hours", "days", "weeks", "months")))
        question["improve"] = {"do": {}, "effort": effort}
    if facts and draw(st.integers(0, 3)) == 0:
        question["when"] = draw(conditions(facts))
    if practices and draw(st.integers(0, 2)) == 0:
        question["requires"] = draw(st.sampled_from(practices))
    return question


@st.composite
def _facts(draw: st.DrawFn, prefix: str, names: str, known: list[tuple[str, Data]]) -> list[Data]:
    """Draw facts, each of which may depend on those before it; add them to *known*."""
    drawn = []
    for name in names:
        kind = draw(st.sampled_from(("practice", "number", "people")))
        fact = a_fact(name, kind, provenance=kind)
        if known and draw(st.integers(0, 3)) == 0:
            fact["when"] = draw(conditions(list(known)))
        known.append((f"{prefix}{name}", fact))
        drawn.append(fact)
    return drawn


@st.composite
def answers(draw: st.DrawFn, question: Data) -> Any:
    """Draw an answer to *question* with its circumstances; None leaves it open."""
    kind = draw(st.integers(0, 11))
    if kind < 2:
        return None
    if kind == 2:
        return draw(st.sampled_from((NA, "n/a")))
    answer: Data = {"answer": draw(st.sampled_from(values(question)))}
    if draw(st.booleans()):
        proofs = st.lists(st.sampled_from(tuple(EVIDENCE)), max_size=2, unique=True)
        answer["evidence"] = draw(proofs)
    until = st.sampled_from(("2026-11-20", TODAY, "2027-01-01"))
    if draw(st.integers(0, 3)) == 0:
        answer["accept"] = {"because": "later", "by": "park", "until": draw(until)}
    if draw(st.integers(0, 3)) == 0:
        answer["plan"] = {"by": "lee", "until": draw(until)}
    return answer


@st.composite
def cases(draw: st.DrawFn, *, respondents: int = 1, most: int = 6) -> Case:
    """Draw a case with up to *respondents* who answer up to *most* scored questions."""
    known: list[tuple[str, Data]] = []
    profile = draw(_facts("profile/", "xy"[: draw(st.integers(1, 2))], known))
    facts = draw(_facts("", "uv"[: draw(st.integers(0, 2))], known))
    scored: list[Data] = []
    for position in range(draw(st.integers(1, most))):
        practices = [question["id"] for question in scored]
        scored.append(draw(questions(f"q{position}", known, practices)))
    order = draw(st.permutations([*facts, *scored]))
    ladder = {
        "id": "l",
        "levels": [{"id": name} for name in LADDER_LEVELS],
        "share": draw(st.sampled_from((0, 33, 50, 66, 70, 100))),
        "tolerate": {"partial": draw(st.integers(0, 2))},
    }
    sheets = []
    for position in range(draw(st.integers(1, respondents))):
        for checklist, asked in (("c", order), ("profile", profile)):
            if checklist == "profile" and draw(st.integers(0, 4)) == 0:
                continue
            drawn = {question["id"]: draw(answers(question)) for question in asked}
            given = {name: answer for name, answer in drawn.items() if answer is not None}
            who = {"respondent": {"name": f"r{position}"}} if respondents > 1 else {}
            sheets.append({"checklist": checklist, "subject": "it", **who, "answers": given})
    return Case(
        checklists=(
            {
                "id": "c",
                "sections": [{"id": "s", "questions": list(order)}],
                "results": [
                    {"id": "score", "type": "score"},
                    {"id": "level", "type": "levels", "ladder": "l"},
                ],
            },
            {"id": "profile", "sections": [{"id": "s", "questions": profile}]},
        ),
        ladder=ladder,
        sheets=tuple(sheets),
        fail_on=draw(st.sampled_from(("blocking", "major", "advisory", "none"))),
    )
