"""What a module must offer to be a question type.

A question type is a module: its docstring is its manual page, and these are its names. Values are
what `read` returned, so the other functions never see a wrong one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.model.condition import Value
    from mlkb.model.shape import Shape


class QuestionType(Protocol):
    """The names that every module in this folder defines."""

    FIELDS: Mapping[str, Shape]
    """The keys that the type adds to a question in a checklist."""

    REQUIRED: tuple[str, ...]
    """Those of `FIELDS` that must stand there."""

    def parse(self, raw: Mapping[str, Any]) -> Any:  # noqa: ANN401 - each type has its own spec
        """Return the type's spec from the keys in `FIELDS`, already read and well shaped."""

    def faults(
        self, raw: Mapping[str, Any], *, scored: bool
    ) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, object]]]:
        """Yield what no shape can say: (code of the problem, path to the place, facts)."""

    def read(self, spec: Any, given: object) -> Value:  # noqa: ANN401
        """Return the value of an answer as it was given, or raise `WrongAnswer`."""

    def credit(self, spec: Any, value: Value) -> int:  # noqa: ANN401
        """Return how many percent of the weight *value* earns."""

    def order(self, spec: Any, value: Value) -> int | None:  # noqa: ANN401
        """Return where *value* stands for `at_least` and `at_most`, or None if it has no order."""

    def words(self, spec: Any) -> tuple[str, ...]:  # noqa: ANN401
        """Return the words that an answer may use; none means that it is free."""

    def answer_shape(self, spec: Any) -> Shape:  # noqa: ANN401
        """Return the shape of an answer, for the checklist's own JSON Schema."""


class WrongAnswer(ValueError):
    """An answer that the question does not allow; *code* and *facts* fill `problem.<code>`."""

    def __init__(self, code: str, **facts: object) -> None:
        """Name the message and fill it."""
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def one_of(words: tuple[str, ...], given: object) -> str:
    """Return *given* if it is one of *words*, else raise `WrongAnswer`."""
    if isinstance(given, str) and given in words:
        return given
    raise WrongAnswer("answer-not-a-choice", given=given, expected=words)
