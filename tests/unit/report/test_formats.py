"""Every format renders every report; each is calm in its own place."""

from __future__ import annotations

import json
import re

import pytest

from harbor import comparison_document, harbor_document, planned_document
from mlkb.render.labels import Labels
from mlkb.render.reading import LATEST, read
from mlkb.render.width import width
from mlkb.report import FOLDERS, REPORTERS, filer, reporter, summariser
from mlkb.report.base import Look

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", REPORTERS)
def test_every_format_renders_in_every_language_and_ends_in_a_line_feed(
    name: str, locale: str
) -> None:
    for document in (harbor_document(), comparison_document()):
        text = reporter(name).render(document, Labels(locale), Look())

        assert text.endswith("\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_no_line_of_the_terminal_report_is_wider_than_the_terminal(
    locale: str, columns: int
) -> None:
    text = reporter("terminal").render(harbor_document(), Labels(locale), Look(columns=columns))

    too_wide = [line for line in text.splitlines() if width(line) > columns]

    commands = "  mlkb check "  # stay whole, to be copied; at 80 columns they fit as well
    assert [line for line in too_wide if columns >= 80 or not line.startswith(commands)] == []


def test_labels_stand_in_a_column_also_in_korean() -> None:
    text = reporter("terminal").render(harbor_document(), Labels("ko"), Look())
    lines = text.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("     지금"))
    labelled = [line for line in lines[start : start + 20] if re.match(r"     \S", line)]

    columns = {
        width(line) - width(re.split(r"\s{2,}", line.strip(), maxsplit=1)[1]) for line in labelled
    }

    assert len(columns) == 1


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_the_first_screen_says_where_each_subject_stands_and_what_to_start_with(
    locale: str,
) -> None:
    labels = Labels(locale)
    text = reporter("terminal").render(harbor_document(), labels, Look())
    lines = text.splitlines()
    titles = ("glance-title", "ranking-title", "monday-title")
    glance, ranking, monday = (lines.index(labels.say(f"report.{title}")) for title in titles)

    assert glance < ranking < monday < 60
    subjects = [line.strip() for line in lines[glance:ranking] if line.startswith("  ")]
    order = ["harbor", "ml-team", "dispute-assistant", "fraud-detection", "senior-ml-engineer"]
    assert [line for line in subjects if line in order] == order
    assert not any("letter-sorting" in line for line in lines[glance:ranking])
    assert any("letter-sorting" in line for line in lines[ranking:monday])


FOR_PEOPLE = ("terminal", "markdown", "html")
FOR_FORGES = ("github", "sarif", "rdjson", "gitlab-codequality", "junit")


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", [*FOR_PEOPLE, "json", *FOR_FORGES])
def test_every_format_tells_of_every_plan(name: str, locale: str) -> None:
    """Each plan is somebody else's, so that none can stand in for another."""
    document = planned_document()
    findings = [one for each in document["evaluations"] for one in each["findings"]]
    planned = [one for one in findings if one["plan"]]
    for number, finding in enumerate(planned):
        finding["plan"] = {"by": f"owner{number}x", "until": "2026-01-31", "overdue": True}

    text = reporter(name).render(document, Labels(locale), Look())

    assert len(planned) > 15
    told = set(re.findall(r"owner\d+x", text))
    left_out = name == "rdjson"  # what is accepted is no comment on a line
    expected = {one["plan"]["by"] for one in planned if not (left_out and one["accept"])}
    if name == "github":  # annotations are cut, the summary is not
        text = summariser(name).summary(document, Labels(locale), 0)
        told |= set(re.findall(r"owner\d+x", text))
    assert expected - told == set()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_report_of_many_files_tells_of_every_plan_of_a_gap(name: str) -> None:
    document = planned_document()

    files = filer(name).files(document, Labels("en"), Look())

    assert files
    assert all("ada, due 2026-01-31 (overdue)" in text for text in files.values())


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_overdue_plans_stand_before_everything_but_the_decision(name: str, locale: str) -> None:
    labels = Labels(locale)
    text = reporter(name).render(harbor_document(), labels, Look())
    words = ("overdue-title", "glance-title", "monday-title", "gaps-title")
    titles = [labels.say(f"report.{one}", count=0).split(" (")[0] for one in words]
    text = text.partition("<main")[2] or text

    overdue, *others = [text.index(one) for one in titles[:3]]

    assert 0 < overdue < min(others)
    assert text.index("2026-10-31") < text.index("2026-11-13") < min(others)


def test_of_many_overdue_plans_the_first_are_told_and_the_others_counted() -> None:
    document = planned_document()
    late = len(read(document, Labels("en")).overdue)

    for name in FOR_PEOPLE:
        text = reporter(name).render(document, Labels("en"), Look())

        assert f"{late - LATEST} more plans are overdue" in text


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_where_nothing_is_overdue_nothing_is_said_of_it(name: str) -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["plan"] = None

    text = reporter(name).render(document, Labels("en"), Look())

    assert "Overdue" not in text


def test_of_many_gaps_the_rest_is_told_in_short() -> None:
    document = harbor_document()
    terminal, markdown = (
        reporter(name).render(document, Labels("en"), Look()) for name in ("terminal", "markdown")
    )

    assert "The other gaps, in short" in terminal
    assert "mlkb show team-management/develop" not in terminal
    assert "## The other gaps, in short" in markdown
    assert "| team-management/develop |" in markdown
    assert len(terminal.splitlines()) < 1500


def test_an_alignment_says_what_to_talk_about_and_nothing_else() -> None:
    document = harbor_document() | {"about": "alignment"}

    text = reporter("terminal").render(document, Labels("en"), Look())

    assert text.splitlines()[2].endswith("talk about these first")
    assert "Seen differently: choi: Type 4" in text
    assert "mlkb check" not in text


def test_without_colour_there_is_no_escape_sequence() -> None:
    text = reporter("terminal").render(harbor_document(), Labels("en"), Look(colour=False))

    assert "\x1b" not in text


def test_colour_adds_nothing_but_colour() -> None:
    plain = reporter("terminal").render(harbor_document(), Labels("en"), Look(colour=False))
    coloured = reporter("terminal").render(harbor_document(), Labels("en"), Look(colour=True))

    assert "\x1b[" in coloured
    assert ESCAPE.sub("", coloured) == plain


def test_a_plain_terminal_gets_plain_symbols() -> None:
    document = harbor_document()

    text = reporter("terminal").render(document, Labels("en"), Look(symbols=False))

    ours = set("█▒░·→–“”…")
    assert not ours & set(text)


def test_an_answer_cannot_write_escape_sequences_to_the_terminal() -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["note"] = "\x1b]0;owned\x07\x9b31m\u202eevil\nGate holds"

    text = reporter("terminal").render(document, Labels("en"), Look())

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "\nGate holds" not in text


def test_an_answer_cannot_start_a_heading_or_a_tag_in_markdown() -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["note"] = "\n# owned\n<img src=x onerror=y> [a](javascript:b) @all"

    text = reporter("markdown").render(document, Labels("en"), Look())

    assert "\n# owned" not in text
    assert "<img" not in text
    assert "@all" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)


def test_the_json_format_is_the_document_itself() -> None:
    document = harbor_document()

    assert json.loads(reporter("json").render(document, Labels("ko"), Look())) == document
