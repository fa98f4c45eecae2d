"""What other tools read: complete, described by its schema, and the same everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from mlkb.load.config import Project, find_project
from mlkb.load.library import Library
from mlkb.load.published_format import INDEX_FORMAT, PUBLISHED_FORMAT
from mlkb.site.published import INDEX, checklist_data, publish, published

ROOT = Path(__file__).parents[3]
TEAM = ROOT / "tests" / "browser" / "embedding"


@pytest.fixture(scope="module")
def library():
    return Library(Project(root=Path(), answers=Path("mlkb-answers")))


@pytest.fixture(scope="module")
def files(library):
    return dict(published(library))


def resolved(files, name, address):
    """Return the published file that *address* in the file *name* leads to."""
    return files[f"{Path(name).parent.as_posix()}/{address}".replace("checklists/../", "")]


def test_every_file_names_its_format_and_satisfies_the_schema_it_names(files):
    for name, text in files.items():
        if name.startswith("schemas/"):
            continue
        data = json.loads(text)
        assert list(data)[:2] == ["$schema", "format"]
        assert data["format"] == (INDEX_FORMAT if name == INDEX else PUBLISHED_FORMAT)
        jsonschema.validate(data, json.loads(resolved(files, name, data["$schema"])))


def test_a_checklist_is_published_whole_in_both_languages(files, library):
    for name, checklist in library.items():
        data = json.loads(files[checklist_data(name)])
        asked = {one["id"]: one for part in data["sections"] for one in part["questions"]}
        assert list(asked) == list(checklist.questions)
        for one in asked.values():
            assert set(one["ask"]) == {"en", "ko"}
            assert set(one.get("claims", ())) <= set(data["citations"])
        assert len(data.get("results", ())) == len(checklist.results)
        assert len(data.get("help", ())) == len(checklist.help)


def test_the_index_leads_to_every_checklist_its_pages_and_its_schema(files, library):
    index = json.loads(files[INDEX])
    assert [entry["id"] for entry in index["checklists"]] == list(library)
    for entry in index["checklists"]:
        data = json.loads(resolved(files, INDEX, entry["data"]))
        assert (data["id"], data["version"]) == (entry["id"], entry["version"])
        schema = json.loads(resolved(files, INDEX, entry["answers"]))
        assert len(schema["properties"]["answers"]["properties"]) == entry["questions"]
        assert entry["pages"] == {
            one: f"../{one}/checklists/{entry['id']}/" for one in ("en", "ko")
        }
    assert {ladder["id"] for ladder in index["ladders"]} == set(library.ladders)
    assert {role["id"] for role in index["roles"]} == set(library.roles)


def test_the_schemas_are_those_that_the_package_brings(files):
    for path in (ROOT / "engine" / "mlkb" / "schemas").glob("*.json"):
        assert files[f"schemas/{path.name}"] == path.read_text("utf-8")


def test_a_projects_own_checklist_is_published_too():
    files = dict(published(Library(find_project(TEAM))))
    data = json.loads(files["checklists/harbor-nights.json"])
    assert data["title"] == {"en": "Night duty", "ko": "야간 당직"}
    jsonschema.validate(data, json.loads(files["schemas/published.schema.json"]))
    assert "schemas/answers-harbor-nights.schema.json" in files


def test_publishing_twice_writes_the_same_bytes(tmp_path, library):
    publish(tmp_path / "one", library)
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").rglob("*.json")}
    code = (
        "from pathlib import Path; from mlkb.load.config import Project; "
        "from mlkb.load.library import Library; from mlkb.site.published import publish; "
        "publish(Path('other'), Library(Project(root=Path(), answers=Path('a'))))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)
    assert one == {path.name: path.read_bytes() for path in (tmp_path / "other").rglob("*.json")}
