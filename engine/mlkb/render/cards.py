"""The gaps to work on, a card each, and those to start with on Monday."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlkb.render.answer import answer_text
from mlkb.render.referring import TOP, Document, Line, Names, Referring, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlkb.render.labels import Labels

_MANY = 20
"""Gaps that nobody reads in full any more."""
_IN_FULL = 10
"""Of many gaps, the first that are told in full, besides those that block."""
_LATER = ("candidate", "person")
"""What no Monday starts with: a candidate has its ranking first, a person decides alone."""


class Card(NamedTuple):
    """One gap: *reference* is `subject: checklist/question`, *status* what it is and how grave.

    *owned* says that somebody plans to close it, *brief* that it need not be told in full, because
    there are many.
    """

    number: int
    reference: str
    ask: str
    status: str
    blocks: bool
    overdue: bool
    first_step: str
    owner: str
    effort: str
    lines: tuple[Line, ...]
    subject: str
    owned: bool
    brief: bool


class Cards(Referring):
    """What to work on, in which order, and with what to begin."""

    def __init__(self, document: Document, labels: Labels) -> None:
        """Read *document* in the language of *labels*."""
        super().__init__(document, labels)
        self.about: Mapping[str, str] = {
            one["subject"]: one["about"] for one in document["evaluations"]
        }
        self.accepted = {
            key
            for key, finding in self.findings.items()
            if finding["accept"] and not finding["accept"]["expired"]
        }

    def work(self) -> Iterator[Document]:
        """Yield the gaps to work on, in their order.

        Not those that are accepted, fold under another one, or stand where nobody should work.
        """
        for key in self.document["gaps"]:
            names = names_of(key)
            settled = key["subject"] in self.settled and not self.findings[names]["blocks"]
            if names not in self.accepted and not settled and self._above(names) == names:
                yield key

    def _above(self, names: Names) -> Names:
        """Return the gap under which one folds: the unmet premise, or itself."""
        finding = self.findings[names]
        while finding["reason"] == "premise-unmet":
            premise = (names[0], names[1], finding["requires"])
            if premise in self.accepted:
                return names
            names, finding = premise, self.findings[premise]
        return names

    def cards(self, keys: Sequence[Document]) -> Iterator[Card]:
        """Yield *keys* as cards, numbered in their order."""
        folded = self._folded()
        many = len(keys) > _MANY
        for number, key in enumerate(keys, 1):
            card = self._card(number, key, folded.get(names_of(key), []))
            yield card._replace(brief=many and number > _IN_FULL and not card.blocks)

    def _folded(self) -> dict[Names, list[str]]:
        """Return what folds under each gap, a line each."""
        folded: dict[Names, list[str]] = {}
        for key in self.document["gaps"]:
            names = names_of(key)
            above = self._above(names)
            if above != names and names not in self.accepted:
                finding = self.findings[names]
                line = f"{key['checklist']}/{key['question']} ({self.status(finding)})"
                folded.setdefault(above, []).append(line + self._plan(finding))
        return folded

    def monday(self, keys: Sequence[Document]) -> list[int]:
        """Return the places of the gaps to start with.

        Of equally grave ones, those that nobody has under way, and each of another subject.
        """
        places = [at for at, key in enumerate(keys) if self.about[key["subject"]] not in _LATER]
        left = places or list(range(len(keys)))
        taken: list[int] = []
        while left and len(taken) < TOP:
            seen = {keys[at]["subject"] for at in taken}
            grave = self._gravity(keys[left[0]])
            alike = [at for at in left if self._gravity(keys[at]) == grave]
            waiting = [at for at in alike if not self._under_way(keys[at])] or alike
            place = next((at for at in waiting if keys[at]["subject"] not in seen), waiting[0])
            left.remove(place)
            taken.append(place)
        return sorted(taken)

    def overdue(self, keys: Sequence[Document]) -> list[int]:
        """Return the places of the gaps whose plan is overdue, the longest overdue first."""
        until = {at: plan["until"] for at, key in enumerate(keys) if (plan := self._late(key))}
        return sorted(until, key=lambda at: str(until[at]))

    def _late(self, key: Document) -> Document | None:
        """Return the plan of a gap if it is overdue."""
        plan: Document | None = self.finding(key)["plan"]
        return plan if plan and plan["overdue"] else None

    def _gravity(self, key: Document) -> tuple[bool, str]:
        finding = self.finding(key)
        return finding["blocks"], finding["severity"]

    def _under_way(self, key: Document) -> bool:
        plan = self.finding(key)["plan"]
        return bool(plan and not plan["overdue"])

    def _card(self, number: int, key: Document, folded: Sequence[str]) -> Card:
        finding = self.finding(key)
        improve = finding["improve"] or {"do": None, "effort": None, "see": ()}
        effort = self.say(f"report.effort-{improve['effort'] or 'unknown'}")
        plan = finding["plan"]
        owner = self._owner(finding)
        first_step = self._first_step(finding, improve)
        shown = finding["reason"] == "evidence-missing"  # then the first step names the evidence
        lines = [
            (self.say("report.now"), self._now(finding)),
            (self.say("report.why"), self.spoken(finding["why"])),
            (self.say("report.first-step"), first_step),
            (self.say("report.effort"), effort),
            (self.say("report.owner"), owner),
            (self.say("report.proof"), "" if shown else self._proof(finding)),
            (self.say("report.folded"), ", ".join(folded)),
            (self.say("report.read-more"), ", ".join(_more(key, improve["see"]))),
            (self.say("report.source"), self._source(finding)),
            (self.say("report.place"), _place(finding["location"])),
        ]
        return Card(
            number=number,
            reference=self.reference(key["checklist"], key["subject"], key["question"]),
            ask=self.spoken(finding["ask"]),
            status=self.status(finding),
            blocks=finding["blocks"],
            overdue=bool(plan and plan["overdue"]),
            first_step=first_step,
            owner=owner,
            effort=effort,
            lines=tuple((label, text) for label, text in lines if text),
            subject=key["subject"],
            owned=bool(plan),
            brief=False,
        )

    def _first_step(self, finding: Document, improve: Document) -> str:
        """Return what to do first: to show it, where only the evidence of an answer is missing."""
        if finding["reason"] == "evidence-missing":
            return self.say("report.step-evidence", wanted=self._proof(finding))
        return self.spoken(improve["do"]) or self.say("report.step-unknown")

    def _open_step(self, names: Names, finding: Document) -> str:
        """Return what to do about an open question: to answer it, or what decides it."""
        checklist, subject, _ = names
        if finding["waits_for"]:
            return self.say("report.step-waits", first=", ".join(finding["waits_for"]))
        if finding["reason"] in ("respondents-differ", "reason-missing"):
            return self.say(f"report.step-{finding['reason']}")
        return self.say("report.step-answer", checklist=checklist, subject=subject)

    def _now(self, finding: Document) -> str:
        """Return the answer as it stands, why it falls short, and the note beside it."""
        parts = [answer_text(finding["answer"], self.labels)]
        if finding["reason"] in ("evidence-missing", "premise-unmet"):
            premise = finding["requires"] or ""
            parts.append(self.say(f"report.reason-{finding['reason']}", premise=premise))
        missing = [one["text"] for one in finding["evidence"] if one["status"] == "missing"]
        if missing:
            parts.append(self.say("report.evidence-not-found", evidence=", ".join(missing)))
        if finding["accept"] and finding["accept"]["expired"]:
            parts.append(self.say("report.accept-expired", until=finding["accept"]["until"]))
        if _is_lowest(finding):
            parts.append(self.say("report.says", respondent=finding["respondent"]))
        if finding["note"]:
            parts.append(self.say("report.note", note=finding["note"]))
        return self.say("report.between").join(part for part in parts if part)

    def _proof(self, finding: Document) -> str:
        return self.spoken(finding["evidence_wanted"]) if finding["evidence_wanted"] else ""

    def _source(self, finding: Document) -> str:
        """Return document and section of the claims behind a question, and what is ours."""
        provenance = self.say(f"report.provenance-{finding['provenance']}")
        places = dict.fromkeys(
            self.say(
                "report.source-place", source=self.spoken(one["source"]), section=one["section"]
            )
            for one in finding["sources"]
        )
        doubts = dict.fromkeys(
            self.say("report.doubtful", doubt=self.spoken(one["doubtful"]))
            for one in finding["sources"]
            if one["doubtful"]
        )
        return " ".join([*(places or {provenance: None}), *doubts])


def _more(key: Document, see: Iterable[str]) -> list[str]:
    """Return the commands and addresses that tell more."""
    own = f"mlkb show {key['checklist']}/{key['question']}"
    return [own, *(one if "://" in one else f"mlkb show {one}" for one in see)]


def _place(location: Document) -> str:
    line = f":{location['line']}" if location["line"] else ""
    return f"{location['path']}{line}"


def _is_lowest(finding: Document) -> bool:
    """Say whether one respondent's answer earns less than everybody else's."""
    credits = sorted(one["credit"] for one in finding["given"] if one["answer"])
    return len(credits) > 1 and credits[0] < credits[1]
