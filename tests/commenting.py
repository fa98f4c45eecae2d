"""A run that comments on a fake forge, without ever waiting."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forges import TOKEN, FakeForge, FakeGitHub, FakeGitLab
from mlkb.forge import forge
from mlkb.forge.base import Run, Wanted
from mlkb.forge.client import Patience
from mlkb.forge.marker import marker, whole
from mlkb.forge.upsert import upsert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.forge.base import Kind, Thread
    from mlkb.forge.upsert import Effect

FAKES: dict[str, type[FakeGitHub | FakeGitLab]] = {"github": FakeGitHub, "gitlab": FakeGitLab}
HEAD = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432"


@dataclass
class Commenter:
    """Comments on one fake forge; `slept` is how long it would have waited, pause by pause."""

    name: str
    fake: FakeGitHub | FakeGitLab
    slept: list[float] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return forge(self.name)

    @property
    def bot(self) -> str:
        return self.fake.bot

    def thread(self, token: str = TOKEN, author: str = "", **patience: Any) -> Thread:
        environ = self.fake.environ(token)
        place = self.kind.place(environ, Wanted("harbor/ml", "7", HEAD, "1"))
        patient = Patience(sleep=self.slept.append)._replace(**patience)
        return self.kind.open_thread(place, environ, author=author, patience=patient)

    def comment(
        self,
        run: str = "100.1",
        first: str | None = "a gap",
        later: str | None = None,
        id: str = "default",
        **thread: Any,
    ) -> Effect:
        """Comment as the evaluated *run* would; what to say *later* is by default the same."""
        mark = marker(id, Run(*map(int, run.split("."))), HEAD)
        said = later if later is not None else first or "all closed"
        return upsert(self.kind, self.thread(**thread), mark, first=first, later=said)

    def bodies(self) -> list[str]:
        """Return the comments that stand now, without what each begins with."""
        return [one.body.partition(" -->\n")[2] or one.body for one in self.fake.comments]

    def write_count(self) -> int:
        return sum(method != "GET" for method in self.fake.methods())


def marked(body: str, run: str = "99.1", id: str = "default") -> str:
    """Return a comment as an earlier run would have posted it."""
    return whole(marker(id, Run(*map(int, run.split("."))), HEAD), body)


@contextmanager
def commenting(name: str, prefix: str = "") -> Iterator[Commenter]:
    """Run a fake of the forge *name*; in the end nothing may have been asked that it forbids."""
    fake: FakeForge
    with FAKES[name](prefix=prefix) as fake:
        yield Commenter(name, fake)
        assert fake.violations == []
