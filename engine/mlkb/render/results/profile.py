"""A profile in words: the type, how sure that is, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlkb.render.results.base import Document, Line, Telling


def headline(entry: Document, telling: Telling) -> str:
    """Return the type, and those about as likely."""
    result = entry["result"]
    close = (result["best"], *result["mixed_with"])
    titles = [telling.spoken(one["title"]) for one in result["shares"] if one["id"] in close]
    return telling.say("and").join(titles) or telling.say("profile-unknown")


def lines(entry: Document, telling: Telling) -> list[Line]:
    """Return the type with its runner-up, what to mind, and what speaks against it."""
    result = entry["result"]
    label = telling.name(entry, "profile")
    if result["best"] is None:
        counts = {name: result[name] for name in ("answered", "asked", "enough")}
        words = "profile-not-agreed" if entry["voices"] else "profile-not-enough"
        return [(label, telling.say(words, **counts)), *telling.voices(entry)]
    best, runner_up = result["shares"][:2]
    facts = {
        "title": telling.spoken(best["title"]),
        "share": best["share"],
        "answered": result["answered"],
        "asked": result["asked"],
    }
    close = [_share(one, telling) for one in result["shares"] if one["id"] in result["mixed_with"]]
    if close:
        text = telling.say("profile-mixed", others=telling.say("and").join(close), **facts)
    elif result["unexpected"]:
        text = telling.say("profile-unexpected", **facts)
    else:
        text = telling.say("profile-clear", other=_share(runner_up, telling), **facts)
    said = [(label, text)]
    if result["tie_broken"]:
        said.append((telling.say("tie-break"), telling.say("tie-broken")))
    if telling.spoken(best["advice"]):
        said.append((telling.say("advice"), telling.spoken(best["advice"])))
    if result["against"]:
        said.append((telling.say("against"), telling.answers(result["against"])))
    return [*said, *telling.flips(entry), *telling.voices(entry)]


def _share(share: Document, telling: Telling) -> str:
    title = telling.spoken(share["title"])
    return telling.say("profile-share", title=title, share=share["share"])
