"""Problems in words: complete in both languages, and safe to print."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest

from mlkb.errors import NoAnswers, UnknownName
from mlkb.forge import FORGES
from mlkb.lint.concern import GRADES
from mlkb.model.source import Location, Problem
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import FOLDER, Labels
from mlkb.render.problems import tell, tell_all, tell_refusal

ENGINE = Path(__file__).parents[3] / "engine" / "mlkb"
WORDS = {
    (locale, area): json.loads(Path(FOLDER, locale, f"{area}.json").read_text("utf-8"))
    for locale in LANGUAGES
    for area in ("problem", "error")
}
ADDED = {
    "error": {"known", "nearest"},
    "problem": {"form", "nearest", "name", "given", "expected"},
}
"""Facts that are added on the way: the nearest name, and what a wrong answer was given to."""
MIGRATION = ("migration.py", "relabel.py")
"""Modules whose refusals are told at their place in the file, under codes of their own."""
ERRORS = {"CannotSave", "EditRefused", "NoAnswers", "UsageProblem", "MlkbError"}


def calls() -> list[tuple[Path, ast.Call, str]]:
    """Return every call in the engine with the name of what is called."""
    found = []
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found.append((path, node, name))
    return found


CALLS = calls()


def said(node: ast.AST | None) -> str:
    """Return the text that *node* is, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def facts_of(call: ast.Call) -> set[str] | None:
    """Return the names of the facts that a call passes on, or None if only the run knows them."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    names = {keyword.arg for keyword in call.keywords if keyword.arg}
    for argument in call.args[1:]:
        if isinstance(argument, ast.Dict):
            names |= {said(key) for key in argument.keys}
        elif isinstance(argument, ast.Name) and argument.id == "facts":
            return None
    return names


def problem_codes() -> list[tuple[str, str, set[str] | None]]:
    """Return (place, code, facts) of every problem that the engine can report."""
    found: list[tuple[str, str, set[str] | None]] = []
    for path, call, name in CALLS:
        code = said(call.args[0]) if call.args else ""
        if name in ("report", "_report", "Problem", "WrongAnswer", "concern") and code:
            found.append((f"{path.name}:{call.lineno}", code, facts_of(call)))
    for path in sorted((ENGINE / "questions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                first, _, facts = node.value.elts
                assert isinstance(facts, ast.Dict)
                found.append((path.name, said(first), {said(key) for key in facts.keys}))
    syntax = ENGINE / "load" / "syntax.py"
    traps = [said(node) for node in ast.walk(ast.parse(syntax.read_text("utf-8")))]
    codes = [one for one in traps if re.fullmatch(r"[a-z]+(-[a-z]+)+|tab|indentation", one)]
    found += [(syntax.name, code, None) for code in codes]
    found += [("concern.py", code, None) for code in GRADES]
    found += [(place, f"migrate-{code}", facts) for place, code, facts in migration_codes()]
    found += [("reader.py", code, None) for code in ("key-missing", "translation-missing")]
    return found


def migration_codes() -> list[tuple[str, str, set[str] | None]]:
    """Return (place, code, facts) of every refusal that migration tells as a problem of a file."""
    return [
        (f"{path.name}:{call.lineno}", said(call.args[0]), None)
        for path, call, name in CALLS
        if name == "EditRefused" and path.name in MIGRATION
    ]


def refusal_codes() -> list[tuple[str, str, set[str] | None]]:
    """Return (place, code, facts) of every refusal that the engine can raise."""
    found: list[tuple[str, str, set[str] | None]] = []
    for path, call, name in CALLS:
        code = said(call.args[0]) if call.args else ""
        if name in ERRORS and code and path.name not in MIGRATION:
            found.append((f"{path.name}:{call.lineno}", code, facts_of(call)))
    save = ENGINE / "fill" / "save.py"
    texts = [said(node) for node in ast.walk(ast.parse(save.read_text("utf-8")))]
    codes = [one for one in texts if re.fullmatch(r"save-[a-z-]+", one)]
    found += [(save.name, code, {"path", "why", "root"}) for code in codes]
    found += [("forge", code, None) for code in forge_codes()]
    unknown = ("unknown-name", "unknown-name-nearest", "unknown-checklist", "unknown-question")
    found += [("errors.py", code, None) for code in unknown]
    return [*found, ("errors.py", "invalid-documents", {"count"})]


def forge_codes() -> set[str]:
    """Return the codes of what a forge may answer; some have words for each forge."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ENGINE / "forge").glob("*.py")]
    texts = {said(node) for tree in trees for node in ast.walk(tree)}
    codes = {one for one in texts if re.fullmatch(r"comment-[a-z]+(-[a-z]+)*", one)}
    words = set(WORDS["en", "error"])
    by_forge = {f"{code}-{name}" for code in codes for name in FORGES}
    return (codes | by_forge) & words


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("area", ["problem", "error"])
def test_both_languages_say_the_same_things_with_the_same_facts(area):
    english, korean = WORDS["en", area], WORDS["ko", area]

    assert list(english) == sorted(english) == list(korean)
    for code, words in english.items():
        assert placeholders(words) == placeholders(korean[code]), code
        assert re.search("[가-힣]", korean[code]), code


def test_every_code_has_words_and_passes_the_facts_that_they_need():
    for area, found in (("problem", problem_codes()), ("error", refusal_codes())):
        words = WORDS["en", area]
        assert len(found) > 20
        for place, code, facts in found:
            assert code in words, f"{place}: no words for {area}.{code}"
            needed = placeholders(words[code]) - ADDED[area]
            assert facts is None or needed <= facts, f"{place}: {code} lacks {needed - facts}"


