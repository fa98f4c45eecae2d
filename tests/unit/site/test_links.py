"""The checker of built pages."""

from __future__ import annotations

import pytest

from mlkb.site.links import check_links

URL = "https://handbook.example.org/ml/"


def problems(tmp_path, files):
    """Return what is wrong with a site of *files*: (code, file, line, link)."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [
        (problem.code, problem.location.path, problem.location.line, problem.facts["link"])
        for problem in check_links(tmp_path, URL).problems
    ]


@pytest.mark.parametrize(
    "link",
    [
        "",
        "#here",
        "%EC%97%AC%EA%B8%B0/",
        ".",
        "..",
        "../",
        "../en/other/#there",
        "/ml/en/other/",
        "https://handbook.example.org/ml/en/other/#there",
        "../style.css?v=1#anything",
        "https://elsewhere.example.org/",
        "mailto:team@example.org",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(tmp_path, link):
    pages = {
        "index.html": "home",
        "style.css": "",
        "en/index.html": f'<p id="here"><a href="{link}">x</a></p>',
        "en/여기/index.html": "",
        "en/other/index.html": '<a name="there">x</a>',
    }
    assert problems(tmp_path, pages) == []


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("nowhere/", "site-link-broken"),
        ("other", "site-link-broken"),
        ("../../outside/", "site-link-broken"),
        ("/en/other/", "site-link-broken"),
        ("#gone", "site-link-anchor"),
        ("other/#gone", "site-link-anchor"),
        ("https://handbook.example.org/ml/gone/", "site-link-broken"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(tmp_path, link, code):
    pages = {"en/index.html": f'<p>\n<a href="{link}">x</a>', "en/other/index.html": ""}
    assert problems(tmp_path, pages) == [(code, "en/index.html", 2, link)]


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="{}"></script>',
        '<link rel="stylesheet" href="{}">',
        '<link rel="preconnect" href="{}">',
        '<img src="{}">',
        '<img srcset="{} 2x">',
        '<iframe src="{}"></iframe>',
        '<svg><use href="{}"/></svg>',
        '<form action="{}"></form>',
        "<style>@font-face {{ src: url({}) }}</style>",
        "<style>@import '{}';</style>",
        '<p style="background: url({})">',
    ],
)
def test_nothing_may_be_loaded_from_another_host(tmp_path, tag):
    for address in ("https://cdn.example.org/x", "//cdn.example.org/x"):
        page = {"index.html": tag.format(address)}
        assert problems(tmp_path, page) == [("site-link-host", "index.html", 1, address)]


def test_style_sheets_are_read_too(tmp_path):
    files = {
        "a.css": "p {}\np { background: url('pic.svg') }\n@import \"gone.css\";",
        "b.css": "p { background: url(https://cdn.example.org/x); fill: url(#local) }",
        "pic.svg": "",
    }
    assert problems(tmp_path, files) == [
        ("site-link-broken", "a.css", 3, "gone.css"),
        ("site-link-host", "b.css", 1, "https://cdn.example.org/x"),
    ]


def test_pictures_inside_the_page_and_pages_named_elsewhere_load_nothing(tmp_path):
    page = (
        '<link rel="canonical" href="https://handbook.example.org/ml/">'
        '<link rel="alternate" hreflang="en" href="https://elsewhere.example.org/">'
        '<img src="data:image/png;base64,AAAA">'
    )
    assert problems(tmp_path, {"index.html": page}) == []


def test_text_in_scripts_is_no_link(tmp_path):
    page = "<script>const s = \"<a href='gone/'>x</a>\";</script>"
    assert problems(tmp_path, {"index.html": page}) == []


def test_pages_and_links_are_counted(tmp_path):
    (tmp_path / "index.html").write_text('<a href="">x</a><img src="data:,x">')
    checked = check_links(tmp_path, URL)
    assert (checked.pages, checked.links) == (1, 2)
