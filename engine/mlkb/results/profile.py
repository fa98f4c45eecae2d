"""
Diagnose by a decision table which type the answers look like.

    type: profile
    enough: 6
    mixed_within: 15
    tie_break: {question: company-profile, within: 10}
    profiles:
      - id: embedded
        title: {en: "Embedded", ko: "제품팀 내장형"}
        points:
          where-ml-lives: {product-teams: 4}
          reports-to: {engineering-lead: 3}
        expects: {answer: reports-to, is: engineering-lead}
      - id: function
        title: {en: "Independent function", ko: "독립 조직형"}
        points:
          where-ml-lives: {division: 4}

A type's share is the points that the answers gave it, in percent of what the answered questions
could have given it, so that a type of which a document says little is not punished. Fewer answers
than `enough` are not enough evidence. Types whose share is within `mixed_within` percent of the
best one make the result mixed, and so does an answer against what the best type `expects`; that
explains, and never excludes. The question of `tie_break` counts only between types within that many
percent of the best, and then it decides outright.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import FULL_CREDIT
from mlkb.model.condition import Reference, Truth, condition_of, references
from mlkb.model.condition_format import CONDITION, QUESTION_ID
from mlkb.model.shape import (
    IDENTIFIER,
    Flag,
    ListOf,
    MapOf,
    Optional,
    Pattern,
    Record,
    Shape,
    Spoken,
    WholeNumber,
    Word,
    closed,
    identifier,
)
from mlkb.model.text import NO_TEXT, text_of
from mlkb.results.base import NAMED, SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Condition, Premise, Value
    from mlkb.model.text import Text
    from mlkb.results.base import Grounds

_POINTS = MapOf("answer", WholeNumber(0, 100), key=IDENTIFIER)

FIELDS: Mapping[str, Shape] = {
    "enough": WholeNumber(1, doc="Fewer answers than this are not enough evidence."),
    "mixed_within": WholeNumber(0, FULL_CREDIT, doc="Percent of the best share."),
    "tie_break": Record(
        {
            "question": Pattern("question", QUESTION_ID),
            "within": WholeNumber(0, FULL_CREDIT, doc="Percent of the best share."),
        },
        required=("question", "within"),
    ),
    "profiles": ListOf(
        Record(
            {
                "id": identifier("profile"),
                "title": Spoken(),
                "summary": Spoken("What the type is like."),
                "advice": Spoken("What to mind."),
                "points": MapOf("question", _POINTS, key=QUESTION_ID),
                "expects": CONDITION,
            },
            required=("id", "title", "points"),
        ),
        least=2,
    ),
}
DECIDES = True
REQUIRED: tuple[str, ...] = ("enough", "mixed_within", "profiles")

CLEAR, MIXED, NOT_ENOUGH = "clear", "mixed", "not-enough"

DOCUMENT = closed(
    {
        "state": Word(CLEAR, MIXED, NOT_ENOUGH),
        "best": Optional(identifier("profile")),
        "mixed_with": ListOf(identifier("profile"), doc="Types about as likely as the best."),
        "unexpected": Flag("Whether an answer goes against what the best type expects."),
        "tie_broken": Flag("Whether the tie-break decided."),
        "known": Flag("Whether every answer that counts is there."),
        "answered": WholeNumber(0),
        "asked": WholeNumber(0),
        "enough": WholeNumber(1),
        "shares": ListOf(
            closed(
                {
                    "id": identifier("profile"),
                    "title": SPOKEN,
                    "summary": SPOKEN,
                    "advice": SPOKEN,
                    "earned": WholeNumber(0),
                    "possible": WholeNumber(0),
                    "share": WholeNumber(0, FULL_CREDIT),
                }
            ),
            doc="Every type, the likeliest first.",
        ),
        "for": ListOf(NAMED, doc="Answers that speak for the best type."),
        "against": ListOf(NAMED, doc="Answers that speak against it."),
        "first": ListOf(NAMED, doc="Questions still open."),
    },
    doc="The type that the answers look like, and what speaks against it.",
)


class Profile(NamedTuple):
    """One type; *points* by question and answer."""

    id: str
    points: Mapping[str, Mapping[str, int]]
    title: Text = NO_TEXT
    summary: Text = NO_TEXT
    advice: Text = NO_TEXT
    expects: Condition | None = None


class ProfileSpec(NamedTuple):
    """The types and the bounds; percents are of the best share."""

    checklist: str
    enough: int
    mixed_within: int
    profiles: tuple[Profile, ...]
    tie_break: str = ""
    tie_within: int = 0

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that give points, without the tie-break."""
        every = (question for profile in self.profiles for question in profile.points)
        return tuple(dict.fromkeys(one for one in every if one != self.tie_break))

    @property
    def asked(self) -> tuple[str, ...]:
        """Those questions and the tie-break, if there is one."""
        return (*self.questions, self.tie_break) if self.tie_break else self.questions


