"""From a base and a baseline to what the gate judges: the options of `mlkb check` for CI."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlkb.cli.assessing import assess
from mlkb.errors import InvalidDocuments, UsageProblem
from mlkb.evaluate import evaluate
from mlkb.load.workspace import shown
from mlkb.model.evaluation import GATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkb.cli.context import Context
    from mlkb.load.before import Before
    from mlkb.load.revision import Past
    from mlkb.model.baseline import Baseline, BaselineStanding
    from mlkb.model.comparison import Comparison, Notice
    from mlkb.model.evaluation import Assessment


class Against(NamedTuple):
    """What to judge by, as the command line says it; what is left out is empty."""

    fail_on: str | None = None
    gate: str | None = None
    base_ref: str | None = None
    baseline: Path | None = None
    strict: bool = False
    changed: bool = False

    @property
    def mode(self) -> str:
        """One of `GATES`: what is asked for, else `new` wherever something can be known."""
        return self.gate or GATES[bool(self.base_ref or self.baseline)]

    def check(self) -> None:
        """Refuse what needs something else beside it, and a base without a name."""
        if self.base_ref is not None and not self.base_ref.strip():
            raise UsageProblem("base-unnamed")
        if self.changed and not self.base_ref:
            raise UsageProblem("needs-base", option="--changed")
        if self.strict and not self.baseline:
            raise UsageProblem("needs-baseline", option="--strict-baseline")
        if self.gate == GATES[1] and not (self.base_ref or self.baseline):
            raise UsageProblem("needs-base-or-baseline", option=f"--gate {self.gate}")


class Judgement(NamedTuple):
    """What was judged and how, and what to know about how that came about."""

    context: Context
    assessment: Assessment
    comparison: Comparison | None = None
    notices: tuple[Notice, ...] = ()


def judge(context: Context, paths: Sequence[Path], against: Against) -> Judgement:
    """Return the answers in *paths*, held against a base and a baseline where there are any.

    With a base, its configuration tailors and grades: a change cannot excuse itself.
    """
    against.check()
    if not (against.base_ref or against.baseline):
        fail_on = against.fail_on or context.project.fail_on
        return Judgement(context, assess(context, paths, fail_on))
    from mlkb.evaluate.gate import concerned, gated, narrowed

    past = before = None
    if against.base_ref:
        from mlkb.load.before import open_before
        from mlkb.load.revision import Past

        past = Past(context.project.root, against.base_ref)
        before = open_before(past, context.project, context.library)
        context = context._replace(library=before.library)
    governing = before.project if before else context.project
    assessment = assess(context, paths, against.fail_on or governing.fail_on)
    comparison: Comparison | None = None
    told: tuple[Notice, ...] = ()
    if past and before:
        before, comparison = _compared(assessment, past, before, context, paths)
        told = (*_gone(comparison), *before.notices)
    baseline, notices = _baseline(against, context, past)
    standing = _standing(baseline, assessment, against, whole=_whole(paths, context))
    judged = gated(assessment, gate=against.mode, comparison=comparison, baseline=standing)
    if comparison and against.changed:
        judged = narrowed(judged, concerned(comparison))
    return Judgement(context, judged, comparison, (*told, *notices))


def _compared(
    head: Assessment, past: Past, before: Before, context: Context, paths: Sequence[Path]
) -> tuple[Before, Comparison]:
    """Return the base with its answers, and how *head* differs from it."""
    from mlkb.evaluate.compare import compare
    from mlkb.evaluate.touched import edited, touched
    from mlkb.load.before import with_answers
    from mlkb.load.evidence import evidence_path

    sheets = [sheet for evaluation in head.evaluations for sheet in evaluation.sheets]
    before = with_answers(before, past, sheets)
    only = None
    if not _whole(paths, context):
        places = [shown(path, context.project.root) for path in paths]
        here = {(one.checklist.id, one.subject) for one in head.evaluations}
        gone = (sheet for sheet in before.sheets if _lies_at(sheet.path, places))
        only = here | {(sheet.checklist, sheet.subject) for sheet in gone}
    base = evaluate(
        before.library,
        before.library.ladders,
        before.sheets,
        today=head.today,
        subjects=before.project.subjects,
        evidence=before.evidence,
        fail_on=head.fail_on,
        only=only,
        brief=True,
    )
    texts = {text for one in sheets for answer in one.answers.values() for text in answer.evidence}
    named = {text: evidence_path(text) for text in texts}
    comparison = compare(base, head)._replace(
        revision=past.revision,
        touched=touched(head, before.changed, named),
        edited=edited(base, head),
    )
    return before, comparison


def _gone(comparison: Comparison) -> Iterator[Notice]:
    """Yield what to say of checklists that nobody answers any more: no gap tells of it."""
    from mlkb.model.comparison import Notice

    here = {(one.checklist.id, one.subject) for one in comparison.head.evaluations}
    gone = tuple(
        f"{one.subject}: {one.checklist.id}"
        for one in comparison.base.evaluations
        if (one.checklist.id, one.subject) not in here
    )
    if gone:
        yield Notice("answers-gone", {"answers": gone})


def _standing(
    baseline: Baseline | None, assessment: Assessment, against: Against, *, whole: bool
) -> BaselineStanding | None:
    if baseline is None:
        return None
    from mlkb.evaluate.gate import baseline_standing

    return baseline_standing(baseline, assessment, whole=whole, strict=against.strict)


def _baseline(
    against: Against, context: Context, past: Past | None
) -> tuple[Baseline | None, tuple[Notice, ...]]:
    """Return the baseline that counts: that of the base, where there is one.

    What the change adds to the file is told, and counts once it is merged.
    """
    if against.baseline is None:
        return None, ()
    from mlkb.load.baseline import parse_baseline, read_baseline
    from mlkb.model.baseline import Baseline, since
    from mlkb.model.comparison import Notice

    root = context.project.root
    path = Path(os.path.abspath(against.baseline))  # noqa: PTH100 - `..` as it is written
    name = shown(path, root)
    there = os.path.lexists(path)
    if not there and past is None:
        raise UsageProblem("no-baseline", path=name)
    here = read_baseline(path, name) if there else Baseline(name, ())
    if past is None:
        return here, ()
    data = past.read(name).get(name) if path.is_relative_to(root) else None
    if data is None and not there:
        raise UsageProblem("no-baseline", path=name)
    if data is None:
        return Baseline(name, (), here.entries), (Notice("baseline-not-in-base", {"path": name}),)
    try:
        base = parse_baseline(data, name)
    except InvalidDocuments as broken:
        facts = {"problem": broken.problems[0]}
        return Baseline(name, (), here.entries), (Notice("baseline-broken-in-base", facts),)
    return since(base, here), ()


def _whole(paths: Sequence[Path], context: Context) -> bool:
    """Say whether *paths* are all answers of the project."""
    return any(path.absolute() == context.project.answers.absolute() for path in paths)


def _lies_at(path: str, places: Sequence[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
