// Where answers are kept: in this browser, a record for each checklist and subject. A record holds
// my sheet, drafts of what is not whole yet, the file that it came from, the sheets of others,
// answers that this version of the checklist has no place for, and whether only the facts of other
// checklists were answered so far.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {emptySheet, isId, knownOf, sheetOf} = mlkb;
  const SETTINGS = "mlkb:settings";
  const PAUSE = 300;
  // Subjects of these kinds have names of their own; a product, its team and its organisation
  // usually go by one.
  const APART = {candidate: "candidate-1", vacancy: "vacancy-1", person: "me"};
  const TOGETHER = "our-team";

  const keyOf = (checklist, subject) => `${mlkb.kept}${checklist}:${subject}`;
  const plain = (raw) => (raw && typeof raw === "object" && !Array.isArray(raw) ? raw : {});

  function parsed(text) {
    try {
      return plain(JSON.parse(text));
    } catch {
      return {};
    }
  }

  // A record from what somebody kept, as much of it as is right.
  function recordOf(raw, known, subject) {
    const mine = sheetOf({...plain(raw.sheet), subject}, known);
    const record = {
      sheet: mine ? mine.sheet : emptySheet(known, subject),
      drafts: {},
      base: typeof raw.base === "string" ? raw.base : null,
      others: [],
      left: {...(mine && mine.left)},
      begun: raw.begun === true,
    };
    for (const [id, fields] of Object.entries(plain(raw.drafts))) {
      const texts = Object.entries(plain(fields)).filter(([, text]) => typeof text === "string");
      if (known.asked.has(id) && texts.length) record.drafts[id] = Object.fromEntries(texts);
    }
    for (const other of Array.isArray(raw.others) ? raw.others : []) {
      const read = sheetOf({...plain(other), subject}, known);
      if (read && read.sheet.respondent) record.others.push(read.sheet);
    }
    for (const [id, answer] of Object.entries(plain(raw.left))) {
      if (!known.asked.has(id)) record.left[id] = answer;
    }
    return record;
  }

  const isEmpty = ({sheet, drafts, others, left}) => ![sheet.answers, drafts, others, left]
    .some((one) => Object.keys(one).length);

  class Store extends EventTarget {
    constructor() {
      super();
      this.records = new Map();
      this.dirty = new Set();
      this.settings = this.readSettings();
      addEventListener("pagehide", () => this.flush());
      document.addEventListener("visibilitychange", () => this.flush());
      addEventListener("storage", ({key}) => this.elsewhere(key));
    }

    // The record of a checklist about a subject; an empty one if nothing is kept.
    record(checklist, subject) {
      const key = keyOf(checklist, subject);
      if (!this.records.has(key)) {
        const known = knownOf(mlkb.checklists[checklist]);
        this.records.set(key, recordOf(parsed(this.read(key)), known, subject));
      }
      return this.records.get(key);
    }

    has(checklist, subject) {
      return !isEmpty(this.record(checklist, subject));
    }

    put(checklist, subject, record) {
      this.records.set(keyOf(checklist, subject), record);
    }

    // Keeps a record as it is now, in a moment, and tells every form but *from*.
    changed(checklist, subject, from) {
      this.dirty.add(keyOf(checklist, subject));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), PAUSE);
      this.tell({checklist, subject, from});
    }

    tell(detail) {
      this.dispatchEvent(new CustomEvent("change", {detail}));
    }

    flush() {
      clearTimeout(this.timer);
      for (const key of this.dirty) {
        const record = this.records.get(key);
        const kept = record && (record.begun || !isEmpty(record));
        this.write(key, kept ? JSON.stringify(record) : null);
      }
      this.dirty.clear();
    }

    // Another page of this browser has changed what is kept.
    elsewhere(key) {
      if (key === null) {
        this.records.clear();
        this.tell({});
      } else if (key.startsWith(mlkb.kept) && !this.dirty.has(key)) {
        this.records.delete(key);
        const [checklist, subject] = key.slice(mlkb.kept.length).split(":");
        this.tell({checklist, subject});
      } else if (key === SETTINGS) {
        this.settings = this.readSettings();
      }
    }

    // Subjects

    // The subjects that go together with those of *checklist*, the current one among them.
    subjects(checklist) {
      const group = this.groupOf(checklist);
      const own = keyOf(checklist, "");
      const there = [...this.keys(), ...this.records.keys()]
        .filter((key) => key.startsWith(own)).map((key) => key.slice(own.length)).filter(isId);
      const known = this.settings.subjects[group] || [];
      return [...new Set([...known, ...there, this.subject(checklist)])].filter(isId).sort();
    }

    groupOf(checklist) {
      const {about} = mlkb.checklists[checklist];
      return Object.hasOwn(APART, about) ? about : "team";
    }

    subject(checklist) {
      const group = this.groupOf(checklist);
      const {[group]: current} = this.settings.current;
      if (isId(current)) return current;
      return Object.hasOwn(APART, group) ? APART[group] : TOGETHER;
    }

    choose(checklist, subject) {
      const group = this.groupOf(checklist);
      const {current, subjects} = this.settings;
      current[group] = subject;
      subjects[group] = [...new Set([...(subjects[group] || []), subject])].filter(isId);
      this.keep();
    }

    // Forgets the answers of a checklist about a subject, and its name if nothing else bears it.
    forget(checklist, subject) {
      this.records.delete(keyOf(checklist, subject));
      this.dirty.delete(keyOf(checklist, subject));
      this.write(keyOf(checklist, subject), null);
      if (!this.keys().some((key) => key.endsWith(`:${subject}`))) this.unname(checklist, subject);
      this.tell({checklist, subject});
    }

    unname(checklist, subject) {
      const group = this.groupOf(checklist);
      const {current, subjects, of} = this.settings;
      subjects[group] = (subjects[group] || []).filter((one) => one !== subject);
      delete of[subject];
      if (current[group] === subject) delete current[group];
      this.keep();
    }

    // Calls a subject otherwise, in everything that is kept about it.
    rename(checklist, old, name) {
      this.flush();
      for (const key of this.keys().filter((one) => one.endsWith(`:${old}`))) {
        this.write(key.slice(0, -old.length) + name, this.read(key));
        this.write(key, null);
      }
      this.records.clear();
      const {of} = this.settings;
      if (Object.hasOwn(of, old)) of[name] = of[old];
      this.unname(checklist, old);
      this.choose(checklist, name);
      this.tell({});
    }

    // The browser's storage; what it refuses is kept until the page closes, and told once.

    read(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    }

    write(key, text) {
      try {
        if (text === null) localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      } catch {
        this.refused = true;
        this.dispatchEvent(new Event("refused"));
      }
    }

    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(mlkb.kept));
      } catch {
        return [];
      }
    }

    readSettings() {
      const {current, subjects, of, me, core} = parsed(this.read(SETTINGS));
      const lists = Object.entries(plain(subjects)).filter(([, list]) => Array.isArray(list));
      return {
        current: {...plain(current)}, subjects: Object.fromEntries(lists),
        of: {...plain(of)}, me: {...plain(me)}, core: core === true,
      };
    }

    keep() {
      this.write(SETTINGS, JSON.stringify(this.settings));
    }
  }

  Object.assign(mlkb, {isEmptyRecord: isEmpty, store: new Store()});
})();
