"""The browser's answer file is the engine's: what one reads and writes, the other does alike."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from unicodedata import category

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from careless import File, files, long_answers, values
from cases import quick
from filling import CHECKLIST, PLAIN_CHECKLIST
from fuzz.test_edit import attempt
from fuzz.test_hostile import EXPECTED, GOOD, HOSTILE, LARGE
from fuzz.test_mangled import mangled
from mlkb.fill.edit import Edit
from mlkb.fill.template import template
from mlkb.load.answers import read_answers
from mlkb.load.build import build_checklist, build_sheet
from mlkb.load.compiled import Bundled
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.model.answers import Answer, AnswerSheet
from mlkb.model.day import day_number
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import FOLDER as LOCALES
from mlkb.render.labels import Labels
from mlkb.site.assets import ANSWER_FILE, EVALUATOR, SOURCES, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser

    from mlkb.model.checklist import Checklist

Data = dict[str, Any]
FIELDS = ("answer", "because", "note", "evidence", "on", "plan", "accept")
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "engine" / "mlkb" / "example"
VENDOR = SOURCES / "vendor"
TODAY = "2026-11-21"
EMPTY_EVIDENCE = re.compile(rb"evidence: \[ ?\]")
FAR = "2090-01-01"
"""Random files give answers on later days than today."""
LARGEST = 48 * 1024
"""What importing and exporting load, parser and all, compressed."""
ELSEWHERE = {
    "dedent",
    "document-after-the-end",
    "empty",
    "escape-beyond-unicode",
    "escaped-surrogate",
    "indent-under-text",
    "key-is-empty",
    "mark-then-garbage",
    "no-colon",
    "only-a-document-start",
    "only-a-mark",
    "only-comments",
    "only-spaces",
    "open-bracket",
    "question-long",
    "utf-16-big",
    "utf-16-little",
    "utf-16-without-mark",
    "utf-32",
}
"""What both refuse, but the one parser notices elsewhere than the other, or names otherwise."""
MANY = (
    "one-byte-too-large",
    "brackets",
    "brackets-closed",
    "braces-with-keys",
    "brackets-on-lines",
    "dashes-and-question-marks",
    "indentation",
    "anchors",
    "empty-flow-pairs",
    "entries",
    "unknown-questions",
    "duplicate-keys",
    "long-key",
    "open-quote",
    "escapes",
    "line-breaks",
    "comments",
    "block-text",
    "commas",
    "documents",
    "wide-characters",
    "random-bytes",
)
"""Large files of each kind; the engine's own tests read all of them."""
WORDS = {
    locale: json.loads((LOCALES / locale / "form.json").read_text("utf-8")) for locale in LANGUAGES
}
READ = """([files, today]) => files.map((file) => {
  const bytes = Uint8Array.from(atob(file), (one) => one.charCodeAt(0));
  const said = mlkb.answerFile.read(bytes, mlkb.checklists, today);
  return {...said, problems: said.problems.slice(0, 100)};
})"""
WRITE = """([sheet, base]) =>
  mlkb.answerFile.write(sheet, mlkb.checklists[sheet.checklist.split("@")[0]], base)"""
SPEAK = """([locale, words]) => { mlkb.words = {locale, words}; }"""


LIBRARIES = [Library(find_project(folder)) for folder in (HOSTILE, EXAMPLE)]
RENAMED: Data = json.loads(json.dumps(PLAIN_CHECKLIST | {"id": "renamed"}))
RENAMED["sections"][0]["questions"][0]["was"] = ["holder"]


