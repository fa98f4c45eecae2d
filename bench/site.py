"""Time the handbook: ours as it is, then one language with many generated checklists.

    python bench/site.py [HOW_MANY]

Prints the build of both languages (best of three), the weight of a first visit to a checklist and
to a home page and of the first search after it (gzip, as a server would send it), and for a project
with HOW_MANY checklists of its own (100) the time of one language with macros, when they were never
read before and when they were, beside the time of the same pages already written out.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mlkb.model.text import LANGUAGES
from mlkb.site.build import build
from mlkb.site.finish import TEXTS
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
KEEP = """
from pathlib import Path

import yaml


def on_page_markdown(markdown, page, **_):
    meta = {name: text for name, text in page.meta.items() if name != "render_macros"}
    path = Path("written/ko", page.file.src_uri)
    path.write_text(f"---\\n{yaml.safe_dump(meta)}---\\n{markdown}", encoding="utf-8")
"""
"""A hook of MkDocs, which runs after the macros do."""


def main() -> None:
    """Print every figure."""
    scratch = Path(tempfile.mkdtemp())
    os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
    try:
        seconds = min(timed(lambda: build(ROOT, scratch / "site")) for _ in range(3))
        print(f"both languages, finished and checked: {seconds:.2f} s")
        for locale, page in VISITS:
            print(f"first visit to {locale}/{page}")
            for name, size in weight(scratch / "site", locale, page).items():
                print(f"  {size / 1000:6.1f} kB  {name}")
        many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
        unread, macros, written = generated(scratch / "many", many)
        print(f"{many} checklists of a project's own, one language")
        print(f"  read for the first time: {unread:6.2f} s  ratio {unread / written:.2f}")
        print(f"  not changed since:       {macros:6.2f} s  ratio {macros / written:.2f}")
        print(f"  already written out:     {written:6.2f} s  (at most 1.15 times that wanted)")
        print(f"  a checklist more:        {1000 * macros / many:6.1f} ms")
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
    searched = [home / "search" / TEXTS]
    visit = {path.relative_to(site).as_posix(): packed(path) for path in files}
    search = {f"to search: {path.name}": packed(path) for path in searched}
    return {**visit, "in all": sum(visit.values()), **search}


def packed(path: Path) -> int:
    """Return the size of a file as a server would send it."""
    return len(gzip.compress(path.read_bytes()))


def generated(root: Path, many: int) -> tuple[float, float, float]:
    """Return the least seconds of a few runs that a site with *many* checklists takes.

    First by macros with nothing remembered, then with all of them, then from finished Markdown.
    """
    shutil.copytree(ROOT / "docs" / "ko", root / "docs" / "ko")
    shutil.copytree(ROOT / "engine/mlkb/site/theme", root / "engine/mlkb/site/theme")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "many.yml").write_text(CONFIG)
    (root / "mlkb.toml").write_text('checklists = ["own"]\n')
    (root / "own").mkdir()
    names = [f"copy-{number}" for number in range(many)]
    source = (ROOT / "checklists" / "mlops-process.yaml").read_text(encoding="utf-8")
    for name in names:
        text = source.replace("\nid: mlops-process\n", f"\nid: {name}\n")
        text = text.replace("mlops-process/", f"{name}/")
        (root / "own" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name in names:
        page = f"---\nrender_macros: true\n---\n# {name}\n\n{{{{ checklist('{name}') }}}}\n"
        (root / "docs/ko/checklists" / f"{name}.md").write_text(page, encoding="utf-8")
    unread = min(timed(lambda: one_language(root, remember=False)) for _ in range(2))
    write_out(root)
    macros = min(timed(lambda: one_language(root)) for _ in range(3))
    shutil.rmtree(root / "docs")
    (root / "written").rename(root / "docs")
    (root / "mlkb.toml").write_text("")
    return unread, macros, min(timed(lambda: one_language(root)) for _ in range(3))


def write_out(root: Path) -> None:
    """Build once, and keep of every page the Markdown that its macros made."""
    shutil.copytree(root / "docs", root / "written")
    (root / "keep.py").write_text(KEEP)
    config = root / "many.yml"
    config.write_text(CONFIG + "hooks: [keep.py]\n")
    one_language(root)
    config.write_text(CONFIG)


def one_language(root: Path, *, remember: bool = True) -> None:
    """Run MkDocs once; without *remember*, nothing that was compiled before is used."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", "many.yml"]
    own = {} if remember else {"MLKB_NO_CACHE": "1"}
    subprocess.run(
        command,
        cwd=root,
        env={**environment("http://127.0.0.1/"), **own},
        check=True,
        stderr=subprocess.DEVNULL,
    )


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that calling *action* takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


main()
