"""How well the handbook's search finds what people look for, ours and Material's (decisions/0014).

    python bench/search.py

Builds the handbook and asks every query of tests/browser/search in Chromium, through the search
box, of three searches: ours; Material's worker with our entries, judged item by item as ours is;
and Material as it comes, with MkDocs' index of headings, judged by pages, with ours beside it.
"""

from __future__ import annotations

import functools
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from mlkb.model.text import LANGUAGES
from mlkb.site.build import build
from mlkb.site.finish import TEXTS
from mlkb.site.settings import CONFIGS, environment

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from searching import (  # noqa: E402
    LISTEN,
    Figures,
    Query,
    ask,
    judge,
    judge_pages,
    queries,
    read_items,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser


OURS, THEIRS = "Material's worker, our entries", "Material as it comes"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Print the figures of each language."""
    with tempfile.TemporaryDirectory() as scratch:
        served = Path(scratch) / "site"
        build(ROOT, served)
        handler = functools.partial(_Quiet, directory=str(served))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_address[1]}/"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for locale in LANGUAGES:
                compare(browser, home, served, locale)
            browser.close()
        server.shutdown()


def compare(browser: Browser, home: str, served: Path, locale: str) -> None:
    """Print how the three searches do in one language."""
    folder = served / locale
    entries = json.loads((folder / "search" / TEXTS).read_text(encoding="utf-8"))
    headings = headings_of(locale, folder.parent.parent / f"plain-{locale}")
    for name, docs in (("ours", entries), ("MkDocs'", headings)):
        text = json.dumps(docs, ensure_ascii=False, separators=(",", ":")).encode()
        size, small = len(text) / 1024, len(gzip.compress(text)) / 1024
        print(
            f"{locale} {name:8} {len(docs):5} entries, {size:.0f} KiB, {small:.0f} KiB compressed"
        )
    page_home = f"{home}{locale}/"
    reader = browser.new_page()
    reader.goto(page_home)
    items = read_items(reader, page_home, folder)
    for file in (locale, f"late-{locale}"):
        wanted = queries(file)
        for name, docs in (("ours", None), (OURS, entries), (THEIRS, headings)):
            found = answered(browser, page_home, folder, docs, wanted)
            pairs = list(zip(wanted, found, strict=True))
            if name != THEIRS:
                by_item = Figures(tuple(judge(one, items, hits) for one, hits in pairs))
                print_figures(f"{file} {name}, by item", by_item)
            by_page = Figures(tuple(judge_pages(one, items, hits) for one, hits in pairs))
            print_figures(f"{file} {name}, by page", by_page)


def print_figures(name: str, figures: Figures) -> None:
    """Print the figures of all queries, and of the hard ones where some are."""
    print(f"{name}\n  all   {figures}")
    if figures.hard.judged:
        print(f"  hard  {figures.hard}")


def headings_of(locale: str, out: Path) -> list[dict[str, Any]]:
    """Return what MkDocs' own index has, heading by heading."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    command += [CONFIGS[locale], "--site-dir", str(out)]
    subprocess.run(command, cwd=ROOT, env=environment("http://127.0.0.1/"), check=True)
    index = json.loads((out / "search" / "search_index.json").read_text(encoding="utf-8"))
    docs: list[dict[str, Any]] = index["docs"]
    return docs


def answered(
    browser: Browser,
    home: str,
    folder: Path,
    docs: list[dict[str, Any]] | None,
    wanted: list[Query],
) -> list[list[str]]:
    """Return the addresses found for each query: by Material's worker in *docs*, else by ours."""
    page = browser.new_page()
    page.add_init_script(LISTEN)
    if docs is not None:
        [worker] = (folder / "assets" / "javascripts" / "workers").glob("search.*.js")
        index = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))
        page.route("**/mlkb-search.js*", lambda route: route.fulfill(path=worker))
        page.route(
            "**/search_index.json", lambda route: route.fulfill(json={**index, "docs": docs})
        )
    page.goto(home)
    page.wait_for_load_state("networkidle")
    ask(page, "mlkb")  # the first answer of Material may be to the empty query of the start
    page.wait_for_load_state("networkidle")
    found = [
        [hit["location"] for group in ask(page, query.query) for hit in group] for query in wanted
    ]
    page.close()
    return found


if __name__ == "__main__":
    main()
