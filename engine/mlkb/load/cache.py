"""The user's cache folder, and answer sheets remembered there, keyed by what was read.

Nothing in the repository is written. Files are gathered into packs by their paths; a pack maps the
SHA-256 of a file's content to the sheet that it held. Its name stands for what else the sheet
depends on: the checklists, the engine, the project. What is read back is JSON, checked like the
answers of a stranger and passed over if anything about it is odd. `MLKB_NO_CACHE=1` turns all of
this off.
"""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkb import __version__
from mlkb.load.document import read_bytes
from mlkb.model.answers import NOT_APPLICABLE, Acceptance, Answer, AnswerSheet, Plan
from mlkb.questions import question_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkb.model.checklist import Checklist

LARGEST_PACK = 16 * 1024 * 1024
LARGEST_CACHE = 64 * 1024 * 1024
"""Bytes; the packs that were written longest ago make room."""
PACKS = 16
"""Of one project. A changed file costs one pack to write."""

_FORMAT = 1
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ENGINE = Path(__file__).parents[1]

Row = list[Any]
Pack = dict[str, Row]


class Cache:
    """The packs of one project and one state of its checklists."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Keep packs in *folder* under names made from *key*."""
        self.folder = folder
        self.key = key

    def read(self, pack: int) -> Pack:
        """Return what a pack holds; nothing if it is not there, or not ours."""
        data, problems = read_bytes(self._path(pack), "", LARGEST_PACK)
        if problems:
            return {}
        if b"\\u" in data:  # we write none; half a character could hide in one
            return {}
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, pack: int, rows: Pack) -> None:
        """Replace a pack; what cannot be written is not remembered."""
        data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        if len(data) > LARGEST_PACK:
            return
        path = self._path(pack)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)

    def prune(self) -> None:
        """Delete the packs that were written longest ago, until the rest is small enough."""
        found = []
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    found.append((status.st_mtime, status.st_size, entry.path))
            total = sum(size for _, size, _ in found)
            for _, size, path in sorted(found):
                if total <= LARGEST_CACHE:
                    break
                Path(path).unlink()
                total -= size
        except OSError:
            return

    def _path(self, pack: int) -> Path:
        name = sha256(self.key + bytes([pack])).hexdigest()
        return self.folder / f"{name}.json"


def open_cache(root: Path, fingerprint: bytes) -> Cache | None:
    """Return the cache of the project at *root*, or None where there is to be none.

    *fingerprint* stands for the checklists.
    """
    folder = private_folder(root, "answers")
    if folder is None:
        return None
    parts = (str(_FORMAT), str(root), engine_key())
    key = sha256("\0".join(parts).encode("utf-8", "surrogateescape") + fingerprint)
    return Cache(folder, key.digest())


def private_folder(root: Path, name: str) -> Path | None:
    """Return a folder of the user's cache that nobody else writes to, outside of *root*.

    None where there is none, or where there is to be none.
    """
    if os.environ.get("MLKB_NO_CACHE"):
        return None
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
        folder = Path(base) / "mlkb" / name
        if not folder.is_absolute() or folder.resolve().is_relative_to(root.resolve()):
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if status.st_uid != os.geteuid() or status.st_mode & _OTHERS_MAY_WRITE:
            return None
        return folder if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError, ValueError):
        return None


def fingerprint_of(files: Iterable[Path], more: str = "") -> bytes:
    """Return what stands for the names and the content of *files*, and for *more*."""
    digest = sha256(more.encode("utf-8"))
    for path in sorted(files):
        data, problems = read_bytes(path, "", LARGEST_PACK)
        content = sha256(data).hexdigest()
        state = f"\0{path.name}\0{content}\0{len(problems)}"
        digest.update(state.encode("utf-8", "surrogateescape"))
    return digest.digest()


def row_of(sheet: AnswerSheet) -> Row:
    """Return a sheet as JSON data; its path is not part of it."""
    days = [sheet.answered_on, *(answer.on for answer in sheet.answers.values())]
    return [
        max((day for day in days if day is not None), default=0),
        *(sheet.checklist, sheet.subject, list(sheet.version), sheet.respondent, sheet.role),
        sheet.answered_on,
        {
            name: answer[-2:] + answer[:1] if answer[1:-2] == _PLAIN else answer[-2:] + answer[:-2]
            for name, answer in sheet.answers.items()
        },
    ]


_PLAIN = Answer()[1:-2]


def sheet_of(
    row: Any,  # noqa: ANN401 - whatever stood in the cache
    path: str,
    checklists: Mapping[str, Checklist],
    today: int,
) -> AnswerSheet | None:
    """Return the sheet that *row* was made of; None if there is none, or not yet on *today*."""
    try:
        latest, name, subject, version, respondent, role, answered_on, answers = row
        if not _fits(latest, int) or latest > today or not _fits(answered_on, int, None):
            return None
        if not (all(_fits(text, str) for text in (name, subject, respondent, role))):
            return None
        questions = checklists[name].questions
        return AnswerSheet(
            name,
            subject,
            tuple(_checked(part, int) for part in version),
            respondent,
            role,
            answered_on,
            {one: _answer(fields, questions[one]) for one, fields in answers.items()},
            path,
        )
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _answer(fields: Row, question: Any) -> Answer:  # noqa: ANN401
    line, column, value, *more = fields
    if type(line) is not int or type(column) is not int:
        raise TypeError(line)
    if value is not None and value != NOT_APPLICABLE:
        value = question_type(question.type).read(question.spec, value)
    if not more:
        return Answer(value=value, line=line, column=column)
    note, because, evidence, on, plan, accept = more
    if not _fits(on, int, None):
        raise TypeError(on)
    return Answer(
        value,
        _checked(note, str),
        _checked(because, str),
        tuple(_checked(text, str) for text in _checked(evidence, list)),
        on,
        None if plan is None else Plan(_checked(plan[0], str), _checked(plan[1], int)),
        None
        if accept is None
        else Acceptance(
            _checked(accept[0], str), _checked(accept[1], str), _checked(accept[2], int)
        ),
        line,
        column,
    )


def _fits(value: object, kind: type, *others: object) -> bool:
    return type(value) is kind or (value is None and None in others)


def _checked(value: Any, kind: type) -> Any:  # noqa: ANN401
    if type(value) is not kind:
        raise TypeError(value)
    return value


def engine_key() -> str:
    """Return what stands for the code that reads and for our checklists.

    A working copy changes without its version.
    """
    parts = ("load/*.py", "model/*.py", "questions/*.py", "compiled/*.json")
    files = (path for part in parts for path in _ENGINE.glob(part))
    states = ((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return repr((__version__, sorted(states)))