class Reader:
    """A page that reads and writes answer files to the *checklists* that it was given."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Load what a page of the handbook loads for this, from a file."""
        scripts = (
            joined("evaluate", EVALUATOR),
            (VENDOR / "yaml.js").read_text("utf-8"),
            joined("form", ("words", *ANSWER_FILE)),
        )
        for number, script in enumerate(scripts):
            (folder / f"{number}.js").write_text(script, encoding="utf-8")
        tags = (f"<script src={number}.js></script>" for number in range(len(scripts)))
        (folder / "page.html").write_text(
            f"<!doctype html><meta charset=utf-8>{''.join(tags)}", encoding="utf-8"
        )
        self.page = browser.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto((folder / "page.html").as_uri())
        self.speak("en")
        assert self.complaints == []

    def speak(self, locale: str) -> None:
        words = {f"form.{key}": text for key, text in WORDS[locale].items()}
        self.page.evaluate(SPEAK, [locale, words])

    def read(self, *data: bytes, today: str = TODAY) -> list[Data]:
        """Return what the page makes of each file, the first hundred problems of it."""
        given = [base64.b64encode(one).decode() for one in data]
        said: list[Data] = self.page.evaluate(READ, [given, today])
        return said

    def write(self, sheet: Data, base: str | None = None) -> Data:
        said: Data = self.page.evaluate(WRITE, [sheet, base])
        return said


@pytest.fixture(scope="module")
def library() -> dict[str, Checklist]:
    """Return our checklists, the example's, those of hostile files and one of every type."""
    ours = {name: one[name] for one in LIBRARIES for name in one}
    return {**ours, "all-types": CHECKLIST, "renamed": build_checklist(RENAMED)}


