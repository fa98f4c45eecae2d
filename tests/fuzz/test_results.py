"""What must hold for every result, whatever the checklist and the answers (DESIGN section 4)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cases import NA, height, level, quick, score
from diagnoses import Diagnosis, choices_of, diagnoses, given_to, spec_of
from mlkb.evaluate.ranking import rankings
from mlkb.load.build import build_ladder
from mlkb.load.schema import schema_of
from mlkb.model.evaluation import OPEN, Evaluation
from mlkb.model.shape import LARGEST
from mlkb.render.document import report_document
from mlkb.render.report_format import REPORT
from mlkb.results import result_type

if TYPE_CHECKING:
    from mlkb.model.condition import Value
    from mlkb.results.comparison import ComparisonResult
    from mlkb.results.coverage import CoverageResult
    from mlkb.results.profile import ProfileResult
    from mlkb.results.quadrant import QuadrantResult, Span
    from mlkb.results.verdict import VerdictResult

Data = dict[str, Any]


@cache
def report_schema() -> Draft202012Validator:
    return Draft202012Validator(schema_of(REPORT, "report"))


def document(case: Diagnosis) -> Data:
    return report_document(case.assessed(), {"l": build_ladder(case.ladder)})


def verdict(evaluation: Evaluation) -> VerdictResult:
    return cast("VerdictResult", evaluation.results["verdict"])


def profile(evaluation: Evaluation) -> ProfileResult:
    return cast("ProfileResult", evaluation.results["type"])


def table(evaluation: Evaluation) -> ComparisonResult:
    return cast("ComparisonResult", evaluation.results["table"])


def place(evaluation: Evaluation) -> QuadrantResult | None:
    return cast("QuadrantResult | None", evaluation.results["place"])


def roles(evaluation: Evaluation) -> CoverageResult:
    return cast("CoverageResult", evaluation.results["roles"])


def known(evaluation: Evaluation) -> dict[str, Value | None]:
    """Return what conditions read of each result; None while it is unknown."""
    return {
        spec.id: result_type(spec.type).value(evaluation.results[spec.id])
        for spec in evaluation.checklist.results
    }


def says(evaluation: Evaluation, name: str) -> str | None:
    spec = spec_of(evaluation, name)
    said = result_type(spec.type).says(
        spec.spec, evaluation.results[name], {"l": build_ladder(LEVELS)}
    )
    return said[0] if said else None


LEVELS = {"id": "l", "levels": [{"id": "low"}, {"id": "mid"}, {"id": "high"}]}


def still_open(case: Diagnosis) -> list[tuple[int, str]]:
    """Return the places of a single respondent's open questions: the sheet and the question."""
    return [
        (position, name)
        for evaluation in case.assessed().evaluations
        for position, sheet in enumerate(case.sheets)
        if sheet["checklist"] == evaluation.checklist.id
        for name, finding in evaluation.findings.items()
        if finding.outcome in OPEN and name not in sheet["answers"]
    ]


def within(inner: Span, outer: Span) -> bool:
    return outer.worst <= inner.worst <= inner.best <= outer.best


@quick(60)
@given(diagnoses(), st.data())
def test_answering_an_open_question_only_narrows_what_is_possible(case, data):
    places = still_open(case)
    assume(places)
    sheet, name = data.draw(st.sampled_from(places))
    answer = data.draw(st.sampled_from((NA, *given_to(case.question(sheet, name)))))
    old = case.evaluated()
    new = case.answering(sheet, name, answer if answer == NA else {"answer": answer}).evaluated()

    was, now = verdict(old), verdict(new)
    assert set(now.possible) <= set(was.possible)
    assert was.verdict is None or now.verdict == was.verdict
    there, here = place(old), place(new)
    if there is None:
        assert here is None
    elif here is not None:
        assert within(here.x, there.x)
        assert within(here.y, there.y)
        assert set(here.possible) <= set(there.possible)
        assert set(there.flags) <= set(here.flags)
    missing, open_before = roles(old).count("nobody"), roles(old).count("open")
    assert missing <= roles(new).count("nobody") <= missing + open_before
    before, after = score(old), score(new)
    if before is not None and after is not None:
        assert before.worst <= after.worst <= after.best <= before.best
    assert height(level(old).reached) <= height(level(new).reached)
    assert height(level(new).possible) <= height(level(old).possible)


