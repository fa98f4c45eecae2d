"""How often an organisation's type is found although some answers are wrong (docs/decisions/0010).

    python bench/org_type_noise.py [RESPONDENTS]

An ideal respondent gives to every question the answer that speaks most for one type; where the
table is silent about that type, any answer. Then a quarter of the answers is spoilt. For each
decision table and each type, in percent of the respondents: the type was named first; it was
named without "mixed"; another type was named without "mixed".

The tables are the first proposal, the checklist as it stands, and the checklist changed in one
point each. Seeds are fixed, so the same figures are printed every time.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.evaluate.conditions import truth
from mlkb.load.build import build_checklist
from mlkb.load.checklist_format import CHECKLIST
from mlkb.load.checklists import read_shaped
from mlkb.model.condition import AllOf, AnyOf, Compare, Premise, Reference, Truth
from mlkb.questions import question_type
from mlkb.results import profile
from mlkb.results.base import Grounds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.model.condition import Condition, Value

    Answers = dict[str, str | tuple[str, ...]]
    Spoil = Callable[["Table", Answers, str, random.Random], Answers]

FILE = Path(__file__).parents[1] / "checklists" / "org-type.yaml"
TYPES = ("ad-hoc", "rnd", "embedded", "function", "first")
NOISE = 0.25
TIE_BREAK = "company-profile"

FIRST_PROPOSAL = {
    "where-ml-lives": (4, TYPES),
    "reports-to": (3, TYPES),
    "value": (3, TYPES[1:]),
    "expertise": (2, TYPES),
    "data-compute": (2, TYPES[1:]),
    "support": (2, TYPES[:2]),
    "hiring-profile": (1, TYPES),
    "feedback-speed": (1, ("embedded", "function")),
    "horizon": (1, ("rnd", "function", "first")),
    "friction": (1, ("function", "first")),
    TIE_BREAK: (1, TYPES),
}
"""The weight of each question, and the types for which it had an answer."""

DEFINING = {
    "function": ("where-ml-lives", "reports-to"),
    "first": ("where-ml-lives", "reports-to"),
}
"""What the first proposal could not do without; it asked after the CEO in `reports-to`."""


class Table(NamedTuple):
    """A decision table with the answers that its questions offer.

    *several* are the questions that take several answers; *excludes* lets a type of which a
    defining feature is missing drop out, as the first proposal did.
    """

    spec: profile.ProfileSpec
    choices: Mapping[str, tuple[str, ...]]
    several: frozenset[str] = frozenset()
    excludes: bool = False


class Tally(NamedTuple):
    """How many respondents of one type were named right, clearly right, and clearly wrong."""

    right: int
    clear: int
    misled: int


def main() -> None:
    """Print a line for each table and each way to spoil answers."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    now, first = checklist_table(), first_proposal()
    print(f"{count} respondents of each type; named first / without 'mixed' / another type instead")
    print(f"{'':46}" + "".join(f"{one:>19}" for one in TYPES))
    for spoil in (not_at_all, at_random, towards_a_rival, left_open):
        print(spoil.__doc__)
        tell("first proposal, types excluded", first._replace(excludes=True), spoil, count)
        tell("first proposal, types only doubted", first, spoil, count)
        tell("the checklist", now, spoil, count)
        if spoil is not at_random:
            continue
        tell("- without the choices we derived", without_derived(now), spoil, count)
        tell("- with the weights first proposed", weighed(now, _proposed), spoil, count)
        tell("- derived choices not one point less", weighed(now, _full), spoil, count)
        tell("- every answer one point", weighed(now, lambda *_: 1), spoil, count)
        tell("- both defining features needed", both_needed(now), spoil, count)


def tell(what: str, table: Table, spoil: Spoil, count: int) -> None:
    """Print the figures of one table."""
    cells = []
    for one in TYPES:
        tally = tallied(table, one, spoil, count)
        cells.append("/".join(f"{100 * part / count:.1f}" for part in tally))
    print(f"  {what:44}" + "".join(f"{cell:>19}" for cell in cells))


def tallied(table: Table, whose: str, spoil: Spoil, count: int) -> Tally:
    """Return what comes out for *count* respondents of the type *whose*."""
    right = clear = misled = 0
    for seed in range(count):
        dice = random.Random(f"{whose} {seed}")  # noqa: S311 - no secret
        result = classified(table, spoil(table, ideal(table, whose, dice), whose, dice))
        right += result.best == whose
        clear += result.best == whose and result.state == profile.CLEAR
        misled += result.best != whose and result.state == profile.CLEAR
    return Tally(right, clear, misled)


def ideal(table: Table, whose: str, dice: random.Random) -> Answers:
    """Answer as the table expects of the type, and anything where it is silent."""
    answers: Answers = {}
    points = next(one.points for one in table.spec.profiles if one.id == whose)
    for question in table.choices:
        row = points.get(question)
        if not row:
            answers[question] = anything(table, question, dice)
            continue
        best = next(choice for choice in row if row[choice] == max(row.values()))
        answers[question] = (best,) if question in table.several else best
    return answers


