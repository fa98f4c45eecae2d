"""Random answer files, migrated: what is undone by hand is the file as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from careless import files
from filling import CHECKLIST, plain_answers
from mlkb.fill.migration import migrated

HEADING = "parked since {version}"
GONE = ("stage", "story", "holders")
OLD, NEW = "owner", "accountable"
questions = {
    NEW if name == OLD else name: question._replace(id=NEW, was=(OLD,)) if name == OLD else question
    for name, question in CHECKLIST.questions.items()
    if name not in GONE
}
TODAY = CHECKLIST._replace(version=(2, 0, 0), questions=questions)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_only_keys_version_and_comment_signs_are_new(data: st.DataObject) -> None:
    file = data.draw(files())
    before = plain_answers(file.data)["answers"] or {}

    migration = migrated(file.data, "a.yaml", {TODAY.id: TODAY}, 30_000, heading=HEADING)

    after = plain_answers(migration.data)["answers"] or {}
    kept = [(NEW if name == OLD else name, before[name]) for name in before if name not in GONE]
    assert list(after.items()) == kept
    assert same_lines(file.data.decode(), migration.data.decode())
    for name, text in file.answers:
        if name not in GONE:
            there = text.replace(OLD, NEW, 1) if name == OLD else text
            assert there.rstrip() in migration.data.decode()
    again = migrated(migration.data, "a.yaml", {TODAY.id: TODAY}, 30_000, heading=HEADING)
    assert not again.changes


def same_lines(before: str, after: str) -> bool:
    """Say whether the lines agree but for headings, the version, the new key, comment signs."""
    lines = [line for line in after.split("\n") if line.strip() != "# parked since 2.0.0"]
    pairs = zip(before.split("\n"), lines, strict=True)
    return all(
        other in (one, one.replace(OLD, NEW, 1), one.replace("@1.0.0", "@2.0.0"))
        or one in (other.replace("# ", "", 1), other.replace("#", "", 1))
        for one, other in pairs
    )
