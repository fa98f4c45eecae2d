"""A checklist filled in where its page stands, in Debian's Chromium."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from mlkb.load.answers import read_answers
from mlkb.load.compiled import Bundled
from mlkb.model.text import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Route

LESSON = "checklists/mlops-process/"
PROFILE = "checklists/team-profile/"
LATER = ("words", "evaluate", "form", "ladders", "answer-file", "vendor/", "checklists/")
MODELS = "mlops-process---first-team-profile-models-in-production"
FACT = "team-profile-models-in-production"
CONDITIONAL = "mlops-process-manual"
FILE = """\
format: mlkb/answers@1
checklist: mlops-process@1.0.0
subject: fraud-detection
respondent:
  name: {name}
answered_on: 2026-11-01
answers:
  # we looked at this together
  current-process: {answer}
  gaps: "waiting for data"
"""


def begun(page: Page) -> Page:
    """Open the form of a page, and wait until it stands."""
    page.locator("mlkb-form > .mlkb-button--main").click()
    expect(page.locator(".mlkb-bar")).to_be_visible()
    return page


def box(page: Page, anchor: str) -> Locator:
    """Return the question at an anchor."""
    return page.locator(".mlkb-question", has=page.locator(f"[id='{anchor}']"))


def choose(page: Page, anchor: str, value: str) -> None:
    box(page, anchor).locator(f"input[value='{value}']").check()


def kept(page: Page, checklist: str = "mlops-process", subject: str = "our-team") -> dict[str, Any]:
    """Return what the browser keeps of a checklist, once nothing waits to be written."""
    page.evaluate("mlkb.store.flush()")
    text = page.evaluate(f"localStorage.getItem('mlkb:1:{checklist}:{subject}')")
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def answers(
    page: Page, checklist: str = "mlops-process", subject: str = "our-team"
) -> dict[str, Any]:
    found: dict[str, Any] = kept(page, checklist, subject).get("sheet", {}).get("answers", {})
    return found


def take(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files([str(one) for one in files])


def an_answer_file(folder: Path, name: str = "kim", answer: str = "yes") -> Path:
    path = folder / f"mlops-process.{name}.yaml"
    path.write_text(FILE.format(name=name, answer=answer), encoding="utf-8")
    return path


def shared(page: Page) -> str:
    """Return a link to the answers of a page."""
    page.get_by_role("button", name="Share by link").click()
    return page.locator(".mlkb-copy").input_value()


# Loading


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_first_visit_loads_nothing_of_the_form(visit, locale):
    seen = visit(f"{locale}/{LESSON}")
    expect(seen.page.locator("mlkb-form > .mlkb-button--main")).to_be_visible()
    assert [
        url
        for url in seen.requests
        if url.endswith(".js") and any(f"mlkb/{part}" in url for part in LATER)
    ] == []
    assert kept_nothing(seen.page)
    assert seen.complaints == []


def kept_nothing(page: Page) -> bool:
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return not [key for key in keys if key.startswith("mlkb:")]


@pytest.mark.parametrize(
    ("name", "locale"),
    [(name, LANGUAGES[place % 2]) for place, name in enumerate(Bundled())],
)
def test_every_checklist_can_be_answered_on_its_page(visit, site, locale, name):
    seen = visit(f"{locale}/checklists/{name}/")
    page = begun(seen.page)
    own = page.locator(".mlkb-question:not(.mlkb-question--first) .mlkb-fields")
    expect(own).to_have_count(len(Bundled()[name].questions))
    expect(page.locator(".mlkb-outcome h4").first).to_be_attached()
    assert [url for url in seen.requests if not url.startswith((site.url, "data:"))] == []
    assert seen.complaints == []


def test_the_page_reads_without_script_as_before(visit):
    page = visit(f"en/{LESSON}", java_script_enabled=False).page
    expect(page.locator("mlkb-form > .mlkb-button--main")).not_to_be_visible()
    expect(page.locator(".mlkb-answers").first).to_be_visible()


def test_instant_navigation_loads_everything_once(visit, site):
    seen = visit("en/")
    seen.page.evaluate("window.untouched = true")
    seen.page.locator("article a[href*='mlops-process']").first.click()
    page = begun(seen.page)
    choose(page, "mlops-process-key-metrics", "yes")
    page.locator(f".md-sidebar--primary a[href$='{PROFILE.removeprefix('checklists/')}']").click()
    page.wait_for_url(f"{site.url}en/{PROFILE}")
    begun(page)
    page.go_back()
    expect(page.locator(".mlkb-bar")).to_be_visible()
    expect(box(page, "mlops-process-key-metrics").locator("input[value=yes]")).to_be_checked()
    assert page.evaluate("window.untouched") is True
    scripts = [url for url in seen.requests if url.endswith(".js") and "mlkb/" in url]
    assert len(scripts) == len(set(scripts))
    assert seen.complaints == []


def test_a_form_that_could_not_be_loaded_says_so_and_can_be_tried_again(visit):
    page = visit(f"en/{LESSON}").page
    page.route("**/form.js", lambda route: route.abort())
    page.locator("mlkb-form > .mlkb-button--main").click()
    expect(page.locator("mlkb-form").get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute("**/form.js")
    begun(page)
    expect(page.locator("mlkb-form").get_by_role("alert")).not_to_be_visible()


def test_what_a_project_leaves_out_is_not_asked(visit):
    page = visit(f"en/{LESSON}").page
    changes = {"mlops-process/key-metrics": {"drop": "asked elsewhere"}}
    project = f"mlkb.project = {json.dumps({'fail_on': 'none', 'tailor': changes})};"

    def changed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + project)

    page.route("**/ladders.js", changed)
    begun(page)
    expect(box(page, "mlops-process-key-metrics").locator(".mlkb-fields")).to_have_count(0)
    expect(page.locator(".mlkb-bar")).to_contain_text("0 of 23 answered")
    expect(page.locator(".mlkb-bar")).not_to_contain_text("in the way")


# Answers


def test_answers_outlive_a_reload_and_stand_in_both_languages(visit, site):
    seen = visit(f"ko/{LESSON}")
    page = begun(seen.page)
    choose(page, "mlops-process-key-metrics", "partial")
    box(page, "mlops-process-gaps").locator("textarea").first.fill("데이터를 기다린다")
    page.reload()
    for locale in ("ko", "en"):
        page.goto(f"{site.url}{locale}/{LESSON}")
        expect(
            box(page, "mlops-process-key-metrics").locator("input[value=partial]")
        ).to_be_checked()
        expect(box(page, "mlops-process-gaps").locator("textarea").first).to_have_value(
            "데이터를 기다린다"
        )
        assert page.evaluate("mlkb.words.locale") == locale
    assert seen.complaints == []


def test_the_form_speaks_the_language_that_is_switched_to(visit, site):
    seen = visit(f"ko/{LESSON}")
    page = begun(seen.page)
    choose(page, "mlops-process-key-metrics", "partial")
    expect(page.locator(".mlkb-bar")).to_contain_text("24개 중 1개 답함")
    page.locator(".md-select").hover()
    page.locator(".md-select__link[hreflang=en]").click()
    page.wait_for_url(f"{site.url}en/{LESSON}")
    expect(page.locator(".mlkb-bar")).to_contain_text("1 of 24 answered")
    assert seen.complaints == []


def test_every_change_moves_the_bar_and_the_result(visit):
    page = begun(visit(f"en/{LESSON}").page)
    expect(page.locator(".mlkb-bar")).to_contain_text("0 of 24 answered")
    choose(page, "mlops-process-success-measure", "no")
    choose(page, "mlops-process-key-metrics", "yes")
    expect(page.locator(".mlkb-bar")).to_contain_text("2 of 24 answered")
    expect(page.locator(".mlkb-outcome")).to_contain_text("2 of 24 answered")
    page.get_by_role("link", name="Result", exact=True).click()
    expect(page.locator(".mlkb-outcome > h3")).to_be_in_viewport()


def test_a_number_out_of_bounds_is_told_beside_it_and_never_lost(visit):
    page = begun(visit(f"en/{LESSON}").page)
    field = box(page, MODELS).get_by_label("a whole number, 0 or more")
    for wrong in ("-1", "two"):
        field.fill(wrong)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile("whole number, 0 or more, please"))
    assert answers(page, "team-profile") == {}
    page.reload()
    field = box(page, MODELS).get_by_label("a whole number, 0 or more")
    expect(field).to_have_value("two")
    field.fill("1,200")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert answers(page, "team-profile")["models-in-production"]["answer"] == 1200


def test_what_does_not_apply_needs_a_reason(visit):
    page = begun(visit(f"en/{LESSON}").page)
    choose(page, "mlops-process-key-metrics", "n/a")
    reason = box(page, "mlops-process-key-metrics").get_by_label("Why does this not apply here?")
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".mlkb-bar")).to_contain_text("0 of 24 answered")
    reason.fill("we only run a vendor's model")
    expect(page.locator(".mlkb-bar")).to_contain_text("0 of 22 answered")
    assert answers(page)["key-metrics"] == {
        "answer": "n/a",
        "because": "we only run a vendor's model",
    }


def test_an_answer_can_be_cleared_and_the_focus_stays_in_its_question(visit):
    page = begun(visit(f"en/{LESSON}").page)
    choose(page, "mlops-process-key-metrics", "yes")
    box(page, "mlops-process-key-metrics").get_by_role("button", name="Clear").click()
    expect(box(page, "mlops-process-key-metrics").locator("input[value=yes]")).to_be_focused()
    assert answers(page) == {}


def test_a_choice_that_excludes_the_others_stands_alone(visit):
    page = begun(visit("en/checklists/hiring/").page)
    asked = box(page, "hiring-jd-unicorn").locator("fieldset").first
    asked.get_by_label("A doctorate").check()
    asked.get_by_label("None of these").check()
    expect(asked.get_by_label("A doctorate")).not_to_be_checked()
    asked.get_by_label("A doctorate").check()
    expect(asked.get_by_label("None of these")).not_to_be_checked()


def test_names_stand_one_per_line_or_behind_commas(visit):
    page = begun(visit("en/checklists/team-roles/").page)
    names = box(page, "team-roles-mlpm-owner").get_by_label(re.compile("^Names of people"))
    names.fill("kim, lee\npark")
    expect(page.locator(".mlkb-bar")).to_contain_text("1 of ")
    assert answers(page, "team-roles")["mlpm-owner"]["answer"] == ["kim", "lee", "park"]
    names.fill("kim, kim")
    expect(names).to_have_accessible_description(re.compile("twice"))
    box(page, "team-roles-mlpm-owner").get_by_label("nobody").check()
    assert answers(page, "team-roles")["mlpm-owner"]["answer"] == []


def test_a_reversed_practice_says_that_yes_is_bad(visit):
    name, question = next(
        (name, one.id)
        for name, checklist in Bundled().items()
        for one in checklist.questions.values()
        if getattr(one.spec, "reversed", False) and not one.when and not one.requires
    )
    page = begun(visit(f"en/checklists/{name}/").page)
    group = box(page, f"{name}-{question}").get_by_role("group").first
    expect(group).to_have_accessible_description("Here “yes” is the bad answer.")


def test_a_note_evidence_a_plan_and_an_accepted_risk_are_kept(visit):
    page = begun(visit(f"en/{LESSON}").page)
    asked = box(page, "mlops-process-current-process")
    choose(page, "mlops-process-current-process", "no")
    asked.get_by_text("Note, evidence, plan").click()
    asked.get_by_label("Note", exact=True).fill("half of it")
    asked.get_by_label(re.compile("^Evidence")).fill("docs/path.md\nhttps://wiki.example.org/path")
    asked.get_by_label("Who closes the gap").fill("lee")
    expect(asked.get_by_label("Until when")).to_have_attribute("aria-invalid", "true")
    asked.get_by_label("Until when").fill("2027-01-31")
    asked.get_by_label("Why the risk is accepted").fill("replaced in spring")
    asked.get_by_label("Who accepts it").fill("park")
    asked.get_by_label("Last day").fill("2027-03-31")
    expect(asked.locator("[aria-invalid=true]")).to_have_count(0)
    assert answers(page)["current-process"] == {
        "answer": "no",
        "note": "half of it",
        "evidence": ["docs/path.md", "https://wiki.example.org/path"],
        "plan": {"by": "lee", "until": "2027-01-31"},
        "accept": {"because": "replaced in spring", "by": "park", "until": "2027-03-31"},
    }


def test_an_answer_that_needs_evidence_leads_to_its_field(visit):
    page = begun(visit(f"en/{LESSON}").page)
    asked = box(page, "mlops-process-current-process")
    choose(page, "mlops-process-current-process", "yes")
    asked.get_by_role("button", name="Add evidence").click()
    field = asked.get_by_label(re.compile("^Evidence"))
    expect(field).to_be_focused()
    field.fill("docs/path.md")
    expect(asked.get_by_role("button", name="Add evidence")).not_to_be_visible()


# Conditions


def test_a_conditional_question_comes_and_goes_and_says_why(visit):
    seen = visit(f"en/{LESSON}")
    page = begun(seen.page)
    asked = box(page, CONDITIONAL)
    why = asked.locator(".mlkb-why-not")
    expect(why).to_contain_text("Answer “How many models are in production today")
    link = why.get_by_role("link")
    expect(link).to_have_attribute("href", f"#{MODELS}")
    field = box(page, MODELS).get_by_label("a whole number, 0 or more")
    field.press_sequentially("0")
    expect(why).to_contain_text("Does not apply, because the answer to “How many models")
    expect(why).to_contain_text("is “0”")
    field.fill("3")
    expect(why).not_to_be_visible()
    expect(asked.locator(".mlkb-fields")).to_be_visible()
    expect(page.locator(".mlkb-bar__news")).to_have_text(re.compile(r"\d+ more questions? appl"))
    expect(field).to_be_focused()
    assert answers(page, "team-profile") == {"models-in-production": {"answer": 3}}
    assert seen.complaints == []


def test_what_presupposes_an_unmet_practice_folds_under_it(visit):
    page = begun(visit(f"en/{LESSON}").page)
    checklist = Bundled()["mlops-process"]
    folded = next(
        one
        for one in checklist.questions.values()
        if one.requires and not one.when and checklist.questions[one.requires].type == "practice"
    )
    why = box(page, f"mlops-process-{folded.id}").locator(".mlkb-why-not")
    expect(why).to_contain_text("this question presupposes it")
    choose(page, f"mlops-process-{folded.requires}", "no")
    expect(why).to_contain_text("Counts as not met, because it presupposes")
    expect(why.get_by_role("link")).to_have_attribute("href", f"#mlops-process-{folded.requires}")
    choose(page, f"mlops-process-{folded.requires}", "yes")
    expect(why).not_to_be_visible()


def test_facts_asked_here_are_answers_to_their_own_checklist(visit, site):
    page = begun(visit(f"en/{LESSON}").page)
    box(page, MODELS).get_by_label("a whole number, 0 or more").fill("2")
    page.goto(f"{site.url}en/{PROFILE}")
    expect(box(page, FACT).get_by_label("a whole number, 0 or more")).to_have_value("2")


def test_results_of_other_checklists_come_from_this_browser(visit, site):
    page = begun(visit("en/checklists/team-structure/").page)
    expect(page.locator(".mlkb-rests")).to_contain_text("is not answered yet about our-team")
    page.goto(f"{site.url}en/checklists/org-type/")
    begun(page)
    choose(page, "org-type-reports-to", "senior-management")
    page.goto(f"{site.url}en/checklists/team-structure/")
    begun(page)
    expect(page.locator(".mlkb-rests")).to_contain_text("taken from your answers about our-team")


def test_the_result_of_another_subject_can_be_read(visit, site):
    page = begun(visit("en/checklists/org-type/").page)
    choose(page, "org-type-reports-to", "senior-management")
    page.goto(f"{site.url}en/checklists/team-structure/")
    begun(page)
    subject(page, "payments-team")
    page.get_by_role("button", name="Use the answers about our-team").click()
    expect(page.locator(".mlkb-rests")).to_contain_text("taken from your answers about our-team")


def test_the_core_questions_can_be_answered_alone(visit):
    page = begun(visit(f"en/{LESSON}").page)
    core = [one.id for one in Bundled()["mlops-process"].questions.values() if one.core]
    page.get_by_label(re.compile("^Only the core")).check()
    shown = page.locator(".mlkb-question:not(.mlkb-question--first):visible")
    assert len(core) <= shown.count() < len(Bundled()["mlops-process"].questions)
    for name in core:
        expect(box(page, f"mlops-process-{name}")).to_be_visible()
    page.reload()
    begun(page)
    beyond = page.locator(".mlkb-question--beyond h4").first
    expect(beyond).not_to_be_visible()
    anchor = beyond.get_attribute("id")
    page.evaluate("(id) => { location.hash = id }", anchor)
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


# Subjects


def subject(page: Page, name: str, how: str = "New …") -> None:
    page.get_by_role("button", name=how).click()
    page.get_by_label("Name of the subject").fill(name)
    page.keyboard.press("Enter")


def test_each_subject_has_answers_of_its_own(visit):
    seen = visit(f"en/{LESSON}")
    page = begun(seen.page)
    metrics = box(page, "mlops-process-key-metrics").locator("input[value=yes]")
    metrics.check()
    page.get_by_role("button", name="New …").click()
    page.get_by_label("Name of the subject").fill("Fraud!")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of the subject")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Name of the subject").fill("fraud-detection")
    page.keyboard.press("Enter")
    expect(metrics).not_to_be_checked()
    page.get_by_label("About", exact=True).select_option("our-team")
    expect(metrics).to_be_checked()
    subject(page, "payments", "Rename …")
    expect(metrics).to_be_checked()
    assert answers(page) == {}
    assert "key-metrics" in answers(page, subject="payments")
    page.get_by_role("button", name="Delete …").click()
    expect(page.locator(".mlkb-panel")).to_contain_text("This deletes your answers about payments")
    page.get_by_role("button", name="Delete these answers").click()
    expect(metrics).not_to_be_checked()
    assert answers(page, subject="payments") == {}
    assert seen.complaints == []


@pytest.mark.parametrize("foreign", ["{", "null", "[1]", '{"sheet": 3, "others": {"a": 1}}', "\0"])
def test_foreign_data_in_the_storage_breaks_no_page(visit, site, foreign):
    seen = visit("en/")
    seen.page.evaluate(
        "(text) => localStorage.setItem('mlkb:1:mlops-process:our-team', text)", foreign
    )
    seen.page.evaluate("(text) => localStorage.setItem('mlkb:settings', text)", foreign)
    seen.page.goto(f"{site.url}en/{LESSON}")
    expect(seen.page.locator(".mlkb-bar")).to_contain_text("0 of 24 answered")
    assert seen.complaints == []


def test_a_full_storage_is_told_once_and_answers_go_on(visit):
    seen = visit(f"en/{LESSON}")
    page = begun(seen.page)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    choose(page, "mlops-process-key-metrics", "yes")
    expect(page.locator(".mlkb-status")).to_contain_text("does not store the answers")
    expect(page.locator(".mlkb-bar")).to_contain_text("1 of 24 answered")
    assert seen.complaints == []


def test_answers_to_an_older_version_stay_where_their_question_does(visit, site):
    seen = visit("en/")
    record = {
        "sheet": {
            "checklist": "mlops-process@0.9.0",
            "subject": "our-team",
            "answers": {"key-metrics": {"answer": "yes"}, "gone": {"answer": "no"}},
        }
    }
    seen.page.evaluate(
        "(text) => localStorage.setItem('mlkb:1:mlops-process:our-team', text)", json.dumps(record)
    )
    seen.page.goto(f"{site.url}en/{LESSON}")
    expect(seen.page.locator(".mlkb-panel")).to_contain_text("no longer has: gone.")
    choose(seen.page, "mlops-process-gaps", "n/a")
    assert list(answers(seen.page)) == ["key-metrics", "gaps"]
    assert kept(seen.page)["left"] == {"gone": {"answer": "no"}}
    seen.page.get_by_role("button", name="Forget them").click()
    assert kept(seen.page)["left"] == {}


# Files


def test_a_file_comes_in_and_goes_out_with_its_comments(visit, tmp_path):
    seen = visit(f"en/{LESSON}")
    page = begun(seen.page)
    take(page, an_answer_file(tmp_path))
    expect(page.get_by_label("About", exact=True)).to_have_value("fraud-detection")
    choose(page, "mlops-process-key-metrics", "partial")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "mlops-process.kim.yaml"
    text = download.value.path().read_bytes()
    assert b"# we looked at this together" in text
    sheet, problems = read_answers(text, "out.yaml", Bundled(), 20800)
    assert not problems
    assert sheet is not None
    assert {name: one.value for name, one in sheet.answers.items() if one.value is not None} == {
        "current-process": "yes",
        "gaps": "waiting for data",
        "key-metrics": "partial",
    }
    expect(page.locator(".mlkb-status")).to_contain_text(
        "mlkb-answers/fraud-detection/mlops-process.kim.yaml"
    )
    assert seen.complaints == []


def test_a_file_may_be_dropped_on_the_questions(visit):
    page = begun(visit(f"en/{LESSON}").page)
    dropped = page.evaluate_handle(
        """(text) => {
          const brought = new DataTransfer();
          brought.items.add(new File([text], "mlops-process.kim.yaml"));
          return brought;
        }""",
        FILE.format(name="kim", answer="yes"),
    )
    page.dispatch_event(".mlkb-filling", "drop", {"dataTransfer": dropped})
    expect(page.get_by_label("About", exact=True)).to_have_value("fraud-detection")


def test_two_respondents_stand_beside_each_other(visit, tmp_path):
    seen = visit(f"en/{LESSON}")
    page = begun(seen.page)
    take(page, an_answer_file(tmp_path), an_answer_file(tmp_path, "lee", "no"))
    expect(page.locator(".mlkb-others")).to_contain_text("lee (2 answered)")
    mine = box(page, "mlops-process-current-process").locator("input[value=yes]")
    expect(mine).to_be_checked()
    result = page.locator(".mlkb-outcome")
    expect(result).to_contain_text("lee says no")
    page.get_by_role("button", name="Remove the answers of lee").click()
    expect(result).not_to_contain_text("lee says no")
    assert seen.complaints == []


def test_a_file_never_replaces_my_answers_unasked(visit, tmp_path):
    page = begun(visit(f"en/{LESSON}").page)
    take(page, an_answer_file(tmp_path))
    expect(page.get_by_label("About", exact=True)).to_have_value("fraud-detection")
    choose(page, "mlops-process-key-metrics", "no")
    take(page, an_answer_file(tmp_path, answer="partial"))
    expect(page.locator(".mlkb-status")).to_contain_text(
        "would replace your answers about fraud-detection (3"
    )
    assert answers(page, subject="fraud-detection")["current-process"]["answer"] == "yes"
    page.get_by_role("button", name="Replace mine").click()
    assert answers(page, subject="fraud-detection")["current-process"]["answer"] == "partial"


def test_a_wrong_file_says_what_is_wrong_and_where(visit, tmp_path):
    seen = visit(f"en/{LESSON}")
    page = begun(seen.page)
    take(page, an_answer_file(tmp_path, answer="maybe"))
    expect(page.locator(".mlkb-status")).to_contain_text(re.compile(r"Line 9, column \d+: .*maybe"))
    assert answers(page, subject="fraud-detection") == {}
    assert seen.complaints == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_gap_is_copied_as_an_issue_or_shown_to_copy_by_hand(visit, locale):
    allowed = ["clipboard-read", "clipboard-write"]
    seen = visit(f"{locale}/{LESSON}", permissions=allowed)
    page = begun(seen.page)
    choose(page, "mlops-process-success-measure", "no")
    button = page.locator("[data-part=gaps] [data-issue=success-measure]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mlkb-outcome [role=status]")).not_to_be_empty()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# our-team: ")
    assert "mlkb show mlops-process/success-measure" in text
    assert button.inner_text() in (button.get_attribute("aria-label") or "")

    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    button.click()
    area = page.locator("[data-part=gaps] .mlkb-copy")
    expect(area).to_have_value(text)
    selected = "({selectionStart, selectionEnd}) => selectionEnd - selectionStart"
    assert area.evaluate(selected) == len(text)
    expect(area).to_be_focused()
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
    expect(area).to_be_hidden()
    assert seen.complaints == []


def test_the_result_is_copied_as_markdown_or_shown_to_copy_by_hand(visit):
    page = begun(visit(f"en/{LESSON}", permissions=["clipboard-read", "clipboard-write"]).page)
    choose(page, "mlops-process-key-metrics", "no")
    page.get_by_role("button", name="Copy result as Markdown").click()
    expect(page.locator(".mlkb-status")).to_contain_text("on the clipboard")
    assert page.evaluate("navigator.clipboard.readText()").startswith("# Gap report")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Copy result as Markdown").click()
    expect(page.locator(".mlkb-copy")).to_have_value(re.compile("^# Gap report"))


# Links


def test_a_link_holds_the_answers_and_asks_what_to_do_with_them(visit, site):
    page = begun(visit(f"en/{LESSON}").page)
    box(page, MODELS).get_by_label("a whole number, 0 or more").fill("3")
    choose(page, "mlops-process-key-metrics", "partial")
    link = shared(page)
    expect(page.locator(".mlkb-status")).to_contain_text(f"({len(link)} characters)")
    assert "#mlkb=1." in link

    seen = visit(link.removeprefix(site.url))
    there = seen.page
    expect(there.locator(".mlkb-panel")).to_contain_text("holds the answers of somebody")
    expect(box(there, "mlops-process-key-metrics").locator(".mlkb-said")).to_contain_text("partial")
    assert kept_nothing(there)
    there.get_by_role("button", name="Keep as mine").click()
    expect(box(there, "mlops-process-key-metrics").locator("input[value=partial]")).to_be_checked()
    assert there.url == f"{site.url}en/{LESSON}"
    assert answers(there, "team-profile")["models-in-production"]["answer"] == 3
    assert [url for url in seen.requests if not url.startswith((site.url, "data:"))] == []
    assert [url for url in seen.requests if "mlkb=1" in url] == []
    assert seen.complaints == []


def test_a_link_never_overwrites_what_is_there(visit, site):
    page = begun(visit(f"en/{LESSON}").page)
    choose(page, "mlops-process-key-metrics", "partial")
    link = shared(page)
    there = begun(visit(f"en/{LESSON}").page)
    choose(there, "mlops-process-key-metrics", "no")
    there.evaluate("mlkb.store.flush()")
    there.goto(link)
    there.get_by_role("button", name="Keep as mine").click()
    expect(there.locator(".mlkb-panel")).to_contain_text("replaces your answers about our-team (1")
    there.get_by_role("button", name="Cancel").click()
    there.get_by_role("button", name="Add as another respondent").click()
    there.get_by_label("Name of this respondent").fill("kim")
    there.get_by_role("button", name="Add", exact=True).click()
    expect(there.locator(".mlkb-others")).to_contain_text("kim (1 answered)")
    assert answers(there)["key-metrics"]["answer"] == "no"
    there.goto(link)
    there.get_by_role("button", name="Only look").click()
    expect(there.locator(".mlkb-panel")).to_contain_text("You are looking at the answers")
    there.get_by_role("button", name="Back to my answers").click()
    expect(box(there, "mlops-process-key-metrics").locator("input[value=no]")).to_be_checked()


@pytest.mark.parametrize("broken", ["#mlkb=1.AAAA", "#mlkb=2.x", "#mlkb=1.", "#mlkb=1.!!"])
def test_a_broken_link_says_so(visit, broken):
    seen = visit(f"en/{LESSON}{broken}")
    expect(seen.page.locator(".mlkb-status")).to_contain_text("The link is not complete")
    assert seen.complaints == []


# From a file, by keys, on paper


def test_a_page_from_a_folder_is_filled_in_as_well(chromium, site, tmp_path):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    address = (site.folder / "en" / LESSON / "index.html").as_uri()
    page.goto(address)
    begun(page)
    take(page, an_answer_file(tmp_path))
    expect(page.get_by_label("About", exact=True)).to_have_value("fraud-detection")
    choose(page, "mlops-process-key-metrics", "partial")
    link = shared(page)
    assert link.startswith(f"{address}#mlkb=1.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "mlops-process.kim.yaml"
    page.reload()
    expect(box(page, "mlops-process-key-metrics").locator("input[value=partial]")).to_be_checked()
    other = chromium.new_context().new_page()
    other.goto(link)
    expect(other.locator(".mlkb-panel")).to_contain_text("holds the answers of kim")
    assert errors == []
    other.context.close()
    context.close()


def test_everything_is_reached_and_answered_by_keys_alone(visit):
    seen = visit("en/checklists/team-profile/")
    page = seen.page
    page.locator("mlkb-form > .mlkb-button--main").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mlkb-panel")).to_be_focused()
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one.closest(".mlkb-outcome, .md-footer")) return "end";
              const shown = getComputedStyle(one.closest(".mlkb-choice") || one);
              if (shown.outlineStyle === "none") return `unseen ${one.outerHTML.slice(0, 90)}`;
              const box = one.closest(".mlkb-question");
              return box ? box.querySelector("h4").id : "";
            }"""
        )
        assert not here.startswith("unseen"), here
        if here == "end":
            break
        if here and here not in reached:
            kind = page.evaluate("document.activeElement.type")
            if kind == "radio":
                page.keyboard.press("Space")
                reached.add(here)
            elif kind == "text":
                page.keyboard.type("2")
                reached.add(here)
    assert len(reached) == len(Bundled()["team-profile"].questions)
    expect(page.locator(".mlkb-bar")).to_contain_text("7 of 7 answered")
    assert seen.complaints == []


