"""One comment for each report: found by its marker, brought up to date, never by an older run.

Two runs may do this at the same time. No forge lets a comment be changed only if it is still what
one has seen, so a comment is looked at once more right before it is replaced, and after a new one
all are listed again: of several of ours the one of the newest run stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mlkb.errors import NotCommented
from mlkb.forge.marker import has_marker, run_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkb.forge.base import Comment, Kind, Thread
    from mlkb.forge.marker import Marker


class Effect(NamedTuple):
    """What became of the comment, where it stands, and how many others of ours were removed.

    Not *tidy*: the comment stands, but what was to be removed beside it could not be.
    """

    what: Literal["posted", "updated", "same", "older", "silent"]
    address: str = ""
    removed: int = 0
    tidy: bool = True


def upsert(kind: Kind, thread: Thread, mark: Marker, *, first: str | None, later: str) -> Effect:
    """Bring the comment with *mark* up to date; raise `NotCommented` if the forge refuses.

    *later* is what to say where there is a comment of ours, *first* where there is none: None if
    that is nothing.
    """
    for body in (first or "", later):
        kind.refuse(body)
    author = thread.author()
    ours = _ours(thread, mark.id, author)
    text = whole(mark, later)
    while ours:
        effect = _update(thread, ours[0], mark, text)
        if effect is not None:
            return effect if effect.what == "older" else _tidied(thread, effect, ours[1:])
        ours = ours[1:]
    if first is None:
        return Effect("silent")
    posted = thread.post(whole(mark, first))
    return _settled(thread, posted, mark)


def _update(thread: Thread, seen: Comment, mark: Marker, text: str) -> Effect | None:
    """Return what became of a comment that was *seen*; None if it is gone by now."""
    now = thread.comment(seen.id)
    if now is None or now.hidden or not has_marker(now.body, mark.id):
        return None
    if run_of(now.body, mark.id) > mark.run:
        return Effect("older", now.address)
    if _plain(now.body) == _plain(text):
        return Effect("same", now.address)
    written = thread.replace(seen.id, text)
    return None if written is None else Effect("updated", written.address)


def _settled(thread: Thread, posted: Comment, mark: Marker) -> Effect:
    """Return what became of a new comment, if another run, or another try, posted one too."""
    try:  # who we are is certain now
        listed = _ours(thread, mark.id, posted.author)
    except NotCommented:
        return Effect("posted", posted.address, tidy=False)
    known = {one.id: one for one in (posted, *listed)}  # a list may lag behind
    stays, *rest = _ranked(known.values(), mark.id)
    newer = run_of(stays.body, mark.id) > mark.run
    return _tidied(thread, Effect("older" if newer else "posted", stays.address), rest)


def _tidied(thread: Thread, effect: Effect, others: Sequence[Comment]) -> Effect:
    """Delete *others*, all of them ours, and return *effect* with what that did."""
    removed = 0
    try:
        for one in others:
            thread.delete(one.id)
            removed += 1
    except NotCommented:
        return effect._replace(removed=removed, tidy=False)
    return effect._replace(removed=removed)


def _ours(thread: Thread, id: str, author: str) -> list[Comment]:
    """Return the comments of the report *id* that *author* wrote and nobody hid, ranked."""
    return _ranked(
        [
            one
            for one in thread.comments()
            if has_marker(one.body, id)
            and author
            and one.author.casefold() == author.casefold()
            and not one.hidden
        ],
        id,
    )


def _ranked(comments: Iterable[Comment], id: str) -> list[Comment]:
    """Return *comments* by how much each should stay: of the newest run, then the oldest one."""

    def order(one: Comment) -> tuple[int, int, int]:
        run = run_of(one.body, id)
        return -run.id, -run.attempt, one.id

    return sorted(comments, key=order)


def _plain(body: str) -> str:
    """Return *body* without what a forge may change when it stores one."""
    return body.replace("\r\n", "\n").rstrip()