@pytest.fixture(scope="module")
def reader(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Open a page that knows them too."""
    opened = Reader(chromium, tmp_path_factory.mktemp("page"))
    known = {name: json.loads(one.text(name)) for one in LIBRARIES for name in one}
    opened.page.evaluate(
        "(known) => { mlkb.checklists = known; }",
        {**known, "all-types": PLAIN_CHECKLIST, "renamed": RENAMED},
    )
    yield opened
    opened.page.close()


def read(
    data: bytes, checklists: Mapping[str, Checklist], today: str = TODAY
) -> AnswerSheet | None:
    """Return what the engine reads, or None if it refuses."""
    sheet, _ = read_answers(data, "", checklists, day_number(today) or 0)
    return sheet


def bare(sheet: AnswerSheet) -> tuple[AnswerSheet, list[str]]:
    """Return what a sheet says, and in which order, without where it stands."""
    answers = {
        name: answer._replace(line=0, column=0)
        for name, answer in sheet.answers.items()
        if answer._replace(line=0, column=0) != Answer()
    }
    return sheet._replace(path="", answers=answers), list(answers)


def agree(data: bytes, said: Data, checklists: Mapping[str, Checklist], today: str = TODAY) -> bool:
    """Hold what the browser read against what the engine reads; say whether it is a sheet."""
    sheet = read(data, checklists, today)
    assert (said["sheet"] is None) == (sheet is None), (data[:2000], said["problems"][:3])
    assert bool(said["problems"]) == (sheet is None)
    for problem in said["problems"]:
        assert problem["line"] >= 1
        assert problem["column"] >= 1
        assert problem["message"]
    if sheet is None:
        return False
    checklist = checklists[sheet.checklist]
    assert bare(build_sheet(said["sheet"], checklist)) == bare(sheet), data
    assert said["text"].encode() == data
    return True


# Reading


def test_the_answer_files_of_the_example_are_read_and_left_as_they_are(reader, library):
    every = [path.read_bytes() for path in sorted((EXAMPLE / "mlkb-answers").rglob("*.yaml"))]
    said = reader.read(*every)

    assert len(every) > 20
    for data, one in zip(every, said, strict=True):
        assert agree(data, one, library)
        written = reader.write(one["sheet"], one["text"])
        assert written == {"text": one["text"], "lost": [], "unfinished": []}


def test_hostile_files_are_refused_for_the_same_reason_in_the_same_place(reader, library):
    paths = sorted((HOSTILE / "answers").glob("*.yaml"))
    said = reader.read(*(path.read_bytes() for path in paths))

    assert len(paths) > 200
    for path, one in zip(paths, said, strict=True):
        assert not agree(path.read_bytes(), one, library), path
        codes = sorted(f"{on['line']}:{on['column']} {code(on)}" for on in one["problems"])
        assert (codes == sorted(EXPECTED[path.stem])) != (path.stem in ELSEWHERE), path.stem


def code(problem: Data) -> str:
    """Return the engine's code of a problem."""
    names = {"unknown-checklist": "unknown-name", "unknown-question": "unknown-name"}
    said: str = problem["code"]
    return names.get(said, said)


@pytest.mark.parametrize("name", MANY)
def test_what_would_take_long_is_refused_too(reader, library, name):
    data = LARGE[name]()
    (said,) = reader.read(data)

    assert len(data) > 1024 * 1024 or not agree(data, said, library)
    assert said["sheet"] is None
    assert said["problems"]


@pytest.mark.parametrize("name", GOOD)
def test_both_agree_on_good_files_and_on_mangled_ones(reader, library, name):
    good = (HOSTILE / "good" / f"{name}.yaml").read_bytes()
    dice = Random(name)  # noqa: S311 - no secrets
    every = [good, *(mangled(good, dice) for _ in range(80))]
    said = reader.read(*every)

    assert agree(good, said[0], library)
    for data, one in zip(every, said, strict=True):
        agree(data, one, library)


HEAD = "format: mlkb/answers@1\nchecklist: all-types@1.2.0\nsubject: x\nanswers:\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HEAD.replace("all-types", "all-typs"),
            "2:12 No checklist 'all-typs' here. Did you mean 'all-types'?",
        ),
        (HEAD + "  ownr: yes\n", "5:3 The checklist has no question 'ownr'. Did you mean 'owner'?"),
        (
            HEAD + "  owner: ja\n",
            "5:10 'owner' cannot be answered with 'ja'; possible: yes, partial, no.",
        ),
        (HEAD + "  owner: {answer: yes, not: x}\n", "5:24 No key 'not' here; known: answer, note,"),
        (HEAD + "  owner: &a yes\n  stage: *a\n", "5:10 'a' is an anchor or alias of YAML"),
        (HEAD + "  owner: !!str yes\n", "5:10 '!!str' is a tag of YAML"),
        (HEAD + "  <<: {owner: yes}\n", "5:3 `<<` merges mappings"),
        (HEAD + "  models: many\n", "5:11 'models' takes a whole number, not 'many'."),
        (HEAD + "  models: 1001\n", "5:11 'models' takes 0 to 1000, not 1001."),
        (HEAD + "  owner: {on: 2026-02-30}\n", "5:15 '2026-02-30' is not a date"),
        (HEAD + "  owner: yes\n  owner: no\n", "6:3 'owner' stands on line 5 already"),
        ("format: mlkb/answers@2\n" + HEAD[23:], "1:9 'mlkb/answers@2' is none of: mlkb/answers@1"),
        ("# x\n\ufeff" + HEAD, "2:1 The invisible character U+FEFF"),
        (HEAD + '  story: "x\n', "5:10 This quotation mark is never closed."),
        (HEAD + "  한글: 😀\n  owner: 😀 x: y\n", "6:13 A second colon ends plain text"),
    ],
)
def test_a_problem_is_told_where_one_would_mend_it(reader, text, told):
    (said,) = reader.read(text.encode())

    lines = [f"{one['line']}:{one['column']} {one['message']}" for one in said["problems"]]
    assert said["sheet"] is None
    assert lines[0].startswith(told), lines


def test_problems_are_told_all_at_once_in_the_language_of_the_page(reader):
    reader.speak("ko")
    (said,) = reader.read((HEAD + "  owner: ja\n  ownr: yes\n").encode())
    reader.speak("en")

    assert [one["message"] for one in said["problems"]] == [
        "'owner'의 답이 될 수 없는 값 'ja'. 가능한 답: yes, partial, no.",
        "체크리스트에 없는 질문 'ownr'. 가장 가까운 이름: 'owner'.",
    ]


def test_a_question_that_was_renamed_and_an_old_version_name_the_command_that_helps(reader):
    renamed, major = reader.read(
        (HEAD.replace("all-types", "renamed") + "  holder: yes\n").encode(),
        HEAD.replace("@1.2.0", "@0.9.0").encode(),
    )

    assert "`mlkb migrate`" in renamed["problems"][0]["message"]
    assert "'owner'" in renamed["problems"][0]["message"]
    assert "`mlkb migrate`" in major["problems"][0]["message"]


