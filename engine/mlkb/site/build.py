"""Build the handbook: both languages side by side, finished, checked, and put in place at once.

A build that fails leaves the folder as it was; half a site is never to be seen.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from mlkb.errors import USAGE, InvalidDocuments, SiteNotBuilt
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.site.finish import MARK, finish
from mlkb.site.links import check_links
from mlkb.site.published import publish
from mlkb.site.sample import write_samples
from mlkb.site.serve import serve
from mlkb.site.settings import CONFIGS, address, check_ready, environment, refresh
from mlkb.site.stubs import missing_pages

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Built", "build", "serve"]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished site: its folder, and how many pages and links were checked."""

    folder: Path
    pages: int
    links: int


def build(
    root: Path,
    out: Path,
    *,
    strict: bool = True,
    url: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build the site of the project in *root* into the folder *out*, to stand at *url*.

    With *strict* a warning of MkDocs fails the build. *tell* is given the key of a message of the
    interface whenever a stage begins. Raises `SiteNotBuilt` for what keeps the build from running,
    and `InvalidDocuments` for checklists without a page and for links that lead nowhere.
    """
    root, out, url = root.absolute(), out.absolute(), address(url)
    check_ready(root)
    _check_replaceable(root, out)
    refresh(root)
    library = Library(find_project(root))
    problems = missing_pages(root, library)
    if problems:
        raise InvalidDocuments(problems, exit_code=USAGE)
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        tell("site.building")
        site = scratch / "new"
        _run_mkdocs(root, site, url, strict=strict)
        write_samples(site)
        finish(site, url)
        publish(site, library)
        tell("site.checking")
        checked = check_links(site, url)
        if checked.problems:
            raise InvalidDocuments(checked.problems, exit_code=USAGE)
        _put_in_place(site, out, scratch / "old")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Built(out, checked.pages, checked.links)


def _run_mkdocs(root: Path, site: Path, url: str, *, strict: bool) -> None:
    """Run both builds at once, and wait for both before telling what failed."""
    running = {}
    for locale, config in CONFIGS.items():
        command = [sys.executable, "-m", "mkdocs", "build", "--config-file", config]
        command += ["--strict" if strict else "--no-strict", "--site-dir", str(site / locale)]
        running[locale] = subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
            command,
            cwd=root,
            env=environment(url),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    said = {locale: process.communicate()[0] for locale, process in running.items()}
    for locale, process in running.items():
        if process.returncode:
            raise SiteNotBuilt("site-build-failed", locale=locale, output=_complaints(said[locale]))


def _complaints(output: str) -> str:
    """Return what MkDocs said apart from its progress; its --quiet would leave out warnings too."""
    lines = [line for line in output.splitlines() if not line.startswith("INFO ")]
    return "\n".join(lines).strip()


def _check_replaceable(root: Path, out: Path) -> None:
    """Refuse a folder that holds anything but a site of ours: it would be replaced as a whole."""
    if root == out or root.is_relative_to(out) or (out.exists() and not out.is_dir()):
        raise SiteNotBuilt("site-not-ours", folder=str(out))
    if not out.is_dir() or not any(out.iterdir()):
        return
    page = out / "index.html"
    if not page.is_file() or MARK not in page.read_text(encoding="utf-8", errors="replace"):
        raise SiteNotBuilt("site-not-ours", folder=str(out))


def _put_in_place(site: Path, out: Path, old: Path) -> None:
    """Put *site* where *out* is; if that fails, *out* is what it was."""
    had = out.exists()
    if had:
        out.rename(old)
    try:
        site.rename(out)
    except OSError:
        if had:
            old.rename(out)
        raise
