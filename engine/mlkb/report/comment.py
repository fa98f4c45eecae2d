"""
The comment on a pull request or merge request, in Markdown.

    mlkb check --base-ref origin/main --report comment=comment.md

First what the change does to the gaps, then whether the gate holds; then what the change excuses,
what is new or worse, what else is in the way, plans that are overdue and what is excused no longer.
The rest is folded away. Whatever comes from files is escaped, and links lead nowhere but to the
commit that was checked. `mlkb comment` puts it where it belongs.
"""

from __future__ import annotations

import re
from shlex import quote as shell_quoted
from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.render.comment import read_comment
from mlkb.render.comment_cells import Cells, address
from mlkb.render.counts import counts
from mlkb.render.escape import html_text
from mlkb.render.escape import markdown_text as safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mlkb.render.comment import Comment
    from mlkb.render.comment_rows import Row
    from mlkb.render.counts import Count
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

_MARKS = {"fails": "❌", "warns": "⚠️", "holds": "✅"}
_NOTICE = "ℹ️"  # noqa: RUF001 - a sign, not the letter
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_HARMLESS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./^~-]{0,99}")
"""What is shown as part of a command to copy: no name that a shell or a forge acts on."""
_SHOWN = 7
"""Digits of a commit."""
_CHECKLISTS = 5
"""Checklists that are named below."""
_ORDER = (
    {"known", "baseline"},
    {"fixed", "improved"},
    {"answered", "left", "added", "touched", "gaps", "scores"},
    {"advisory"},
    {"steps"},
)
"""What goes first, and what goes next, until the comment is short enough; then rows go.

Notices stay: they are few, and say how to take the rest.
"""
_ROWS = (200, 50, 10, 3, 0)
"""Rows of each part that are left at last."""


class _Form(NamedTuple):
    """How much is told: parts without what is *left_out*, and at most so many rows of each."""

    left_out: frozenset[str] = frozenset()
    most: int | None = None


class _Line(NamedTuple):
    """One row, escaped: cells of a table, or one cell that is a point of a list."""

    severity: str
    cells: tuple[str, ...]


class _Part(NamedTuple):
    """A part of the comment: a table if it has *heads*, else a list; *folded* away or not.

    *steps* says that the last column tells what to do.
    """

    name: str
    title: str
    lines: tuple[_Line, ...]
    heads: tuple[str, ...] = ()
    folded: bool = False
    steps: bool = False


def render(document: dict[str, Any], labels: Labels, look: Look) -> str:
    """Return the comment in full."""
    return next(shorter(document, labels, look))


def shorter(document: dict[str, Any], labels: Labels, look: Look) -> Iterator[str]:
    """Yield the comment in full, then with ever less of it; its counts stay those of all.

    Parts are left out as a whole, so that nothing is cut: first what may stay as it is.
    """
    page = _Page(document, labels, look)
    form = _Form()
    yield page.text(form)
    for left_out in _ORDER:
        form = form._replace(left_out=form.left_out | left_out)
        yield page.text(form)
    for most in _ROWS:
        yield page.text(form._replace(most=most))


def silent(document: dict[str, Any]) -> bool:
    """Say whether there is nothing to say about a change, or nothing to do without a base."""
    baseline = document["baseline"] or {"added": ()}
    if not document["gate"]["holds"] or baseline["added"]:
        return False
    comparison, counted = document["comparison"], counts(document)
    if comparison is None:
        return not any(one.head for one in counted.every if one is not counted.answered)
    moved = any(one["kind"] != "unchanged" for one in comparison["changes"])
    answered = counted.answered.delta
    return not (moved or answered or comparison["excuses"] or document["notices"])


def closed(labels: Labels) -> str:
    """Return what becomes of an earlier comment once there is nothing to say any more."""
    title, told = (labels.say(f"report.comment-closed{part}") for part in ("-title", ""))
    return f"## {_MARKS['holds']} mlkb: {safe(title)}\n\n{safe(told)}\n"


