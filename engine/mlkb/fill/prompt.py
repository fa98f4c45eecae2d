"""Asking a checklist on the terminal: one question at a time, each answer saved at once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mlkb.errors import CannotSave, NoAnswers
from mlkb.fill.answer_file import AnswerFile
from mlkb.fill.desk import Desk
from mlkb.fill.dialogue import Dialogue
from mlkb.fill.keys import QUIT, clean
from mlkb.fill.layout import Layout
from mlkb.fill.schema_file import keep_schema, schema_reference
from mlkb.fill.session import Session
from mlkb.fill.step import SheetKey
from mlkb.fill.template import template
from mlkb.fill.terminal import screen
from mlkb.fill.where import answer_path, fitting_subjects, is_id, known_subject
from mlkb.load.workspace import Workspace, open_workspace
from mlkb.render.labels import Labels

if TYPE_CHECKING:
    from pathlib import Path

    from mlkb.fill.terminal import Terminal
    from mlkb.load.config import Project
    from mlkb.load.library import Library
    from mlkb.model.answers import AnswerSheet

_QUIT = f":{QUIT}"


def ask(
    *,
    project: Project,
    library: Library,
    checklist: str,
    subject: str | None,
    respondent: str | None,
    core: bool,
    today: int,
    labels: Labels,
    role: str = "",
    terminal: Terminal | None = None,
) -> dict[SheetKey, Path]:
    """Ask what is open in *checklist* until nothing is, or the person quits.

    Returns the sheets that hold the answers with their files, those of the facts first; none if
    nothing was ever answered. What was confirmed is saved, also where this ends with an exception.
    """
    if terminal is None:
        with screen() as own:
            return ask(
                project=project,
                library=library,
                checklist=checklist,
                subject=subject,
                respondent=respondent,
                core=core,
                today=today,
                labels=labels,
                role=role,
                terminal=own,
            )
    layout = Layout(terminal, _sayable(labels, terminal))
    chosen = subject or known_subject(project, library[checklist].about)
    if chosen is None:
        chosen = _asked_subject(layout, project, library[checklist].about)
        if chosen is None:
            return {}
    answer_path(project, checklist, chosen, respondent or "")  # refuses what cannot be an id
    found = _workspace(project, library, today)
    session = Session(
        library,
        library.ladders,
        found.sheets,
        key=SheetKey(checklist, chosen, respondent or ""),
        today=today,
        subjects=project.subjects,
        evidence=found.evidence,
        core=core,
    )
    files = {
        key: _file(
            key,
            project=project,
            library=library,
            sheets=found.sheets,
            labels=layout.labels,
            today=today,
            role=role,
        )
        for key in session.targets.values()
    }
    try:
        Dialogue(Desk(session, layout, files, project.root)).run()
    except KeyboardInterrupt:
        terminal.write("\n")
        raise
    facts_first = sorted(files, key=lambda key: key == session.key)
    return {key: files[key].path for key in facts_first if files[key].path.exists()}


def _sayable(labels: Labels, terminal: Terminal) -> Labels:
    """Return the words in a language that the terminal has letters for."""
    try:
        labels.say("fill.word-yes").encode(terminal.encoding)
    except UnicodeEncodeError:
        return Labels("en")
    return labels


def _workspace(project: Project, library: Library, today: int) -> Workspace:
    if not project.answers.is_dir():
        return Workspace((), {})
    try:
        return open_workspace([project.answers], project.root, library, today)
    except NoAnswers:
        return Workspace((), {})


def _asked_subject(layout: Layout, project: Project, about: str) -> str | None:
    """Ask what is assessed; None if nobody says. Known subjects of the kind *about* are named."""
    known = fitting_subjects(project, about) or list(project.subjects)
    proposal = project.root.name if is_id(project.root.name) and not known else ""
    named = ", ".join(known)
    layout.line(layout.say("which-known", known=named) if known else layout.say("which-subject"))
    while True:
        prompt = f"[{proposal}] > " if proposal else "> "
        try:
            name = clean(layout.terminal.read_line(prompt)) or proposal
        except EOFError:
            return None
        if name == _QUIT:
            return None
        if name in project.subjects or (is_id(name) and not known):
            return name
        wrong = layout.say("wrong-known", known=named) if known else layout.say("wrong-subject")
        layout.line(wrong)


def _file(
    key: SheetKey,
    *,
    project: Project,
    library: Library,
    sheets: tuple[AnswerSheet, ...],
    labels: Labels,
    today: int,
    role: str,
) -> AnswerFile:
    there = next(
        (one for one in sheets if (one.checklist, one.subject, one.respondent) == key), None
    )
    path = project.root / there.path if there else answer_path(project, *key)
    checklist = library[key.checklist]
    new = template(
        checklist,
        subject=key.subject,
        respondent=key.respondent,
        role=role,
        labels=labels,
        today=today,
        schema=schema_reference(key.checklist),
    )

    def created() -> None:
        with suppress(CannotSave):  # the answer is saved; only an editor misses the schema
            keep_schema(project.answers, checklist)

    return AnswerFile(path, project.root, new.encode(), created)
