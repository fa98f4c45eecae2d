"""`mlkb list` and `mlkb show`: which checklists there are, and what they ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlkb.cli.context import locale_option, open_context, put, terminal_look
from mlkb.errors import UnknownName
from mlkb.model.checklist import version_text
from mlkb.questions import question_type
from mlkb.render.width import pad, printable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.cli.context import Context
    from mlkb.model.checklist import Checklist, Question

_LABEL = 14
"""Columns that the label of a line takes."""
_INDENT = "  "


@click.command("list", help="cli.list")
@locale_option
def list_command(locale: str | None) -> None:
    """Print every checklist: its id, how many questions it has, its title."""
    context = open_context(Path.cwd(), locale=locale)
    column = max(width(name) for name in context.library)
    for name, checklist in context.library.items():
        scored = sum(question.scored for question in checklist.questions.values())
        numbers = {"cli.questions": scored, "cli.facts": len(checklist.questions) - scored}
        count = ", ".join(context.labels.count(kind, one) for kind, one in numbers.items() if one)
        title = checklist.title.spoken(context.labels.locale)
        put(f"{pad(name, column)}  {printable(title)}  ({count})")


@click.command("show", help="cli.show")
@click.argument("what", metavar="CHECKLIST[/QUESTION]")
@locale_option
def show_command(what: str, locale: str | None) -> None:
    """Print a checklist, or all there is to know about one question."""
    context = open_context(Path.cwd(), locale=locale)
    name, _, question = what.partition("/")
    if name not in context.library:
        raise UnknownName(kind="checklist", name=name, known=tuple(context.library))
    checklist = context.library[name]
    if question and question not in checklist.questions:
        raise UnknownName(kind="question", name=question, known=tuple(checklist.questions))
    if question:
        lines = _question(checklist, checklist.questions[question], context)
    else:
        lines = _checklist(checklist, context)
    columns = min(terminal_look().columns, 100)
    for label, text in lines:
        first = label if label.isspace() else pad(f"{label}  ", _LABEL) if label else ""
        for line in wrap(printable(text), columns, first=first, rest=" " * width(first)):
            put(line)


def _checklist(checklist: Checklist, context: Context) -> Iterator[tuple[str, str]]:
    say, locale = context.labels.say, context.labels.locale
    yield "", f"{checklist.title.spoken(locale)} ({checklist.id} {version_text(checklist.version)})"
    yield "", ""
    yield "", checklist.summary.spoken(locale)
    yield "", ""
    if checklist.decides:
        yield say("cli.decides"), checklist.decides.spoken(locale)
    roles = [
        context.library.roles[role].spoken(locale)
        for role in checklist.answered_by
        if role in context.library.roles
    ]
    if roles:
        yield say("cli.answered-by"), ", ".join(roles)
    yield say("cli.fill-in"), f"mlkb check {checklist.id}"
    for section in checklist.sections:
        yield "", ""
        yield "", section.title.spoken(locale)
        for question in checklist.questions.values():
            if question.section == section.id:
                core = say("cli.core") if question.core else ""
                yield _INDENT, f"{question.id}: {question.ask.spoken(locale)} {core}".rstrip()
    for text in checklist.help:
        yield "", ""
        yield "", text.title.spoken(locale)
        yield _INDENT, text.text.spoken(locale)


def _question(
    checklist: Checklist, question: Question, context: Context
) -> Iterator[tuple[str, str]]:
    say, locale = context.labels.say, context.labels.locale
    yield "", question.ask.spoken(locale)
    yield "", ""
    answers = _answers(question, context)
    yield say("cli.answers"), answers[0]
    for answer in answers[1:]:
        yield " " * _LABEL, answer
    yield say("report.why"), question.why.spoken(locale)
    if question.scored:
        facts = (question.severity, question.weight)
        severity = say(f"report.severity-{facts[0]}")
        yield say("report.severity"), say("cli.counts", severity=severity, weight=facts[1])
    if question.improve:
        yield say("report.first-step"), question.improve.do.spoken(locale)
        effort = question.improve.effort or "unknown"
        yield say("report.effort"), say(f"report.effort-{effort}")
    if question.evidence != "none":
        wanted = question.evidence_wanted.spoken(locale)
        yield say("report.proof"), f"{wanted} ({say(f'cli.evidence-{question.evidence}')})"
    if question.requires:
        yield say("cli.requires"), question.requires
    for claim in question.claims:
        citation = checklist.citations.get(claim)
        if citation:
            place = say(
                "report.source-place",
                source=citation.source.spoken(locale),
                section=citation.section,
            )
            doubt = citation.doubtful.spoken(locale)
            doubtful = say("report.doubtful", doubt=doubt) if doubt else ""
            yield say("report.source"), f"{citation.says.spoken(locale)} {place} {doubtful}".strip()
    if not question.claims:
        yield say("report.source"), say(f"report.provenance-{question.provenance}")


def _answers(question: Question, context: Context) -> list[str]:
    """Return what may be answered, with labels where the words have them."""
    options = getattr(question.spec, "choices", ())
    if options:
        locale = context.labels.locale
        return [f"{option.id}: {option.label.spoken(locale)}" for option in options]
    words = question_type(question.type).words(question.spec)
    return [" | ".join(words) if words else context.labels.say(f"cli.free-{question.type}")]
