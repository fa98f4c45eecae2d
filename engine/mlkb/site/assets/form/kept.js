// Which of the answers that are kept a form shows and judges: mine about the current subject, those
// of others, and those that came in the address as long as somebody only looks at them.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {store} = mlkb;

  class Kept {
    // *reads* are the checklists that *data* reads, and those that they read in turn.
    constructor(data, reads) {
      Object.assign(this, {data, reads, id: data.id, asked: [], guest: null});
      this.subject = store.subject(this.id);
    }

    // A subject, what it belongs to, and so on.
    chain(subject) {
      const seen = [];
      for (let one = subject; one && !seen.includes(one); one = store.settings.of[one]) {
        seen.push(one);
      }
      return seen;
    }

    // Whose answers to *checklist* count: the nearest subject that has any.
    subjectFor(checklist) {
      if (checklist === this.id || this.guest) return this.subject;
      return this.chain(this.subject).find((one) => store.has(checklist, one)) || this.subject;
    }

    record(checklist, subject = this.subjectFor(checklist)) {
      return this.guest ? this.guest.record(checklist) : store.record(checklist, subject);
    }

    isAnswered(checklist, subject) {
      return Object.keys(this.record(checklist, subject).sheet.answers).length > 0;
    }

    // My own sheets: of this checklist, and the facts that it asks.
    mine() {
      return this.asked.map((one) => this.record(one).sheet)
        .sort((one, other) => this.isOwn(other) - this.isOwn(one))
        .filter((one) => this.isOwn(one) || Object.keys(one.answers).length);
    }

    isOwn(sheet) {
      return sheet.checklist.split("@")[0] === this.id;
    }

    // Every sheet that the evaluation rests on: mine under one name, and those of others.
    sheets() {
      const {respondent} = this.record(this.id).sheet;
      const several = (this.data.results || []).some((one) => one.type === "quadrant");
      const beside = several && !this.guest
        ? store.subjects(this.id).filter((one) => store.has(this.id, one)) : [];
      const subjects = [...new Set([this.subject, ...beside].flatMap((one) => this.chain(one)))];
      return [this.id, ...this.reads].flatMap((checklist) => subjects.flatMap((subject) => {
        if (this.guest && subject !== this.subject) return [];
        const {sheet, others} = this.record(checklist, subject);
        const own = checklist === this.id && subject === this.subject;
        const said = Object.keys(sheet.answers).length || (own && !others.length);
        return [...(said ? [own ? sheet : {...sheet, respondent}] : []), ...others];
      }));
    }
  }

  Object.assign(mlkb, {Kept});
})();
