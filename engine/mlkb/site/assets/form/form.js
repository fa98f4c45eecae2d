// The form over the page of a checklist: which questions it asks, where their answers are kept, what
// follows from them. One for each <mlkb-form>.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {Bar, Conditions, Controls, FactsFirst, Folding, Guest, Outcome, Panel, composed, count,
    fieldsOf, guestIn, knownOf, make, say, spoken, store} = mlkb;
  const TYPING = 250;
  const ANSWER = "answer";

  // Today as the evaluator takes it: the date in UTC.
  mlkb.today = () => new Date().toISOString().slice(0, 10);

  class Filling {
    constructor(host) {
      this.host = host;
      this.id = host.getAttribute("checklist");
      this.data = mlkb.checklists[this.id];
      this.home = new URL(host.getAttribute("home") || "./", document.baseURI);
      this.reads = (host.getAttribute("reads") || "").split(" ").filter(Boolean);
      this.subject = store.subject(this.id);
      this.entries = [];
      this.guest = null;
      this.build();
      const {signal} = host.closing;
      store.addEventListener("change", ({detail}) => this.elsewhere(detail), {signal});
      store.addEventListener("refused", () => this.refused(), {signal});
      signal.addEventListener("abort", () => this.close());
    }

    // The page

    build() {
      const {host, id} = this;
      const end = document.querySelector(`.mlkb-end[data-checklist="${CSS.escape(id)}"]`);
      const start = host.parentElement;
      this.region = make("div", {class: "mlkb-filling"});
      const within = [];
      for (let one = start.nextSibling; one && one !== end; one = one.nextSibling) within.push(one);
      this.facts = new FactsFirst(this, (box, checklist, name) => this.ask(box, checklist, name));
      for (const name of knownOf(this.data).raw.keys()) {
        const heading = document.getElementById(`${id}-${name}`);
        const box = heading && heading.closest(".mlkb-question");
        if (box) this.ask(box, id, name);
      }
      this.factsAsked = [...new Set(this.entries.map((one) => one.checklist))];
      this.bar = new Bar(id, () => this.goOn());
      this.outcome = new Outcome(id);
      start.after(this.region);
      this.region.append(...[this.facts.element].filter(Boolean), ...within, this.outcome.element,
        this.bar.element);
      this.panel = new Panel(this);
      host.append(this.panel.element);
      host.button.hidden = host.hint.hidden = true;
      this.takeDrops();
    }

    // Puts the controls of a question into its box.
    ask(box, checklist, name) {
      const known = knownOf(mlkb.checklists[checklist]);
      const asked = known.asked.get(name);
      if (asked.dropped !== null) return;
      const entry = {checklist, name, asked, box, folding: new Folding(box)};
      entry.controls = new Controls(known.raw.get(name), asked,
        (typing) => this.edited(entry, typing));
      const answers = box.querySelector(".mlkb-answers");
      if (answers) answers.after(entry.controls.said, entry.controls.element);
      else box.append(entry.controls.said, entry.controls.element);
      this.entries.push(entry);
    }

    takeDrops() {
      const over = (event) => {
        if ([...event.dataTransfer.types].includes("Files") && !this.guest) event.preventDefault();
      };
      for (const place of [this.host, this.region]) {
        place.addEventListener("dragover", over);
        place.addEventListener("drop", (event) => {
          over(event);
          if (event.defaultPrevented) {
            this.panel.tried(() => this.panel.files.take([...event.dataTransfer.files]));
          }
        });
      }
    }

    // Which records count

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
      return this.factsAsked.map((one) => this.record(one).sheet)
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

    // Answers

    edited({checklist, name, asked, controls}, typing) {
      const record = this.record(checklist);
      const {sheet, drafts} = record;
      const today = mlkb.today();
      const before = sheet.answers[name] || {};
      const {fields} = controls;
      if (!Object.keys(sheet.answers).length && !sheet.answered_on) sheet.answered_on = today;
      let {answer, ...rest} = composed(fields, asked, today);
      if (answer.answer !== undefined && !same(answer.answer, before.answer)) {
        fields.on = dated(sheet, before, asked, today);
        ({answer, ...rest} = composed(fields, asked, today));
      }
      if (Object.keys(answer).length) sheet.answers[name] = answer;
      else delete sheet.answers[name];
      if (Object.keys(rest.drafts).length) drafts[name] = rest.drafts;
      else delete drafts[name];
      this.sign(sheet);
      controls.show(fields, rest.wrong);
      this.changed(checklist, typing);
    }

    // A sheet begun here is by whoever answered the last one.
    sign(sheet) {
      const {me} = store.settings;
      if (Object.keys(sheet.answers).length === 1 && !sheet.respondent && mlkb.isId(me.name)) {
        const {others} = this.record(this.id);
        if (!others.some((one) => one.respondent.name === me.name)) sheet.respondent = {...me};
      }
    }

    // Something of mine has changed: keep it, and see what follows, at once or when typing rests.
    changed(checklist, typing = false) {
      if (!this.guest) {
        store.changed(checklist, this.subjectFor(checklist), this);
        if (checklist !== this.id) this.begin();
      }
      clearTimeout(this.timer);
      if (typing) this.timer = setTimeout(() => this.evaluate(), TYPING);
      else this.evaluate();
    }

    // Facts of another checklist were answered here: the form opens here the next time too.
    begin() {
      const record = this.record(this.id);
      if (record.begun) return;
      record.begun = true;
      store.changed(this.id, this.subject, this);
    }

    elsewhere({checklist, from}) {
      if (from === this || this.guest) return;
      if (checklist && ![this.id, ...this.reads].includes(checklist)) return;
      this.showAll();
    }

    // Answers came in from a file.
    arrived(checklist, subject) {
      store.changed(checklist, subject, this);
      if (checklist === this.id && subject !== this.subject) this.choose(subject);
      else this.showAll();
    }

    choose(subject) {
      store.choose(this.id, subject);
      this.subject = subject;
      this.showAll();
    }

    belongsTo(subject) {
      store.settings.of[this.subject] = subject;
      store.keep();
      this.showAll();
    }

    // What is seen

    // Shows everything as it is kept.
    showAll() {
      const today = mlkb.today();
      for (const {checklist, name, asked, controls} of this.entries) {
        const {sheet, drafts} = this.record(checklist);
        const fields = fieldsOf(sheet.answers[name], drafts[name], asked);
        controls.show(fields, composed(fields, asked, today).wrong);
      }
      this.region.classList.toggle("mlkb-looking", Boolean(this.guest));
      this.begun = false;
      this.panel.show();
      this.evaluate();
    }

    evaluate() {
      clearTimeout(this.timer);
      const sheets = this.sheets();
      const subjects = Object.fromEntries(
        Object.entries(store.settings.of).map(([name, of]) => [name, {of}]));
      const assessment = mlkb.assess({
        checklists: [this.id, ...this.reads].map((one) => mlkb.checklists[one]),
        ladders: mlkb.ladders, sheets, today: mlkb.today(), subjects,
      });
      const report = mlkb.report(assessment);
      const view = {
        checklist: this.data, subject: this.subject, checklists: mlkb.checklists, sheets,
        anchor: (reference) => this.anchor(reference),
      };
      this.latest = () => [report, view];
      this.fold(assessment);
      this.facts.show();
      this.bar.show(mlkb.standing(report, view));
      this.outcome.renew(() => this.latest());
    }

    // Folds away what does not apply, opens what does, and says how many of each.
    fold(assessment) {
      const all = new Map();
      let [opened, folded] = [0, 0];
      for (const entry of this.entries) {
        const {checklist, name, folding, controls} = entry;
        if (!all.has(checklist)) all.set(checklist, this.conditions(assessment, checklist));
        const [conditions, findings] = all.get(checklist);
        const finding = findings && findings.get(name);
        const {answers} = this.record(checklist).sheet;
        const answer = answers[name];
        if (entry.answer !== answer) controls.tellSaid(entry.answer = answer);
        entry.box.classList.toggle("mlkb-question--answered",
          Boolean(answer && answer.answer !== undefined));
        const own = finding && conditions.own(finding);
        controls.proof.hidden = !own || own.reason !== "evidence-missing";
        entry.open = !own || own.outcome === "unanswered";
        const why = finding ? conditions.why(finding) : null;
        if (folding.show(why, answer && ANSWER in answer)) {
          if (folding.folded) folded += 1;
          else opened += 1;
        }
      }
      if (this.begun) this.news(opened, folded);
      this.begun = true;
    }

    conditions(assessment, checklist) {
      const subject = this.subjectFor(checklist);
      const evaluation = assessment.evaluations.find(
        (one) => one.checklist.id === checklist && one.subject === subject);
      const {respondent} = this.record(this.id).sheet;
      const name = respondent ? respondent.name : "";
      const sheet = (evaluation && evaluation.sheets.find((one) => one.respondent === name)) ||
        {checklist, subject, respondent: name, answeredOn: null, answers: new Map()};
      return [new Conditions(assessment, sheet, (reference) => this.linkTo(reference)),
        evaluation && evaluation.findings];
    }

    news(opened, folded) {
      const parts = [opened && count("form.opened", opened), folded && count("form.closed", folded)];
      this.bar.tell(parts.filter(Boolean).join(" "));
    }

    // The next open question below what is seen now, else the first.
    goOn() {
      const open = this.entries.filter((one) => one.open && !one.folding.folded);
      const below = open.find(({box}) => box.getBoundingClientRect().top > innerHeight / 2);
      const {box} = below || open[0] || {};
      if (!box) return;
      box.scrollIntoView({block: "center"});
      const input = box.querySelector("input, textarea");
      if (input) input.focus({preventScroll: true});
    }

    // Links

    // Where a reference leads: on this page if it stands here.
    anchor(reference) {
      const [, checklist, mark, name] = /^([^/:]+)([/:])(.*)$/.exec(reference) || [];
      if (!checklist) return "";
      const own = mark === ":" ? `${checklist}---result-${name}` : `${checklist}-${name}`;
      const here = name && [this.facts.anchor(checklist, name), own, `${checklist}--help-${name}`]
        .find((one) => document.getElementById(one));
      if (here) return `#${here}`;
      if (!Object.hasOwn(mlkb.checklists, checklist) && mark === ":") return "";
      const file = location.protocol === "file:" ? "index.html" : "";
      const page = new URL(`checklists/${checklist}/${file}`, this.home).href;
      return name ? `${page}#${own}` : page;
    }

    // A link to a question, a result or a checklist, in words.
    linkTo(reference) {
      const [checklist, name] = reference.split(/[/:]/);
      const data = mlkb.checklists[checklist];
      const question = name && data && knownOf(data).raw.get(name);
      const result = reference.includes(":") && data &&
        data.results.find((one) => one.id === name);
      const text = (question && spoken(question.ask)) || (result && spoken(result.title)) ||
        (data && spoken(data.title)) || reference;
      return make("a", {href: this.anchor(reference)}, text);
    }

    // Others, other pages, trouble

    // Shows the answers in the address, if there are any.
    async read() {
      const {hash} = location;
      if (!mlkb.shared.test(hash)) return this.guest ? null : this.showAll();
      const records = await guestIn(hash, this.id);
      if (!records) {
        this.alone();
        if (!this.isElsewhere()) this.panel.tell(say("form.link-broken"));
        return null;
      }
      this.guest = new Guest(this, this.panel.guest);
      this.guest.records = records;
      this.subject = this.guest.sheet.subject;
      this.showAll();
      return this.guest.ask();
    }

    // Whether the address may be meant for another form on this page.
    isElsewhere() {
      return document.querySelectorAll("mlkb-form").length > 1;
    }

    alone(subject) {
      this.guest = null;
      if (subject) store.choose(this.id, subject);
      this.subject = store.subject(this.id);
      this.showAll();
    }

    refused() {
      if (!this.told) this.panel.tell(say("form.storage"));
      this.told = true;
    }

    close() {
      clearTimeout(this.timer);
      store.flush();
    }
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // The day that an answer given now must carry; none where its sheet says it.
  function dated(sheet, before, asked, today) {
    if (sheet.answered_on === today) return "";
    const wanted = sheet.answered_on || before.on || asked.reviewEvery !== null;
    return wanted ? today : "";
  }

  // Fills in the page around an element; called again where the address has changed.
  const fillings = new WeakMap();
  mlkb.fillIn = (host) => {
    if (!fillings.has(host)) fillings.set(host, new Filling(host));
    const filling = fillings.get(host);
    const {hash} = location;
    return filling.read().then(() => {
      if (hash.length > 1 && !mlkb.shared.test(hash)) {
        document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
      }
    });
  };
})();
