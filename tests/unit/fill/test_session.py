from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.fill.edit import KEEP, Edit
from mlkb.fill.session import Session
from mlkb.fill.step import Change, SheetKey, Status
from mlkb.load.build import build_checklist
from mlkb.model.answers import MISSING, UNCHECKED, Answer, AnswerSheet, Subject

if TYPE_CHECKING:
    from mlkb.model.condition import Value

TODAY = 20_000


def question(name: str, **more: object) -> dict[str, Any]:
    return {"id": name, "type": "practice", "severity": "major", **more}


def checklist(name: str, *questions: dict[str, Any], **more: object):
    sections = [{"id": "s", "questions": list(questions)}]
    return build_checklist({"id": name, "version": "1.0.0", "sections": sections, **more})


MODELS = question("models", type="number", scored=False)
PROFILE = checklist(
    "profile",
    MODELS,
    question("regulated", scored=False, when={"answer": "models", "at_least": 1}),
    question("unused", scored=False),
    about="team",
)
PROCESS = checklist(
    "process",
    question("path", core=True),
    question("audit", when={"answer": "profile/regulated", "is": "yes"}),
    question("copy", requires="path"),
    question("proof", evidence="required", core=True),
    reads=["profile"],
)


def sheet(
    name: str,
    answers: dict[str, Answer],
    *,
    subject: str = "x",
    respondent: str = "",
    answered_on: int | None = None,
) -> AnswerSheet:
    return AnswerSheet(
        checklist=name,
        subject=subject,
        respondent=respondent,
        answered_on=answered_on,
        answers=answers,
    )


def start(
    *sheets: AnswerSheet,
    respondent: str = "",
    core: bool = False,
    subjects: dict[str, Subject] | None = None,
) -> Session:
    return Session(
        {"profile": PROFILE, "process": PROCESS},
        {},
        sheets,
        key=SheetKey("process", "x", respondent),
        today=TODAY,
        subjects=subjects or {},
        evidence={},
        core=core,
    )


def asked(session: Session) -> str:
    return session.step.question.id if session.step else ""


def save(session: Session, change: Change) -> None:
    """Take a change over as if it had been saved to a file of today."""
    key, name, edit = change
    known = next((one for one in [*session._sheets.values()] if one[:2] == key[:2]), None)  # noqa: SLF001
    before = known.answers if known and known.respondent == key.respondent else {}
    fields = {
        field: getattr(edit, field)
        for field in ("because", "note", "evidence", "on", "plan", "accept")
        if getattr(edit, field) not in (KEEP, None)
    }
    value = edit.answer if edit.answer is not KEEP else before.get(name, Answer()).value
    after = {**before, name: Answer(value=value, **fields)}
    session.saved(
        AnswerSheet(
            checklist=key.checklist,
            subject=key.subject,
            respondent=key.respondent,
            answered_on=TODAY,
            answers=after,
        )
    )


def give(session: Session, value: Value) -> None:
    save(session, session.answered(value))
    session.advance()


def test_facts_that_conditions_read_come_first_and_only_those():
    session = start()

    assert [place.question for place in session.agenda] == [
        "models",
        "regulated",
        "path",
        "audit",
        "copy",
        "proof",
    ]
    assert asked(session) == "models"


def test_a_fact_opens_and_closes_questions_at_once():
    session = start()

    give(session, 0)
    assert asked(session) == "path"
    assert session.count(Status.CLOSED) == 2

    session.back()
    give(session, 2)
    assert asked(session) == "regulated"
    give(session, "yes")
    give(session, "yes")
    assert asked(session) == "audit"


def test_facts_go_into_a_file_of_their_own():
    session = start(respondent="kim")

    assert session.answered(3).sheet == SheetKey("profile", "x", "kim")


def test_facts_that_stand_with_the_team_are_not_asked_again():
    team = sheet("profile", {"models": Answer(value=0)}, subject="team")
    subjects = {"x": Subject("x", "product", "team"), "team": Subject("team", "team")}

    assert asked(start(team, subjects=subjects)) == "path"


def test_new_facts_go_to_the_subject_that_they_are_about():
    subjects = {"x": Subject("x", "product", "team"), "team": Subject("team", "team")}

    assert start(subjects=subjects).answered(3).sheet == SheetKey("profile", "team", "")


