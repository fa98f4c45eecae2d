"""The search as people use it, in Debian's Chromium: what they type, get, and are led to."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from mlkb.model.text import LANGUAGES
from mlkb.site.finish import TEXTS
from searching import LISTEN, Figures, ask, judge, queries, read_items

FEWEST, FEWEST_HARD = 60, 30
RECALL, PRECISION, SENSIBLE = 0.95, 0.9, 0.9


@pytest.fixture
def searched(visit, site):
    """Open the home page of a language, whose search tells what it was answered."""

    def opened(locale):
        seen = visit("404.html")
        seen.page.add_init_script(LISTEN)
        seen.page.goto(f"{site.url}{locale}/")
        return seen

    return opened


@pytest.fixture(scope="module")
def quiet_page(chromium, site):
    """Open a page that is not searched by itself."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.url}404.html")
        yield page


@pytest.fixture
def hits(quiet_page):
    """Ask the worker itself about texts given, and return its hits, page by page."""

    def asked(words, *said: str | dict[str, object]):
        docs = [text if isinstance(text, dict) else _doc(at, text) for at, text in enumerate(said)]
        return quiet_page.evaluate(ASK, [docs, words])["items"]

    return asked


@pytest.fixture
def places(hits):
    """Return where among the texts given the words are found, best first."""

    def found_at(words, *said: str | dict[str, object]):
        groups = hits(words, *said)
        return [int(hit["location"].strip("/")) for group in groups for hit in group]

    return found_at


ASK = """([docs, words]) => new Promise((resolve, reject) => {
  const worker = new Worker("en/assets/javascripts/mlkb-search.js");
  worker.onerror = reject;
  worker.onmessage = ({ data }) => {
    if (data.type === 1) worker.postMessage({ type: 2, data: words });
    if (data.type === 3) {
      worker.terminate();
      resolve(data.data);
    }
  };
  worker.postMessage({ type: 0, data: { config: {}, docs, options: { suggest: true } } });
})"""


def _doc(at, text):
    """Return a page that says *text*, as MkDocs puts it into an index."""
    return {"location": f"{at}/", "title": "Page", "text": f"<p>{text}</p>"}


def found(page, words):
    return [hit["location"] for group in ask(page, words) for hit in group]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_people_find_what_they_look_for(searched, site, locale):
    wanted = queries(locale)
    assert len(wanted) >= FEWEST
    assert len([one for one in wanted if one.hard]) >= FEWEST_HARD
    seen = searched(locale)
    items = read_items(seen.page, f"{site.url}{locale}/", site.folder / locale)
    asked = [
        Figures(tuple(judge(query, items, found(seen.page, query.query)) for query in some))
        for some in (wanted, queries(f"late-{locale}"))
    ]
    for figures in (*asked, asked[0].hard):
        assert figures.recall >= RECALL, figures.told()
        assert figures.precision >= PRECISION, figures.told()
        assert figures.sensible >= SENSIBLE, figures.told()
    assert seen.complaints == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_can_be_found_is_what_can_be_linked_to(searched, site, locale):
    """The index and the pages, read by different means, agree on every entry and its words."""
    seen = searched(locale)
    items = read_items(seen.page, f"{site.url}{locale}/", site.folder / locale)
    entries = json.loads((site.folder / locale / "search" / TEXTS).read_text(encoding="utf-8"))
    squeezed = {one.address: re.sub(r"\s", "", one.title + one.text) for one in items}
    for entry in entries:
        said = seen.page.evaluate(
            "html => new DOMParser().parseFromString(html, 'text/html').body.textContent",
            entry["title"] + entry["text"],
        )
        assert re.sub(r"\s", "", said) == squeezed[entry["location"]], entry["location"]
    assert {entry["location"] for entry in entries} == set(squeezed)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("조직", "조직을 바꾼다"),
        ("조직", "이 조직의 일"),
        ("조직을", "조직의 일"),
        ("채용을", "채용 공고"),
        ("채용에서는", "채용 공고"),
        ("팀을", "팀의 일"),
        ("권한", "접근권한이 있다"),
        ("코딩테스트", "코딩 테스트를 본다"),
        ("코딩 테스트", "코딩테스트를 본다"),
        ("코딩 테스트를", "코딩테스트로 뽑는다"),
        ("루브릭", "(루브릭)"),
        ("채용ㄱ", "채용 공고"),
        ("플라이휘", "데이터 플라이휠"),
        ("MLOps를", "MLOps란"),
        ("ML엔지니어", "ML 엔지니어"),
        ("ml 팀", "ML팀은"),
        ("A/B 테스트", "AB 테스트"),
        ("소프트웨어2.0", "소프트웨어 2.0"),
        ("deploying", "the deployment of it"),
        ("policies", "a policy"),
        ("organization", "an organisation"),
        ("behavior", "its behaviour"),
        ("handoff", "a hand-off"),
        ("hand-off", "a handoff"),
        ("life cycle", "the lifecycle"),
        ("cicd", "CI/CD"),
        ("R&D", "ML R&amp;D here"),
        ("a<b", "when a &lt; b"),
        ("성능이 떨어지면", "성능이 떨어졌다"),
        ("배포할 때", "배포하면"),
        ("연구원을 뽑는", "연구원만 뽑아"),
        ("누가 배포하는가", "누가 배포해도"),
        ("태스크엔지니어", "태스크 ML 엔지니어"),
        ("analyze", "an analysis"),
        ("PhDs", "a PhD"),
    ],
)
def test_what_is_typed_finds_what_is_meant(places, words, text):
    assert places(words, "딴 이야기", text, "another matter") == [1]


