"""The result that a form shows says what the report of the engine says, to everybody."""

from __future__ import annotations

import json
import re
from itertools import pairwise, takewhile
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser.test_evaluate import OURS, plain, some_answers
from cases import quick
from conformance.test_vectors import vectors
from harbor import EXAMPLE, TODAY, harbor_document
from mlkb.load.compiled import Bundled
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.load.workspace import open_workspace
from mlkb.model.text import LANGUAGES
from mlkb.render.escape import markdown_text
from mlkb.render.issue import issues
from mlkb.render.labels import Labels
from mlkb.render.reading import read
from mlkb.site.assets import EVALUATOR, FORM, SOURCES, speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from mlkb.model.answers import AnswerSheet

Data = dict[str, Any]
VECTORS = [*vectors("results"), *vectors("rules")]
LEFTOVER = re.compile(r"\[object|\bundefined\b|\bnull\b|\bNaN\b|function\(|=> |\{\w+\}")
"""What a page says when something was forgotten."""
LOADED = [
    *(SOURCES / "evaluate" / f"{name}.js" for name in EVALUATOR),
    *(SOURCES / "form" / f"{name}.js" for name in FORM if name.startswith(("words", "result"))),
]
STYLES = [SOURCES / "mlkb.css", SOURCES / "form.css"]

PAGE = """<!doctype html><html lang="{locale}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{styles}<script>globalThis.mlkb = {{words: {words}}}</script>{scripts}
<body class="md-typeset"><h3>Result</h3><div id="result"></div>"""

TELL = """(given) => {
  const report = mlkb.evaluate(given);
  const checklists = Object.fromEntries(given.checklists.map((one) => [one.id, one]));
  const anchor = (reference) => `#${reference}`;
  return report.evaluations.map(({checklist, subject}) => {
    const view = {checklist: checklists[checklist], subject, checklists, anchor};
    const element = mlkb.resultView(report, view);
    const texts = [...element.querySelectorAll("[aria-label], [data-label]")]
      .map((one) => one.getAttribute("aria-label") || one.dataset.label);
    return {
      checklist, subject,
      standing: mlkb.standing(report, view),
      markdown: mlkb.resultMarkdown(report, view),
      html: element.outerHTML,
      text: [element.textContent, ...texts].join("\\n"),
    };
  });
}"""
SHOW = """([checklist, subject, sheets]) => {
  const checklists = Object.fromEntries(harbor.checklists.map((one) => [one.id, one]));
  const anchor = (reference) => (reference.startsWith("mlops-roles/") ? "" : `#${reference}`);
  const view = {checklist: checklists[checklist], subject, checklists, anchor};
  globalThis.fresh = (answered) =>
    mlkb.resultView(mlkb.evaluate({...harbor, sheets: answered}), view);
  globalThis.shown = fresh(sheets || harbor.sheets);
  document.getElementById("result").replaceChildren(shown);
}"""
RENEW = """([question, answer]) => {
  const before = [...shown.children];
  mlkb.renewResult(shown, fresh(harbor.sheets.map((one) => (question in one.answers
    ? {...one, answers: {...one.answers, [question]: {answer}}} : one))));
  return before.filter((one) => one.isConnected).map((one) => one.dataset.part);
}"""


@pytest.fixture(scope="module")
def pages(
    chromium: Browser, harbor: Data, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Page]]:
    """Open a page in each language that has loaded all that tells results, and Harbor's answers."""
    opened = {}
    complaints: list[str] = []
    library = Library(find_project(EXAMPLE))
    scripts = "".join(f'<script src="{one.as_uri()}"></script>' for one in LOADED)
    styles = "".join(f'<link rel="stylesheet" href="{one.as_uri()}">' for one in STYLES)
    for locale in LANGUAGES:
        words = json.dumps(speech(library, locale))
        page_file = tmp_path_factory.mktemp(locale) / "page.html"
        text = PAGE.format(locale=locale, words=words, scripts=scripts, styles=styles)
        page_file.write_text(text, encoding="utf-8")
        page = chromium.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(page_file.as_uri())
        page.evaluate("(given) => { globalThis.harbor = given; }", harbor)
        opened[locale] = page
    assert complaints == []
    yield opened
    for page in opened.values():
        page.close()


@pytest.fixture(scope="module")
def harbor() -> Data:
    """Return what the browser's evaluator is given for all of Harbor's answer files."""
    project = find_project(EXAMPLE)
    library = Library(project)
    workspace = open_workspace([EXAMPLE / "mlkb-answers"], project.root, library, TODAY)
    return {
        "checklists": [json.loads(library.text(name)) for name in library],
        "ladders": [ladder for shelf in library.shelves for ladder in shelf.index["ladders"]],
        "sheets": [as_plain(sheet) for sheet in workspace.sheets],
        "today": TODAY,
        "subjects": {name: one._asdict() for name, one in project.subjects.items()},
        "evidence": dict(workspace.evidence),
        "fail_on": project.fail_on,
        "tailor": {name: filled(change._asdict()) for name, change in project.tailor.items()},
    }


