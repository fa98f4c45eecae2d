// What a checklist rests on besides its own answers: facts of other checklists, which are asked
// first, and results of other checklists, which have to be there.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {knownOf, make, references, say, spoken, told} = mlkb;

  // The facts of other checklists that decide which questions of *data* apply, by checklist, in the
  // order in which it reads them; and the checklists whose results or practices it reads.
  function restsOn(data) {
    const facts = new Map();
    const whole = new Set();
    const waiting = [...knownOf(data).asked.values()].map((one) => [data.id, one]);
    const seen = new Set();
    while (waiting.length) {
      const [, question] = waiting.pop();
      for (const {checklist, question: id, text} of references(question.when)) {
        if (checklist === data.id || seen.has(text)) continue;
        seen.add(text);
        const premise = id && knownOf(mlkb.checklists[checklist]).asked.get(id);
        if (!premise || premise.scored) {
          whole.add(checklist);
        } else if (premise.dropped === null) {
          facts.set(checklist, new Set([...(facts.get(checklist) || []), id]));
          waiting.push([checklist, premise]);
        }
      }
    }
    const {results} = mlkb.checklistOf(data, mlkb.project.tailor);
    for (const {checklist, question} of results.flatMap((one) => one.kind.inputs(one.spec) || [])) {
      const asked = facts.get(checklist);
      if (checklist !== data.id && !(asked && asked.has(question))) whole.add(checklist);
    }
    const order = [...new Set([...(data.reads || []), ...facts.keys()])];
    return {
      facts: order.filter((one) => facts.has(one)).map((one) =>
        [one, inOrder(one).filter((id) => facts.get(one).has(id))]),
      whole: [...whole],
    };
  }

  const inOrder = (checklist) => [...knownOf(mlkb.checklists[checklist]).raw.keys()];

  // Where the form of *own* asks a fact of another checklist.
  const firstAnchor = (own, checklist, id) => `${own}---first-${checklist}-${id}`;

  // The block above the questions. *ask* makes a question in a box: (box, checklist, id).
  class FactsFirst {
    constructor(form, ask) {
      this.form = form;
      const {facts, whole} = restsOn(form.data);
      this.whole = whole;
      this.title = make("h3", {id: `${form.id}---first`});
      this.lines = make("ul", {class: "mlkb-rests"});
      const asked = facts.map(([checklist, ids]) => [
        make("p", {class: "mlkb-quiet"}, told("form.first-hint",
          {checklist: [form.links.to(`${checklist}/`)]})),
        ids.map((id) => {
          const box = make("div", {class: "mlkb-question mlkb-question--first"},
            make("h4", {id: firstAnchor(form.id, checklist, id)},
              spoken(knownOf(mlkb.checklists[checklist]).raw.get(id).ask)));
          ask(box, checklist, id);
          return box;
        }),
      ]);
      this.element = facts.length || whole.length
        ? make("section", {class: "mlkb-first", "aria-labelledby": this.title.id},
          this.title, asked, this.lines) : null;
      this.hasFacts = facts.length > 0;
    }

    // Says whose facts these are, and where results come from.
    show() {
      if (!this.element) return;
      const {form} = this;
      this.title.textContent = say(this.hasFacts ? "form.first" : "form.rests",
        {subject: form.kept.subject});
      this.lines.replaceChildren(...this.whole.map((one) => this.line(one)));
    }

    line(checklist) {
      const {form} = this;
      const link = [form.links.to(`${checklist}/`)];
      const subject = form.kept.subjectFor(checklist);
      const {store} = mlkb;
      const {others} = form.kept.record(checklist, subject);
      if (others.length || form.kept.isAnswered(checklist, subject)) {
        return make("li", null, told("form.rests-on", {checklist: link, subject}));
      }
      const there = form.kept.guest ? [] : store.subjects(checklist)
        .filter((one) => one !== form.kept.subject && store.has(checklist, one));
      return make("li", null, told("form.rests-missing", {checklist: link, subject}),
        there.map((one) => [" ", mlkb.button(say("form.rests-use", {subject: one}),
          () => form.belongsTo(one), {class: "mlkb-button mlkb-button--plain"})]));
    }
  }

  Object.assign(mlkb, {FactsFirst, firstAnchor});
})();