def test_there_are_no_words_that_nobody_says():
    used = {code for _, code, _ in problem_codes()} | {"more", "nearest", "duplicate-id-at"}
    rest = set(WORDS["en", "problem"]) - used

    assert {name for name in rest if not name.startswith(("kind-", "form-", "grade-"))} == set()
    assert set(WORDS["en", "error"]) == {code for _, code, _ in refusal_codes()} | site_codes()


def site_codes() -> set[str]:
    """Return the codes of refusals whose classes the site defines for itself."""
    return {name for name in WORDS["en", "error"] if name.startswith("site-")}


def test_every_kind_of_name_has_a_word():
    named = {
        said(call.args[0])
        for _, call, name in CALLS
        if name in ("identifier", "Pattern", "MapOf") and call.args
    }
    named |= {
        said(keyword.value)
        for path, call, _ in CALLS
        for keyword in call.keywords
        if keyword.arg == "kind" and "report" not in path.parts
    }
    named |= {
        said(call.args[1])
        for _, call, name in CALLS
        if name in ("string", "unexpected", "unknown") and len(call.args) > 1
    }
    named |= {"list", "mapping", "scalar"}

    kinds = {f"kind-{name}" for name in named if name}
    assert kinds <= set(WORDS["en", "problem"])
    assert {name for name in WORDS["en", "problem"] if name.startswith("kind-")} == kinds


def told(code: str, locale: str = "en", path: str = "answers/acme.yaml", **facts: object) -> str:
    return tell(Problem(code, Location(path, 9, 5), facts), Labels(locale))


def test_a_problem_is_told_with_its_place_its_code_and_the_nearest_name():
    facts = {"kind": "question", "name": "sucess-measure", "nearest": "success-measure"}

    assert told("unknown-name", **facts) == (
        "answers/acme.yaml:9:5: [unknown-name] no question 'sucess-measure' here;"
        " did you mean 'success-measure'?"
    )
    assert told("unknown-name", **{**facts, "nearest": ""}).endswith("'sucess-measure' here")
    assert told("unknown-name", "ko", **facts) == (
        "answers/acme.yaml:9:5: [unknown-name] 여기에 없는 질문 'sucess-measure';"
        " 가장 가까운 이름: 'success-measure'"
    )


def test_a_problem_of_a_whole_file_has_no_line():
    assert tell(Problem("empty-file", Location("a.yaml")), Labels("en")).startswith("a.yaml: [")


def test_lists_are_joined_and_capped():
    words = told("unknown-key", name="x", expected=tuple("abcdefghijkl"), nearest="")

    assert words.endswith("known: a, b, c, d, e, f, g, h, …")


def test_kinds_are_said_in_words():
    assert "expected keys with values, found a list" in told(
        "wrong-kind", given="list", expected="mapping"
    )
    assert "적힌 것: 목록" in told("wrong-kind", "ko", given="list", expected="mapping")
    assert "'X' is not an id of lower-case" in told("not-a-pattern", given="X", kind="subject")
    assert "180d" in told("not-a-pattern", given="X", kind="duration")


def test_an_id_that_is_used_twice_says_where_it_was_first_if_it_is_known():
    assert "on line 4" in told("duplicate-id", name="x", first=4)
    assert "on line" not in told("duplicate-id", name="x")


@pytest.mark.parametrize(
    "name",
    ["\x1b[2J\x1b]0;title\x07", "a\nb: [ok] all is well", "a\u202eb", "\u2028x", "x" * 100_000],
)
def test_untrusted_text_can_neither_act_nor_flood(name):
    for line in (
        told("unknown-key", name=name, expected=(name,) * 100, nearest=name, path=f"{name}.yaml"),
        tell_refusal(NoAnswers("no-such-file", path=name), Labels("ko")),
    ):
        assert line.isprintable()
        assert "\u202e" not in line
        assert len(line) < 1_000


def test_a_path_that_cannot_be_encoded_is_still_printed():
    told("empty-file", path="a\udcff.yaml").encode("utf-8")


def test_all_problems_are_told_in_the_order_of_their_places():
    problems = [
        Problem("tab", Location(path, line, 1)) for path, line in [("b", 9), ("a", 3), ("b", 2)]
    ]

    lines = tell_all(problems, Labels("en")).split("\n")

    assert [line.partition(" ")[0] for line in lines] == ["b:2:1:", "b:9:1:", "a:3:1:"]


def test_as_many_problems_are_told_as_a_screen_holds_and_the_rest_is_counted():
    problems = [Problem("tab", Location("a.yaml", line, 1)) for line in range(1, 1_001)]
    long = [
        Problem("trap-comma", Location("a" * 200, line, 1), {"name": "x" * 60}) for line in range(9)
    ]

    lines = tell_all(problems, Labels("en"), limit=20).split("\n")

    assert len(lines) == 21
    assert lines[-1] == "and 980 more"
    assert len(tell_all(long, Labels("en"), limit=4).split("\n")) == 3
    assert tell_all(long[:1], Labels("en"), limit=0).count("\n") == 0


def test_a_refusal_names_the_kind_in_the_readers_language():
    refusal = UnknownName(kind="checklist", name="mlops-proces", known=["mlops-process"])

    assert tell_refusal(refusal, Labels("en")) == (
        "no checklist named 'mlops-proces'; did you mean 'mlops-process'?"
    )
    assert "체크리스트" in tell_refusal(refusal, Labels("ko"))
