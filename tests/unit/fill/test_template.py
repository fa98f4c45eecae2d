from __future__ import annotations

import pytest

from filling import CHECKLIST
from mlkb.fill.edit import Edit, set_answer
from mlkb.fill.template import template
from mlkb.load.answers import read_answers
from mlkb.load.build import build_checklist
from mlkb.load.compiled import Bundled
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels

TODAY = 20_000
HOSTILE = "a # b\n  key: [x\u2028- y\x1b[2J \u202e{" + "긴 말 " * 60


def hostile_checklist():
    said = dict.fromkeys(LANGUAGES, HOSTILE)
    question = {"id": "null", "type": "practice", "ask": said, "severity": "major"}
    section = {"id": "s", "title": said, "questions": [question]}
    return build_checklist({"id": "hostile", "version": "1.0.0", "sections": [section]})


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("checklist", [CHECKLIST, hostile_checklist(), *Bundled().values()])
def test_a_new_file_loads_with_every_answer_open(checklist, locale):
    text = template(
        checklist,
        subject="null",
        respondent="true",
        role="mlops-lead",
        labels=Labels(locale),
        today=TODAY,
        schema="../x.schema.json",
    )

    sheet, problems = read_answers(text.encode(), "a.yaml", {checklist.id: checklist}, TODAY)

    assert problems == []
    assert sheet is not None
    assert (sheet.subject, sheet.respondent, sheet.role) == ("null", "true", "mlops-lead")
    assert sheet.answered_on == TODAY
    assert list(sheet.answers) == list(checklist.questions)
    assert all(answer.value is None for answer in sheet.answers.values())


@pytest.mark.parametrize("question", list(CHECKLIST.questions))
def test_an_answer_given_and_taken_back_leaves_a_new_file_as_it_was(question):
    new = template(CHECKLIST, subject="x", labels=Labels("en")).encode()

    there = set_answer(new, CHECKLIST, question, Edit(answer="n/a", because="no", on=TODAY))
    back = set_answer(there, CHECKLIST, question, Edit(answer=None, because=None, on=None))

    assert there != new
    assert back == new


def test_each_question_stands_above_its_key_with_what_may_be_answered():
    text = template(CHECKLIST, subject="x", labels=Labels("en"))

    assert "\n  # == First things\n\n  # owner?\n  # yes | partial | no\n  owner:\n" in text
    assert "\n  # models?\n  # a whole number from 0 to 1000\n  models:\n" in text
    assert "  # manual: By hand?\n  # automated: Automated?\n  stage:\n" in text


def test_no_line_is_wider_than_a_hundred_columns():
    text = template(hostile_checklist(), subject="x", labels=Labels("ko"))

    assert all(len(line) <= 100 for line in text.splitlines())
