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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FILES, _FOLDERS = (b"100644", b"100755"), (b"040000", b"160000")
"""Modes; a submodule is a folder to whoever looks at it from outside."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1"}
"""Write no index, take paths as they are, and fetch nothing: a check asks no other place."""
_SAFELY = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false")
"""A folder of the project may look like a repository, with a configuration that starts programs."""
_OF_A_HOOK = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"),
        *("GIT_NAMESPACE", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
    }
)
"""What a hook of git says about the repository that it runs for, which need not be this one."""
_AT_ONCE = 200
"""Paths that one command is asked about."""
_EXPRESSIONS = "^~@:{"
"""What no name of a branch contains, but a way to a commit does."""
_SHORT, _LONG = 7, 40
"""Digits of a commit that is named in short, by which no server knows it, and in full."""


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
        here = root.resolve()
        self._top = next(
            (one for one in (here, *here.parents) if os.path.lexists(one / ".git")), here
        )
        self._ref = ref
        self._prefix = self._found_prefix(here)
        self.revision = Revision(ref, self._base())

    def changed(self) -> frozenset[str]:
        """Return the paths of the project that differ between the commit and the files here.

        New files are among them, unless git ignores them. The index is read as it is: only what is
        out of date in it is compared by content.
        """
        where = ["--", *([self._prefix.rstrip("/")] if self._prefix else [])]
        staged = ("diff-index", "--cached", "--name-only", "-z", "--no-renames")
        differing = self._git(*staged, "--ignore-submodules=dirty", self.revision.commit, *where)
        here = self._git("ls-files", "-z", "-m", "-o", "--exclude-standard", *where)
        names = os.fsdecode(differing + here).split("\0")
        return frozenset(name.removeprefix(self._prefix).rstrip("/") for name in names if name)

    def files(self, folder: str) -> dict[str, Blob]:
        """Return the regular files below *folder*, without symbolic links and submodules."""
        return {path: blob for path, blob in self._tree("-r", paths=[folder]) if blob is not None}

    def found(self, paths: Iterable[str]) -> dict[str, Blob | None]:
        """Return what was at each of *paths* that was a file, or a folder, which is None."""
        asked = sorted(set(paths))
        found: dict[str, Blob | None] = {}
        for place in range(0, len(asked), _AT_ONCE):
            found.update(self._tree("-t", paths=asked[place : place + _AT_ONCE]))
        return {path: found[path] for path in asked if path in found}

    def contents(self, blobs: Iterable[Blob]) -> Mapping[str, bytes]:
        """Return the bytes of *blobs* by name; of what is larger than a file may be, nothing."""
        names = list(dict.fromkeys(one.name for one in blobs if one.size <= LARGEST_FILE))
        if not names:
            return {}
        asked = "".join(f"{name}\n" for name in names).encode()
        printed = self._git("cat-file", "--batch", given=asked)
        found, place = {}, 0
        for name in names:
            end = printed.find(b"\n", place)
            told = printed[place:end].split(b" ")
            if len(told) != len(("name", "type", "size")):
                raise self._incomplete()
            start = end + 1
            place = start + int(told[2])
            found[name] = printed[start:place]
            place += 1
        return found

    def beginning(self, blob: Blob) -> bytes:
        """Return the first `LARGEST_FILE` bytes of a blob, however large it is."""
        with self._started("cat-file", "blob", blob.name) as git:
            data = git.stdout.read(LARGEST_FILE) if git.stdout else b""
            git.kill()
        return data

    def read(self, *paths: str) -> dict[str, bytes]:
        """Return the bytes of those of *paths* that were files and no larger than one may be."""
        blobs = {path: blob for path, blob in self.found(paths).items() if blob}
        contents = self.contents(blobs.values())
        return {path: contents[blob.name] for path, blob in blobs.items() if blob.name in contents}

    def _tree(self, *options: str, paths: Sequence[str]) -> Iterator[tuple[str, Blob | None]]:
        """Yield the files and folders that git lists for *paths*."""
        below = [os.path.normpath(f"{self._prefix}{path}") for path in paths]
        where = [] if "." in below else below
        command = ("ls-tree", "-z", "-l", "--full-tree", *options, self.revision.commit, "--")
        done = self._run((*command, *where))
        if done.returncode:
            raise self._incomplete()
        for line in done.stdout.split(b"\0"):
            facts, _, name = line.partition(b"\t")
            path = os.fsdecode(name)
            if not path or not path.startswith(self._prefix):
                continue
            mode, _, known_as, size = facts.split()
            path = path.removeprefix(self._prefix)
            if mode in _FILES and not size.isdigit():  # git says BAD where it has no such object
                raise self._incomplete()
            if mode in _FILES:
                yield path, Blob(known_as.decode(), int(size))
            elif mode in _FOLDERS:
                yield path, None

    def _found_prefix(self, here: Path) -> str:
        """Return how the paths of the project begin in the repository."""
        done = self._run(("rev-parse", "--show-toplevel"))
        why = _why(done.stderr)
        if done.returncode and "dubious ownership" in why:
            raise UsageProblem("base-not-trusted", ref=self._ref, path=str(self._top))
        if done.returncode:
            raise UsageProblem("base-no-repository", ref=self._ref, why=why)
        self._top = Path(os.fsdecode(done.stdout.removesuffix(b"\n")))
        below = here.relative_to(self._top).as_posix()
        return "" if below == "." else f"{below}/"

    def _base(self) -> str:
        """Return where this state left what the reference names.

        What happened there since is not its doing.
        """
        if self._is_askable():
            done = self._run(("merge-base", f"{self._ref}^{{commit}}", "HEAD"))
            if done.returncode == 0:
                return done.stdout.split()[0].decode()
        commit = self._commit()
        word = "base-shallow" if self._is_shallow() else "base-unrelated"
        self.notices.append(Notice(word, {"ref": self._ref, "commit": commit[:12]}))
        return commit

    def _commit(self) -> str:
        """Return the commit that the reference names."""
        ref = self._ref
        if self._is_askable():
            done = self._run(("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", "--"))
            if done.returncode == 0:
                return done.stdout.split()[0].decode()
            if self._is_shallow():
                raise UsageProblem("base-not-fetched", ref=ref, command=_fetching(ref))
        known = os.fsdecode(self._git("for-each-ref", "--format=%(refname:short)")).split()
        ending = [name for name in known if name.endswith(f"/{ref}")]
        close = ending[0] if len(ending) == 1 else nearest(ref, known)
        if close:
            raise UsageProblem("base-unknown-nearest", ref=ref, nearest=close)
        raise UsageProblem("base-unknown", ref=ref)

    def _is_askable(self) -> bool:
        """Say whether git would take the reference for one: no option, no commit to leave out."""
        return not self._ref.startswith(("-", "^")) and "\0" not in self._ref

    def _is_shallow(self) -> bool:
        return self._git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def _incomplete(self) -> UsageProblem:
        return UsageProblem("base-incomplete", ref=self._ref)

    def _git(self, *command: str, given: bytes = b"") -> bytes:
        done = self._run(command, given=given)
        if done.returncode:
            raise UsageProblem("base-git-failed", command=command[0], why=_why(done.stderr))
        return done.stdout

    def _run(
        self, command: Sequence[str], *, given: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        with self._started(*command) as git:
            printed, errors = git.communicate(given)
        return subprocess.CompletedProcess(command, git.returncode, printed, errors)

    def _started(self, *command: str) -> subprocess.Popen[bytes]:
        environment = {name: text for name, text in os.environ.items() if name not in _OF_A_HOOK}
        try:
            return subprocess.Popen(  # noqa: S603 - commands of ours, a list, no shell
                ["git", *_SAFELY, *command],  # noqa: S607 - the user's own git, on the path
                cwd=self._top,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**environment, **_QUIET, "LC_ALL": "C"},
            )
        except OSError as refusal:
            raise UsageProblem("base-no-git", why=refusal.strerror or str(refusal)) from refusal


def _fetching(ref: str) -> str:
    """Return the command that fetches *ref* so that it can be named like this."""
    is_hexadecimal = not ref.strip("0123456789abcdef")
    if any(sign in ref for sign in _EXPRESSIONS) or (is_hexadecimal and _SHORT <= len(ref) < _LONG):
        return "git fetch --unshallow"
    from shlex import quote

    name = ref.removeprefix("refs/remotes/")
    if name.startswith("origin/"):
        name = f"{name.removeprefix('origin/')}:refs/remotes/{name}"
    elif not is_hexadecimal or len(ref) < _LONG:
        name = f"{ref}:{ref}"
    return f"git fetch --depth=1 origin {quote(name)}"


def _why(printed: bytes) -> str:
    """Return the line in which git said what was wrong, without its own word for an error."""
    lines = printed.decode("utf-8", "replace").strip().splitlines() or [""]
    fatal = [line for line in lines if line.startswith("fatal: ")]
    return (fatal or lines)[0].removeprefix("fatal: ")
