"""Random checklists with every result, and answers to them, as hypothesis draws them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from builders import TODAY, a_fact, a_question, options
from cases import EVIDENCE, LADDER_LEVELS, NA, Case
from mlkb.evaluate import evaluate
from mlkb.load.build import build_checklist, build_ladder, build_sheet
from mlkb.model.answers import Subject
from mlkb.model.day import day_number
from mlkb.results.quadrant import PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkb.model.checklist import ResultSpec
    from mlkb.model.evaluation import Assessment, Evaluation

Data = dict[str, Any]
SUBJECTS = {"it": Subject("it", "product", "team"), "team": Subject("team", "team")}
KINDS: dict[str, tuple[str, Data, tuple[Any, ...]]] = {
    "practice": ("practice", {}, ("yes", "partial", "no")),
    "choice": ("single-choice", {"choices": options("p", "q", "r")}, ("p", "q", "r")),
    "scale": ("scale", {"steps": options("a", "b", "d", "e")}, ("a", "b", "d", "e")),
    "ticks": (
        "multiple-choice",
        {"choices": options("p", "q", "r")},
        ([], ["p"], ["q", "p"], ["p", "q", "r"]),
    ),
    "alone": (
        "multiple-choice",
        {"choices": [*options("p", "q"), {"id": "none", "exclusive": True}]},
        ([], ["p"], ["none"], ["p", "q"]),
    ),
    "number": ("number", {}, (0, 2, 5)),
    "people": ("people", {}, ([], ["kim"], ["lee", "kim"], ["park", " kim "])),
}
"""Type, fields and some answers by kind of fact; a drawn question has its kind as a key."""
WORDED = ("practice", "choice", "scale", "ticks", "alone")
ORDERED = ("practice", "scale")


@dataclass(frozen=True)
class Diagnosis(Case):
    """A case whose checklist `c` has every result and reads `org`, along `of`."""

    def assessed(self) -> Assessment:
        """Return what the engine says."""
        checklists = {data["id"]: build_checklist(data) for data in self.checklists}
        return evaluate(
            checklists,
            {"l": build_ladder(self.ladder)},
            [build_sheet(sheet, checklists[sheet["checklist"]]) for sheet in self.sheets],
            today=day_number(TODAY) or 0,
            subjects=SUBJECTS,
            evidence=EVIDENCE,
            fail_on=self.fail_on,
        )

    def with_profiles(self, profiles: Sequence[Data]) -> Diagnosis:
        """Return the case with the types of `c:type` in another order."""
        own, *others = self.checklists
        results = [
            {**one, "profiles": list(profiles)} if one["id"] == "type" else one
            for one in own["results"]
        ]
        return replace(self, checklists=({**own, "results": results}, *others))

    @property
    def profile(self) -> Data:
        """The plain data of `c:type`."""
        own = self.checklists[0]
        return next(dict(one) for one in own["results"] if one["id"] == "type")


def spec_of(evaluation: Evaluation, name: str) -> ResultSpec:
    """Return the result *name* of the evaluated checklist."""
    return next(one for one in evaluation.checklist.results if one.id == name)


def choices_of(question: Data) -> tuple[str, ...]:
    """Return the words that an answer may use."""
    if question["kind"] == "practice":
        return ("yes", "partial", "no")
    return tuple(one["id"] for one in question.get("choices") or question.get("steps") or ())


def given_to(question: Data) -> tuple[Any, ...]:
    """Return some answers that *question* allows."""
    return KINDS[question["kind"]][2]


@st.composite
def _facts(draw: st.DrawFn, prefix: str, kinds: Sequence[str]) -> list[Data]:
    """Draw one fact of each of *kinds*; some depend on an earlier one."""
    drawn: list[Data] = []
    for position, kind in enumerate(kinds):
        type_, fields, _ = KINDS[kind]
        fact = a_fact(f"{prefix}{position}", type_, kind=kind, **fields)
        if drawn and draw(st.integers(0, 4)) == 0:
            fact["when"] = draw(comparisons(drawn))
        drawn.append(fact)
    return drawn


@st.composite
def comparisons(draw: st.DrawFn, questions: Sequence[Data], prefix: str = "") -> Data:
    """Draw a condition over one of *questions*."""
    question = draw(st.sampled_from(questions))
    reference = prefix + question["id"]
    kind = question["kind"]
    if kind in ("number", "people"):
        operator = draw(st.sampled_from(("at_least", "at_most")))
        return {"answer": reference, operator: draw(st.integers(0, 3))}
    if kind in ("ticks", "alone"):
        return {"answer": reference, "includes": draw(st.sampled_from(choices_of(question)))}
    operator = draw(st.sampled_from(("is", "in", "at_least") if kind in ORDERED else ("is", "in")))
    words = choices_of(question)
    if operator == "in":
        return {"answer": reference, "in": draw(st.lists(st.sampled_from(words), min_size=1))}
    return {"answer": reference, operator: draw(st.sampled_from(words))}


@st.composite
def conditions(draw: st.DrawFn, questions: Sequence[Data], results: Sequence[Data] = ()) -> Data:
    """Draw a condition over *questions*, and over *results* as comparisons to pick from."""
    kind = draw(st.sampled_from(("plain", "plain", "plain", "not", "all", "any")))
    if kind == "not":
        return {"not": draw(conditions(questions, results))}
    if kind != "plain":
        return {
            kind: [draw(conditions(questions, results)) for _ in range(draw(st.integers(1, 2)))]
        }
    if results and draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from(results))
    return draw(comparisons(questions))


@st.composite
def _profile(draw: st.DrawFn, facts: Sequence[Data], name: str = "type") -> Data:
    worded = [fact for fact in facts if fact["kind"] in WORDED]
    profiles = []
    for position in range(draw(st.integers(2, 4))):
        points = {
            fact["id"]: {
                word: draw(st.integers(0, 4)) for word in choices_of(fact) if draw(st.booleans())
            }
            for fact in worded
            if draw(st.integers(0, 3))
        }
        profile: Data = {"id": f"t{position}", "points": points}
        if draw(st.integers(0, 2)) == 0:
            profile["expects"] = draw(conditions(facts))
        profiles.append(profile)
    tie = {}
    if draw(st.booleans()):
        question = draw(st.sampled_from(worded))["id"]
        tie["tie_break"] = {"question": question, "within": draw(st.sampled_from((0, 10, 50)))}
    return {
        "id": name,
        "type": "profile",
        "enough": draw(st.integers(1, 3)),
        "mixed_within": draw(st.sampled_from((0, 15, 100))),
        "profiles": profiles,
        **tie,
    }


@st.composite
def _expectations(draw: st.DrawFn, question: Data) -> Data:
    words = choices_of(question)
    if question["kind"] in ("ticks", "alone"):
        return {"is": [draw(st.sampled_from(words))]}
    operator = draw(st.sampled_from(("is", "in", "at_least", "at_most")))
    if operator == "in":
        return {"in": list(words[:2])}
    return {operator: draw(st.sampled_from(words))}


@st.composite
def _comparison(
    draw: st.DrawFn, name: str, facts: Sequence[Data], against: str | None, types: int
) -> Data:
    worded = [fact for fact in facts if fact["kind"] in WORDED]
    rows = []
    for fact in draw(
        st.lists(st.sampled_from(worded), min_size=1, unique_by=lambda one: one["id"])
    ):
        if against is None:
            rows.append({"question": fact["id"], "target": draw(_expectations(fact))})
            continue
        expected: Data = {}
        for position in range(types):
            match draw(st.integers(0, 3)):
                case 0:
                    expected[f"t{position}"] = "unknown"
                case 1:
                    expected[f"t{position}"] = {**draw(_expectations(fact)), "match": "risk"}
                case 2:
                    expected[f"t{position}"] = draw(_expectations(fact))
        rows.append({"question": fact["id"], "expected": expected})
    return {
        "id": name,
        "type": "comparison",
        "rows": rows,
        **({"against": against} if against else {}),
    }


@st.composite
def _axis(draw: st.DrawFn, name: str, questions: Sequence[Data]) -> Data:
    terms = []
    worded = [one for one in questions if one["kind"] in WORDED]
    for question in draw(
        st.lists(st.sampled_from(worded), min_size=1, max_size=3, unique_by=lambda one: one["id"])
    ):
        term: Data = {"question": question["id"], "weight": draw(st.integers(1, 5))}
        if question["kind"] == "choice" or draw(st.integers(0, 3)) == 0:
            words = choices_of(question)
            term["worth"] = {
                word: draw(st.integers(0, 100)) for word in words if draw(st.booleans())
            }
        terms.append(term)
    ordered = [one for one in questions if one["kind"] in ORDERED]
    penalties = [
        {"question": question["id"], "points": draw(st.integers(0, 60))}
        for question in draw(
            st.lists(st.sampled_from(ordered), max_size=2, unique_by=lambda one: one["id"])
        )
    ]
    return {"id": name, "terms": terms, "inverse": draw(st.booleans()), "penalties": penalties}


@st.composite
def _quadrant(draw: st.DrawFn, questions: Sequence[Data]) -> Data:
    cases = {
        name: {"when": draw(conditions(questions)), "title": {}, "advice": {}}
        for name in ("quick", "set_aside")
        if draw(st.booleans())
    }
    return {
        "id": "place",
        "type": "quadrant",
        "y": draw(_axis("y", questions)),
        "x": draw(_axis("x", questions)),
        "split": {"y": draw(st.integers(0, 100)), "x": draw(st.integers(0, 100))},
        "quadrants": {place: {} for place in PLACES},
        **cases,
    }


@st.composite
def _verdict(draw: st.DrawFn, questions: Sequence[Data], results: Sequence[Data] = ()) -> Data:
    names = ("stop", "wait", "go")
    return {
        "id": "verdict",
        "type": "verdict",
        "rules": [
            *(
                {
                    "when": draw(conditions(questions, results)),
                    "verdict": draw(st.sampled_from(names)),
                }
                for _ in range(draw(st.integers(0, 4)))
            ),
            {"default": draw(st.sampled_from(names))},
        ],
        "verdicts": {name: {} for name in names},
    }


@st.composite
def _scored(draw: st.DrawFn, facts: Sequence[Data], results: Sequence[Data]) -> list[Data]:
    """Draw practices, some of which presuppose an earlier one or depend on a fact or a result."""
    drawn: list[Data] = []
    for position in range(draw(st.integers(1, 3))):
        question = a_question(f"q{position}", kind="practice")
        question["reversed"] = draw(st.booleans())
        question["weight"] = draw(st.integers(1, 5))
        question["evidence"] = draw(st.sampled_from(("none", "none", "required")))
        question["levels"] = {
            "l": {
                "at": draw(st.sampled_from(LADDER_LEVELS)),
                "as": draw(st.sampled_from(("required", "tagged"))),
            }
        }
        if draw(st.integers(0, 2)) == 0:
            question["when"] = draw(conditions(facts, results))
        if drawn and draw(st.integers(0, 2)) == 0:
            question["requires"] = draw(st.sampled_from(drawn))["id"]
        drawn.append(question)
    return drawn


@st.composite
def answers(draw: st.DrawFn, question: Data) -> Any:
    """Draw an answer to *question*; None leaves it open."""
    kind = draw(st.integers(0, 9))
    if kind < 2:
        return None
    if kind == 2:
        return draw(st.sampled_from((NA, "n/a")))
    answer: Data = {"answer": draw(st.sampled_from(given_to(question)))}
    if question.get("evidence") == "required":
        answer["evidence"] = draw(st.lists(st.sampled_from(tuple(EVIDENCE)), max_size=1))
    return answer


def _of_results(types: int) -> list[Data]:
    """Return comparisons with what the results that rest on facts may say."""
    return [
        {"answer": "c:type", "is": "t0"},
        {"answer": "c:type", "in": ["t1", f"t{types - 1}"]},
        {"answer": "c:table", "at_least": 1},
        {"answer": "c:roles", "is": 0},
        {"answer": "org:type", "is": "t1"},
        {"answer": "org:verdict", "in": ["stop", "go"]},
    ]


@st.composite
def diagnoses(draw: st.DrawFn, *, respondents: int = 1) -> Diagnosis:
    """Draw a case with up to *respondents* who answer `c`, and maybe `org`."""
    org = draw(_facts("f", ("choice", "practice")))
    facts = draw(_facts("d", ("choice", "ticks", "scale", "practice", "alone", "number")))
    people = draw(_facts("o", ("people", "people")))
    profile = draw(_profile(facts))
    types = len(profile["profiles"])
    read = _of_results(types)
    scored = draw(_scored(facts, read))
    everything = [*facts, *people, *scored]
    against = draw(st.sampled_from((None, "c:type", "org:type")))
    results: list[Data] = [
        profile,
        draw(_comparison("table", facts, against, 4)),
        {"id": "roles", "type": "coverage", "over": ["o0", "o1"], "at_most": 1},
        draw(_quadrant([*facts, *scored])),
        draw(_verdict(everything, [*read, {"answer": "c:place", "in": ["both", "only-x"]}])),
        {"id": "score", "type": "score"},
        {
            "id": "level",
            "type": "levels",
            "ladder": "l",
            "start_with": {"question": "d0", "choices": {"p": "q0"}},
        },
    ]
    checklists = (
        {"id": "c", "reads": ["org"], "sections": _section(everything), "results": results},
        {
            "id": "org",
            "sections": _section(org),
            "results": [draw(_profile(org)), draw(_verdict(org))],
        },
    )
    sheets = []
    whose = draw(st.sampled_from(("it", "team", None)))
    for position in range(draw(st.integers(1, respondents))):
        who = {"respondent": {"name": f"r{position}"}} if respondents > 1 else {}
        for checklist, subject, asked in (("c", "it", everything), ("org", whose, org)):
            if subject is not None:
                drawn = {question["id"]: draw(answers(question)) for question in asked}
                given = {name: answer for name, answer in drawn.items() if answer is not None}
                sheets.append({"checklist": checklist, "subject": subject, **who, "answers": given})
    ladder = {
        "id": "l",
        "levels": [{"id": name} for name in LADDER_LEVELS],
        "share": draw(st.sampled_from((0, 50, 70))),
        "tolerate": {"partial": draw(st.integers(0, 1))},
    }
    return Diagnosis(checklists, ladder, tuple(sheets), "blocking")


def _section(questions: Sequence[Data]) -> list[Data]:
    return [{"id": "s", "questions": list(questions)}]
