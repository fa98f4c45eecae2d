"""Random answer files and random edits: nothing but the one answer changes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from careless import DAYS, EVIDENCE, PLAIN, PROSE, Data, files, long_answers, values
from filling import CHECKLIST, plain_answers
from mlkb.errors import EditRefused
from mlkb.fill.edit import KEEP, Edit, set_answer
from mlkb.model.answers import Acceptance, Plan

FIELDS = ("answer", "note", "because", "evidence", "on", "plan", "accept")


@st.composite
def edits(draw: st.DrawFn, question: str) -> Edit:
    answer = draw(st.just(KEEP) | st.none() | values(question))
    texts = st.just(KEEP) | st.just(KEEP) | st.none() | PLAIN | PROSE
    plans = st.builds(Plan, PLAIN | PROSE, DAYS)
    accepts: st.SearchStrategy[Any] = st.just(KEEP) | st.none()
    if answer not in (None, "n/a", KEEP):
        accepts |= st.builds(Acceptance, PROSE, PLAIN, DAYS)
    if answer in (None, "n/a"):
        accepts = st.none()
    return Edit(
        answer=tuple(answer) if isinstance(answer, list) else answer,
        note=draw(texts),
        because=draw(texts),
        evidence=draw(st.just(KEEP) | st.none() | st.lists(EVIDENCE, max_size=3).map(tuple)),
        on=draw(st.just(KEEP) | st.none() | DAYS),
        plan=draw(st.just(KEEP) | st.none() | plans),
        accept=draw(accepts),
    )


def expected(before: Data, edit: Edit) -> dict[str, Any]:
    """Return what the answer must say afterwards, computed without the code under test."""
    said = dict(before) if isinstance(before, dict) else {"answer": before}
    said |= {name: value for name in FIELDS if (value := getattr(edit, name)) is not KEEP}
    return {
        name: plain(name, value)
        for name, value in said.items()
        if value is not None and (name == "answer" or value not in ([], ()))
    }


def plain(name: str, value: object) -> object:
    if isinstance(value, (Plan, Acceptance)):
        return value._asdict()
    if name == "evidence" and isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, tuple) else value


def attempt(data: bytes, question: str, edit: Edit) -> tuple[bytes, str]:
    """Return the edited file, or the code of the refusal."""
    try:
        return set_answer(data, CHECKLIST, question, edit), ""
    except EditRefused as refused:
        event(f"refused: {refused.code}")
        return b"", refused.code


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_nothing_but_the_answer_changes(data: st.DataObject) -> None:
    file = data.draw(files())
    question = data.draw(st.sampled_from(list(CHECKLIST.questions)))
    edit = data.draw(edits(question))
    before = plain_answers(file.data)
    given_answers = before["answers"] or {}

    edited, refused = attempt(file.data, question, edit)

    if refused:
        assert refused in {"edit-open-block", "edit-accept-without-answer"}
        return

    after = plain_answers(edited)
    wanted = expected(given_answers.get(question), edit)
    rest = {name: answer for name, answer in given_answers.items() if name != question}
    now = after["answers"] or {}
    assert {name: answer for name, answer in now.items() if name != question} == rest
    assert expected(now.get(question), Edit()) == wanted
    assert {k: v for k, v in after.items() if k != "answers"} == {
        k: v for k, v in before.items() if k != "answers"
    }
    names = [name for name, _ in file.answers]
    if question in names:
        at = names.index(question)
        start = file.mark + (file.head + "".join(text for _, text in file.answers[:at])).encode()
        end = ("".join(text for _, text in file.answers[at + 1 :]) + file.tail).encode()
        assert edited.startswith(start)
        assert edited.endswith(end)
        assert len(edited) >= len(start) + len(end)
    else:
        kept = iter(edited)
        assert all(byte in kept for byte in file.data)
    if not names or question != names[-1]:
        assert edited[-1:] == file.data[-1:] or edited[-1:] not in b"\r\n"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_editing_there_and_back_leaves_the_answers_as_they_were(data: st.DataObject) -> None:
    file = data.draw(files())
    question = data.draw(st.sampled_from(list(CHECKLIST.questions)))
    before = plain_answers(file.data)["answers"] or {}
    word = data.draw(values(question))
    answer = tuple(word) if isinstance(word, list) else word
    fields = expected(before.get(question), Edit())
    if "accept" in fields:
        return
    old = fields.get("answer")

    there, refused = attempt(file.data, question, Edit(answer=answer, note="x"))
    if refused:
        assert refused == "edit-open-block"
        return
    back = Edit(answer=tuple(old) if isinstance(old, list) else old, note=fields.get("note"))
    again = set_answer(there, CHECKLIST, question, back)

    after = plain_answers(again)["answers"] or {}
    assert expected(after.get(question), Edit()) == fields


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_json_file_stays_json(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(list(CHECKLIST.questions)), unique=True))
    answers = {
        name: data.draw(values(name) | st.none() | long_answers(name) | st.just({}))
        for name in names
    }
    head = {"format": "mlkb/answers@1", "checklist": "all-types", "subject": "x"}
    indent = data.draw(st.sampled_from([None, 2]))
    text = json.dumps(head | {"answers": answers}, ensure_ascii=True, indent=indent)
    question = data.draw(st.sampled_from(list(CHECKLIST.questions)))
    edit = data.draw(edits(question))
    if "\\ud" in text:  # half of a pair, which YAML does not know
        return
    before = plain_answers(text.encode())["answers"] or {}

    edited, refused = attempt(text.encode(), question, edit)

    if refused:
        assert refused == "edit-accept-without-answer"
        return
    after = plain_answers(edited)["answers"]
    assert expected(after.get(question), Edit()) == expected(before.get(question), edit)
    assert {k: v for k, v in after.items() if k != question} == {
        k: v for k, v in before.items() if k != question
    }
    if b"\\U" not in edited:
        assert json.loads(edited)["answers"].keys() == {*answers, *after}
