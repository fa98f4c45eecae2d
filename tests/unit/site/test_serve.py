"""Serving one language while it is written."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from mlkb.errors import SiteNotBuilt
from mlkb.load import compiled
from mlkb.site.serve import serve
from mlkb.site.settings import refresh

ROOT = Path(__file__).parents[3]
SERVE = "import pathlib, sys; from mlkb.site.build import serve; sys.exit(serve({}, 'en', {}))"


def test_one_language_is_served_until_interrupted():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = SERVE.format("pathlib.Path.cwd()", port)
    process = subprocess.Popen([sys.executable, "-c", command], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        page = wait_for(f"http://127.0.0.1:{port}/en/checklists/mlops-process/")
        assert "mlops-process-data-access" in page
    finally:
        process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def wait_for(url):
    for _ in range(150):
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.read().decode()
        except (URLError, ConnectionError):
            time.sleep(0.2)
    return ""


def test_a_folder_without_configuration_is_told_so(tmp_path):
    with pytest.raises(SiteNotBuilt):
        serve(tmp_path, "ko", 8000)


def test_only_the_checkout_that_we_run_from_is_compiled_anew(tmp_path):
    (tmp_path / "checklists").mkdir()
    (tmp_path / "checklists" / "broken.yaml").write_text("[")
    refresh(tmp_path)
    assert not compiled.FOLDER.is_relative_to(tmp_path)
