"""A folder of checklists: what is wrong is found, named and placed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from mlkb.errors import USAGE, InvalidDocuments
from mlkb.load.checklists import read_checklists
from mlkb.load.config import Project
from mlkb.load.library import Library

HOSTILE = Path(__file__).parents[2] / "fuzz" / "hostile"
GOOD = (HOSTILE / "checklists" / "every-type.yaml").read_text("utf-8")
SECTIONS = GOOD[GOOD.index("sections:") : GOOD.index("results:")]

# What to replace in the good checklist, by what, and which problems that makes.
WRONG = {
    "id-not-file-name": (
        "id: every-type",
        "id: other-type",
        ["3:5 id-not-file-name", "42:17 unknown-name", "104:65 unknown-name"],
    ),
    "duplicate-id": ("  - id: practices", "  - id: facts", ["23:9 duplicate-id"]),
    "duplicate-question": ("      - id: days", "      - id: reach", ["74:13 duplicate-id"]),
    "duplicate-choice": ("{id: audit,", "{id: roles,", ["61:18 duplicate-id"]),
    "duplicate-row": ("{id: labels,", "{id: collection,", ["100:18 duplicate-id"]),
    "duplicate-result": ("{id: maturity,", "{id: score,", ["104:10 duplicate-id"]),
    "severity-missing": ("        severity: blocking\n", "", ["26:9 severity-missing"]),
    "fact-has-none": (
        "        scored: false\n",
        "        scored: false\n        weight: 2\n",
        ["18:9 fact-has-none"],
    ),
    "evidence-wanted-missing": (
        '        evidence_wanted: {en: "The page.", ko: "그 문서."}\n',
        "",
        ["26:9 evidence-wanted-missing"],
    ),
    "credit-missing": (
        'ko: "자동으로"}, credit: 100}',
        'ko: "자동으로"}}',
        ["53:13 credit-missing"],
    ),
    "credit-beside-signs": (
        "        choices:\n          - {id: roles",
        "        signs: {worst: 2}\n        choices:\n          - {id: roles",
        ["61:65 credit-beside-signs", "62:65 credit-beside-signs"],
    ),
    "credit-out-of-reach": (
        'ko: "자동으로"}, credit: 100}',
        'ko: "자동으로"}, credit: 99}',
        ["52:11 credit-out-of-reach"],
    ),
    "credit-too-small": (
        'ko: "기록"}, credit: 50}',
        'ko: "기록"}, credit: 49}',
        ["60:11 credit-too-small"],
    ),
    "target-not-a-step": ("target: everyone", "target: nobody", ["72:17 target-not-a-step"]),
    "bands-missing": (
        (
            "        bands:\n"
            "          - {at_most: 1, credit: 100}\n"
            "          - {at_most: 7, credit: 50}\n"
        ),
        "",
        ["74:9 bands-missing"],
    ),
    "bounds-crossed": (
        "        least: 0\n        most: 1000\n",
        "        least: 5\n        most: 4\n",
        ["21:15 bounds-crossed"],
    ),
    "bounds-crossed-band": (
        "{at_most: 7, credit: 50}",
        "{at_least: 8, at_most: 7, credit: 50}",
        ["81:13 bounds-crossed"],
    ),
    "band-without-bound": (
        "{at_most: 7, credit: 50}",
        "{credit: 50}",
        ["81:13 band-without-bound"],
    ),
    "unknown-role": ("[mlops-lead]", "[mlops-leads]", ["9:15 unknown-name"]),
    "unknown-checklist": ("[team-profile]", "[team-profiles]", ["10:9 unknown-name"]),
    "unknown-claim": (
        "mlopsworld-l1-understand-current-process",
        "mlopsworld-l1-understand-process",
        ["43:18 unknown-name"],
    ),
    "unknown-ladder": ("mlops-maturity: {at", "mlops-maturty: {at", ["34:11 unknown-name"]),
    "unknown-level": ("at: initial", "at: initially", ["34:32 unknown-name"]),
    "unknown-see-checklist": (
        'mlops-process, "https',
        'mlops-proces, "https',
        ["42:34 unknown-name"],
    ),
    "unknown-see-question": ("every-type/path, ", "every-type/paths, ", ["42:17 unknown-name"]),
    "unknown-premise": (
        "{answer: models, at_least: 1}",
        "{answer: model, at_least: 1}",
        ["38:31 unknown-name"],
    ),
    "unknown-premise-checklist": (
        "{answer: models, at_least: 1}",
        "{answer: team-profil/models-in-production, at_least: 1}",
        ["38:31 unknown-name"],
    ),
    "unknown-premise-elsewhere": (
        "{answer: models, at_least: 1}",
        "{answer: team-profile/models, at_least: 1}",
        ["38:31 unknown-name"],
    ),
    "not-in-reads": (
        "{answer: models, at_least: 1}",
        "{answer: mlops-process/gaps, is: x}",
        ["38:31 not-in-reads", "38:31 premise-scored"],
    ),
    "unknown-result": (
        "{answer: models, at_least: 1}",
        '{answer: "team-profile:scor", at_least: 1}',
        ["38:31 unknown-name"],
    ),
    "own-result": (
        "{answer: models, at_least: 1}",
        '{answer: "every-type:score", at_least: 1}',
        ["38:31 own-result"],
    ),
    "premise-scored": (
        "{answer: models, at_least: 1}",
        "{answer: days, at_least: 1}",
        ["38:31 premise-scored"],
    ),
    "operand-wrong": ("is: 1000", "is: many", ["38:80 answer-not-a-number"]),
    "operand-out-of-bounds": ("is: 1000", "is: 1001", ["38:80 answer-out-of-bounds"]),
    "operand-unknown-choice": (
        "when: {all: [{answer: models, at_least: 1}",
        "when: {all: [{answer: path, in: [by-hands]}",
        ["38:31 premise-scored", "38:41 unknown-name", "38:15 ring"],
    ),
    "operand-includes": (
        "when: {all: [{answer: models, at_least: 1}",
        "when: {all: [{answer: access, includes: role}",
        ["38:31 premise-scored", "38:49 unknown-name"],
    ),
    "condition-two-operators": (
        "at_least: 1}",
        "at_least: 1, at_most: 2}",
        ["38:22 condition-malformed"],
    ),
    "condition-none": (
        "{answer: models, at_least: 1}",
        "{answer: models}",
        ["38:22 condition-malformed"],
    ),
    "condition-two-joins": (
        "{all: [",
        "{any: [{answer: models, is: 1}], all: [",
        ["38:15 condition-malformed"],
    ),
    "condition-empty": ("{answer: models, at_least: 1}", "{}", ["38:22 condition-malformed"]),
    "requires-unknown": ("requires: written-down", "requires: write-down", ["50:19 unknown-name"]),
    "requires-a-fact": ("requires: written-down", "requires: models", ["50:19 requires-a-fact"]),
    "requires-itself": ("requires: written-down", "requires: path", ["50:19 ring"]),
    "ring": (
        "        severity: blocking\n",
        "        severity: blocking\n        requires: path\n",
        ["39:15 ring"],
    ),
    "unknown-result-ladder": (
        "type: levels, ladder: mlops-maturity",
        "type: levels, ladder: maturity",
        ["104:42 unknown-name"],
    ),
    "unknown-result-over": (
        "over: [every-type, mlops-process]",
        "over: [every-types]",
        ["104:65 unknown-name"],
    ),
    "unknown-type": ("        type: scale", "        type: scales", ["65:15 not-a-word"]),
    "type-missing": ("        type: scale\n", "", ["64:9 key-missing"]),
    "steps-missing": (
        (
            "        steps:\n"
            '          - {id: nobody, label: {en: "Nobody", ko: "아무도"}}\n'
            '          - {id: some, label: {en: "Some", ko: "일부"}}\n'
            '          - {id: everyone, label: {en: "Everyone", ko: "모두"}}\n'
        ),
        "",
        ["64:9 key-missing"],
    ),
    "step-without-id": ("{id: some, label", "{label", ["70:13 key-missing"]),
    "one-step-only": (
        (
            '          - {id: some, label: {en: "Some", ko: "일부"}}\n'
            '          - {id: everyone, label: {en: "Everyone", ko: "모두"}}\n'
        ),
        "",
        ["69:11 too-few"],
    ),
    "translation-missing": (
        'ko: "적혀 있는가?"',
        'kr: "적혀 있는가?"',
        ["28:42 unknown-key", "28:14 translation-missing"],
    ),
    "trap-comma": ('{en: "Is it written down?"', "{en: Is it, really?", ["28:26 trap-comma"]),
    "trap-colon": ('{en: "Is it written down?"', "{en: Is it: really?", ["28:24 trap-colon"]),
    "weight-too-large": ("weight: 2", "weight: 6", ["32:17 out-of-bounds"]),
    "weight-half": ("weight: 2", "weight: 2.5", ["32:17 not-a-whole-number"]),
    "core-yes": ("core: true", "core: yes", ["30:15 not-a-word"]),
    "version-huge": ("version: 1.2.0", "version: " + "9" * 5000 + ".0.0", ["4:10 not-a-pattern"]),
    "version-short": ("version: 1.2.0", "version: 1.2", ["4:10 needs-quotes"]),
    "duration": ("180d", "6 months", ["37:23 not-a-pattern"]),
    "row-without-id": ("{id: collection, label", "{label", ["99:13 key-missing"]),
    "rows-empty": (
        (
            "        rows:\n"
            '          - {id: collection, label: {en: "collection", ko: "수집"}}\n'
            '          - {id: labels, label: {en: "labels", ko: "라벨"}}\n'
        ),
        "        rows: []\n",
        ["98:15 too-few"],
    ),
    "sections-empty": (SECTIONS, "sections: []\n", ["11:11 too-few"]),
    "questions-number": (
        "    questions:\n      - id: models",
        "    questions: 5\n    other:\n      - id: models",
        ["14:16 wrong-kind", "15:5 unknown-key", "39:31 unknown-name", "39:68 unknown-name"],
    ),
    "see-http": ('"https://example.org/"', '"http://example.org/"', ["42:49 not-a-pattern"]),
    "provenance-other": ("provenance: source", "provenance: sources", ["44:21 not-a-word"]),
    "about-other": ("about: product", "about: products", ["5:8 not-a-word"]),
    "claims-number": (
        "claims: [mlopsworld-l1-understand-current-process]",
        "claims: [1]",
        ["43:18 needs-quotes"],
    ),
    "broken-premise": (
        "        type: number\n        scored: false",
        (
            "        type: single-choice\n"
            '        choices: [{label: {en: "x", ko: "x"}}, {id: b}]\n'
            "        scored: false"
        ),
        [
            "17:19 key-missing",
            "17:48 key-missing",
            "20:9 unknown-key",
            "21:9 unknown-key",
            "22:9 unknown-key",
        ],
    ),
    "broken-target": ("target: everyone", "target: everybody", ["72:17 target-not-a-step"]),
    "results-of-another-kind": (
        "type: levels, ladder: mlops-maturity, over",
        "type: score, ladder: mlops-maturity, over",
        ["104:33 unknown-key", "104:57 unknown-key"],
    ),
}


def problems_of(folder: Path, **files: str) -> list[str]:
    """Return the problems of a library with own checklists, as ``line:column code``."""
    own = folder / "checklists"
    own.mkdir()
    for name, text in files.items():
        (own / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8")
    found: InvalidDocuments | None = None
    try:
        Library(Project(root=folder, answers=folder / "mlkb-answers", checklists=(own,)))
    except InvalidDocuments as refused:
        found = refused
    assert found is None or found.exit_code == USAGE
    places = [(one.location, one.code) for one in found.problems] if found else []
    return [f"{place.line}:{place.column} {code}" for place, code in places]


def test_a_good_checklist_of_ones_own_has_no_problem(tmp_path):
    assert problems_of(tmp_path, every_type=GOOD) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_checklist_is_found_and_placed(name, tmp_path):
    old, new, expected = WRONG[name]
    assert old in GOOD

    assert problems_of(tmp_path, every_type=GOOD.replace(old, new, 1)) == expected


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    first = GOOD.replace("weight: 2", "weight: 6").replace("core: true", "core: yes")
    second = GOOD.replace("id: every-type", "id: second").replace("least: 0", "leest: 0", 1)

    found = problems_of(tmp_path, every_type=first, second=second.replace("every-type", "second"))

    assert found == ["30:15 not-a-word", "32:17 out-of-bounds", "20:9 unknown-key"]


def test_a_file_that_is_none_of_ours_is_refused(tmp_path):
    assert problems_of(tmp_path, notes="hello\n") == ["1:1 wrong-kind"]
    assert problems_of(tmp_path / "checklists", other="") == ["0:0 empty-file"]


def test_a_checklist_may_not_take_the_name_of_a_file_beside_it(tmp_path):
    text = GOOD.replace("id: every-type", "id: claims")

    assert "3:5 id-not-file-name" in problems_of(tmp_path, every_type=text)


def test_checklists_may_read_each_other_but_not_in_a_ring(tmp_path):
    def named(name: str, other: str) -> str:
        text = GOOD.replace("every-type", name).replace("[team-profile]", f"[{other}]")
        return text.replace(
            "scored: false", f"scored: false\n        when: {{answer: {other}/models, is: 1}}"
        )

    assert problems_of(tmp_path, one=named("one", "two"), two=named("two", "one")) == ["18:15 ring"]


def test_nor_may_they_read_each_others_results_in_a_ring(tmp_path):
    def named(name: str, other: str) -> str:
        text = GOOD.replace("every-type", name).replace("[team-profile]", f"[{other}]")
        text = text.replace(f"over: [{name}, mlops-process]", f"over: [{name}]")
        return text.replace("{answer: models,", f'{{answer: "{other}:score",')

    assert problems_of(tmp_path, one=named("one", "two"), two=named("two", "one")) == ["38:15 ring"]


def test_the_files_beside_the_checklists_agree_with_each_other(tmp_path):
    claims = """format: mlkb/claims@1
