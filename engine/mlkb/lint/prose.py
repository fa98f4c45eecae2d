"""Texts: words to avoid, the same text in both languages, languages in each other's place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlkb.lint.concern import Concern, concern
from mlkb.lint.corpus import spoken
from mlkb.load.document import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkb.lint.corpus import Corpus
    from mlkb.load.reader import Entry, Reader
    from mlkb.model.source import Location

_HANGUL = re.compile("[가-힣]")
_MOST_ALIKE = 2
"""Words that may well be the same in both languages: a name, a unit, a product."""
_TITLES = ("sources",)
"""Files whose texts are names of things, the same in any language."""


def prose(corpus: Corpus) -> Iterator[Concern]:
    """Yield what is wrong with the texts of every file of the folder."""
    avoided = {language: _avoided(corpus, language) for language in ("en", "ko")}
    files = {**corpus.found.checklists, **corpus.found.beside}
    for file, data in files.items():
        reader = corpus.found.readers[file]
        for text in spoken(data):
            if file not in _TITLES:
                yield from _languages(text, reader)
            for language, words in avoided.items():
                yield from words.concerns(text, language, reader)


def _languages(text: Entry, reader: Reader) -> Iterator[Concern]:
    english, korean = text["en"], text["ko"]
    if english.strip() == korean.strip() and len(english.split()) > _MOST_ALIKE:
        yield concern("same-text", _place(text, "ko", korean, reader))
    elif _HANGUL.search(english) and not _HANGUL.search(korean):
        yield concern("languages-swapped", _place(text, "en", english, reader))


class _Words:
    """The words to avoid in one language, and those that stand for each."""

    def __init__(self, better: Mapping[str, str], names: Sequence[str], *, whole: bool) -> None:
        edge = r"(?<![\w-])(?:{})(?![\w-])" if whole else "(?:{})"
        longest = sorted(better, key=len, reverse=True)
        self._better = {word.casefold(): name for word, name in better.items()}
        self._find = _pattern(longest, edge)
        self._names = _pattern(names, edge)

    def concerns(self, text: Entry, language: str, reader: Reader) -> Iterator[Concern]:
        """Yield each word to avoid in *text*, but not inside a term that is right."""
        said = text[language]
        fine = [match.span() for match in self._names.finditer(said)]
        for match in self._find.finditer(said):
            start, end = match.span()
            if any(first <= start and end <= last for first, last in fine):
                continue
            better = self._better[match[0].casefold()]
            place = _place(text, language, match[0], reader)
            yield concern("term-avoided", place, given=match[0], better=better)


def _avoided(corpus: Corpus, language: str) -> _Words:
    terms = corpus.beside("vocabulary", "terms")
    better = {
        word: term[language] for term in terms for word in term.get("avoid", {}).get(language, ())
    }
    return _Words(better, [term[language] for term in terms], whole=language == "en")


def _pattern(words: Sequence[str], edge: str) -> re.Pattern[str]:
    """Return what finds any of *words*; of none, nothing."""
    inside = "|".join(re.escape(word) for word in words) or "(?!)"
    return re.compile(edge.format(inside), re.IGNORECASE)


def _place(text: Entry, language: str, word: str, reader: Reader) -> Location:
    """Return where *word* stands in a text, or the text itself where it is written otherwise."""
    node = text.values_at[language]
    start, end = node.start_mark.index, node.end_mark.index
    at = reader.text.find(word, start, end)
    return place_of(reader.text, start if at < 0 else at, reader.path)
