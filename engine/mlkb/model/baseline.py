"""A baseline: gaps that a team knows, with a reason, a person and an end date."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from mlkb.model.source import Location

NOWHERE = Location("")


class Entry(NamedTuple):
    """One known gap, by what identifies it; neither the file nor the line of its answer is.

    *credit* is the percent that the answer earned when it was recorded: below it, the gap is worse
    and no longer known. *until* is a day number, inclusive.
    """

    subject: str
    checklist: str
    question: str
    credit: int
    because: str
    by: str
    until: int
    place: Location = NOWHERE


class Baseline(NamedTuple):
    """What a baseline file holds. *added* are entries of a change to it, which do not count yet.

    *removed* are those of *entries* that the change takes out: they count for the last time.
    """

    path: str
    entries: tuple[Entry, ...]
    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()


class EntryState(StrEnum):
    """How an entry stands: its gap is there, is worse, or is gone (stale), or its date is over."""

    HOLDS = "holds"
    WORSE = "worse"
    STALE = "stale"
    EXPIRED = "expired"


class BaselineStanding(NamedTuple):
    """A baseline held against an assessment; *strict* lets stale entries fail the gate."""

    baseline: Baseline
    states: tuple[tuple[Entry, EntryState], ...]
    strict: bool = False

    @property
    def stale(self) -> int:
        """How many entries have outlived their gaps."""
        return sum(state is EntryState.STALE for _, state in self.states)

    @property
    def stale_blocks(self) -> bool:
        """Whether stale entries keep the gate from holding."""
        return self.strict and self.stale > 0


def since(base: Baseline, head: Baseline) -> Baseline:
    """Return the baseline of *base*, and how *head* changes it; lines may move."""
    before = {entry._replace(place=NOWHERE): entry for entry in base.entries}
    after = {entry._replace(place=NOWHERE): entry for entry in head.entries}
    names = {entry[:3] for entry in after}
    return base._replace(
        added=tuple(entry for plain, entry in after.items() if plain not in before),
        removed=tuple(entry for plain, entry in before.items() if plain[:3] not in names),
    )