def test_facts_of_another_respondent_count_until_one_gives_their_own():
    theirs = sheet("profile", {"models": Answer(value=0)}, respondent="lee")

    assert asked(start(theirs, respondent="kim")) == "path"


def test_answers_of_another_respondent_do_not_close_a_question():
    theirs = sheet("process", {"path": Answer(value="yes")}, respondent="lee")
    facts = sheet("profile", {"models": Answer(value=0)})

    assert asked(start(theirs, facts, respondent="kim")) == "path"


def test_a_session_resumes_at_the_first_open_question():
    facts = sheet("profile", {"models": Answer(value=0)})

    assert asked(start(facts, sheet("process", {"path": Answer(value="yes")}))) == "copy"


def test_with_core_only_core_questions_and_what_they_need_are_asked():
    session = start(core=True)

    assert [place.question for place in session.agenda] == ["path", "proof"]


def test_a_question_whose_premise_is_unmet_is_not_asked():
    session = start(sheet("profile", {"models": Answer(value=0)}))

    give(session, "no")

    assert asked(session) == "proof"


def test_a_skipped_question_is_not_asked_again_but_one_can_go_back_to_it():
    session = start(sheet("profile", {"models": Answer(value=0)}))

    session.skip()
    assert asked(session) == "proof"
    give(session, "no")
    assert session.step is None

    assert session.back()
    assert session.back()
    assert asked(session) == "path"
    give(session, "yes")
    assert asked(session) == "copy"


def test_there_is_nothing_before_the_first_question():
    session = start()

    assert not session.back()
    assert asked(session) == "models"


def test_progress_counts_what_may_still_apply_in_the_checklist_at_hand():
    session = start()

    assert session.step is not None
    assert (session.step.number, session.step.total) == (1, 2)
    give(session, 0)
    assert (session.step.number, session.step.total) == (1, 3)


def test_not_applicable_needs_no_further_asking():
    session = start(sheet("profile", {"models": Answer(value=0)}))

    change = session.not_applicable("we have none")
    save(session, change)
    session.advance()

    assert change.edit == Edit(answer="n/a", because="we have none", on=None)
    assert asked(session) == "proof"  # its premise does not apply, so neither does the copy


def test_an_answer_to_an_older_file_carries_its_own_date():
    facts = sheet("profile", {"models": Answer(value=0)})
    old = sheet("process", {}, answered_on=TODAY - 9)
    new = sheet("process", {}, answered_on=TODAY)

    assert start(facts, old).answered("yes").edit.on == TODAY
    assert start(facts, new).answered("yes").edit.on is None


def test_an_answer_in_place_of_not_applicable_loses_the_reason():
    facts = sheet("profile", {"models": Answer(value=0)})
    before = sheet("process", {"path": Answer(value="n/a", because="x")}, answered_on=TODAY)
    session = start(facts, before)
    while asked(session) != "path":
        session.back()

    assert session.answered("yes").edit.because is None


def test_clearing_keeps_what_was_written_about_the_question():
    edit = start().cleared().edit

    assert (edit.answer, edit.because, edit.on, edit.accept) == (None, None, None, None)
    assert (edit.note, edit.evidence, edit.plan) == (KEEP, KEEP, KEEP)


def test_evidence_is_needed_only_where_its_lack_costs_credit():
    session = start(sheet("profile", {"models": Answer(value=0)}), core=True)
    session.skip()

    save(session, session.answered("partial"))
    assert not session.needs_evidence()
    save(session, session.answered("yes"))
    assert session.needs_evidence()


def test_an_address_is_evidence_and_a_missing_path_is_not():
    session = start(sheet("profile", {"models": Answer(value=0)}), core=True)
    session.skip()
    known = {"https://a.example": UNCHECKED, "gone.md": MISSING}
    answered = {"proof": Answer(value="yes", evidence=("gone.md",))}

    session.proven(("gone.md",), known)
    session.saved(sheet("process", answered))
    assert session.needs_evidence()

    answered = {"proof": Answer(value="yes", evidence=("gone.md", "https://a.example"))}
    session.saved(sheet("process", answered))
    assert not session.needs_evidence()
