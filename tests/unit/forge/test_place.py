"""Where to comment: from the environment of a runner, its event, or options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from commenting import HEAD, Commenter, marked
from forges import FakeGitHub, Said
from mlkb.errors import NotCommented, UsageProblem
from mlkb.forge import forge
from mlkb.forge.base import NOTHING_WANTED, Place, Run, Source, Wanted
from mlkb.forge.client import Patience
from mlkb.forge.marker import marker
from mlkb.forge.upsert import upsert
from mlkb.model.text import LANGUAGES
from mlkb.render.labels import Labels
from mlkb.render.problems import tell_refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlkb.forge.base import Thread

Data = dict[str, Any]
OTHER = "1" * 40
EVALUATED: Data = {
    "id": 555,
    "run_attempt": 2,
    "event": "pull_request",
    "head_sha": HEAD,
    "head_branch": "better-data",
    "head_repository": {"full_name": "kim/ml"},
    "pull_requests": [],
}
ALL = Wanted("harbor/ml", "12", "abcdef1", "77.3")


@pytest.fixture
def job(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Return what makes the environment of a job of GitHub, which an event started."""

    def environ(event: object = None, **variables: str) -> dict[str, str]:
        path = tmp_path / "event.json"
        path.write_text(event if isinstance(event, str) else json.dumps(event), "utf-8")
        return {
            "GITHUB_API_URL": "https://github.example/api/v3",
            "GITHUB_REPOSITORY": "harbor/ml",
            "GITHUB_RUN_ID": "900",
            "GITHUB_RUN_ATTEMPT": "4",
            "GITHUB_EVENT_PATH": str(path),
            **variables,
        }

    return environ


def pull_event(number: object = 7, sha: object = HEAD) -> Data:
    return {"action": "synchronize", "pull_request": {"number": number, "head": {"sha": sha}}}


def pipeline(**variables: str) -> dict[str, str]:
    return {
        "CI_API_V4_URL": "https://gitlab.example/api/v4",
        "CI_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_PIPELINE_ID": "900",
        "CI_COMMIT_SHA": HEAD,
        **variables,
    }


def refused(name: str, environ: dict[str, str], wanted: Wanted = NOTHING_WANTED) -> UsageProblem:
    with pytest.raises(UsageProblem) as raised:
        forge(name).place(environ, wanted)
    assert all(tell_refusal(raised.value, Labels(locale)) for locale in LANGUAGES)
    return raised.value


def test_a_pull_request_tells_where_it_is(job):
    assert forge("github").place(job(pull_event())) == Place(
        "https://github.example/api/v3", "harbor/ml", 7, HEAD, Run(900, 4)
    )


def test_options_go_before_the_event_and_make_it_needless(job):
    expected = Place("https://api.github.com", "harbor/ml", 12, "abcdef1", Run(77, 3))

    assert forge("github").place({}, ALL) == expected
    assert forge("github").place({"GITHUB_EVENT_PATH": "/nowhere"}, ALL) == expected
    mixed = forge("github").place(job(pull_event()), Wanted(pull="12"))
    assert (mixed.number, mixed.head, mixed.run) == (12, HEAD, Run(900, 4))


def test_a_run_without_attempt_is_the_first(job):
    assert forge("github").place(job(pull_event(), GITHUB_RUN_ATTEMPT="")).run == Run(900, 1)
    assert forge("github").place({}, ALL._replace(run="77")).run == Run(77, 1)


@pytest.mark.parametrize(
    ("missing", "option"),
    [("GITHUB_REPOSITORY", "--repo"), ("GITHUB_RUN_ID", "--run")],
)
def test_a_fact_that_is_missing_is_named_with_its_option(job, missing, option):
    problem = refused("github", job(pull_event(), **{missing: ""}))

    assert (problem.code, problem.facts) == (
        "forge-missing",
        {"variable": missing, "option": option},
    )


@pytest.mark.parametrize(
    "event",
    [
        {"action": "push"},
        {"pull_request": None},
        {"workflow_run": {**EVALUATED, "event": "push"}},
        {"workflow_run": []},
    ],
)
def test_an_event_of_no_pull_request_is_told_of(job, event):
    assert refused("github", job(event)).code == "forge-no-pull"
    assert refused("github", {"GITHUB_REPOSITORY": "harbor/ml"}).code == "forge-no-pull"
    assert forge("github").place(job(event), ALL).number == 12


@pytest.mark.parametrize("event", ["", "no JSON", "[]", "[" * 100_000, '"text"'])
def test_an_event_that_cannot_be_read_is_told_of(job, event):
    assert refused("github", job(event)).code == "forge-no-event"


def test_an_event_that_is_not_there_is_told_of(tmp_path, job):
    for path in (tmp_path / "nothing", tmp_path):
        problem = refused("github", job({}, GITHUB_EVENT_PATH=str(path)))
        assert (problem.code, problem.facts["path"]) == ("forge-no-event", str(path))


