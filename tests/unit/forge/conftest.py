"""A run that comments, on each of the forges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commenting import Commenter, commenting
from mlkb.forge import FORGES

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=FORGES)
def run(request: pytest.FixtureRequest) -> Iterator[Commenter]:
    with commenting(request.param) as commenter:
        yield commenter


@pytest.fixture
def github() -> Iterator[Commenter]:
    with commenting("github") as commenter:
        yield commenter


@pytest.fixture
def gitlab() -> Iterator[Commenter]:
    with commenting("gitlab") as commenter:
        yield commenter


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach this machine itself, whatever proxy it has for the rest of the world."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
