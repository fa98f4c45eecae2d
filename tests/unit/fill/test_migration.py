"""What `mlkb migrate` makes of an answer file: only what has to change does."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from builders import a_checklist, a_question, options
from mlkb.errors import ANSWERS, InvalidDocuments
from mlkb.fill.migration import Migration, migrated
from mlkb.load.answers import read_answers

if TYPE_CHECKING:
    from mlkb.model.source import Problem

TODAY = 20_000
HEADING = "Parked: {checklist} {version} no longer asks this."
PARKED = "  # Parked: c 2.0.0 no longer asks this.\n"
HEAD = "format: mlkb/answers@1\nchecklist: c@1.2.0\nsubject: it\n"
CHECKLIST = a_checklist(
    a_question("owner", was=["holder", "keeper"]),
    a_question("stage", "single-choice", choices=options(manual=0, automated=100)),
    a_question("data.labels", was=["information"]),
    a_question("story", "text"),
    version="2.0.0",
)


def migration(answers: str, head: str = HEAD) -> Migration:
    """Return what becomes of a file with these answers."""
    data = (head + dedent(answers)).encode()
    return migrated(data, "a.yaml", {"c": CHECKLIST}, TODAY, heading=HEADING)


def after(answers: str, head: str = HEAD) -> str:
    """Return the answers of a file after its migration, which has raised the version."""
    text = migration(answers, head).data.decode()
    now = head.replace("1.2.0", "2.0.0")
    assert text.startswith(now)
    return text.removeprefix(now)


def refusal(answers: str, head: str = HEAD) -> list[Problem]:
    """Return why a file is not migrated."""
    with pytest.raises(InvalidDocuments) as refused:
        migration(answers, head)
    assert refused.value.exit_code == ANSWERS
    return list(refused.value.problems)


def told(problems: list[Problem]) -> list[str]:
    return [
        f"{one.location.line}:{one.location.column} {one.code} {one.facts.get('name', '')}".strip()
        for one in problems
    ]


def test_a_renamed_question_gets_its_new_key_and_nothing_else_of_it_changes():
    before = """\
        answers:
          # Who holds it?   yes | partial | no
          'holder' :   partial   # ask kim

          stage:
              answer: "manual" # for now
        """

    assert after(before) == dedent(before).replace("'holder'", "'owner'")


def test_every_earlier_name_leads_to_the_name_of_today():
    assert migration("answers:\n  keeper: yes\n").renamed == (("keeper", "owner"),)


def test_a_renamed_question_keeps_its_rows():
    assert after("answers:\n  information.labels: no\n") == "answers:\n  data.labels: no\n"


def test_an_answer_that_nobody_asks_for_stays_as_a_comment_with_its_own_comments():
    before = """\
        answers:
          owner: yes
          # Is there a plan?
          plan:  # since March
              answer: partial
              note: |
                two of five

                have # no owner
              # the auditors asked
              evidence: [docs/a.md,
            docs/b.md]

          # What is it about?
          story: "x"
        """

    assert after(before) == dedent("""\
        answers:
          owner: yes
          # Is there a plan?
          # Parked: c 2.0.0 no longer asks this.
          # plan:  # since March
          #     answer: partial
          #     note: |
          #       two of five
        #
          #       have # no owner
          #     # the auditors asked
          #     evidence: [docs/a.md,
          #   docs/b.md]

          # What is it about?
          story: "x"
        """)


def test_a_file_in_which_nothing_is_asked_any_more_still_loads():
    text = migration("answers:\n  plan: yes\n  budget:\n").data

    sheet, problems = read_answers(text, "a.yaml", {"c": CHECKLIST}, TODAY)

    assert text.decode().endswith(f"answers:\n{PARKED}  # plan: yes\n{PARKED}  # budget:\n")
    assert problems == []
    assert sheet is not None
    assert sheet.answers == {}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_line_ends_byte_order_mark_and_the_missing_last_line_end_survive(newline, mark, end):
    text = f"{HEAD}answers:\n  holder: yes\n  plan: no{end}"
    data = mark + text.replace("\n", newline).encode()

    found = migrated(data, "a.yaml", {"c": CHECKLIST}, TODAY, heading=HEADING).data

    wanted = f"{HEAD}answers:\n  owner: yes\n{PARKED}  # plan: no{end}".replace("1.2.0", "2.0.0")
    assert found == mark + wanted.replace("\n", newline).encode()


def test_the_version_is_raised_in_its_quotes_and_its_comment_stays():
    head = HEAD.replace("c@1.2.0", '"c@1.2.0"   # of March')

    assert after("answers:\n  owner: yes\n", head) == "answers:\n  owner: yes\n"
    assert migration("answers: {}\n").raised == ((1, 2, 0), (2, 0, 0))


def test_what_is_up_to_date_stays_byte_for_byte():
    head = HEAD.replace("1.2.0", "2.0.0")

    found = migration("answers:\n  owner:   yes\n", head)

    assert not found.changes
    assert found.data.decode() == head + "answers:\n  owner:   yes\n"


def test_a_file_without_a_version_is_renamed_and_stays_without():
    head = HEAD.replace("@1.2.0", "")

    assert migration("answers:\n  holder: yes\n", head).data.decode() == (
        head + "answers:\n  owner: yes\n"
    )


def test_migrating_twice_changes_nothing_more():
    once = migration("answers:\n  holder: yes\n  plan: no\n").data

    again = migrated(once, "a.yaml", {"c": CHECKLIST}, TODAY, heading=HEADING)

    assert not again.changes
    assert again.data == once


def test_a_slip_in_a_file_of_today_is_no_question_that_left():
    head = HEAD.replace("1.2.0", "2.0.0")

    assert told(refusal("answers:\n  ownr: yes\n", head)) == ["5:3 unknown-name ownr"]


def test_what_is_parked_comes_with_the_nearest_name_in_case_it_is_a_slip():
    assert migration("answers:\n  ownr: yes\n  quite-else: no\n").parked == (
        ("ownr", "owner"),
        ("quite-else", ""),
    )


@pytest.mark.parametrize(
    "answers",
    [
        "answers:\n  owner: no\n  holder: yes\n",
        "answers:\n  owner:\n  holder: yes\n",
        "answers:\n  keeper: no\n  holder: yes\n",
    ],
)
def test_two_answers_under_two_names_of_one_question_are_refused(answers):
    (problem,) = refusal(answers)

    assert problem.code == "answered-twice"
    assert problem.location.line == 6
    assert problem.facts["renamed"] == "owner"


def test_what_is_wrong_for_other_reasons_is_told_where_it_stands_and_all_at_once():
    answers = """\
        answers:
          plan: yes
          holder: maybe
          stage: by-hand
          story: {answer: x, on: 2199-01-01}
        """

    assert told(refusal(answers)) == [
        "8:26 future-date",
        "6:11 answer-not-a-choice holder",
        "7:10 answer-not-a-choice stage",
    ]


def test_a_broken_file_is_refused_with_its_own_problems_only():
    found = refusal("answers:\n  holder: yes\n  plan: {note: [x]}\n")

    assert told(found) == ["6:16 wrong-kind"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("format: [\n", "yaml-syntax"),
        (HEAD.replace("c@1.2.0", "d@1.2.0") + "answers:\n", "unknown-name"),
        (HEAD.replace("1.2.0", "3.0.0") + "answers:\n", "newer-version"),
        (HEAD.replace("1.2.0", "2.1.0") + "answers:\n  plan: yes\n", "newer-version"),
    ],
)
def test_what_is_no_answer_to_an_older_checklist_is_refused(text, code):
    problems = refusal("", text)

    assert problems[0].code == code


def test_a_newer_file_that_loads_is_left_alone():
    head = HEAD.replace("1.2.0", "2.1.0")

    assert not migration("answers:\n  owner: yes\n", head).changes


def test_in_braces_a_key_can_be_renamed_but_nothing_be_parked():
    assert after("answers: {holder: yes, stage: manual}\n") == (
        "answers: {owner: yes, stage: manual}\n"
    )
    assert told(refusal("answers: {holder: yes,\n  plan: yes}\n")) == ["5:1 migrate-park-in-braces"]


def test_a_json_file_stays_json():
    head = '{"format": "mlkb/answers@1", "checklist": "c@1.2.0", "subject": "it",\n'
    answers = '"answers": {"holder": "yes", "information.labels": {"answer": "no"}}}\n'

    assert after(answers, head) == '"answers": {"owner": "yes", "data.labels": {"answer": "no"}}}\n'
