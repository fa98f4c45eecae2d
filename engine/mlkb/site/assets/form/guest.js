// Somebody's answers that came in the address: they are shown as theirs until the reader says what
// to do with them; nothing of the reader's is touched before.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {button, emptySheet, isId, knownOf, make, respondentOf, say, sheetOf, textField} = mlkb;
  const PLAIN = {class: "mlkb-button mlkb-button--plain"};

  const recordOf = ({sheet, left}) => ({sheet, drafts: {}, base: null, others: [], left});

  // The sheets of an address by checklist, as records; null if the first is not for *checklist*.
  async function guestIn(hash, checklist) {
    const sheets = await mlkb.share.read(hash);
    if (!sheets) return null;
    const records = new Map();
    const {subject} = sheets[0] || {};
    for (const raw of sheets) {
      const name = String(raw.checklist).split("@")[0];
      const known = Object.hasOwn(mlkb.checklists, name) && knownOf(mlkb.checklists[name]);
      const read = known && sheetOf({...raw, subject}, known);
      if (read && !records.has(name)) records.set(name, recordOf(read));
    }
    return records.has(checklist) ? records : null;
  }

  class Guest {
    constructor(form, place) {
      Object.assign(this, {form, place, records: null});
    }

    get sheet() {
      return this.records.get(this.form.id).sheet;
    }

    // What stands at a checklist; nothing where the address says nothing.
    record(checklist) {
      if (!this.records.has(checklist)) {
        const known = knownOf(mlkb.checklists[checklist]);
        const sheet = emptySheet(known, this.sheet.subject);
        this.records.set(checklist, recordOf({sheet, left: {}}));
      }
      return this.records.get(checklist);
    }

    facts() {
      const {subject, respondent} = this.sheet;
      return {
        subject, answers: Object.keys(this.sheet.answers).length,
        respondent: respondent ? respondent.name : say("form.somebody"),
      };
    }

    ask() {
      this.show(say("form.guest", this.facts()),
        button(say("form.guest-keep"), () => this.keep()),
        button(say("form.guest-add"), () => this.askName()),
        button(say("form.guest-look"), () => this.look()));
    }

    look() {
      this.show(say("form.guest-looking", this.facts()),
        button(say("form.guest-back"), () => this.leave()));
    }

    // As mine: at once where I have none, else only if I say so again.
    keep() {
      const {subject} = this.sheet;
      const mine = Object.keys(mlkb.store.record(this.form.id, subject).sheet.answers).length;
      if (!mine) return this.take();
      return this.show(say("form.guest-replace", {subject, mine}),
        button(say("form.replace"), () => this.take()),
        button(say("form.cancel"), () => this.ask(), PLAIN));
    }

    take() {
      for (const [checklist, {sheet, left}] of this.records) {
        const record = mlkb.store.record(checklist, sheet.subject);
        if (!Object.keys(sheet.answers).length) continue;
        Object.assign(record, {sheet, left, drafts: {}, base: null});
        record.others = record.others.filter((one) => respondentOf(one) !== respondentOf(sheet));
        mlkb.store.changed(checklist, sheet.subject, this.form);
      }
      this.leave(this.sheet.subject);
    }

    askName() {
      const mine = mlkb.store.record(this.form.id, this.sheet.subject);
      const taken = [mine.sheet, ...mine.others].map(respondentOf);
      const name = textField(say("form.guest-name"), {maxlength: 80}, {hint: say("form.id-hint")});
      name.input.value = taken.includes(respondentOf(this.sheet)) ? "" : respondentOf(this.sheet);
      const add = () => {
        const given = name.input.value.trim();
        if (!isId(given)) name.tell(say("form.wrong-id"));
        else if (taken.includes(given)) name.tell(say("form.wrong-taken"));
        else this.add(given);
      };
      this.show(name.element, button(say("form.guest-add-do"), add),
        button(say("form.cancel"), () => this.ask(), PLAIN));
      name.input.focus();
    }

    add(name) {
      for (const [checklist, {sheet}] of this.records) {
        if (!Object.keys(sheet.answers).length) continue;
        const record = mlkb.store.record(checklist, sheet.subject);
        const named = {...sheet, respondent: {...sheet.respondent, name}};
        record.others = [...record.others.filter((one) => respondentOf(one) !== name), named];
        mlkb.store.changed(checklist, sheet.subject, this.form);
      }
      this.leave(this.sheet.subject);
    }

    // Back to what is mine; the address forgets the answers.
    leave(subject) {
      history.replaceState(history.state, "", location.href.split("#")[0]);
      this.place.replaceChildren();
      this.form.alone(subject);
    }

    show(said, ...ways) {
      const text = said instanceof Element ? said : make("p", null, said);
      this.place.replaceChildren(make("div", {class: "mlkb-asks", role: "group",
        "aria-label": say("form.guest-title")}, text, make("p", {class: "mlkb-tools"}, ways)));
      // Whoever opens a link sees the answers first, and not the page from its beginning.
      if (this.begun) ways[0].focus();
      else this.place.scrollIntoView({block: "center"});
      this.begun = true;
    }
  }

  Object.assign(mlkb, {Guest, guestIn});
})();
