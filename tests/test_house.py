"""The rules of the house: what is in a folder is in its table, and everything has its vector."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from string import Formatter
from textwrap import dedent

import pytest

from mlkb.cli import COMMANDS
from mlkb.forge import FORGES
from mlkb.load.checklist_format import QUESTION, RESULT
from mlkb.load.document import compose
from mlkb.load.reader import Reader
from mlkb.questions import QUESTION_TYPES, question_type
from mlkb.render.results import RESULT_WORDS
from mlkb.report import FOLDERS, REPORTERS
from mlkb.results import RESULT_TYPES, result_type
from mlkb.site.macros import MACROS

REPOSITORY = Path(__file__).parents[1]
ENGINE = REPOSITORY / "engine" / "mlkb"
VECTORS = REPOSITORY / "tests" / "conformance"
TABLES = {
    "questions": (QUESTION_TYPES, {"base", "options"}),
    "results": (RESULT_TYPES, {"base", "next_level"}),
    "report": (REPORTERS | FOLDERS, {"base"}),
    "forge": (
        FORGES,
        {
            "base",
            "client",
            "environment",
            "fields",
            "marker",
            "refusal",
            "retry",
            "token",
            "upsert",
        },
    ),
}
"""Each folder of modules that a table names, and its modules that share something instead."""

RULES_WITH_VECTORS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 15, 16)
RELATIONS_WITH_VECTORS = ("divergences", "flips", "premises", "rankings", "voices")
"""What results say of each other, of other answers, people and subjects."""
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
LOCALES = sorted((ENGINE / "locale" / "en").glob("*.json"))


@pytest.mark.parametrize("folder", TABLES)
def test_every_module_of_a_folder_is_in_its_table_and_the_other_way_round(folder):
    table, shared = TABLES[folder]
    modules = {path.stem for path in (ENGINE / folder).glob("*.py")} - {"__init__"}

    assert shared <= modules
    assert {f"mlkb.{folder}.{name}" for name in modules - shared} == set(table.values())
    for name, module in table.items():
        assert module == f"mlkb.{folder}.{name.replace('-', '_')}"
        assert import_module(module).__doc__


def test_every_result_has_words_and_every_command_a_module() -> None:
    assert set(RESULT_WORDS) == set(RESULT_TYPES)
    for name, module in COMMANDS.items():
        assert hasattr(import_module(module), f"{name}_command")


def example(module: object) -> str:
    """Return the example of a module's docstring: its indented lines."""
    lines = (module.__doc__ or "").splitlines()
    return dedent("\n".join(line for line in lines if line.startswith("    ") or not line))


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_the_example_in_the_docstring_of_a_question_type_loads(name):
    module = question_type(name)
    text = f"id: a\nask: {{en: a, ko: b}}\nprovenance: source\nseverity: major\n{example(module)}"
    node, problems = compose(text, name)
    reader = Reader(text, name)
    data = reader.read(QUESTION, node)

    assert [*problems, *reader.problems] == []
    assert data["type"] == name
    assert list(module.faults(data, scored=True)) == []
    assert module.parse(data) is not None


@pytest.mark.parametrize("name", RESULT_TYPES)
def test_the_example_in_the_docstring_of_a_result_loads(name):
    module = result_type(name)
    text = f"id: a\n{example(module)}"
    node, problems = compose(text, name)
    reader = Reader(text, name)
    data = reader.read(RESULT, node)

    assert [*problems, *reader.problems] == []
    assert data["type"] == name
    assert module.parse(data, "c") is not None


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_every_question_type_has_vectors_of_what_it_reads_and_refuses(name):
    file = json.loads((VECTORS / "questions" / f"{name}.json").read_text("utf-8"))

    assert file["type"] == name
    assert {test["question"]["type"] for test in file["tests"]} == {name}
    assert any("refused" in test for test in file["tests"])
    assert any("value" in test for test in file["tests"])


@pytest.mark.parametrize("name", RESULT_TYPES)
def test_every_result_has_vectors_that_compute_it(name):
    file = json.loads((VECTORS / "results" / f"{name}.json").read_text("utf-8"))
    computed = {
        result["type"]
        for one in (file, *file["tests"])
        for checklist in one.get("checklists", ())
        for result in checklist.get("results", ())
    }

    assert file["about"] == name
    assert name in computed


@pytest.mark.parametrize("name", RELATIONS_WITH_VECTORS)
def test_every_relation_between_results_has_vectors(name):
    file = json.loads((VECTORS / "results" / f"{name}.json").read_text("utf-8"))

    assert file["about"] == name


@pytest.mark.parametrize("rule", RULES_WITH_VECTORS)
def test_every_rule_of_evaluation_has_vectors(rule):
    (path,) = (VECTORS / "rules").glob(f"{rule:02}-*.json")

    assert json.loads(path.read_text("utf-8"))["rule"] == rule