def as_plain(sheet: AnswerSheet) -> Data:
    """Return a sheet as a form holds it."""
    return {
        "checklist": sheet.checklist,
        "subject": sheet.subject,
        "respondent": {"name": sheet.respondent, "role": sheet.role},
        "answered_on": sheet.answered_on,
        "answers": {
            name: filled(
                {
                    "answer": answer.value,
                    "note": answer.note,
                    "because": answer.because,
                    "evidence": list(answer.evidence),
                    "on": answer.on,
                    "plan": answer.plan and answer.plan._asdict(),
                    "accept": answer.accept and answer.accept._asdict(),
                }
            )
            for name, answer in sheet.answers.items()
        },
    }


def filled(fields: Data) -> Data:
    """Return *fields* without what is empty; a zero and an empty answer are none of it."""
    return {
        key: list(value) if isinstance(value, tuple) and key == "answer" else value
        for key, value in fields.items()
        if key == "answer" or value not in (None, "", [], ())
    }


@pytest.fixture(scope="module")
def standings(pages, harbor) -> dict[str, list[Data]]:
    """Return what the pages say of Harbor, by language, in the order of the report."""
    return {locale: told(page, harbor) for locale, page in pages.items()}


def told(page: Page, facts: Data) -> list[Data]:
    """Return what the page says of each evaluation."""
    said: list[Data] = page.evaluate(TELL, facts)
    return said


def of(said: list[Data], checklist: str, subject: str) -> Data:
    """Return what is said of one checklist for one subject."""
    (one,) = [one for one in said if (one["checklist"], one["subject"]) == (checklist, subject)]
    return one


def statements(markdown: str, title: str) -> list[str]:
    """Return the list that stands right under the heading *title*."""
    _, _, rest = markdown.partition(f"# {title}\n\n")
    return list(takewhile(lambda line: line.startswith("- "), rest.splitlines()))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_page_says_of_harbor_what_the_report_says(standings, locale):
    document, labels = harbor_document(), Labels(locale)
    reading = read(document, labels)
    said = standings[locale]
    first_step = re.escape(labels.say("report.first-step"))

    for evaluation, standing, one in zip(
        document["evaluations"], reading.standings, said, strict=True
    ):
        assert one["checklist"] == evaluation["checklist"]
        heading = f"{standing.subject}: {standing.title}"
        lines = [f"- **{markdown_text(a)}:** {markdown_text(b)}" for a, b in standing.lines]
        assert statements(one["markdown"], markdown_text(heading)) == lines
        name = f"{one['subject']}: {one['checklist']}/"
        cards = [card for card in reading.gaps if card.reference.startswith(name)]
        asks = re.findall(r"^### \d+\. (.*)$", one["markdown"], re.MULTILINE)
        assert asks == [markdown_text(card.ask) for card in cards]
        steps = re.findall(rf"^- \*\*{first_step}:\*\* (.*)$", one["markdown"], re.MULTILINE)
        assert steps == [markdown_text(card.first_step) for card in cards]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_page_begins_with_what_the_report_says_at_a_glance(standings, locale):
    reading = read(harbor_document(), Labels(locale))
    said = standings[locale]

    for headline in reading.headlines:
        text = re.sub(r"<[^>]+>", "", said[headline.place]["html"].split("<section")[0])
        assert text.endswith(headline.text.replace("&", "&amp;"))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_markdown_lists_what_is_open_as_the_report_does(standings, locale):
    title = Labels(locale).say("report.open-title")
    listings = {one.title: one.lines for one in read(harbor_document(), Labels(locale)).listings}
    said = of(standings[locale], "mlops-process", "fraud-detection")

    mark = "fraud-detection: "
    own = [
        f"- {markdown_text(line.removeprefix(mark))}"
        for line in listings[title]
        if line.startswith(f"{mark}mlops-process")
    ]
    assert statements(said["markdown"], title) == own


ISSUES = """(wanted) => {
  const report = mlkb.evaluate(harbor);
  const checklists = Object.fromEntries(harbor.checklists.map((one) => [one.id, one]));
  return wanted.map(([checklist, subject, question]) => mlkb.issueMarkdown(
    report, {checklist: checklists[checklist], subject, checklists, anchor: () => ""}, question));
}"""


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_gap_of_the_page_is_the_issue_of_the_report(pages, locale):
    written = issues(harbor_document(), Labels(locale))
    told = pages[locale].evaluate(ISSUES, [list(one.names) for one in written])

    assert told == [one.text for one in written]


