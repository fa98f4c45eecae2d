// What can be said about a question besides its answer, folded away until somebody wants it: a
// note, evidence, a plan, an accepted risk, the date. Its fields are made when it is first opened.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {dayField, longField, make, say, spoken, textField} = mlkb;
  const NAMES = ["note", "evidence", "on", "planBy", "planUntil",
    "acceptBecause", "acceptBy", "acceptUntil"];

  class Remarks {
    // *edit* is called with the name of a field and what it holds now.
    constructor(raw, edit) {
      Object.assign(this, {raw, edit, fields: null, shown: {}, wrong: {}});
      this.filled = make("span", {class: "mlkb-quiet"});
      this.element = make("details", {class: "mlkb-remarks", ontoggle: () => this.fill()},
        make("summary", null,
          say(raw.scored === false ? "form.remarks-fact" : "form.remarks"), this.filled));
    }

    open() {
      this.element.open = true;
      this.fill();
    }

    // Opens and goes to one field.
    goTo(name) {
      this.open();
      this.fields[name].input.focus();
    }

    fill() {
      if (this.fields || !this.element.open) return;
      const {raw} = this;
      const scored = raw.scored !== false;
      const wanted = raw.evidence && raw.evidence !== "none";
      this.fields = {
        note: longField(say("form.note"), {}),
        evidence: longField(
          say(raw.evidence === "required" ? "form.evidence-required" : "form.evidence"), {},
          {hint: [wanted && raw.evidence_wanted
            ? say("form.evidence-wanted", {evidence: spoken(raw.evidence_wanted)}) : "",
          say("form.evidence-hint")].filter(Boolean).join(" ")}),
        on: dayField(say("form.on"), {}),
        ...(scored && {
          planBy: textField(say("form.plan-by"), {}),
          planUntil: dayField(say("form.plan-until"), {}),
          acceptBecause: longField(say("form.accept-because"), {}),
          acceptBy: textField(say("form.accept-by"), {}),
          acceptUntil: dayField(say("form.accept-until"), {}),
        }),
      };
      for (const [name, {input}] of Object.entries(this.fields)) {
        input.addEventListener("input", () => this.edit(name, valueOf(input)));
        input.addEventListener("change", () => this.edit(name, valueOf(input)));
      }
      const of = (...names) => names.map((name) => this.fields[name].element);
      this.element.append(make("div", {class: "mlkb-remarks__fields"},
        of("note", "evidence"),
        scored ? [
          group(say("form.plan"), say("form.plan-hint"), of("planBy", "planUntil")),
          group(say("form.accept"), say("form.accept-hint"),
            of("acceptBecause", "acceptBy", "acceptUntil")),
        ] : null,
        of("on")));
      this.show(this.shown, this.wrong);
    }

    show(fields, wrong) {
      Object.assign(this, {shown: fields, wrong});
      const there = [["note", fields.note], ["evidence-short", fields.evidence],
        ["plan", fields.planBy || fields.planUntil], ["accept", fields.acceptBecause]]
        .filter(([, text]) => text).map(([key]) => say(`form.${key}`));
      const text = there.length ? say("form.remarks-there", {what: there.join(", ")}) : "";
      if (this.filled.textContent !== text) this.filled.textContent = text;
      if (NAMES.some((name) => wrong[name])) this.element.open = true;
      if (!this.fields) return;
      for (const [name, {input, tell}] of Object.entries(this.fields)) {
        if (valueOf(input) !== fields[name]) input.value = fields[name];
        tell(wrong[name] ? say(`form.wrong-${wrong[name]}`) : "");
      }
    }
  }

  // What stands in a field; a day that is half written is no day.
  const valueOf = (input) => (input.validity.badInput ? "?" : input.value);

  const group = (title, hint, fields) => make("fieldset", {class: "mlkb-group"},
    make("legend", null, title), make("p", {class: "mlkb-quiet"}, hint),
    make("div", {class: "mlkb-row"}, fields));

  Object.assign(mlkb, {Remarks});
})();
