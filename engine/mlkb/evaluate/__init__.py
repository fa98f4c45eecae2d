"""From checklists and answers to findings: pure functions, no I/O, no clock, no locale."""

from mlkb.evaluate.evaluation import evaluate

__all__ = ["evaluate"]
