"""Answer files as people write them by hand: comments, odd indents, every style that YAML has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from hypothesis import strategies as st

from filling import CHECKLIST
from mlkb.model.day import iso_date

if TYPE_CHECKING:
    from collections.abc import Mapping

Data = str | int | list[str] | dict[str, Any] | None
LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")
PROSE = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
PROSE = PROSE.map(lambda text: normalize("NFC", text))
PLAIN = st.sampled_from(["kim", "a b", "한글 메모", "x-1", "see docs"])
COMMENT = st.sampled_from(
    ["# c", "#", "# yes: no", "# 'quote\" {x", "# 질문?", "# - item", "# == T"]
)
DAYS = st.integers(10_000, 25_000)
EVIDENCE = st.sampled_from(["docs/a.md", "docs/a.md#L10", "https://x.example/a:b?c=d", "한 글.md"])
WORDS = {
    "owner": ["yes", "partial", "no"],
    "stage": ["manual", "automated"],
    "reach": ["nobody", "some", "everyone"],
}


def values(question: str) -> st.SearchStrategy[Any]:
    """Draw an answer that the question allows, as plain data."""
    if question in WORDS:
        return st.sampled_from([*WORDS[question], "n/a"])
    if question == "access":
        several = st.lists(st.sampled_from(["roles", "audit", "review"]), max_size=3, unique=True)
        return several | st.just(["none"]) | st.just("n/a")
    if question == "models":
        return st.integers(0, 1000) | st.just("n/a")
    if question == "holders":
        return st.lists(PLAIN | PROSE, max_size=3, unique=True) | st.just("n/a")
    return PLAIN | PROSE | st.just("n/a")


@dataclass(frozen=True, slots=True)
class File:
    """A file in the pieces it was made of; *answers* are key and text of each answer."""

    mark: bytes
    head: str
    answers: tuple[tuple[str, str], ...]
    tail: str

    @property
    def data(self) -> bytes:
        text = self.head + "".join(piece for _, piece in self.answers) + self.tail
        return self.mark + text.encode()


class Author:
    """Writes an answer file by hand, as carelessly as people do."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
        self.base = draw(st.sampled_from([1, 2, 2, 3, 4, 8]))
        self.deeper = draw(st.sampled_from([1, 2, 2, 4, 6]))

    def maybe(self, times: int = 3) -> bool:
        return self.draw(st.integers(1, times)) == 1

    def end(self) -> str:
        """Draw what ends a line: spaces, a comment, the line end."""
        spaces = self.draw(st.sampled_from(["", "", " ", "   "]))
        if self.maybe(4):
            return f"{spaces or ' '}{self.draw(COMMENT)}{self.newline}"
        return spaces + self.newline

    def between(self, indent: int) -> str:
        lines = [
            " " * indent + self.draw(COMMENT) if self.maybe(2) else ""
            for _ in range(self.draw(st.integers(0, 2)))
        ]
        return "".join(line + self.newline for line in lines)

    def scalar(self, value: str | int, *, prose: bool = False) -> str:
        if isinstance(value, int):
            return str(value)
        style = self.draw(st.sampled_from(["plain", "double", "single"]))
        simple = value.isascii() and value.replace("-", "").replace("/", "").isalpha()
        if style == "plain" and simple and not prose:
            return value
        if style == "single" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        escaped = "".join(
            c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in value
        )
        return f'"{escaped}"'

    def value(self, value: Data, indent: int, *, prose: bool) -> str:
        """Write a value behind its colon, with the end of its last line."""
        if value is None:
            return self.draw(st.sampled_from(["", "", " ~", " null"])) + self.end()
        if isinstance(value, list):
            return self.several(value, indent)
        if isinstance(value, dict):
            return self.inner(value, indent)
        if prose and isinstance(value, str) and self.maybe(4):
            plain = value.isprintable() and value == value.strip() and value != "n/a"
            if plain:
                return self.block(value, indent)
        gap = self.draw(st.sampled_from([" ", " ", "   ", f"{self.newline}{' ' * (indent + 1)}"]))
        return gap + self.scalar(value, prose=prose) + self.end()

    def block(self, value: str, indent: int) -> str:
        header = self.draw(st.sampled_from(["|", ">", "|-", "|+", ">-"]))
        inner = " " * (indent + self.deeper)
        empty = self.newline * self.draw(st.integers(0, 2))
        return f" {header}{self.end()}{inner}{value}{self.newline}{empty}"

    def several(self, entries: list[str], indent: int) -> str:
        if not entries or self.maybe(2):
            gap = self.draw(st.sampled_from(["", " "]))
            inside = f",{gap}".join(self.scalar(one, prose=True) for one in entries)
            return f" [{gap}{inside}{gap}]{self.end()}"
        dash = " " * (indent + self.draw(st.sampled_from([0, self.deeper])))
        lines = [self.end()]
        for one in entries:
            lines.append(f"{dash}- {self.scalar(one, prose=True)}{self.end()}")
            if self.maybe(6):
                lines.append(f"{dash}{self.draw(COMMENT)}{self.newline}")
        return "".join(lines)

    def inner(self, fields: Mapping[str, Any], indent: int) -> str:
        if self.maybe(3):
            pairs = []
            for key, value in fields.items():
                if isinstance(value, list):
                    several = ", ".join(self.scalar(one, prose=True) for one in value)
                    pairs.append(f"{key}: [{several}]")
                elif isinstance(value, dict):
                    flat = [f"{k}: {self.scalar(v, prose=k != 'until')}" for k, v in value.items()]
                    pairs.append(f"{key}: {{{', '.join(flat)}}}")
                else:
                    prose = key in ("note", "because", "by")
                    written = "" if value is None else self.scalar(value, prose=prose)
                    pairs.append(f"{key}: {written}")
            return f" {{{', '.join(pairs)}}}{self.end()}"
        column = indent + self.deeper
        lines = [self.end()]
        for key, value in fields.items():
            prose = key in ("note", "because", "by")
            text = self.value(value, column, prose=prose)
            lines.append(f"{' ' * column}{key}:{text}")
            if self.maybe(5):
                lines.append(self.between(column))
        return "".join(lines)


