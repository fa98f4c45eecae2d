"""Where a checklist and its questions stand in the handbook, for everything that links there."""

from __future__ import annotations

CHECKLISTS = "checklists"
"""The folder of the pages; a checklist's page is named for its id, in every language."""


def checklist_page(checklist: str) -> str:
    """Return the address of a checklist's page, from the home of its language."""
    return f"{CHECKLISTS}/{checklist}/"


def question_anchor(checklist: str, question: str) -> str:
    """Return the anchor of a question on that page, the same in every language."""
    return f"{checklist}-{question}"


def question_page(checklist: str, question: str) -> str:
    """Return the address of a question, from the home of its language."""
    return f"{checklist_page(checklist)}#{question_anchor(checklist, question)}"


def help_anchor(checklist: str, text: str) -> str:
    """Return the anchor of a help text on the page of its checklist."""
    return f"{checklist}--help-{text}"


def help_page(checklist: str, text: str) -> str:
    """Return the address of a help text, from the home of its language."""
    return f"{checklist_page(checklist)}#{help_anchor(checklist, text)}"


def result_anchor(checklist: str, result: str) -> str:
    """Return the anchor of a result on the page of its checklist."""
    return f"{checklist}---result-{result}"


def result_page(checklist: str, result: str) -> str:
    """Return the address of a result, from the home of its language."""
    return f"{checklist_page(checklist)}#{result_anchor(checklist, result)}"


def profile_anchor(checklist: str, result: str, profile: str) -> str:
    """Return the anchor of a type that a profile may find, on the page of its checklist."""
    return f"{checklist}--{result}-{profile}"


def profile_page(checklist: str, result: str, profile: str) -> str:
    """Return the address of a type that a profile may find, from the home of its language."""
    return f"{checklist_page(checklist)}#{profile_anchor(checklist, result, profile)}"
