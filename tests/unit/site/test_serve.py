"""Serving one language while it is written: what changes is shown, what is wrong is told."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from mlkb.errors import SiteNotBuilt
from mlkb.load import compiled
from mlkb.site.serve import serve
from mlkb.site.settings import refresh

ROOT = Path(__file__).parents[3]
OURS = ("checklists", "docs", "engine", "mkdocs.en.yml", "mkdocs.yml")
OWN = ROOT / "tests" / "browser" / "embedding" / "checklists" / "harbor-nights.yaml"
PAGE = "---\nrender_macros: true\n---\n\n# Nights\n\n## All\n\n{{ checklist('harbor-nights') }}\n"
ASKED = "Do at least two people take turns at night?"
LIMIT = 60
"""Seconds; a machine that runs everything at once is slow."""


def until(said, what):
    """Return what *what* returns as soon as it contains *said*."""
    limit = time.monotonic() + LIMIT
    found = ""
    while time.monotonic() < limit:
        found = what()
        if said in found:
            return found
        time.sleep(0.2)
    pytest.fail(f"{said!r} did not appear in:\n{found[-2000:]}")


def fetched(address):
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.read().decode()
    except (URLError, ConnectionError, TimeoutError):
        return ""


@contextmanager
def served(root, log):
    """Serve the English site of *root*; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "mlkb", "site", "serve", "--port", str(port), "--locale", "en"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root / "engine")},
            stderr=said,
            stdout=said,
        )
        try:
            yield f"http://127.0.0.1:{port}/en/"
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=LIMIT) == 0, log.read_text()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Return a copy of our checkout, which may be changed."""
    root = tmp_path_factory.mktemp("checkout")
    for name in OURS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    return root


def changed(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_a_change_to_a_checklist_shows_and_a_wrong_one_is_told_while_the_page_stays(
    checkout, tmp_path
):
    checklist = checkout / "checklists" / "hiring.yaml"
    log = tmp_path / "log"
    with served(checkout, log) as home:
        page = f"{home}checklists/hiring/"
        until("Which class of position is this?", lambda: fetched(page))

        changed(checklist, "Which class of position is this?", "Which class is this vacancy of?")
        until("Which class is this vacancy of?", lambda: fetched(page))

        changed(checklist, "id: role-class", "idd: role-class")
        until("hiring.yaml:", log.read_text)
        assert "Which class is this vacancy of?" in fetched(page)

        changed(checklist, "idd: role-class", "id: role-class")
        changed(checklist, "Which class is this vacancy of?", "Of which class is it?")
        until("Of which class is it?", lambda: fetched(page))


def test_a_projects_own_folder_is_followed_in_the_same_way(checkout, tmp_path):
    (checkout / "own").mkdir()
    checklist = checkout / "own" / OWN.name
    shutil.copy(OWN, checklist)
    (checkout / "mlkb.toml").write_text('checklists = ["own"]\n')
    source = checkout / "docs" / "en" / "checklists" / "harbor-nights.md"
    source.write_text(PAGE)
    log = tmp_path / "log"
    with served(checkout, log) as home:
        page = f"{home}checklists/harbor-nights/"
        until(ASKED, lambda: fetched(page))

        changed(checklist, ASKED, "Who is called at night?")
        until("Who is called at night?", lambda: fetched(page))

        changed(checklist, "id: rota", "idd: rota")
        until(f"{OWN.name}:", log.read_text)
        assert "Who is called at night?" in until("Who is", lambda: fetched(page))

        changed(source, "# Nights", "# Nights and weekends")
        text = until("Nights and weekends", lambda: fetched(page))
        assert "Who is called at night?" in text

        changed(checklist, "idd: rota", "id: rota")
        changed(checklist, "Who is called at night?", "Who takes the next call?")
        until("Who takes the next call?", lambda: fetched(page))


def test_a_folder_without_configuration_is_told_so(tmp_path):
    with pytest.raises(SiteNotBuilt):
        serve(tmp_path, "ko", 8000)


def test_only_the_checkout_that_we_run_from_is_compiled_anew(tmp_path):
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists" / "broken.yaml").write_text("[")
    refresh(tmp_path)
    assert not compiled.FOLDER.is_relative_to(tmp_path)