@pytest.mark.parametrize(
    "event",
    [
        pull_event(number=0),
        pull_event(number="7/../../8"),
        pull_event(number=None),
        pull_event(sha="refs/heads/main"),
        pull_event(sha=f"{HEAD} -->"),
        pull_event(sha=None),
        pull_event(sha="9" * 65),
        {"workflow_run": {**EVALUATED, "id": "x"}},
        {"workflow_run": {**EVALUATED, "id": None}},
        {"workflow_run": {**EVALUATED, "head_repository": {"full_name": "../ml"}}},
        {"workflow_run": {**EVALUATED, "head_repository": {"full_name": "a/b/c"}}},
    ],
)
def test_an_event_that_holds_something_else_is_refused(job, event):
    problem = refused("github", job(event))

    assert (problem.code, problem.facts["source"]) == ("forge-malformed", "GITHUB_EVENT_PATH")


@pytest.mark.parametrize(
    ("wanted", "option"),
    [
        (ALL._replace(repo="harbor"), "--repo"),
        (ALL._replace(repo="harbor/ml/issues"), "--repo"),
        (ALL._replace(repo="../ml"), "--repo"),
        (ALL._replace(repo="harbor/.."), "--repo"),
        (ALL._replace(repo="harbor/ml?x=1"), "--repo"),
        (ALL._replace(repo="harbor/ml\n"), "--repo"),
        (ALL._replace(pull="#7"), "--pull"),
        (ALL._replace(pull="0"), "--pull"),
        (ALL._replace(pull="\u0667"), "--pull"),
        (ALL._replace(pull="9" * 40), "--pull"),
        (ALL._replace(head="HEAD"), "--head"),
        (ALL._replace(head="abc"), "--head"),
        (ALL._replace(run="1.2.3"), "--run"),
        (ALL._replace(run="0"), "--run"),
        (ALL._replace(run="-1"), "--run"),
    ],
)
@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_an_option_that_cannot_be_right_is_refused(name, wanted, option):
    if name == "gitlab" and wanted.repo == "harbor/ml/issues":
        assert forge(name).place({}, wanted).repository == wanted.repo  # groups lie in groups
        return
    problem = refused(name, {}, wanted)

    assert (problem.code, problem.facts["source"]) == ("forge-malformed", option)
    assert problem.facts["expected"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://forge.example",
        "file:///etc/passwd",
        "forge.example",
        "https://user:secret@forge.example",
        "https://forge.example/?q=1",
        "https://forge.example/#a",
        "https://forge.example:no",
        "https://forge.example:99999",
        "https://forge.example/a b",
        "https://forge.example\r\nX: 1",
        "https://",
    ],
)
def test_an_address_that_is_none_of_an_api_is_refused(address):
    for name, variable in (("github", "GITHUB_API_URL"), ("gitlab", "CI_API_V4_URL")):
        problem = refused(name, {variable: address}, ALL)
        assert (problem.code, problem.facts["source"]) == ("forge-malformed", variable)


@pytest.mark.parametrize(
    "address",
    [
        "https://forge.example",
        "https://forge.example:8443/api/v3/",
        "http://forge.intern/api/v4",
        "http://[::1]:80/api",
    ],
)
def test_the_runner_says_where_its_forge_is(address):
    for name, variable in (("github", "GITHUB_API_URL"), ("gitlab", "CI_API_V4_URL")):
        assert forge(name).place({variable: address}, ALL).api == address.rstrip("/")


def test_a_merge_request_tells_where_it_is():
    assert forge("gitlab").place(pipeline()) == Place(
        "https://gitlab.example/api/v4", "42", 7, HEAD, Run(900, 1)
    )


def test_a_pipeline_of_a_merged_result_is_about_the_source_branch():
    merged = pipeline(CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=OTHER)

    assert forge("gitlab").place(merged).head == OTHER
    assert forge("gitlab").place(pipeline(CI_MERGE_REQUEST_SOURCE_BRANCH_SHA="")).head == HEAD


def test_a_pipeline_that_runs_in_a_fork_comments_where_the_merge_request_is():
    assert forge("gitlab").place(pipeline(CI_MERGE_REQUEST_PROJECT_ID="41")).repository == "41"


@pytest.mark.parametrize(
    ("missing", "option"),
    [
        ("CI_PROJECT_ID", "--repo"),
        ("CI_MERGE_REQUEST_IID", "--pull"),
        ("CI_COMMIT_SHA", "--head"),
        ("CI_PIPELINE_ID", "--run"),
    ],
)
def test_a_variable_of_gitlab_that_is_missing_is_named_with_its_option(missing, option):
    problem = refused("gitlab", pipeline(**{missing: ""}))

    assert (problem.code, problem.facts) == (
        "forge-missing",
        {"variable": missing, "option": option},
    )


def test_a_project_may_be_named_by_its_path(gitlab: Commenter):
    gitlab.comment()

    assert {one.path.split("/")[4] for one in gitlab.fake.asked[1:]} == {"harbor%2Fml"}


