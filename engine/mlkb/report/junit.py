"""
Test results in JUnit's form, which every CI shows.

    mlkb check --report junit=mlkb.xml

A test suite for each checklist and subject, a test for each scored question. It passes if the
question is at its target, and fails only if it blocks the gate, so the tests and the exit code
agree. Everything else is skipped and says why: a gap that does not block, an accepted risk, an
open question, what does not apply. Tests with an overdue plan come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlkb.render.entries import entries, fingerprint, place_of
from mlkb.render.escape import plain_text, xml_text
from mlkb.render.markup import Markup, tag, together
from mlkb.render.referring import Referring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels
    from mlkb.render.referring import Names
    from mlkb.report.base import Look

Data = dict[str, Any]


def render(document: Data, labels: Labels, look: Look) -> str:
    """Return all suites as one XML document."""
    suites = _Suites(document, labels, look.folder)
    inside = [suite for one in document["evaluations"] if (suite := suites.suite(one))]
    page = together(
        Markup('<?xml version="1.0" encoding="UTF-8"?>'),
        tag("testsuites", _broken(*inside), name="mlkb", **suites.counts),
    )
    return xml_text(page) + "\n"


class _Suites(Referring):
    """Makes suites of evaluations, and counts their tests."""

    def __init__(self, document: Data, labels: Labels, folder: str) -> None:
        super().__init__(document, labels)
        self.folder = folder
        self.counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        self.entries: Mapping[str, Entry] = {
            one.key: one for one in entries(document, labels, folder)
        }

    def suite(self, evaluation: Data) -> Markup | None:
        """Return the suite of one checklist for one subject, if it has a test."""
        checklist, subject = evaluation["checklist"], evaluation["subject"]
        before = dict(self.counts)
        findings = [
            one
            for one in evaluation["findings"]
            if one["scored"] or fingerprint((checklist, subject, one["question"])) in self.entries
        ]
        if not findings:
            return None
        findings.sort(key=lambda one: not (one["plan"] and one["plan"]["overdue"]))
        cases = [self._case((checklist, subject, one["question"]), one) for one in findings]
        own = {name: count - before[name] for name, count in self.counts.items()}
        return tag("testsuite", _broken(*cases), name=f"{subject}: {checklist}", **own)

    def _case(self, names: Names, finding: Data) -> Markup:
        checklist, subject, question = names
        path, line, _ = place_of(finding["location"], self.folder)
        self.counts["tests"] += 1
        return tag(
            "testcase",
            self._outcome(names, finding),
            classname=f"{subject}.{checklist}",
            name=question,
            file=path,
            line=line,
            time=0,
        )

    def _outcome(self, names: Names, finding: Data) -> Markup | None:
        """Return why a test fails or is skipped; nothing if it passes."""
        if finding["outcome"] == "met":
            return None
        entry = self.entries.get(fingerprint(names))
        lines = _broken(*entry.lines) if entry else None
        status = entry.status if entry else self.status(finding)
        if finding["blocks"]:
            self.counts["failures"] += 1
            return tag("failure", lines, message=status, type=finding["severity"])
        self.counts["skipped"] += 1
        reason = finding["because"] if finding["outcome"] == "not-applicable" else ""
        if entry and entry.accepted:
            reason = entry.accepted
        words = self.say("report.labelled", label=status, text=reason) if reason else status
        return tag("skipped", lines, message=plain_text(words))


def _broken(*parts: str) -> Markup:
    """Return *parts*, each on a line of its own."""
    return Markup(f"\n{together(*parts)}\n" if parts else "")
