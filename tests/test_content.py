"""What the checklists promise: about the documents behind them, and the types they diagnose."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import a_sheet
from mlkb.evaluate import evaluate
from mlkb.load.checklists import read_checklists
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.results import profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.load.folder import Folder
    from mlkb.model.checklist import Checklist

ROOT = Path(__file__).parents[1]
TOPICS = (
    "when-to-use-ml",
    "project-prioritisation",
    "product-archetype",
    "ml-product-practice",
    "ml-product-design",
    "ml-delivery",
    "role-fsml-engineer",
    "fullstack-growth",
    "team-roles",
    "mlops-roles",
    "hiring",
    "org-type",
    "team-structure",
    "team-management",
    "mlops-process",
    "people-alignment",
    "mlops-implementation",
    "ml-lifecycle-engineering",
    "mlops-maturity",
)
CORE_SET = 12
"""Questions of a core set at most: ten minutes."""


@cache
def folder() -> Folder:
    """Return our checklists as they are written, rows not yet expanded."""
    return read_checklists(ROOT / "checklists")


@cache
def library() -> Library:
    """Return our checklists as they ship."""
    return Library(find_project(ROOT))


def citing() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every question and help text with where it stands."""
    for name, checklist in folder().checklists.items():
        for section in checklist["sections"]:
            for question in section["questions"]:
                yield f"{name}/{question['id']}", question
        for text in checklist.get("help", ()):
            yield f"{name}#{text['id']}", text


def test_there_is_a_checklist_for_every_topic_and_one_preamble():
    assert set(folder().checklists) == {*TOPICS, "team-profile"}


def test_every_core_and_supporting_claim_is_carried_by_exactly_one_question_or_help_text():
    claims = folder().named("claims", "claims")
    carried = Counter(claim for _, entry in citing() for claim in entry.get("claims", ()))
    wanted = {name for name, claim in claims.items() if claim["importance"] != "context"}

    assert len(wanted) == 502
    excused = {name for name in wanted if claims[name].get("uncited")}
    assert {name for name in wanted if carried[name] != 1} == excused
    assert set(carried) <= set(claims)


def test_what_no_claim_stands_behind_is_not_said_to_come_from_a_document():
    unfounded = [
        name
        for name, entry in citing()
        if not entry.get("claims") and entry["provenance"] == "source"
    ]

    assert unfounded == []


@pytest.mark.parametrize("name", TOPICS)
def test_a_core_set_takes_ten_minutes(name):
    core = [one for one in library()[name].questions.values() if one.core]

    assert len({one.id.split(".")[0] for one in core}) <= CORE_SET


@pytest.mark.parametrize("name", TOPICS)
def test_every_scored_question_tells_why_and_what_to_do_this_week(name):
    lacking = [
        one.id
        for one in library()[name].questions.values()
        if one.scored and not (one.why.en and one.why.ko and one.improve and one.improve.do.ko)
    ]

    assert lacking == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_two_questions_of_a_checklist_are_worded_alike(language):
    for checklist in library().values():
        asked = Counter(one.ask.spoken(language) for one in checklist.questions.values())
        assert [text for text, count in asked.items() if count > 1] == []


def diagnosis(checklist: Checklist) -> tuple[str, profile.ProfileSpec]:
    """Return the id and the spec of the profile of a checklist."""
    return next(
        (one.id, one.spec) for one in checklist.results if isinstance(one.spec, profile.ProfileSpec)
    )


def ideal(spec: profile.ProfileSpec, whose: str) -> dict[str, Any]:
    """Return the answers that speak most for one type."""
    points = next(one.points for one in spec.profiles if one.id == whose)
    return {
        question: max(table, key=lambda word: table[word]) for question, table in points.items()
    }


TYPES = [
    (checklist, one.id)
    for checklist in ("org-type", "product-archetype")
    for one in diagnosis(library()[checklist])[1].profiles
]


@pytest.mark.parametrize(("name", "whose"), TYPES)
def test_an_ideal_respondent_of_each_type_is_classified_as_that_type(name, whose):
    checklist = library()[name]
    result, spec = diagnosis(checklist)
    found = found_by(checklist, result, ideal(spec, whose))

    assert (found.best, found.state, found.against) == (whose, profile.CLEAR, ())


@pytest.mark.parametrize("whose", [one for name, one in TYPES if name == "org-type"])
def test_an_organisation_is_recognised_although_a_quarter_of_the_answers_is_wrong(whose):
    """The bench measures this over many more respondents (docs/decisions/0010)."""
    checklist = library()["org-type"]
    result, spec = diagnosis(checklist)
    right = 0
    for seed in range(100):
        dice = random.Random(f"{whose} {seed}")  # noqa: S311 - no secret
        answers = ideal(spec, whose)
        for question in answers:
            if dice.random() < 0.25:
                words = [choice.id for choice in checklist.questions[question].spec.choices]  # type: ignore[attr-defined]
                answers[question] = dice.choice(words)
        right += found_by(checklist, result, answers).best == whose

    assert right >= 98


def found_by(checklist: Checklist, result: str, answers: dict[str, Any]) -> profile.ProfileResult:
    """Return what the profile finds; a multiple choice is answered with a list."""
    given = {
        name: [word] if checklist.questions[name].type == "multiple-choice" else word
        for name, word in answers.items()
    }
    sheet = a_sheet(checklist, given)
    (evaluation,) = evaluate(
        library(), library().ladders, [sheet], today=0, only={(checklist.id, "it")}
    ).evaluations
    found = evaluation.results[result]
    assert isinstance(found, profile.ProfileResult)
    return found


def test_every_type_has_a_card_of_its_own():
    cards = folder().named("cards", "cards")
    families = {"org-type": "organisation-types", "product-archetype": "product-archetypes"}
    for name, whose in TYPES:
        assert any(
            card["id"] == whose and card["family"] == families[name] for card in cards.values()
        ), whose
