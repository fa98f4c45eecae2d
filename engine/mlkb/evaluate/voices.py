"""What each of several respondents would have found alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.model.evaluation import Voice
from mlkb.results import result_type

if TYPE_CHECKING:
    from mlkb.evaluate.run import Key, Run


def voices(run: Run, key: Key) -> tuple[Voice, ...]:
    """Return what each result says for each respondent alone, if there are several.

    That two people see a different type of organisation is itself a finding (DESIGN rule 15).
    """
    sheets = run.sheets[key]
    if len(sheets) < 2:  # noqa: PLR2004 - one voice alone agrees with itself
        return ()
    heard = []
    for sheet in sheets:
        alone = run.instead(key, [sheet])
        for spec in run.checklists[key[0]].results:
            kind = result_type(spec.type)
            says = kind.says(spec.spec, alone.result(*key, spec), run.ladders)
            if says is not None:
                heard.append(Voice(spec.id, sheet.respondent, *says))
    return tuple(sorted(heard, key=lambda voice: _place(run, key, voice)))


def _place(run: Run, key: Key, voice: Voice) -> int:
    """Order voices as the results stand; sorting keeps the respondents in theirs."""
    return [spec.id for spec in run.checklists[key[0]].results].index(voice.result)
