"""The sample report, and the beginning of it that the start page shows."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from mlkb.errors import SiteNotBuilt
from mlkb.model.text import LANGUAGES
from mlkb.site.sample import DAY, SAMPLE, write_samples

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a folder in which each language has its sample report."""
    folder = tmp_path_factory.mktemp("site")
    for locale in LANGUAGES:
        (folder / locale).mkdir()
    write_samples(folder)
    return folder


def words(text):
    """Return the words of a report or a page without its markup."""
    marks = r"<style>.*?</style>|<[^>]+>|[*`]|^\s*(?:-|\d\.) "
    plain = re.sub(marks, " ", text, flags=re.DOTALL | re.MULTILINE)
    return " ".join(html.unescape(plain).split())


def test_each_language_has_the_report_of_the_example_in_its_words(site):
    english, korean = ((site / locale / SAMPLE).read_text("utf-8") for locale in ("en", "ko"))

    assert f"<title>Gap report · {DAY}</title>" in english
    assert f"<title>빈틈 보고서 · {DAY}</title>" in korean
    assert "<script" not in english + korean


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_beginning_of_a_report_on_the_start_page_is_the_real_one(site, locale):
    report = words((site / locale / SAMPLE).read_text("utf-8"))
    page = (ROOT / "docs" / locale / "index.md").read_text("utf-8")
    shown = "\n".join(line[1:] for line in page.splitlines() if line.startswith(">"))

    place = 0
    passages = [words(part) for part in re.split(r"\n\n|\n(?= - | \d\. )|<small>", shown)]
    for passage in passages:
        found = report.find(passage, place)
        assert found >= 0, passage
        place = found + len(passage)
    assert len(passages) > 12


def test_a_report_that_cannot_be_written_is_refused_in_words(tmp_path):
    (tmp_path / "en").write_text("a file where a folder should be")
    with pytest.raises(SiteNotBuilt) as refused:
        write_samples(tmp_path)

    assert refused.value.code == "site-no-sample"
    assert refused.value.facts["locale"] == "en"
    assert str(tmp_path) in str(refused.value.facts["output"])
