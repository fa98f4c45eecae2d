"""What pages load: everything that was written, and what the project asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkb.load.config import find_project
from mlkb.load.library import Library
from mlkb.site.assets import ANSWER_FILE, FORM, SOURCES, assets

if TYPE_CHECKING:
    from pathlib import Path


def test_every_part_of_the_form_is_loaded_once():
    names = [*FORM, *ANSWER_FILE]
    assert sorted(names) == sorted(path.stem for path in (SOURCES / "form").iterdir())


def test_the_form_evaluates_as_the_project_asks(tmp_path: Path):
    config = """fail_on = "major"

[tailor]
"team-profile/pipelines" = {drop = "there is one"}
"mlops-process/key-metrics" = {weight = 3}
"""
    (tmp_path / "mlkb.toml").write_text(config, encoding="utf-8")
    loaded = dict(assets(Library(find_project(tmp_path)), "en"))
    said = (
        'mlkb.project={"fail_on":"major","tailor":{'
        '"team-profile/pipelines":{"drop":"there is one"},'
        '"mlops-process/key-metrics":{"weight":3}}};'
    )
    assert said in loaded["ladders.js"]
