"""What one answer costs in the browser's form, with many questions (docs/decisions/0015).

    python bench/form.py [HOW_MANY]

Builds a small site with a checklist of HOW_MANY questions (500), opens it in Chromium from its
folder, and clicks answers one after the other. Each click evaluates the whole checklist, folds what
does not apply and renews the bar before it returns; the result below is drawn in an idle moment.
Prints milliseconds: the middle one, nine in ten, and the longest. At most 16 are wanted, a picture
of the screen. And the compressed size of the evaluator: at most 20 KiB.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import sync_playwright

from mlkb.site.assets import EVALUATOR, joined

CONFIG = """
site_name: Many questions
theme: {name: material, font: false}
use_directory_urls: false
plugins:
  macros:
    modules: [mlkb.site.macros]
"""
ANSWERS = 60
CLICK = """async (wanted) => {
  const radios = [...document.querySelectorAll('.mlkb-question input[type=radio]')];
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, {timeout: 500}));
  const step = Math.floor(radios.length / wanted), spent = [];
  for (let at = 0; spent.length < wanted; at += step) {
    await idle();
    const start = performance.now();
    radios[at].click();
    spent.push(performance.now() - start);
  }
  return spent;
}"""


def main() -> None:
    """Print the figures."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as scratch:
        page = build(Path(scratch), many)
        spent = clicks(page)
    ninth = quantiles(spent, n=10)[-1]
    print(f"one answer of {many}: {median(spent):.1f} ms, nine in ten {ninth:.1f}, ", end="")
    print(f"at most {max(spent):.1f} (at most 16 wanted)")
    size = len(gzip.compress(joined("evaluate", EVALUATOR).encode()))
    print(f"the evaluator: {size / 1024:.1f} KiB (at most 20 wanted)")


def checklist(many: int) -> dict[str, object]:
    """Return a checklist of *many* questions, with facts, conditions and a score."""

    def text(words: str) -> dict[str, str]:
        return {"en": words, "ko": words}

    def question(number: int) -> dict[str, object]:
        common = {"id": f"q{number}", "type": "practice", "provenance": "derived"}
        words = {"ask": text(f"Is number {number} done?"), "why": text("It adds up.")}
        if number % 25 == 0:
            return {**common, **words, "scored": False}
        improve = {"do": text(f"Do number {number}."), "effort": "days"}
        scored = {**common, **words, "severity": "major", "weight": 1 + number % 5}
        when = {"answer": f"q{number - number % 25}", "is": "yes"} if number % 5 == 0 else {}
        return {**scored, "improve": improve, **({"when": when} if when else {})}

    sections = [
        {
            "id": f"s{first}",
            "title": text(f"From {first}"),
            "questions": [question(number) for number in range(first, min(first + 25, many))],
        }
        for first in range(0, many, 25)
    ]
    return {
        "format": "mlkb/checklist@1",
        "id": "many",
        "version": "1.0.0",
        "about": "team",
        "title": text("Many"),
        "summary": text("Many questions."),
        "decides": text("Is it quick?"),
        "sections": sections,
        "results": [{"id": "score", "type": "score"}],
    }


def build(root: Path, many: int) -> Path:
    """Build the site in the folder *root*, and return its page."""
    for folder in ("docs", "own"):
        (root / folder).mkdir()
    (root / "mkdocs.yml").write_text(CONFIG)
    (root / "mlkb.toml").write_text('checklists = ["own"]\n')
    (root / "own" / "many.yaml").write_text(json.dumps(checklist(many)), encoding="utf-8")
    (root / "docs" / "index.md").write_text("# Many\n\n## All\n\n{{ checklist('many') }}\n")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return root / "site" / "index.html"


def clicks(path: Path) -> list[float]:
    """Return the milliseconds that each of some answers takes on the page at *path*."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(path.as_uri())
        page.locator("mlkb-form button").first.click()
        page.locator(".mlkb-question input[type=radio]").first.wait_for()
        page.evaluate(CLICK, 5)
        spent: list[float] = page.evaluate(CLICK, ANSWERS)
        browser.close()
    return spent


main()
