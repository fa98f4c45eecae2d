"""What lint finds in checklists that load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlkb.lint import Corpus, concerns
from mlkb.load.checklists import read_checklists

if TYPE_CHECKING:
    from pathlib import Path

    from mlkb.lint import Concern

Data = dict[str, Any]
YES = (
    {"id": "yes", "label": {"en": "Yes", "ko": "예"}},
    {"id": "no", "label": {"en": "No", "ko": "아니요"}},
)


def said(text: str) -> Data:
    return {"en": f"{text}.", "ko": f"{text}이다."}


def a_question(name: str, type_: str = "practice", **fields: Any) -> Data:
    """Return a scored question that leaves nothing out."""
    question = {
        "id": name,
        "type": type_,
        "ask": said(name),
        "why": said(f"why {name}"),
        "severity": "major",
        "improve": {"do": said("do it"), "effort": "days"},
        "provenance": "derived",
        **fields,
    }
    return {key: value for key, value in question.items() if value is not None}


def a_fact(name: str, type_: str = "practice", **fields: Any) -> Data:
    return a_question(name, type_, scored=False, severity=None, improve=None, **fields)


def choices(*names: str) -> list[Data]:
    return [{"id": name, "label": said(name)} for name in names]


def a_checklist(*questions: Data, results: list[Data] | None = None, **fields: Any) -> Data:
    """Return a checklist `c` with a score."""
    return {
        "format": "mlkb/checklist@1",
        "id": "c",
        "version": "1.0.0",
        "about": "team",
        "title": said("Own"),
        "summary": said("Ours"),
        "sections": [{"id": "s", "title": said("All"), "questions": list(questions)}],
        "results": [{"id": "score", "type": "score"}] if results is None else results,
        **fields,
    }


def a_verdict(*rules: tuple[Data, str], default: str, name: str = "advice") -> Data:
    verdicts = dict.fromkeys([*(verdict for _, verdict in rules), default])
    return {
        "id": name,
        "type": "verdict",
        "rules": [
            *({"when": when, "verdict": verdict} for when, verdict in rules),
            {"default": default},
        ],
        "verdicts": {one: {"title": said(one), "advice": said(one)} for one in verdicts},
    }


def a_profile(*profiles: Data, **fields: Any) -> Data:
    return {
        "id": "type",
        "type": "profile",
        "enough": 1,
        "mixed_within": 10,
        "profiles": [{"title": said("a type"), **profile} for profile in profiles],
        **fields,
    }


def linted(folder: Path, *checklists: Data, **beside: Data) -> tuple[Concern, ...]:
    """Return what lint finds in a folder with these *checklists*."""
    for data in checklists:
        (folder / f"{data['id']}.yaml").write_text(json.dumps(data, indent=1), "utf-8")
    for name, data in beside.items():
        text = json.dumps({"format": f"mlkb/{name}@1", **data}, indent=1, ensure_ascii=False)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return concerns(Corpus(read_checklists(folder), {}))


def told(found: tuple[Concern, ...]) -> list[str]:
    return [f"{one.problem.code} {one.problem.facts.get('name', '')}".strip() for one in found]


def found_in(folder: Path, *questions: Data, **fields: Any) -> list[str]:
    """Return code and name of what is found in a checklist `c` of these *questions*."""
    return told(linted(folder, a_checklist(*questions, **fields)))


def reads(name: str, **comparison: Any) -> Data:
    return {"answer": name, **comparison}


# Conditions


def test_a_checklist_that_leaves_nothing_out_is_clean(tmp_path):
    regulated = a_fact("regulated", "single-choice", choices=list(YES))
    review = a_question("review", when=reads("regulated", **{"is": "yes"}))

    assert found_in(tmp_path, regulated, review) == []


@pytest.mark.parametrize(
    "when",
    [
        {"all": [reads("a", **{"is": "yes"}), reads("a", **{"is": "no"})]},
        {"all": [reads("a", **{"is": "yes"}), {"not": reads("a", **{"in": ["yes", "no"]})}]},
        reads("models", at_most=-1),
        {"all": [reads("models", at_least=3), reads("models", at_most=2)]},
        {"all": [reads("kinds", includes="none"), reads("kinds", includes="text")]},
        {"all": [reads("b", **{"is": "yes"}), reads("a", **{"is": "no"})]},
    ],
)
def test_a_question_that_is_asked_of_nobody_is_an_error(tmp_path, when):
    """The last one reads `b`, which is asked only if `a` is yes."""
    kinds = [*choices("text", "images"), {"id": "none", "label": said("none"), "exclusive": True}]
    found = found_in(
        tmp_path,
        a_fact("a"),
        a_fact("b", when=reads("a", **{"is": "yes"})),
        a_fact("models", "number", least=0),
        a_fact("kinds", "multiple-choice", choices=kinds),
        a_question("q", when=when),
        a_question(
            "r", when={"any": [reads("models", at_least=1), reads("kinds", includes="text")]}
        ),
        a_question("s", when=reads("b", **{"is": "yes"})),
    )

    assert found == ["never-applies q"]


def test_a_question_that_presupposes_what_cannot_apply_with_it_is_asked_of_nobody(tmp_path):
    found = found_in(
        tmp_path,
        a_fact("a"),
        a_question("p", when=reads("a", **{"is": "yes"})),
        a_question("q", requires="p", when=reads("a", **{"is": "no"})),
    )

    assert found == ["never-applies q"]


def test_a_condition_that_always_holds_is_no_condition(tmp_path):
    found = found_in(
        tmp_path,
        a_fact("models", "number", least=0),
        a_question("q", when=reads("models", at_least=0)),
        a_question("r", when=reads("models", at_least=1)),
    )

    assert found == ["always-applies q"]


def test_a_fact_that_may_not_apply_makes_no_condition_certain(tmp_path):
    found = found_in(
        tmp_path,
        a_fact("a"),
        a_fact("models", "number", least=0, when=reads("a", **{"is": "yes"})),
        a_question("q", when=reads("models", at_least=0)),
    )

    assert found == []


def test_bounds_and_lists_need_answers_that_have_them(tmp_path):
    found = found_in(
        tmp_path,
        a_fact("where", "single-choice", choices=choices("here", "there")),
        a_fact("steps", "scale", steps=choices("none", "some", "all")),
        a_question(
            "q", when={"any": [reads("where", at_least="here"), reads("steps", at_least="some")]}
        ),
        a_question("r", when={"not": reads("where", includes="here")}),
    )

    assert found == ["no-order where", "always-applies r", "no-list where"]


def test_whether_something_was_answered_with_na_is_nobodys_premise(tmp_path):
    found = found_in(
        tmp_path,
        a_fact("story", "text"),
        a_question("q", when={"not": reads("story", **{"is": "n/a"})}),
    )

    assert "reads-not-applicable story" in found


def test_a_result_is_held_against_what_it_can_turn_out_to_be(tmp_path):
    other = a_checklist(
        a_fact("a"),
        results=[a_verdict((reads("a", **{"is": "yes"}), "go"), default="stop")],
    )
    condition = {
        "any": [reads("other:advice", **{"is": "gone"}), reads("other:advice", **{"is": "go"})]
    }
    found = linted(
        tmp_path,
        a_checklist(a_question("q", when=condition), reads=["other"]),
        {**other, "id": "other"},
    )

    assert told(found) == ["not-a-result-value other:advice"]
    assert found[0].problem.facts["expected"] == ("go", "stop")


# Verdicts


def test_a_rule_behind_one_that_takes_all_its_cases_never_gets_its_turn(tmp_path):
    verdict = a_verdict(
        (reads("a", **{"in": ["no", "partial"]}), "stop"),
        ({"all": [reads("a", **{"is": "no"}), reads("b", **{"is": "yes"})]}, "wait"),
        (reads("b", **{"is": "yes"}), "look"),
        default="go",
    )
    found = linted(tmp_path, a_checklist(a_question("a"), a_question("b"), results=[verdict]))

    assert told(found) == ["rule-shadowed advice", "verdict-unreachable wait"]
    assert found[0].problem.facts == {"number": 2, "name": "advice", "earlier": (1,)}


def test_rules_that_take_all_cases_together_are_named_together(tmp_path):
    verdict = a_verdict(
        (reads("a", **{"is": "no"}), "stop"),
        (reads("a", **{"in": ["partial", "yes"]}), "wait"),
        (reads("b", **{"is": "yes"}), "stop"),
        default="go",
    )
    found = linted(tmp_path, a_checklist(a_question("a"), a_question("b"), results=[verdict]))

    assert told(found) == [
        "rule-shadowed advice",
        "default-unreachable advice",
        "verdict-unreachable go",
    ]
    assert found[0].problem.facts["earlier"] == (1, 2)


def test_a_rule_that_cannot_hold_is_told_as_such(tmp_path):
    verdict = a_verdict(
        ({"all": [reads("a", **{"is": "no"}), reads("a", **{"is": "yes"})]}, "stop"), default="go"
    )

    found = found_in(tmp_path, a_question("a"), results=[verdict])

    assert found == ["condition-never-holds advice (1)", "verdict-unreachable stop"]


def test_what_nobody_says_is_a_verdict_that_no_answers_reach(tmp_path):
    verdict = a_verdict((reads("a", **{"is": "no"}), "stop"), default="go")
    verdict["verdicts"]["wait"] = {"title": said("wait"), "advice": said("wait")}

    assert found_in(tmp_path, a_question("a"), results=[verdict]) == ["verdict-unreachable wait"]


def test_many_questions_in_one_rule_are_decided_all_the_same(tmp_path):
    names = [f"q{number}" for number in range(24)]
    verdict = a_verdict(
        ({"any": [reads(name, **{"is": "no"}) for name in names]}, "stop"),
        ({"all": [reads(name, **{"is": "yes"}) for name in names]}, "go"),
        default="wait",
    )

    assert found_in(tmp_path, *map(a_question, names), results=[verdict]) == []


def test_rules_that_can_hold_at_once_are_noted_because_their_order_decides(tmp_path):
    verdict = a_verdict(
        (reads("a", **{"is": "no"}), "stop"),
        (reads("b", **{"is": "no"}), "wait"),
        (reads("a", **{"is": "partial"}), "look"),
        default="go",
    )
    text = json.dumps(a_checklist(a_question("a"), a_question("b"), results=[verdict]))
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    corpus = Corpus(read_checklists(tmp_path), {})

    assert concerns(corpus) == ()
    assert corpus.account.overlaps == {"c:advice": [(1, 2), (2, 3)]}


# Profiles and quadrants


def test_a_type_that_another_one_always_outdoes_is_an_error(tmp_path):
    where = a_fact("where", "single-choice", choices=choices("lab", "shop"))
    who = a_fact("who", "single-choice", choices=choices("few", "many"))
    profile = a_profile(
        {"id": "research", "points": {"where": {"lab": 3}}},
        {"id": "small-lab", "points": {"where": {"lab": 3}, "who": {"few": 3}}},
        {"id": "product", "points": {"where": {"shop": 3}, "who": {"many": 3, "few": 3}}},
    )

    found = found_in(tmp_path, where, who, results=[profile])

    assert found == ["profile-unreachable small-lab"]


def test_a_type_that_shares_all_its_answers_with_another_never_comes_out_clearly(tmp_path):
    where = a_fact("where", "single-choice", choices=choices("lab", "shop"))
    profile = a_profile(
        {"id": "one", "points": {"where": {"lab": 2}}},
        {"id": "same", "points": {"where": {"lab": 2}}},
        {"id": "other", "points": {"where": {"shop": 2}}},
    )

    found = found_in(tmp_path, where, results=[profile])

    assert found == ["profile-never-clear one", "profile-unreachable same"]


def test_a_place_beyond_what_the_axis_can_reach_is_an_error(tmp_path):
    impact = a_fact("impact", "scale", steps=choices("low", "mid", "high"))
    cost = a_fact("cost", "scale", steps=choices("low", "mid", "high"))
    quadrant = {
        "id": "place",
        "type": "quadrant",
        "y": {"id": "y", "title": said("y"), "terms": [{"question": "impact", "weight": 1}]},
        "x": {
            "id": "x",
            "title": said("x"),
            "terms": [
                {"question": "cost", "weight": 1, "worth": {"low": 40, "mid": 20, "high": 0}}
            ],
        },
        "split": {"x": 50, "y": 50},
        "quadrants": {
            name: {"title": said(name), "advice": said(name)}
            for name in ("both", "only-y", "only-x", "neither")
        },
    }

    found = found_in(tmp_path, impact, cost, results=[quadrant])

    assert found == ["place-unreachable both", "place-unreachable only-x"]


def test_what_a_type_expects_must_be_possible(tmp_path):
    where = a_fact("where", "single-choice", choices=choices("lab", "shop"))
    never = {"all": [reads("where", **{"is": "lab"}), reads("where", **{"is": "shop"})]}
    profile = a_profile(
        {"id": "one", "points": {"where": {"lab": 2}}, "expects": never},
        {"id": "other", "points": {"where": {"shop": 2}}},
    )

    found = found_in(tmp_path, where, results=[profile])

    assert found == ["profile-never-clear one", "condition-never-holds one"]


def test_bounds_above_the_number_of_responsibilities_are_idle(tmp_path):
    coverage = {"id": "roles", "type": "coverage", "over": ["x", "y"], "at_most": 2, "alone": 3}

    found = found_in(tmp_path, a_fact("x", "people"), a_fact("y", "people"), results=[coverage])

    assert found == ["bound-idle at_most", "bound-idle alone"]


def test_a_level_for_which_nothing_is_required_is_told(tmp_path):
    ladder = {"id": "l", "title": said("l"), "levels": choices_as_levels("low", "high")}
    question = a_question("q", levels={"l": {"at": "low", "as": "required"}})
    results = [{"id": "level", "type": "levels", "ladder": "l"}]

    found = linted(
        tmp_path, a_checklist(question, results=results), vocabulary={"ladders": [ladder]}
    )

    assert told(found) == ["level-unjudged high"]


def choices_as_levels(*names: str) -> list[Data]:
    return [{"id": name, "title": said(name)} for name in names]


# Who reads what


def test_facts_that_nothing_reads_and_questions_that_nothing_counts_are_told(tmp_path):
    verdict = a_verdict((reads("read", **{"is": "no"}), "stop"), default="go")

    found = found_in(
        tmp_path,
        a_fact("idle"),
        a_question("read"),
        a_question("gap-only"),
        a_question("base"),
        a_question("above", requires="base"),
        results=[verdict],
    )

    assert found == ["fact-unread idle", "question-unread gap-only", "question-unread above"]


def test_a_score_counts_every_scored_question_but_no_fact(tmp_path):
    assert found_in(tmp_path, a_fact("idle"), a_question("q")) == ["fact-unread idle"]


def test_what_another_checklist_reads_is_read(tmp_path):
    facts = {**a_checklist(a_fact("regulated"), results=[]), "id": "facts"}
    own = a_checklist(
        a_question("q", when=reads("facts/regulated", **{"is": "yes"})), reads=["facts"]
    )

    assert told(linted(tmp_path, own, facts)) == []


def test_a_checklist_in_reads_that_nothing_reads_is_a_notice(tmp_path):
    other = {**a_checklist(a_question("a")), "id": "other"}

    found = linted(tmp_path, a_checklist(a_question("q"), reads=["other"]), other)

    assert [(one.problem.code, one.grade) for one in found] == [("reads-unused", "notice")]


# What questions say


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"why": None}, "why-missing"),
        ({"improve": None}, "improve-missing"),
        ({"improve": {"do": said("do it")}}, "effort-missing"),
        ({"provenance": "source"}, "claims-missing"),
        ({"evidence": "welcome"}, "evidence-wanted-absent"),
        ({"was": ["r"]}, "was-taken"),
    ],
)
def test_what_a_question_leaves_out_is_told(tmp_path, fields, code):
    question = a_question("q", **fields)

    found = found_in(tmp_path, question, a_question("r"))

    assert [one.split()[0] for one in found] == [code]


def test_choices_with_a_first_step_each_need_none_at_the_question(tmp_path):
    options = [
        {"id": "bad", "label": said("bad"), "credit": 0, "improve": {"do": said("mend")}},
        {"id": "good", "label": said("good"), "credit": 100},
    ]
    question = a_question("q", "single-choice", choices=options, improve=None)

    assert found_in(tmp_path, question) == []


def test_two_questions_cannot_have_had_one_name(tmp_path):
    found = found_in(tmp_path, a_question("q", was=["old"]), a_question("r", was=["old"]))

    assert found == ["was-taken old"]


def test_more_than_twelve_questions_take_more_than_ten_minutes(tmp_path):
    questions = [a_question(f"q{number}", core=True) for number in range(13)]

    found = linted(tmp_path, a_checklist(*questions))

    assert told(found) == ["core-too-many"]
    assert found[0].problem.facts["count"] == 13


# Texts

TERMS = {
    "terms": [
        {
            "id": "hand-off",
            "en": "hand-off",
            "ko": "인계",
            "avoid": {"en": ["handoff"], "ko": ["핸드오프"]},
        },
        {
            "id": "metric",
            "en": "metric",
            "ko": "지표",
            "avoid": {"en": ["data set"], "ko": ["메트릭"]},
        },
        {"id": "set", "en": "whole data set", "ko": "핵심 지표", "avoid": {"ko": ["핵심 메트릭"]}},
    ]
}


@pytest.mark.parametrize(
    ("english", "korean", "words"),
    [
        ("A Handoff here.", "인계한다.", ["Handoff"]),
        ("Many handoffs and a handoff-like thing.", "인계한다.", []),
        ("A hand-off.", "핸드오프마다 적는다.", ["핸드오프"]),
        ("A metric.", "핵심 메트릭과 메트릭을 본다.", ["핵심 메트릭", "메트릭"]),
        ("The whole data set, one data set.", "지표다.", ["data set"]),
    ],
)
def test_words_to_avoid_are_found_where_they_stand(tmp_path, english, korean, words):
    question = a_question("q", why={"en": english, "ko": korean})

    found = linted(tmp_path, a_checklist(question), vocabulary=TERMS)

    assert [one.problem.facts["given"] for one in found] == words
    assert {one.problem.code for one in found} <= {"term-avoided"}


def test_the_place_of_a_word_is_its_own(tmp_path):
    text = json.dumps(a_checklist(a_question("q", why={"en": "A handoff.", "ko": "인계한다."})))
    (tmp_path / "c.yaml").write_text(text, "utf-8")

    (one,) = linted(tmp_path, vocabulary=TERMS)

    assert one.problem.location.column == text.index("handoff") + 1


def test_the_same_text_in_both_languages_is_told_unless_it_is_a_name(tmp_path):
    same = {"en": "Write it all down.", "ko": "Write it all down."}
    name = {"en": "Apache Kafka", "ko": "Apache Kafka"}
    swapped = {"en": "적는다.", "ko": "Write it down."}

    found = found_in(
        tmp_path, a_question("q", ask=same), a_question("r", ask=name), a_question("s", ask=swapped)
    )

    assert found == ["same-text", "languages-swapped"]


# Claims


def a_claim(name: str, **fields: Any) -> Data:
    return {
        "id": name,
        "source": "talk",
        "section": "1",
        "kind": "practice",
        "importance": "core",
        "says": said(name),
        **fields,
    }


SOURCES = {"sources": [{"id": "talk", "title": said("A talk"), "kind": "talk"}]}


def test_each_claim_that_matters_is_cited_once(tmp_path):
    claims = {
        "claims": [
            a_claim("asked"),
            a_claim("explained", importance="supporting"),
            a_claim("lost"),
            a_claim("around", importance="context"),
            a_claim("left-out", uncited=said("It repeats another one")),
            a_claim("needless", uncited=said("It repeats another one")),
        ]
    }
    help_text = {
        "id": "h",
        "title": said("h"),
        "text": said("h"),
        "provenance": "source",
        "claims": ["explained", "asked"],
    }
    question = a_question("q", claims=["asked", "needless"], provenance="source")

    found = linted(
        tmp_path, a_checklist(question, help=[help_text]), claims=claims, sources=SOURCES
    )

    assert sorted(told(found)) == [
        "claim-cited-twice asked",
        "claim-uncited lost",
        "needless-reason needless",
    ]


def test_a_claim_on_a_card_only_is_a_notice(tmp_path):
    card = {
        "id": "k",
        "kind": "role",
        "family": "roles",
        "title": said("k"),
        "summary": said("k"),
        "parts": [],
        "claims": ["shown"],
        "provenance": "source",
    }

    found = linted(
        tmp_path,
        a_checklist(a_question("q")),
        claims={"claims": [a_claim("shown")]},
        sources=SOURCES,
        cards={"cards": [card]},
    )

    assert [(one.problem.code, one.grade) for one in found] == [("claim-card-only", "notice")]
