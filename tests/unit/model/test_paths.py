"""The patterns by which a question names paths."""

from __future__ import annotations

import re
import time

import pytest

from mlkb.model.paths import PATHS, matches


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("models/**", "models/a.py"),
        ("models/**", "models/deep/down/a.py"),
        ("models/", "models/deep/a.py"),
        ("models/**/*.py", "models/a.py"),
        ("models/**/*.py", "models/deep/down/a.py"),
        ("**/a.py", "a.py"),
        ("**/a.py", "deep/down/a.py"),
        ("**", "anything/at/all"),
        ("a/**/b/**/c", "a/b/c"),
        ("a/**/b/**/c", "a/x/b/y/z/c"),
        ("*.md", "README.md"),
        ("docs/?.md", "docs/a.md"),
        ("docs/[ab].md", "docs/b.md"),
        ("모델/*", "모델/이름 하나"),
        ("a b/*", "a b/c"),
        ("models/**", "models"),
    ],
)
def test_a_path_that_a_pattern_means(pattern, path):
    assert matches(path, pattern)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("models/*", "models/deep/a.py"),
        ("models/**", "my-models/a.py"),
        ("models/", "models.py"),
        ("*.md", "docs/README.md"),
        ("Models/**", "models/a.py"),
        ("docs/?.md", "docs/ab.md"),
        ("docs/*", "docs"),
        ("**/a.py", "b/aa.py"),
        ("a/**/c", "a/b"),
        ("a", "a/b"),
        ("a.b", "axb"),
    ],
)
def test_a_path_that_it_does_not_mean(pattern, path):
    assert not matches(path, pattern)


def test_no_pattern_takes_long_whatever_it_is_held_against():
    began = time.perf_counter()
    assert not matches("/".join(["a"] * 500), "/".join(["**", "a"] * 60) + "/b")
    assert not matches("a" * 4_000, "*a" * 90 + "b")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "pattern",
    ["../x", "a/../b", "a/..", "..", ".", "./a", "/etc/*", "", "a\\b", "a\nb", "a\0b", "x" * 201],
)
def test_a_pattern_that_leads_out_or_hides_something_is_refused(pattern):
    assert not re.fullmatch(PATHS.item.pattern, pattern)  # type: ignore[attr-defined]


@pytest.mark.parametrize("pattern", ["..a/b", "a/...", ".github/**", "a..b", "**", "모델/**"])
def test_names_with_dots_are_names(pattern):
    assert re.fullmatch(PATHS.item.pattern, pattern)  # type: ignore[attr-defined]
