"""The browser's evaluator says what the engine says: every vector, and random cases besides."""

from __future__ import annotations

import gzip
import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_question
from cases import EVIDENCE, NA, Case, cases, quick
from conformance.test_vectors import TODAY, differences, indexed, vectors
from diagnoses import SUBJECTS, Diagnosis, diagnoses
from mlkb.evaluate import evaluate
from mlkb.evaluate.compare import compare
from mlkb.load.build import build_ladder, build_sheet
from mlkb.load.compiled import FOLDER as COMPILED
from mlkb.load.compiled import Bundled
from mlkb.model.day import day_number
from mlkb.render.document import report_document
from mlkb.site.assets import EVALUATOR, SOURCES, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    Browse = Callable[[str, list[dict[str, Any]]], list[dict[str, Any]]]

Data = dict[str, Any]
EVALUATED = [*vectors("rules"), *vectors("results")]
OURS = sorted(COMPILED.glob("checklist-*.json"))
LARGEST = 20 * 1024
"""What all of them take, compressed together, when lines of comment are left at home."""
ELSEWHERE = {
    "format",
    "made_by",
    "ask",
    "why",
    "evidence_wanted",
    "provenance",
    "sources",
    "location",
    "role_title",
    "path",
    *("baseline", "commit", "counted", "notices", "ref", "touched"),
}
"""What only the engine's document says: the page has these texts, and a form has no files to
compare with others, nor a baseline."""
STATED = ("refused", "value", "order", "credit")
"""What a vector of a question type may state."""

EVALUATE = """(vectors) => vectors.map((vector) => {
  const head = mlkb.assess({...vector, ...vector.head});
  const base = vector.base && mlkb.assess({...vector, ...vector.base});
  return mlkb.report(head, base && mlkb.compare(base, head));
})"""
READ = """(vectors) => vectors.map(({question, given}) => {
  const kind = mlkb.questionTypes[question.type];
  const spec = kind.parse(question);
  try {
    const value = kind.read(spec, given);
    return {value, order: kind.order(spec, value), credit: kind.credit(spec, value)};
  } catch (wrong) {
    return {refused: wrong.code};
  }
})"""


@pytest.fixture(scope="module")
def browse(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browse]:
    """Run a function of the browser's evaluator over plain data, on one page from a file."""
    page_file = tmp_path_factory.mktemp("page") / "page.html"
    tags = (
        f'<script src="{(SOURCES / "evaluate" / name).as_uri()}.js"></script>' for name in scripts()
    )
    page_file.write_text(f"<!doctype html><meta charset=utf-8>{''.join(tags)}", encoding="utf-8")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(page_file.as_uri())
    assert complaints == []
    yield page.evaluate
    page.close()


def scripts() -> tuple[str, ...]:
    return (*EVALUATOR, "compare")


@pytest.fixture(scope="module")
def documents(browse: Browse) -> list[Data]:
    """Evaluate every vector of a rule or a result at once, in the order of `EVALUATED`."""
    return browse(EVALUATE, [plain(parameter.values[0]) for parameter in EVALUATED])


def plain(vector: Data) -> Data:
    """Return a vector with what it leaves out; a base has evidence and a day of its own."""
    today = vector.get("today", TODAY)
    keys = ("checklists", "ladders", "subjects", "tailor", "fail_on")
    shared = {key: vector[key] for key in keys if key in vector}
    head = {"sheets": vector["sheets"], "evidence": vector.get("evidence", {}), "today": today}
    base = {"evidence": {}, "today": today, **vector["base"]} if "base" in vector else None
    return {**shared, "head": head, "base": base}


@pytest.mark.parametrize("position", range(len(EVALUATED)), ids=[one.id for one in EVALUATED])
def test_the_browser_evaluates_as_the_vector_says(documents, position):
    (vector,) = EVALUATED[position].values

    assert list(differences(vector["expect"], indexed(documents[position]), "expect")) == []


def test_the_browser_reads_and_judges_answers_as_the_vectors_say(browse):
    every = [parameter.values[0] for parameter in vectors("questions")]
    said = browse(READ, every)
    assert len(said) > 50
    for vector, one in zip(every, said, strict=True):
        wanted = {key: vector[key] for key in STATED if key in vector}
        assert {key: one.get(key) for key in wanted} == wanted, vector["description"]


def test_a_page_can_load_the_evaluator_in_little_time():
    script = joined("evaluate", EVALUATOR)

    assert len(gzip.compress(script.encode())) <= LARGEST
    there = (SOURCES / "evaluate").iterdir()
    assert sorted(path.stem for path in there) == sorted(scripts())


@quick(170)
@given(cases(respondents=3))
def test_both_engines_agree_on_random_checklists(browse, case):
    agree(browse, case)


@quick(170)
@given(diagnoses(respondents=3))
def test_both_engines_agree_on_random_diagnoses(browse, case):
    agree(browse, case)


