"""How many questions are answered and how many gaps there are, before a change and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlkb.model.checklist import SEVERITIES
from mlkb.model.evaluation import BELOW_TARGET, OPEN, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

Document = dict[str, Any]
COUNTED = ("answered", *SEVERITIES, "open")
"""What is counted, in the order in which it is read."""
_BELOW = frozenset(one.value for one in BELOW_TARGET)
_OPEN = frozenset(one.value for one in OPEN)


class Count(NamedTuple):
    """One of `COUNTED` at the head, and at the base if there is one."""

    what: str
    base: int | None
    head: int

    @property
    def delta(self) -> int:
        """How many more there are at the head; without a base, none."""
        return 0 if self.base is None else self.head - self.base


class Counts(NamedTuple):
    """Every count, and of how many questions, at the base and at the head."""

    every: tuple[Count, ...]
    base_asked: int
    head_asked: int

    @property
    def answered(self) -> Count:
        """How many questions are answered, which is the first count."""
        return self.every[0]


def counts(document: Document) -> Counts:
    """Return what `document["comparison"]` counted at the base, counted at the head as well."""
    head = dict.fromkeys(("asked", "answered", *SEVERITIES), 0)
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            _count(finding, head)
    comparison = document["comparison"]
    base = comparison and {
        name: sum(one["counted"][name] for one in comparison["base"]) for name in head
    }
    for counted in (head, base):
        if counted:
            counted["open"] = counted["asked"] - counted["answered"]
    return Counts(
        tuple(Count(name, base[name] if base else None, head[name]) for name in COUNTED),
        base["asked"] if base else 0,
        head["asked"],
    )


def _count(finding: Mapping[str, Any], into: dict[str, int]) -> None:
    """Count a scored finding that applies; as a gap if it falls short and is not accepted."""
    if not finding["scored"] or finding["outcome"] == Outcome.NOT_APPLICABLE.value:
        return
    into["asked"] += 1
    into["answered"] += finding["outcome"] not in _OPEN
    accept = finding["accept"]
    accepted = accept and not accept["expired"]
    if finding["outcome"] in _BELOW and not accepted:
        into[finding["severity"]] += 1
