"""
Comment on a pull request of GitHub, or of a server of your own.

    mlkb comment github gap.json

Where to comment is told by the variables and the event that GitHub's runner provides; outside of
one, or for another pull request, by `--repo`, `--pull`, `--head` and `--run`. The token is that of
`GITHUB_TOKEN`, else `GH_TOKEN`; it needs the permission `pull-requests: write`.

In a run that another one triggered (`workflow_run`) the pull request is looked up: the open one
whose newest commit is the one that was evaluated, and whose branch is the one that it came from.
The list of pull requests by branch has those of forks; of these the event says nothing, and the
list by commit may not know them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from mlkb.errors import NotCommented, UsageProblem
from mlkb.forge import environment
from mlkb.forge.base import NOTHING_WANTED, Comment, Links, Place, Source, Wanted
from mlkb.forge.client import NOT_FOUND, PATIENT, Client, Patience
from mlkb.forge.environment import Fact, fact, matching
from mlkb.forge.fields import Data, inner, number, text
from mlkb.forge.refusal import unreadable
from mlkb.forge.token import read_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.forge.client import Answer

ROOM = 60_000
"""Characters of a body; GitHub refuses comments above 65,536."""
_VERSION = "2022-11-28"
_PUBLIC = "https://api.github.com"
_TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")
_WORKFLOW_AUTHOR = "github-actions[bot]"
"""Who comments with the token of a workflow, which may not ask who it is."""
_REPOSITORY = r"(?!\.{1,2}/)[A-Za-z0-9_.-]{1,100}/(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}"
_EVENT = "GITHUB_EVENT_PATH"
_LARGEST_EVENT = 32 * 1024 * 1024
"""Bytes; GitHub sends no event above 25 MB."""


def place(environ: Mapping[str, str], wanted: Wanted = NOTHING_WANTED) -> Place:
    """Return where this run should comment; `UsageProblem` names the first missing fact."""
    api = environment.api(Fact(environ.get("GITHUB_API_URL") or _PUBLIC, "GITHUB_API_URL"))
    repository = fact(environ, "--repo", wanted.repo, "GITHUB_REPOSITORY")
    name = matching(repository, _REPOSITORY, "owner/name")[0]
    event = {} if wanted.pull and wanted.head and wanted.run else _event(environ)
    pull, evaluated = inner(event, "pull_request"), inner(event, "workflow_run")
    told = bool(pull) or text(evaluated, "event") == "pull_request"
    if not told and not (wanted.pull and wanted.head):
        raise UsageProblem("forge-no-pull")
    sha = text(evaluated, "head_sha") or text(inner(pull, "head"), "sha")
    head = environment.commit(_chosen("--head", wanted.head, sha))
    run = environment.run(_run(environ, evaluated, wanted))
    if evaluated and not wanted.pull:
        return Place(api, name, None, head, run, _source(evaluated))
    own = environment.number(_chosen("--pull", wanted.pull, str(pull.get("number", ""))))
    return Place(api, name, own, head, run)


def links(environ: Mapping[str, str], place: Place) -> Links:
    """Return where the files of the head are seen, and the run that was evaluated."""
    server = environment.site(environ, "GITHUB_SERVER_URL")
    if not server:
        return Links()
    repository = f"{server}/{place.repository}"
    return Links(f"{repository}/blob/{place.head}", f"{repository}/actions/runs/{place.run.id}")


def refuse(body: str) -> None:
    """Raise `ValueError` if *body* is longer than GitHub takes."""
    if len(body) > ROOM:
        raise ValueError(len(body), f"characters, where no more than {ROOM} fit")


def open_thread(
    place: Place,
    environ: Mapping[str, str],
    *,
    author: str = "",
    patience: Patience = PATIENT,
) -> Thread:
    """Return the comments at *place*; *author* is who we are where the token may not ask."""
    token = read_token(environ, _TOKENS)
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": token.header("Bearer"),
        "X-GitHub-Api-Version": _VERSION,
    }
    client = Client("github", place.api, token, headers=headers, patience=patience)
    return Thread(client, place, author)


class Thread:
    """The comments of one pull request, which to GitHub are those of an issue."""

    def __init__(self, client: Client, place: Place, author: str) -> None:
        """Speak through *client*; where *place* has no number, it is asked for now."""
        self._client = client
        self._author = author
        self._repository = f"/repos/{place.repository}"
        own = _number(client, place, place.source) if place.source else place.number
        self._list = f"{self._repository}/issues/{own}/comments"

    def author(self) -> str:
        """Return who the token belongs to, as far as it may ask."""
        if self._author:
            return self._author
        _, user = self._client.ask("GET", "/user", bear=(401, 403, NOT_FOUND))
        return text(user, "login") or _WORKFLOW_AUTHOR

    def comments(self) -> Iterator[Comment]:
        """Yield every comment, oldest first."""
        for data in self._client.pages(self._list, {}, _has_next):
            yield self._read(data)

    def comment(self, id: int) -> Comment | None:
        """Return one comment as it is now; None if it is gone."""
        answer, data = self._client.ask("GET", self._one(id), bear=(NOT_FOUND,))
        return None if answer.status == NOT_FOUND else self._read(data)

    def post(self, body: str) -> Comment:
        """Add a comment and return it."""
        _, data = self._client.ask("POST", self._list, body={"body": body})
        return self._read(data)

    def replace(self, id: int, body: str) -> Comment | None:
        """Give a comment another body and return it; None if it is gone."""
        answer, data = self._client.ask(
            "PATCH", self._one(id), body={"body": body}, bear=(NOT_FOUND,)
        )
        return None if answer.status == NOT_FOUND else self._read(data)

    def delete(self, id: int) -> None:
        """Delete a comment; that it is gone already is as good."""
        self._client.ask("DELETE", self._one(id), bear=(NOT_FOUND,))

    def _one(self, id: int) -> str:
        return f"{self._repository}/issues/comments/{id}"

    def _read(self, data: object) -> Comment:
        id = number(data, "id")
        if id is None:
            raise unreadable(self._client.forge)
        return Comment(
            id=id,
            author=text(inner(data, "user"), "login"),
            body=text(data, "body"),
            address=text(data, "html_url"),
            hidden=bool(inner(data, "minimized")),
        )


def _number(client: Client, place: Place, source: Source) -> int:
    """Return the number of the open pull request from *source* whose head is that of *place*."""
    owner, _, _ = source.repository.partition("/")
    query = {"state": "open", "head": f"{owner}:{source.branch}"}
    path = f"/repos/{place.repository}/pulls"
    found = client.pages(path, query, _has_next) if owner else ()
    numbers = [number(data, "number") for data in found if _is_at(data, place, source)]
    if len(numbers) == 1 and numbers[0] is not None:
        return numbers[0]
    code = "comment-several-pulls" if numbers else "comment-no-pull"
    raise NotCommented(code, head=place.head[:12], branch=source.branch)


def _is_at(data: object, place: Place, source: Source) -> bool:
    """Say whether a pull request is open, from *source*, and at the head of *place*."""
    head, base = inner(data, "head"), inner(data, "base")
    return (
        text(data, "state") == "open"
        and text(head, "sha") == place.head
        and _same(text(inner(head, "repo"), "full_name"), source.repository)
        and _same(text(inner(base, "repo"), "full_name"), place.repository)
    )


def _has_next(answer: Answer) -> bool:
    return 'rel="next"' in answer.headers.get("link", "")


def _event(environ: Mapping[str, str]) -> Data:
    """Return the event that started this run; without one, nothing."""
    path = environ.get(_EVENT)
    if not path:
        return {}
    try:
        with Path(path).open("rb") as file:
            data = json.loads(file.read(_LARGEST_EVENT))
    except (OSError, ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise UsageProblem("forge-no-event", path=path)
    return data


def _chosen(option: str, given: str, told: str) -> Fact:
    """Return what an *option* was *given*, else what the event has *told*."""
    return Fact(given, option) if given else Fact(told, _EVENT)


def _run(environ: Mapping[str, str], evaluated: Data, wanted: Wanted) -> Fact:
    """Return the run that was evaluated: in a run that another one triggered, that other one."""
    if wanted.run:
        return Fact(wanted.run, "--run")
    if evaluated:
        run = f"{evaluated.get('id', '')}.{evaluated.get('run_attempt', 1)}"
        return Fact(run, _EVENT)
    id = fact(environ, "--run", "", "GITHUB_RUN_ID")
    attempt = environ.get("GITHUB_RUN_ATTEMPT") or "1"
    return Fact(f"{id.text}.{attempt}", id.source)


def _source(evaluated: Data) -> Source:
    """Return where the evaluated commit came from; a fork may be gone meanwhile."""
    repository = text(inner(evaluated, "head_repository"), "full_name")
    if repository:
        matching(Fact(repository, _EVENT), _REPOSITORY, "owner/name")
    return Source(repository, text(evaluated, "head_branch"))


def _same(one: str, other: str) -> bool:
    """Say whether two names are the same to GitHub, which keeps case but does not mind it."""
    return one.casefold() == other.casefold()
