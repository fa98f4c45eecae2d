"""Run the conformance vectors; README.md in this folder tells how other engines do the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from mlkb.evaluate import evaluate
from mlkb.evaluate.compare import compare
from mlkb.load.build import build_checklist, build_ladder, build_sheet
from mlkb.load.config import Tailoring
from mlkb.load.library import tailored
from mlkb.model.answers import Subject
from mlkb.model.day import day_number
from mlkb.questions import question_type
from mlkb.questions.base import WrongAnswer
from mlkb.render.document import report_document
from mlkb.results import RESULT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.model.evaluation import Assessment

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "vectors.schema.json").read_text(encoding="utf-8"))
FILES = sorted(HERE.glob("*/*.json"))
TODAY = "2026-11-21"
ENOUGH, ENOUGH_IN_ALL = 3, 30
"""How many cases have to be worked out by hand, for each type of result and in all."""
WORDS = ("outcome", "state", "id", "checklist")
"""What a bare word stands for: the first of these that is there."""
Data = dict[str, Any]


def vectors(folder: str) -> list[Any]:
    """Return each test of a folder's files, with what its file shares, as a pytest parameter."""
    found = []
    for path in sorted((HERE / folder).glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        shared = {key: file[key] for key in ("checklists", "ladders") if key in file}
        for test in file["tests"]:
            name = f"{path.stem}: {test['description']}"
            found.append(pytest.param({**shared, **test}, id=name))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_vector_file_is_well_formed(path):
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize("vector", [*vectors("rules"), *vectors("results")])
def test_the_engine_evaluates_as_the_vector_says(vector):
    ladders = {data["id"]: build_ladder(data) for data in vector.get("ladders", ())}
    head = assessment(vector, vector)
    base = assessment(vector, vector["base"]) if "base" in vector else None
    document = report_document(head, ladders, compare(base, head) if base else None)

    assert list(differences(vector["expect"], indexed(document), "expect")) == []


def test_enough_cases_were_worked_out_on_paper_for_every_result():
    by_type: dict[str, list[str]] = {name: [] for name in RESULT_TYPES}
    for parameter in vectors("results"):
        (vector,) = parameter.values
        for name in computed(vector) if "worked" in vector else ():
            by_type[name].append(vector["worked"])

    assert {name for name, worked in by_type.items() if len(set(worked)) < ENOUGH} == set()
    assert len({text for worked in by_type.values() for text in worked}) >= ENOUGH_IN_ALL


def computed(vector: Data) -> set[str]:
    """Return the types of the results that *vector* states."""
    types = {
        (checklist["id"], result["id"]): result["type"]
        for checklist in vector["checklists"]
        for result in checklist.get("results", ())
    }
    stated = vector["expect"].get("results", {})
    return {types[place.split("/")[0], name] for place in stated for name in stated[place]}


@pytest.mark.parametrize("vector", vectors("questions"))
def test_a_question_type_reads_and_judges_as_the_vector_says(vector):
    module = question_type(vector["question"]["type"])
    spec = module.parse(vector["question"])
    if "refused" in vector:
        with pytest.raises(WrongAnswer) as refusal:
            module.read(spec, vector["given"])
        assert refusal.value.code == vector["refused"]
        return
    value = module.read(spec, vector["given"])
    assert (list(value) if isinstance(value, tuple) else value) == vector["value"]
    assert module.order(spec, value) == vector["order"]
    if "credit" in vector:
        assert module.credit(spec, value) == vector["credit"]


def assessment(vector: Data, given: Data) -> Assessment:
    """Return what the engine makes of the sheets of *given*, which are the head or the base."""
    tailor = {name: Tailoring(**change) for name, change in vector.get("tailor", {}).items()}
    built = [tailored(build_checklist(data), tailor) for data in vector["checklists"]]
    checklists = {checklist.id: checklist for checklist in built}
    return evaluate(
        checklists,
        {data["id"]: build_ladder(data) for data in vector.get("ladders", ())},
        [
            build_sheet(sheet, checklists[sheet["checklist"].split("@")[0]])
            for sheet in given["sheets"]
        ],
        today=day_number(given.get("today") or vector.get("today", TODAY)) or 0,
        subjects={
            name: Subject(name, subject.get("about", ""), subject.get("of", ""))
            for name, subject in vector.get("subjects", {}).items()
        },
        evidence=given.get("evidence", {}),
        fail_on=vector.get("fail_on", "blocking"),
    )


def indexed(document: Data) -> Data:
    """Return a report document with its lists of named things keyed by their names."""
    evaluations = {f"{one['checklist']}/{one['subject']}": one for one in document["evaluations"]}
    return {
        "evaluations": list(evaluations),
        "order": {
            name: [finding["question"] for finding in one["findings"]]
            for name, one in evaluations.items()
        },
        "findings": {
            name: {finding["question"]: finding for finding in one["findings"]}
            for name, one in evaluations.items()
        },
        "results": {
            name: {result["id"]: result["result"] for result in one["results"]}
            for name, one in evaluations.items()
        },
        "flips": {
            name: {
                result["id"]: [_flip(flip) for flip in result["flips"]] for result in one["results"]
            }
            for name, one in evaluations.items()
        },
        "voices": {
            name: {result["id"]: result["voices"] for result in one["results"]}
            for name, one in evaluations.items()
        },
        "differ": {name: one["differ"] for name, one in evaluations.items()},
        "missing": {name: one["missing"] for name, one in evaluations.items()},
        "gaps": [_place(one) for one in document["gaps"]],
        "open": [_place(one) for one in document["open"]],
        "unlocks": {_place(one): one["unlocks"] for one in document["open"]},
        "rankings": document["rankings"],
        "gate": document["gate"],
        "changes": _named((document["comparison"] or {}).get("changes", ())),
        "excuses": list(_named((document["comparison"] or {}).get("excuses", ()))),
    }


def _place(entry: Data) -> str:
    return f"{entry['checklist']}/{entry['subject']}/{entry['question']}"


def _flip(flip: Data) -> Data:
    return {**flip, "answer": flip["answer"]["given"]}


def _named(changes: Any) -> Data:
    """Return changes by place, each as ``kind`` or, for what left, ``left: reason``."""
    return {
        _place(one): f"{one['kind']}: {one['left']}" if one["left"] else one["kind"]
        for one in changes
    }


def differences(expected: Any, actual: Any, path: str) -> Iterator[str]:
    """Yield where *actual* is not what is stated; mappings may say more, lists may not."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        if path == "expect.changes" and list(expected) != list(actual):
            yield f"{path}: {list(actual)}, not {list(expected)}"
        for key, value in expected.items():
            if key in actual:
                yield from differences(value, actual[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}: not there"
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for place, (one, other) in enumerate(zip(expected, actual, strict=True)):
            yield from differences(one, other, f"{path}[{place}]")
    elif isinstance(expected, str) and isinstance(actual, dict):
        key = next((key for key in WORDS if key in actual), WORDS[0])
        yield from differences({key: expected}, actual, path)
    elif expected != actual or type(expected) is not type(actual):
        yield f"{path}: {actual!r}, not {expected!r}"
