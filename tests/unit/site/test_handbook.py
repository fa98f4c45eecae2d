"""The macros, in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from markdown import Markdown  # type: ignore[import-untyped]
from markupsafe import escape

from mlkb.errors import UnknownName, UsageProblem
from mlkb.load.config import Project, find_project
from mlkb.site import macros
from mlkb.site.handbook import Handbook

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
LANGUAGES = ("en", "ko")
BUNDLED = ("mlops-process", "team-profile", "org-type", "when-to-use-ml", "project-prioritisation")
"""Checklists that between them have everything a page can show."""
VOID = {"a", "br", "img", "rect", "input"}

OWN = """\
format: mlkb/checklist@1
id: harbor-night
version: 1.0.0
about: team
title: {en: "Nights & weekends", ko: "밤과 주말"}
summary: {en: "Who is called.", ko: "누구를 부르는가."}
reads: [team-profile]
sections:
  - id: calls
    title: {en: "Calls", ko: "호출"}
    questions:
      - id: on-call
        type: practice
        provenance: derived
        reversed: true
        ask: {en: "Is <one> person called?", ko: "한 사람만 부르는가?"}
        severity: major
        when:
          any:
            - {answer: team-profile/regulated, is: "yes"}
            - {not: {answer: team-profile/pipelines, at_most: 2}}
        was: [pager]
        rows:
          - {id: night, label: {en: "at night", ko: "밤"}}
      - id: signs
        type: multiple-choice
        provenance: derived
        ask: {en: "Which hold?", ko: "무엇이 해당하는가?"}
        severity: advisory
        signs: {worst: 2}
        choices:
          - {id: tired, label: {en: "Tired", ko: "피곤하다"}}
          - {id: gone, label: {en: "Gone", ko: "떠났다"}}
      - id: people
        type: people
        provenance: derived
        ask: {en: "Who?", ko: "누구인가?"}
        severity: advisory
        at_least: 2
      - id: minutes
        type: number
        provenance: derived
        ask: {en: "How long?", ko: "얼마나 걸리는가?"}
        severity: advisory
        bands:
          - {at_most: 5, credit: 100}
          - {at_least: 6, at_most: 30, credit: 50}
