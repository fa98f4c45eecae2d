"""What loading the macros does to a site, whoever's it is."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from mlkb.model.text import LANGUAGES
from mlkb.site import macros
from mlkb.site.assets import SCRIPTS, STYLES
from mlkb.site.pipelines import FOLDER, PIPELINES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRONG = "format: mlkb/checklist@1\nid: nights\n"
RIGHT = """\
format: mlkb/checklist@1
id: nights
version: 1.0.0
about: team
title: {en: "Nights", ko: "밤"}
summary: {en: "Nights.", ko: "밤."}
sections:
  - id: calls
    title: {en: "Calls", ko: "호출"}
    questions:
      - id: rota
        type: practice
        provenance: derived
        ask: {en: "Do two people take turns?", ko: "둘이 번갈아 서는가?"}
        severity: advisory
"""


def a_conf(**more: Any) -> dict[str, Any]:
    return {
        "theme": {"language": "en"},
        "extra": {},
        "docs_dir": "docs",
        "extra_css": [],
        "extra_javascript": [],
        "markdown_extensions": ["toc"],
        **more,
    }


def an_env(root: Path, conf: dict[str, Any], page: str = "") -> Any:
    found: dict[str, Callable[..., str]] = {}
    return SimpleNamespace(
        conf=conf,
        project_dir=str(root),
        page=SimpleNamespace(url=page),
        macros=found,
        macro=lambda one: found.__setitem__(one.__name__, one),
    )


@pytest.fixture
def project(tmp_path):
    """Return the root of a site with a checklist of its own."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists" / "nights.yaml").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "mlkb.toml").write_text('checklists = ["checklists"]\nlocale = "ko"\n')
    return tmp_path


@pytest.mark.parametrize(
    ("theme", "fallback", "spoken"),
    [
        ({"language": "ko"}, None, "ko"),
        ({"language": "ko", "locale": "en"}, "en", "ko"),
        ({"language": "en-GB"}, "ko", "en"),
        ({"locale": "ko_KR"}, None, "ko"),
        ({"language": "de", "locale": "en"}, "ko", "en"),
        ({"language": "de"}, "ko", "ko"),
        ({}, "ko", "ko"),
        ({}, None, "en"),
    ],
)
def test_the_language_is_the_themes_else_the_projects_else_english(theme, fallback, spoken):
    assert macros.language({"theme": theme}, fallback) == spoken


def test_what_pages_load_is_added_once_and_what_a_site_names_itself_stays_where_it_is():
    conf = a_conf(
        extra_css=["own.css", STYLES[0]],
        extra_javascript=[{"path": SCRIPTS[0], "defer": True}, SimpleNamespace(path="own.js")],
    )
    macros.complete(conf)
    macros.complete(conf)
    assert conf["extra_css"] == ["own.css", *STYLES]
    assert [macros.path_of(entry) for entry in conf["extra_javascript"]] == [*SCRIPTS, "own.js"]
    assert conf["markdown_extensions"] == ["toc", "attr_list"]


def test_a_projects_own_checklists_are_found_from_the_folder_of_its_configuration(project):
    env = an_env(project, a_conf(theme={}))
    macros.define_env(env)
    assert "둘이 번갈아 서는가?" in env.macros["checklist"]("nights")


def test_a_wrong_checklist_ends_the_build_in_words(project):
    (project / "checklists" / "nights.yaml").write_text(WRONG)
    with pytest.raises(SystemExit, match=r"nights\.yaml.*\[key-missing\]"):
        macros.define_env(an_env(project, a_conf()))


def test_a_checklist_that_was_right_before_stays_and_what_is_wrong_with_it_is_told(project, caplog):
    macros.define_env(an_env(project, a_conf()))
    (project / "checklists" / "nights.yaml").write_text(WRONG)
    env = an_env(project, a_conf())
    macros.define_env(env)
    assert "Do two people take turns?" in env.macros["checklist"]("nights")
    assert "[key-missing]" in caplog.text


def test_a_name_that_is_none_is_refused_in_words_with_the_nearest(project):
    env = an_env(project, a_conf())
    macros.define_env(env)
    with pytest.raises(macros.MacroRefused, match=r"nigths.*nights"):
        env.macros["checklist"]("nigths")


def test_links_lead_where_the_configuration_says(project):
    (project / "docs" / "who.md").write_text("{{ checklist('hiring') }}")

    def links(said):
        env = an_env(project, a_conf(extra={"mlkb": said}), "here/")
        macros.define_env(env)
        return env.macros["checklists"]

    published = {"handbook": "https://handbook.example.org/en"}
    assert 'href="../who/"' in links({})()
    assert "org-type/" not in links({})()
    assert 'href="../who/"' in links(published)()
    assert 'href="https://handbook.example.org/en/checklists/org-type/"' in links(published)()
    assert 'href="../checklists/hiring/"' in links({"handbook": "."})()
    assert 'href="../who/"' in links(published)(home="../../")


def test_every_file_that_is_handed_out_can_be_shown_in_both_languages():
    named = {one.file.format(locale=locale) for one in PIPELINES.values() for locale in LANGUAGES}
    assert named == {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("name", PIPELINES)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_pipeline_is_shown_as_its_file_is_under_the_path_to_keep_it_at(
    locale, name, folded, project
):
    env = an_env(project, a_conf(theme={"language": locale}))
    macros.define_env(env)
    html = env.macros["pipeline"](name, folded=folded)
    page = Markdown(extensions=["attr_list", "fenced_code"]).convert(f"Before.\n\n{html}\n\nAfter.")
    shown = re.search(r"<code>((?:(?!<code>).)*)</code></pre>", page, re.DOTALL)
    assert shown
    text = unescape(re.sub("<[^>]+>", "", shown[1]))
    file = PIPELINES[name].file.format(locale=locale)
    assert f"{text}\n" == (FOLDER / file).read_text(encoding="utf-8")
    assert f">{PIPELINES[name].kept_as}</" in page
    assert ("<details" in page) is folded
    assert "\n\n" not in html


def test_a_pipeline_that_is_none_is_refused_with_the_nearest(project):
    env = an_env(project, a_conf())
    macros.define_env(env)
    with pytest.raises(macros.MacroRefused, match=r"githb.*github"):
        env.macros["pipeline"]("githb")
