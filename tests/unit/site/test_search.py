"""What can be found in a built site, entry by entry."""

from __future__ import annotations

from mlkb.site.search import page_entries, site_entries

PAGE = """<body><nav><h2 id="menu">Menu</h2></nav>
<article class="md-content__inner md-typeset">{}</article>
<footer>Imprint</footer></body>"""


def entries(content, address="a/"):
    found = list(page_entries(address, PAGE.format(content)))
    return {entry["location"]: (entry["title"], entry["text"]) for entry in found}


def test_a_page_is_found_by_its_title_and_each_section_by_its_heading():
    found = entries("<h1>Title</h1><p>Intro</p><h2 id='one'>One</h2><p>First</p><p>Second</p>")
    assert found == {"a/": ("Title", "Intro"), "a/#one": ("One", "First Second")}


def test_a_heading_without_an_anchor_belongs_to_the_section_before():
    found = entries("<h1>Title</h1><h2 id='one'>One</h2><h3>Loose</h3><p>Text</p>")
    assert found["a/#one"] == ("One", "Loose Text")


def test_a_question_reaches_to_the_next_one():
    found = entries(
        "<h1>T</h1><div class='mlkb-question'><h4 id='c-q'>Ask?</h4><p>Why</p></div>"
        "<div class='mlkb-question'><h4 id='c-r'>And?</h4><p>So</p></div>"
    )
    assert found["a/#c-q"] == ("Ask?", "Why")
    assert found["a/#c-r"] == ("And?", "So")


def test_a_block_with_an_anchor_ends_where_it_ends_and_takes_its_title_from_inside():
    found = entries(
        "<h1>T</h1><h2 id='s'>S</h2><div id='help'><h4>Help</h4><p>Text</p></div><p>After</p>"
    )
    assert found["a/#help"] == ("Help", "Text")
    assert found["a/#s"] == ("S", "After")


def test_a_term_has_its_word_in_both_languages_for_a_title():
    found = entries(
        "<h1>T</h1><dl><div id='gap'><dt>빈틈 <span lang='en'>gap</span></dt><dd>뜻</dd></div></dl>"
    )
    assert found["a/#gap"] == ("빈틈 gap", "뜻")


def test_a_claim_without_a_title_is_named_by_what_it_says_first_and_ranks_lower():
    html = PAGE.format("<h1>T</h1><ul><li id='c'>It is so. <span>Note</span></li></ul>")
    [_, claim] = page_entries("a/", html)
    assert claim == {"location": "a/#c", "title": "It is so.", "text": "Note", "boost": 0.5}


def test_what_is_excluded_is_not_found():
    found = entries(
        "<h1>Title<a class='headerlink' href='#'>¶</a></h1><p data-search-exclude>No <b>never</b>"
        "<br></p><svg><text>Drawn</text></svg><p>Yes</p>"
        "<ul data-search-exclude><li id='x'>No</li></ul>"
    )
    assert found == {"a/": ("Title", "Yes")}


def test_texts_are_escaped_because_they_are_shown_as_html():
    assert entries("<h1>R&amp;D &lt;b&gt;</h1>")["a/"] == ("R&amp;D &lt;b&gt;", "")


def test_words_that_only_tags_separate_stay_apart_and_words_that_tags_divide_stay_whole():
    found = entries("<h1>T</h1><table><td>one</td><td>two</td></table><p>발<b>표</b>는</p>")
    assert found["a/"] == ("T", "one two 발표는")


def test_a_page_without_an_article_has_nothing_to_be_found():
    assert list(page_entries("", "<h1>Title</h1>")) == []


def test_the_pages_of_a_site_are_read_in_the_order_of_their_addresses(tmp_path):
    for page in ("b", ".", "a"):
        (tmp_path / page).mkdir(exist_ok=True)
        (tmp_path / page / "index.html").write_text(PAGE.format(f"<h1>{page}</h1>"))
    (tmp_path / "404.html").write_text(PAGE.format("<h1>Missing</h1>"))
    assert [entry["location"] for entry in site_entries(tmp_path)] == ["a/", "b/", ""]
