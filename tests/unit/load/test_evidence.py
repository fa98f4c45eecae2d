"""Evidence is found in the tree of the answers, and nowhere else."""

from __future__ import annotations

import os
import time

import pytest

from mlkb.load.evidence import OnDisk, evidence_statuses

PAGE = """\
# Metrics & targets

## 지표와 목표
## 지표와 목표
###   Closed by hashes  ###
####### seven is none
#no-space
```
# inside a fence
```
## `code` in, a heading!
"""


@pytest.fixture
def root(tmp_path):
    inside = tmp_path / "project"
    (inside / "docs" / "folder").mkdir(parents=True)
    (inside / "docs" / "metrics.md").write_text(PAGE, "utf-8")
    (inside / "docs" / "한글 문서.md").write_text("# 하나\n", "utf-8")
    (inside / "docs" / "no-end").write_text("one\ntwo", "utf-8")
    (inside / "empty").write_text("")
    (tmp_path / "secret").write_text("x\n")
    (inside / "link").symlink_to(tmp_path / "secret")
    (inside / "inner-link").symlink_to("docs/metrics.md")
    (inside / "linked-folder").symlink_to("docs")
    os.mkfifo(inside / "pipe")
    return inside


def status(text: str, root: object) -> str:
    return evidence_statuses([text], OnDisk(root))[text]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "docs/metrics.md",
        "./docs/metrics.md",
        "docs//metrics.md",
        "docs/folder",
        "docs/folder/",
        "docs/한글 문서.md",
        "empty",
        "docs/metrics.md#L1",
        "docs/metrics.md#L11",
        "docs/metrics.md#L2-L5",
        "docs/metrics.md#L2-5",
        "docs/no-end#L2",
        "docs/metrics.md#metrics--targets",
        "docs/metrics.md#지표와-목표",
        "docs/metrics.md#지표와-목표-1",
        "docs/metrics.md#%EC%A7%80%ED%91%9C%EC%99%80-%EB%AA%A9%ED%91%9C",
        "docs/metrics.md#\u110c\u1175\u1111\u116d\u110b\u116a-\u1106\u1169\u11a8\u1111\u116d",
        "docs/metrics.md#closed-by-hashes",
        "docs/metrics.md#code-in-a-heading",
        "docs/metrics.md#Metrics--Targets",
    ],
)
def test_what_is_there_is_found(text, root):
    assert status(text, root) == "found"


@pytest.mark.parametrize(
    "text",
    [
        "docs/none.md",
        "docs/metrics.md#L12",
        "docs/metrics.md#L0",
        "docs/metrics.md#L5-L2",
        "docs/no-end#L3",
        "empty#L1",
        "docs/metrics.md#none",
        "docs/metrics.md#지표와-목표-2",
        "docs/metrics.md#inside-a-fence",
        "docs/metrics.md#seven-is-none",
        "docs/metrics.md#no-space",
        "docs/folder#L1",
        "../secret",
        "docs/../../secret",
        "docs/../docs/metrics.md",
        "/etc/passwd",
        "~/secret",
        "docs\\metrics.md",
        "link",
        "inner-link",
        "linked-folder/metrics.md",
        "pipe",
        "",
        "#L1",
        ".",
        "a\0b",
        "x" * 5000,
        "docs/metrics.md/x",
        "file:///etc/passwd",
        "javascript://x.example/",
        "https://",
        "https://nodots",
        "https://a b.example/",
    ],
)
def test_what_is_not_there_or_out_of_bounds_is_missing(text, root):
    assert status(text, root) == "missing"


@pytest.mark.parametrize(
    "text", ["https://wiki.example.org/x?y#z", "http://a.example", "http://localhost:8000/x"]
)
def test_an_address_is_never_fetched(text, root):
    assert status(text, root) == "unchecked"


def test_many_places_in_one_large_file_are_looked_up_in_time(root):
    (root / "large.md").write_text("# heading with words   \n" * 40_000)
    (root / "spaces.md").write_text("#" + " " * 1_000_000 + "x")
    texts = [f"large.md#L{line}" for line in range(1, 20_000)] + ["spaces.md#x", "large.md#x"]
    began = time.perf_counter()

    found = evidence_statuses(texts, OnDisk(root))

    assert found["large.md#L19999"] == "found"
    assert found["spaces.md#x"] == "found"
    assert time.perf_counter() - began < 2
