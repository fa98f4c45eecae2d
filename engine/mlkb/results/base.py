"""What a module must offer to be a result, and what it may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlkb.model.checklist import Ladder
    from mlkb.model.condition import Value
    from mlkb.model.evaluation import Finding
    from mlkb.model.shape import Shape


class Grounds(NamedTuple):
    """What a result is computed from.

    *checklist* is the id of its own checklist; *findings_of* returns the findings of any checklist
    for the same subject, by question.
    """

    checklist: str
    ladders: Mapping[str, Ladder]
    findings_of: Callable[[str], Mapping[str, Finding]]

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

    def parse(self, raw: Mapping[str, Any]) -> Any:  # noqa: ANN401 - each type has its own spec
        """Return the type's spec from the keys in `FIELDS`."""

    def compute(self, spec: Any, grounds: Grounds) -> Any:  # noqa: ANN401
        """Return the result, or None where nothing can be said."""

    def value(self, result: Any) -> Value | None:  # noqa: ANN401
        """Return what a condition reads, or None unless all inputs are determined."""

    def order(self, spec: Any, grounds: Grounds, value: Value) -> int | None:  # noqa: ANN401
        """Return where *value* stands for `at_least` and `at_most`."""

    def document(self, result: Any, ladders: Mapping[str, Ladder]) -> dict[str, Any]:  # noqa: ANN401
        """Return the result as it stands in `mlkb/report@1`."""