@pytest.mark.parametrize(
    ("words", "other", "same"),
    [
        ("전문가", "전문성을 쌓는다", "전문가를 찾는다"),
        ("정확도", "정확한 일", "정확도를 잰다"),
        ("결과", "결국", "결과를 본다"),
    ],
)
def test_the_last_syllable_of_a_noun_is_no_particle(places, words, other, same):
    assert places(words, other, same) == [1]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("AI", "the aim"),
        ("IT", "italic"),
        ("role", "we roll it back"),
        ("이전", "것이 전부다"),
        ("쿠버네티스", "쿠키"),
        ("store", "he restored it"),
    ],
)
def test_what_only_looks_alike_is_not_found(places, words, text):
    assert places(words, text) == []


@pytest.mark.parametrize(
    ("words", "apart", "together"),
    [
        ("data set", "data that is set aside", "a dataset"),
        ("end to end", "to the end", "end-to-end"),
        ("우선 순위", "우선형의 순위", "우선순위"),
    ],
)
def test_what_the_texts_write_as_one_word_is_searched_for_as_one(places, words, apart, together):
    assert places(words, apart, together) == [1]


def test_all_words_must_be_found_and_most_of_them_when_nothing_has_all(places):
    said = ("alpha beta", "alpha gamma", "beta gamma delta", "delta")
    assert places("beta alpha", *said) == [0]
    assert sorted(places("gamma beta alpha", *said)) == [0, 1, 2]
    assert places("delta beta epsilon", *said) == [2]
    assert places("epsilon", *said) == []


def test_a_word_that_is_everywhere_is_no_answer_in_place_of_two(places):
    everywhere = ["data here"] * 30
    assert places("data shortage", *everywhere) == []
    assert places("data shortage", *everywhere, "a shortage") == [30]


def test_a_long_paste_is_answered_by_its_first_words(places):
    assert places("alpha beta " * 500, "beta of alpha", "gamma") == [0]


def test_words_that_bind_sentences_need_not_be_found(places):
    said = ("ML projects fail often", "Who owns what", "they own a project")
    assert places("why do ML projects fail", *said) == [0]
    assert places("who owns what", *said) == [1]


def test_a_title_counts_more_than_a_text(places):
    named = {"location": "1/", "title": "Baseline", "text": "a text"}
    assert places("baseline", "a word about baseline, and the baseline again", named) == [1, 0]


def test_a_page_whose_owner_raised_it_comes_first(places):
    raised = {"location": "1/", "title": "Page", "text": "the baseline", "boost": 2}
    assert places("baseline", "the baseline", raised) == [1, 0]


