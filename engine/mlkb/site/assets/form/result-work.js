// The gaps to work on, a card each, and what else there is to know: the twin of render/cards.py and
// render/listings.py, for the one checklist that a page is about.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {answerText, count, say, several, spoken, told} = mlkb;
  // Gaps that nobody reads in full any more, and how many of those are told in full besides those
  // that block.
  const MANY = 20;
  const IN_FULL = 10;
  // As many of a kind as people take in at first.
  const TOP = 3;
  const EXCUSED = ["answered-not-applicable", "dropped"];

  // What is said of the places where something is to be filled in: keys of a file, or of the page.
  const FILE = {
    evidence: "report.step-evidence",
    nobody: "report.owner-nobody",
    reason: "report.open-reason-missing",
  };
  const PAGE = {
    evidence: "form.result-step-evidence",
    nobody: "form.result-owner-nobody",
    reason: "form.result-reason-missing",
  };

  const isAccepted = ({accept}) => Boolean(accept) && !accept.expired;

  class Work {
    // *places* is `FILE` or `PAGE`.
    constructor(telling, places) {
      this.telling = telling;
      this.places = places;
      const {report, evaluation} = telling;
      const own = (key) =>
        key.checklist === evaluation.checklist && key.subject === evaluation.subject;
      this.findings = evaluation.findings;
      this.gaps = report.gaps.filter(own).map((key) => telling.findings.get(key.question));
      this.open = report.open.filter(own);
      this.settled = settling(report, evaluation.subject);
      // Whether there is anything to judge; else it is a list of facts.
      this.scored = this.findings.some((one) => one.scored);
    }

    finding(question) {
      return this.telling.findings.get(question);
    }

    // What a report calls a question; the page calls it by its words.
    reference(question) {
      const name = `${this.telling.checklist}/${question}`;
      return this.telling.named(name, name);
    }

    // How many gaps and open questions block.
    get blocking() {
      const blocks = (list) => list.filter((one) => one.blocks).length;
      return {
        gaps: blocks(this.gaps), open: blocks(this.open.map((key) => this.finding(key.question))),
      };
    }

    // The gap under which one folds: the unmet premise, or itself.
    above(finding) {
      let one = finding;
      while (one.reason === "premise-unmet") {
        const premise = this.finding(one.requires);
        if (isAccepted(premise)) return finding;
        one = premise;
      }
      return one;
    }

    // The gaps to work on, in their order: not those that are accepted, fold under another one, or
    // stand where nobody should work.
    cards() {
      const folded = new Map();
      for (const one of this.gaps) {
        const above = this.above(one);
        if (above !== one && !isAccepted(one)) {
          folded.set(above, [...(folded.get(above) || []), one]);
        }
      }
      const work = this.gaps.filter((one) =>
        !isAccepted(one) && (!this.settled || one.blocks) && this.above(one) === one);
      return work.map((finding, at) => ({
        ...this.card(finding, folded.get(finding) || []),
        number: at + 1,
        brief: work.length > MANY && at >= IN_FULL && !finding.blocks,
      }));
    }

    card(finding, folded) {
      const {effort, see} = finding.improve || {effort: null, see: []};
      const {plan} = finding;
      const name = this.reference(finding.question);
      return {
        finding,
        question: finding.question,
        name,
        ask: this.telling.question(finding.question),
        status: this.telling.status(finding),
        blocks: finding.blocks,
        plan,
        firstStep: this.firstStep(finding),
        effort: say(`report.effort-${effort || "unknown"}`),
        owner: this.owner(plan),
        now: this.now(finding),
        proof: finding.reason === "evidence-missing" ? "" : this.proof(finding),
        folded: folded.map((one) =>
          [this.reference(one.question), ` (${this.telling.status(one)})`, this.planned(one)]),
        see,
      };
    }

    // Who closes a gap and until when, or that nobody is named.
    owner(plan) {
      if (!plan) return say(this.places.nobody);
      return say(plan.overdue ? "report.owner-overdue" : "report.owner-plan", plan);
    }

    // The plan of a finding as it stands behind a statement; nothing if it has none.
    planned({plan}) {
      return plan ? ` ${say("report.planned", {owner: this.owner(plan)})}` : "";
    }

    // What to do first: to show it, where only the evidence of an answer is missing.
    firstStep(finding) {
      if (finding.reason === "evidence-missing") {
        return say(this.places.evidence, {wanted: this.proof(finding)});
      }
      return spoken(finding.improve && finding.improve.do) || say("report.step-unknown");
    }

    proof(finding) {
      const raw = this.telling.found(this.telling.full(finding.question));
      return raw && raw.evidence && raw.evidence !== "none" ? spoken(raw.evidence_wanted) : "";
    }

    // The answer as it stands, why it falls short, and the note beside it.
    now(finding) {
      const {reason, accept, note, requires} = finding;
      const missing = finding.evidence.filter((one) => one.status === "missing");
      const evidence = missing.map((one) => one.text).join(", ");
      const premise = requires ? [this.telling.named(requires, requires)] : "";
      const short = ["evidence-missing", "premise-unmet"].includes(reason);
      const parts = [
        answerText(finding.answer),
        short ? told(`report.reason-${reason}`, {premise}) : "",
        evidence ? say("report.evidence-not-found", {evidence}) : "",
        accept ? say("report.accept-expired", accept) : "",
        isLowest(finding) ? say("report.says", finding) : "",
        note ? say("report.note", {note}) : "",
      ];
      return mlkb.between(parts.filter((one) => one.length), say("report.between"));
    }

    // Those to start with: of equally grave ones, those that nobody has under way.
    monday(cards) {
      const left = [...cards];
      const taken = [];
      const gravity = ({blocks, finding}) => `${blocks} ${finding.severity}`;
      while (left.length && taken.length < TOP) {
        const alike = left.filter((one) => gravity(one) === gravity(left[0]));
        const next = alike.find(({plan}) => !plan || plan.overdue) || alike[0];
        taken.push(next);
        left.splice(left.indexOf(next), 1);
      }
      return taken.sort((one, other) => one.number - other.number);
    }

    // Whether an open question is worth answering.
    counts(finding) {
      return !this.settled || finding.blocks || Boolean(finding.accept);
    }

    // The open questions in the order of the report, each with its statement; the facts on which
    // respondents differ come last, in one.
    asked() {
      const disputed = [];
      const lines = [];
      for (const key of this.open) {
        const finding = this.finding(key.question);
        if (!this.counts(finding)) continue;
        const alike = finding.reason === "respondents-differ" && !finding.blocks;
        if (alike && !finding.plan) disputed.push(key.question);
        else lines.push(this.openEntry(key, finding));
      }
      if (!disputed.length) return lines;
      const {checklist, evaluation} = this.telling;
      const name = [{text: spoken(evaluation.title), short: checklist}];
      const facts = {name, questions: mlkb.between(this.telling.names(disputed), ", ")};
      return [...lines, {unlocks: 0, line: told("report.open-disputed", facts)}];
    }

    openEntry(key, finding) {
      const name = [this.reference(key.question)];
      const entry = {...key, blocks: finding.blocks, waits: finding.waits_for.length > 0};
      if (entry.waits) {
        const first = finding.waits_for.map((one) => this.telling.named(one, one));
        entry.line = told("report.open-waits", {name, first: mlkb.between(first, ", ")});
      } else if (finding.reason === "respondents-differ") {
        entry.line = told("report.open-respondents-differ", {name});
      } else if (finding.reason === "reason-missing") {
        entry.line = told(this.places.reason, {name});
      } else if (key.unlocks) {
        const more = count("report.more", key.unlocks);
        entry.line = told("report.open-unlocks", {name, more});
      } else {
        const {text} = this.telling.question(key.question);
        entry.line = told("report.open-plain", {name, ask: text});
        entry.ask = [this.telling.question(key.question)];
      }
      const blocks = finding.blocks ? ` ${say("report.open-blocks")}` : "";
      const mark = blocks + this.planned(finding);
      if (mark) {
        entry.line.push(mark);
        if (entry.ask) entry.ask.push(mark);
      }
      return entry;
    }

    // What other checklists have to say first, and how many open questions wait for it.
    elsewhere() {
      const unlocks = new Map();
      for (const key of this.open) {
        for (const reference of this.finding(key.question).waits_for) {
          if (reference.startsWith(`${this.telling.checklist}/`)) continue;
          unlocks.set(reference, (unlocks.get(reference) || 0) + 1);
        }
      }
      return [...unlocks].map(([reference, number]) => ({
        unlocks: number,
        line: told("report.open-unlocks",
          {name: [this.telling.named(reference, reference)], more: count("report.more", number)}),
      }));
    }

    // The other lists, each with the key of its title: those before what respondents differ on,
    // and those after it.
    lists() {
      const {findings} = this;
      const having = (key) => findings.filter((one) => one[key]);
      const named = (key) => having(key)
        .map((one) => told(`report.${key}`, {name: [this.reference(one.question)]}));
      return [[
        ["accepted", having("accept").map((one) => this.accepted(one))],
        ["settled", this.leftAsItIs()],
        ["excused", this.excused()],
        ["stale", named("stale")],
      ], [["ignored", named("ignored")]]];
    }

    accepted(finding) {
      const {question, accept} = finding;
      const words = accept.expired ? "report.accepted-expired" : "report.accepted";
      const line = told(words, {...accept, name: [this.reference(question)]});
      return finding.plan ? [...line, this.planned(finding)] : line;
    }

    // What nobody should work on, and how much is left as it is.
    leftAsItIs() {
      if (!this.settled) return [];
      const {subject} = this.telling.evaluation;
      const idle = (list) => list.filter((one) => !this.counts(one)).length;
      const open = this.open.map((key) => this.finding(key.question));
      const counts = [["gaps", idle(this.gaps)], ["open", idle(open)]];
      const left = counts.filter(([, number]) => number)
        .map(([key, number]) => count(`report.${key}`, number)).join(say("report.and"));
      return left ? [told("report.settled", {subject, title: this.settled, left})] : [];
    }

    // What does not apply, once for each reason.
    excused() {
      const reasons = new Map();
      for (const {reason, because, question} of this.findings) {
        if (EXCUSED.includes(reason)) {
          reasons.set(because, [...(reasons.get(because) || []), question]);
        }
      }
      return [...reasons].map(([because, [first, ...rest]]) => {
        const names = [this.reference(first), ...rest.map((one) => this.telling.named(one, one))];
        return told("report.excused", {name: mlkb.between(names, ", "), because});
      });
    }

    // Where respondents differ most, and how much more there is, as a report says it.
    differing() {
      const {differ, checklist} = this.telling.evaluation;
      const lines = differ.slice(0, TOP).map(({question}) => {
        const given = this.telling.given(this.finding(question));
        return [this.reference(question), ": ", several(given, undefined, Infinity)];
      });
      const number = differ.length - TOP;
      return number > 0
        ? [...lines, told("report.differ-more", {name: checklist, number})] : lines;
    }
  }

  // What a result says that ends the matter for a candidate; nothing if none does.
  function settling(report, subject) {
    for (const one of report.evaluations) {
      if (one.subject !== subject || one.about !== "candidate") continue;
      for (const {result} of one.results) {
        const verdict = result && result.verdict;
        if (verdict && verdict.tone === "stop") return spoken(verdict.title);
        if (result && result.set_aside) return spoken(result.set_aside.title);
      }
    }
    return "";
  }

  // Whether one respondent's answer earns less than everybody else's.
  function isLowest({given}) {
    const credits = given.filter((one) => one.answer).map((one) => one.credit)
      .sort((one, other) => one - other);
    return credits.length > 1 && credits[0] < credits[1];
  }

  Object.assign(mlkb, {TOP, Work, FILE, PAGE});
})();
