"""The HTML report: whole, well formed, readable without sight, and closed to whatever files say."""

from __future__ import annotations

import re
from copy import deepcopy
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from gallery import gallery_document
from harbor import comparison_document, harbor_document
from mlkb.render.changes import read_changes
from mlkb.render.issue import issues
from mlkb.render.labels import Labels
from mlkb.render.reading import read
from mlkb.render.width import printable
from mlkb.report import reporter
from mlkb.report.base import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Data = dict[str, Any]
HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)></style></title></svg>]]><!--"
    " &lt;b&gt; &amp; javascript:alert(1) url(https://example.org/x) \x00\x1b[31m\u202e\u2066\ufffe"
)
DOCUMENTS = {
    "gallery": gallery_document,
    "ranking": lambda: gallery_document("ranking"),
    "alignment": lambda: gallery_document("alignment"),
    "harbor": harbor_document,
    "comparison": comparison_document,
}
EVERY = [
    pytest.param(make, locale, id=f"{name}-{locale}")
    for name, make in DOCUMENTS.items()
    for locale in ("en", "ko")
]
FREE = {"by", "because", "due", "name", "note", "path", "respondent", "role", "section", "subject"}
FREE |= {"ask", "title", "advice", "aim", "summary", "discuss", "do", "why", "text", "made_by"}
"""Keys of the document under which files say what they like."""


def page_of(document: Data, locale: str = "en") -> str:
    return reporter("html").render(document, Labels(locale), Look())


def tree_of(document: Data, locale: str = "en") -> ET.Element:
    """Return the page as XML; that it is some proves that every tag and quote is closed."""
    return ET.fromstring(page_of(document, locale).removeprefix("<!DOCTYPE html>"))  # noqa: S314


