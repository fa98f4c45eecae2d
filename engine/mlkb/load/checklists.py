"""A folder of checklists: read, checked against each other, and every problem reported at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.build import expanded
from mlkb.load.checklist_format import CHECKLIST
from mlkb.load.document import compose, decode, read_bytes
from mlkb.load.folder import Folder
from mlkb.load.lazily import Lazily
from mlkb.load.reader import MISFIT, Entry, Reader
from mlkb.load.references import check_references
from mlkb.model.source import Location, Problem
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mlkb.load.folder import Shared
    from mlkb.model.shape import Shape


def _shape_beside(name: str) -> Shape:
    from mlkb.load.beside_format import BESIDE_SHAPES

    return BESIDE_SHAPES[name]


BESIDE: Mapping[str, Shape] = Lazily(("cards", "claims", "sources", "vocabulary"), _shape_beside)
"""The files beside the checklists, by the name of the file without its ending."""

_TABLES = ("cards", "claims", "sources", "roles", "ladders", "terms")
_FACTS_HAVE_NONE = ("severity", "weight", "levels", "improve", "requires", "core")


def read_checklists(
    folder: Path,
    known: Mapping[str, Mapping[str, Any]] | None = None,
    shared: Shared | None = None,
) -> Folder:
    """Return the checklists of *folder*, well shaped and in agreement with each other.

    *known* are checklists from elsewhere (plain data by id) that these may read, and *shared* the
    roles, ladders, claims and sources (by table and id) that they may name. Raises
    `InvalidDocuments` with every problem of every file.
    """
    found = Folder(shared)
    for path in sorted(folder.glob("*.yaml")):
        if not path.name.startswith("."):
            _read_one(found, path)
    check_references(found, known or {})
    if found.problems:
        raise InvalidDocuments(found.problems, exit_code=USAGE)
    return found


def compiled(found: Folder) -> dict[str, dict[str, Any]]:
    """Return each checklist as plain data with rows expanded and its claims resolved."""
    result = {}
    for identifier, entry in found.checklists.items():
        data = expanded(entry)
        data.pop("format", None)
        citing = [question for section in data["sections"] for question in section["questions"]]
        used = {
            claim: None
            for entry in (*citing, *data.get("help", ()))
            for claim in entry.get("claims", ())
        }
        data["citations"] = {claim: _citation(claim, found) for claim in used}
        result[identifier] = data
    return result


def _citation(name: str, found: Folder) -> dict[str, Any]:
    claim = found.named("claims", "claims")[name]
    citation = {
        "source": found.named("sources", "sources")[claim["source"]]["title"],
        "section": claim["section"],
        "says": claim["says"],
    }
    return {**citation, "doubtful": claim["doubtful"]} if "doubtful" in claim else citation


def read_shaped(path: Path, shape: Shape) -> tuple[Entry | None, Reader]:
    """Return the data of one file against *shape* (None if it has none), and its reader."""
    shown = str(path)
    data, problems = read_bytes(path, shown)
    text, node = "", None
    if not problems:
        text, problems = decode(data, shown)
    if not problems:
        node, problems = compose(text, shown)
    reader = Reader(text, shown)
    reader.problems.extend(problems)
    if node is None:
        if not problems:
            reader.problems.append(Problem("empty-file", Location(shown)))
        return None, reader
    entry = reader.read(shape, node)
    return (None if entry is MISFIT else entry), reader


def _read_one(found: Folder, path: Path) -> None:
    kind = path.stem
    entry, reader = read_shaped(path, BESIDE.get(kind, CHECKLIST))
    found.problems.extend(reader.problems)
    reader.problems = found.problems
    if entry is None:
        return
    if kind in BESIDE:
        found.beside[kind] = entry
        found.readers[kind] = reader
        for table in _TABLES:
            _unique(entry.get(table, ()), reader)
        for ladder in entry.get("ladders", ()):
            _unique(ladder.get("levels", ()), reader)
        return
    _check_inside(entry, reader)
    identifier = entry.get("id")
    if identifier is None:
        return
    if identifier != kind:
        reader.report("id-not-file-name", entry.values_at["id"], name=identifier, expected=kind)
    if identifier in found.readers or identifier in BESIDE:
        return
    found.checklists[identifier] = entry
    found.readers[identifier] = reader


def _check_inside(entry: Entry, reader: Reader) -> None:
    """Report what is wrong with a checklist on its own."""
    questions = [
        question
        for section in entry.get("sections", ())
        for question in section.get("questions", ())
    ]
    _unique(entry.get("sections", ()), reader)
    _unique(questions, reader)
    _unique(entry.get("help", ()), reader)
    _unique(entry.get("results", ()), reader)
    for question in questions:
        _check_question(question, reader)


def _check_question(question: Entry, reader: Reader) -> None:
    scored = question.get("scored", True)
    if scored and "severity" not in question.keys_at:
        reader.report("severity-missing", question.node)
    if not scored:
        for name in _FACTS_HAVE_NONE:
            if name in question.keys_at:
                reader.report("fact-has-none", question.keys_at[name], name=name)
    if question.get("evidence") == "required" and "evidence_wanted" not in question.keys_at:
        reader.report("evidence-wanted-missing", question.node)
    _unique(question.get("rows", ()), reader)
    if not question.sound:
        return  # what its type could say rests on what has to be mended first
    for code, steps, facts in question_type(question["type"]).faults(question, scored=scored):
        reader.report(code, _node_at(question, steps), **facts)
        question.sound = False


def _node_at(entry: Entry, steps: Sequence[str | int]) -> Any:  # noqa: ANN401 - a yaml node
    """Return the node that *steps* lead to, or the nearest one above it."""
    node: Any = entry.node
    for step in steps:
        if isinstance(step, int):
            if step >= len(node.value):
                return node
            node = node.value[step]
            continue
        found = next((value for key, value in node.value if key.value == step), None)
        if found is None:
            return node
        node = found
    return node


def _unique(entries: Sequence[Entry], reader: Reader) -> None:
    seen: dict[str, int] = {}
    for entry in entries:
        name = entry.get("id")
        if name is None:
            continue
        node = entry.values_at["id"]
        if name in seen:
            reader.report("duplicate-id", node, name=name, first=seen[name])
        seen.setdefault(name, node.start_mark.line + 1)
