"""What a page says about a question: conditions, numbers, references, in one language."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from mlkb.model.condition import AllOf, AnyOf, Compare, Condition, Not
from mlkb.model.shape import LARGEST
from mlkb.render.pages import checklist_page, question_page, result_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkb.load.library import Library
    from mlkb.model.checklist import Question, ResultSpec
    from mlkb.model.text import Text
    from mlkb.questions.number import Band
    from mlkb.render.labels import Labels
    from mlkb.results.comparison import Expectation

_HANGUL = ("가", "힣")


class Wording:
    """Says things about the checklists of a library, ready to stand in HTML."""

    def __init__(self, library: Library, labels: Labels) -> None:
        """Speak the language of *labels* about *library*."""
        self.library = library
        self.labels = labels
        self._escaped: dict[str, Markup] = {}
        self._parts: dict[str, list[tuple[str, str | None]]] = {}

    def say(self, key: str, **facts: object) -> Markup:
        """Return the words under *key*; what fills them is escaped unless it is markup already."""
        if key not in self._escaped:
            words = self._escaped[key] = escape(self.labels.say(key))
            # A page says so much that Markup's own way to fill them in would take a fifth of it.
            self._parts[key] = [(text, name) for text, name, *_ in Formatter().parse(words)]
        if not facts:
            return self._escaped[key]
        said = (f"{text}{escape(facts[name]) if name else ''}" for text, name in self._parts[key])
        return Markup("".join(said))  # noqa: S704 - the words are escaped, and what fills them

    def spoken(self, text: Text) -> str:
        """Return *text* in the language of the page."""
        return text.spoken(self.labels.locale)

    def condition(self, condition: Condition, home: str) -> Markup:
        """Return when *condition* holds, with links to the questions that it reads."""
        if isinstance(condition, Compare):
            return self._comparison(condition, home)
        if isinstance(condition, Not):
            return self.say("site.when-not", part=self.condition(condition.part, home))
        joint = {AllOf: "site.when-all", AnyOf: "site.when-any"}[type(condition)]
        parts = [self.condition(part, home) for part in condition.parts]
        return self.say(joint).join(parts)

    def link(self, checklist: str, question: str, home: str) -> Markup:
        """Return a link to a question, which is its wording."""
        text = f"{checklist}/{question}"
        if checklist in self.library and question in self.library[checklist].questions:
            text = self.spoken(self.library[checklist].questions[question].ask)
        return _anchor(home + question_page(checklist, question), text)

    def result(self, checklist: str, result: ResultSpec, home: str) -> Markup:
        """Return a link to a result, which is what it is called."""
        title = self.spoken(result.title or self.library[checklist].title)
        return _anchor(home + result_page(checklist, result.id), title)

    def reference(self, reference: str, home: str) -> Markup:
        """Return a link to what `see` names: a question, a checklist or an address."""
        if "://" in reference:
            return _anchor(reference, reference)
        checklist, _, question = reference.partition("/")
        if question:
            return self.link(checklist, question, home)
        title = self.spoken(self.library[checklist].title)
        return _anchor(home + checklist_page(checklist), title)

    def bands(self, bands: Iterable[Band]) -> Markup:
        """Return which numbers earn how much."""
        parts = []
        for band in bands:
            words = {
                (True, False): "site.band-least",
                (False, True): "site.band-most",
            }.get((band.at_least > -LARGEST, band.at_most < LARGEST), "site.band-between")
            parts.append(
                self.say(words, least=band.at_least, most=band.at_most, credit=band.credit)
            )
        return Markup("; ").join([*parts, self.say("site.band-else")])

    def expectation(self, expected: Expectation, question: Question) -> str:
        """Return what a comparison expects of an answer: one of several, at least or at most."""
        operand = expected.operand
        values = operand if isinstance(operand, tuple) else (operand,)
        words = (self._quoted(value, question) for value in values)
        value = self.labels.say("report.or").join(words)
        return self.labels.say(f"report.expected-{expected.operator}", value=value)

    def kind(self, kind: str) -> str:
        """Return the kind of a document; kinds are free, so one of ours may lack words."""
        try:
            return self.labels.say(f"site.kind-{kind}")
        except KeyError:
            return kind

    def _comparison(self, compare: Compare, home: str) -> Markup:
        reference = compare.reference
        words = f"site.when-{compare.operator.replace('_', '-')}"
        if reference.result:
            found = self.library[reference.checklist]
            result = next(one for one in found.results if one.id == reference.result)
            premise = self.result(found.id, result, home)
            return self.say(words, question=premise, value=self._said(compare, result))
        question = self.library[reference.checklist].questions[reference.question]
        premise = self.link(reference.checklist, reference.question, home)
        return self.say(words, question=premise, value=self._values(compare, question))

    def _said(self, compare: Compare, result: ResultSpec) -> str:
        """Return what a result should say, by the titles of its types, verdicts or levels."""
        operand = compare.operand
        values = operand if isinstance(operand, tuple) else (operand,)
        return ", ".join(self._title(str(value), result.spec) for value in values)

    def _title(self, value: str, spec: object) -> str:
        verdicts = getattr(spec, "verdicts", {})
        titles = {profile.id: profile.title for profile in getattr(spec, "profiles", ())}
        titles |= {name: verdict.title for name, verdict in verdicts.items()}
        ladder = self.library.ladders.get(getattr(spec, "ladder", ""))
        titles |= ladder.titles if ladder else {}
        return self.spoken(titles[value]) if value in titles else value

    def _values(self, compare: Compare, question: Question | None) -> str:
        operand = compare.operand
        values = operand if isinstance(operand, tuple) else (operand,)
        return ", ".join(self._value(value, question) for value in values)

    def _quoted(self, value: str | int, question: Question) -> str:
        """Return an answer inside a sentence of ours: words in quotes, a number as it is."""
        word = self._value(value, question)
        return self.labels.say("report.quoted", text=word) if isinstance(value, str) else word

    def _value(self, value: str | int, question: Question | None) -> str:
        """Return an answer as a reader knows it: the label of a choice, a word, a number."""
        for choice in getattr(question.spec if question else None, "choices", ()):
            if choice.id == value:
                return self.spoken(choice.label)
        if value in ("yes", "partial", "no"):
            return self.labels.say(f"report.answer-{value}")
        return str(value)


def is_korean(text: str) -> bool:
    """Say whether *text* has Hangul in it, so that a page can mark its language."""
    return any(_HANGUL[0] <= sign <= _HANGUL[1] for sign in text)


def _anchor(address: str, text: str) -> Markup:
    return Markup(f'<a href="{escape(address)}">{escape(text)}</a>')  # noqa: S704 - both are escaped
