from __future__ import annotations

from textwrap import dedent

import pytest

from filling import CHECKLIST, plain_answers
from mlkb.errors import EditRefused, InvalidDocuments
from mlkb.fill.edit import Edit, set_answer
from mlkb.model.answers import Acceptance, Plan
from mlkb.model.day import day_number
from mlkb.questions.base import WrongAnswer

HEAD = "format: mlkb/answers@1\nchecklist: all-types@1.2.0\nsubject: x\n"
DAY = day_number("2026-11-21") or 0


def edited(answers: str, question: str, edit: Edit) -> str:
    """Return the answers of a file after an edit."""
    data = (HEAD + dedent(answers)).encode()
    return set_answer(data, CHECKLIST, question, edit).decode().removeprefix(HEAD)


def test_a_word_is_exchanged_and_its_comment_stays():
    before = """\
        answers:
          owner:   partial   # ask kim
          stage: manual
        """

    assert edited(before, "owner", Edit(answer="yes")) == dedent("""\
        answers:
          owner:   yes   # ask kim
          stage: manual
        """)


def test_an_empty_answer_is_filled_in_front_of_its_comment():
    before = "answers:\n  owner:  # ask kim\n"

    assert edited(before, "owner", Edit(answer="no")) == "answers:\n  owner: no  # ask kim\n"


def test_a_note_turns_the_short_form_into_the_long_one():
    before = "answers:\n  owner: partial  # ask kim\n  stage: manual\n"

    assert edited(before, "owner", Edit(note="two: of # five")) == dedent("""\
        answers:
          owner:
            answer: partial  # ask kim
            note: "two: of # five"
          stage: manual
        """)


def test_in_the_long_form_only_the_answer_is_touched():
    before = """\
        answers:
            owner:
               note: 'old'   # why
               answer: "no"
               on: 2026-01-01
        """

    assert edited(before, "owner", Edit(answer="yes")) == dedent(before).replace('"no"', "yes")


def test_what_is_added_stands_in_our_order_at_the_indentation_of_the_file():
    before = """\
        answers:
            owner:
               answer: no   # today
               # about the plan
               plan:
                  by: "lee"
                  until: 2027-01-31
        """
    edit = Edit(note="a", evidence=("docs/a.md#L3", "한글 문서.md"), on=DAY)

    assert edited(before, "owner", edit) == dedent("""\
        answers:
            owner:
               answer: no   # today
               note: "a"
               evidence:
                  - docs/a.md#L3
                  - "한글 문서.md"
               on: 2026-11-21
               # about the plan
               plan:
                  by: "lee"
                  until: 2027-01-31
        """)


def test_a_plan_and_an_acceptance_are_written_as_blocks():
    edit = Edit(plan=Plan("lee", DAY), accept=Acceptance("replaced soon", "park", DAY))

    assert edited("answers:\n  owner: no", "owner", edit) == dedent("""\
        answers:
          owner:
            answer: no
            plan:
              by: "lee"
              until: 2026-11-21
            accept:
              because: "replaced soon"
              by: "park"
              until: 2026-11-21""")


def test_a_cleared_answer_leaves_the_key_with_an_empty_value():
    before = "answers:\n  owner: yes  # ask kim\n  stage:\n    answer: manual\n"

    assert edited(before, "owner", Edit(answer=None)) == before.replace(" yes", "")
    assert edited(before, "stage", Edit(answer=None)) == (
        "answers:\n  owner: yes  # ask kim\n  stage:\n"
    )


def test_comments_of_a_value_that_goes_move_to_lines_of_their_own():
    before = """\
        answers:
          access:  # since March
            - "roles"
            # the auditors asked
            - "audit"  # twice
          stage: manual
        """

    assert edited(before, "access", Edit(answer=("review",))) == dedent("""\
        answers:
          access:  # since March
            # the auditors asked
            # twice
            - review
          stage: manual
        """)


def test_a_longer_list_keeps_the_lines_it_had():
    before = """\
        answers:
          access:
          - roles
          # later

        """

    after = edited(before, "access", Edit(answer=("roles", "audit")))

    assert after == dedent(before).replace("roles\n", "roles\n  - audit\n")


def test_a_flow_mapping_is_kept_while_a_word_is_exchanged():
    before = "answers:\n  owner: {answer: no, note: 'x'}  # c\n"

    assert edited(before, "owner", Edit(answer="yes")) == before.replace("no,", "yes,")


def test_a_flow_mapping_opens_into_a_block_when_something_is_added():
    before = "answers:\n  owner: {answer: no, note: 'x'}  # c\n"

    assert edited(before, "owner", Edit(on=DAY)) == dedent("""\
        answers:
          owner:  # c
            answer: no
            note: "x"
            on: 2026-11-21
        """)


def test_a_json_file_stays_json():
    data = (
        b'{"format": "mlkb/answers@1", "checklist": "all-types", "subject": "x", '
        b'"answers": {"owner": "no"}}'
    )

    data = set_answer(data, CHECKLIST, "owner", Edit(answer="yes", on=DAY))
    data = set_answer(data, CHECKLIST, "models", Edit(answer=3))

    assert data.endswith(
        b'"answers": {"owner": {"answer": "yes", "on": "2026-11-21"}, "models": 3}}'
    )


