"""An earlier state of the repository, read from git without checking it out.

Only plumbing commands are run, which read objects and carry out nothing that a repository brings
along; what they print is taken apart as bytes.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlkb.errors import UsageProblem, nearest
from mlkb.load.document import LARGEST_FILE
from mlkb.model.comparison import Notice, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FILE, _PROGRAM, _FOLDER = b"100644", b"100755", b"040000"
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1"}
"""Write no index, take paths as they are, and fetch nothing: a check asks no other place."""


class Blob(NamedTuple):
    """A regular file of a commit: what it is known by, and its size in bytes."""

    name: str
    size: int


class Past:
    """One commit of the repository that a project lies in. Paths begin at the project's root."""

    def __init__(self, root: Path, ref: str) -> None:
        """Find what *ref* names, and where the project at *root* left it.

        Raises `UsageProblem` where there is no git, no repository, or no such commit here.
        """
        self.notices: list[Notice] = []
        self._top = root
        self._top = Path(os.fsdecode(self._asked("rev-parse", "--show-toplevel", ref=ref)))
        self._root = root
        self._prefix = os.fsdecode(self._asked("rev-parse", "--show-prefix", ref=ref, folder=root))
        self.revision = Revision(ref, self._left_at(ref, self._commit(ref)))

    def changed(self) -> frozenset[str]:
        """Return the paths that differ between the commit and the files here, new ones included.

        What lies outside of the project begins with `../`.
        """
        here = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff")
        differing = self._git(*here, "--ignore-submodules=dirty", self.revision.commit, "--")
        untracked = self._git("ls-files", "--others", "--exclude-standard", "-z")
        names = os.fsdecode(differing + untracked).split("\0")
        return frozenset(self._from_root(name) for name in names if name)

    def files(self, path: str) -> dict[str, Blob]:
        """Return the regular files at and below *path*, without symbolic links and submodules."""
        found = {}
        for mode, kind, name, size, where in self._tree("-r", path=path):
            if mode in (_FILE, _PROGRAM) and kind == b"blob":
                found[self._from_root(os.fsdecode(where))] = Blob(name.decode(), int(size))
        return found

    def is_folder(self, path: str) -> bool:
        """Say whether *path* was a folder."""
        return any(mode == _FOLDER for mode, *_ in self._tree(path=path))

    def contents(self, blobs: Iterable[Blob]) -> Mapping[str, bytes]:
        """Return the bytes of *blobs* by name; of what is larger than a file may be, nothing."""
        names = list(dict.fromkeys(one.name for one in blobs if one.size <= LARGEST_FILE))
        if not names:
            return {}
        asked = "".join(f"{name}\n" for name in names).encode()
        printed = self._git("cat-file", "--batch", given=asked)
        found, place = {}, 0
        for name in names:
            head, _, _ = printed[place:].partition(b"\n")
            told = head.split(b" ")
            if len(told) != len(("name", "type", "size")):
                raise UsageProblem("base-incomplete", ref=self.revision.ref)
            start = place + len(head) + 1
            place = start + int(told[2])
            found[name] = printed[start:place]
            place += 1
        return found

    def content(self, path: str) -> bytes | None:
        """Return the bytes of one file, or None if there was none that may be read."""
        blob = self.files(path).get(path)
        return None if blob is None else self.contents([blob]).get(blob.name)

    def _tree(self, *options: str, path: str) -> list[tuple[bytes, bytes, bytes, bytes, bytes]]:
        where = f"{self._prefix}{path}".rstrip("/")
        command = ("ls-tree", "-z", "-l", "--full-tree", *options, self.revision.commit)
        printed = self._git(*command, *(["--", where] if where not in ("", ".") else ["--"]))
        entries = []
        for line in printed.split(b"\0"):
            facts, tab, name = line.partition(b"\t")
            if tab:
                mode, kind, known_as, size = facts.split()
                entries.append((mode, kind, known_as, size, name))
        return entries

    def _from_root(self, path: str) -> str:
        if path.startswith(self._prefix):
            return path.removeprefix(self._prefix)
        return f"{'../' * self._prefix.count('/')}{path}"

    def _commit(self, ref: str) -> str:
        """Return the commit that *ref* names."""
        if not ref.startswith("-") and "\0" not in ref:
            done = self._run(("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", "--"))
            if done.returncode == 0:
                return done.stdout.split()[0].decode()
        if self._is_shallow():
            raise UsageProblem("base-not-fetched", ref=ref)
        known = os.fsdecode(self._git("for-each-ref", "--format=%(refname:short)")).split()
        close = nearest(ref, known)
        if close:
            raise UsageProblem("base-unknown-nearest", ref=ref, nearest=close)
        raise UsageProblem("base-unknown", ref=ref)

    def _left_at(self, ref: str, commit: str) -> str:
        """Return where this state left *commit*: what happened there since is not its doing."""
        done = self._run(("merge-base", commit, "HEAD"))
        if done.returncode == 0:
            return done.stdout.split()[0].decode()
        word = "base-shallow" if self._is_shallow() else "base-unrelated"
        self.notices.append(Notice(word, {"ref": ref, "commit": commit[:12]}))
        return commit

    def _is_shallow(self) -> bool:
        return self._git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def _asked(self, *command: str, ref: str, folder: Path | None = None) -> bytes:
        done = self._run(command, folder=folder)
        if done.returncode:
            raise UsageProblem("base-no-repository", ref=ref, why=_why(done.stderr))
        return done.stdout.removesuffix(b"\n")

    def _git(self, *command: str, given: bytes = b"") -> bytes:
        done = self._run(command, given=given)
        if done.returncode:
            raise UsageProblem("base-git-failed", command=command[0], why=_why(done.stderr))
        return done.stdout

    def _run(
        self, command: Sequence[str], *, given: bytes = b"", folder: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - commands of ours, a list, no shell
                ["git", *command],  # noqa: S607 - the user's own git, on the path
                cwd=folder or self._top,
                input=given,
                env={**os.environ, **_QUIET, "LC_ALL": "C"},
                capture_output=True,
                check=False,
            )
        except OSError as refusal:
            raise UsageProblem("base-no-git", why=refusal.strerror or str(refusal)) from refusal


def _why(printed: bytes) -> str:
    """Return the first line of what git said, without its own word for an error."""
    lines = printed.decode("utf-8", "replace").strip().splitlines() or [""]
    return lines[0].removeprefix("fatal: ")
