// The form over the page of a checklist: which questions it asks, where their answers go, what
// follows from them. One for each <mlkb-form>.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {Bar, Core, FactsFirst, Folds, Guest, Kept, Links, Outcome, Panel, boxesOf, composed, count,
    dated, entriesIn, fieldsOf, guestIn, isSame, regionBehind, say, store} = mlkb;
  const TYPING = 250;

  // Today as the evaluator takes it: the date in UTC.
  mlkb.today = () => new Date().toISOString().slice(0, 10);

  class Filling {
    constructor(host) {
      const id = host.getAttribute("checklist");
      const reads = (host.getAttribute("reads") || "").split(" ").filter(Boolean);
      Object.assign(this, {host, id, reads, data: mlkb.checklists[id], entries: []});
      this.kept = new Kept(this.data, this.reads);
      this.links = new Links(host);
      this.folds = new Folds(this.entries, this.kept, this.links);
      this.build();
      const {signal} = host.closing;
      store.addEventListener("change", ({detail}) => this.elsewhere(detail), {signal});
      store.addEventListener("refused", () => this.refused(), {signal});
      addEventListener("hashchange", () => this.goTo(location.hash), {signal});
      signal.addEventListener("abort", () => this.close());
    }

    build() {
      const {host, id, entries} = this;
      const ask = (box, checklist, name) => entries.push(...entriesIn(box, checklist, name,
        (entry, typing) => this.edited(entry, typing)));
      this.facts = new FactsFirst(this, ask);
      const boxes = boxesOf(this.data);
      boxes.forEach(([name, box]) => ask(box, id, name));
      this.kept.asked = [...new Set(entries.map((one) => one.checklist))];
      this.bar = new Bar(id, () => this.goOn());
      this.outcome = new Outcome(id);
      this.region = regionBehind(host.parentElement, id,
        [this.facts.element].filter(Boolean), [this.outcome.element, this.bar.element]);
      this.core = new Core(this.data, boxes, this.region);
      this.panel = new Panel(this);
      document.documentElement.classList.add("mlkb-with-bar");
      const pressed = document.activeElement === host.button;
      host.append(this.panel.element);
      host.button.hidden = host.hint.hidden = true;
      // The button that was pressed is gone: go on from what stands in its place.
      if (pressed) this.panel.element.focus({preventScroll: true});
      this.panel.files.takeDrops([host, this.region]);
    }

    // Answers

    edited({checklist, name, asked, controls}, typing) {
      const record = this.kept.record(checklist);
      const {sheet, drafts} = record;
      const today = mlkb.today();
      const before = sheet.answers[name] || {};
      const {fields} = controls;
      if (!Object.keys(sheet.answers).length && !sheet.answered_on) sheet.answered_on = today;
      const changed = composed(fields, asked, today).answer.answer;
      if (changed !== undefined && !isSame(changed, before.answer)) {
        fields.on = dated(sheet, before, asked, today);
      }
      const {answer, ...rest} = composed(fields, asked, today);
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
        const {others} = this.kept.record(this.id);
        if (!others.some((one) => one.respondent.name === me.name)) sheet.respondent = {...me};
      }
    }

    // Something of mine has changed: keep it, and see what follows, at once or when typing rests.
    changed(checklist, typing = false) {
      if (!this.kept.guest) {
        store.changed(checklist, this.kept.subjectFor(checklist), this);
        if (checklist !== this.id) this.begin();
      }
      clearTimeout(this.timer);
      if (typing) this.timer = setTimeout(() => this.evaluate(), TYPING);
      else this.evaluate();
    }

    // Facts of another checklist were answered here: the form opens here the next time too.
    begin() {
      const record = this.kept.record(this.id);
      if (record.begun) return;
      record.begun = true;
      store.changed(this.id, this.kept.subject, this);
    }

    elsewhere({checklist, from}) {
      if (from === this || this.kept.guest) return;
      if (checklist && ![this.id, ...this.reads].includes(checklist)) return;
      this.showAll();
    }

    // Answers came in from a file.
    arrived(checklist, subject) {
      store.changed(checklist, subject, this);
      if (checklist === this.id && subject !== this.kept.subject) this.choose(subject);
      else this.showAll();
    }

    choose(subject) {
      store.choose(this.id, subject);
      this.kept.subject = subject;
      this.showAll();
    }

    belongsTo(subject) {
      store.settings.of[this.kept.subject] = subject;
      store.keep();
      this.showAll();
    }

    // What is seen

    // Shows everything as it is kept.
    showAll() {
      const today = mlkb.today();
      for (const {checklist, name, asked, controls} of this.entries) {
        const {sheet, drafts} = this.kept.record(checklist);
        const fields = fieldsOf(sheet.answers[name], drafts[name], asked);
        controls.show(fields, composed(fields, asked, today).wrong);
      }
      this.region.classList.toggle("mlkb-looking", Boolean(this.kept.guest));
      this.begun = false;
      this.panel.show();
      this.evaluate();
    }

    evaluate() {
      clearTimeout(this.timer);
      const sheets = this.kept.sheets();
      const subjects = Object.fromEntries(
        Object.entries(store.settings.of).map(([name, of]) => [name, {of}]));
      const assessment = mlkb.assess({
        checklists: [this.id, ...this.reads].map((one) => mlkb.checklists[one]),
        ladders: mlkb.ladders, sheets, today: mlkb.today(), subjects, ...mlkb.project,
      });
      const report = mlkb.report(assessment);
      const view = {
        checklist: this.data, subject: this.kept.subject, checklists: mlkb.checklists, sheets,
        anchor: (reference) => this.links.anchor(reference),
      };
      this.latest = () => [report, view];
      this.fold(assessment);
      this.facts.show();
      const more = !this.kept.guest && this.entries.some((one) => this.isNext(one));
      this.bar.show(mlkb.standing(report, view), more);
      this.outcome.renew(() => this.latest());
    }

    // Folds away what does not apply, opens what does, and says how many of each.
    fold(assessment) {
      const [opened, folded] = this.folds.show(assessment);
      if (this.begun) this.news(opened, folded);
      this.begun = true;
    }

    news(opened, folded) {
      const parts = [
        opened && count("form.opened", opened), folded && count("form.closed", folded),
      ];
      this.bar.tell(parts.filter(Boolean).join(" "));
    }

    // Whether a question is open, and in sight.
    isNext({open, folding, box}) {
      return open && !folding.folded && !this.core.hides(box);
    }

    // The next open question below what is seen now, else the first.
    goOn() {
      const open = this.entries.filter((one) => this.isNext(one));
      const below = open.find(({box}) => box.getBoundingClientRect().top > innerHeight / 2);
      const {box} = below || open[0] || {};
      if (!box) return;
      box.scrollIntoView({block: "center"});
      const input = box.querySelector("input, textarea");
      if (input) input.focus({preventScroll: true});
    }

    // Brings what the address names into sight.
    goTo(hash) {
      if (hash.length < 2 || mlkb.shared.test(hash)) return;
      const target = document.getElementById(hash.slice(1));
      if (!target || !this.region.contains(target)) return;
      const box = target.closest(".mlkb-question");
      if (box && this.core.hides(box)) this.core.reveal();
      target.scrollIntoView();
    }

    // Others, other pages, trouble

    // Shows the answers in the address, if there are any.
    async read() {
      const {hash} = location;
      if (!mlkb.shared.test(hash)) return this.kept.guest ? null : this.showAll();
      const records = await guestIn(hash, this.id);
      if (!records) {
        this.alone();
        if (!this.isElsewhere()) this.panel.tell(say("form.link-broken"));
        return null;
      }
      this.kept.guest = new Guest(this, this.panel.guest);
      this.kept.guest.records = records;
      this.kept.subject = this.kept.guest.sheet.subject;
      this.showAll();
      return this.kept.guest.ask();
    }

    // Whether the address may be meant for another form on this page.
    isElsewhere() {
      return document.querySelectorAll("mlkb-form").length > 1;
    }

    alone(subject) {
      this.kept.guest = null;
      if (subject) store.choose(this.id, subject);
      this.kept.subject = store.subject(this.id);
      this.showAll();
    }

    refused() {
      if (!this.told) this.panel.tell(say("form.storage"));
      this.told = true;
    }

    close() {
      clearTimeout(this.timer);
      store.flush();
      if (!document.querySelector(".mlkb-bar")) {
        document.documentElement.classList.remove("mlkb-with-bar");
      }
    }
  }

  // Fills in the page around an element; called again where the address has changed.
  const fillings = new WeakMap();
  mlkb.fillIn = (host) => {
    if (!fillings.has(host)) fillings.set(host, new Filling(host));
    const filling = fillings.get(host);
    const {hash} = location;
    return filling.read().then(() => filling.goTo(hash));
  };
})();
