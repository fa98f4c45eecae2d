// Whether a question is asked now, and if not, why: in words, with links to what decides it.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {make, say, spoken, told, truth, valueWords} = mlkb;
  const FOLDED = ["condition-false", "condition-unknown", "premise-open", "premise-unmet",
    "premise-not-applicable"];

  // How the findings of one evaluation stand for the person who fills in the form.
  class Conditions {
    // *linkTo* makes a reference a link.
    constructor(assessment, sheet, linkTo) {
      Object.assign(this, {assessment, sheet, linkTo});
      this.run = assessment.run;
    }

    evaluation(checklist) {
      return this.assessment.evaluations.find((one) => one.checklist.id === checklist &&
        this.run.chain(this.sheet.subject).includes(one.subject));
    }

    // The finding of one's own sheet, where there are several.
    own(finding) {
      return finding.given.find((one) => one.respondent === this.sheet.respondent) || finding;
    }

    // Why the question of one's own finding is not asked, as parts; null if it is.
    why({question, reason, waits}) {
      if (!FOLDED.includes(reason)) return null;
      const linked = (reference) => this.quoted(reference);
      if (reason === "condition-false") {
        const reasons = this.against(question.when).map((one) => this.because(one));
        return told("form.not-asked", {reasons: joined(reasons, "form.reason-and")});
      }
      if (reason === "condition-unknown") {
        return told("form.waits", {questions: joined(waits.map(linked), "form.and")});
      }
      const premise = question.requires &&
        this.quoted(`${this.sheet.checklist}/${question.requires}`);
      if (reason === "premise-open") {
        return told("form.waits-premise", {questions: joined(waits.map(linked), "form.and")});
      }
      if (reason === "premise-unmet") return told("form.folded", {question: premise});
      return told("form.not-asked", {reasons: told("form.because-apart", {question: premise})});
    }

    // The parts of a condition that make it false, as references; of one that holds, which make it.
    against(when) {
      if (when.reference) return [when.reference];
      if (when.not) return this.support(when.not);
      return unique(when.parts
        .filter((part) => !when.all || this.truth(part) === false)
        .flatMap((part) => this.against(part)));
    }

    support(when) {
      if (when.reference) return [when.reference];
      if (when.not) return this.against(when.not);
      return unique(when.parts
        .filter((part) => when.all || this.truth(part))
        .flatMap((part) => this.support(part)));
    }

    truth(when) {
      return truth(when, (reference) => this.run.premise(reference, this.sheet))[0];
    }

    // What stands at a reference, as a reason.
    because(reference) {
      const question = this.quoted(reference.text);
      const premise = this.run.premise(reference, this.sheet);
      if (!premise.applies) return told("form.because-apart", {question});
      const value = reference.result
        ? this.resultWords(reference, premise.value)
        : valueWords(this.asked(reference), premise.value);
      return told(reference.result ? "form.because-result" : "form.because-answer",
        {question, value});
    }

    asked({checklist, question}) {
      return this.run.questions(checklist).get(question);
    }

    resultWords(reference, value) {
      const {spec} = this.run.spec(reference);
      const profile = (spec.profiles || []).find((one) => one.id === value);
      const verdict = spec.verdicts && spec.verdicts[value];
      const ladder = this.run.given.ladders.get(spec.ladder);
      const level = ladder ? ladder.words[ladder.levels.indexOf(value)] : null;
      const title = (profile && profile.words.title) || (verdict && verdict.title) ||
        (level && level.title);
      return spoken(title) || String(value);
    }

    quoted(reference) {
      return told("report.quoted", {text: [this.linkTo(reference)]});
    }
  }

  const unique = (list) => [...new Map(list.map((one) => [one.text, one])).values()];

  // Lists of parts with the words under *key* between them.
  const joined = (lists, key) =>
    lists.flatMap((one, place) => (place ? [say(key), ...one] : one));

  const plain = (parts) => parts.map((one) => (one.textContent ?? one)).join("");

  // A line in a question that says why it is not asked; it changes only if it says something else.
  class Folding {
    constructor(box) {
      this.box = box;
      this.line = make("p", {class: "mlkb-why-not", hidden: true});
      this.said = "";
      box.querySelector("h4").after(this.line);
    }

    get folded() {
      return this.said !== "";
    }

    // Shows the reason, and whether an answer is kept all the same; says whether it folded or not.
    show(parts, kept) {
      if (!parts && !this.said) return false;
      const all = parts ? [...parts, ...(kept ? [" ", say("form.kept-answer")] : [])] : [];
      const text = plain(all);
      if (text === this.said) return false;
      const before = this.folded;
      this.said = text;
      this.line.replaceChildren(...all);
      this.line.hidden = !text;
      this.box.classList.toggle("mlkb-question--folded", Boolean(text));
      return before !== this.folded;
    }
  }

  const hasValue = (answer) => Boolean(answer) && answer.answer !== undefined;

  // All questions of a form. Most of the page stays as it is from key to key and is not touched.
  class Folds {
    // *entries* are {checklist, name, box, folding, controls}; whether one is open is noted there.
    constructor(entries, kept, links) {
      Object.assign(this, {entries, kept, links});
    }

    // Folds and opens what *assessment* says; says how many of each.
    show(assessment) {
      const all = new Map();
      let [opened, folded] = [0, 0];
      for (const entry of this.entries) {
        const {checklist, name, folding, controls} = entry;
        if (!all.has(checklist)) all.set(checklist, this.state(assessment, checklist));
        const {conditions, findings, answers} = all.get(checklist);
        const answer = answers[name];
        if (entry.answer !== answer) {
          controls.tellSaid(entry.answer = answer);
          entry.box.classList.toggle("mlkb-question--answered", hasValue(answer));
        }
        const finding = findings && findings.get(name);
        const own = finding && conditions.own(finding);
        const lacks = Boolean(own) && own.reason === "evidence-missing";
        if (controls.proof.hidden === lacks) controls.proof.hidden = !lacks;
        entry.open = !own || own.outcome === "unanswered";
        if (folding.show(own ? conditions.why(own) : null, hasValue(answer))) {
          if (folding.folded) folded += 1;
          else opened += 1;
        }
      }
      return [opened, folded];
    }

    // How the questions of one checklist stand on my sheet of it.
    state(assessment, checklist) {
      const {kept, links} = this;
      const subject = kept.subjectFor(checklist);
      const evaluation = assessment.evaluations.find(
        (one) => one.checklist.id === checklist && one.subject === subject);
      const {respondent} = kept.record(kept.id).sheet;
      const name = respondent ? respondent.name : "";
      const sheet = (evaluation && evaluation.sheets.find((one) => one.respondent === name)) ||
        {checklist, subject, respondent: name, answeredOn: null, answers: new Map()};
      return {
        conditions: new Conditions(assessment, sheet, (reference) => links.to(reference)),
        findings: evaluation && evaluation.findings,
        answers: kept.record(checklist).sheet.answers,
      };
    }
  }

  Object.assign(mlkb, {Folding, Folds});
})();
