// The controls of one question: what a person answers it with, on every type, and what they see of
// it. They know nothing of where answers are kept.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {Remarks, button, field, freshId, isTyped, make, say, spoken} = mlkb;
  const LARGEST = Number.MAX_SAFE_INTEGER;

  // Which numbers may be answered.
  function numberWords({least, most}) {
    if (least > -LARGEST && most < LARGEST) return say("form.number-between", {least, most});
    if (least > -LARGEST) return say("form.number-at-least", {least});
    return most < LARGEST ? say("form.number-at-most", {most}) : say("form.number");
  }

  class Controls {
    // *change* is called with whether the person is typing.
    constructor(raw, asked, change) {
      Object.assign(this, {raw, asked, change, fields: {}, name: freshId(), inputs: new Map()});
      this.remarks = new Remarks(raw, (name, text) => this.edit({[name]: text}, true));
      this.because = mlkb.textField(say("form.because"), {required: true},
        {wide: true, hint: say("form.because-hint")});
      this.because.element.hidden = true;
      this.because.input.addEventListener("input",
        () => this.edit({because: this.because.input.value}, true));
      this.clear = button(say("form.clear"), () => this.cleared(),
        {class: "mlkb-button mlkb-button--plain", hidden: true});
      this.proof = make("p", {class: "mlkb-need", hidden: true}, say("form.needs-evidence"), " ",
        button(say("form.add-evidence"), () => this.remarks.goTo("evidence"),
          {class: "mlkb-button mlkb-button--plain"}));
      const hint = this.hint();
      const help = hint ? make("p", {class: "mlkb-quiet", id: freshId()}, hint) : null;
      this.element = make("div", {class: "mlkb-fields"},
        make("fieldset", {"aria-describedby": help && help.id},
          make("legend", {class: "mlkb-unseen"}, spoken(raw.ask)),
          help, this.value(), this.because.element),
        this.proof, this.remarks.element);
      this.said = make("dl", {class: "mlkb-said"});
    }

    // What to mind when answering.
    hint() {
      const {raw, asked} = this;
      if (raw.type === "practice") return asked.spec.reversed ? say("form.reversed") : "";
      if (raw.type === "multiple-choice") {
        const {worst} = asked.spec;
        return worst === null ? say("form.several") : say("form.signs");
      }
      return raw.type === "scale" ? say("form.scale") : "";
    }

    value() {
      const {raw, asked} = this;
      if (isTyped(asked)) return this.typing();
      const several = raw.type === "multiple-choice";
      const choices = this.choices().map(([word, ...label]) =>
        this.choice(several ? "checkbox" : "radio", word, label));
      const alone = asked.spec.choices.some((one) => one.exclusive);
      const none = several && !alone ? this.choice("checkbox", "none", [say("form.none")]) : null;
      const na = this.choice(several ? "checkbox" : "radio", "n/a", [say("form.na")]);
      const row = raw.type === "practice" ? " mlkb-choices--row" : "";
      return make("div", {class: `mlkb-choices${row}`}, choices, none, na, this.clear);
    }

    // The words to choose from with their labels.
    choices() {
      const {raw, asked} = this;
      if (raw.type === "practice") {
        return [["yes", say("report.answer-yes")],
          ["partial", say("report.answer-partial"), quiet(say("form.partial"))],
          ["no", say("report.answer-no")]];
      }
      const target = raw.type === "scale" && raw.scored !== false ? asked.spec.target : null;
      return asked.spec.choices.map((one, place) => [one.id, spoken(one.label) || one.id,
        place === target ? quiet(say("form.target")) : null]);
    }

    choice(type, word, label) {
      const input = make("input", {type, name: this.name, value: word});
      input.addEventListener("change", () => this.chosen(word, input.checked));
      this.inputs.set(word, input);
      return make("label", {class: "mlkb-choice"}, input, make("span", null, label));
    }

    typing() {
      const {raw, asked} = this;
      const unit = raw.unit ? ` (${spoken(raw.unit)})` : "";
      const label = {
        number: () => numberWords(asked.spec) + unit,
        people: () => say("form.people", {least: asked.spec.least}),
        text: () => say("form.text"),
      }[raw.type]();
      const input = raw.type === "number"
        ? make("input", {type: "text", inputmode: "numeric", autocomplete: "off", size: 8})
        : make("textarea", {rows: 2, autocomplete: "off"});
      this.typed = field(label, input, {wide: raw.type !== "number"});
      input.addEventListener("input",
        () => this.edit({typed: input.value, na: false, none: false}, true));
      return make("div", {class: "mlkb-typed"}, this.typed.element,
        make("div", {class: "mlkb-choices mlkb-choices--row"},
          raw.type === "people" ? this.choice("checkbox", "none", [say("form.nobody")]) : null,
          this.choice("checkbox", "n/a", [say("form.na")]), this.clear));
    }

    // A choice was made, or taken back.
    chosen(word, on) {
      const {raw, asked, fields} = this;
      if (word === "n/a") this.edit({na: on, none: false, value: null});
      else if (word === "none") this.edit({none: on, na: false, value: on ? [] : null});
      else if (raw.type !== "multiple-choice") this.edit({value: word, na: false});
      else {
        const {choices} = asked.spec;
        const alone = new Set(choices.filter((one) => one.exclusive).map((one) => one.id));
        const others = (fields.value || []).filter((one) => one !== word);
        const kept = alone.has(word) ? [] : others.filter((one) => !alone.has(one));
        const ticked = on ? [...kept, word] : others;
        const value = choices.map((one) => one.id).filter((one) => ticked.includes(one));
        this.edit({value: value.length ? value : null, na: false, none: false});
      }
    }

    cleared() {
      this.edit({value: null, typed: "", na: false, none: false, because: ""});
      (this.typed ? this.typed.input : [...this.inputs.values()][0]).focus();
    }

    edit(change, typing = false) {
      Object.assign(this.fields, change);
      this.change(typing);
    }

    // Shows what the fields hold, and what is wrong with it by field.
    show(fields, wrong) {
      this.fields = fields;
      const {value, na, none, typed} = fields;
      for (const [word, input] of this.inputs) {
        input.checked = word === "n/a" ? na : word === "none" ? none && !na
          : Array.isArray(value) ? value.includes(word) : value === word;
      }
      if (this.typed) {
        if (this.typed.input.value !== typed) this.typed.input.value = typed;
        this.typed.tell(wrong.typed ? this.wrongWords(wrong.typed) : "");
      }
      if (this.because.input.value !== fields.because) this.because.input.value = fields.because;
      this.because.element.hidden = !na;
      this.because.tell(wrong.because ? say("form.wrong-reason") : "");
      this.clear.hidden = !(na || none || value !== null || typed);
      this.remarks.show(fields, wrong);
    }

    wrongWords(code) {
      if (this.raw.type !== "number") return say(`form.wrong-${code}`);
      return say("form.wrong-number", {number: numberWords(this.asked.spec)});
    }

    // What is said, in words: for paper, and for who only looks.
    tellSaid(answer) {
      this.said.replaceChildren(...saidOf(this.asked, answer || {}));
    }
  }

  const quiet = (text) => make("span", {class: "mlkb-quiet"}, ` ${text}`);

  function valueWords(asked, value) {
    if (value === "n/a") return say("form.na");
    if (Array.isArray(value)) {
      return value.map((one) => valueWords(asked, one)).join(", ")
        || say(asked.type === "people" ? "form.nobody" : "form.none");
    }
    const choice = asked.spec.choices.find((one) => one.id === value);
    if (choice) return spoken(choice.label) || choice.id;
    return asked.type === "practice" ? say(`report.answer-${value}`) : String(value);
  }

  function saidOf(asked, {answer, because, note, evidence, on, plan, accept}) {
    const lines = [
      ["answer", answer === undefined ? "" : valueWords(asked, answer)],
      ["said-because", because], ["note", note], ["evidence-short", (evidence || []).join(", ")],
      ["plan", plan && say("form.said-plan", plan)],
      ["accept", accept && say("form.said-accept", accept)], ["on", on],
    ];
    return lines.filter(([, text]) => text).map(([key, text]) =>
      make("div", null, make("dt", null, say(`form.${key}`)), make("dd", null, text)));
  }

  Object.assign(mlkb, {Controls, valueWords});
})();