# Writing without a base


@pytest.mark.parametrize("locale", LANGUAGES)
def test_without_a_base_the_file_is_what_new_would_write(reader, locale):
    ours = Bundled()
    reader.speak(locale)
    for name in ours:
        sheet = {
            "checklist": name,
            "subject": "fraud",
            "respondent": {"name": "kim", "role": "lead"},
            "answered_on": TODAY,
            "answers": {},
        }
        assert reader.write(sheet)["text"] == template(
            ours[name],
            subject="fraud",
            labels=Labels(locale),
            respondent="kim",
            role="lead",
            today=day_number(TODAY),
        )
    reader.speak("en")


@quick(120)
@given(st.data())
def test_a_file_without_a_base_says_what_the_sheet_says(reader, data):
    sheet = {"checklist": "all-types@1.2.0", "subject": "x-1", "answers": data.draw(answers())}

    written = reader.write(sheet)

    assert said_by(written["text"].encode()) == said_of(sheet)
    assert written["lost"] == written["unfinished"] == []


# Writing into somebody's file


@st.composite
def answers(draw: st.DrawFn) -> Data:
    """Draw answers in their long form to some of the questions."""
    names = draw(st.lists(st.sampled_from(list(CHECKLIST.questions)), unique=True))
    return {name: fields for name in names if (fields := whole(draw(long_answers(name))))}


def whole(answer: Data) -> Data:
    """Return an answer without fields that say nothing, as the form holds it."""
    kept = {name: value for name, value in answer.items() if value is not None}
    if isinstance(kept.get("evidence"), str):
        kept["evidence"] = [kept["evidence"]]
    return {name: value for name, value in kept.items() if name == "answer" or value != []}


def said_by(data: bytes) -> tuple[AnswerSheet, list[str]]:
    sheet = read(data, {"all-types": CHECKLIST}, FAR)
    assert sheet is not None, data.decode()
    said, names = bare(sheet)
    return said, sorted(names)


def said_of(sheet: Data) -> tuple[AnswerSheet, list[str]]:
    said, names = bare(build_sheet(sheet, CHECKLIST))
    return said, sorted(names)


@quick(200)
@given(files())
def test_what_is_not_changed_is_written_byte_for_byte(reader, file):
    (said,) = reader.read(file.data, today=FAR)
    assume(agree(file.data, said, {"all-types": CHECKLIST}, FAR))

    written = reader.write(said["sheet"], said["text"])

    assert written == {"text": said["text"], "lost": [], "unfinished": []}


@quick(400)
@given(files(), st.data())
def test_nothing_but_the_changed_answers_changes(reader, file, data):
    (said,) = reader.read(file.data, today=FAR)
    assume(said["sheet"] is not None)
    sheet = said["sheet"]
    changed = data.draw(st.lists(st.sampled_from(list(CHECKLIST.questions)), unique=True))
    for name in changed:
        sheet["answers"][name] = data.draw(changes(name, sheet["answers"].get(name, {})))
    sheet["answers"] = {name: fields for name, fields in sheet["answers"].items() if fields}

    written = reader.write(sheet, said["text"])

    assert said_by(written["text"].encode()) == said_of(sheet)
    if is_open(file):
        return
    assert written["lost"] == []
    kept = iter(written["text"].encode())
    assert all(byte in kept for byte in unchanged(file, changed))


@st.composite
def changes(draw: st.DrawFn, name: str, before: Data) -> Data:
    """Draw what becomes of an answer: another word, another answer altogether, or none."""
    kind = draw(st.sampled_from(("word", "answer", "none")))
    if kind == "none":
        return {}
    if kind == "answer":
        return whole(draw(long_answers(name)))
    value = draw(values(name))
    kept = {key: field for key, field in before.items() if value != "n/a" or key != "accept"}
    return {**kept, "answer": value}