def test_what_is_no_gap_is_no_issue(pages):
    names = ["mlops-process", "fraud-detection", "guardrails"]  # its risk is accepted

    assert pages["en"].evaluate(ISSUES, [names]) == [""]


HOSTILE = [
    "<img src=x onerror=alert(1)> & \"quotes\" 'too'",
    "@everyone #12 GH-7 https://example.org www.example.org 한국#3 1. - + =",
    "1) first",
    "- item",
    "=== ",
    "a\u202eb\u2066c\u200b",
    "two\r\nlines\tand\x0bmore\x85",
    "`code` **bold** ~~a~~ | b ! [c](d)",
    "éGH-1 GH-\uff11 \u017fcheme http://a HTTPS://b",
    "x" * 2001,
    "한" * 2001,
]


@quick(60)
@given(st.lists(st.text(max_size=30), max_size=40))
def test_markdown_of_the_page_is_escaped_as_that_of_reports(pages, texts):
    every = [*HOSTILE, *texts]
    said = pages["en"].evaluate("(texts) => texts.map(mlkb.markdownText)", every)

    assert said == [markdown_text(text) for text in every]


def test_untrusted_text_stays_text(pages):
    question = {"id": "q", "type": "practice", "ask": {"en": "Is it?"}, "severity": "blocking"}
    note = "<b>@you</b>\u202e [x](y)"
    checklist = {
        "id": "c",
        "title": {"en": "A checklist"},
        "sections": [{"id": "s", "questions": [question]}],
        "results": [{"id": "score", "type": "score"}],
    }
    answers = {"q": {"answer": "no", "note": note, "plan": {"by": "<i>lee", "until": "2026-12-01"}}}
    sheet = {"checklist": "c", "subject": "it", "answers": answers}
    (said,) = told(pages["en"], {"checklists": [checklist], "sheets": [sheet], "today": TODAY})

    assert "&lt;b&gt;@you&lt;/b&gt; [x](y)" in said["html"]
    assert "&lt;i&gt;lee, due 2026-12-01" in said["html"]
    assert "\u202e" not in said["text"]
    assert r"&lt;b&gt;@" + "\u2060" + r"you&lt;/b&gt; \[x\](y)" in said["markdown"]


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_left_unsaid_of_our_checklists_however_they_are_answered(pages, locale, seed):
    """With every one answered for one subject, by two people where the seed is odd."""
    dice = Random(seed)  # noqa: S311 - chance is wanted, secrecy is not
    checklists = [json.loads(path.read_text("utf-8")) for path in OURS]
    sheets = [
        {
            "checklist": data["id"],
            "subject": "us",
            "respondent": {"name": name},
            "answers": some_answers(data, dice) if seed else {},
        }
        for data in checklists
        for name in ("kim", "이영희")[: 1 + seed % 2]
    ]
    ladders = Bundled().index["ladders"]
    facts = {"checklists": checklists, "ladders": ladders, "sheets": sheets, "today": TODAY}
    said = told(pages[locale], facts)

    assert len(said) == len(checklists)
    for one in said:
        whole = "\n".join([one["text"], one["markdown"], *map(str, one["standing"].values())])
        assert LEFTOVER.findall(whole) == []
        assert one["standing"]["text"].startswith(one["standing"]["answered"])


def test_every_vector_can_be_told(pages):
    cases = [plain(parameter.values[0]) for parameter in VECTORS]
    every = pages["en"].evaluate(f"(cases) => cases.map({TELL})", [c | c["head"] for c in cases])

    for vector, said in zip(VECTORS, every, strict=True):
        assert said
        for one in said:
            whole = "\n".join([one["text"], one["markdown"], one["standing"]["sentence"]])
            assert LEFTOVER.findall(whole) == [], vector.id


def test_the_bar_says_where_a_checklist_stands_in_a_few_words(standings):
    only = ("mlops-process", "fraud-detection")

    assert of(standings["en"], *only)["standing"] == {
        "given": 17,
        "asked": 22,
        "blocks": 4,
        "answered": "17 of 22 answered",
        "finds": "below Initial · 42 to 62 %",
        "blocking": "4 in the way",
        "text": "17 of 22 answered · below Initial · 42 to 62 % · 4 in the way",
        "sentence": "17 of 22 answered, below Initial · 42 to 62 %, 4 in the way.",
    }
    said = of(standings["ko"], *only)["standing"]["text"]
    assert said == "22개 중 17개 답함 · 초기 단계 미달 · 42~62% · 막는 질문 4개"