claims:
  - {id: a, source: talk, section: s, kind: k, importance: core, says: {en: a, ko: b}}
  - {id: a, source: tolk, section: s, kind: k, importance: core, says: {en: a, ko: b}}
"""
    sources = """format: mlkb/sources@1
sources:
  - {id: talk, title: {en: Talk, ko: 발표}, kind: talk-notes}
  - {id: talk, title: {en: Talk, ko: 발표}, kind: talk-notes, url: "ftp://example.org"}
"""
    vocabulary = """format: mlkb/vocabulary@1
ladders:
  - id: steps
    title: {en: Steps, ko: 단계}
    levels:
      - {id: low, title: {en: Low, ko: 낮음}}
      - {id: low, title: {en: Low, ko: 낮음}}
"""

    found = problems_of(tmp_path, claims=claims, sources=sources, vocabulary=vocabulary)

    assert found == [
        "4:10 duplicate-id",
        "4:66 not-a-pattern",
        "4:10 duplicate-id",
        "7:14 duplicate-id",
        "4:21 unknown-name",
    ]


def test_a_checklist_of_ones_own_may_name_our_roles_ladders_and_claims(tmp_path):
    assert "mlops-lead" in GOOD
    assert "mlops-maturity" in GOOD
    assert "mlopsworld-l1-understand-current-process" in GOOD
    assert problems_of(tmp_path, every_type=GOOD) == []


@pytest.mark.parametrize("change", ["", "[]", "{}", "5", "~", '"x"', "true", "&a x", "[[], {}]"])
def test_no_line_of_a_checklist_can_be_mangled_into_a_crash(change, tmp_path):
    lines = GOOD.splitlines(keepends=True)
    own = tmp_path / "every-type.yaml"
    for number, line in enumerate(lines):
        head, colon, _ = line.partition(": ")
        mangled = [f"{head}{colon}{change}\n"] if change and colon else []
        own.write_text("".join([*lines[:number], *mangled, *lines[number + 1 :]]), "utf-8")
        with suppress(InvalidDocuments):
            read_checklists(tmp_path)


def test_no_hostile_answer_file_passes_for_a_checklist():
    with pytest.raises(InvalidDocuments) as refused:
        read_checklists(HOSTILE / "answers")

    named = {Path(one.location.path).stem for one in refused.value.problems}
    assert named == {path.stem for path in (HOSTILE / "answers").glob("*.yaml")}


def test_a_long_chain_of_conditions_is_followed_in_time(tmp_path):
    questions = "".join(
        f"      - {{id: q{one}, type: number, scored: false, ask: {{en: a, ko: b}}, "
        f"provenance: original, when: {{answer: q{one + 1}, is: 1}}}}\n"
        for one in range(1500)
    )
    text = GOOD[: GOOD.index("      - id: models")] + questions

    assert problems_of(tmp_path, every_type=text) == [
        "1514:108 unknown-name",
        "1450:99 chain-too-long",
    ]


@pytest.mark.parametrize(("length", "expected"), [(64, []), (65, ["79:97 chain-too-long"])])
def test_questions_may_not_wait_for_each_other_in_too_long_a_row(tmp_path, length, expected):
    first = (
        "      - {id: q0, type: number, scored: false, ask: {en: a, ko: b}, provenance: original}\n"
    )
    chain = "".join(
        f"      - {{id: q{one}, type: number, scored: false, ask: {{en: a, ko: b}}, "
        f"provenance: original, when: {{answer: q{one - 1}, is: 1}}}}\n"
        for one in range(1, length)
    )
    text = GOOD[: GOOD.index("      - id: models")] + first + chain

    assert problems_of(tmp_path, every_type=text) == expected


def test_a_ring_of_many_questions_is_told_shortly(tmp_path):
    questions = "".join(
        f"      - {{id: q{one}, type: number, scored: false, ask: {{en: a, ko: b}}, "
        f"provenance: original, when: {{answer: q{(one + 1) % 500}, is: 1}}}}\n"
        for one in range(500)
    )
    text = GOOD[: GOOD.index("      - id: models")] + questions

    assert problems_of(tmp_path, every_type=text) == ["15:96 ring"]


def test_results_may_not_rest_on_each_other_in_a_ring(tmp_path):
    """No question stands in between, so the problem has its place at a result."""
    said = '{title: {en: "a", ko: "b"}, advice: {en: "a", ko: "b"}}'
    verdicts = "".join(
        f"  - id: {name}\n    type: verdict\n    rules:\n"
        f"      - {{when: {{answer: every-type:{other}, is: go}}, verdict: go}}\n"
        f"      - {{default: stop}}\n    verdicts: {{go: {said}, stop: {said}}}\n"
        for name, other in (("first", "second"), ("second", "first"))
    )
    text = f"{GOOD.rstrip()}\n{verdicts}"
    line = text[: text.index("  - id: first")].count("\n") + 1

    assert problems_of(tmp_path, every_type=text) == [f"{line + 6}:5 ring"]


def test_a_rule_may_read_the_score_of_its_own_checklist(tmp_path):
    said = '{title: {en: "a", ko: "b"}, advice: {en: "a", ko: "b"}}'
    text = (
        f"{GOOD.rstrip()}\n  - id: decision\n    type: verdict\n    rules:\n"
        "      - {when: {answer: every-type:score, at_least: 50}, verdict: go}\n"
        f"      - {{default: stop}}\n    verdicts: {{go: {said}, stop: {said}}}\n"
    )

    assert problems_of(tmp_path, every_type=text) == []


def test_a_red_flag_reads_an_answer_that_can_be_raised(tmp_path):
    said = '{title: {en: "a", ko: "b"}, advice: {en: "a", ko: "b"}}'
    axis = 'title: {en: "a", ko: "b"}, terms: [{question: written-down, weight: 1}]'
    text = (
        f"{GOOD.rstrip()}\n  - id: place\n    type: quadrant\n    split: {{x: 50, y: 50}}\n"
        f"    x: {{id: x, {axis}, penalties: [{{question: written-down, points: 5}}]}}\n"
        f"    y: {{id: y, {axis}, penalties: [{{question: models, points: 5}}]}}\n"
        "    quadrants:\n"
        + "".join(f"      {name}: {said}\n" for name in ("both", "only-y", "only-x", "neither"))
    )

    (problem,) = problems_of(tmp_path, every_type=text)
    assert problem.endswith("flag-without-order")
