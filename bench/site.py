"""Time the handbook: ours as it is, then one language with many generated checklists.

    python bench/site.py [HOW_MANY]

Prints the build of both languages (best of three), the weight of a first visit to a checklist and
to a home page and of the first search after it (gzip, as a server would send it), and for HOW_MANY
generated checklists (100) the time of one language with macros beside the time of the same pages
already written out.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mlkb.load.compiled import Bundled
from mlkb.load.config import find_project
from mlkb.model.text import LANGUAGES
from mlkb.site.build import build
from mlkb.site.finish import TEXTS
from mlkb.site.handbook import Handbook
from mlkb.site.settings import environment

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
VISITS = (("ko", "checklists/mlops-process/"), ("en", ""))
CONFIG = """
INHERIT: mkdocs.yml
docs_dir: docs/ko
not_in_nav: '*'
nav: [index.md]
strict: false
validation: {omitted_files: info}
"""


def main() -> None:
    """Print every figure."""
    scratch = Path(tempfile.mkdtemp())
    try:
        seconds = min(timed(lambda: build(ROOT, scratch / "site")) for _ in range(3))
        print(f"both languages, finished and checked: {seconds:.2f} s")
        for locale, page in VISITS:
            print(f"first visit to {locale}/{page}")
            for name, size in weight(scratch / "site", locale, page).items():
                print(f"  {size / 1000:6.1f} kB  {name}")
        many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
        macros, written = generated(scratch / "many", many)
        ratio = macros / written
        print(
            f"{many} checklists, one language: macros {macros:.2f} s, written out {written:.2f} s"
        )
        print(f"  ratio {ratio:.2f} (at most 1.15 wanted)")
    finally:
        shutil.rmtree(scratch)


def weight(site: Path, locale: str, address: str) -> dict[str, int]:
    """Return the compressed sizes of what a first visit fetches, and apart what a search adds.

    Material asks for the sitemaps of both languages, and starts the search with a tiny index.
    """
    home = site / locale
    page = home / address / "index.html"
    html = page.read_text(encoding="utf-8")
    names = re.findall(r'(?:<script src|rel="(?:stylesheet|icon)" href|<img src)="([^"]+)"', html)
    scripts = home / "assets" / "javascripts"
    files = [page, *((page.parent / name).resolve() for name in dict.fromkeys(names))]
    files += [scripts / "mlkb-search.js", home / "search" / "search_index.json"]
    files += [site / language / "sitemap.xml" for language in LANGUAGES]
    searched = [home / "search" / TEXTS, next((scripts / "workers").glob("search.*.min.js"))]
    visit = {path.relative_to(site).as_posix(): packed(path) for path in files}
    search = {f"to search: {path.name}": packed(path) for path in searched}
    return {**visit, "in all": sum(visit.values()), **search}


def packed(path: Path) -> int:
    """Return the size of a file as a server would send it."""
    return len(gzip.compress(path.read_bytes()))


def generated(root: Path, many: int) -> tuple[float, float]:
    """Return the seconds that *many* checklists take, by macros and as finished Markdown."""
    shutil.copytree(ROOT / "docs" / "ko", root / "docs" / "ko")
    shutil.copytree(ROOT / "engine/mlkb/site/theme", root / "engine/mlkb/site/theme")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "many.yml").write_text(CONFIG)
    (root / "mlkb.toml").write_text('checklists = ["own"]\n')
    (root / "own").mkdir()
    pages = root / "docs" / "ko" / "checklists"
    source = Bundled().data("mlops-process")
    source.pop("citations")
    for number in range(many):
        name = f"copy-{number}"
        text = json.dumps({"format": "mlkb/checklist@1", **source, "id": name}, ensure_ascii=False)
        text = text.replace("mlops-process/", f"{name}/")
        (root / "own" / f"{name}.yaml").write_text(text, encoding="utf-8")
        stub = f"---\nrender_macros: true\n---\n# {name}\n\n{{{{ checklist('{name}') }}}}\n"
        (pages / f"{name}.md").write_text(stub)
    macros = timed(lambda: one_language(root))
    handbook = Handbook(find_project(root), "ko")
    for number in range(many):
        name = f"copy-{number}"
        (pages / f"{name}.md").write_text(f"# {name}\n\n{handbook.checklist(name)}\n")
    (root / "mlkb.toml").write_text("")
    return macros, timed(lambda: one_language(root))


def one_language(root: Path) -> None:
    """Run MkDocs once."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", "many.yml"]
    subprocess.run(
        command,
        cwd=root,
        env=environment("http://127.0.0.1/"),
        check=True,
        stderr=subprocess.DEVNULL,
    )


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that calling *action* takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


main()
