"""How a forge is borne with, what is said when it refuses, and what it never learns."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commenting import Commenter, commenting, marked
from forges import NOW, READING, TOKEN, Said
from injections import HOSTILE
from mlkb.errors import NotCommented
from mlkb.forge import FORGES, forge
from mlkb.forge.base import Wanted
from mlkb.forge.client import Answer, Patience
from mlkb.forge.refusal import refused
from mlkb.forge.token import Token, read_token
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_refusal
from mlkb.render.width import printable

PASSING = [Said(429), Said(500), Said(502), Said(503), Said(504)]
BROKEN = [Said(how=how, data="data that is lost or cut") for how in ("lost", "cut")]
LIMITS = [
    Said(403, {"message": "secondary rate limit"}, {"Retry-After": "7"}),
    Said(403, None, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOW + 6)}),
    Said(429, None, {"Retry-After": "7"}),
    Said(429, None, {"Retry-After": "Wed, 18 Nov 2026 11:06:47 GMT"}),
    Said(429, None, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOW + 6)}),
    Said(503, None, {"Retry-After": "7"}),
]


def refusal(run: Commenter, **thread: Any) -> NotCommented:
    with pytest.raises(NotCommented) as raised:
        run.comment(**thread)
    told = [tell_refusal(raised.value, Labels(locale)) for locale in LANGUAGES]
    assert all(told)
    assert TOKEN not in f"{raised.value} {raised.value!r} {raised.value.facts} {told}"
    assert raised.value.__cause__ is None
    return raised.value


@pytest.mark.parametrize("answer", [*PASSING, *BROKEN], ids=lambda said: said.how or said.status)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_passes_is_tried_again_after_growing_pauses(run: Commenter, method, answer):
    run.fake.fail(method, run.fake.own, *[answer] * 3)

    assert run.comment().what == "posted"
    assert run.bodies() == ["a gap"]
    assert run.slept == [1, 2, 4]


@pytest.mark.parametrize("method", ["update", "delete"])
def test_updating_and_deleting_are_tried_again_too(run: Commenter, method):
    for number in ("98.1", "99.1"):
        run.fake.add(run.bot, marked("a gap", run=number))
    methods = {"update": "PATCH" if run.name == "github" else "PUT", "delete": "DELETE"}
    run.fake.fail(methods[method], run.fake.own, Said(502), Said(how="lost"))

    effect = run.comment(first="now")

    assert (effect.what, effect.tidy) == ("updated", True)
    assert run.bodies() == ["now"]


@pytest.mark.parametrize("answer", LIMITS)
def test_a_forge_that_says_how_long_to_wait_is_waited_for(run: Commenter, answer):
    run.fake.fail("POST", run.fake.own, answer)

    assert run.comment().what == "posted"
    assert run.slept == [7]


@pytest.mark.parametrize("said", ["0", "-5", "soon", "", "9" * 30, "Wed, 99 Nov 2026"])
def test_a_senseless_wait_is_not_waited_for(run: Commenter, said):
    run.fake.fail("POST", run.fake.own, Said(429, None, {"Retry-After": said}))

    assert run.comment().what == "posted"
    assert run.slept == [1]


def test_five_tries_are_enough(run: Commenter):
    run.fake.fail("POST", run.fake.own, *[Said(500)] * 9)

    error = refusal(run)

    assert (error.code, error.facts["answer"]) == ("comment-no-answer", "500")
    assert run.fake.methods().count("POST") == 5
    assert run.slept == [1, 2, 4, 8]


@pytest.mark.parametrize("answer", [*BROKEN, Said(how="slow")], ids=lambda said: said.how)
def test_a_forge_that_never_answers_is_given_up_with_what_broke(run: Commenter, answer):
    run.fake.fail("POST", run.fake.own, *[answer] * 9)

    error = refusal(run, silence=0.2)

    assert error.code == "comment-no-answer"
    assert error.facts["answer"]


def test_a_slow_answer_is_asked_for_again(run: Commenter):
    run.fake.fail("POST", run.fake.own, Said(how="slow"))

    assert run.comment(silence=0.2).what == "posted"
    assert run.slept == [1]


def test_an_answer_that_drips_is_not_listened_to_for_ever(run: Commenter):
    run.fake.fail("POST", run.fake.own, Said(data="drop by drop", how="dripping"))

    assert run.comment(answer=0.2).what == "posted"
    assert run.slept == [1]


def test_a_wait_that_is_too_long_is_not_begun(run: Commenter):
    run.fake.fail("POST", run.fake.own, Said(429, None, {"Retry-After": "3600"}))

    error = refusal(run)

    assert (error.code, error.facts["seconds"]) == ("comment-rate-limit", 3600)
    assert run.slept == []


def test_all_pauses_together_are_bounded(run: Commenter):
    wait = Said(429, None, {"Retry-After": "25"})
    run.fake.fail("GET", run.fake.own, wait, wait)
    run.fake.fail("POST", run.fake.own, wait)

    assert refusal(run).code == "comment-rate-limit"
    assert run.slept == [25, 25]


def test_a_forge_that_nobody_reaches_is_told_of():
    with commenting("github") as run:
        environ = run.fake.environ()
    kind = forge("github")
    place = kind.place(environ, Wanted("harbor/ml", "7", "9f8e7d6", "1"))
    thread = kind.open_thread(place, environ, patience=Patience(sleep=run.slept.append))

    with pytest.raises(NotCommented) as raised:
        thread.author()

    assert raised.value.code == "comment-no-answer"
    assert "refused" in str(raised.value.facts["answer"])


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "comment-unknown-token"),
        (403, "comment-forbidden-{}"),
        (404, "comment-forbidden-{}"),
        (400, "comment-not-taken"),
        (409, "comment-not-taken"),
        (410, "comment-not-taken"),
        (413, "comment-not-taken"),
        (422, "comment-not-taken"),
        (301, "comment-moved"),
        (307, "comment-moved"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_refusal_is_not_tried_again_and_says_what_was_answered(
    run: Commenter, method, status, code
):
    run.fake.fail(method, run.fake.own, Said(status, {"message": "No,\n\x1b[31m::error::never"}))

    error = refusal(run)

    assert error.exit_code == 2
    assert error.code == code.format(run.name)
    assert error.facts["answer"] == f"{status}: No, [31m::error::never"
    assert run.slept == []
    assert run.write_count() == (method == "POST")


def test_a_token_that_may_only_read_is_told_what_it_lacks(run: Commenter):
    error = refusal(run, token=READING)

    told = tell_refusal(error, Labels("en"))
    wanted = {
        "github": ("403: Resource not accessible by integration", "pull-requests: write", "fork"),
        "gitlab": ("403: 403 Forbidden", "project access token", "GITLAB_TOKEN"),
    }
    assert all(words in told for words in wanted[run.name])


def test_an_unknown_token_is_told_of(run: Commenter):
    error = refusal(run, token="of-nobody")  # noqa: S106

    assert error.code == "comment-unknown-token"


def test_a_body_that_the_forge_finds_wrong_is_told_of_with_every_reason(github: Commenter):
    errors = [{"resource": "IssueComment", "message": "too long"}, "and more", {"code": "x"}, 7]
    github.fake.fail("POST", "/comments", Said(422, {"message": "Failed", "errors": errors}))

    assert refusal(github).facts["answer"] == "422: Failed; too long; and more; 7"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"message": {"note": ["is too long"]}}, '400: {"note": ["is too long"]}'),
        ({"error": "body is missing"}, "400: body is missing"),
        ({"error": "x", "error_description": "it expired"}, "400: it expired"),
        (["no", "object"], "400"),
        ({"message": "long " * 900}, None),
        ({"message": f"you said {TOKEN}"}, "400: you said …"),
    ],
)
def test_whatever_form_a_refusal_has_it_becomes_one_short_line(gitlab: Commenter, data, said):
    gitlab.fake.fail("POST", "/notes", Said(400, data))

    answer = str(refusal(gitlab).facts["answer"])

    assert answer == said or len(answer) < 210


@pytest.mark.parametrize("name", FORGES)
def test_whatever_a_forge_says_cannot_get_out_of_its_line(name):
    for words in HOSTILE:
        for body in ({"message": words}, {"error": [words]}, {"errors": [{"message": words}]}):
            answer = Answer(422, {}, json.dumps(body).encode())
            told = tell_refusal(refused(name, answer, Token(TOKEN)), Labels("en"))
            assert len(told.splitlines()) == 1, words
            assert printable(told) == told, words


@pytest.mark.parametrize("raw", [b"<html>Log in</html>", b"\xff\xfe", b"[" * 200_000, b"{}", b"7"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_is_not_of_the_api_is_told_of(run: Commenter, method, raw):
    run.fake.fail(method, run.fake.own, Said(200, raw=raw))

    assert refusal(run).code == "comment-unreadable"


@pytest.mark.parametrize("note", [None, "x", {"id": "1"}, {"id": True}, {"body": "no id"}])
def test_a_list_of_what_are_no_comments_is_told_of(run: Commenter, note):
    run.fake.fail("GET", run.fake.own, Said(200, [note]))

    assert refusal(run).code == "comment-unreadable"


def test_comments_without_author_or_body_are_foreign_ones(run: Commenter):
    odd = [{"id": 8}, {"id": 9, "body": None, "user": None, "author": None, "minimized": 1}]
    run.fake.fail("GET", run.fake.own, Said(200, odd))

    assert run.comment().what == "posted"


def test_an_answer_without_end_is_not_read_to_its_end(run: Commenter, monkeypatch):
    monkeypatch.setattr("mlkb.forge.client._LARGEST", 100_000)
    run.fake.fail("GET", run.fake.own, Said(200, "x" * 200_000))

    assert refusal(run).code == "comment-unreadable"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_is_not_carried_to_where_a_redirect_leads(run: Commenter, status):
    with commenting(run.name) as elsewhere:
        run.fake.fail("GET", run.fake.own, Said(status, None, {"Location": elsewhere.fake.url}))

        assert refusal(run).code == "comment-moved"
        assert elsewhere.fake.asked == []


def test_the_token_is_not_carried_to_where_a_next_page_leads(github: Commenter):
    with commenting("github") as elsewhere:
        address = f"{elsewhere.fake.url}/repos/harbor/ml/issues/7/comments?page=2"
        first = Said(200, [], {"Link": f'<{address}>; rel="next"'})
        github.fake.fail("GET", "/7/comments", first)

        assert github.comment().what == "posted"
        assert elsewhere.fake.asked == []
        pages = [one.query for one in github.fake.asked if "page=" in one.query]
        assert pages[1] == "per_page=100&page=2"  # asked where the first one was


def test_the_token_goes_into_its_header_only(run: Commenter):
    run.comment()

    for one in run.fake.asked:
        (name,) = [name for name, value in one.headers.items() if TOKEN in value]
        assert name == {"github": "authorization", "gitlab": "private-token"}[run.name]
        assert TOKEN not in f"{one.path}?{one.query}"
        assert TOKEN.encode() not in one.body


def test_nothing_that_holds_the_token_shows_it(run: Commenter):
    thread = run.thread()

    shown = [repr(thread), str(thread), repr(vars(thread)), repr(vars(thread)["_client"])]
    assert TOKEN not in "".join(shown)
    assert repr(Token(TOKEN)) == str(Token(TOKEN)) == "Token(…)"


def test_without_a_token_there_is_no_comment(run: Commenter):
    variable = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN"}[run.name]
    for environ in ({}, {variable: ""}, {variable: " \n"}):
        place = run.kind.place(run.fake.environ(), Wanted("harbor/ml", "7", "9f8e7d6", "1"))
        with pytest.raises(NotCommented) as raised:
            run.kind.open_thread(place, environ)
        assert (raised.value.code, raised.value.facts["variable"]) == ("comment-no-token", variable)
    assert run.fake.asked == []


@pytest.mark.parametrize("value", ["two words", "line\nbreak", "line\r\nX-Other: 1", "키", "\x00"])
def test_a_token_that_cannot_be_one_is_named_but_not_shown(value):
    with pytest.raises(NotCommented) as raised:
        read_token({"GITHUB_TOKEN": value}, ("GITHUB_TOKEN",))

    assert raised.value.code == "comment-odd-token"
    assert value not in str(raised.value)


def test_a_token_may_end_in_a_line_break_and_stand_in_the_second_variable():
    names = ("GITHUB_TOKEN", "GH_TOKEN")

    assert read_token({"GH_TOKEN": "abc\n"}, names).header("Bearer") == "Bearer abc"
    assert read_token({"GITHUB_TOKEN": "", "GH_TOKEN": "abc"}, names).header() == "abc"
    assert read_token({"GITHUB_TOKEN": "first", "GH_TOKEN": "abc"}, names).header() == "first"


def test_every_forge_has_a_module_that_says_how_it_is_used():
    for name in FORGES:
        assert f"mlkb comment {name} " in str(forge(name).__doc__)
