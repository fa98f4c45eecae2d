"""Saving a file so that it is at every moment the old one or the new one, never half of either.

The new bytes go into a hidden file beside the old one, to the disk, and over the old one by a
rename. Whatever refuses on the way leaves the file as it was before.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mlkb.errors import CannotSave
from mlkb.load.workspace import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.ENOENT, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG}
_LEFT_BEHIND = 3600
"""Seconds after which a temporary file was left behind by somebody who was killed."""


def save(path: Path, data: bytes, *, expected: bytes | None, root: Path) -> None:
    """Write *data* to *path*, which lies below *root*; folders that are missing are made.

    *expected* is what the file held when it was read, None if there was none. Raises `CannotSave`
    if that is no longer so, if the path leads out of *root*, and whenever the disk refuses.
    """
    try:
        with _uninterrupted():
            _save(_inside(path, root), data, expected, name=shown(path, root))
    except OSError as refusal:
        raise refused(refusal, shown(path, root)) from refusal


def save_new(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Write *data* to *path*, wherever a person wants it; a file that is there needs *replace*."""
    try:
        with _uninterrupted():
            real = path.resolve()
            if real.exists() and not replace:
                raise CannotSave("exists", path=str(path))
            _save(real, data, _held(real, name=str(path)), name=str(path))
    except OSError as refusal:
        raise refused(refusal, str(path)) from refusal


def _inside(path: Path, root: Path) -> Path:
    """Return the file that *path* leads to, symbolic links followed, if it lies below *root*."""
    real = path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise CannotSave("save-outside", path=str(path), root=str(root))
    return real


def _save(path: Path, data: bytes, expected: bytes | None, *, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    before = _status(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write(temporary, data, before)
        if _held(path, name=name) != expected:  # as late as possible
            raise CannotSave("save-changed", path=name)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    _flush_folder(path.parent)


def _write(path: Path, data: bytes, before: os.stat_result | None) -> None:
    """Write *data* through to the disk, with the mode and, where we may, the owner of *before*."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o666 if before is None else 0o600), "wb") as file:
        file.write(data)
        file.flush()
        if before is not None and os.name == "posix":
            with suppress(OSError):
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
        os.fsync(file.fileno())


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _held(path: Path, *, name: str) -> bytes | None:
    """Return what the file holds now; a pipe or a device, which might never answer, is refused."""
    status = _status(path)
    if status is None:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise CannotSave("save-not-a-file", path=name)
    return path.read_bytes()


def _flush_folder(folder: Path) -> None:
    """Make the rename itself last; file systems that cannot do so are taken as they are."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(path: Path) -> None:
    """Remove what a killed process left beside *path*, once it is old."""
    with suppress(OSError):
        for entry in os.scandir(path.parent):
            ours = entry.name.startswith(f".{path.name}.") and entry.name.endswith(".tmp")
            if ours and time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT_BEHIND:
                Path(entry.path).unlink()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C until the file is saved: the answer was confirmed."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def refused(refusal: OSError, name: str) -> CannotSave:
    """Return what to tell of a *refusal* of the disk to write what is called *name*."""
    codes = {
        "save-no-room": _NO_ROOM,
        "save-not-allowed": _NOT_ALLOWED,
        "save-no-folder": _NO_FOLDER,
    }
    code = next(
        (name for name, numbers in codes.items() if refusal.errno in numbers), "save-failed"
    )
    return CannotSave(code, path=name, why=refusal.strerror or str(refusal))