def test_no_vector_file_is_left_over():
    found = {
        folder: {path.stem for path in (VECTORS / folder).iterdir()}
        for folder in ("questions", "results", "rules")
    }

    assert found["questions"] == set(QUESTION_TYPES)
    assert found["results"] == {*RESULT_TYPES, *RELATIONS_WITH_VECTORS}
    assert len(found["rules"]) == len(RULES_WITH_VECTORS)
    assert len(list(VECTORS.glob("*/*.json"))) == sum(len(stems) for stems in found.values())


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.stem)
def test_both_languages_say_the_same_things_about_the_same_facts(path):
    english = json.loads(path.read_text("utf-8"))
    korean = json.loads((ENGINE / "locale" / "ko" / path.name).read_text("utf-8"))

    assert list(english) == list(korean) == sorted(english)
    for key, text in english.items():
        assert placeholders(korean[key]) == placeholders(text), key


def placeholders(text: str) -> set[str]:
    """Return the names of the facts that fill *text*."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_files():
    english, korean = (
        {path.name for path in (ENGINE / "locale" / language).iterdir()}
        for language in ("en", "ko")
    )

    assert english == korean


def test_no_page_hides_a_macro_behind_its_front_matter():
    for page in (REPOSITORY / "docs").rglob("*.md"):
        front = re.match(r"---\n(.*?)\n---\n", page.read_text("utf-8"), re.DOTALL)
        keys = re.findall(r"^([\w-]+):", front[1], re.MULTILINE) if front else []

        assert not set(keys) & set(MACROS), page


def test_no_module_is_a_drawer():
    named = {path.stem for path in [*ENGINE.rglob("*"), *(REPOSITORY / "tests").rglob("*.py")]}

    assert not named & DRAWERS


TOY = '''
"""
Ask how the weather is.

    type: weather
    best: sunny
"""

from mlkb.model.shape import Word
from mlkb.questions.base import one_of

WORDS = ("sunny", "cloudy", "stormy")
FIELDS = {"best": Word(*WORDS)}
REQUIRED = ("best",)


def parse(raw):
    return raw["best"]


def faults(raw, *, scored):
    if scored and raw["best"] == "stormy":
        yield "target-not-a-step", ("best",), {"name": "stormy", "expected": WORDS[:2]}


def read(best, given):
    return one_of(WORDS, given)


def credit(best, value):
    return 100 if value == best else 20


def order(best, value):
    return WORDS.index(value)


def words(best):
    return WORDS


def answer_shape(best):
    return Word(*WORDS)
'''
USE = """
import json, sys
from pathlib import Path

from mlkb.questions import QUESTION_TYPES

QUESTION_TYPES["weather"] = "weather"  # the one line in the table

from mlkb.evaluate import evaluate
from mlkb.fill.keys import choice_keys
from mlkb.fill.template import template
from mlkb.load.answers import read_answers
from mlkb.load.checklist_format import CHECKLIST
from mlkb.load.config import Project
from mlkb.load.library import Library
from mlkb.load.schema import answers_schema, schema_of
from mlkb.render.document import report_document
from mlkb.render.labels import Labels

root = Path(sys.argv[1])
library = Library(Project(root=root, answers=root, checklists=(root / "checklists",)))
checklist = library["outside"]
answers = b"format: mlkb/answers@1\\nchecklist: outside\\nsubject: it\\nanswers:\\n  today: "
sheet, problems = read_answers(answers + b"cloudy\\n", "it.yaml", library, 20000)
_, refused = read_answers(answers + b"foggy\\n", "it.yaml", library, 20000)
assessment = evaluate(library, library.ladders, [sheet], today=20000)
(evaluation,) = report_document(assessment, library.ladders)["evaluations"]
answer = answers_schema(checklist)["properties"]["answers"]["properties"]["today"]
print(json.dumps({
    "problems": len(problems),
    "refused": [problem.code for problem in refused],
    "result": evaluation["results"][0]["result"],
    "template": template(checklist, subject="it", labels=Labels("en")),
    "keys": list(choice_keys(checklist.questions["today"]).values()),
    "answers": answer["anyOf"][0],
    "schema": "weather" in json.dumps(schema_of(CHECKLIST, "checklist")),
}))
"""
OUTSIDE = """format: mlkb/checklist@1
id: outside
version: 1.0.0
about: team
title: {en: "Outside", ko: "바깥"}
summary: {en: "The weather.", ko: "날씨."}
sections:
  - id: sky
    title: {en: "Sky", ko: "하늘"}
    questions:
      - id: today
        type: weather
        best: sunny
        ask: {en: "How is it?", ko: "어떤가?"}
        severity: major
        provenance: original
results:
  - {id: score, type: score}
"""


def test_a_new_question_type_is_a_module_and_a_line_in_the_table(tmp_path):
    """The shapes, schemas, loader, template, prompt and evaluation follow from the table."""
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists" / "outside.yaml").write_text(OUTSIDE, "utf-8")
    (tmp_path / "weather.py").write_text(TOY, "utf-8")
    (tmp_path / "use.py").write_text(USE, "utf-8")

    used = subprocess.run(
        [sys.executable, tmp_path / "use.py", tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert used.returncode == 0, used.stderr
    said = json.loads(used.stdout)
    assert said["problems"] == 0
    assert said["refused"] == ["answer-not-a-choice"]
    assert said["result"]["worst"] == 20
    assert "# sunny | cloudy | stormy" in said["template"]
    assert said["keys"] == ["sunny", "cloudy", "stormy"]
    assert said["answers"] == {"enum": ["sunny", "cloudy", "stormy"]}
    assert said["schema"]