class Share(NamedTuple):
    """What the answers gave one type, of what they could have given it."""

    id: str
    earned: int
    possible: int

    @property
    def percent(self) -> int:
        """The share in percent, rounded down; 0 if no answer could speak for the type."""
        return FULL_CREDIT * self.earned // self.possible if self.possible else 0


class ProfileResult(NamedTuple):
    """The diagnosis; *shares* are in order, the likeliest first."""

    state: str
    shares: tuple[Share, ...]
    answered: int
    best: str | None = None
    mixed_with: tuple[str, ...] = ()
    unexpected: bool = False
    tie_broken: bool = False
    known: bool = False
    supports: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    first: tuple[str, ...] = ()

    @property
    def candidates(self) -> tuple[str, ...]:
        """The types to go by: the best one, and those about as likely."""
        return (self.best, *self.mixed_with) if self.best else ()


def parse(raw: Mapping[str, Any], checklist: str) -> ProfileSpec:
    """Return the spec."""
    tie = raw.get("tie_break", {})
    return ProfileSpec(
        checklist=checklist,
        enough=raw["enough"],
        mixed_within=raw["mixed_within"],
        profiles=tuple(
            Profile(
                id=one["id"],
                title=text_of(one.get("title")),
                summary=text_of(one.get("summary")),
                advice=text_of(one.get("advice")),
                points=one["points"],
                expects=condition_of(one["expects"], checklist) if "expects" in one else None,
            )
            for one in raw["profiles"]
        ),
        tie_break=tie.get("question", ""),
        tie_within=tie.get("within", 0),
    )


def inputs(spec: ProfileSpec) -> tuple[Reference, ...]:
    """Read the questions that give points, the tie-break, and what types expect."""
    expected = (reference for profile in spec.profiles for reference in references(profile.expects))
    own = (Reference(spec.checklist, question) for question in spec.asked)
    return tuple(dict.fromkeys((*own, *expected)))


def compute(spec: ProfileSpec, grounds: Grounds) -> ProfileResult:
    """Return the type that the answers look like (DESIGN rule 13)."""
    premises = {
        question: grounds.premise(Reference(spec.checklist, question)) for question in spec.asked
    }
    given = {
        question: _words(premises[question])
        for question in spec.questions
        if premises[question].value is not None
    }
    shares = sorted((_share(profile, given) for profile in spec.profiles), key=_likeliest)
    waits = _waits(premises, spec.questions)
    if len(given) < spec.enough or not shares[0].percent:
        return ProfileResult(NOT_ENOUGH, tuple(shares), len(given), known=not waits, first=waits)
    tied = _within(shares, spec.tie_within) if spec.tie_break else []
    winner = _tie_winner(spec, tied, premises)
    if winner:
        shares.sort(key=lambda share: share.id != winner)
    if len(tied) > 1:
        waits = tuple(dict.fromkeys((*waits, *_waits(premises, (spec.tie_break,)))))
    best = next(profile for profile in spec.profiles if profile.id == shares[0].id)
    close = () if winner else tuple(one.id for one in _within(shares, spec.mixed_within)[1:])
    unexpected = best.expects is not None and grounds.truth(best.expects)[0] is Truth.FALSE
    return ProfileResult(
        state=MIXED if close or unexpected else CLEAR,
        shares=tuple(shares),
        answered=len(given),
        best=best.id,
        mixed_with=close,
        unexpected=unexpected,
        tie_broken=bool(winner),
        known=not waits,
        supports=_refer(spec, (one for one in given if _points(best, one, given[one]))),
        against=_refer(spec, (one for one in given if _contradicts(spec, best, one, given[one]))),
        first=waits,
    )