def add_pull(run: Commenter, *facts: Any, **more: Any) -> None:
    assert isinstance(run.fake, FakeGitHub)
    run.fake.add_pull(*facts, **more)


def opened(run: Commenter, environ: dict[str, str]) -> tuple[Place, Thread]:
    """Return where the job with *environ* comments, on a fake."""
    fake = run.fake
    place = forge("github").place({**environ, **fake.environ()})
    return place, forge("github").open_thread(place, fake.environ(), patience=Patience())


def test_a_second_workflow_finds_the_pull_request_of_a_fork(github: Commenter, job):
    add_pull(github, 5, "kim/ml", "other-branch", HEAD)
    add_pull(github, 6, "lee/ml", "better-data", HEAD)
    add_pull(github, 7, "kim/ml", "better-data", HEAD)

    place, thread = opened(github, job({"workflow_run": EVALUATED}))
    effect = upsert(
        github.kind, thread, marker("default", place.run, place.head), first="a", later="a"
    )

    assert (place.number, place.head, place.run) == (None, HEAD, Run(555, 2))
    assert place.source == Source("kim/ml", "better-data")
    assert effect.what == "posted"
    assert github.fake.comments[0].body == marked("a", run="555.2")
    assert github.fake.asked[0].query == "state=open&head=kim%3Abetter-data&per_page=100&page=1"


def test_a_number_that_an_event_carries_along_is_not_trusted(github: Commenter, job):
    forged = {**EVALUATED, "pull_requests": [{"number": 1, "head": {"sha": HEAD}}]}
    add_pull(github, 7, "kim/ml", "better-data", HEAD)

    _, thread = opened(github, job({"workflow_run": forged}))
    assert [*thread.comments()] == []

    assert github.fake.asked[-1].path.endswith("/issues/7/comments")


@pytest.mark.parametrize(
    "pull",
    [
        {"sha": OTHER},
        {"sha": HEAD[:12]},
        {"repository": "kim/other"},
        {"branch": "main"},
        {"state": "closed"},
        {"base": {"repo": {"full_name": "lee/ml"}}},
        {"head": None},
    ],
)
def test_a_pull_request_that_differs_in_anything_is_not_the_one(github: Commenter, job, pull):
    own = {"repository": "kim/ml", "branch": "better-data", "sha": HEAD}
    fields = {name: value for name, value in pull.items() if name not in own}
    chosen = {name: pull.get(name, value) for name, value in own.items()}
    add_pull(github, 7, **chosen)
    if fields:
        told = [{**github.fake.pulls[0], **fields}]
        github.fake.fail("GET", "/pulls", Said(200, told))

    with pytest.raises(NotCommented) as raised:
        opened(github, job({"workflow_run": EVALUATED}))

    assert (raised.value.code, raised.value.facts["head"]) == ("comment-no-pull", HEAD[:12])
    assert all(tell_refusal(raised.value, Labels(locale)) for locale in LANGUAGES)


def test_of_several_pull_requests_none_is_guessed(github: Commenter, job):
    for number in (7, 8):
        add_pull(github, number, "kim/ml", "better-data", HEAD)

    with pytest.raises(NotCommented) as raised:
        opened(github, job({"workflow_run": EVALUATED}))

    assert raised.value.code == "comment-several-pulls"


def test_a_fork_that_is_gone_has_no_pull_request(github: Commenter, job):
    event = {"workflow_run": {**EVALUATED, "head_repository": None}}

    with pytest.raises(NotCommented) as raised:
        opened(github, job(event))

    assert raised.value.code == "comment-no-pull"
    assert github.fake.asked == []


@pytest.mark.parametrize(
    "branch", ["a&state=closed", "a#b", "a b", "가지/하나", "--x", "a%2Fb", "::error::x"]
)
def test_the_name_of_a_branch_stays_in_its_place(github: Commenter, job, branch):
    add_pull(github, 7, "kim/ml", branch, HEAD)
    event = {"workflow_run": {**EVALUATED, "head_branch": branch}}

    _, thread = opened(github, job(event))

    assert [*thread.comments()] == []


def test_a_branch_whose_name_cannot_be_sent_has_no_pull_request(github: Commenter, job):
    event = {"workflow_run": {**EVALUATED, "head_branch": "half \ud800"}}

    with pytest.raises(NotCommented) as raised:
        opened(github, job(event))

    assert tell_refusal(raised.value, Labels("en")).encode()


@pytest.mark.parametrize("id", ["", "Weekly", "a b", "a-->", "1st", "a" * 41, "가", "a\n"])
def test_an_id_that_cannot_stand_in_a_marker_is_refused(id):
    with pytest.raises(UsageProblem) as raised:
        marker(id, Run(1), HEAD)

    assert (raised.value.code, raised.value.facts["source"]) == ("forge-malformed", "--id")
