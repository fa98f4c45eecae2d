"""Hostile strings go through every report, and nothing gets out of its place.

Each string is added to everything that an answer file or the checklist of a fork may say: notes,
reasons, evidence, names of people, subjects and questions, the path of the file. What comes out is
read back by the format's own reader, and must be built exactly as if the string were harmless.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import cmarkgfm  # type: ignore[import-untyped]  # it has no types
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]  # it has no types
from jsonschema import Draft202012Validator

from changing import changed_document
from harbor import fraud_document
from injections import HOSTILE
from mlkb.render.entries import entries
from mlkb.render.escape import log_text
from mlkb.render.labels import Labels
from mlkb.report import REPORTERS, SUMMARIES, filer, reporter, summariser
from mlkb.report.base import Look
from mlkb.report.comment import shorter
from runner import read_log

Data = dict[str, Any]
SCHEMAS = Path(__file__).parents[1] / "schemas"
JSON = ("sarif", "rdjson", "gitlab-codequality")
FREE = {"because", "by", "note", "path", "respondent", "role", "section", "text"}
NAMES = {"checklist", "subject", "question", "requires"}
NOTHING: frozenset[str] = frozenset()
ELSEWHERE = frozenset({"ref", "commit", "paths", "made_by", "version", "until"})
"""What a document that came from elsewhere may say besides."""
HEAD = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
FORGE = Look(
    folder="team/",
    head=HEAD,
    url=f"https://github.com/example/ml/blob/{HEAD}",
    report_url="https://github.com/example/ml/actions/runs/123",
)
TAGS = {
    *("a", "br", "code", "details", "h2", "h3", "li", "p", "strong", "sub", "summary"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
REFERENCE = re.compile(
    r"@\w|[#!$&]\d|\bGH-\d|https?://|www\.|[~%^][\w\"]|~[^\s\u2060]|\[[\w-]+:|:[\w+-]+:|[{\[][+-]"
    r"|(?<![0-9a-z])(?=\d*[a-f])[0-9a-f]{7,}(?![0-9a-z])"
)
"""What GitHub or GitLab would make a link, a mention or a picture of."""
UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What a terminal acts on, what hides, and what XML refuses."""


@cache
def _document() -> Data:
    """Return a report in which everything that people write is shown somewhere."""
    document = fraud_document()
    gaps = {(one["checklist"], one["question"]) for one in document["gaps"]}
    place = 0
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["note"] = "a note"
            finding["evidence"] = [{"text": "a proof", "status": "missing"}]
            if finding["outcome"] == "not-applicable":
                finding["because"] = "a reason"
            if (evaluation["checklist"], finding["question"]) in gaps:
                place += 1
                who = {"by": "kim", "until": "2027-01-31"}
                finding["severity"] = ("blocking", "major", "advisory")[place % 3]
                finding["plan"] = {**who, "overdue": place % 2 == 0}
                if place % 4 == 0:
                    finding["accept"] = {"because": "a risk", **who, "expired": False}
                    finding["blocks"] = False
    return document


@cache
def _changed() -> Data:
    """Return a comparison with a base in which everything happens."""
    return changed_document()


def poisoned(words: str, document: Data | None = None, also: frozenset[str] = NOTHING) -> Data:
    """Return a document with *words* behind whatever others may write, and what *also* names."""

    def rewritten(value: Any, *, free: bool) -> Any:
        if isinstance(value, dict):
            spoken = set(value) == {"en", "ko"}
            return {
                name: rewritten(one, free=spoken or name in FREE | NAMES | also)
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [rewritten(one, free=free) for one in value]
        return value + words if free and isinstance(value, str) else value

    changed: Data = rewritten(deepcopy(document or _document()), free=False)
    return changed


def rendered(name: str, document: Data, locale: str = "en") -> str:
    return reporter(name).render(document, Labels(locale), Look(folder="team/"))


def build(data: Any) -> Any:
    """Return how JSON is built, whatever its texts say."""
    if isinstance(data, dict):
        return {key: build(value) for key, value in data.items()}
    if isinstance(data, list):
        return [build(value) for value in data]
    return str if isinstance(data, str) else data


def texts(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in texts(value)]
    return [data] if isinstance(data, str) else []


def without_columns(data: Any) -> Any:
    """Return SARIF or rdjson without the column behind a name, which is as long as the name."""
    if isinstance(data, dict):
        cleaned = {key: without_columns(value) for key, value in data.items()}
        cleaned.pop("endColumn", None)
        if set(cleaned) == {"start", "end"}:
            cleaned.pop("end")
        return cleaned
    return [without_columns(one) for one in data] if isinstance(data, list) else data


def elements(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.tag, tuple(one.attrib)) for one in ET.fromstring(page).iter()]  # noqa: S314