def test_words_side_by_side_count_more_than_words_apart(places):
    assert (
        places("data owner", "data of some owner", "the owner of other data", "data owner")[0] == 2
    )


def test_a_hit_shows_the_words_it_was_found_by(hits):
    text = "앞말 " * 60 + "코딩 테스트 &lt;b&gt; " + "뒷말 " * 60
    [[hit]] = hits("코딩테스트를", text)
    assert hit["terms"] == {"코딩 테스트": True}
    assert "<mark data-md-highlight>코딩 테스트</mark> &lt;b&gt;" in hit["text"]
    assert hit["text"].startswith("… ")
    assert hit["text"].endswith(" …")
    assert len(hit["text"]) < 400
    [[near]] = hits("코딩 앞말 없는말", text)
    assert near["terms"] == {"코딩": True, "앞말": True, "없는말": False}


def test_the_best_three_hits_of_a_page_are_seen_at_once_below_its_title(hits):
    sections = [
        {"location": f"0/#{at}", "title": "Section", "text": "baseline " * (9 - at)}
        for at in range(5)
    ]
    [group] = hits("baseline", {"location": "0/", "title": "Page", "text": "intro"}, *sections)
    best = group[0]["score"]
    assert [hit["score"] == best for hit in group] == [True, True, True, False, False, False]
    assert (group[-1]["location"], group[-1]["score"]) == ("0/", 0)


def test_what_is_being_typed_is_completed_from_titles(quiet_page):
    docs = [{"location": "0/", "title": "Feedback loop", "text": ""}]
    assert quiet_page.evaluate(ASK, [docs, "the feed"])["suggest"] == ["the", "feedback"]
    assert quiet_page.evaluate(ASK, [docs, "zz"])["suggest"] == []


@pytest.mark.parametrize(
    ("locale", "words", "anchor"),
    [
        ("ko", "권한 데이터 사이언티스트 접근", "mlops-process-data-access"),
        ("en", "longest wait data owner", "mlops-process-data-access"),
        ("ko", "가드레일을 세우고", "mlopsworld-l1-guardrails-as-code"),
        ("en", "handoff", "hand-off"),
        ("ko", "데이터사이언티스트", "fsdl-data-scientist"),
        ("en", "meanings of pipeline", "ml-lifecycle-engineering--help-two-pipelines"),
    ],
    ids=["question", "question-en", "claim", "term", "card", "help"],
)
def test_a_hit_leads_to_the_very_thing(searched, locale, words, anchor):
    seen = searched(locale)
    ask(seen.page, words)
    link = seen.page.locator(f".md-search-result__link[href$='#{anchor}']").first
    expect(link).to_be_attached()
    link.evaluate(
        "link => { for (const one of document.querySelectorAll('details')) one.open = true }"
    )
    link.click()
    seen.page.wait_for_url(lambda url: unquote(urlsplit(url).fragment) == anchor)
    thing = seen.page.locator(f"[id='{anchor}']")
    expect(thing).to_be_in_viewport()
    expect(
        thing.locator("mark").or_(thing.locator("xpath=..").locator("mark")).first
    ).to_be_attached()
    assert seen.complaints == []


def test_the_hits_are_reached_and_opened_by_keys_alone(searched, site):
    seen = searched("en")
    seen.page.keyboard.press("/")
    expect(seen.page.locator(".md-search__input")).to_be_focused()
    seen.page.keyboard.type("handoff")
    hit = seen.page.locator(".md-search-result__link[href$='#hand-off']").first
    expect(hit).to_be_attached()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    seen.page.keyboard.press("ArrowUp")
    seen.page.keyboard.press("ArrowUp")
    expect(seen.page.locator(".md-search__input")).to_be_focused()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url(f"{site.url}en/glossary/?h=hand-off#hand-off")


def test_enter_opens_the_best_hit_itself_and_not_the_top_of_its_page(searched, site):
    seen = searched("en")
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("handoff")
    expect(seen.page.locator(".md-search-result__link").first).to_be_attached()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url(f"{site.url}en/glossary/?h=hand-off#hand-off")