results: []
"""


@pytest.fixture(scope="module", params=LANGUAGES)
def handbook(request):
    return Handbook(a_project(), request.param)


def a_project(*checklists: Path):
    here = Path.cwd()
    return Project(root=here, answers=here / "mlkb-answers", checklists=checklists)


def as_page(text):
    return Markdown(extensions=["attr_list", "tables"]).convert(text)


class Outline(HTMLParser):
    """Checks that tags are closed in order, and gathers headings and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID - {"a"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def everything(handbook):
    return {
        "checklist": "\n\n".join(handbook.checklist(name) for name in BUNDLED),
        "levels": handbook.levels("mlops-process"),
        "comparison": handbook.comparison("team-structure"),
        "cards": handbook.cards("organisation-types"),
        "card": handbook.card("fsdl-ml-engineer"),
        "questions_about": handbook.questions_about("rnd"),
        "checklists": handbook.checklists(),
        "sources": handbook.sources(),
        "glossary": handbook.glossary(),
        "cite": handbook.cite("mlopsworld-l1-framing-hard"),
    }


def test_every_macro_says_something_that_markdown_passes_through(handbook):
    for name, text in everything(handbook).items():
        html = as_page(text)
        outline = Outline(html)
        assert not outline.open, name
        assert "&lt;div" not in html, name
        assert len(outline.ids) == len(set(outline.ids)), name


def test_blocks_of_html_have_no_blank_line_and_start_with_a_block(handbook):
    for name, text in everything(handbook).items():
        blocks = [block for block in text.split("\n\n") if not block.startswith("#")]
        assert all(block.startswith(("<div", "<section", "<dl", "<sup")) for block in blocks), name


def test_headings_go_down_one_step_at_a_time(handbook):
    for above, text in ((2, handbook.checklist("mlops-process")), (1, handbook.sources())):
        levels = [above, *Outline(as_page(text)).headings]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_question_has_its_anchor_its_words_and_its_reason(handbook):
    for name in BUNDLED:
        html = handbook.checklist(name)
        for question in handbook.library[name].questions.values():
            spoken = handbook.wording.spoken
            assert f'<h4 id="{name}-{question.id}">' in html
            assert str(handbook.wording.say("site.permalink")) in html
            for text in (question.ask, question.why):
                assert (
                    spoken(text).replace("&", "&amp;").replace('"', "&#34;").replace("'", "&#39;")
                    in html
                )


def test_the_same_anchors_stand_in_both_languages():
    ids = [
        Outline(as_page(Handbook(a_project(), locale).checklist("mlops-process"))).ids
        for locale in LANGUAGES
    ]
    assert ids[0] == ids[1]


def test_a_question_shows_all_that_decides_about_it():
    html = Handbook(a_project(), "en").checklist("mlops-process")
    block = html.split('id="mlops-process-data-access"')[1].split("<h4")[0]

    assert "major" in block
    assert "core" in block
    assert "required for Initial" in block
    assert "More than a working day, up to a week" in block
    assert block.count("target") == 1
    assert "3 of 5" in block
    assert "weeks" in block
    assert "every 180 days" in block
    assert 'href="../../sources/#mlopsworld-l1-ds-data-access"' in block
    assert 'href="../../checklists/mlops-process/#mlops-process-q-governed"' in block


def test_a_form_knows_what_its_checklist_reads_directly_or_not(handbook):
    html = handbook.checklist("ml-product-design")
    assert (
        '<mlkb-form checklist="ml-product-design"'
        ' reads="team-profile product-archetype ml-product-practice" home="../../">'
    ) in html
    assert '<a hidden data-checklist="ml-product-practice" href="../../checklists/' in html
    assert html.endswith('<div class="mlkb-end" data-checklist="ml-product-design"></div>')
    assert 'reads=""' in handbook.checklist("org-type")


def test_a_doubtful_claim_is_marked_where_it_is_used_and_where_it_is_listed(handbook):
    doubt = handbook.wording.say("site.doubtful")
    used = handbook.checklist("mlops-process").split("mlopsworld-l1-access-model-reliability")[1]
    assert doubt in used.split("</dd>")[0]
    listed = handbook.sources().split('id="mlopsworld-l1-access-model-reliability"')[1]
    assert doubt in listed.split("<li")[0]
    assert "?" in handbook.cite("mlopsworld-l1-access-model-reliability")


def test_a_condition_is_said_with_a_link_to_the_fact():
    english = Handbook(a_project(), "en").checklist("mlops-process")
    korean = Handbook(a_project(), "ko").checklist("mlops-process")
    link = 'href="../../checklists/team-profile/#team-profile-models-in-production"'

    assert f"Asked only if the answer to “<a {link}>" in english
    assert "</a>” is “1” or more." in english
    assert "</a>&#39;의 답이 1 이상인 경우에만 묻는다." in korean


def test_a_fact_lists_the_questions_that_it_switches(handbook):
    html = handbook.checklist("team-profile")
    switching = html.split('id="team-profile-models-in-production"')[1].split("<h4")[0]
    assert switching.count("#mlops-process-") == 4
    assert "<details" not in html


def test_a_fact_lists_the_results_that_read_it(handbook):
    html = handbook.checklist("org-type")
    fact = html.split('id="org-type-where-ml-lives"')[1].split("<h4")[0]

    assert 'href="../../checklists/org-type/#org-type---result-type"' in fact
    assert 'id="org-type---result-type"' in html
    assert str(handbook.wording.say("site.switches-none")) not in html


def test_help_texts_stand_beside_the_questions_with_their_claims(handbook):
    checklist = handbook.library["org-type"]
    html = handbook.checklist("org-type")
    for text in checklist.help:
        block = html.split(f'id="org-type--help-{text.id}"')[1].split('<div class="mlkb-help')[0]
        assert str(escape(handbook.wording.spoken(text.title))) in block
        assert all(f"sources/#{claim}" in block for claim in text.claims)


def test_cards_of_a_family_are_told_part_by_part(handbook):
    html = handbook.cards("product-archetypes")
    cards = [one for one in handbook.ledger.cards.values() if one.family == "product-archetypes"]

    assert len(cards) == 3
    for card in cards:
        assert f"{{: #{card.id} }}" in html
        for part in card.parts:
            assert handbook.wording.spoken(part.title) in html
    with pytest.raises(UnknownName):
        handbook.cards("nobodys")


def test_cards_with_pages_of_their_own_show_no_more_than_the_way_there(handbook):
    html = handbook.cards("mlops-roles", pages="roles")
    cards = [one for one in handbook.ledger.cards.values() if one.family == "mlops-roles"]

    for card in cards:
        assert f'<a href="../roles/{card.id}/">' in html
        assert str(escape(handbook.wording.spoken(card.summary))) in html
        assert not any(handbook.wording.spoken(part.items[0]) in html for part in card.parts)
    assert Outline(as_page(html)).ids == [card.id for card in cards]


def test_one_card_is_told_in_full(handbook):
    html = handbook.card("mlops-devops")
    card = handbook.ledger.cards["mlops-devops"]

    for part in card.parts:
        assert all(str(escape(handbook.wording.spoken(item))) in html for item in part.items)
    assert all(f'href="../../sources/#{claim}"' in html for claim in card.claims)


def test_the_questions_about_a_card_share_a_statement_with_it(handbook):
    html = handbook.questions_about("task-ml-engineer")

    assert re.findall(r"#team-roles-([a-z-]+)", html) == [
        "task-owner",
        "task-pipeline",
        "task-health",
        "task-updates",
        "task-overload",
    ]
    assert handbook.wording.spoken(handbook.library["team-roles"].title) in html
    assert handbook.wording.spoken(handbook.library["hiring"].title) not in html


def test_a_question_that_a_project_dropped_is_not_among_those_about_a_card(tmp_path):
    (tmp_path / "mlkb.toml").write_text('[tailor."team-roles/task-health"]\ndrop = "elsewhere"\n')
    html = Handbook(find_project(tmp_path), "en").questions_about("task-ml-engineer")
    assert "#team-roles-task-updates" in html
    assert "#team-roles-task-health" not in html


@pytest.mark.parametrize("page", ["docs/en/roles", "docs/ko/roles"])
def test_every_role_has_a_page_with_its_card_and_its_questions(page):
    cards = Handbook(a_project(), "en").ledger.cards.values()
    roles = [card for card in cards if card.kind == "role"]
    for role in roles:
        text = (Path(page) / f"{role.id}.md").read_text("utf-8")
        assert f"{{{{ card('{role.id}') }}}}" in text
        assert f"{{{{ questions_about('{role.id}') }}}}" in text


def test_the_ladder_is_drawn_and_told(handbook):
    html = handbook.levels("mlops-process")
    assert html.count("<rect") == 4
    assert 'role="img" aria-labelledby="mlops-process--ladder"' in html
    title = re.search(r"<title[^>]*>(.*?)</title>", html)
    assert title
    for level, words in handbook.library.ladders["mlops-maturity"].titles.items():
        assert handbook.wording.spoken(words) in title[1]
        assert f'id="mlops-process--level-{level}"' in html
    assert html.count("#mlops-process-") == 17


def test_a_comparison_tells_what_goes_with_each_type_in_the_words_of_the_answers(handbook):
    html = handbook.comparison("team-structure", pages="organisation-types/")
    questions = handbook.library["team-structure"].questions
    types = handbook.library["org-type"].results[0].spec.profiles
    heads, *rows = (part for part in html.split("<tr>")[1:] if "rowgroup" not in part)
    linked = [one.id for one in types if f"organisation-types/{one.id}/" in heads]

    assert html.count("<caption>") == 1
    assert linked == ["rnd", "embedded", "function", "first"]
    assert len(rows) == len(questions)
    assert all(len(re.findall("<td[ >]", row)) == html.count('scope="col"') - 1 for row in rows)
    maintained = next(row for row in rows if "team-structure-model-maintenance" in row)
    for choice in questions["model-maintenance"].spec.choices:
        asked_of_nobody = choice.id == "third-team"
        assert (handbook.wording.spoken(choice.label) in maintained) is not asked_of_nobody


def test_a_comparison_says_where_the_source_is_silent_and_where_a_match_is_a_risk():
    html = Handbook(a_project(), "en").comparison("team-structure")
    rows = [row for row in html.split("<tr>") if 'scope="row"' in row]
    code = next(row for row in rows if "team-structure-researchers-code" in row)
    together = next(row for row in rows if "team-structure-collaboration" in row)

    assert "Of “Type 1: ad hoc” the source says nothing here." in html.split("</caption>")[0]
    assert "Type 1" not in html.split("</caption>")[1]
    assert code.count("the source says nothing") == 3
    assert "“All of them, or nearly all” or “The team has no researchers”" in code
    assert "at most “One side finishes, then hands its work to the other”" in together
    assert together.count("a match is a risk") == 1


def test_the_results_of_a_checklist_show_what_its_answers_are_held_against(handbook):
    html = handbook.checklist("team-structure").split('id="team-structure---result-ownership"')[1]
    assert html.count("<caption>") == 1
    assert 'href="../../checklists/org-type/#org-type--type-rnd"' in html
    assert 'id="org-type--type-rnd"' in handbook.checklist("org-type")


def test_a_comparison_with_a_target_has_one_column_for_everybody(handbook):
    assert ">at least 2<" in Handbook(a_project(), "en").comparison("team-roles", "composition")
    html = handbook.comparison("team-roles", "composition")
    assert html.count('scope="col"') == 2
    assert "mlkb-comparison__type" not in html


def test_all_claims_and_terms_are_listed(handbook):
    ids = Outline(as_page(handbook.sources())).ids
    assert set(handbook.ledger.claims) <= set(ids)
    assert set(handbook.ledger.sources) <= set(ids)
    assert set(Outline(handbook.glossary()).ids) == set(handbook.ledger.terms)


def test_a_claim_names_the_questions_that_rest_on_it(handbook):
    entry = handbook.sources().split('id="mlopsworld-l1-ds-data-access"')[1].split("<li")[0]
    assert "../checklists/mlops-process/#mlops-process-data-access" in entry


def test_words_in_the_other_language_are_marked_as_such():
    html = Handbook(a_project(), "en").sources()
    assert '<h3 id="mlops-world--1" lang="ko">문서 머리말' in html
    assert '<h3 id="mlops-world--3">Lesson #1: Start With Process' in html


def test_a_projects_own_checklist_appears_beside_ours(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "harbor-night.yaml").write_text(OWN, encoding="utf-8")
    project = a_project(folder)
    english, korean = (Handbook(project, locale) for locale in LANGUAGES)
    html = english.checklist("harbor-night")

    assert "harbor-night" in english.checklists()
    assert "Nights &amp; weekends" in english.checklists()
    assert "밤과 주말" in korean.checklists()
    assert '<h4 id="harbor-night-on-call.night">' in html
    assert 'id="harbor-night-pager"' in html
    assert "Is &lt;one&gt; person called? (at night)" in html
    assert "Here “yes” is the bad answer." in html
    assert "2 or more earn nothing" in html
    assert "at least 2" in html
    assert "5 or fewer: 100\u00a0%; 6 to 30: 50\u00a0%; otherwise 0" in html
    assert "is “Yes” or it is not so that the answer to" in html
    assert "is “2” or less" in html
    assert "harbor-night-on-call.night" in english.checklist("team-profile")
    said = "&#39;의 답이 &#39;예&#39;인 경우, 또는 다음이 아닌 경우("
    assert said in korean.checklist("harbor-night")


def test_a_dropped_question_says_why(tmp_path):
    (tmp_path / "mlkb.toml").write_text(
        '[tailor."mlops-process/guardrails"]\ndrop = "our bank does <this> for us"\n'
    )
    html = Handbook(find_project(tmp_path), "en").checklist("mlops-process")
    assert "Left out here: our bank does &lt;this&gt; for us" in html


@pytest.mark.parametrize(
    ("macro", "name"),
    [
        ("checklist", "mlops-proces"),
        ("levels", "nope"),
        ("comparison", "nope"),
        ("cite", "nope"),
        ("card", "nope"),
        ("questions_about", "nope"),
    ],
)
def test_a_name_that_does_not_exist_is_refused(macro, name):
    with pytest.raises(UnknownName):
        getattr(Handbook(a_project(), "en"), macro)(name)


def test_a_checklist_without_levels_has_no_ladder():
    with pytest.raises(UsageProblem) as refused:
        Handbook(a_project(), "en").levels("team-profile")
    assert refused.value.code == "site-no-ladder"


def test_a_checklist_without_a_comparison_has_no_table():
    handbook = Handbook(a_project(), "en")
    with pytest.raises(UsageProblem) as refused:
        handbook.comparison("team-profile")
    assert refused.value.code == "site-no-comparison"
    with pytest.raises(UnknownName):
        handbook.comparison("team-roles", "compositions")


def test_the_plugin_gets_every_macro_under_its_own_name():
    given: list[Callable[..., str]] = []
    conf: dict[str, Any] = {
        "theme": {"language": "ko"},
        "extra": {"mlkb": {"handbook": "."}},
        "extra_css": [],
        "extra_javascript": [],
        "markdown_extensions": [],
    }
    env = SimpleNamespace(conf=conf, macro=given.append, project_dir=str(ROOT))
    macros.define_env(env)
    assert [macro.__name__ for macro in given] == list(macros.MACROS)
