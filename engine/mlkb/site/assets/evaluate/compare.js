// Base against head, both evaluated by the head's checklists: what got better, what got worse.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {at, because, inOrder, isAccepted, isGap, isOpen, sorted} = mlkb;
  // What it is called when something settled is open again.
  const REOPENED = {met: "worsened", "not-applicable": "new"};
  // Why a gap left because somebody said so; else a fact changed.
  const OUT_OF_SCOPE = {dropped: "dropped", "answered-not-applicable": "n/a"};

  // *base* and *head* are what mlkb.assess returned; the answer goes to mlkb.report.
  function compare(base, head) {
    const entries = new Map();
    gather(base, "before", entries);
    gather(head, "after", entries);
    const every = sorted([...entries.values()],
      (one) => [one.checklist, one.subject, one.position, one.question]).map(change);
    return {
      changes: every.filter((one) => one.kind).map(document),
      excuses: every.filter((one) => addsExcuse(one.before, one.after)).map(document),
      base: base.evaluations.map(standing),
    };
  }

  function gather(assessment, side, entries) {
    for (const {checklist, subject, sheets, findings} of assessment.evaluations) {
      [...findings.values()].forEach((finding, position) => {
        const question = finding.question.id;
        const key = at(checklist.id, subject, question);
        const entry = entries.get(key) ||
          {checklist: checklist.id, subject, question, position, before: null, after: null};
        entries.set(key, {...entry, [side]: finding, [`${side}Sheets`]: sheets});
      });
    }
  }

  function change(entry) {
    const {before, after, beforeSheets} = entry;
    const [kind, left] = kindOf(before, after);
    const added = kind && after && after.question.since && beforeSheets &&
      beforeSheets.every((sheet) => inOrder(sheet.version, after.question.since) < 0 &&
        !sheet.answers.has(entry.question));
    return {...entry, kind: added ? "added" : kind, left};
  }

  function kindOf(before, after) {
    if (!before || !isGap(before)) return [risen(before, after), ""];
    const left = leftBecause(before, after);
    return left ? ["left", left] : [moved(before, after), ""];
  }

  // What became of something that was no gap. The worst case had what was open already.
  function risen(before, after) {
    if (!after || !after.question.scored) return "";
    if (isGap(after)) return !before || isOpen(before) ? "answered" : "new";
    return (before && isOpen(after) && REOPENED[before.outcome]) || "";
  }

  // Why a gap is gone without being met, if it is.
  function leftBecause(before, after) {
    if (!after || (isOpen(after) && !isAccepted(before))) return "withdrawn";
    if (after.outcome === "not-applicable") return OUT_OF_SCOPE[after.reason] || "not-applicable";
    const excused = after.outcome !== "met" && isAccepted(after) && !isAccepted(before);
    return excused ? "accepted" : "";
  }

  // What became of a gap that has not left; no longer accepted, it counts as new.
  function moved(before, after) {
    if (after.outcome === "met") return "fixed";
    if (isAccepted(before) && !isAccepted(after)) return "new";
    if (after.credit === before.credit) return "unchanged";
    return after.credit > before.credit ? "improved" : "worsened";
  }

  // Whether something is excused as it was not before: accepted (longer), n/a, or dropped.
  function addsExcuse(before, after) {
    if (!after) return false;
    if (isAccepted(after)) {
      return !(before && isAccepted(before)) || after.accept.until > before.accept.until;
    }
    return after.reason in OUT_OF_SCOPE && !(before && before.reason in OUT_OF_SCOPE);
  }

  function document({checklist, subject, question, kind, left, before, after}) {
    const brief = (finding) => finding && {outcome: finding.outcome, credit: finding.credit};
    const {severity} = (after || before).question;
    const excuse = after && after.accept ? after.accept.because : after ? because(after) : "";
    return {
      checklist, subject, question, severity, kind, left,
      before: brief(before), after: brief(after), because: excuse,
    };
  }

  // Where the base stood: its score.
  function standing({checklist, subject, results}) {
    const spec = checklist.results.find(
      (one) => one.type === "score" && results.get(one.id) !== null);
    const score = spec ? spec.kind.document(spec.spec, results.get(spec.id)) : null;
    return {checklist: checklist.id, subject, score};
  }

  mlkb.compare = compare;
})();
