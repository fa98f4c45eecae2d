"""
What a user gets from `pip install mlkb`.

A wheel is built and installed into an empty environment. Its dependencies, and theirs, are copied
there from the environment that runs the tests, because the index may be out of reach: what the
wheel does not ask for is not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from email.parser import HeaderParser
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mlkb

if TYPE_CHECKING:
    from collections.abc import Iterable

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    wheel: Path
    dependencies: frozenset[str]
    programs: Path
    elsewhere: Path

    def run(self, program: str, *arguments: str) -> str:
        """Return what *program* of the installation prints, started in a folder of its own."""
        found = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.elsewhere,
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert found.returncode == 0, found.stderr
        return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    subprocess.run([*build, REPOSITORY], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installation(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    venv.create(folder / "venv", symlinks=True, with_pip=False)
    programs = folder / "venv" / "bin"
    python = programs / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", wheel], check=True, capture_output=True)
    show = "import sysconfig; print(sysconfig.get_path('platlib'))"
    packages = Path(subprocess.check_output([python, "-c", show], text=True).strip())
    dependencies = distributions_for(requirements_of(wheel))
    for name in dependencies:
        copy_distribution(name, packages)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installation(
        wheel=wheel, dependencies=dependencies, programs=programs, elsewhere=elsewhere
    )


def requirements_of(wheel: Path) -> list[str]:
    """Return what the wheel says it needs."""
    with ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        headers = HeaderParser().parsestr(archive.read(name).decode())
    return headers.get_all("Requires-Dist", [])


def distributions_for(requirements: Iterable[str]) -> frozenset[str]:
    """Return the names of what pip would install for *requirements*, no extra being asked for."""
    found: set[str] = set()
    waiting = list(requirements)
    while waiting:
        requirement = Requirement(waiting.pop())
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        name = canonicalize_name(requirement.name)
        if wanted and name not in found:
            found.add(name)
            waiting.extend(metadata.requires(name) or ())
    return frozenset(found)


def copy_distribution(name: str, packages: Path) -> None:
    """Copy the files of an installed distribution, its programs and caches left out."""
    for file in metadata.files(name) or ():
        if ".." in file.parts or "__pycache__" in file.parts:
            continue
        target = packages / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(file.locate()), target)


def test_the_wheel_holds_every_file_of_the_engine(wheel):
    engine = REPOSITORY / "engine"
    written = {
        path.relative_to(engine).as_posix()
        for path in (engine / "mlkb").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    with ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert shipped == written


def test_the_installed_command_says_its_version(installation):
    assert mlkb.__version__ in installation.run("mlkb", "--version")


def test_the_installed_command_lists_every_checklist_from_any_folder(installation):
    documents = [
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        for path in (REPOSITORY / "checklists").glob("*.yaml")
    ]
    ids = {d["id"] for d in documents if d["format"].startswith("mlkb/checklist@")}

    listed = installation.run("mlkb", "list").split()

    assert ids
    assert ids <= set(listed)


def test_a_plain_install_is_light(installation):
    """Whoever only runs checks in CI does not download a site generator."""
    site = {"mkdocs", "mkdocs-material", "mkdocs-macros-plugin"}

    assert not site & installation.dependencies
    look = "import importlib.util as u; print(u.find_spec('mkdocs'))"
    assert installation.run("python", "-c", look).strip() == "None"