@quick(60)
@given(diagnoses(), st.data())
def test_what_is_known_of_a_result_no_open_answer_can_change(case, data):
    places = still_open(case)
    assume(places)
    sheet, name = data.draw(st.sampled_from(places))
    answer = data.draw(st.sampled_from((NA, *given_to(case.question(sheet, name)))))
    changed = case.answering(sheet, name, answer if answer == NA else {"answer": answer})
    old, new = known(case.evaluated()), known(changed.evaluated())

    for result, value in old.items():
        assert value is None or new[result] == value or _emptied(changed, result)


def _emptied(case: Diagnosis, result: str) -> bool:
    """Say whether n/a left nothing that the result could be about."""
    return case.evaluated().results[result] is None


@quick(30)
@given(diagnoses(respondents=3), st.data())
def test_the_order_of_sheets_does_not_matter_to_any_result(case, data):
    shuffled = replace(case, sheets=tuple(data.draw(st.permutations(case.sheets))))

    assert document(shuffled) == document(case)


@quick(30)
@given(diagnoses(respondents=3))
def test_every_document_fits_its_schema_and_holds_whole_numbers_only(case):
    written = document(case)

    report_schema().validate(written)
    assert list(_not_exact(written)) == []


def _not_exact(value: Any) -> Any:
    """Yield every number that some engine could not hold exactly."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _not_exact(one)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        yield value


@quick(50)
@given(diagnoses(respondents=2))
def test_a_flip_applied_gives_what_it_says(case):
    evaluation = case.evaluated()
    for flip in evaluation.flips:
        assert flip.to != says(evaluation, flip.result)
        answer = list(flip.answer) if isinstance(flip.answer, tuple) else flip.answer
        changed = _answering_everywhere(case, flip.question, answer).evaluated()
        assert says(changed, flip.result) == flip.to


@quick(30)
@given(diagnoses())
def test_no_single_word_turns_a_result_over_without_being_a_flip(case):
    evaluation = case.evaluated()
    told = {(flip.result, flip.question, flip.answer): flip.to for flip in evaluation.flips}
    sheet = next(n for n, one in enumerate(case.sheets) if one["checklist"] == "c")
    for result in ("type", "verdict"):
        spec = spec_of(evaluation, result)
        for reference in result_type(spec.type).inputs(spec.spec) or ():
            answer = case.sheets[sheet]["answers"].get(reference.question)
            if reference.checklist != "c" or answer in (None, NA, "n/a"):
                continue
            for word in choices_of(case.question(sheet, reference.question)):
                if isinstance(answer["answer"], str) and word != answer["answer"]:
                    changed = _answering_everywhere(case, reference.question, word).evaluated()
                    now, then = says(evaluation, result), says(changed, result)
                    turned = then if now and then and then != now else None
                    assert told.get((result, reference.question, word)) == turned


def _answering_everywhere(case: Diagnosis, question: str, value: Any) -> Diagnosis:
    """Return *case* with *value* on every sheet of `c` on which *question* is answered."""
    for position, sheet in enumerate(case.sheets):
        answer = sheet["answers"].get(question)
        if sheet["checklist"] == "c" and answer not in (None, NA, "n/a"):
            case = cast(
                "Diagnosis", case.answering(position, question, {**answer, "answer": value})
            )
    return case


@quick(50)
@given(diagnoses(), st.data())
def test_who_answers_all_for_one_type_is_found_to_be_it(case, data):
    case = _unconditional(case)
    ideal = data.draw(st.sampled_from(case.profile["profiles"]))
    speaking = {name: points for name, points in ideal["points"].items() if any(points.values())}
    for name, points in speaking.items():
        case = case.answering(0, name, {"answer": _best(case.question(0, name), points)})
    tie = case.profile.get("tie_break", {"question": "", "within": 0})
    counted = speaking.keys() - {tie["question"]}
    assume(len(counted) >= case.profile["enough"])
    found = profile(case.evaluated())
    share = next(one for one in found.shares if one.id == ideal["id"])
    rivals = {one.id for one in found.shares if one.percent >= 100 - tie["within"]} - {ideal["id"]}

    assert share.earned == share.possible > 0
    assert ideal["id"] in found.candidates or found.tie_broken
    assert found.best == ideal["id"] or rivals
    assert not set(found.against) & {f"c/{name}" for name in counted} or found.best != ideal["id"]


def _best(question: Data, points: dict[str, int]) -> Any:
    """Return the answer that gives most points: every tick that gives any, or one word."""
    word = max(points, key=lambda one: points[one])
    if question["type"] != "multiple-choice":
        return word
    alone = [one["id"] for one in question["choices"] if one.get("exclusive")]
    ticks = [one for one in points if points[one] and one not in alone]
    return [word] if points[word] > sum(points[one] for one in ticks) else ticks


@quick(40)
@given(diagnoses(), st.data())
def test_the_order_of_types_decides_nothing_but_ties(case, data):
    shuffled = case.with_profiles(data.draw(st.permutations(case.profile["profiles"])))
    old, new = profile(case.evaluated()), profile(shuffled.evaluated())

    assert {one.id: one for one in new.shares} == {one.id: one for one in old.shares}
    assert (new.answered, new.tie_broken) == (old.answered, old.tie_broken)
    assert set(new.candidates) == set(old.candidates)
    assert (new.known, set(new.first)) == (old.known, set(old.first))
    if new.best != old.best:
        assert new.shares[0].percent == old.shares[0].percent


@quick(40)
@given(diagnoses(respondents=2))
def test_a_profile_is_the_share_of_points_and_stays_within_bounds(case):
    found = profile(case.evaluated())
    percents = [one.percent for one in found.shares]

    assert all(0 <= one.earned <= one.possible for one in found.shares)
    assert sorted(one.id for one in found.shares) == sorted(
        one["id"] for one in case.profile["profiles"]
    )
    assert found.tie_broken or percents == sorted(percents, reverse=True)
    assert (found.best is None) == (found.state == "not-enough")
    assert (found.state == "mixed") == bool(found.mixed_with or found.unexpected)
    assert not set(found.supports) & set(found.against)
    assert found.known == (not found.first)


@quick(40)
@given(diagnoses(respondents=2), st.data())
def test_not_applicable_never_speaks_for_a_type_raises_a_flag_or_names_anybody(case, data):
    case = _unconditional(case)
    places = [place for place in case.given() if case.sheets[place[0]]["checklist"] == "c"]
    assume(places)
    _, name = data.draw(st.sampled_from(places))
    old, new = case.evaluated(), _answering_everywhere_na(case, name).evaluated()
    earned = {one.id: one.earned for one in profile(old).shares}

    assert all(one.earned <= earned[one.id] for one in profile(new).shares)
    before, after = place(old), place(new)
    if before is not None and after is not None:
        assert set(after.flags) <= set(before.flags)
    assert {*roles(new).people} <= {*roles(old).people}
    for state in ("nobody", "one", "several", "open"):
        assert roles(new).count(state) <= roles(old).count(state)


def _unconditional(case: Diagnosis) -> Diagnosis:
    """Return *case* in which every question applies, and presupposes none."""
    own, *others = case.checklists
    questions = [
        {key: value for key, value in question.items() if key not in ("when", "requires")}
        for question in own["sections"][0]["questions"]
    ]
    section = {**own["sections"][0], "questions": questions}
    return replace(case, checklists=({**own, "sections": [section]}, *others))


def _answering_everywhere_na(case: Diagnosis, question: str) -> Diagnosis:
    for position, sheet in enumerate(case.sheets):
        if sheet["checklist"] == "c":
            case = cast("Diagnosis", case.answering(position, question, NA))
    return case


@quick(40)
@given(diagnoses(respondents=2), st.data())
def test_not_applicable_without_a_reason_is_no_answer_to_any_result(case, data):
    places = case.given()
    assume(places)
    sheet, name = data.draw(st.sampled_from(places))
    excused = case.answering(sheet, name, "n/a").assessed()
    silent = case.answering(sheet, name, None).assessed()

    for one, other in zip(excused.evaluations, silent.evaluations, strict=True):
        assert one.results == other.results
        assert (one.flips, one.voices) == (other.flips, other.voices)


@quick(40)
@given(diagnoses(respondents=3))
def test_a_voice_is_what_the_result_says_for_one_sheet_alone(case):
    evaluation = case.evaluated()
    names = [sheet.respondent for sheet in evaluation.sheets]
    heard = {(voice.result, voice.respondent): voice.says for voice in evaluation.voices}
    assume(len(names) > 1)
    for name in names:
        alone = tuple(
            sheet
            for sheet in case.sheets
            if sheet["checklist"] != "c" or sheet["respondent"]["name"] == name
        )
        found = replace(case, sheets=alone).evaluated()
        for result in ("type", "verdict", "place", "level"):
            assert heard.get((result, name)) == says(found, result)


@quick(30)
@given(diagnoses(), st.data())
def test_a_worse_answer_to_a_red_flag_never_raises_an_axis(case, data):
    own = case.checklists[0]
    axes = next(one for one in own["results"] if one["id"] == "place")
    sheet = next(n for n, one in enumerate(case.sheets) if one["checklist"] == "c")
    terms = {term["question"] for axis in ("x", "y") for term in axes[axis]["terms"]}
    others = [
        penalty["question"]
        for axis in ("x", "y")
        for penalty in axes[axis]["penalties"]
        if penalty["question"] not in terms
    ]
    read = {one.get("requires") for one in own["sections"][0]["questions"]}
    whens = str([one.get("when") for one in own["sections"][0]["questions"]])
    free = [one for one in others if one not in read and f"'{one}'" not in whens]
    assume(free and "c:" not in whens)
    name = data.draw(st.sampled_from(free))
    words = choices_of(case.question(sheet, name))
    low, high = (words[-1], words[0]) if words[0] == "yes" else (words[0], words[-1])
    lowered, raised = (
        place(case.answering(sheet, name, {"answer": word}).evaluated()) for word in (low, high)
    )

    if lowered is not None and raised is not None:
        for calm, alarmed in ((lowered.x, raised.x), (lowered.y, raised.y)):
            assert alarmed.worst <= calm.worst
            assert alarmed.best <= calm.best


@quick(20)
@given(st.lists(diagnoses(), min_size=2, max_size=4))
def test_every_candidate_with_a_place_is_ranked_once_and_what_is_set_aside_last(cases):
    evaluations = [
        case.evaluated()._replace(subject=f"s{number}") for number, case in enumerate(cases)
    ]
    found = rankings(evaluations)
    placed = {one.subject: place(one) for one in evaluations if place(one) is not None}

    assert [sorted(one.subjects) for one in found] == ([sorted(placed)] if placed else [])
    for ranking in found:
        aside = [placed[subject].set_aside for subject in ranking.subjects]  # type: ignore[union-attr]
        assert aside == sorted(aside)


@quick(40)
@given(diagnoses(respondents=3))
def test_a_table_counts_its_rows(case):
    found = table(case.evaluated())

    for cells in found.states.values():
        assert len(cells) == len(found.titles)
        assert "not-applicable" not in cells or set(cells) == {"not-applicable"}
    assert found.open + found.count("differs") + found.count("risk") <= len(found.states)
    assert found.titles or not (found.open or found.count("differs"))