@quick(150)
@given(files(), st.data())
def test_one_answer_is_edited_into_the_same_bytes_as_at_the_prompt(reader, file, data):
    (said,) = reader.read(file.data, today=FAR)
    assume(said["sheet"] is not None)
    sheet, name = said["sheet"], data.draw(st.sampled_from(list(CHECKLIST.questions)))
    before = sheet["answers"].get(name, {})
    after = data.draw(changes(name, before))
    assume(
        before != after and "Cn" not in map(category, spelt(after))
    )  # known to newer Unicode only
    assume(not EMPTY_EVIDENCE.search(file.data))  # which the sheet does not know
    # What stands in braces is written anew, by the page in our order and by the engine in theirs.
    parts = [before.get(key, {}) for key in ("plan", "accept")]
    assume(b"{" not in file.data or all(list(one) == sorted(one) for one in parts))
    sheet["answers"][name] = after
    (answer,) = build_sheet({**sheet, "answers": {name: after}}, CHECKLIST).answers.values()
    fields = answer._asdict() | {"answer": answer.value}
    changed = [key for key in FIELDS if before.get(key) != after.get(key)]
    edit = Edit(
        **{key: fields[key] if key in ("answer", "on") else fields[key] or None for key in changed}
    )
    edited, refused = attempt(file.data, name, edit)
    if refused:
        assert refused == "edit-open-block"
        return

    assert reader.write(sheet, said["text"])["text"].encode() == edited


def spelt(answer: Data) -> str:
    return json.dumps(answer, ensure_ascii=False)


def unchanged(file: File, changed: list[str]) -> bytes:
    kept = "".join(text for name, text in file.answers if name not in changed)
    return file.mark + (file.head + kept + file.tail).encode()


def is_open(file: File) -> bool:
    """Say whether the file ends in a block text without a line break: nothing can follow that."""
    _, last = file.answers[-1] if file.answers else ("", "")
    return not file.data.endswith(b"\n") and re.search(r": [|>]", last) is not None


@quick(150)
@given(st.data())
def test_a_json_file_stays_json(reader, data):
    names = data.draw(st.lists(st.sampled_from(list(CHECKLIST.questions)), unique=True))
    given_answers = {
        name: data.draw(values(name) | st.none() | long_answers(name) | st.just({}))
        for name in names
    }
    head = {"format": "mlkb/answers@1", "checklist": "all-types", "subject": "x"}
    indent = data.draw(st.sampled_from([None, 2]))
    text = json.dumps(head | {"answers": given_answers}, ensure_ascii=True, indent=indent)
    assume("\\ud" not in text)  # half of a pair, which YAML does not know
    (said,) = reader.read(text.encode(), today=FAR)
    assert agree(text.encode(), said, {"all-types": CHECKLIST}, FAR)
    sheet = said["sheet"] | {"subject": "y", "answered_on": TODAY, "answers": data.draw(answers())}

    written = reader.write(sheet, text)

    assert said_by(written["text"].encode()) == said_of(sheet)
    if "\\U" not in written["text"]:
        assert json.loads(written["text"])["answers"].keys() >= given_answers.keys()


