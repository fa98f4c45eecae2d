"""What joins the two sites."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from mlkb.site.finish import MARK, TEXTS, WORKER, finish
from mlkb.site.links import check_links

THEME = Path(__file__).parents[3] / "engine" / "mlkb" / "site" / "theme"
URL = "https://handbook.example.org/ml/"
SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
"""


def two_sites(site):
    """Write what MkDocs leaves: a home and a page in both languages, one page in Korean only."""
    for locale, pages in (("ko", ("", "a/", "only/")), ("en", ("", "a/"))):
        folder = site / locale
        (folder / "search").mkdir(parents=True)
        entries = "".join(
            f"    <url>\n         <loc>{URL}{locale}/{page}</loc>\n    </url>\n" for page in pages
        )
        (folder / "sitemap.xml").write_text(SITEMAP.format(entries))
        index = {"config": {"lang": ["en"]}, "docs": [{"title": "by heading"}]}
        (folder / "search" / "search_index.json").write_text(json.dumps(index))
        (folder / "index.html").write_text("")
        (folder / "assets" / "images").mkdir(parents=True)
        (folder / "assets" / "images" / "mlkb.svg").write_text("")
        (folder / "assets" / "javascripts").mkdir()
        (folder / WORKER).write_text("// why\nconst a = 1; // what\n  // how\n")


def test_each_page_names_itself_in_every_language_that_has_it(tmp_path):
    two_sites(tmp_path)
    finish(tmp_path, URL)
    korean = (tmp_path / "ko" / "sitemap.xml").read_text()
    home, page, only = korean.split("<url>")[1:]

    assert 'xmlns:xhtml="http://www.w3.org/1999/xhtml"' in korean
    assert f'hreflang="en" href="{URL}en/a/"' in page
    assert f'hreflang="ko" href="{URL}ko/a/"' in page
    assert "x-default" not in page
    assert f'hreflang="x-default" href="{URL}"' in home
    assert 'hreflang="en"' not in only
    assert gzip.decompress((tmp_path / "ko" / "sitemap.xml.gz").read_bytes()).decode() == korean


def test_the_root_leads_to_both_languages_without_a_script(tmp_path):
    two_sites(tmp_path)
    finish(tmp_path, URL)
    root = (tmp_path / "index.html").read_text()

    assert MARK in root
    assert '<a href="ko/" hreflang="ko">한국어</a>' in root
    assert '<a href="en/" hreflang="en">English</a>' in root
    assert f'hreflang="x-default" href="{URL}"' in root
    assert check_links(tmp_path, URL).problems == ()


def test_the_root_404_works_from_any_depth(tmp_path):
    two_sites(tmp_path)
    finish(tmp_path, URL)
    missing = (tmp_path / "404.html").read_text()
    assert 'href="/ml/ko/"' in missing
    assert 'href="/ml/en/"' in missing
    assert "<script" not in missing


def test_robots_and_the_sitemap_of_sitemaps_name_both(tmp_path):
    two_sites(tmp_path)
    finish(tmp_path, URL)
    assert f"Sitemap: {URL}sitemap.xml" in (tmp_path / "robots.txt").read_text()
    both = (tmp_path / "sitemap.xml").read_text()
    assert f"<loc>{URL}ko/sitemap.xml</loc>" in both
    assert f"<loc>{URL}en/sitemap.xml</loc>" in both


def test_what_can_be_found_stands_beside_the_search_index_in_korean_letters(tmp_path):
    two_sites(tmp_path)
    page = '<article class="md-content__inner md-typeset"><h1>권한</h1></article>'
    (tmp_path / "ko" / "index.html").write_text(page, encoding="utf-8")
    finish(tmp_path, URL)
    folder = tmp_path / "ko" / "search"
    index = (folder / "search_index.json").read_text(encoding="utf-8")
    assert index == '{"config":{"lang":["en"]},"docs":[]}'
    found = (folder / TEXTS).read_text(encoding="utf-8")
    assert found == '[{"location":"","title":"권한","text":""}]'


def test_our_worker_knows_the_name_of_what_can_be_found():
    assert f"../../search/{TEXTS}" in (THEME / WORKER).read_text(encoding="utf-8")


def test_our_worker_travels_without_its_comments(tmp_path):
    two_sites(tmp_path)
    finish(tmp_path, URL)
    assert (tmp_path / "ko" / WORKER).read_text() == "const a = 1; // what\n"
