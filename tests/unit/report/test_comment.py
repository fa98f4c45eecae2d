"""The comment on a change: what it says first, what it leaves out, and when it says nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from changing import an_entry, changed_document
from harbor import ROOT, comparison_document, harbor_document
from mlkb.render.labels import Labels
from mlkb.report import reporter
from mlkb.report.base import Look
from mlkb.report.comment import closed, shorter, silent

Data = dict[str, Any]
GOLDEN = ROOT / "tests" / "golden"
HEAD = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
LOOK = Look(
    folder="team/",
    head=HEAD,
    url=f"https://github.com/example/ml/blob/{HEAD}",
    report_url="https://github.com/example/ml/actions/runs/123",
)
ROOM = 60_000
"""UTF-16 units of a comment that GitHub surely takes."""


def comment(document: Data, locale: str = "en", look: Look = LOOK) -> str:
    return reporter("comment").render(document, Labels(locale), look)


def headline(document: Data, locale: str = "en") -> str:
    return comment(document, locale).splitlines()[0]


def titles(text: str) -> list[str]:
    return re.findall(r"^(?:### |<details><summary>)(.*?)(?:</summary>)?$", text, re.MULTILINE)


def part(text: str, title: str) -> str:
    """Return the text from a title up to the next one."""
    return re.split(r"\n(?:### |</?details>|<sub>|[A-Z].* · \[)", text.split(title, 1)[1])[0]


def quiet_document() -> Data:
    """Return a comparison in which nothing is left to say."""
    document = comparison_document()
    comparison = document["comparison"]
    document["gate"] |= {"holds": True, "gaps": 0, "open": 0}
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["blocks"] = False
    unchanged = [one for one in comparison["changes"] if one["kind"] == "unchanged"]
    comparison |= {"changes": unchanged, "excuses": []}
    [base] = comparison["base"]
    findings = document["evaluations"][0]["findings"]
    base["counted"]["answered"] = sum(
        one["scored"] and one["outcome"] in ("met", "partial", "unmet") for one in findings
    )
    assert unchanged
    return document


def large_document(number: int, **fields: Any) -> Data:
    """Return the change, with what happens in it repeated for *number* more questions."""
    document = changed_document()
    evaluation, comparison = document["evaluations"][0], document["comparison"]
    findings = {one["question"]: one for one in evaluation["findings"]}
    names = {"checklist": evaluation["checklist"], "subject": evaluation["subject"]}
    kinds = [one for one in comparison["changes"] if one["question"] in findings]
    for place in range(number):
        change = kinds[place % len(kinds)]
        key = {**names, "question": f"gap-{place:05}"}
        finding = findings[change["question"]]
        severity = ("blocking", "major", "advisory")[place % 3]
        more = {**fields, "severity": severity, "question": key["question"]}
        evaluation["findings"].append({**finding, **more})
        comparison["changes"].append({**change, **key, "severity": severity})
        document["gaps"].append(key)
    return document


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_the_comment_on_a_change_in_which_everything_happens(
    locale: str, request: pytest.FixtureRequest
) -> None:
    text = comment(changed_document(), locale)

    expected = GOLDEN / f"comment-{locale}" / "expected.md"
    if request.config.getoption("--update-golden"):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


def test_what_the_change_does_comes_first_then_the_gate() -> None:
    lines = comment(changed_document()).splitlines()

    assert lines[0] == (
        "## ❌ mlkb: 1 new gap, 4 gaps worse (2 blocking), 1 fixed,"
        " 2 improved, 2 answered for the first time, 1 added by a newer checklist,"
        " 1 withdrawn or no longer applicable, 2 excused"
    )
    assert lines[2] == (
        "**Blocked by 2 gaps: the gate (blocking) does not hold.**"
        " 5 more do not block: they are no worse than before, or the baseline covers them."
    )


def test_parts_stand_in_the_order_in_which_they_matter() -> None:
    text = comment(changed_document())

    assert [re.sub(r"( \(|: \d).*", "", one) for one in titles(text)] == [
        "Excused instead of fixed",
        "New or worse in this change",
        "Overdue plans",
        "No longer excused: the date has passed",
        "Answered for the first time, and short of the target",
        "Improved",
        "Fixed",
        "Answer withdrawn, or no longer applicable",
        "Added by a newer version of the checklist",
        "Look again: files behind the answer changed",
        "Not blocking, and no worse than before",
        "Baseline",
        "Scores that moved",
    ]
    assert text.index("The clone is shallow") < text.index("### Excused")


@pytest.mark.parametrize(
    ("severities", "told"),
    [
        (["blocking"], "1 new blocking gap"),
        (["blocking", "blocking"], "2 new blocking gaps"),
        (["blocking", "major", "advisory"], "3 new gaps (1 blocking)"),
        (["major"], "1 new gap"),
    ],
)
def test_a_headline_counts_new_gaps_and_the_grave_ones(severities: list[str], told: str) -> None:
    document = quiet_document()
    findings = [one for one in document["evaluations"][0]["findings"] if one["scored"]]
    changes = document["comparison"]["changes"]
    names = {"checklist": "mlops-process", "subject": "churn"}
    for severity, finding in zip(severities, findings, strict=False):
        facts = {"question": finding["question"], "severity": severity, "kind": "new"}
        changes.append({**changes[0], **names, **facts})

    assert headline(document) == f"## ⚠️ mlkb: {told}"


def test_a_calm_change_says_so_and_an_old_reason_to_block_does_not_look_like_its_doing() -> None:
    document = quiet_document()
    calm = headline(document)
    document["gate"] |= {"holds": False, "gaps": 1}

    assert calm == "## ✅ mlkb: nothing new or worse"
    assert headline(document) == ("## ❌ mlkb: nothing new or worse, but the gate does not hold")


def test_answers_that_are_at_their_target_at_once_are_told_too() -> None:
    document = quiet_document()
    document["comparison"]["base"][0]["counted"]["answered"] -= 3

    assert headline(document) == "## ✅ mlkb: nothing new or worse, 3 more questions answered"
    assert not silent(document)


def test_a_table_compares_base_and_head() -> None:
    text = comment(changed_document())

    rows = [line for line in text.splitlines() if line.startswith("| ")][:6]
    assert rows == [
        "| | Base `1a2b3c4` | Head `9f8e7d6` | Δ |",
        "| Questions answered | 18 / 48 | 18 / 47 | 0 |",
        "| Blocking gaps | 6 | 5 | **−1** |",
        "| Major gaps | 11 | 11 | 0 |",
        "| Advisory gaps | 0 | 0 | 0 |",
        "| Open questions | 30 | 29 | **−1** |",
    ]


def test_a_head_is_counted_as_its_base_is() -> None:
    told = part(comment(changed_document(base="head")), "mlkb: nothing new or worse")

    rows = [line for line in told.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 5
    assert all(re.fullmatch(r"\| [\w ]+ \| (.+) \| \1 \| 0 \|", row) for row in rows)


def test_without_a_base_nothing_is_said_about_the_change() -> None:
    text = comment(harbor_document())

    lines = text.splitlines()
    assert lines[0] == "## ❌ mlkb: 127 gaps, 21 open questions"
    assert lines[2].endswith(
        "There is no base to compare with, so what this change does is not known."
    )
    assert lines[4:6] == ["| | Head `9f8e7d6` |", "|---|--:|"]
    assert "Δ" not in text
    assert [one for one in titles(text) if one.startswith("What blocks (")]
    assert [one for one in titles(text) if one.startswith("Gaps that do not block (")]


def test_without_a_gate_the_comment_says_that_nothing_blocks() -> None:
    document = changed_document()
    document["gate"] |= {"holds": True, "fail_on": "none", "gaps": 0, "known": 0}

    lines = comment(document).splitlines()

    assert lines[0].startswith("## ⚠️ mlkb: 1 new gap,")
    assert lines[2] == "**No gate was asked for, so nothing blocks.**"


def test_excuses_tell_who_and_why() -> None:
    told = part(comment(changed_document()), "### Excused instead of fixed (2)")

    assert "| **n/a** |" in told
    assert "the group's data office keeps one for all |" in told
    assert "| **accepted**<br>lee, due 2027-03-31 |" in told


def test_a_row_tells_the_question_its_place_what_became_of_it_and_who_does_what_first() -> None:
    told = part(comment(changed_document()), "### New or worse in this change (5)")
    first = next(line for line in told.splitlines() if line.startswith("| 🚫"))

    place = "tests/golden/comment-en/head/churn.yaml"
    assert first.startswith("| 🚫 **blocking** Do all models reach production")
    assert f"[team/{place}:33]({LOOK.url}/team/{place}#L33)</sub> | partial → unmet; no |" in first
    assert first.endswith("stumble.<br>**lee, due 2026-12-15** |")


def test_an_answer_that_earned_something_and_is_gone_is_worse() -> None:
    told = part(comment(changed_document()), "### New or worse in this change (5)")

    assert "pricing: mlops-process/key-metrics" in told
    assert (
        "| partial → unanswered | answer it: mlkb check mlops-process --subject pricing |" in told
    )


def test_what_was_excused_until_a_day_that_is_over_is_told_though_it_does_not_block() -> None:
    told = part(comment(changed_document()), "### No longer excused: the date has passed (2)")

    assert re.search(r"in the baseline until 2026-11-01, by \w+", told)
    assert re.search(r"accepted by \w+ until 2026-10-31", told)
    assert "🚫" not in told


def test_entries_of_the_baseline_are_counted_and_those_to_look_at_come_first() -> None:
    text = comment(changed_document())
    told = part(text, "<summary>Baseline: ")

    assert told.startswith(
        "1 added here, which does not count yet, 1 expired, 1 worse than recorded,"
        " 1 whose gap is gone, 1 that holds</summary>"
    )
    states = re.findall(r"^- \*\*(.*?)\*\*", told, re.MULTILINE)
    assert states == ["added here", "expired", "worse", "gap is gone", "holds"]


def test_stale_entries_that_block_are_told() -> None:
    document = changed_document()
    document["gate"] |= {"gaps": 0, "stale_blocks": True}

    sentence = comment(document).splitlines()[2]

    assert sentence.startswith(
        "**1 entry of the baseline has no gap any more, which fails the gate.**"
    )


def test_changed_paths_stand_beside_answers_that_stayed() -> None:
    told = part(comment(changed_document()), "<summary>Look again")

    assert "src/a.py, src/b.py, src/c.py; and 2 more" in told
    assert "docs/path.md" not in told  # its answer changed as well


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../other/a.yaml", "a b(c)[d]|e.yaml", "a\u202eb#x?.yaml"]
)
def test_links_lead_below_the_head_and_nowhere_else(path: str) -> None:
    document = changed_document()
    for evaluation in document["evaluations"]:
        for finding in evaluation["findings"]:
            finding["location"]["path"] = path

    links = set(re.findall(r"\]\(([^)]*)\)", comment(document, look=LOOK._replace(folder=""))))

    below = {one for one in links if one.startswith(f"{LOOK.url}/")}
    assert links - below == {LOOK.report_url}
    assert bool(below) == (path[0] == "a")
    assert not [one for one in below if not re.fullmatch(r"[\w./:%~-]+(#L\d+)?", one)]


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "https://e.org/a) b", "http://e.org/\n"]
)
def test_an_address_that_is_none_is_left_out(url: str) -> None:
    text = comment(changed_document(), look=Look(head="HEAD", url=url, report_url=url))

    assert "](" not in text
    assert "| Head |" in text
    assert "full report](" not in text


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("origin/main", "mlkb check --base-ref origin/main"),
        ("HEAD~1", "mlkb check --base-ref 'HEAD~1'"),
        ("--exec=x", "mlkb check --base-ref 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"),
        ("a`b", "mlkb check --base-ref 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"),
        ("$(id)", "mlkb check --base-ref 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"),
        ("@{u}", "mlkb check --base-ref 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"),
    ],
)
def test_a_command_evaluates_it_again_and_holds_no_name_that_acts(ref: str, told: str) -> None:
    document = changed_document()
    document["comparison"]["ref"] = ref

    assert f"reproduce: `{told} --baseline mlkb-baseline.yaml` ·" in comment(document)


def test_a_command_says_how_the_gate_was_set() -> None:
    document = changed_document()
    document["gate"] |= {"fail_on": "major", "mode": "all"}
    document["baseline"] = None

    assert "--base-ref origin/main --fail-on major --gate all`" in comment(document)


def test_a_command_with_a_path_that_acts_is_left_out() -> None:
    document = changed_document()
    document["baseline"]["path"] = "a; rm -rf b"

    assert "reproduce" not in comment(document)


def test_of_many_checklists_some_are_named() -> None:
    document = harbor_document()
    number = len({one["checklist"] for one in document["evaluations"]})

    foot = comment(document).splitlines()[-1]

    assert foot.count("@") == 5
    assert f"{number - 5} more" in foot


def test_no_line_begins_as_a_quick_action_does_and_no_time_is_told() -> None:
    for document in (changed_document(), harbor_document()):
        for form in shorter(document, Labels("ko"), LOOK):
            assert not re.search(r"^\s*/", form, re.MULTILINE)
            assert "\r" not in form
        assert document["today"] not in comment(document)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_each_form_is_shorter_and_counts_stay_true(locale: str) -> None:
    document = large_document(5000, note="a note | " * 60)
    forms = list(shorter(document, Labels(locale), LOOK))

    sizes = [units(form) for form in forms]
    assert sizes == sorted(sizes, reverse=True)
    assert any(size <= ROOM for size in sizes)
    assert sizes[-1] < 4000
    assert len({form.splitlines()[0] for form in forms}) == 1
    table = [form.splitlines()[4:11] for form in forms]
    assert table == [table[0]] * len(forms)
    number = len(document["comparison"]["changes"])
    kinds = [one["kind"] for one in document["comparison"]["changes"]]
    assert number > 5000
    assert str(kinds.count("fixed")) in forms[-1].splitlines()[0]


def test_what_is_left_out_is_counted_and_nothing_is_cut() -> None:
    document = large_document(5000)
    fixed = sum(one["kind"] == "fixed" for one in document["comparison"]["changes"])

    for form in shorter(document, Labels("en"), LOOK):
        for title in titles(form):
            told = part(form, title)
            rows = len(re.findall(r"^(?:- |\| (?!Question|Change))", told, re.MULTILINE))
            more = re.search(r"\+(\d+) more in the full report", told)
            number = re.search(r"\((\d+)\)$", title)
            if number:
                assert rows + int(more[1] if more else 0) == int(number[1])
        assert form.count("<details>") == form.count("</details>")
        assert all(line.endswith("|") for line in form.splitlines() if line.startswith("|"))
    assert f"Fixed ({fixed}) · [\\+{fixed} more in the full report]({LOOK.report_url})" in form


def test_structure_goes_in_the_order_in_which_it_is_missed_least() -> None:
    document = large_document(60)
    forms = list(shorter(document, Labels("en"), LOOK))

    def has(word: str) -> list[bool]:
        return [word in form for form in forms[:6]]

    assert has("<summary>Not blocking") == [True] + [False] * 5
    assert has("<summary>Baseline") == [True] + [False] * 5
    assert has("<summary>Fixed") == [True] * 2 + [False] * 4
    assert has("<summary>Answered") == [True] * 3 + [False] * 3
    assert has("| **advisory** ") == [True] * 4 + [False] * 2
    assert has("| Question | Now | First step |") == [True] * 5 + [False]
    assert all("The clone is shallow" in form for form in forms)


def test_a_comment_of_the_longest_texts_has_a_form_that_fits() -> None:
    document = large_document(100, note="&[" * 5000, because="~@" * 5000)
    for finding in document["evaluations"][0]["findings"]:
        finding["ask"] = {"en": "<#" * 5000, "ko": "\U0001f600" * 5000}
    document["notices"] = [{"en": "&" * 5000, "ko": "&" * 5000}] * 100

    for locale in ("en", "ko"):
        *_, last = shorter(document, Labels(locale), LOOK)
        assert units(last) <= ROOM


def test_nothing_to_say_is_silence() -> None:
    assert silent(quiet_document())


def test_files_that_were_touched_are_no_reason_to_speak() -> None:
    document = quiet_document()
    key = document["comparison"]["changes"][0]
    names = {name: key[name] for name in ("checklist", "subject", "question")}
    document["comparison"]["touched"] = [{**names, "paths": ["a"]}]

    assert silent(document)


@pytest.mark.parametrize(
    "kind", ["new", "worsened", "answered", "improved", "fixed", "left", "added"]
)
def test_every_kind_of_change_is_a_reason_to_speak(kind: str) -> None:
    document = quiet_document()
    document["comparison"]["changes"][0]["kind"] = kind

    assert not silent(document)


def test_excuses_notices_and_what_blocks_are_reasons_to_speak() -> None:
    excused, noticed, blocked = (quiet_document() for _ in range(3))
    excused["comparison"]["excuses"] = [{**excused["comparison"]["changes"][0], "kind": ""}]
    noticed["notices"] = [{"en": "a", "ko": "b"}]
    blocked["gate"]["holds"] = False

    assert not any(silent(one) for one in (excused, noticed, blocked))


@pytest.mark.parametrize("state", ["holds", "worse", "stale", "expired", "added"])
def test_a_baseline_is_a_reason_to_speak_only_where_the_change_adds_to_it(state: str) -> None:
    document = quiet_document()
    entry = changed_document(added=(an_entry("churn", "path", "2027-01-01"),))["baseline"]
    [added] = entry["added"]
    entries = [] if state == "added" else [{**added, "state": state}]
    document["baseline"] = {
        "path": "b.yaml",
        "entries": entries,
        "added": [added] if state == "added" else [],
    }

    assert silent(document) == (state != "added")


@pytest.mark.parametrize(
    ("outcome", "severity"),
    [("unmet", "blocking"), ("partial", "advisory"), ("unanswered", "major")],
)
def test_without_a_base_one_gap_or_open_question_is_a_reason_to_speak(
    outcome: str, severity: str
) -> None:
    document = harbor_document()
    document["gate"] |= {"holds": True, "gaps": 0, "open": 0}
    findings = [one for evaluation in document["evaluations"] for one in evaluation["findings"]]
    for finding in findings:
        finding["outcome"] = "met"
    alone = next(one for one in findings if one["scored"] and not one["accept"])

    quiet = silent(document)
    alone |= {"outcome": outcome, "severity": severity}

    assert quiet
    assert not silent(document)


def test_an_earlier_comment_is_closed_in_two_lines() -> None:
    assert closed(Labels("en")).startswith("## ✅ mlkb: all closed\n\n")
    assert closed(Labels("ko")).startswith("## ✅ mlkb: ")
    assert closed(Labels("ko")).endswith("\n")


def test_what_a_document_from_elsewhere_names_and_does_not_have_is_left_out() -> None:
    document = changed_document()
    comparison = document["comparison"]
    for one in (*comparison["changes"], *comparison["excuses"], *comparison["touched"]):
        one["question"] = "no-such-question"
    document["baseline"]["entries"][0]["question"] = "no-such-question"

    assert comment(document).startswith("## ❌ mlkb: ")
