"""A small site of somebody else, which embeds checklists by three lines of configuration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mlkb.site.links import check_links

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SOURCES = Path(__file__).parent / "embedding"
NARROW = {"width": 320, "height": 640}


def built(folder: Path, *changes: tuple[str, str]) -> Path:
    """Build the small site in *folder* with plain MkDocs, its configuration changed; return it."""
    shutil.copytree(SOURCES, folder)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    config.write_text(text, "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--strict"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def team_site(tmp_path_factory, served):
    """Build the site as it stands and serve it; return its folder and its address."""
    folder = built(tmp_path_factory.mktemp("embedding") / "team")
    with served(folder) as url:
        yield folder, url


@pytest.mark.parametrize("path", ["", "teams/nights/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_without_complaint_and_asks_no_other_host(open_page, team_site, path, scheme):
    seen = open_page(team_site[1] + path, color_scheme=scheme)
    seen.page.wait_for_load_state("networkidle")
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith((team_site[1], "data:"))] == []
    assert seen.page.locator("h1").count() == 1


def test_a_checklist_of_ours_shows_with_its_styles_and_its_anchors(open_page, team_site):
    page = open_page(team_site[1] + "#hiring-role-class").page
    expect(page.locator("#hiring-role-class")).to_be_in_viewport()
    expect(page.locator("#hiring-role-class")).to_contain_text("Which class of position is this?")
    marks = page.locator(".mlkb-question .mlkb-marks").first
    assert marks.evaluate("one => getComputedStyle(one).display") == "flex"
    first = page.locator("details.mlkb-more").first
    first.locator("summary").click()
    expect(first.locator("dl")).to_be_visible()
    expect(page.locator("h3#hiring--position")).not_to_contain_text("{:")
    expect(page.locator(".md-sidebar--secondary a[href='#hiring--position']")).to_be_attached()


def test_the_site_keeps_its_own_look(open_page, team_site):
    page = open_page(team_site[1]).page
    colours = page.evaluate(
        """() => ["--md-primary-fg-color", "--md-typeset-a-color"].map(
          (name) => getComputedStyle(document.body).getPropertyValue(name))"""
    )
    assert colours[0] == "#4051b5"
    header = page.locator(".md-header")
    assert header.evaluate("one => getComputedStyle(one).borderBottomWidth") == "0px"


def test_a_checklist_of_its_own_shows_and_a_question_it_leaves_out_says_why(open_page, team_site):
    page = open_page(team_site[1] + "teams/nights/").page
    expect(page.locator("#harbor-nights-rota")).to_contain_text("take turns at night?")
    page = open_page(team_site[1]).page
    expect(page.locator(".mlkb-question--dropped")).to_contain_text("Personnel writes our postings")


def test_links_lead_to_the_page_that_has_what_they_name_and_else_there_is_none(
    open_page, team_site
):
    page = open_page(team_site[1] + "teams/nights/").page
    page.get_by_role("link", name="Which class of position is this?").click()
    page.wait_for_url(f"{team_site[1]}#hiring-role-class")
    page = open_page(team_site[1] + "teams/nights/").page
    elsewhere = page.locator(".mlkb-when a", has_text="models")
    assert elsewhere.get_attribute("href") is None
    assert page.locator("[href*='sources/'], [href*='mlkb:']").count() == 0


def test_every_link_of_the_site_leads_somewhere(team_site):
    assert check_links(team_site[0], "https://teams.harbor.example/ml/").problems == ()


def test_nothing_of_ours_is_wider_than_a_narrow_page(open_page, team_site):
    for path in ("", "teams/nights/"):
        page = open_page(team_site[1] + path, viewport=NARROW).page
        outside = page.evaluate(
            """() => [...document.querySelectorAll("[class*=mlkb-], [class*=mlkb-] *")]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert outside == []


def test_the_form_is_there_and_keeps_what_is_answered(open_page, team_site):
    seen = open_page(team_site[1] + "teams/nights/")
    seen.page.locator("mlkb-form").get_by_role("button").first.click()
    answer = seen.page.get_by_role("radio", name="Core ML").first
    answer.check()
    seen.page.reload()
    expect(seen.page.get_by_role("radio", name="Core ML").first).to_be_checked()
    leading = seen.page.locator("article a[href]").evaluate_all("all => all.map((one) => one.href)")
    assert all(url.startswith(team_site[1]) for url in leading)
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith((team_site[1], "data:"))] == []


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_nothing_in_what_is_ours(open_page, served, tmp_path, scheme):
    palette = f"  font: false\n  palette: {{scheme: {scheme}}}"
    with served(built(tmp_path / "team", ("  font: false", palette))) as url:
        page = open_page(f"{url}teams/nights/", reduced_motion="reduce").page
        page.locator("mlkb-form").get_by_role("button").first.click()
        expect(page.get_by_role("radio").first).to_be_visible()
        page.evaluate(AXE)
        found = page.evaluate("() => axe.run({include: [['.md-content']]})")["violations"]
        assert [(one["id"], node["target"]) for one in found for node in one["nodes"]] == []


def test_in_a_korean_site_the_checklists_speak_korean(tmp_path):
    site = built(tmp_path / "team", ("  font: false", "  font: false\n  language: ko"))
    assert "어떤 직군의 자리인가?" in (site / "index.html").read_text("utf-8")
    assert "밤에 두 사람 이상이" in (site / "teams" / "nights" / "index.html").read_text("utf-8")
    assert '"ko"' in (site / "assets" / "mlkb" / "words.js").read_text("utf-8")


def test_what_no_page_embeds_leads_to_the_published_handbook_that_the_site_names(tmp_path):
    published = "https://handbook.example.org/en"
    said = f"extra:\n  mlkb:\n    handbook: {published}\nplugins:\n"
    site = built(tmp_path / "team", ("plugins:\n", said))
    nights = (site / "teams" / "nights" / "index.html").read_text("utf-8")
    assert f'href="{published}/checklists/mlops-process/#mlops-process-' in nights
    assert f'href="{published}/checklists/team-profile/#team-profile-models-in-prod' in nights
    assert f'href="{published}/checklists/harbor-nights/' not in nights
    assert 'href="../../#hiring-role-class"' in nights


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
@pytest.mark.parametrize("served", ["folders", "files"])
def test_other_themes_show_the_checklists_in_their_own_way(tmp_path, theme, served):
    site = built(
        tmp_path / "team",
        ("  name: material\n  font: false", f"  name: {theme}\n  locale: en"),
        ("plugins:\n", f"use_directory_urls: {str(served == 'folders').lower()}\nplugins:\n"),
    )
    page = site / "teams" / ("nights/index.html" if served == "folders" else "nights.html")
    text = page.read_text("utf-8")
    assert "take turns at night?" in text
    assert "assets/mlkb/mlkb.css" in text
    home = "../../" if served == "folders" else "../index.html"
    assert f'href="{home}#hiring-role-class"' in text


def test_a_checklist_that_does_not_exist_fails_a_strict_build_with_the_nearest_that_does(tmp_path):
    site = tmp_path / "team"
    shutil.copytree(SOURCES, site)
    (site / "docs" / "index.md").write_text("# Home\n\n{{ checklist('hirring') }}\n", "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--strict"],
        cwd=site,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode
    assert "hiring" in done.stderr.replace("'hirring'", "")