COMMENTED = """\
# ours
format: mlkb/answers@1
checklist: all-types@1.0.0   # of March
subject: x
answered_on: 2026-03-01
answers:
  # first
  owner: yes   # 김이 확인했다
  stage: {answer: manual, note: "n"}  # soon
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_head_changes_where_it_stands(reader, newline, mark):
    base = mark + COMMENTED.replace("\n", newline)
    (said,) = reader.read(base.encode())
    sheet = said["sheet"] | {
        "checklist": "all-types@1.2.0",
        "respondent": {"name": "kim", "role": "lead"},
        "answered_on": "2026-11-20",
    }

    written = reader.write(sheet, said["text"])

    wanted = base.replace("1.0.0", "1.2.0").replace("2026-03-01", "2026-11-20")
    respondent = "respondent:\n  name: kim\n  role: lead\n".replace("\n", newline)
    assert written["text"] == wanted.replace("answered_on", respondent + "answered_on")
    assert written["lost"] == []
    del sheet["respondent"]["role"], sheet["answered_on"]
    again = reader.write(sheet, written["text"])["text"]
    head = again.partition("answers:")[0].split(newline)
    assert head[3:] == ["subject: x", "respondent:", "  name: kim", ""]


def test_korean_stays_readable(reader):
    (said,) = reader.read(COMMENTED.encode())
    said["sheet"]["answers"]["owner"]["note"] = '두 팀이 "함께" 본다'

    text = reader.write(said["sheet"], said["text"])["text"]

    assert '    note: "두 팀이 \\"함께\\" 본다"\n' in text
    assert "# 김이 확인했다" in text


def test_a_comment_inside_braces_is_lost_and_told(reader):
    base = HEAD.replace("answers:", "answers: {") + "  owner: [ # why\n  ]}\n"
    base = base.replace("owner: [ # why\n  ]", "access: [roles, # why\n  audit]")
    (said,) = reader.read(base.encode())
    said["sheet"]["answers"]["access"] = {"answer": ["review"]}

    written = reader.write(said["sheet"], said["text"])

    assert written["lost"] == ["# why"]
    assert said_by(written["text"].encode()) == said_of(said["sheet"])


def test_what_cannot_be_edited_is_written_anew_and_its_comments_are_told(reader):
    base = HEAD + "  # mine\n  ? owner\n  : yes # kim\n"
    (said,) = reader.read(base.encode())
    said["sheet"]["answers"]["owner"] = {"answer": "no"}

    written = reader.write(said["sheet"], said["text"])

    assert written["lost"] == ["# mine", "# kim"]
    assert said_by(written["text"].encode()) == said_of(said["sheet"])


def test_what_no_file_can_hold_is_left_out_and_told(reader):
    sheet = {
        "checklist": "all-types@1.2.0",
        "subject": "x",
        "answers": {
            "owner": {"answer": "no", "plan": {"by": "kim", "until": ""}, "note": " \n"},
            "stage": {"note": "a\u0000b\ud800"},
        },
    }

    written = reader.write(sheet)

    assert written["unfinished"] == [{"question": "owner", "field": "plan"}]
    sheet["answers"] = {"owner": {"answer": "no"}, "stage": {"note": "ab\ufffd"}}
    assert said_by(written["text"].encode()) == said_of(sheet)


def test_a_base_that_is_no_answer_file_is_written_over_without_a_fuss(reader):
    sheet = {"checklist": "all-types@1.2.0", "subject": "x", "answers": {"owner": {"answer": "no"}}}
    for path in sorted((HOSTILE / "answers").glob("*.yaml")):
        base = path.read_bytes().decode("utf-8", "replace")

        written = reader.write(sheet, base)

        assert said_by(written["text"].encode()) == said_of(sheet)


# What is loaded


def test_importing_and_exporting_load_little():
    script = (VENDOR / "yaml.js").read_text("utf-8") + joined("form", ANSWER_FILE)

    assert len(gzip.compress(script.encode())) <= LARGEST


def test_the_parser_carries_its_licence_and_stands_beside_it():
    licence = (VENDOR / "yaml.LICENSE").read_text("utf-8").strip()

    assert "Copyright" in licence
    assert licence in (VENDOR / "yaml.js").read_text("utf-8")


def test_every_word_about_files_is_said_somewhere():
    scripts = joined("evaluate", EVALUATOR) + joined("form", ANSWER_FILE)
    spoken = {key.removeprefix("file-") for key in WORDS["en"] if key.startswith("file-")}

    assert len(spoken) > 50
    for key in spoken:
        bare_key = key.removeprefix("kind-").removeprefix("form-").removeprefix("template-")
        assert f'"{bare_key}"' in scripts or f"file-{key}" in scripts or bare_key in OTHERS, key


OTHERS = {
    "id": "the form of most names",
    "checklist": "a kind of name",
    "question": "a kind of name",
    "unknown-checklist": "a kind of name",
    "unknown-question": "a kind of name",
    "people": "a type of question",
    "text": "a type of question",
}
"""Words whose keys are put together."""