@st.composite
def long_answers(draw: st.DrawFn, question: str) -> dict[str, Any]:
    days = DAYS.map(iso_date)
    answer = draw(st.none() | values(question))
    fields: dict[str, Any] = {
        "answer": answer,
        "note": draw(st.none() | PLAIN | PROSE),
        "because": draw(st.none() | PLAIN | PROSE),
        "evidence": draw(st.none() | EVIDENCE | st.lists(EVIDENCE, max_size=3)),
        "on": draw(st.none() | days),
        "plan": draw(st.none() | st.fixed_dictionaries({"by": PLAIN | PROSE, "until": days})),
    }
    if answer not in (None, "n/a"):
        accept = {"because": PROSE, "by": PLAIN, "until": days}
        fields["accept"] = draw(st.none() | st.fixed_dictionaries(accept))
    there = {key: value for key, value in fields.items() if value is not None}
    if answer is None and draw(st.booleans()):
        there["answer"] = None
    order = draw(st.permutations(list(there)))
    return {key: there[key] for key in order}


@st.composite
def files(draw: st.DrawFn) -> File:
    author = Author(draw)
    line = author.newline
    names = draw(st.lists(st.sampled_from(list(CHECKLIST.questions)), unique=True, max_size=7))
    if draw(st.booleans()):
        names.sort(key=list(CHECKLIST.questions).index)
    head = (
        f"{author.between(0)}format: mlkb/answers@1{author.end()}checklist: all-types@1.0.0{line}"
        f'subject: "x"{author.end()}{author.between(0)}answers:{author.end()}'
    )
    answers: list[tuple[str, str, str]] = []
    for name in names:
        comment = author.between(author.base)
        key = draw(st.sampled_from([name, name, f'"{name}"']))
        fields = draw(long_answers(name))
        if not fields or draw(st.booleans()):
            value: Any = draw(st.none() | values(name))
        else:
            value = fields
        prose = name in ("story", "holders")
        text = author.value(value, author.base, prose=prose)
        head += comment if not answers else ""
        if answers:
            answers[-1] = (answers[-1][0], answers[-1][1], comment)
        answers.append((name, f"{' ' * author.base}{key}:{text}", ""))
    tail = author.between(draw(st.sampled_from([0, author.base])))
    if not tail and answers and draw(st.booleans()):
        name, text, comment = answers[-1]
        answers[-1] = (name, text.rstrip("\r\n"), comment)
    return File(
        mark=draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])),
        head=head,
        answers=tuple((name, text + comment) for name, text, comment in answers),
        tail=tail,
    )
