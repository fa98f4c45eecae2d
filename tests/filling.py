"""What the tests of filling in share: a checklist of every type, a scripted terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.fill.terminal import END
from mlkb.load.answer_format import ANSWERS
from mlkb.load.build import build_checklist
from mlkb.load.document import compose, decode
from mlkb.load.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path


def _said(text: str) -> dict[str, str]:
    return {"en": f"{text}?", "ko": f"{text}인가?"}


def _question(name: str, type_: str, **more: object) -> dict[str, Any]:
    return {
        "id": name,
        "type": type_,
        "ask": _said(name),
        "why": _said(f"why {name}"),
        "severity": "major",
        **more,
    }


PLAIN_CHECKLIST: dict[str, Any] = {
    "id": "all-types",
    "version": "1.2.0",
    "title": {"en": "Every type", "ko": "모든 유형"},
    "sections": [
        {
            "id": "first",
            "title": {"en": "First things", "ko": "첫째"},
            "questions": [
                _question("owner", "practice", core=True),
                _question(
                    "stage",
                    "single-choice",
                    choices=[
                        {"id": "manual", "label": _said("By hand"), "credit": 0},
                        {"id": "automated", "label": _said("Automated"), "credit": 100},
                    ],
                ),
                _question(
                    "access",
                    "multiple-choice",
                    core=True,
                    choices=[
                        {"id": "roles", "label": _said("By role"), "credit": 50},
                        {"id": "audit", "label": _said("Audit log"), "credit": 50},
                        {"id": "review", "label": _said("Review"), "credit": 50},
                        {"id": "none", "label": _said("None"), "exclusive": True},
                    ],
                ),
            ],
        },
        {
            "id": "second",
            "title": {"en": "Second things", "ko": "둘째"},
            "questions": [
                _question(
                    "reach",
                    "scale",
                    steps=[
                        {"id": "nobody", "label": _said("Nobody")},
                        {"id": "some", "label": _said("Some")},
                        {"id": "everyone", "label": _said("Everyone")},
                    ],
                ),
                _question("models", "number", scored=False, least=0, most=1000),
                _question("holders", "people"),
                _question("story", "text"),
            ],
        },
    ],
}
CHECKLIST = build_checklist(PLAIN_CHECKLIST)


def plain_answers(data: bytes) -> dict[str, Any]:
    """Return what an answer file says, read by our own reader."""
    text, problems = decode(data, "")
    assert not problems
    node, problems = compose(text, "")
    assert node is not None, problems
    reader = Reader(text, "")
    entry = reader.read(ANSWERS, node)
    assert not reader.problems
    return dict(entry)


OWN = """\
format: mlkb/checklist@1
id: own
version: 1.0.0
about: product
title: {en: "Our \\u202eown\\u200b", ko: "우리 것"}
summary: {en: "s", ko: "s"}
decides: {en: "d", ko: "d"}
answered_by: []
reads: [facts]
sections:
  - id: first
    title: {en: "First", ko: "첫째"}
    questions:
      - id: path
        type: practice
        ask: {en: "Is there a path?", ko: "경로가 있는가?"}
        why: {en: "So that others can follow.", ko: "다른 사람도 따라갈 수 있어야 한다."}
        core: true
        severity: major
        evidence: required
        evidence_wanted: {en: "A page.", ko: "문서."}
        improve: {do: {en: "Do.", ko: "한다."}, effort: hours}
        provenance: original
      - id: access
        type: multiple-choice
        ask: {en: "Which hold?", ko: "무엇이 해당하는가?"}
        why: {en: "w", ko: "w"}
        severity: major
        choices:
          - {id: roles, label: {en: "By role", ko: "역할"}, credit: 50}
          - {id: audit, label: {en: "Audit", ko: "기록"}, credit: 50}
          - {id: none, label: {en: "None", ko: "없음"}, exclusive: true}
        improve: {do: {en: "Do.", ko: "한다."}, effort: hours}
        provenance: original
      - id: late
        type: people
        ask: {en: "Who watches?", ko: "누가 지켜보는가?"}
        why: {en: "w", ko: "w"}
        severity: major
        when: {answer: facts/models, at_least: 1}
        improve: {do: {en: "Do.", ko: "한다."}, effort: hours}
        provenance: original
results: []
"""
FACTS = """\
format: mlkb/checklist@1
id: facts
version: 1.0.0
about: product
title: {en: "Facts", ko: "사실"}
summary: {en: "s", ko: "s"}
decides: {en: "d", ko: "d"}
answered_by: []
sections:
  - id: only
    title: {en: "Only", ko: "유일"}
    questions:
      - id: models
        type: number
        scored: false
        ask: {en: "How many models?", ko: "모델은 몇 개인가?"}
        why: {en: "w", ko: "w"}
        least: 0
        provenance: original
results: []
"""


def own_project(folder: Path) -> Path:
    """Make *folder* a project with two checklists of its own, one of them facts."""
    (folder / "checklists").mkdir()
    (folder / "checklists" / "own.yaml").write_text(OWN, "utf-8")
    (folder / "checklists" / "facts.yaml").write_text(FACTS, "utf-8")
    (folder / "mlkb.toml").write_text('checklists = ["checklists"]\n')
    return folder


class Script:
    """A terminal whose keys and lines (these end in a line feed) are written down beforehand."""

    def __init__(self, *inputs: str, encoding: str = "utf-8") -> None:
        self.columns = 80
        self.encoding = encoding
        self.styled = False
        self.shown = ""
        self.recalled: list[str] = []
        self.inputs = list(inputs)

    def read_key(self) -> str:
        if not self.inputs:
            return END
        assert not self.inputs[0].endswith("\n"), f"a key is read: {self.shown[-500:]}"
        return self.inputs.pop(0)

    def read_line(self, prompt: str, recall: str = "") -> str:
        self.recalled.append(recall)
        if not self.inputs:
            raise EOFError
        assert self.inputs[0].endswith("\n"), f"a line is read: {self.shown[-500:]}"
        self.shown += prompt + self.inputs[0]
        return self.inputs.pop(0).removesuffix("\n")

    def write(self, text: str) -> None:
        text.encode(self.encoding, "replace")
        self.shown += text
