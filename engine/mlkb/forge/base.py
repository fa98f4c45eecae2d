"""What a module must offer to be a forge, and the facts that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkb.forge.client import Patience


class Run(NamedTuple):
    """Which run of a workflow or pipeline was evaluated; a later one is greater."""

    id: int
    attempt: int = 1


class Source(NamedTuple):
    """The branch that a pull request comes from; its repository may be a fork."""

    repository: str
    branch: str


class Place(NamedTuple):
    """Where to comment: *repository* as the forge's API names it, *head* the evaluated commit.

    Without a *number*, it is that of the open pull request from *source* whose head is *head*.
    """

    api: str
    repository: str
    number: int | None
    head: str
    run: Run
    source: Source | None = None


class Links(NamedTuple):
    """Where to look further: the address below which files of the head are, and that of the run.

    Empty if the environment does not tell.
    """

    files: str = ""
    run: str = ""


class Wanted(NamedTuple):
    """What options say, as they were typed; what is empty is taken from the environment."""

    repo: str = ""
    pull: str = ""
    head: str = ""
    run: str = ""


NOTHING_WANTED = Wanted()


class Comment(NamedTuple):
    """A comment as a forge tells it; one that is *hidden* was folded away by somebody."""

    id: int
    author: str
    body: str
    address: str = ""
    hidden: bool = False


class Thread(Protocol):
    """The comments of one pull request. Every method may raise `NotCommented`."""

    def author(self) -> str:
        """Return under which name comments of ours stand, as far as can be known before one."""

    def comments(self) -> Iterator[Comment]:
        """Yield every comment, oldest first."""

    def comment(self, id: int) -> Comment | None:
        """Return one comment as it is now; None if it is gone."""

    def post(self, body: str) -> Comment:
        """Add a comment and return it."""

    def replace(self, id: int, body: str) -> Comment | None:
        """Give a comment another body and return it; None if it is gone."""

    def delete(self, id: int) -> None:
        """Delete a comment; that it is gone already is as good."""


class Kind(Protocol):
    """The names that every forge module defines."""

    ROOM: int
    """Characters that a body may have; the marker comes on top."""

    def place(self, environ: Mapping[str, str], wanted: Wanted = ...) -> Place:
        """Return where this run should comment; `UsageProblem` names the first missing fact.

        Needs neither token nor network.
        """

    def links(self, environ: Mapping[str, str], place: Place) -> Links:
        """Return the addresses that a comment at *place* may lead to."""

    def refuse(self, body: str) -> None:
        """Raise `ValueError` if *body* must not be posted: that is a bug of whoever wrote it."""

    def open_thread(
        self,
        place: Place,
        environ: Mapping[str, str],
        *,
        author: str = ...,
        patience: Patience = ...,
    ) -> Thread:
        """Return the comments at *place*; `NotCommented` if the environment holds no token."""
