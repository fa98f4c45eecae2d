// The ten-minute set: the core questions, the facts that results rest on, and what decides whether
// any of these applies; the twin of mlkb/fill/agenda.py. The rest is out of sight, not gone.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {checklistOf, freshId, knownOf, make, references, say, store} = mlkb;

  // The ids of the set; null where it is the whole checklist, or there is none.
  function coreOf(data) {
    const {asked} = knownOf(data);
    const wanted = new Set([...asked.values()].filter((one) => one.core).map((one) => one.id));
    if (!wanted.size) return null;
    const add = ({checklist, question}) => {
      if (checklist === data.id && asked.has(question)) wanted.add(question);
    };
    const inputs = (result) => result.kind.inputs(result.spec) || [];
    const isFact = ({question}) => asked.has(question) && !asked.get(question).scored;
    const {results} = checklistOf(data, mlkb.project.tailor);
    results.flatMap(inputs).filter(isFact).forEach(add);
    // What is added while going through a set comes along.
    for (const id of wanted) {
      const {when, requires} = asked.get(id);
      if (requires) wanted.add(requires);
      for (const one of references(when)) {
        const result = one.result && results.find(({id: name}) => name === one.result);
        if (one.question) add(one);
        else if (result && one.checklist === data.id) inputs(result).filter(isFact).forEach(add);
      }
    }
    return wanted.size < asked.size ? wanted : null;
  }

  class Core {
    // *boxes* are [id, element] of every question, within *region*.
    constructor(data, boxes, region) {
      const wanted = coreOf(data);
      this.region = region;
      this.element = null;
      if (!wanted) return;
      for (const [id, box] of boxes) box.classList.toggle("mlkb-question--beyond", !wanted.has(id));
      const id = freshId();
      this.only = make("input", {type: "checkbox", id, onchange: () => {
        store.settings.core = this.only.checked;
        store.keep();
        this.show();
      }});
      this.only.checked = store.settings.core;
      const numbers = {core: wanted.size, total: knownOf(data).asked.size};
      this.element = make("p", {class: "mlkb-core__choice"},
        this.only, " ", make("label", {for: id}, say("form.core", numbers)));
      this.show();
    }

    show() {
      this.region.classList.toggle("mlkb-core", this.only.checked);
    }

    hides(box) {
      return Boolean(this.element) && this.only.checked && box.matches(".mlkb-question--beyond");
    }

    // Brings everything back into sight, for now.
    reveal() {
      this.only.checked = false;
      this.show();
    }
  }

  Object.assign(mlkb, {Core});
})();
