"""
Comment on a merge request of GitLab, or of a server of your own.

    mlkb comment gitlab gap.json

Where to comment is told by the variables of a merge request pipeline; outside of one, by `--repo`,
`--pull`, `--head` and `--run`. The token is that of `GITLAB_TOKEN`: a project access token with the
scope `api` and the role Reporter. The token of a job cannot comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from mlkb.forge import environment
from mlkb.forge.base import NOTHING_WANTED, Comment, Links, Place, Wanted
from mlkb.forge.client import NOT_FOUND, PATIENT, Client, Patience
from mlkb.forge.environment import Fact, fact, matching
from mlkb.forge.fields import inner, number, text
from mlkb.forge.refusal import unreadable
from mlkb.forge.token import read_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.forge.client import Answer

ROOM = 900_000
"""Characters of a body; GitLab refuses notes above 1,000,000."""
_PUBLIC = "https://gitlab.com/api/v4"
_TOKENS = ("GITLAB_TOKEN",)
_PROJECT = (
    r"[1-9][0-9]{0,17}"
    r"|(?!.*(?:^|/)\.{1,2}(?:/|$))[A-Za-z0-9_.-]{1,255}(?:/[A-Za-z0-9_.-]{1,255}){1,20}"
)
_QUICK_ACTION = r"\s*/\w"


def place(environ: Mapping[str, str], wanted: Wanted = NOTHING_WANTED) -> Place:
    """Return where this run should comment; `UsageProblem` names the first missing fact.

    A merge request from a fork may run in the fork, which is the project then; the notes are the
    target's.
    """
    api = environment.api(Fact(environ.get("CI_API_V4_URL") or _PUBLIC, "CI_API_V4_URL"))
    projects = ("CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID")
    project = matching(fact(environ, "--repo", wanted.repo, *projects), _PROJECT, "group/project")
    iid = environment.number(fact(environ, "--pull", wanted.pull, "CI_MERGE_REQUEST_IID"))
    commits = ("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA")
    head = environment.commit(fact(environ, "--head", wanted.head, *commits))
    run = environment.run(fact(environ, "--run", wanted.run, "CI_PIPELINE_ID"))
    return Place(api, project[0], iid, head, run)


def links(environ: Mapping[str, str], place: Place) -> Links:
    """Return where the files of the head are seen, and the pipeline that was evaluated.

    The commits of a fork are the fork's, and so is its pipeline.
    """
    source = environment.site(environ, "CI_MERGE_REQUEST_SOURCE_PROJECT_URL")
    project = environment.site(environ, "CI_PROJECT_URL")
    files = f"{source or project}/-/blob/{place.head}" if source or project else ""
    return Links(files, f"{project}/-/pipelines/{place.run.id}" if project else "")


def refuse(body: str) -> None:
    """Raise `ValueError` if *body* is too long, or a line of it would make GitLab do something."""
    if len(body) > ROOM:
        raise ValueError(len(body), f"characters, where no more than {ROOM} fit")
    for place, line in enumerate(body.splitlines(), start=1):
        if re.match(_QUICK_ACTION, line):
            raise ValueError(
                line[:80], f"in line {place} is a quick action, which GitLab would carry out"
            )


def open_thread(
    place: Place,
    environ: Mapping[str, str],
    *,
    author: str = "",
    patience: Patience = PATIENT,
) -> Thread:
    """Return the notes at *place*; *author* is who we are, where the token should not be asked."""
    token = read_token(environ, _TOKENS)
    headers = {"Accept": "application/json", "PRIVATE-TOKEN": token.header()}
    client = Client("gitlab", place.api, token, headers=headers, patience=patience)
    return Thread(client, place, author)


class Thread:
    """The notes of one merge request."""

    def __init__(self, client: Client, place: Place, author: str) -> None:
        """Speak through *client* about the merge request at *place*."""
        self._client = client
        self._author = author
        project = quote(place.repository, safe="")
        self._list = f"/projects/{project}/merge_requests/{place.number}/notes"

    def author(self) -> str:
        """Return who the token belongs to."""
        if self._author:
            return self._author
        _, user = self._client.ask("GET", "/user")
        return text(user, "username")

    def comments(self) -> Iterator[Comment]:
        """Yield every note that somebody wrote, oldest first."""
        query = {"order_by": "created_at", "sort": "asc"}
        for data in self._client.pages(self._list, query, _has_next):
            if not (isinstance(data, dict) and data.get("system")):
                yield self._read(data)

    def comment(self, id: int) -> Comment | None:
        """Return one note as it is now; None if it is gone."""
        answer, data = self._client.ask("GET", f"{self._list}/{id}", bear=(NOT_FOUND,))
        return None if answer.status == NOT_FOUND else self._read(data)

    def post(self, body: str) -> Comment:
        """Add a note and return it."""
        _, data = self._client.ask("POST", self._list, body={"body": body})
        return self._read(data)

    def replace(self, id: int, body: str) -> Comment | None:
        """Give a note another body and return it; None if it is gone."""
        answer, data = self._client.ask(
            "PUT", f"{self._list}/{id}", body={"body": body}, bear=(NOT_FOUND,)
        )
        return None if answer.status == NOT_FOUND else self._read(data)

    def delete(self, id: int) -> None:
        """Delete a note; that it is gone already is as good."""
        self._client.ask("DELETE", f"{self._list}/{id}", bear=(NOT_FOUND,))

    def _read(self, data: object) -> Comment:
        id = number(data, "id")
        if id is None:
            raise unreadable(self._client.forge)
        return Comment(id, text(inner(data, "author"), "username"), text(data, "body"))


def _has_next(answer: Answer) -> bool:
    return bool(answer.headers.get("x-next-page"))
