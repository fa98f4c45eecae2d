"""What building and serving share: the configurations, the environment, fresh checklists."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING

from mlkb.errors import SiteNotBuilt
from mlkb.load import compiled
from mlkb.load.checklists import read_checklists

if TYPE_CHECKING:
    from pathlib import Path

CONFIGS = {"ko": "mkdocs.yml", "en": "mkdocs.en.yml"}
"""The configuration of each language; the first holds what they have in common."""

_NEEDED = ("mkdocs", "material", "mkdocs_macros", "jinja2")

HERE = "http://127.0.0.1:8000/"
SOURCES = "checklists"


def address(url: str | None) -> str:
    """Return where the site will stand: *url*, else what `MLKB_URL` says, else this machine."""
    given = url or os.environ.get("MLKB_URL") or HERE
    return given if given.endswith("/") else f"{given}/"


def environment(url: str) -> dict[str, str]:
    """Return the environment of a run of MkDocs for a site that will stand at *url*."""
    own = {f"MLKB_URL_{locale.upper()}": f"{url}{locale}/" for locale in CONFIGS}
    return {**os.environ, **own, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"}


def check_installed() -> None:
    """Raise `SiteNotBuilt` unless what builds the site is installed: the extra `site` is."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise SiteNotBuilt("site-no-mkdocs")


def check_ready(root: Path) -> None:
    """Raise `SiteNotBuilt` unless MkDocs is installed and *root* has both configurations."""
    check_installed()
    for config in CONFIGS.values():
        if not (root / config).is_file():
            expected = ", ".join(CONFIGS.values())
            raise SiteNotBuilt("site-no-config", path=str(root / config), expected=expected)


def refresh(root: Path) -> None:
    """Compile our own checklists anew where *root* is the checkout that this package runs from.

    Elsewhere the bundled ones are what was installed, and a project's own are read as they are.
    """
    if not compiled.FOLDER.is_relative_to(root) or not (root / SOURCES).is_dir():
        return
    for name, text in compiled.documents(read_checklists(root / SOURCES)).items():
        path = compiled.FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        fresh = path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
