"""Every command that README and docs name is run here, in the order in which they name it.

Commands stand in `sh` blocks and in code spans that begin with `mlkb `; spans with a placeholder
in capitals, or with a choice, are descriptions, not commands. `./dev` and `pip install .` are what
runs these tests and what `unit/test_package.py` does; the handbook is built and served by
`browser/` and `unit/site/`.

A complete checklist on a page stands in the project when the commands of that page are run.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from mlkb.load.answers import read_answers
from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.site.macros import MACROS

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "engine" / "mlkb" / "example"
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/en/**/*.md", "docs/ko/**/*.md", "engine/mlkb/example/*.md")
    for path in ROOT.glob(pattern)
)
READMES = ("README.md", "README.ko.md")
DAY = "2026-11-21"
ELSEWHERE = ("./dev", "pip install", ".ci/", "git clone", "cd ", "mlkb site")
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(
    r"!\[([^\]]+)\]\((assets/pull-requests/[\w.-]+)(?:#only-(\w+))?\)"
    r"\{ (?:\.mlkb-picture (loading=lazy) )?width=(\d+) height=(\d+) \}"
)
_SPAN = re.compile(r"`(mlkb [^`\n]+)`")
_PLACEHOLDER = re.compile(r"(?<![-\w])[A-Z]{2,}\b|…|\{|\||[가-힣]")
_ASKS = re.compile(r"mlkb check [a-z-]+( --(core|locale|subject|respondent)( [a-z-]+)?)*")


def commands(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    spans = [span for span in _SPAN.findall(text) if not _PLACEHOLDER.search(span)]
    blocks = [
        line.split("  #")[0].strip()
        for block in _BLOCK.findall(text)
        for line in block.splitlines()
    ]
    lines = [line for line in [*blocks, *spans] if line and not line.startswith("#")]
    return [line for line in dict.fromkeys(lines) if not line.startswith(ELSEWHERE)]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a git repository with the answers and configuration that the docs speak of.

    What blocks there is in its baseline; on top of that, a change makes one answer worse.
    """
    folder = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("docs") / "project")
    for name in ("old", "new", "before", "after"):
        shutil.copytree(EXAMPLE / "mlkb-answers", folder / name)
    known = ["--because=known", "--by=lee", "--until=2999-12-31"]
    who = ["-c", "user.name=lee", "-c", "user.email=lee@example.org"]
    for command in (
        [sys.executable, "-m", "mlkb", "baseline", "update", *known],
        ["git", "init", "--quiet", "--initial-branch=main"],
        ["git", "add", "--all"],
        ["git", *who, "commit", "--quiet", "--message=answers"],
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    answers = folder / "mlkb-answers" / "dispute-assistant" / "ml-delivery.yaml"
    text = answers.read_text("utf-8")
    worse = text.replace("model-literature: yes", "model-literature: no")
    assert worse != text
    answers.write_text(worse, "utf-8")
    return folder


def write_checklists(page: Path, folder: Path) -> list[Path]:
    """Write every complete checklist of *page* into *folder*, each under the name of its id."""
    blocks = re.findall(
        r"^```yaml\n(format: mlkb/checklist@.*?)^```",
        page.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    files = []
    for block in blocks:
        name = re.search(r"^id: (\S+)$", block, re.MULTILINE)
        assert name is not None
        files.append(folder / f"{name[1]}.yaml")
        files[-1].write_text(block, "utf-8")
    return files


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_runs(page: Path, repository: Path, tmp_path: Path) -> None:
    project = shutil.copytree(repository, tmp_path / "project")
    write_checklists(page, project / "checklists")

    for command in commands(page):
        if _ASKS.fullmatch(command) and not (project / command.split()[2]).is_dir():
            code, printed = _asked(command, project)
        else:
            day = ["--today", DAY] if " --until " in command else []  # or that day would pass
            done = subprocess.run(
                [sys.executable, "-m", *shlex.split(command), *day],
                cwd=project,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            code, printed = done.returncode, done.stdout + done.stderr
        assert code in (0, 1), f"{command}\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_configuration_and_answer_file_on_a_page_is_valid(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    (tmp_path / "checklists").mkdir()
    for block in re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        (tmp_path / "mlkb.toml").write_text(block, "utf-8")
        assert Library(find_project(tmp_path))
    library = Library(find_project(EXAMPLE))
    for block in re.findall(
        r"^```yaml\n(format: mlkb/answers.*?)^```", text, re.MULTILINE | re.DOTALL
    ):
        sheet, problems = read_answers(block.encode(), str(page), library, 30_000)
        assert problems == []
        assert sheet is not None


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_what_embeds_checklists_on_the_page_embeds_them_in_the_site_that_is_tested(
    locale: str,
) -> None:
    page = (ROOT / "docs" / locale / "embedding.md").read_text("utf-8")
    site = ROOT / "tests" / "browser" / "embedding"
    lines, settings = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    call = re.search(r"^```markdown\n.*?^(\{\{.*?\}\})$", page, re.MULTILINE | re.DOTALL)

    assert len(lines.splitlines()) == 3
    assert (site / "mkdocs.yml").read_text("utf-8").endswith(lines)
    assert call
    assert call[1] in (site / "docs" / "index.md").read_text("utf-8")
    assert yaml.safe_load(settings) == {
        "extra": {"mlkb": {"handbook": f"https://handbook.example.org/{locale}/"}}
    }
    for macro in set(MACROS) - {"published"}:  # only `mlkb site build` publishes
        assert f"`{{{{ {macro}(" in page, macro


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_picture_is_light_said_in_words_and_as_large_as_the_page_leaves_room_for(
    locale: str,
) -> None:
    folder = ROOT / "docs" / locale
    page = (folder / "pull-requests.md").read_text("utf-8")
    shown = _PICTURE.findall(page)
    names = [path for _, path, *_ in shown]

    assert sorted(names) == [
        path.relative_to(folder).as_posix()
        for path in sorted((folder / "assets" / "pull-requests").iterdir())
    ]
    for words, path, scheme, lazy, width, height in shown:
        data = (folder / path).read_bytes()
        assert len(data) < 120_000
        assert words
        if path.endswith(".png"):
            assert struct.unpack(">II", data[16:24]) == (2 * int(width), 2 * int(height))
            assert path.endswith(f"-{scheme}.png")
            assert lazy
            assert sum(words == other for other, *_ in shown) == 2  # light and dark
        else:
            assert f'aria-label="{words}"' in data.decode()
            assert f'width="{width}" height="{height}"' in data.decode()


def test_both_changelogs_tell_of_the_same_releases_in_the_same_parts() -> None:
    english, korean = (
        (ROOT / "docs" / locale / "changelog.md").read_text("utf-8") for locale in ("en", "ko")
    )
    parts = [re.findall(r"^#+ .*\{: (#\S+) \}$", text, re.MULTILINE) for text in (english, korean)]
    entries = [len(re.findall(r"^- ", text, re.MULTILINE)) for text in (english, korean)]

    assert parts[0] == parts[1]
    assert parts[0][:2] == ["#start", "#unreleased"]
    assert entries[0] == entries[1]


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_commands(readme: str) -> None:
    assert "mlkb check harbor" in commands(ROOT / readme)


def test_both_readmes_name_the_same_commands_in_the_same_order() -> None:
    english, korean = (commands(ROOT / readme) for readme in READMES)

    assert korean == english


@pytest.mark.parametrize("readme", READMES)
def test_the_report_on_the_first_screen_is_the_real_one(readme: str, tmp_path: Path) -> None:
    text = (ROOT / readme).read_text("utf-8")
    shown = re.search(r"^\$ (mlkb check [^\n]+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert shown is not None
    shutil.copytree(EXAMPLE, tmp_path / "harbor")

    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(shown[1])],
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    place = 0
    for passage in re.split(r"^…$", shown[2], flags=re.MULTILINE):  # what is left out between
        found = done.stdout.find(passage.strip("\n"), place)
        assert found >= 0, passage
        assert found == 0 or place
        place = found + len(passage.strip("\n"))
    assert len(shown[2].splitlines()) > 10


def _asked(command: str, project: Path) -> tuple[int, str]:
    """Run *command* on a terminal, quit at once, and return its exit code and what it showed.

    What is typed before a question stands there is dropped, so quitting is tried until it works.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(project)
        os.execvp(  # noqa: S606 - our own interpreter
            sys.executable, [sys.executable, "-m", *shlex.split(command)]
        )
    shown = b""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                chunk = os.read(terminal, 65_536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        elif shown:
            os.write(terminal, b":q\r")
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")
