"""
Results for code scanning and other readers of SARIF 2.1.0.

    mlkb check --report sarif=mlkb.sarif

One rule for each scored question, one result for each gap and for each open question that blocks or
has a plan: blocking is `error`, major `warning`, advisory `note`. A result stands at the line of
its answer, or at the start of the file in which the answer is missing. What is accepted is a result
with a suppression. `mlkb/v1` among the fingerprints identifies a question of a subject however its
file is edited or moved. GitHub keeps a file of up to 10 MB compressed, and shows in a pull request
only what stands on its lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mlkb.render.cards import Cards
from mlkb.render.entries import entries, rule_name
from mlkb.render.escape import json_text, markdown_text, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkb.render.entries import Entry
    from mlkb.render.labels import Labels
    from mlkb.report.base import Look

Data = dict[str, Any]
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS = {"blocking": "error", "major": "warning", "advisory": "note"}
_PROBLEMS = {"blocking": "error", "major": "warning", "advisory": "recommendation"}
"""GitHub's own words for the same."""
_MOST = 25_000
"""Results of one run that GitHub takes; with more it refuses the file."""
_LINK = re.compile(r"\](?=\()|\{(?=\d)")
_WORD_JOINER = "\u2060"


def render(document: Data, labels: Labels, look: Look) -> str:
    """Return one run with its rules and results."""
    found = entries(document, labels, look.folder)[:_MOST]
    rules = _Rules(document, labels).every({one.rule for one in found})
    places = {name: place for place, name in enumerate(rules)}
    name, _, version = document["made_by"].partition(" ")
    run = {
        "tool": {"driver": {"name": name, "version": version, "rules": list(rules.values())}},
        "language": labels.locale,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": labels.say("report.root")}}},
        "results": [_result(one, places[one.rule]) for one in found],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


class _Rules(Cards):
    """Makes rules of questions."""

    def every(self, wanted: set[str]) -> dict[str, Data]:
        """Return the rules of all scored questions, and of those *wanted*, by their names."""
        rules: dict[str, Data] = {}
        for names, finding in self.findings.items():
            name = rule_name(names)
            if name not in rules and (finding["scored"] or name in wanted):
                rules[name] = self._rule(name, finding)
        return rules

    def _rule(self, name: str, finding: Data) -> Data:
        told = [(label, plain_text(text)) for label, text in self._help(name, finding) if text]
        ask = plain_text(self.spoken(finding["ask"]))
        return {
            "id": name,
            "shortDescription": {"text": _message(ask)},
            "fullDescription": {"text": _message(plain_text(self.spoken(finding["why"]) or ask))},
            "help": {
                "text": _message("\n".join(f"{label}: {text}" for label, text in told)),
                "markdown": "\n".join(
                    f"- **{markdown_text(label)}:** {markdown_text(text)}" for label, text in told
                ),
            },
            "defaultConfiguration": {"level": _LEVELS[finding["severity"]]},
            "properties": {
                "tags": ["mlkb", name.split("/", maxsplit=1)[0]],
                "problem.severity": _PROBLEMS[finding["severity"]],
                "precision": "high",
            },
        }

    def _help(self, name: str, finding: Data) -> Iterator[tuple[str, str]]:
        """Yield what to know about a question whoever answers it, never nothing."""
        improve = finding["improve"] or {"do": None}
        yield self.say("report.why"), self.spoken(finding["why"])
        yield self.say("report.first-step"), self.spoken(improve["do"])
        yield self.say("report.proof"), self._proof(finding)
        yield self.say("report.source"), self._source(finding)
        yield self.say("report.read-more"), f"mlkb show {name}"


def _result(entry: Entry, place: int) -> Data:
    result: Data = {
        "ruleId": entry.rule,
        "ruleIndex": place,
        "level": _LEVELS[entry.severity],
        "message": {"text": _message("\n".join([f"{entry.name} · {entry.status}", *entry.lines]))},
        "locations": [_location(entry)],
        "partialFingerprints": {"mlkb/v1": entry.key},
        "properties": {
            "subject": entry.subject,
            "blocks": entry.blocks,
            "overdue": entry.overdue,
        },
    }
    if entry.accepted:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": entry.accepted}
        ]
    return result


def _location(entry: Entry) -> Data:
    if entry.path.startswith("/"):
        artifact = {"uri": f"file://{quote(entry.path)}"}
    else:
        artifact = {"uri": quote(entry.path), "uriBaseId": _ROOT}
    region = {
        "startLine": entry.line,
        "startColumn": entry.column,
        "endLine": entry.line,
        "endColumn": entry.end,
    }
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _message(text: str) -> str:
    """Return *text* for a message, in which `[a](b)` would be a link and `{0}` be filled."""
    return _LINK.sub(lambda start: start[0] + _WORD_JOINER, text)
