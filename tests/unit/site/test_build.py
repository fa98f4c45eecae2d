"""Building: what is refused before, and what stays when it fails."""

from __future__ import annotations

import importlib.util
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from mlkb.cli import main
from mlkb.errors import InvalidDocuments, SiteNotBuilt
from mlkb.load import compiled
from mlkb.render.labels import Labels
from mlkb.site.build import build
from mlkb.site.finish import MARK
from mlkb.site.settings import address
from mlkb.site.stubs import missing_pages

ROOT = Path(__file__).parents[3]
LANGUAGES = ("en", "ko")


@pytest.fixture
def project(tmp_path):
    """Return a copy of our site's sources, outside the checkout."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    theme = "engine/mlkb/site/theme"
    shutil.copytree(ROOT / theme, root / theme)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, root / name)
    return root


def test_every_bundled_checklist_has_its_page_in_both_languages():
    assert missing_pages(ROOT, compiled.Bundled()) == []


def test_a_checklist_without_a_page_names_the_files_to_create(project):
    (project / "docs" / "ko" / "checklists" / "team-profile.md").unlink()
    page = project / "docs" / "en" / "checklists" / "team-profile.md"
    page.write_text("# Profile\n")

    with pytest.raises(InvalidDocuments) as refused:
        build(project, project / "site")

    told = [(problem.code, problem.location.path) for problem in refused.value.problems]
    assert told == [
        ("site-page-silent", "docs/en/checklists/team-profile.md"),
        ("site-page-missing", "docs/ko/checklists/team-profile.md"),
    ]
    assert not (project / "site").exists()


def test_what_mkdocs_warns_of_fails_the_build_and_leaves_the_old_site(project):
    out = project / "site"
    out.mkdir()
    (out / "index.html").write_text(MARK)
    with (project / "docs" / "ko" / "index.md").open("a") as page:
        page.write("\n[gone](gone.md)\n")

    with pytest.raises(SiteNotBuilt) as refused:
        build(project, out)

    assert refused.value.code == "site-build-failed"
    assert refused.value.facts["locale"] == "ko"
    assert "gone.md" in str(refused.value.facts["output"])
    assert "INFO" not in str(refused.value.facts["output"])
    assert [path.name for path in out.iterdir()] == ["index.html"]
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []


def test_a_broken_link_in_the_built_pages_fails_the_build(project):
    with (project / "docs" / "en" / "index.md").open("a") as page:
        page.write('\n<p><a href="nowhere/">x</a></p>\n')

    with pytest.raises(InvalidDocuments) as refused:
        build(project, project / "site")

    [problem] = refused.value.problems
    assert (problem.code, problem.location.path) == ("site-link-broken", "en/index.html")
    assert not (project / "site").exists()


def test_a_folder_with_anything_else_in_it_is_never_replaced(project, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.txt").write_text("dear")
    (precious / "index.html").write_text("<h1>mine</h1>")
    for out in (precious, project, tmp_path, precious / "letter.txt"):
        with pytest.raises(SiteNotBuilt) as refused:
            build(project, out)
        assert refused.value.code == "site-not-ours"
    assert (precious / "letter.txt").read_text() == "dear"


def test_a_folder_without_configuration_is_told_so(tmp_path):
    with pytest.raises(SiteNotBuilt) as refused:
        build(tmp_path, tmp_path / "site")
    assert refused.value.code == "site-no-config"


def test_the_address_ends_with_a_slash_and_may_come_from_the_environment(monkeypatch):
    monkeypatch.delenv("MLKB_URL", raising=False)
    assert address("https://example.org/ml") == "https://example.org/ml/"
    assert address(None).startswith("http://127.0.0.1")
    monkeypatch.setenv("MLKB_URL", "https://example.org/")
    assert address(None) == "https://example.org/"


def test_the_words_of_the_site_are_the_same_in_both_languages():
    words = [
        json.loads((ROOT / "engine" / "mlkb" / "locale" / locale / "site.json").read_text())
        for locale in LANGUAGES
    ]
    assert list(words[0]) == list(words[1]) == sorted(words[0])


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_plain_install_is_told_what_to_install(command, monkeypatch, capsys):
    def nothing_but_mlkb(name):
        return None if name == "jinja2" else find_spec(name)

    monkeypatch.setattr(importlib.util, "find_spec", nothing_but_mlkb)

    assert main(["site", command, "--locale", "en"]) == 2
    assert "pip install '.[site]'" in capsys.readouterr().err


@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_refusal_has_words(locale):
    labels = Labels(locale)
    facts = dict.fromkeys(
        ("anchor", "call", "checklist", "expected", "folder", "link", "locale", "output", "path"),
        "x",
    )
    for key in (
        "error.site-build-failed",
        "error.site-no-comparison",
        "error.site-no-config",
        "error.site-no-ladder",
        "error.site-no-mkdocs",
        "error.site-no-sample",
        "error.site-not-ours",
        "problem.site-link-anchor",
        "problem.site-link-broken",
        "problem.site-link-host",
        "problem.site-page-missing",
        "problem.site-page-silent",
        "site.building",
        "site.checking",
    ):
        assert labels.say(key, **facts)
