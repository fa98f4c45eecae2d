"""The questions of a session: what is asked first, and what a core session leaves out."""

from __future__ import annotations

from builders import a_checklist, a_fact, a_question, options
from mlkb.fill.agenda import agenda

PROFILE = {
    "id": "kind",
    "type": "profile",
    "enough": 1,
    "mixed_within": 10,
    "profiles": [
        {"id": "one", "points": {"acts": {"yes": 1}}},
        {"id": "other", "points": {"acts": {"no": 1}, "checked": {"person": 1}}},
    ],
}
KINDS = a_checklist(
    a_fact("acts"),
    a_fact("checked", "single-choice", choices=options("person", "nobody")),
    a_fact("idle"),
    a_question("watched", core=True, when={"answer": "kinds:kind", "is": "one"}),
    a_question("rest"),
    name="kinds",
    results=[PROFILE],
)
DESIGN = a_checklist(
    a_question("undo", core=True, when={"answer": "kinds:kind", "is": "one"}),
    a_question("polish"),
    name="design",
    reads=["kinds"],
)
ALL = {"kinds": KINDS, "design": DESIGN}


def names(checklist: str, *, core: bool = False) -> list[str]:
    """Return the references of an agenda, in order."""
    return [f"{place.checklist}/{place.question}" for place in agenda(ALL, checklist, core=core)]


def test_a_core_session_asks_the_facts_that_its_results_rest_on():
    assert names("kinds", core=True) == ["kinds/acts", "kinds/checked", "kinds/watched"]


def test_a_whole_session_asks_everything_once_in_its_order():
    every = ["kinds/acts", "kinds/checked", "kinds/idle", "kinds/watched", "kinds/rest"]

    assert names("kinds") == every


def test_the_facts_behind_a_result_of_another_checklist_are_asked_first():
    assert names("design", core=True) == ["kinds/acts", "kinds/checked", "design/undo"]
    assert names("design")[-1] == "design/polish"