class _Page:
    """The comment, of which every row is escaped once, however many forms are tried."""

    def __init__(self, document: dict[str, Any], labels: Labels, look: Look) -> None:
        self.document = document
        self.labels = labels
        self.look = look
        self.cells = Cells(labels, look.url)
        self.comment: Comment = read_comment(document, labels, look.folder)
        self.parts = tuple(self._parts())
        self.head = tuple(self._head())
        self.foot = self._foot()

    def text(self, form: _Form) -> str:
        """Return the comment in *form*."""
        lines = [*self.head]
        for part in self.parts:
            lines.extend(self._part(part, form))
        return "\n".join([*lines, self.foot]) + "\n"

    def say(self, word: str, **facts: object) -> str:
        """Return one of our own words, escaped as what stands in it."""
        return safe(self.labels.say(f"report.{word}", **facts))

    def _head(self) -> Iterator[str]:
        """Yield what is said first: what the change does, what the gate says, and the counts."""
        comment = self.comment
        yield from [f"## {_MARKS[comment.mark]} mlkb: {safe(comment.headline)}", ""]
        first, *others = map(safe, comment.sentences)
        yield from [" ".join([f"**{first}**", *others]), "", *self._counts(), ""]

    def _counts(self) -> Iterator[str]:
        counted, comparison = self.comment.counts, self.document["comparison"]
        head = self._commit("comment-head", self.look.head)
        if comparison is None:
            yield from ["| | " + head + " |", "|---|--:|"]
        else:
            base = self._commit("comment-base", comparison["commit"])
            yield from [f"| | {base} | {head} | Δ |", "|---|--:|--:|--:|"]
        for one in counted.every:
            cells = [self.say(f"comment-count-{one.what}")]
            if one.base is not None:
                cells.append(_counted(one, one.base, counted.base_asked))
            cells.append(_counted(one, one.head, counted.head_asked))
            if one.base is not None:
                cells.append(f"**{_signed(one.delta)}**" if one.delta else "0")
            yield _row(cells)

    def _commit(self, word: str, commit: str) -> str:
        known = _COMMIT.fullmatch(commit)
        return f"{self.say(word)} `{commit[:_SHOWN]}`" if known else self.say(word)

    def _parts(self) -> Iterator[_Part]:
        comment = self.comment
        notices = tuple(_Line("", (f"{_NOTICE} {safe(one)}",)) for one in comment.notices)
        yield _Part("notices", "", notices)
        yield self._table(
            "excuses", comment.excuses, self.cells.excuse, ("change", "question", "because")
        )
        heads = ("question", "now", "first-step")
        yield self._table("changed", comment.changed, self.cells.full, heads)
        blocking = "blocking" if comment.compared else "in-the-way"
        yield self._table(blocking, comment.blocking, self.cells.full, heads)
        overdue = tuple(_Line(one.severity, (self.cells.late(one),)) for one in comment.overdue)
        yield _Part("overdue", self.say("comment-overdue", count=len(overdue)), overdue)
        lapsed = tuple(_Line(one.severity, (self.cells.brief(one),)) for one in comment.lapsed)
        yield _Part("lapsed", self.say("comment-lapsed", count=len(lapsed)), lapsed)
        for fold in comment.folds:
            lines = tuple(_Line(row.severity, (self.cells.brief(row),)) for row in fold.rows)
            yield _Part(fold.name, fold.title, lines, folded=True)
        title = self.labels.say("report.comment-scores", count=len(comment.scores))
        scores = tuple(_Line("", (safe(one),)) for one in comment.scores)
        yield _Part("scores", title, scores, folded=True)

    def _table(
        self,
        name: str,
        rows: Sequence[Row],
        cells: Callable[[Row], tuple[str, ...]],
        heads: Iterable[str],
    ) -> _Part:
        title = self.say(f"comment-{name}", count=len(rows))
        lines = tuple(_Line(row.severity, cells(row)) for row in rows)
        told = tuple(self.say(head) for head in heads)
        return _Part(name, title, lines, told, steps=told[-1] == self.say("first-step"))

    def _part(self, part: _Part, form: _Form) -> Iterator[str]:
        """Yield the lines of a part; of what is left out, how many there are."""
        lines = _shown(part, form)
        left = len(part.lines) - len(lines)
        more = self._more(left) if left else ""
        if part.folded and lines:
            yield from [f"<details><summary>{html_text(part.title)}</summary>", ""]
            yield from [*_rows(part, lines, form), "", *([more, ""] if more else ())]
            yield from ["</details>", ""]
        elif part.folded and part.lines:
            yield from [f"{safe(part.title)} · {more}", ""]
        elif part.lines:
            yield from [f"### {part.title}", ""] if part.title else []
            yield from [*_rows(part, lines, form), ""] if lines else []
            yield from [more, ""] if more else []

    def _more(self, left: int) -> str:
        told = safe(self.labels.count("report.comment-more", left))
        url = address(self.look.report_url)
        return f"[{told}]({url})" if url else told

    def _foot(self) -> str:
        """Return who says all this and of what, and how to see more of it."""
        checklists = [safe(one) for one in self.comment.checklists[:_CHECKLISTS]]
        left = len(self.comment.checklists) - _CHECKLISTS
        if left > 0:
            checklists.append(self.say("glance-more", number=left))
        parts = [safe(self.comment.made_by), ", ".join(checklists)]
        command = _command(self.document)
        if command:
            parts.append(f"{self.say('comment-reproduce')} `{command}`")
        url = address(self.look.report_url)
        if url:
            parts.append(f"[{self.say('comment-full')}]({url})")
        parts.append(self.say("comment-updated"))
        return f"<sub>{' · '.join(part for part in parts if part)}</sub>"


def _shown(part: _Part, form: _Form) -> Sequence[_Line]:
    """Return the lines of a part that a form tells."""
    if part.name == "notices":
        return part.lines
    if part.name in form.left_out:
        return ()
    lines: Sequence[_Line] = part.lines
    if part.steps and "advisory" in form.left_out:
        lines = [one for one in lines if one.severity != "advisory"]
    return lines[: form.most]


def _rows(part: _Part, lines: Sequence[_Line], form: _Form) -> Iterator[str]:
    """Yield *lines* as a table or as a list."""
    if not part.heads:
        yield from (f"- {one.cells[0]}" for one in lines)
        return
    width = len(part.heads) - (part.steps and "steps" in form.left_out)
    yield from [_row(part.heads[:width]), "|" + "---|" * width]
    yield from (_row(one.cells[:width]) for one in lines)


def _command(document: dict[str, Any]) -> str:
    """Return what evaluates the same again; nothing if it would take a name that may act."""
    comparison, baseline, gate = (document[name] for name in ("comparison", "baseline", "gate"))
    command = ["mlkb", "check"]
    if comparison:
        names = (comparison["ref"], comparison["commit"])
        base = next((name for name in names if _HARMLESS.fullmatch(name)), "")
        if not base:
            return ""
        command += ["--base-ref", base]
    if baseline:
        if not _HARMLESS.fullmatch(baseline["path"]):
            return ""
        command += ["--baseline", baseline["path"]]
    if gate["fail_on"] != "blocking":
        command += ["--fail-on", gate["fail_on"]]
    if (comparison or baseline) and gate["mode"] == "all":
        command += ["--gate", "all"]
    return " ".join(map(shell_quoted, command))


def _counted(count: Count, number: int, asked: int) -> str:
    return f"{number} / {asked}" if count.what == "answered" else str(number)


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