def test_next_open_leads_to_the_next_question_without_an_answer(visit):
    page = begun(visit(f"en/{LESSON}").page)
    choose(page, "mlops-process-current-process", "yes")
    page.get_by_role("button", name="Next open").click()
    expect(page.locator(".mlkb-question :focus")).to_be_in_viewport()


def test_the_bar_hides_nothing_that_has_the_focus(visit):
    page = begun(visit("en/checklists/team-profile/", viewport={"width": 360, "height": 640}).page)
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const one = document.activeElement;
              const bar = document.querySelector(".mlkb-bar").getBoundingClientRect();
              const box = one.getBoundingClientRect();
              return one.closest(".mlkb-filling .mlkb-question") && box.top >= bar.top
                ? one.outerHTML : "";
            }"""
        )
        assert not hidden, hidden


def test_paper_shows_answers_instead_of_controls(visit):
    page = begun(visit(f"en/{LESSON}").page)
    choose(page, "mlops-process-key-metrics", "partial")
    page.emulate_media(media="print")
    asked = box(page, "mlops-process-key-metrics")
    expect(asked.locator(".mlkb-said")).to_contain_text("partial")
    expect(asked.locator(".mlkb-fields")).not_to_be_visible()
    expect(asked.locator(".mlkb-answers")).not_to_be_visible()
    expect(box(page, "mlops-process-gaps").locator(".mlkb-answers")).to_be_visible()
    expect(page.locator(".mlkb-bar")).not_to_be_visible()
    expect(page.locator(".mlkb-outcome")).to_be_visible()


def test_two_forms_on_a_page_share_what_they_both_ask(visit):
    seen = visit(f"en/{LESSON}")
    page = seen.page
    page.evaluate(
        """() => fetch("../team-profile/").then((answer) => answer.text()).then((text) => {
          const other = new DOMParser().parseFromString(text, "text/html");
          const article = other.querySelector("article");
          article.querySelector("h1").remove();
          document.querySelector("article").append(...article.childNodes);
        })"""
    )
    expect(page.locator("mlkb-form")).to_have_count(2)
    for button in page.locator("mlkb-form > .mlkb-button--main").all():
        button.click()
    expect(page.locator(".mlkb-bar")).to_have_count(2)
    box(page, FACT).get_by_label("a whole number, 0 or more").fill("4")
    expect(box(page, MODELS).get_by_label("a whole number, 0 or more")).to_have_value("4")
    expect(box(page, CONDITIONAL).locator(".mlkb-fields")).to_be_visible()
    assert seen.complaints == []


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", ["mlops-process", "team-roles"])
def test_a_filled_page_fits_a_width_of_320_pixels(visit, locale, name):
    page = begun(visit(f"{locale}/checklists/{name}/", viewport={"width": 320, "height": 640}).page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    expect(page.locator(".mlkb-outcome h4").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
