"""What the tests of filling in share: a checklist with every question type, and plain answers."""

from __future__ import annotations

from typing import Any

from mlkb.load.answer_format import ANSWERS
from mlkb.load.build import build_checklist
from mlkb.load.document import compose, decode
from mlkb.load.reader import Reader

YES_NO = [
    {"id": "yes", "label": {"en": "Yes", "ko": "예"}},
    {"id": "no", "label": {"en": "No", "ko": "아니요"}},
]


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


CHECKLIST = build_checklist(
    {
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
)


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
