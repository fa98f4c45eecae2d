"""The published schemas: fresh, valid, and of one mind with the loader."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from mlkb.load.answers import read_answers
from mlkb.load.checklist_format import CHECKLIST
from mlkb.load.config import find_project
from mlkb.load.document import compose, decode
from mlkb.load.library import Library
from mlkb.load.reader import OtherScalar, scalar
from mlkb.load.schema import SHAPES, answers_schema, schema_documents, schema_of
from mlkb.model.day import day_number
from unit.load.test_checklists import GOOD, WRONG, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[3]
HOSTILE = ROOT / "tests" / "fuzz" / "hostile"
SCHEMAS = sorted((ROOT / "engine" / "mlkb" / "schemas").glob("*.json"))
LIBRARY = Library(find_project(HOSTILE))
TODAY = day_number("2026-11-21") or 0

# What no schema can say, or what is lost once YAML is plain data.
BEYOND_A_SCHEMA = {
    "answer-not-alone",
    "answer-repeats",
    "control-character",  # an escape in double quotes
    "duplicate-id",
    "duplicate-key",
    "future-date",
    "merge-key",
    "not-a-date",  # the 30th of February; what is no date at all a schema refuses
    "not-in-reads",
    "trap-hash",
    "own-result",
    "premise-scored",
    "requires-a-fact",
    "ring",
    "unknown-name",  # in checklists; unknown questions a schema refuses
    "id-not-file-name",
    "condition-malformed",
    "severity-missing",
    "fact-has-none",
    "evidence-wanted-missing",
    "credit-missing",
    "credit-beside-signs",
    "credit-too-small",
    "credit-out-of-reach",
    "target-not-a-step",
    "bands-missing",
    "bounds-crossed",
    "band-without-bound",
    "answer-not-a-number",  # the operand of a condition
    "answer-out-of-bounds",
}
REFUSED_ALL_THE_SAME = {"answer-not-a-number", "answer-out-of-bounds", "unknown-name"}
"""Codes above that a schema of answers does know."""


def plain(node: Any) -> Any:
    """Return composed YAML as plain data by our scalars; keys that are no text get one."""
    if isinstance(node, yaml.MappingNode):
        return {
            key.value if isinstance(key, yaml.ScalarNode) else repr(key.value): plain(value)
            for key, value in node.value
        }
    if isinstance(node, yaml.SequenceNode):
        return [plain(child) for child in node.value]
    value = scalar(node)
    if isinstance(value, OtherScalar):
        return value == "true" if value in ("true", "false") else 0.5
    return value


def composed(data: bytes) -> list[Any]:
    """Return the plain data of a file, as a list of one, or nothing if it cannot be composed."""
    text, problems = decode(data, "file.yaml")
    node, problems = (None, problems) if problems else compose(text, "file.yaml")
    return [] if problems or node is None else [plain(node)]


def agree(*, refused: bool, codes: Iterable[str], beyond: set[str]) -> bool:
    """Say whether schema and loader are of one mind about a file."""
    found = {code.split()[-1] for code in codes}
    if refused:
        return bool(found)
    return found <= beyond


def test_what_is_generated_is_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "refresh", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_published_schema_is_valid(path):
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_every_format_and_every_checklist_has_a_schema():
    names = {path.name for path in SCHEMAS}

    assert {f"{name}.schema.json" for name in SHAPES} <= names
    assert {
        f"answers-{path.stem}.schema.json" for path in ROOT.glob("checklists/*-*.yaml")
    } <= names
    assert "report.schema.json" in names
    assert set(schema_documents({})) <= names


def test_every_line_for_editors_leads_to_a_schema():
    named = 0
    for path in [*ROOT.glob("checklists/*.yaml"), *HOSTILE.glob("checklists/*.yaml")]:
        for target in re.findall(r"yaml-language-server: \$schema=(\S+)", path.read_text("utf-8")):
            named += 1
            assert (path.parent / target).resolve() in SCHEMAS, path
    assert named >= 3


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*/*.yaml")), ids=lambda path: path.stem)
def test_schema_and_loader_agree_about_answers(path):
    data = path.read_bytes()
    validator = jsonschema.Draft202012Validator(answers_schema(LIBRARY["every-type"]))
    if path.parent.name == "checklists":
        return
    _, problems = read_answers(data, path.name, LIBRARY, TODAY)

    for document in composed(data):
        refused = not validator.is_valid(document)
        beyond = BEYOND_A_SCHEMA - REFUSED_ALL_THE_SAME
        assert agree(
            refused=refused, codes=[problem.code for problem in problems], beyond=beyond
        ), problems


@pytest.mark.parametrize("name", WRONG)
def test_schema_and_loader_agree_about_checklists(name, tmp_path):
    old, new, _ = WRONG[name]
    text = GOOD.replace(old, new, 1)
    validator = jsonschema.Draft202012Validator(schema_of(CHECKLIST, "checklist"))

    for document in composed(text.encode()):
        refused = not validator.is_valid(document)
        assert agree(
            refused=refused,
            codes=problems_of(tmp_path, every_type=text),
            beyond=BEYOND_A_SCHEMA,
        )


@pytest.mark.parametrize("change", ["", "[]", "{}", "5", "~", '"x"', "true", "[[x]]", "{a: b}"])
def test_schema_and_loader_agree_about_mangled_answers(change):
    validator = jsonschema.Draft202012Validator(answers_schema(LIBRARY["every-type"]))
    lines = (HOSTILE / "good" / "every-answer.yaml").read_text("utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines):
        head, colon, _ = line.partition(": ")
        mangled = [f"{head}{colon}{change}\n"] if change and colon else []
        data = "".join([*lines[:number], *mangled, *lines[number + 1 :]]).encode()
        _, problems = read_answers(data, "file.yaml", LIBRARY, TODAY)
        for document in composed(data):
            refused = not validator.is_valid(document)
            beyond = BEYOND_A_SCHEMA - REFUSED_ALL_THE_SAME
            assert agree(refused=refused, codes=[one.code for one in problems], beyond=beyond), (
                line,
                problems,
            )


def test_the_bundled_files_satisfy_their_schemas():
    for path in ROOT.glob("checklists/*.yaml"):
        shape = SHAPES.get(path.stem, CHECKLIST)
        (document,) = composed(path.read_bytes())

        errors = list(jsonschema.Draft202012Validator(schema_of(shape, "x")).iter_errors(document))

        assert errors == [], path