def test_a_comment_inside_braces_refuses_the_edit():
    before = "answers: {owner: {  # c\n  answer: no}, stage: manual}\n"

    with pytest.raises(EditRefused) as refused:
        edited(before, "owner", Edit(note="x"))

    assert refused.value.code == "edit-loses-comment"


def test_a_missing_question_goes_behind_the_one_before_it_in_its_section():
    before = """\
        answers:
          # == First
          # owner?
          owner: yes
          # == Second
          # models?
          models: 3
        """

    assert edited(before, "stage", Edit(answer="manual")) == dedent(before).replace(
        "yes\n", "yes\n  stage: manual\n"
    )


def test_a_missing_question_goes_above_the_comment_of_the_next_one_in_its_section():
    before = """\
        answers:
          owner: yes

          # == Second
          # how many
          # models?
          models: 3
        """

    assert edited(before, "reach", Edit(answer="some")) == dedent(before).replace(
        "  # how", "  reach: some\n  # how"
    )


@pytest.mark.parametrize("nothing", ["", " {}", " ~", " null", "  # none yet", " {}  # none"])
def test_the_first_answer_opens_the_list_of_answers(nothing):
    after = edited(f"answers:{nothing}\n", "owner", Edit(answer="yes"))

    assert after.splitlines()[1:] == ["  owner: yes"]
    assert after.splitlines()[0].partition("#")[2] == nothing.partition("#")[2]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_byte_order_mark_and_missing_final_newline_survive(mark):
    lines = (HEAD + "answers:\n  owner: no # c\n  stage:  manual").replace("\n", "\r\n")

    after = set_answer(mark + lines.encode(), CHECKLIST, "stage", Edit(note="x"))

    wanted = lines.replace("stage:  manual", 'stage:\r\n    answer:  manual\r\n    note: "x"')
    assert after == mark + wanted.encode()


def test_prose_is_quoted_so_that_any_reader_gets_it_back():
    text = 'He said "\\no": # - @ % {x} \n\ttwo \u2028\u202e\u200b\ufeff\u00a0끝 '

    after = edited("answers:\n  owner: no\n", "owner", Edit(note=text))

    assert after.isprintable() or "\u202e" not in after
    assert plain_answers((HEAD + after).encode())["answers"]["owner"]["note"] == text


def test_words_that_yaml_takes_for_something_else_are_quoted():
    after = edited("answers:\n", "holders", Edit(answer=("true", "null", "12", "no")))

    assert after == 'answers:\n  holders:\n    - "true"\n    - "null"\n    - "12"\n    - "no"\n'


def test_an_edit_that_changes_nothing_gives_the_same_bytes():
    data = (HEAD + "answers:\n  owner:   'yes'\n").encode()

    assert set_answer(data, CHECKLIST, "owner", Edit(answer="yes")) is data


def test_a_note_can_be_added_to_an_answer_that_is_wrong_in_the_file():
    after = edited("answers:\n  owner: maybe\n", "owner", Edit(note="to be settled"))

    assert "answer: maybe\n" in after


def test_an_answer_that_the_question_does_not_allow_is_refused():
    with pytest.raises(WrongAnswer):
        edited("answers:\n", "owner", Edit(answer="maybe"))


def test_an_acceptance_needs_an_answer():
    with pytest.raises(EditRefused) as refused:
        edited("answers:\n", "owner", Edit(accept=Acceptance("a", "b", 1)))

    assert refused.value.code == "edit-accept-without-answer"


def test_control_characters_are_refused():
    with pytest.raises(EditRefused) as refused:
        edited("answers:\n", "owner", Edit(note="\x1b[2J"))

    assert refused.value.code == "edit-control-character"


def test_a_file_with_problems_is_refused_with_all_of_them():
    with pytest.raises(InvalidDocuments) as refused:
        edited("answers:\n  owner: yes\n  owner: no\nelse: 1\n", "owner", Edit(answer="no"))

    assert [one.code for one in refused.value.problems] == ["duplicate-key", "unknown-key"]


def test_a_line_end_that_only_some_programs_see_is_refused():
    data = (HEAD + "answers:\n  owner: yes\n").replace("\n", "\r").encode()

    with pytest.raises(InvalidDocuments):
        set_answer(data, CHECKLIST, "owner", Edit(answer="no"))


def test_a_block_text_without_a_line_end_refuses_lines_behind_it():
    with pytest.raises(EditRefused) as refused:
        edited("answers:\n  story: |\n    a", "story", Edit(note="x"))

    assert refused.value.code == "edit-open-block"


def test_an_explicit_key_is_refused():
    with pytest.raises(EditRefused) as refused:
        edited("answers:\n  ? owner\n  : yes\n", "owner", Edit(answer="no"))

    assert refused.value.code == "edit-explicit-key"
