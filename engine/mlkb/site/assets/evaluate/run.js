// One run of evaluation: findings and results, each found once, what it rests on first.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {NOT_APPLICABLE, alike, blocks, isOpen, merged, place, references, sheetFinding, stripped,
    truth, unique, worth} = mlkb;
  const ALWAYS = [true, []];
  const at = (...parts) => parts.join("\0");
  const nobody = (checklist, subject) =>
    ({checklist, subject, respondent: "", answeredOn: null, answers: new Map()});
  const unknown = (waits) => ({value: null, applies: true, waits});
  const OUTSIDE = {value: null, applies: false, waits: []};

  // What was found already, or else what *find* finds.
  function kept(memo, key, find) {
    if (!memo.has(key)) memo.set(key, find());
    return memo.get(key);
  }

  class Run {
    // *sheets* are lists by checklist and subject, each in the order of the respondents.
    constructor(given, sheets) {
      this.given = given;
      this.sheets = sheets;
      this.bySheet = new Map();
      this.byQuestion = new Map();
      this.bySubject = new Map();
      this.conditions = new Map();
      this.results = new Map();
    }

    // A run in which *sheets* stand for what was answered to one checklist.
    instead(checklist, subject, sheets) {
      return new Run(this.given, new Map(this.sheets).set(at(checklist, subject), sheets));
    }

    questions(checklist) {
      return this.given.checklists.get(checklist).questions;
    }

    sheetsOf(checklist, subject) {
      return this.sheets.get(at(checklist, subject));
    }

    findings(checklist, subject) {
      return kept(this.bySubject, at(checklist, subject), () => {
        const found = new Map();
        for (const [id, question] of this.questions(checklist)) {
          const finding = this.overSheets(nobody(checklist, subject), question);
          const stops = blocks(finding, this.given.failOn);
          found.set(id, stops ? {...finding, blocks: true} : finding);
        }
        return found;
      });
    }

    // The finding over every sheet beside *sheet*, which stands in if there is none.
    overSheets(sheet, question) {
      const key = at(sheet.checklist, sheet.subject, question.id);
      return kept(this.byQuestion, key, () => {
        const sheets = this.sheetsOf(sheet.checklist, sheet.subject) || [sheet];
        return merged(sheets.map((one) => this.finding(one, question)), this.given.today);
      });
    }

    // The finding on one sheet; what it presupposes is found first, however much that is.
    finding(sheet, question) {
      const place = at(sheet.checklist, sheet.subject, sheet.respondent, "");
      const {today, evidence} = this.given;
      const waiting = [];
      for (let one = question; one && !this.bySheet.has(place + one.id);) {
        waiting.push(one);
        one = one.requires && this.questions(sheet.checklist).get(one.requires);
      }
      for (const one of waiting.reverse()) {
        let premise = one.requires && this.bySheet.get(place + one.requires);
        // Respondents may share the work.
        if (premise && isOpen(premise)) premise = this.overSheets(sheet, premise.question);
        const state = {applies: this.applies(sheet, one), premise, evidence, today};
        this.bySheet.set(place + one.id, sheetFinding(one, sheet, state));
      }
      return this.bySheet.get(place + question.id);
    }

    // Whether a question applies on one sheet; what its condition reads comes first.
    applies(sheet, question) {
      if (!question.when) return ALWAYS;
      const place = at(sheet.checklist, sheet.subject, sheet.respondent, "");
      const waiting = [question];
      while (waiting.length) {
        const one = waiting[waiting.length - 1];
        const earlier = this.conditions.has(place + one.id) ? [] : this.earlier(one, sheet, place);
        if (earlier.length) {
          waiting.push(...earlier);
        } else {
          kept(this.conditions, place + one.id,
            () => truth(one.when, (reference) => this.premise(reference, sheet)));
          waiting.pop();
        }
      }
      return this.conditions.get(place + question.id);
    }

    // What a condition reads of its own checklist and is not known to apply yet.
    earlier(question, sheet, place) {
      return references(question.when)
        .filter((one) => one.checklist === sheet.checklist && one.question)
        .map((one) => this.questions(sheet.checklist).get(one.question))
        .filter((one) => one.when && !this.conditions.has(place + one.id));
    }

    // What a condition on *sheet* reads. One's own answer comes first; what one left open, the
    // others may have agreed on.
    premise(reference, sheet) {
      const subject = reference.checklist === sheet.checklist
        ? sheet.subject : this.subjectWith(reference.checklist, sheet.subject);
      if (subject === null) return unknown([reference.text]);
      if (reference.result) return this.resulting(reference, subject);
      const sheets = this.sheetsOf(reference.checklist, subject) || [sheet];
      const own = sheets.filter((one) => one.respondent === sheet.respondent);
      if (own.length) {
        const premise = this.answered(reference, own);
        if (premise.value !== null || !premise.applies || own.length === sheets.length) {
          return premise;
        }
      }
      return this.answered(reference, sheets);
    }

    // The raw answer on which *sheets* agree.
    answered(reference, sheets) {
      const question = this.questions(reference.checklist).get(reference.question);
      if (question.dropped !== null) return OUTSIDE;
      const values = new Map();
      const waits = [];
      let excused = false;
      let unanswered = false;
      for (const sheet of sheets) {
        const [applies, waiting] = this.counts(sheet, question);
        const answer = sheet.answers.get(question.id);
        const value = answer ? answer.value : null;
        if (applies === false) continue;
        if (value === NOT_APPLICABLE && stripped(answer.because)) excused = true;
        else if (applies === null) waits.push(...waiting);
        else if (value === null || value === NOT_APPLICABLE) unanswered = true;
        else kept(values, alike(value), () => value);
      }
      if (values.size === 1) {
        const [value] = values.values();
        const order = (one) => question.kind.order(question.spec, one);
        return {value, applies: true, waits: [], order};
      }
      if (values.size || waits.length || (unanswered && !excused)) {
        return unknown(waits.length ? waits : [reference.text]);
      }
      return OUTSIDE;
    }

    // Whether an answer is there to be read, which takes what it presupposes too.
    counts(sheet, question) {
      const applies = this.applies(sheet, question);
      if (!question.requires || applies[0] !== true) return applies;
      const finding = this.finding(sheet, question);
      if (finding.reason === "premise-not-applicable") return [false, []];
      return finding.reason === "premise-open" ? [null, finding.waits] : applies;
    }

    // A result is known once all its inputs are; where nothing can be said, it does not apply.
    resulting(reference, subject) {
      const {kind, spec} = this.spec(reference);
      const result = this.result(reference.checklist, subject, this.spec(reference));
      if (result === null) return OUTSIDE;
      const value = kind.value(result);
      if (value === null) {
        const first = kind.first(result);
        return unknown(first.length ? first : [reference.text]);
      }
      const order = (one) => kind.order(spec, this.given.ladders, one);
      return {value, applies: true, waits: [], order};
    }

    result(checklist, subject, {id, kind, spec}) {
      return kept(this.results, at(checklist, subject, id),
        () => kind.compute(spec, this.grounds(checklist, subject)));
    }

    spec(reference) {
      const {results} = this.given.checklists.get(reference.checklist);
      return results.find((result) => result.id === reference.result);
    }

    // What a result may look at.
    grounds(checklist, subject) {
      const sheets = this.sheetsOf(checklist, subject) || [nobody(checklist, subject)];
      // Who answers alone goes by their own facts.
      const reader = sheets.length === 1 ? sheets[0] : nobody(checklist, subject);
      const questions = this.questions(checklist);
      const premise = (reference) => (
        reference.checklist === checklist && reference.question
          ? this.answered(reference, sheets) : this.premise(reference, reader));
      return {
        checklist, questions, premise, ladders: this.given.ladders,
        findings: (other) =>
          this.findings(other, other === checklist ? subject : this.nearest(other, subject)),
        truth: (condition) => truth(condition, premise),
        worth: (name, value) => worth(questions.get(name), value),
        place: (name, value) => place(questions.get(name), value),
        resultAt: (reference) => {
          const whose = this.subjectWith(reference.checklist, subject);
          if (whose === null) return null;
          const spec = this.spec(reference);
          return [spec.spec, this.result(reference.checklist, whose, spec)];
        },
      };
    }

    // Whose answers to *checklist* count for *subject*: its own if nobody gave any.
    nearest(checklist, subject) {
      const found = this.subjectWith(checklist, subject);
      return found === null ? subject : found;
    }

    subjectWith(checklist, subject) {
      const found = this.chain(subject).find((one) => this.sheets.has(at(checklist, one)));
      return found === undefined ? null : found;
    }

    // A subject, what it belongs to, and so on.
    chain(subject) {
      const seen = new Set();
      for (let one = subject; one && !seen.has(one);) {
        seen.add(one);
        const known = this.given.subjects.get(one);
        one = known && known.of;
      }
      return [...seen];
    }

    // What conditions and results read and nobody has answered, for whom to answer.
    missing(checklist, subject) {
      const asked = [...checklist.questions.values()].flatMap((one) => references(one.when));
      const used = checklist.results.flatMap((one) => one.kind.inputs(one.spec) || []);
      return unique([...asked, ...used].map((reference) => reference.checklist))
        .filter((other) => other !== checklist.id && this.subjectWith(other, subject) === null)
        .map((other) => ({checklist: other, subject: this.subjectFor(other, subject)}));
    }

    // The nearest subject up the chain that *checklist* is about, else *subject*.
    subjectFor(checklist, subject) {
      const {about} = this.given.checklists.get(checklist);
      const fits = (one) => {
        const known = this.given.subjects.get(one);
        return known && (known.about || "") === about;
      };
      return this.chain(subject).find(fits) || subject;
    }
  }

  Object.assign(mlkb, {Run, at});
})();
