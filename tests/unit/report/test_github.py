"""Annotations and the summary of a job, within what GitHub's runner takes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gallery import gallery_document
from harbor import comparison_document, harbor_document
from mlkb.render.labels import Labels
from mlkb.report import reporter, summariser
from mlkb.report.base import Look
from mlkb.report.markdown import shorter
from runner import Command, read_log

Data = dict[str, Any]
ROOM = 900 * 1024


def printed(document: Data, folder: str = "") -> list[Command]:
    return read_log(reporter("github").render(document, Labels("en"), Look(folder=folder)))


def summary(document: Data, taken: int = 0, locale: str = "en") -> str:
    return summariser("github").summary(document, Labels(locale), taken)


def with_many_gaps(number: int, **fields: Any) -> Data:
    """Return the gallery with one of its gaps repeated, as far as a report is concerned."""
    document = gallery_document()
    evaluation = document["evaluations"][0]
    (gap, finding) = next(
        (gap, finding)
        for gap in document["gaps"]
        for finding in evaluation["findings"]
        if gap["subject"] == evaluation["subject"]
        and finding["question"] == gap["question"]
        and not finding["accept"]
    )
    for place in range(number):
        name = f"gap-{place:05}"
        evaluation["findings"].append({**finding, "question": name, **fields})
        document["gaps"].append({**gap, "question": name})
    return document


def test_an_annotation_stands_at_its_answer_and_says_what_to_do() -> None:
    first = printed(harbor_document(), folder="ml/")[0]

    assert first.name == "error"
    assert first.properties == {
        "file": "ml/mlkb-answers/ml-team/team-roles.yaml",
        "line": "47",
        "col": "3",
        "title": "ml-team: team-roles/task-pipeline · partial · blocking (blocks the gate)",
    }
    lines = first.data.split("\n")
    assert lines[0].startswith("Does every ML pipeline")
    assert [line.split(":")[0] for line in lines[1:]] == ["Now", "First step", "Who, when"]
    assert "(overdue)" in lines[-1]


def test_a_severity_has_its_command() -> None:
    names = [command.name for command in printed(harbor_document())]

    assert names == sorted(names, key=["error", "warning", "notice"].index)
    assert set(names) == {"error", "warning", "notice"}


def test_of_each_kind_there_are_as_many_as_the_runner_shows() -> None:
    document = with_many_gaps(30)
    text = reporter("github").render(document, Labels("en"), Look())

    names = [command.name for command in read_log(text)]

    assert max(names.count(name) for name in set(names)) == 10
    assert text.splitlines()[-1].endswith("the whole report has them.")


def test_a_message_is_never_longer_than_the_runner_takes() -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["note"] = "\U0001f600" * 5000
            finding["ask"] = {"en": "\U0001f600" * 5000, "ko": ""}
            finding["plan"] = {"by": "\U0001f600" * 5000, "until": "2027-01-31", "overdue": True}

    for command in printed(document):
        assert len(command.data.encode("utf-16-le")) // 2 <= 4096
        assert command.data.startswith("\U0001f600")


def test_an_accepted_risk_is_no_annotation() -> None:
    titles = [one.properties["title"] for one in printed(gallery_document())]

    assert titles
    assert not any("/risky" in title for title in titles)


def test_a_comparison_annotates_what_is_new_or_worse() -> None:
    document = comparison_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["blocks"] = False
    matters = {
        one["question"]
        for one in document["comparison"]["changes"]
        if one["kind"] in ("new", "worsened")
    }

    titles = [one.properties["title"] for one in printed(document)]

    assert titles
    assert {title.split("/")[1].split(" ")[0] for title in titles} <= matters


def test_the_first_line_says_how_it_stands() -> None:
    gaps, changes = (
        reporter("github").render(document, Labels("en"), Look()).splitlines()[0]
        for document in (harbor_document(), comparison_document())
    )

    assert gaps == "Blocked by 8 gaps and 2 open questions: the gate (blocking) does not hold."
    assert " new, " in changes


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_summary_with_room_is_the_report_in_markdown(locale: str) -> None:
    for document in (harbor_document(), comparison_document()):
        whole = reporter("markdown").render(document, Labels(locale), Look())

        assert summary(document, locale=locale) == whole


@pytest.mark.parametrize("left", [200_000, 100_000, 60_000, 30_000, 12_000, 5_000, 1_000])
def test_a_summary_gets_shorter_by_whole_parts(left: int) -> None:
    document = with_many_gaps(600, note="a note " * 50)
    verdict = reporter("markdown").render(document, Labels("en"), Look()).splitlines()[:3]

    text = summary(document, taken=ROOM - left)

    assert len(text.encode()) <= left
    assert verdict[0] in text
    assert "Shortened, because GitHub drops" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert not [line for line in tables if not line.endswith("|")]
    assert "Blocked by" in text


def test_each_form_of_a_report_is_shorter_and_its_counts_stay() -> None:
    document = with_many_gaps(600, blocks=False)

    forms = list(shorter(document, Labels("en")))

    lengths = [len(form) for form in forms]
    assert lengths == sorted(lengths, reverse=True)
    heads = [re.findall(r"## All gaps, in order \(6..\)", form) for form in forms[:5]]
    assert [len(found) for found in heads] == [1] * 5
    assert len({found[0] for found in heads}) == 1
    assert re.search(r"\n6.. more gaps are not listed here", forms[4])


def test_a_summary_of_changes_keeps_what_was_excused_longest() -> None:
    document = comparison_document()
    whole = summary(document)

    shorter = summary(document, taken=ROOM - len(whole.encode()) + 1)

    assert "## Excused instead of fixed" in whole
    assert "## Excused instead of fixed" in shorter
    assert "## Where we stand" in whole
    assert "## Where we stand" not in shorter


def test_a_page_that_is_full_gets_nothing() -> None:
    assert summary(harbor_document(), taken=ROOM) == ""