def anything(table: Table, question: str, dice: random.Random) -> str | tuple[str, ...]:
    """Draw an answer; of several, each is ticked or not."""
    choices = table.choices[question]
    if question in table.several:
        return tuple(one for one in choices if dice.random() < 1 / 2)
    return dice.choice(choices)


def not_at_all(_table: Table, answers: Answers, _whose: str, _dice: random.Random) -> Answers:
    """Spoil nothing."""
    return answers


def at_random(table: Table, answers: Answers, _whose: str, dice: random.Random) -> Answers:
    """Draw a quarter of the answers at random."""
    return {
        question: anything(table, question, dice) if dice.random() < NOISE else answer
        for question, answer in answers.items()
    }


def towards_a_rival(table: Table, answers: Answers, whose: str, dice: random.Random) -> Answers:
    """Let a quarter of the answers speak for one other type."""
    rival = ideal(table, dice.choice([one for one in TYPES if one != whose]), dice)
    return {
        question: rival[question] if dice.random() < NOISE else answer
        for question, answer in answers.items()
    }


def left_open(table: Table, answers: Answers, whose: str, dice: random.Random) -> Answers:
    """Draw a quarter of the answers at random, and leave another quarter open."""
    spoilt = at_random(table, answers, whose, dice)
    return {question: answer for question, answer in spoilt.items() if dice.random() >= NOISE}


def classified(table: Table, answers: Mapping[str, Value]) -> profile.ProfileResult:
    """Return what the engine makes of the answers."""

    def premise(reference: Reference) -> Premise:
        given = answers.get(reference.question)
        return Premise(given, waits_for=() if given is not None else (str(reference),))

    def said(condition: Condition) -> tuple[Truth, tuple[str, ...]]:
        return truth(condition, premise)

    spec = table.spec
    if table.excludes:
        left = tuple(
            one for one in spec.profiles if not one.expects or said(one.expects)[0] is Truth.TRUE
        )
        spec = spec._replace(profiles=left or spec.profiles)
    grounds = Grounds(
        checklist=spec.checklist,
        questions={},
        ladders={},
        findings_of=lambda _: {},
        premise=premise,
        truth=said,
        worth=lambda *_: 0,
        result_at=lambda _: None,
    )
    return profile.compute(spec, grounds)


def first_proposal() -> Table:
    """Return the table that was found brittle: only types 4 and 5 had features they needed."""
    spec = checklist_table().spec
    named = {
        whose: {
            question: {whose: weight}
            for question, (weight, types) in FIRST_PROPOSAL.items()
            if whose in types
        }
        for whose in TYPES
    }
    needs = {
        whose: AllOf(
            tuple(Compare(Reference(spec.checklist, one), "is", whose) for one in questions)
        )
        for whose, questions in DEFINING.items()
    }
    choices = {
        question: types if len(types) == len(TYPES) else (*types, "something-else")
        for question, (_, types) in FIRST_PROPOSAL.items()
    }
    profiles = tuple(
        one._replace(points=named[one.id], expects=needs.get(one.id)) for one in spec.profiles
    )
    return Table(spec._replace(profiles=profiles), choices, several=frozenset({"horizon"}))


def checklist_table() -> Table:
    """Return the table of the checklist as it stands."""
    entry, reader = read_shaped(FILE, CHECKLIST)
    if entry is None or reader.problems:
        raise InvalidDocuments(reader.problems, exit_code=USAGE)
    checklist = build_checklist(entry)
    found = next(result.spec for result in checklist.results if result.id == "type")
    spec = cast("profile.ProfileSpec", found)
    choices = {
        name: question_type(question.type).words(question.spec)
        for name, question in checklist.questions.items()
    }
    return Table(spec, choices)


def without_derived(table: Table) -> Table:
    """Return the table without the choices of our own: those that weigh less than others."""
    return weighed(table, lambda question, points: points * (points == _full(question, 0)))


def weighed(table: Table, weigh: Callable[[str, int], int]) -> Table:
    """Return the table with other points, from the question and the points it gives now."""
    profiles = []
    for one in table.spec.profiles:
        points = {
            question: {
                choice: now if question == TIE_BREAK else weigh(question, now)
                for choice, now in row.items()
            }
            for question, row in one.points.items()
        }
        kept = {question: row for question, row in points.items() if any(row.values())}
        profiles.append(one._replace(points=kept))
    return table._replace(spec=table.spec._replace(profiles=tuple(profiles)))


def both_needed(table: Table) -> Table:
    """Return the table whose types are doubted as soon as one defining feature is missing."""
    profiles = tuple(
        one._replace(expects=AllOf(one.expects.parts)) if isinstance(one.expects, AnyOf) else one
        for one in table.spec.profiles
    )
    return table._replace(spec=table.spec._replace(profiles=profiles))


def _proposed(question: str, _points: int) -> int:
    return FIRST_PROPOSAL[question][0]


def _full(question: str, _points: int) -> int:
    return 3 if question in {"where-ml-lives", "reports-to", "support"} else 2


if __name__ == "__main__":
    main()