def test_what_is_not_decided_yet_names_the_question_that_decides(standings):
    said = of(standings["en"], "project-prioritisation", "call-summaries")

    assert said["standing"]["finds"] == "not decided yet · 37 %"
    ask = re.escape("How much of the data that will be needed is there?")
    assert re.search(rf'<a href="#project-prioritisation/[\w-]+">“{ask}', said["html"])


def test_a_candidate_that_is_out_has_no_gaps_to_work_on(standings):
    said = of(standings["en"], "when-to-use-ml", "branch-staffing")

    assert "Left as it is" in said["text"]
    assert "All gaps, in order" not in said["text"]


def test_a_list_of_facts_is_not_judged(standings):
    said = of(standings["en"], "team-profile", "ml-team")

    assert "7 of 7 known" in said["text"]
    assert "gate" not in said["text"] + said["markdown"]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_link_leads_to_a_question_or_a_checklist_that_exists(standings, harbor, locale):
    asked = {
        f"{checklist['id']}/{question}"
        for checklist in harbor["checklists"]
        for section in checklist["sections"]
        for question in ("", *(one["id"] for one in section["questions"]))
    }
    links = {link for one in standings[locale] for link in re.findall('href="#(.+?)"', one["html"])}

    assert len(links) > 100
    assert links <= asked


def test_a_question_without_a_page_is_text(pages):
    page = pages["en"]
    page.evaluate(SHOW, ["mlops-maturity", "fraud-detection"])

    missing = page.get_by_text("Nothing is answered yet of “")
    assert missing.evaluate("(element) => element.localName") == "span"


def test_headings_go_down_step_by_step_and_pictures_have_names(pages):
    page = pages["en"]
    for only in (
        ("mlops-process", "fraud-detection"),
        ("project-prioritisation", "call-summaries"),
        ("team-roles", "ml-team"),
        ("org-type", "harbor"),
    ):
        page.evaluate(SHOW, list(only))
        headings = page.locator("h3, h4, h5, h6").all()
        levels = [int(one.evaluate("(one) => one.localName")[1]) for one in headings]
        assert levels[:2] == [3, 4]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        drawn = page.locator("svg").count()
        told_or_hidden = page.locator(
            'svg:is([role="img"][aria-label], [aria-hidden="true"], [role="img"][aria-label] *)'
        )
        assert drawn
        assert told_or_hidden.count() == drawn


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_result_fits_a_narrow_screen(pages, locale):
    page = pages[locale]
    page.set_viewport_size({"width": 320, "height": 640})
    for only in (("team-roles", "ml-team"), ("project-prioritisation", "call-summaries")):
        page.evaluate(SHOW, list(only))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.fixture
def shown(pages) -> Page:
    """Show a result of Harbor's that holds a bit of everything."""
    page: Page = pages["en"]
    page.evaluate(SHOW, ["mlops-process", "fraud-detection"])
    return page


def test_what_does_not_change_stays_where_it_is(shown):
    parts = shown.evaluate("[...shown.children].map((one) => one.dataset.part)")

    assert len(parts) > 8
    assert shown.evaluate(RENEW, ["", None]) == parts


def test_a_change_renews_what_it_touches_and_keeps_the_focus(shown):
    link = shown.locator('[data-part="gaps"] li:nth-child(5) h5 a')
    link.focus()
    href = link.get_attribute("href")
    kept = shown.evaluate(RENEW, ["data-safety", "yes"])

    assert {"gaps", "accepted", "decision"}.isdisjoint(kept)
    assert "excused" in kept
    assert shown.evaluate("document.activeElement.getAttribute('href')") == href
    assert "All gaps, in order (9)" in shown.locator('[data-part="gaps"]').inner_text()


def test_a_change_keeps_the_focus_on_the_button_of_a_gap(shown):
    button = shown.locator('[data-part="gaps"] li:nth-child(5) [data-issue]')
    button.focus()
    question = button.get_attribute("data-issue")
    shown.evaluate(RENEW, ["data-safety", "yes"])

    assert shown.evaluate("document.activeElement.dataset.issue") == question


def test_what_was_unfolded_stays_unfolded(pages):
    page = pages["en"]
    sheets = [{"checklist": "hiring", "subject": "senior-ml-engineer", "answers": {}}]
    page.evaluate(SHOW, ["hiring", "senior-ml-engineer", sheets])
    page.locator('[data-part="asked"] summary').click()
    page.evaluate("(sheets) => mlkb.renewResult(shown, fresh(sheets))", sheets)

    assert page.locator('[data-part="asked"]').evaluate("(details) => details.open")
