"""Conditions are true, false, or unknown while a premise is open (DESIGN rule 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.condition import AllOf, Compare, Not, Truth, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkb.model.condition import Condition, Premise, Reference


def truth(
    condition: Condition, read: Callable[[Reference], Premise]
) -> tuple[Truth, tuple[str, ...]]:
    """Return the value of *condition*, and the references to answer first while it is unknown."""
    if isinstance(condition, Compare):
        return _compared(condition, read(condition.reference))
    if isinstance(condition, Not):
        inner, waits = truth(condition.part, read)
        return _OPPOSITE[inner], waits
    decisive = Truth.FALSE if isinstance(condition, AllOf) else Truth.TRUE
    waiting: list[str] = []
    for part in condition.parts:
        inner, waits = truth(part, read)
        if inner is decisive:
            return decisive, ()
        waiting.extend(waits)
    if waiting:
        return Truth.UNKNOWN, tuple(dict.fromkeys(waiting))
    return _OPPOSITE[decisive], ()


def alike(value: Value) -> Value | frozenset[str]:
    """Return *value* in a form that is equal for equal answers: lists are equal in any order."""
    return frozenset(value) if isinstance(value, tuple) else value


_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def _compared(comparison: Compare, premise: Premise) -> tuple[Truth, tuple[str, ...]]:
    if not premise.applies:
        return Truth.FALSE, ()
    if premise.value is None:
        return Truth.UNKNOWN, premise.waits_for
    return (Truth.TRUE if _holds(comparison, premise, premise.value) else Truth.FALSE), ()


def _holds(comparison: Compare, premise: Premise, value: Value) -> bool:
    operand = comparison.operand
    match comparison.operator:
        case "is":
            return alike(value) == alike(operand)
        case "in":
            return isinstance(operand, tuple) and value in operand
        case "includes":
            return isinstance(value, tuple) and operand in value
        case operator:
            order = premise.order or (lambda _: None)
            here = order(value)
            there = operand if isinstance(operand, int) else order(operand)
            if here is None or there is None:
                return False
            return here >= there if operator == "at_least" else here <= there