class Page(HTMLParser):
    """The elements of a page, without code spans, and its texts outside and inside of those."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tree: list[str] = []
        self.links: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.code: list[str] = []
        self.others: list[str] = []
        self.inside = False
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "code"
        self.attributes |= {f"{tag} {name}" for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name == "href"}
        if not self.inside:
            self.tree.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False
        if tag != "code":
            self.tree.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        (self.code if self.inside else self.texts).append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def commented(words: str, locale: str) -> list[str]:
    """Return two forms of the comment on a change in which others wrote *words*."""
    document = poisoned(words, _changed(), ELSEWHERE)
    forms = list(shorter(document, Labels(locale), FORGE))
    return [forms[0], forms[-2]]


def test_there_are_many_hostile_strings() -> None:
    assert len(set(HOSTILE)) >= 100


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_runner_carries_out_our_commands_and_no_others(locale: str) -> None:
    harmless = read_log(rendered("github", _document(), locale))
    assert {command.name for command in harmless} == {"error", "warning", "notice"}

    for words in HOSTILE:
        document = poisoned(words)
        text = rendered("github", document, locale)
        commands = read_log(text)

        built = [(one.name, list(one.properties), one.properties["line"]) for one in commands]
        expected = [(one.name, list(one.properties), one.properties["line"]) for one in harmless]
        assert built == expected, words
        assert len(text.splitlines()) == len(rendered("github", _document()).splitlines()), words
        assert not UNSEEN.search(text), words
        paths = {one.path.replace("##[", "##\u2060[") for one in entries(document, Labels(locale))}
        assert {one.properties["file"].removeprefix("team/") for one in commands} <= paths, words


@pytest.mark.parametrize("name", JSON)
def test_json_is_built_as_if_a_string_were_harmless(name: str) -> None:
    harmless = build(without_columns(json.loads(rendered(name, _document()))))

    for words in HOSTILE:
        data = json.loads(rendered(name, poisoned(words)))

        assert build(without_columns(data)) == harmless, words
        assert not [text for text in texts(data) if UNSEEN.search(text)], words


@pytest.mark.parametrize("name", JSON)
def test_json_full_of_hostile_strings_passes_its_schema(name: str) -> None:
    schema = json.loads((SCHEMAS / f"{_schema(name)}.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)

    for place in range(0, len(HOSTILE), 20):
        words = " ".join(HOSTILE[place : place + 20])
        data = json.loads(rendered(name, poisoned(words)))

        assert [error.message for error in validator.iter_errors(data)] == []


def _schema(name: str) -> str:
    return "sarif-2.1.0" if name == "sarif" else name


def test_tests_are_the_same_elements_whatever_a_string_says() -> None:
    harmless = elements(rendered("junit", _document()))

    for words in HOSTILE:
        page = rendered("junit", poisoned(words))

        assert elements(page) == harmless, words
        assert not UNSEEN.search(page), words


def test_no_message_of_sarif_has_a_link_or_a_placeholder() -> None:
    for words in HOSTILE:
        (run,) = json.loads(rendered("sarif", poisoned(words)))["runs"]
        rules = run["tool"]["driver"]["rules"]
        messages = [one["message"]["text"] for one in run["results"]]
        messages += [one["help"]["text"] for one in rules]
        messages += [
            one[f"{kind}Description"]["text"] for one in rules for kind in ("short", "full")
        ]

        assert not [one for one in messages if "](" in one or re.search(r"\{\d", one)], words
        assert not [one for one in rules if _acts(one["help"]["markdown"])], words


def test_no_message_of_rdjson_mentions_links_or_begins_a_line_of_its_own() -> None:
    said = Labels("en").say
    starts = [said(f"report.{name}") + ":" for name in ("question", "now", "first-step", "owner")]

    for words in HOSTILE:
        for one in json.loads(rendered("rdjson", poisoned(words)))["diagnostics"]:
            head, *lines = one["message"].split("\n")

            assert head.startswith(("fraud-detection", "payments")), words
            assert [line for line in lines if not line.startswith(tuple(starts))] == [], words
            assert not _acts(one["message"]), words


def _acts(markdown: str) -> bool:
    """Say whether Markdown from files holds a tag, a mention, a link or a reference."""
    return bool(
        re.search(r"<|@[\w]|https?://|www\.|(?<!\\)\]\(|(?<!\\)`|(?<!\\)\||#\d|\bGH-\d", markdown)
    )


@pytest.mark.parametrize("name", [name for name in REPORTERS if name not in SUMMARIES])
def test_no_report_that_is_printed_holds_a_command(name: str) -> None:
    for words in HOSTILE:
        text = rendered(name, poisoned(words))

        assert read_log(log_text(text)) == [], words
        if name in JSON or name in ("json", "junit"):
            assert read_log(text) == [], words


@pytest.mark.parametrize("name", ["badge", "badge-json"])
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_badge_says_nothing_that_files_say(name: str, locale: str) -> None:
    harmless = rendered(name, _document(), locale)

    for words in HOSTILE:
        assert rendered(name, poisoned(words), locale) == harmless, words


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_file_of_an_issue_has_our_lines_and_a_name_that_leads_nowhere(locale: str) -> None:
    labels = Labels(locale)
    starts = {f"- **{labels.say(f'report.{name}')}:** " for name in _ISSUE}

    def built(document: Data) -> list[list[str]]:
        """Return the beginning of each line, of each file."""
        return [
            [line[: (line.find(":** ") + 4) or 2] for line in text.split("\n")[2:]]
            for text in filer("issues").files(document, labels, Look()).values()
        ]

    harmless = built(_document())
    assert {line for lines in harmless for line in lines if line.startswith("-")} <= starts

    for words in HOSTILE:
        document = poisoned(words)
        files = filer("issues").files(document, labels, Look())

        assert built(document) == harmless, words
        assert len(files) == len(harmless), words
        for name, text in files.items():
            assert re.fullmatch(r"[a-z0-9_][a-z0-9._-]{0,160}\.md", name), words
            assert ".." not in name, words
            mark, _, rest = text.partition("\n")
            assert re.fullmatch(r"<!-- mlkb:issue v=1 of=[0-9a-f]{64} gap=[0-9a-f]{64} -->", mark)
            assert not UNSEEN.search(rest), words
            assert not _acts(rest), words
            assert read_log(log_text(text)) == [], words


_ISSUE = (
    *("why", "now", "first-step", "proof", "effort", "owner", "folded", "source"),
    "issue-check",
)


def test_no_page_of_markdown_has_another_heading_or_row() -> None:
    def starts(document: Data) -> list[str]:
        lines = rendered("markdown", document).splitlines()
        return [line[:3] for line in lines if line.startswith(("#", "|"))]

    harmless = starts(_document())

    for words in HOSTILE:
        assert starts(poisoned(words)) == harmless, words


def test_a_summary_of_hostile_strings_keeps_to_its_room() -> None:
    for words in HOSTILE:
        text = summariser("github").summary(poisoned(words), Labels("ko"), 0)

        assert 0 < len(text.encode()) <= 900 * 1024, words


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_comment_is_built_as_if_a_string_were_harmless(locale: str) -> None:
    harmless = [Page(text) for text in commented(" harmless", locale)]
    assert {tag.strip("</>") for page in harmless for tag in page.tree} <= TAGS
    assert "<details>" in harmless[0].tree

    for words in HOSTILE:
        for text, expected in zip(commented(words, locale), harmless, strict=True):
            page = Page(text)

            assert page.tree == expected.tree, words
            assert page.others == [], words
            assert page.attributes <= {"a href", "th align", "td align"}, words
            assert all(re.fullmatch(r"[\w./~^' -]+", code) for code in page.code), words


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_comment_mentions_nobody_and_its_links_lead_to_the_commit_that_was_checked(
    locale: str,
) -> None:
    for words in HOSTILE:
        text = commented(words, locale)[0]
        page = Page(text)

        assert [one for one in page.texts if REFERENCE.search(one)] == [], words
        below = (f"{FORGE.url}/team/", FORGE.report_url)
        assert [link for link in page.links if not link.startswith(below)] == [], words


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_no_line_of_a_comment_is_a_quick_action_or_a_marker(locale: str) -> None:
    for words in HOSTILE:
        for text in commented(words, locale):
            assert not re.search(r"^\s*/", text, re.MULTILINE), words
            assert not [line for line in text.split("\n") if len(line.splitlines()) > 1], words
            assert not UNSEEN.search(text), words
            assert "<!--" not in text, words
