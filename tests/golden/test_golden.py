"""Every folder here is a case: a command of `mlkb`, and what it must print, to the byte.

What it writes into the folder `{out}` counts as printed, each file under its name.

`pytest tests/golden --update-golden` writes what is printed now; read the diff before you commit.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlkb.cli import main

HERE = Path(__file__).parent
EXAMPLE = Path(__file__).parents[2] / "engine" / "mlkb" / "example"
IN_REPOSITORY = "engine/mlkb/example/"
"""What forges are told of where the example lies; an archive of the repository does not know it."""
CASES = sorted(path.parent.name for path in HERE.glob("*/case.json"))


@pytest.mark.parametrize("case", CASES)
def test_a_command_prints_what_it_always_printed(
    case: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    described = json.loads((HERE / case / "case.json").read_text("utf-8"))
    places = {"{example}": str(EXAMPLE), "{here}": str(HERE / case), "{out}": str(tmp_path)}
    arguments = [_placed(one, places) for one in described["arguments"]]

    code = main(arguments)

    written = (f"== {one.name}\n{one.read_text('utf-8')}" for one in sorted(tmp_path.iterdir()))
    printed = _unplaced(capsys.readouterr().out + "".join(written), places)
    assert code == described["exit"]
    expected = HERE / case / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(printed, "utf-8")
    assert printed == expected.read_text("utf-8")


def test_there_is_a_case_for_every_format_and_language() -> None:
    from mlkb.model.text import LANGUAGES
    from mlkb.report import FORMATS

    wanted = {f"harbor-{name}-{language}" for name in FORMATS for language in LANGUAGES}

    assert wanted <= set(CASES)


def _placed(argument: str, places: dict[str, str]) -> str:
    for name, path in places.items():
        argument = argument.replace(name, path)
    return argument


def _unplaced(printed: str, places: dict[str, str]) -> str:
    for name, path in places.items():
        printed = printed.replace(path, name)
    return printed.replace(IN_REPOSITORY, "")