def value(result: ProfileResult) -> Value | None:
    """Return the id of the likeliest type, or no word at all where none is likely."""
    return (result.best or "") if result.known else None


def first(result: ProfileResult) -> tuple[str, ...]:
    """Return the questions still open."""
    return result.first


def says(
    spec: ProfileSpec, result: ProfileResult, _ladders: Mapping[str, Ladder]
) -> tuple[str, Text] | None:
    """Return the likeliest type as things stand."""
    titles = {profile.id: profile.title for profile in spec.profiles}
    return (result.best, titles[result.best]) if result.best else None


def order(_spec: ProfileSpec, _ladders: Mapping[str, Ladder], _value: Value) -> int | None:
    """Have no order: types are no ladder."""
    return None


def document(
    spec: ProfileSpec, result: ProfileResult, _ladders: Mapping[str, Ladder]
) -> dict[str, Any]:
    """Return the diagnosis with the words of each type."""
    profiles = {profile.id: profile for profile in spec.profiles}
    return {
        "state": result.state,
        "best": result.best,
        "mixed_with": list(result.mixed_with),
        "unexpected": result.unexpected,
        "tie_broken": result.tie_broken,
        "known": result.known,
        "answered": result.answered,
        "asked": len(spec.questions),
        "enough": spec.enough,
        "shares": [
            {
                "id": share.id,
                "title": profiles[share.id].title._asdict(),
                "summary": profiles[share.id].summary._asdict(),
                "advice": profiles[share.id].advice._asdict(),
                "earned": share.earned,
                "possible": share.possible,
                "share": share.percent,
            }
            for share in result.shares
        ],
        "for": list(result.supports),
        "against": list(result.against),
        "first": list(result.first),
    }


def _words(premise: Premise) -> tuple[str, ...]:
    """Return the words of an answer: one of a choice, several of a multiple choice."""
    value = premise.value
    return value if isinstance(value, tuple) else (str(value),)


def _points(profile: Profile, question: str, words: Sequence[str]) -> int:
    table = profile.points.get(question, {})
    return sum(table.get(word, 0) for word in words)


def _share(profile: Profile, given: Mapping[str, Sequence[str]]) -> Share:
    """Return a type's share; several ticks of a multiple choice may all speak for it."""
    earned = sum(_points(profile, question, words) for question, words in given.items())
    possible = sum(
        max(*table.values(), _points(profile, question, given[question]))
        for question, table in profile.points.items()
        if question in given and table
    )
    return Share(profile.id, earned, possible)


def _likeliest(share: Share) -> int:
    """Sort by share; the order of the checklist breaks ties, since sorting is stable."""
    return -share.percent


def _within(shares: Sequence[Share], percent: int) -> list[Share]:
    """Return the shares that are within *percent* of the best one, which stands first."""
    bound = shares[0].percent * (FULL_CREDIT - percent)
    return [share for share in shares if share.percent * FULL_CREDIT >= bound]


def _tie_winner(
    spec: ProfileSpec, tied: Sequence[Share], premises: Mapping[str, Premise]
) -> str | None:
    """Return the type for which the tie-break speaks most, if it is one of several tied."""
    if len(tied) < 2 or premises[spec.tie_break].value is None:  # noqa: PLR2004 - a tie needs two
        return None
    words = _words(premises[spec.tie_break])
    profiles = {profile.id: profile for profile in spec.profiles}
    points = [_points(profiles[share.id], spec.tie_break, words) for share in tied]
    if not max(points) or points.count(max(points)) > 1:
        return None
    return tied[points.index(max(points))].id


def _contradicts(spec: ProfileSpec, best: Profile, question: str, words: Sequence[str]) -> bool:
    """Say whether an answer could have spoken for the best type and speaks for another."""
    if question not in best.points or _points(best, question, words):
        return False
    return any(_points(other, question, words) for other in spec.profiles)


def _refer(spec: ProfileSpec, questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{spec.checklist}/{question}" for question in questions)


def _waits(premises: Mapping[str, Premise], questions: Sequence[str]) -> tuple[str, ...]:
    """Return what to answer first among *questions*."""
    return tuple(
        dict.fromkeys(
            name
            for question in questions
            if premises[question].applies
            for name in premises[question].waits_for
        )
    )
