"""What a module must offer to be a result, and what it may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mlkb.model.shape import Pattern, closed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mlkb.model.checklist import Ladder, Question
    from mlkb.model.condition import Condition, Premise, Reference, Truth, Value
    from mlkb.model.evaluation import Finding
    from mlkb.model.shape import Shape
    from mlkb.model.text import Text


ANY_TEXT = Pattern("text", r"[^\x00]*")
SPOKEN = closed({"en": ANY_TEXT, "ko": ANY_TEXT})
"""A text of a report's document, in every language."""
NAMED = Pattern("reference", r"[a-z0-9./:-]+")
"""A question or a result that a report's document names."""


class Grounds(NamedTuple):
    """What a result is computed from.

    *checklist* is the id of its own checklist and *questions* are that one's; *findings_of* returns
    the findings of any checklist for the same subject, else for the nearest one that it belongs to,
    by question. *premise* is the raw answer at a reference, *truth* the value of a rule with what
    to answer first, *worth* the percent that an answer to a question of its own is worth,
    *place* the percent at which it stands, good or bad, and
    *result_at* what another result has found, with its spec, or None.
    """

    checklist: str
    questions: Mapping[str, Question]
    ladders: Mapping[str, Ladder]
    findings_of: Callable[[str], Mapping[str, Finding]]
    premise: Callable[[Reference], Premise]
    truth: Callable[[Condition], tuple[Truth, tuple[str, ...]]]
    worth: Callable[[str, Value], int]
    place: Callable[[str, Value], int]
    result_at: Callable[[Reference], tuple[Any, Any] | None]

    @property
    def findings(self) -> Mapping[str, Finding]:
        """The findings of the result's own checklist."""
        return self.findings_of(self.checklist)


class ResultType(Protocol):
    """The names that every result module defines."""

    FIELDS: Mapping[str, Shape]
    """The keys that the type adds to a result in a checklist."""

    REQUIRED: tuple[str, ...]
    """Those of `FIELDS` that must stand there."""

    DOCUMENT: Shape
    """The shape of what `document` returns."""

    DECIDES: bool
    """Whether it decides between kinds, so that single answers can turn it over."""

    def parse(self, raw: Mapping[str, Any], checklist: str) -> Any:  # noqa: ANN401 - its own spec
        """Return the type's spec from the keys in `FIELDS`; bare ids are *checklist*'s."""

    def inputs(self, spec: Any) -> Iterable[Reference] | None:  # noqa: ANN401
        """Return every question and result that is read; None means all of the checklist."""

    def compute(self, spec: Any, grounds: Grounds) -> Any:  # noqa: ANN401
        """Return the result, or None where nothing can be said."""

    def value(self, result: Any) -> Value | None:  # noqa: ANN401
        """Return what a condition reads, or None unless all inputs are determined."""

    def first(self, result: Any) -> tuple[str, ...]:  # noqa: ANN401
        """Return what to answer before `value` is known, as far as that can be said."""

    def says(
        self,
        spec: Any,  # noqa: ANN401
        result: Any,  # noqa: ANN401
        ladders: Mapping[str, Ladder],
    ) -> tuple[str, Text] | None:
        """Return in one word, and its title, what it says as things stand; None if it cannot."""

    def order(self, spec: Any, ladders: Mapping[str, Ladder], value: Value) -> int | None:  # noqa: ANN401
        """Return where *value* stands for `at_least` and `at_most`."""

    def document(self, spec: Any, result: Any, ladders: Mapping[str, Ladder]) -> dict[str, Any]:  # noqa: ANN401
        """Return the result as it stands in `mlkb/report@1`."""
