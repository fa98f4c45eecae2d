// One finding per question and sheet, one over all sheets of a subject, and what blocks the gate.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, NOT_APPLICABLE, alike, own, sorted, stripped, unique} = mlkb;
  const WITHOUT_EVIDENCE = 50;
  const SEVERITIES = ["blocking", "major", "advisory"];
  const EFFORTS = ["hours", "days", "weeks", "months"];
  const EFFORT_DAYS = {hours: 1, days: 3, weeks: 10, months: 40};

  const isOpen = (finding) =>
    finding.outcome === "unanswered" || finding.outcome === "undetermined";
  const isGap = (finding) => finding.outcome === "partial" || finding.outcome === "unmet";
  const isAccepted = (finding) => finding.accept !== null && !finding.acceptExpired;
  const weight = (finding) => (finding.question.scored ? finding.question.weight : 0);
  const isGiven = (answer) => Boolean(answer) && answer.value !== null;

  // A condition is true, false, or null while a premise is open; then it says what to answer first.
  function truth(condition, read) {
    if (condition.reference) return compared(condition, read(condition.reference));
    if (condition.not) {
      const [inner, waits] = truth(condition.not, read);
      return [inner === null ? null : !inner, waits];
    }
    const waiting = [];
    for (const part of condition.parts) {
      const [inner, waits] = truth(part, read);
      if (inner === !condition.all) return [inner, []];
      waiting.push(...waits);
    }
    return waiting.length ? [null, unique(waiting)] : [condition.all, []];
  }

  function compared(comparison, premise) {
    if (!premise.applies) return [false, []];
    if (premise.value === null) return [null, premise.waits];
    return [holds(comparison, premise), []];
  }

  function holds({operator, operand}, premise) {
    const {value} = premise;
    if (operator === "is") return alike(value) === alike(operand);
    if (operator === "in") return Array.isArray(operand) && operand.includes(value);
    if (operator === "includes") return Array.isArray(value) && value.includes(operand);
    const here = premise.order(value);
    const there = typeof operand === "number" ? operand : premise.order(operand);
    if (here === null || there === null) return false;
    return operator === "at_least" ? here >= there : here <= there;
  }

  function sheetFinding(question, sheet, {applies, premise, evidence, today}) {
    const answer = sheet.answers.get(question.id) || null;
    const base = {
      question, answer, respondent: sheet.respondent, outcome: "unanswered", credit: 0,
      reason: "", unfolded: 0, proofs: [], stale: false, ignored: false, waits: [],
      plan: answer ? answer.plan : null, overdue: false, accept: null, acceptExpired: false,
      blocks: false, given: [],
    };
    const out = {outcome: "not-applicable", ignored: isGiven(answer)};
    if (question.dropped !== null) return {...base, ...out, reason: "dropped"};
    const [condition, waits] = applies;
    if (condition === false) return {...base, ...out, reason: "condition-false"};
    let standing = ownFinding(base, sheet, evidence, today);
    if (standing.reason === "answered-not-applicable") return standing;
    if (condition === null) {
      const reason = "condition-unknown";
      standing = {...standing, outcome: "undetermined", credit: 0, reason, waits};
    } else if (premise) {
      standing = folded(standing, premise, sheet.checklist);
    }
    return withPromises(standing, answer ? answer.accept : null, today);
  }

  // The finding of the answer alone, whatever it presupposes.
  function ownFinding(base, sheet, evidence, today) {
    const {answer, question} = base;
    if (!isGiven(answer)) return base;
    const stale = isStale(question, answer, sheet, today);
    if (answer.value === NOT_APPLICABLE) {
      if (!stripped(answer.because)) return {...base, reason: "reason-missing"};
      return {...base, outcome: "not-applicable", reason: "answered-not-applicable", stale};
    }
    const proofs = answer.evidence
      .map((text) => ({text, status: own(evidence, text, "unchecked")}));
    let credit = question.scored ? question.kind.credit(question.spec, answer.value) : FULL;
    const unproven = question.scored && question.evidence === "required" &&
      credit > WITHOUT_EVIDENCE && proofs.every((proof) => proof.status === "missing");
    if (unproven) credit = WITHOUT_EVIDENCE;
    return {
      ...base, proofs, stale, credit, unfolded: credit,
      outcome: outcome(credit, question.scored ? question.target : FULL),
      reason: unproven ? "evidence-missing" : "",
    };
  }

  const outcome = (credit, target) =>
    credit >= target ? "met" : credit ? "partial" : "unmet";

  function isStale(question, answer, sheet, today) {
    if (question.reviewEvery === null) return false;
    const answered = answer.on === null ? sheet.answeredOn : answer.on;
    return answered === null || today - answered > question.reviewEvery;
  }

  // A finding as what it presupposes leaves it.
  function folded(finding, premise, checklist) {
    if (premise.reason === "dropped") return finding;
    if (premise.outcome === "not-applicable") {
      return {
        ...finding, outcome: "not-applicable", credit: 0, reason: "premise-not-applicable",
        stale: false, ignored: isGiven(finding.answer),
      };
    }
    if (isOpen(premise)) {
      const waits = premise.waits.length ? premise.waits : [`${checklist}/${premise.question.id}`];
      return {...finding, outcome: "undetermined", credit: 0, reason: "premise-open", waits};
    }
    if (premise.outcome !== "unmet") return finding;
    return {...finding, outcome: "unmet", credit: 0, reason: "premise-unmet"};
  }

  // Plan and acceptance held against today; an acceptance belongs to a gap and to nothing else.
  function withPromises(finding, promised, today) {
    const short = isGap(finding);
    const accept = short ? promised : null;
    const plan = short || isOpen(finding) ? finding.plan : null;
    return {
      ...finding, accept,
      acceptExpired: accept !== null && today > accept.until,
      overdue: plan !== null && today > plan.until,
    };
  }

  // Over several sheets the worst given answer counts.
  function merged(findings, today) {
    if (findings.length === 1) return findings[0];
    const decisive = decisiveOf(findings);
    const plans = findings.map((finding) => finding.plan).filter(Boolean);
    const accepts = findings
      .filter((finding) => finding.accept && finding.credit <= decisive.credit)
      .map((finding) => finding.accept);
    const longest = accepts.reduce(
      (best, accept) => (best && best.until >= accept.until ? best : accept), null);
    return withPromises({
      ...decisive,
      unfolded: unfoldedOf(findings),
      plan: decisive.plan || plans[0] || null,
      stale: findings.some((finding) => finding.stale),
      given: findings,
    }, longest, today);
  }

  // Whether the question itself was answered, and may apply.
  const mayCount = (finding) => isGiven(finding.answer) &&
    finding.answer.value !== NOT_APPLICABLE && finding.outcome !== "not-applicable";
  // Whether it was answered and applies, whatever its premise made of it.
  const answers = (finding) => mayCount(finding) && finding.reason !== "condition-unknown";

  function unfoldedOf(findings) {
    const credits = findings.filter(answers).map((finding) => finding.unfolded);
    const lowest = credits.length ? Math.min(...credits) : 0;
    return findings.some((one) => mayCount(one) && one.unfolded < lowest) ? 0 : lowest;
  }

  // What stands for all: the worst given one, else what keeps it open.
  function decisiveOf(findings) {
    const given = findings.filter((one) => !isOpen(one) && one.outcome !== "not-applicable");
    if (given.length && !given[0].question.scored) {
      const said = given.filter((one) => isGiven(one.answer)).map((one) => alike(one.answer.value));
      if (new Set(said).size > 1) {
        return {...given[0], outcome: "undetermined", credit: 0, reason: "respondents-differ"};
      }
    }
    const waiting = findings.filter((one) => one.outcome === "undetermined");
    if (given.length) {
      const worst = given.reduce((low, one) => (one.credit < low.credit ? one : low));
      // An answer whose condition is still unknown may yet turn out to be the worst one.
      return waiting.find((one) => mayCount(one) && one.unfolded < worst.credit) || worst;
    }
    const excused = findings.find((one) => one.reason === "answered-not-applicable");
    const unanswered = findings.find((one) => one.outcome === "unanswered");
    return waiting[0] || excused || unanswered || findings[0];
  }

  // The questions on which respondents differ, those to talk about first in front.
  function divergences(findings) {
    const apart = [...findings.values()]
      .map((finding) => ({finding, question: finding.question.id, spread: spread(finding)}))
      .filter((one) => one.spread);
    return sorted(apart, (one) => [-one.spread * (weight(one.finding) || 1)])
      .map((one) => ({question: one.question, spread: one.spread}));
  }

  function spread(finding) {
    const given = finding.given.filter(answers);
    if (!given.length) return 0;
    const between = (places) => Math.max(...places) - Math.min(...places);
    if (finding.question.scored) return between(given.map((one) => one.unfolded));
    const values = given.map((one) => one.answer.value);
    if (new Set(values.map(alike)).size <= 1) return 0;
    const height = (value) => (Array.isArray(value) ? 0 : place(finding.question, value));
    return between(values.map(height)) || FULL;
  }

  // What an answer is worth in percent: its credit, or the place of a fact.
  function worth(question, value) {
    return question.scored ? question.kind.credit(question.spec, value) : place(question, value);
  }

  // How high an answer stands between the lowest and the highest, in percent, good or bad.
  function place({kind, spec}, value) {
    const words = kind.words(spec).length;
    const steps = Array.isArray(value) ? words : words - 1;
    return steps > 0 ? Math.floor(FULL * (kind.order(spec, value) || 0) / steps) : 0;
  }

  function improve({question, answer}) {
    const chosen = isGiven(answer) &&
      question.spec.choices.find((choice) => choice.improve && choice.id === answer.value);
    return chosen ? chosen.improve : question.improve;
  }

  function effortDays(finding) {
    const step = improve(finding);
    return EFFORT_DAYS[(step && step.effort) || "months"];
  }

  function blocks(finding, failOn) {
    const {scored, severity} = finding.question;
    if (failOn === "none" || !scored || isAccepted(finding)) return false;
    const grave = SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
    return grave && (isGap(finding) || isOpen(finding));
  }

  // The order in which to work on gaps; it is total.
  function ranked(gaps) {
    return sorted(gaps, ({evaluation, finding}) => {
      const step = improve(finding);
      return [
        !finding.blocks,
        SEVERITIES.indexOf(finding.question.severity),
        -weight(finding) * (FULL - finding.credit),
        step && step.effort ? EFFORTS.indexOf(step.effort) : EFFORTS.length,
        evaluation.checklist.id,
        evaluation.subject,
        finding.question.id,
      ];
    });
  }

  Object.assign(mlkb, {
    isOpen, isGap, isAccepted, isGiven, weight, truth, sheetFinding, merged, divergences, place,
    worth,
    improve, effortDays, blocks, ranked,
  });
})();
