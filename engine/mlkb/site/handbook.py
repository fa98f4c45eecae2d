"""The handbook in one language: checklists, ladders, sources and words as HTML for pages.

Headings that belong in a page's table of contents are Markdown; everything below them is one HTML
block without blank lines, which Markdown passes through untouched.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mlkb.errors import UnknownName, UsageProblem
from mlkb.load.ledger import open_ledger
from mlkb.load.library import Library
from mlkb.model.checklist import version_text
from mlkb.model.condition import references
from mlkb.model.day import iso_date
from mlkb.render.labels import Labels
from mlkb.render.pages import (
    checklist_page,
    help_anchor,
    help_page,
    profile_anchor,
    question_anchor,
    question_page,
    result_anchor,
    result_page,
)
from mlkb.results import result_type
from mlkb.results.comparison import ComparisonSpec
from mlkb.results.levels import LevelsSpec
from mlkb.site.figures import drawn
from mlkb.site.ladder import staircase
from mlkb.site.matrix import Matrix, matrix
from mlkb.site.pipelines import shown
from mlkb.site.published import answers_schema_file, checklist_data
from mlkb.site.wording import Wording, is_korean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkb.load.config import Project
    from mlkb.model.card import Card
    from mlkb.model.checklist import Checklist, Citation, HelpText, Question, ResultSpec

TEMPLATES = Path(__file__).parent / "templates"
RESULT_TEMPLATES = ("verdict", "profile", "comparison", "quadrant", "coverage")
"""The results that a page explains; scores need no words, and ladders have a macro of their own."""
Used = tuple[str, "Question"]
"""A question, and the checklist that it stands in."""


class Handbook:
    """Says what the library and the ledger of a project hold, in one language."""

    def __init__(self, project: Project, locale: str) -> None:
        """Open the library and the ledger of *project*."""
        self.library = Library(project)
        self.ledger = open_ledger(self.library)
        self.wording = Wording(self.library, Labels(locale))
        self._locale = locale
        self._environment = templates()
        self._environment.globals |= _globals(self.wording)
        self._environment.globals |= {"citations": self._citations, "matrix_of": self._matrix}
        self._environment.filters |= {"say": self.wording.say, "spoken": self.wording.spoken}

    def checklist(self, name: str, home: str = "../../") -> str:
        """Return every question of the checklist *name*, section by section."""
        checklist = self._checklist(name)
        facts: dict[str, Any] = {"checklist": checklist, "home": home}
        parts = [self._html("overview", **facts, version=version_text(checklist.version))]
        parts.append(self._html("form", **facts, reads=self._read_by(name)))
        for section in checklist.sections:
            questions = [one for one in checklist.questions.values() if one.section == section.id]
            title = _heading(section.title.spoken(self._locale))
            parts.append(f"### {title} {{: #{checklist.id}--{section.id} }}")
            parts.append(
                self._html(
                    "questions",
                    **facts,
                    questions=questions,
                    switches={one.id: self._switched.get((name, one.id), []) for one in questions},
                    counts={one.id: self._counted.get((name, one.id), []) for one in questions},
                    helps=[one for one in checklist.help if one.section == section.id],
                )
            )
        results = [one for one in checklist.results if one.type in RESULT_TEMPLATES]
        if results:
            title = _heading(self.wording.labels.say("site.results"))
            parts.append(f"### {title} {{: #{checklist.id}---results }}")
            parts.append(self._html("results", **facts, results=results))
        general = [one for one in checklist.help if not one.section]
        if general:
            title = _heading(self.wording.labels.say("site.help"))
            parts.append(f"### {title} {{: #{checklist.id}---help }}")
            parts.append(self._html("helps", **facts, helps=general))
        parts.append(self._html("end", **facts))
        return "\n\n".join(parts)

    def levels(self, name: str, home: str = "../../") -> str:
        """Return the ladder that the checklist *name* is judged by, and its questions on it."""
        checklist = self._checklist(name)
        specs = [one.spec for one in checklist.results if isinstance(one.spec, LevelsSpec)]
        if not specs:
            raise UsageProblem("site-no-ladder", checklist=name)
        spec = specs[0]
        ladder = self.library.ladders[spec.ladder]
        placed: dict[str, dict[bool, list[Used]]] = {
            level: {True: [], False: []} for level in ladder.levels
        }
        for over in spec.over or (name,):
            for question in self._checklist(over).questions.values():
                for tag in question.levels:
                    if tag.ladder == ladder.id and not question.dropped:
                        placed[tag.level][tag.required].append((over, question))
        counts = [len(both[True]) + len(both[False]) for both in placed.values()]
        captions = [ladder.titles[level].spoken(self._locale) for level in ladder.levels]
        stairs = staircase(counts, captions)
        return self._html(
            "levels", ladder=ladder, placed=placed, home=home, stairs=stairs, name=name
        )

    def cards(self, family: str, pages: str = "", home: str = "../") -> str:
        """Return the cards of one *family* one below the other, such as the roles of a document.

        *pages* is the folder in which each card has a page of its own, named for its id. What the
        card says then stands there, and here only the summary, below a link to that page.
        """
        cards = [card for card in self.ledger.cards.values() if card.family == family]
        if not cards:
            families = {card.family: None for card in self.ledger.cards.values()}
            raise UnknownName(kind="family", name=family, known=families)
        parts = []
        for card in cards:
            title = _heading(card.title.spoken(self._locale))
            if pages:
                title = f'<a href="{home}{pages}/{card.id}/">{title}</a>'
            parts.append(f"### {title} {{: #{card.id} }}")
            parts.append(self._html("card", card=card, home=home, whole=not pages))
        return "\n\n".join(parts)

    def card(self, name: str, home: str = "../../") -> str:
        """Return the card *name* in full, as the facts of the page that is about it."""
        return self._html("card", card=self._card(name), home=home, whole=True)

    def questions_about(self, name: str, home: str = "../../") -> str:
        """Return links to the questions that rest on the same statements as the card *name*."""
        claims = set(self._card(name).claims)
        asked = {
            checklist.id: [
                question
                for question in checklist.questions.values()
                if not claims.isdisjoint(question.claims) and not question.dropped
            ]
            for checklist in self.library.values()
        }
        return self._html("asked", asked=asked, home=home)

    def comparison(self, name: str, result: str = "", pages: str = "", home: str = "../../") -> str:
        """Return what a comparison of the checklist *name* expects, as a table.

        *result* chooses one of several comparisons. *pages* is the folder in which each type that
        the answers are held against has a page, named for its id.
        """
        checklist = self._checklist(name)
        found = {one.id: one for one in checklist.results if isinstance(one.spec, ComparisonSpec)}
        if not found:
            raise UsageProblem("site-no-comparison", checklist=name)
        if result and result not in found:
            raise UnknownName(kind="comparison", name=result, known=found)
        chosen = found[result] if result else next(iter(found.values()))
        return self._html(
            "comparison",
            checklist=checklist,
            result=chosen,
            pages=pages,
            home=home,
        )

    def checklists(self, home: str = "../") -> str:
        """Return all checklists, each with what it decides and how long it is."""
        return self._html("checklists", checklists=self.library.values(), home=home)

    def sources(self, home: str = "../") -> str:
        """Return the documents, what each says, and the questions that rest on it."""
        used: dict[str, list[Used]] = {}
        explained: dict[str, list[tuple[str, HelpText]]] = {}
        for checklist in self.library.values():
            for question in checklist.questions.values():
                for name in question.claims:
                    used.setdefault(name, []).append((checklist.id, question))
            for text in checklist.help:
                for name in text.claims:
                    explained.setdefault(name, []).append((checklist.id, text))
        parts = []
        for source in self.ledger.sources.values():
            sections: dict[str, list[Any]] = {}
            for claim in self.ledger.claims.values():
                if claim.source == source.id:
                    sections.setdefault(claim.section, []).append(claim)
            title = _heading(source.title.spoken(self._locale))
            parts.append(f"## {title} {{: #{source.id} }}")
            parts.append(
                self._html(
                    "source",
                    source=source,
                    sections=sections,
                    used=used,
                    explained=explained,
                    home=home,
                )
            )
        return "\n\n".join(parts)

    def glossary(self) -> str:
        """Return the words of the handbook in the order of the language's alphabet."""
        terms = sorted(
            self.ledger.terms.values(), key=lambda term: term.name.spoken(self._locale).casefold()
        )
        return self._html("glossary", terms=terms)

    def published(self, home: str = "../") -> str:
        """Return the files that other tools read, checklist by checklist."""
        return self._html("published", checklists=self.library.values(), home=home)

    def cite(self, *claims: str, home: str = "../../") -> str:
        """Return small links to *claims*, to stand behind the statement that they bear out."""
        known = self.ledger.claims
        for claim in claims:
            if claim not in known:
                raise UnknownName(kind="claim", name=claim, known=known)
        return self._html("cite", claims=[known[claim] for claim in claims], home=home)

    def figure(self, name: str, home: str = "../../") -> str:
        """Return the figure *name*: drawn for wide and narrow screens, and told in words."""
        found = drawn(name, self.wording.labels, self.library, self.ledger)
        caption = [
            (text, self.cite(*claims, home=home) if claims else "")
            for text, claims in found.caption
        ]
        return self._html("figure", figure=found, caption=caption)

    def pipeline(self, name: str, *, folded: bool = False) -> str:
        """Return a file that is handed out for pull requests, under the path to keep it at."""
        return shown(name, self._locale, folded=folded)

    def _checklist(self, name: str) -> Checklist:
        if name not in self.library:
            raise UnknownName(kind="checklist", name=name, known=self.library)
        return self.library[name]

    def _matrix(self, checklist: Checklist, spec: ComparisonSpec) -> Matrix:
        return matrix(checklist, spec, self.library)

    def _card(self, name: str) -> Card:
        if name not in self.ledger.cards:
            raise UnknownName(kind="card", name=name, known=self.ledger.cards)
        return self.ledger.cards[name]

    def _read_by(self, name: str) -> list[str]:
        """Return the checklists that *name* reads, and those that they read in turn."""
        read = {name: None}
        waiting = [name]
        while waiting:
            for other in self.library[waiting.pop()].reads:
                if other not in read and other in self.library:
                    read[other] = None
                    waiting.append(other)
        return list(read)[1:]

    @cached_property
    def _switched(self) -> dict[tuple[str, str], list[Used]]:
        """The questions that apply or not by the answer to another one, by that one."""
        switched: dict[tuple[str, str], list[Used]] = {}
        for checklist in self.library.values():
            for question in checklist.questions.values():
                for read in references(question.when):
                    place = (read.checklist, read.question)
                    switched.setdefault(place, []).append((checklist.id, question))
        return switched

    @cached_property
    def _counted(self) -> dict[tuple[str, str], list[tuple[str, ResultSpec]]]:
        """The results that read an answer, by the question."""
        counted: dict[tuple[str, str], list[tuple[str, ResultSpec]]] = {}
        for checklist in self.library.values():
            for result in checklist.results:
                for read in result_type(result.type).inputs(result.spec) or ():
                    place = (read.checklist, read.question)
                    counted.setdefault(place, []).append((checklist.id, result))
        return counted

    def _citations(self, checklist: Checklist, entry: Question | HelpText) -> list[tuple[Any, Any]]:
        """Return the claims behind a question or a text, together by document and section."""
        places: dict[tuple[str, str], list[tuple[str, Citation]]] = {}
        for claim in entry.claims:
            citation = checklist.citations[claim]
            place = (citation.source.spoken(self._locale), citation.section)
            places.setdefault(place, []).append((claim, citation))
        return list(places.items())

    def _html(self, template: str, **facts: Any) -> str:  # noqa: ANN401 - whatever the template needs
        html = self._environment.get_template(f"{template}.html.j2").render(facts)
        return "\n".join(_filled(html.splitlines()))


def templates() -> Environment:
    """Return the templates, which escape everything and refuse names that nobody filled."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"day": iso_date, "is_korean": is_korean}
    return environment


def _globals(wording: Wording) -> dict[str, Any]:
    return {
        "help_anchor_of": help_anchor,
        "result_page_of": result_page,
        "result_anchor_of": result_anchor,
        "help_page_of": help_page,
        "wording": wording,
        "page_of": checklist_page,
        "profile_anchor_of": profile_anchor,
        "anchor_of": question_anchor,
        "question_page": question_page,
        "version_of": version_text,
        "data_of": checklist_data,
        "answers_of": answers_schema_file,
    }


def _filled(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are not blank, without indentation: Markdown reads meaning into both."""
    for line in lines:
        stripped = line.strip()
        if stripped:
            yield stripped


def _heading(text: str) -> str:
    """Escape what Markdown would read as markup in a heading."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#" else sign for sign in text)
