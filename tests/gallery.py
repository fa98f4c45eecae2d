"""A report document with every result in it, each in the state that is hardest to draw."""

from __future__ import annotations

from typing import Any

from builders import TODAY, a_fact, a_question, a_sheet
from mlkb.evaluate import evaluate
from mlkb.load.build import build_checklist, build_ladder
from mlkb.model.answers import Subject
from mlkb.model.day import day_number
from mlkb.render.document import report_document

Data = dict[str, Any]
CANDIDATES = ("chat", "churn", "fraud", "labels", "search")


def said(words: str) -> Data:
    """Return a text in both languages."""
    return {"en": words, "ko": f"{words} (한국어)"}


def choices(*names: str) -> list[Data]:
    """Return choices that are called what their ids are."""
    return [{"id": name, "label": said(name.title())} for name in names]


def asked(question: Data) -> Data:
    """Return *question* with words in which it is asked, and a first step."""
    step = {} if question.get("scored") is False else {"improve": {"do": said("Begin today")}}
    return {
        "ask": said(f"What about {question['id']}?"),
        "why": said("It matters"),
        **step,
    } | question


def gallery_document(about: str = "gaps") -> Data:
    """Return the document of a team with a type, owners, a ladder, a verdict and candidates."""
    team, candidate = build_checklist(_TEAM), build_checklist(_CANDIDATE)
    ladder = build_ladder(
        {
            "id": "l",
            "title": said("Ladder"),
            "levels": [
                {"id": name, "title": said(name.title()), "aim": said(f"Aim of {name}")}
                for name in ("low", "middle", "high", "top")
            ],
        }
    )
    shared = {
        "kind": "one",
        "owner": ["kim", "lee"],
        "runner": ["kim"],
        "watcher": [],
        "first": "yes",
        "second": {"answer": "partial", "plan": {"by": "lee", "until": "2026-11-01"}},
        "excused": {"answer": "n/a", "because": "bought"},
        "risky": {
            "answer": "no",
            "accept": {"because": "later", "by": "park", "until": "2027-01-31"},
        },
        "say-in-data": "none",
    }
    sheets = [
        a_sheet(team, {**shared, "fourth": "yes"}, subject="team", respondent="kim"),
        a_sheet(team, {**shared, "fourth": "no"}, subject="team", respondent="park"),
    ]
    for place, name in enumerate(CANDIDATES):
        given = {"worth": ("little", "some", "much")[place % 3], "data": "much", "done": "no"}
        if place % 2:
            del given["data"]
        sheets.append(a_sheet(candidate, given, subject=name))
    assessment = evaluate(
        {team.id: team, candidate.id: candidate},
        {"l": ladder},
        sheets,
        today=day_number(TODAY) or 0,
        subjects={name: Subject(name, of="team") for name in CANDIDATES},
        fail_on="blocking",
    )
    concerned = {
        "ranking": {(candidate.id, name) for name in CANDIDATES},
        "alignment": {(team.id, "team")},
    }
    if about in concerned:
        assessment = assessment.only(concerned[about])
    return report_document(assessment, {"l": ladder}, about=about)


def _scored(name: str, **fields: Any) -> Data:
    return asked(a_question(name, **fields))


def _fact(name: str, **fields: Any) -> Data:
    return asked(a_fact(name, **fields))


def _at(level: str) -> Data:
    return {"levels": {"l": {"at": level, "as": "required"}}}


_TEAM: Data = {
    "id": "team-check",
    "title": said("Team"),
    "sections": [
        {
            "id": "s",
            "title": said("Section"),
            "questions": [
                _fact("kind", type="single-choice", choices=choices("one", "two", "three")),
                _fact(
                    "say-in-data", type="single-choice", choices=choices("none", "shared", "owns")
                ),
                *(_fact(name, type="people") for name in ("owner", "runner", "watcher", "keeper")),
                _scored("first", severity="blocking", **_at("low")),
                _scored("second", severity="blocking", **_at("middle")),
                _scored("third", **_at("high")),
                _scored("fourth"),
                _scored("excused"),
                _scored("risky"),
            ],
        }
    ],
    "results": [
        {"id": "score", "type": "score"},
        {"id": "level", "type": "levels", "ladder": "l"},
        {
            "id": "type",
            "type": "profile",
            "enough": 1,
            "mixed_within": 10,
            "profiles": [
                {"id": name, "title": said(f"Type {name}"), "points": {"kind": {name: 4}}}
                for name in ("one", "two", "three")
            ],
        },
        {
            "id": "ownership",
            "type": "comparison",
            "against": "team-check:type",
            "rows": [
                {
                    "question": "say-in-data",
                    "expected": {"one": {"in": ["shared", "owns"]}},
                    "discuss": said("Who decides?"),
                },
                {"question": "kind", "expected": {"one": {"is": "one", "match": "risk"}}},
                {"question": "third", "expected": {"one": {"is": "yes"}}},
                {"question": "excused", "expected": {"one": {"is": "yes"}}},
                {"question": "first", "expected": {"two": {"is": "yes"}}},
            ],
        },
        {
            "id": "roles",
            "type": "coverage",
            "over": ["owner", "runner", "watcher", "keeper"],
            "at_most": 1,
            "alone": 1,
        },
        {
            "id": "go",
            "type": "verdict",
            "rules": [
                {"when": {"answer": "second", "is": "partial"}, "verdict": "wait"},
                {"default": "go"},
            ],
            "verdicts": {
                name: {"title": said(name.title()), "advice": said("Think first")}
                for name in ("wait", "go")
            },
        },
    ],
}
_CANDIDATE: Data = {
    "id": "candidate-check",
    "about": "candidate",
    "title": said("Candidate"),
    "sections": [
        {
            "id": "s",
            "title": said("Section"),
            "questions": [
                _fact("worth", type="scale", steps=choices("little", "some", "much")),
                _fact("data", type="scale", steps=choices("little", "some", "much")),
                _scored("done"),
            ],
        }
    ],
    "results": [
        {
            "id": "priority",
            "type": "quadrant",
            "y": {
                "id": "impact",
                "title": said("Impact"),
                "terms": [{"question": "worth", "weight": 1}],
            },
            "x": {
                "id": "ease",
                "title": said("Ease"),
                "terms": [{"question": "data", "weight": 1}],
            },
            "split": {"x": 50, "y": 50},
            "quadrants": {
                name: {"title": said(f"Place {name}"), "advice": said("Do so")}
                for name in ("both", "only-y", "only-x", "neither")
            },
        }
    ],
}
