"""A file for each gap: its name, its mark, and whose it is."""

from __future__ import annotations

import re
from itertools import product

import pytest

from harbor import fraud_document, harbor_document
from mlkb.render.entries import fingerprint
from mlkb.render.issue import issues
from mlkb.render.labels import Labels
from mlkb.report import filer
from mlkb.report.base import Look
from mlkb.report.issues import file_name

IDS = (
    *("a", "A", "b", "a--b", "a-", "-a", "a.b", "a..b", "..", "../x", "a/b", "a\\b", "a_b", ""),
    *("_2e", ".", "a\x00b", "a\nb", "에이", "con", "NUL", "\ud800", "x" * 300, "x" * 301),
)


def test_every_gap_has_a_file_whose_first_line_is_its_mark() -> None:
    document = harbor_document()
    found = issues(document, Labels("ko"))

    files = filer("issues").files(document, Labels("ko"), Look())

    assert set(files) == {file_name(one.names) for one in found}
    for one in found:
        mark, empty, *text = files[file_name(one.names)].split("\n")
        assert mark.endswith(f" gap={fingerprint(one.names)} -->")
        assert empty == ""
        assert "\n".join(text) == one.text


def test_files_of_overdue_plans_come_first() -> None:
    first, second, *_ = filer("issues").files(harbor_document(), Labels("en"), Look())

    assert {first, second} == {
        "fraud-detection--mlops-process--deployment.md",
        "ml-team--team-roles--task-pipeline.md",
    }


def test_no_two_gaps_share_a_file_and_no_name_leads_anywhere() -> None:
    names = list(product(IDS, IDS, IDS))

    files = {file_name(one) for one in names}

    assert len({one.lower() for one in files}) == len(names)
    for one in files:
        assert re.fullmatch(r"[a-z0-9._-]{1,160}\.md", one)
        assert ".." not in one
        assert one[0] not in ".-"


def test_a_name_that_is_too_long_is_cut_and_ends_in_its_fingerprint() -> None:
    names = ("c", "x" * 300, "q")

    assert file_name(names) == f"{'x' * 132}__{fingerprint(names)[:16]}.md"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# mine",
        "<!-- mlkb:issue -->",
        f"<!-- mlkb:issue v=1 of={'0' * 64} gap={'0' * 64} -->",
        f"<!-- mlkb:issue v=2 of={'0' * 64} gap={'0' * 64} -->",
    ],
)
def test_a_file_without_a_mark_of_this_report_belongs_to_others(line: str) -> None:
    assert not filer("issues").owned(harbor_document())(line)


def test_a_file_of_a_subject_that_was_not_looked_at_belongs_to_others() -> None:
    files = filer("issues").files(harbor_document(), Labels("en"), Look())
    owned = filer("issues").owned(fraud_document())

    ours = {name for name, text in files.items() if owned(text.split("\n")[0])}

    assert ours == {
        name
        for name in files
        if re.match(r"fraud-detection--(mlops-process|on-call|team-profile)--", name)
    }