@quick(100)
@given(cases(respondents=2), st.data())
def test_both_engines_agree_on_what_changed(browse, case, data):
    base = case
    for sheet, question in case.given()[:4]:
        words = ("no",) if case.question(sheet, question)["type"] == "practice" else ()
        base = base.answering(sheet, question, data.draw(st.sampled_from((None, NA, *words))))
    agree(browse, case, base)
    agree(browse, base, case)


@st.composite
def climbs(draw: st.DrawFn) -> Case:
    """Draw a case with many ways to the next level, of which several may cost the same."""
    asked, answers = [], {}
    for position in range(draw(st.integers(8, 40))):
        name = f"q{position}"
        how = draw(st.sampled_from(("tagged", "tagged", "tagged", "required")))
        effort = draw(st.sampled_from(("hours", "days", "weeks", "months")))
        question = a_question(name, weight=draw(st.integers(1, 5)))
        question["levels"] = {"l": {"at": "low", "as": how}}
        question["improve"] = {"do": {}, "effort": effort}
        if position and draw(st.integers(0, 4)) == 0:
            question["requires"] = f"q{draw(st.integers(0, position - 1))}"
        asked.append(question)
        answers[name] = draw(st.sampled_from((None, "yes", "partial", "no")))
    return Case(
        checklists=(
            {
                "id": "c",
                "sections": [{"id": "s", "questions": asked}],
                "results": [{"id": "level", "type": "levels", "ladder": "l"}],
            },
        ),
        ladder={
            "id": "l",
            "levels": [{"id": "low"}],
            "share": draw(st.integers(0, 100)),
            "tolerate": {"partial": draw(st.integers(0, 4))},
        },
        sheets=({"checklist": "c", "subject": "it", "answers": answers},),
        fail_on="blocking",
    )


@quick(170)
@given(climbs())
def test_both_engines_agree_on_the_cheapest_way_up(browse, case):
    agree(browse, case)


@pytest.mark.parametrize("seed", range(12))
def test_both_engines_agree_on_our_own_checklists(browse, seed):
    """With every one answered for one subject, by two people where the seed is odd."""
    dice = Random(seed)  # noqa: S311 - chance is wanted, secrecy is not
    plain_data = [json.loads(path.read_text("utf-8")) for path in OURS]
    sheets = [
        {
            "checklist": data["id"],
            "subject": "us",
            "respondent": {"name": name},
            "answers": some_answers(data, dice),
        }
        for data in plain_data
        for name in ("kim", "이영희")[: 1 + seed % 2]
    ]
    ours = Bundled()
    assessment = evaluate(
        ours,
        ours.ladders,
        [build_sheet(sheet, ours[sheet["checklist"]]) for sheet in sheets],
        today=day_number(TODAY) or 0,
    )
    given = {
        "checklists": plain_data,
        "ladders": ours.index["ladders"],
        "sheets": sheets,
        "today": TODAY,
    }
    (said,) = browse(EVALUATE, [given])
    assert said == without_texts(report_document(assessment, ours.ladders))


def some_answers(checklist: Data, dice: Random) -> Data:
    """Return answers to about three of four questions of plain data."""
    answers: Data = {}
    for question in (one for section in checklist["sections"] for one in section["questions"]):
        words = [one["id"] for one in question.get("choices", question.get("steps", ()))]
        kinds: Data = {
            "practice": dice.choice(("yes", "partial", "no")),
            "number": dice.randrange(question.get("least", 0), 9),
            "people": dice.choice((["kim"], ["lee", "kim"], [])),
            "text": "weekly",
            "multiple-choice": words[:1],
        }
        answer = kinds[question["type"]] if question["type"] in kinds else dice.choice(words)
        if dice.randrange(8) == 0:
            answers[question["id"]] = NA
        elif dice.randrange(4):
            answers[question["id"]] = answer
    return answers


def agree(browse: Browse, head: Case, base: Case | None = None) -> None:
    """Hold what the browser says against what the engine says."""
    assessment = head.assessed()
    comparison = compare(base.assessed(), assessment) if base else None
    document = report_document(assessment, {"l": build_ladder(head.ladder)}, comparison)
    (said,) = browse(EVALUATE, [asked(head, base)])
    assert said == without_texts(document)


def asked(head: Case, base: Case | None) -> Data:
    """Return a case as the browser is asked."""
    subjects = SUBJECTS if isinstance(head, Diagnosis) else {}
    return {
        "checklists": list(head.checklists),
        "ladders": [head.ladder],
        "subjects": {name: one._asdict() for name, one in subjects.items()},
        "evidence": EVIDENCE,
        "fail_on": head.fail_on,
        "today": day_number(TODAY),
        "head": {"sheets": list(head.sheets)},
        "base": {"sheets": list(base.sheets)} if base else None,
    }


def without_texts(document: Any) -> Any:
    """Return the document of the engine without what only it says."""
    if isinstance(document, dict):
        return {
            key: without_texts(value)
            for key, value in document.items()
            if key not in ELSEWHERE and not (key == "about" and "gate" in document)
        }
    return [without_texts(one) for one in document] if isinstance(document, list) else document
