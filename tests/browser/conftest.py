"""The built handbook behind a local server, and pages of it that tell what they did."""

from __future__ import annotations

import functools
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mlkb.site.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]


class _Quiet(SimpleHTTPRequestHandler):
    """A server that keeps its requests to itself, and answers with the site's own 404."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and where it is served."""

    folder: Path
    url: str


@dataclass
class Visit:
    """A page, and what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def _note(seen: Visit, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        seen.complaints.append(text)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve *folder* and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def served() -> Callable[[Path], AbstractContextManager[str]]:
    """Return what serves a folder as long as it is open, and gives its address."""
    return _served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build both languages once, strictly, and serve them below a path, as a project page is."""
    folder = tmp_path_factory.mktemp("served")
    with _served(folder) as address:
        url = f"{address}handbook/"
        build(ROOT, folder / "handbook", url=url)
        yield Site(folder / "handbook", url)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open addresses, each in a browser of its own with the settings given."""
    contexts = []

    def opened(url: str, **settings: Any) -> Visit:
        context = chromium.new_context(**settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: _note(seen, message.type, message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.goto(url)
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(open_page: Callable[..., Visit], site: Site) -> Callable[..., Visit]:
    """Open pages of the site, each in a browser of its own with the settings given."""
    return lambda path, **settings: open_page(site.url + path, **settings)
