"""The fakes are strict: what a forge does not describe is noted, and so is what we must not do."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from commenting import FAKES
from forges import TOKEN, FakeGitHub, FakeGitLab

LISTS = {
    "github": "/repos/harbor/ml/issues/7/comments",
    "gitlab": "/api/v4/projects/42/merge_requests/7/notes",
}
HEADERS = {
    "github": {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {TOKEN}",
        "X-GitHub-Api-Version": "2022-11-28",
    },
    "gitlab": {"PRIVATE-TOKEN": TOKEN},
}


def ask(
    fake: FakeGitHub | FakeGitLab, method: str, path: str, body: object = None, **headers: str
) -> list[str]:
    """Return what the fake found wrong with a request."""
    name = "github" if isinstance(fake, FakeGitHub) else "gitlab"
    sent = {"User-Agent": "mlkb/0.1.0", **HEADERS[name], **headers}
    if body is not None:
        sent["Content-Type"] = sent.get("Content-Type", "application/json")
    address = urlsplit(fake.url)
    connection = HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request(method, path, None if body is None else json.dumps(body), sent)
    connection.getresponse().read()
    connection.close()
    return fake.violations


@pytest.mark.parametrize("name", FAKES)
def test_a_request_as_described_is_right(name):
    with FAKES[name]() as fake:
        assert ask(fake, "GET", f"{LISTS[name]}?per_page=100&page=1") == []
        assert ask(fake, "POST", LISTS[name], {"body": "text"}) == []


@pytest.mark.parametrize("name", FAKES)
@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("PUT", "{}", {"body": "a method that there is not"}, {}),
        ("GET", "{}/of/nothing", None, {}),
        ("GET", "{}?per_page=many&page=1", None, {}),
        ("GET", "{}?per_page=100&page=1&colour=red", None, {}),
        ("GET", "{}?per_page=100&page=1", {"body": "none is taken"}, {}),
        ("POST", "{}", {}, {}),
        ("POST", "{}", {"body": 1}, {}),
        ("POST", "{}", ["body"], {}),
        ("GET", "{}?per_page=100&page=1", None, {"User-Agent": "Python-urllib/3.11"}),
        ("POST", "{}", {"body": "text"}, {"Content-Type": "text/plain"}),
    ],
)
def test_a_request_that_is_not_described_is_noted(name, method, path, body, headers):
    with FAKES[name]() as fake:
        assert ask(fake, method, path.format(LISTS[name]), body, **headers)


def test_headers_that_the_descriptions_do_not_tell_of_are_looked_at_too():
    with FAKES["github"]() as fake:
        path = f"{LISTS['github']}?per_page=100&page=1"
        assert ask(fake, "GET", path, **{"X-GitHub-Api-Version": "new"})
        assert len(ask(fake, "GET", path, Accept="text/html")) == 2


@pytest.mark.parametrize("name", FAKES)
def test_touching_what_somebody_else_wrote_is_noted(name):
    with FAKES[name]() as fake:
        kept = fake.add("mallory", "text")
        one = {"github": "/repos/harbor/ml/issues/comments", "gitlab": LISTS["gitlab"]}[name]

        assert ask(fake, "DELETE", f"{one}/{kept.id}") == ["DELETE: the comment 1 is of mallory"]


def test_a_quick_action_is_noted():
    with FAKES["gitlab"]() as fake:
        assert ask(fake, "POST", LISTS["gitlab"], {"body": "text\n /close"})


def test_an_answer_of_a_fake_that_is_not_as_described_is_noted():
    with FAKES["github"]() as fake:
        fake.add("lee", 5)  # type: ignore[arg-type]

        assert ask(fake, "GET", f"{LISTS['github']}?per_page=100&page=1")