def text_of(element: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def folded(text: str) -> str:
    return " ".join(printable(text).split())


@pytest.mark.parametrize(("make", "locale"), EVERY)
def test_a_page_is_well_formed_and_in_its_language(make: Callable[[], Data], locale: str) -> None:
    tree = tree_of(make(), locale)

    assert tree.get("lang") == locale
    names = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(names) == len(set(names))
    for one in tree.iter():
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set(one.get(attribute, "").split()) <= set(names)
        if one.tag == "a":
            assert one.attrib["href"].removeprefix("#") in names


@pytest.mark.parametrize(("make", "locale"), EVERY)
def test_a_page_has_landmarks_one_title_and_headings_in_order(
    make: Callable[[], Data], locale: str
) -> None:
    tree = tree_of(make(), locale)

    for landmark in ("header", "main", "nav", "footer"):
        assert len(list(tree.iter(landmark))) == 1
    (skip,) = [one for one in tree.iter("a") if one.get("class") == "skip"]
    assert skip.get("href") == "#report"
    levels = [int(one.tag[1]) for one in tree.iter() if re.fullmatch("h[1-6]", one.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("make", "locale"), EVERY)
def test_tables_and_drawings_say_what_they_show(make: Callable[[], Data], locale: str) -> None:
    tree = tree_of(make(), locale)

    for table in tree.iter("table"):
        assert text_of(table.find("caption") or ET.Element("none")) or table.find("caption").text  # type: ignore[union-attr]
        assert {one.get("scope") for one in table.iter("th")} == {"col", "row"}
        widths = {len(list(row)) for row in table.iter("tr")}
        assert len(widths) == 1
    for drawing in tree.iter("svg"):
        if drawing.get("aria-hidden") == "true":
            continue
        assert drawing.get("role") == "img"
        assert [one.tag for one in drawing][:2] == ["title", "desc"]
        assert all(one.text for one in list(drawing)[:2])


@pytest.mark.parametrize(("make", "locale"), EVERY)
def test_a_page_runs_nothing_and_asks_nobody(make: Callable[[], Data], locale: str) -> None:
    page = page_of(make(), locale)
    tree = tree_of(make(), locale)

    policy = next(one for one in tree.iter("meta") if "http-equiv" in one.attrib)
    assert policy.get("http-equiv") == "Content-Security-Policy"
    assert policy.get("content", "").startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not {"script", "iframe", "object", "img", "form", "base"} & {
        one.tag for one in tree.iter()
    }
    for one in tree.iter():
        assert not [name for name in one.attrib if name.startswith("on") or name == "style"]
        assert set(one.attrib) & {"href", "src", "action"} <= {"href"}
    links = [one.attrib["href"] for one in tree.iter("link")]
    assert links == ["data:,"]
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert not re.search(r"url\(|@import|expression", style)
    assert "&" not in style
    assert page.index("Content-Security-Policy") < page.index("<style>")


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("make", [gallery_document, harbor_document])
def test_the_page_says_everything_that_the_reading_says(
    make: Callable[[], Data], locale: str
) -> None:
    document = make()
    reading = read(document, Labels(locale))
    text = text_of(tree_of(document, locale))

    labels = ("first-step", "effort", "owner")  # in the summary of a gap they need none
    summarised = {Labels(locale).say(f"report.{name}") for name in labels}
    said = [reading.title, reading.verdict, reading.order]
    headlines = [one for one in reading.headlines if not one.ranked]
    said += [part for one in headlines for part in (one.label, one.text)]
    said += [
        part for card in reading.monday for part in (card.first_step, card.owner, card.reference)
    ]
    for card in reading.gaps:
        said += [card.ask, card.status, card.first_step, card.owner, card.effort, card.reference]
        said += [part for line in card.lines if line[0] not in summarised for part in line]
    for listing in (*reading.rankings, *reading.listings):
        said += [listing.title, *listing.lines]
    for standing in reading.standings:
        said += [standing.title, *(part for line in standing.rest for part in line)]
        for part in standing.parts:
            told = 1 if part.entry["type"] == "comparison" else None
            said += [words for line in part.lines[:told] for words in line]
    for one in reading.closing:
        said += [one.text, *one.commands]
    assert [one for one in said if folded(one) not in text] == []


def test_the_answer_comes_first() -> None:
    tree = tree_of(gallery_document())
    main = next(tree.iter("main"))

    first = [one.get("class") or one.tag for one in main][:4]
    assert first == ["decision fails", "section", "answer", "nav"]
    assert main[1].get("id") == "overdue"
    answer = main[2]
    assert [one.get("id") for one in answer] == ["glance", "monday"]
    starts = list(next(answer.iter("ol")))
    assert len(starts) == len(read(gallery_document(), Labels("en")).monday) > 1
    assert all(list(one.iter("a")) for one in starts)


def test_a_gap_is_folded_and_its_summary_is_enough_to_act() -> None:
    tree = tree_of(gallery_document())
    card = read(gallery_document(), Labels("en")).gaps[0]

    gaps = [one for one in tree.iter("details") if "gap" in one.get("class", "")]

    assert all("open" not in one.attrib for one in gaps)
    summary = text_of(gaps[0][0])
    for part in (card.ask, card.status, card.first_step, card.owner, card.effort):
        assert part in summary


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_gap_can_be_copied_as_an_issue(locale: str) -> None:
    document = harbor_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["note"] = "@all & <b>you</b>"
    tree = tree_of(document, locale)

    blocks = [one for one in tree.iter("details") if one.get("class") == "issue"]

    assert {text_of(one[0]) for one in blocks} == {Labels(locale).say("report.issue")}
    assert [f"{one[1].text}\n" for one in blocks] == [
        one.text for one in issues(document, Labels(locale))
    ]
    assert "@\u2060all" in (blocks[0][1].text or "")
    assert all(one[1].get("tabindex") == "0" for one in blocks)


def test_a_comparison_tells_changes_in_a_table_and_what_was_excused_before_them() -> None:
    document = comparison_document()
    changes = read_changes(document, Labels("en"))
    tree = tree_of(document)

    tables = list(tree.iter("table"))[:2]
    assert [len(list(one.iter("tr"))) - 1 for one in tables] == [
        len(changes.excuses),
        len(changes.rows),
    ]
    text = text_of(tree)
    for row in (*changes.excuses, *changes.rows):
        assert all(folded(part) in text for part in row[1:])


def test_the_rows_of_a_matrix_say_in_words_what_their_signs_say() -> None:
    tree = tree_of(gallery_document())
    matrix = next(one for one in tree.iter("div") if one.get("class") == "drawn matrix")

    states = [one.text for one in matrix.iter("span") if one.get("class") == "state"]

    assert states == [
        "differs",
        "typical, but a risk",
        "not answered",
        "does not apply",
        "nothing is said",
    ]
    signs = [one for one in matrix.iter("span") if "sign" in one.get("class", "")]
    assert all(one.get("aria-hidden") == "true" for one in signs)


def test_a_report_on_nothing_is_a_page_too() -> None:
    document = gallery_document()
    document.update(evaluations=[], gaps=[], open=[], rankings=[])

    text = text_of(tree_of(document))

    assert Labels("en").say("report.gaps-unknown") in text


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_whatever_files_say_stays_text(make: Callable[[], Data]) -> None:
    plain, hostile = written(make(), "harmless"), written(make(), HOSTILE)

    assert shape(tree_of(plain)) == shape(tree_of(hostile))
    page = page_of(hostile)
    assert folded(HOSTILE.replace("\ufffe", "")) in text_of(tree_of(hostile))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]", page)
    assert browsed(page) == browsed(page_of(plain))


def written(document: Data, words: str) -> Data:
    """Return the document with *words* added wherever a file may say what it likes."""

    def rewritten(value: Any, key: str, *, free: bool) -> Any:
        if isinstance(value, dict):
            spoken = set(value) == {"en", "ko"}
            return {
                name: rewritten(one, name, free=spoken or name in FREE)
                for name, one in value.items()
            }
        if isinstance(value, list):
            listed = free or key in ("given", "subjects", "expected")
            return [rewritten(one, key, free=listed) for one in value]
        return f"{value} {words}" if free and isinstance(value, str) else value

    changed: Data = rewritten(deepcopy(document), "", free=False)
    return changed


def shape(tree: ET.Element) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element with the names of its attributes; how text is broken does not count."""
    return [
        (one.tag, tuple(sorted(one.attrib)))
        for one in tree.iter()
        if one.tag not in ("text", "path", "style")
    ]


def browsed(page: str) -> list[str]:
    """Return the elements that a browser's parser finds, which never refuses anything."""
    return [name for name in Browser(page).found if not name.startswith(("text", "path"))]


class Browser(HTMLParser):
    """A parser that notes what begins, with every attribute, and every comment."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join((tag, *sorted(name for name, _ in attrs))))

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data}")


def test_a_name_cannot_leave_its_attribute() -> None:
    from mlkb.render.markup import Markup, tag, together

    written_out = tag("p", '<b x="">&', tag("b", "'"), None, title=HOSTILE, hidden=True, lang=None)

    element = ET.fromstring(written_out)  # noqa: S314 - written by us a line above
    assert element.attrib == {
        "title": folded_attribute(HOSTILE),
        "hidden": "",
    }
    assert text_of(element) == '<b x="">& \''
    assert isinstance(together("<i>", written_out), Markup)
    assert together("<i>").startswith("&lt;")


def folded_attribute(text: str) -> str:
    return printable(text).replace("\ufffe", "")


def pictures(document: Data, kind: str) -> Iterator[ET.Element]:
    for part in tree_of(document).iter("div"):
        if part.get("class") == f"drawn {kind}":
            yield from part.iter("svg")


def test_steps_of_a_ladder_say_what_is_reached_and_what_comes_next() -> None:
    (picture,) = pictures(gallery_document(), "ladder")

    steps = [one.get("class") for one in picture.iter("g")]

    assert steps == ["step step-unjudged", "step step-ahead", "step step-next", "step step-reached"]


def test_all_candidates_stand_inside_one_plot_and_their_labels_apart() -> None:
    (picture,) = pictures(gallery_document(), "candidates")
    plot = next(one for one in picture.iter("rect") if one.get("class") == "plot")
    left, top = int(plot.attrib["x"]), int(plot.attrib["y"])
    right, bottom = left + int(plot.attrib["width"]), top + int(plot.attrib["height"])

    points = list(picture.iter("circle"))
    labels = [one for one in picture.iter("text") if one.get("class") == "label"]

    assert len(points) == len(labels) == 5
    for one in points:
        assert left <= int(one.attrib["cx"]) <= right
        assert top <= int(one.attrib["cy"]) <= bottom
    rows = sorted((int(one.attrib["y"]), int(one.attrib["x"])) for one in labels)
    assert len(set(rows)) == len(rows)
    assert len([one for one in picture.iter("rect") if one.get("class") == "frame"]) == 2
    assert {(one.text or "")[2:] for one in labels} == {
        "chat",
        "churn",
        "fraud",
        "labels",
        "search",
    }


def test_many_candidates_are_numbered() -> None:
    document = gallery_document()
    (ranking,) = document["rankings"]
    for one in [*document["evaluations"]]:
        for copy in range(6):
            if one["subject"] in ("chat", "churn"):
                name = f"{one['subject']}-{copy}"
                document["evaluations"].append({**deepcopy(one), "subject": name})
                ranking["subjects"].append(name)

    (picture,) = pictures(document, "candidates")

    labels = [one.text for one in picture.iter("text") if one.get("class") == "label"]
    assert labels == [str(number) for number in range(1, 18)]


def test_a_map_has_a_cell_for_each_person_and_responsibility() -> None:
    (picture,) = pictures(gallery_document(), "map")

    cells = [one.get("class") for one in picture.iter("rect")]

    assert cells.count("cell held") == 3
    assert cells.count("cell") == 5
    assert len([one for one in picture.iter("path") if one.get("class") == "alone"]) == 1


def test_a_map_of_many_people_is_drawn_in_parts() -> None:
    document = gallery_document()
    for evaluation in document["evaluations"]:
        for entry in evaluation["results"]:
            if entry["type"] == "coverage":
                person = entry["result"]["people"][0]
                entry["result"]["people"] = [
                    {**person, "name": f"p{number}"} for number in range(23)
                ]

    widths = [int(picture.attrib["width"]) for picture in pictures(document, "map")]

    assert len(widths) == 3
    assert max(widths) <= 320


def test_a_bar_shows_what_is_certain_and_what_is_open() -> None:
    document = gallery_document()
    score = document["evaluations"][0]["results"][0]["result"]
    picture = next(iter(pictures(document, "bar")))

    bars = {one.get("class"): int(one.attrib["width"]) for one in picture.iter("rect")}

    assert bars == {
        "track": 300,
        "sure": 3 * score["worst"],
        "maybe": 3 * (score["best"] - score["worst"]),
    }
