// The panel above a checklist: what the answers are about and who gives them, files, and others.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {Files, button, dayField, field, isDay, isId, make, respondentOf, say, spoken, textField,
    told} = mlkb;
  const PLAIN = {class: "mlkb-button mlkb-button--plain"};

  class Panel {
    constructor(form) {
      this.form = form;
      this.status = make("div", {class: "mlkb-status", role: "status"});
      this.files = new Files(form, (...lines) => this.tell(...lines));
      this.guest = make("div", null);
      this.others = make("div", null);
      this.left = make("div", null);
      this.element = make("section",
        {class: "mlkb-panel", tabindex: "-1", "aria-label": say("form.panel")},
        this.guest,
        this.mine = make("div", null, this.subjectRow(), this.meRow(), this.tools(),
          form.core.element || ""),
        this.others, this.left, this.status,
        make("p", {class: "mlkb-quiet"}, say("form.kept-here")));
    }

    tell(...lines) {
      this.status.replaceChildren(...lines.map((one) =>
        (one instanceof Element ? one : make("p", null, one))));
    }

    // Whom or what the answers are about

    subjectRow() {
      this.subject = field(say("form.subject"), make("select", null));
      this.subject.input.addEventListener("change",
        () => this.form.choose(this.subject.input.value));
      this.name = textField(say("form.subject-name"), {maxlength: 80},
        {hint: say("form.subject-hint")});
      this.naming = make("form", {class: "mlkb-naming", hidden: true, onsubmit: (event) => {
        event.preventDefault();
        this.named();
      }}, this.name.element, make("div", {class: "mlkb-tools"},
        this.nameIt = make("button", {class: "mlkb-button"}),
        button(say("form.cancel"), () => this.leave(), PLAIN)));
      this.deleting = make("div", {class: "mlkb-asks", hidden: true});
      const ask = (how) => (event) => {
        this.asker = event.currentTarget;
        how();
      };
      return make("div", null,
        make("div", {class: "mlkb-row"}, this.subject.element, make("div", {class: "mlkb-tools"},
          button(say("form.subject-new"), ask(() => this.askName("new")), PLAIN),
          button(say("form.subject-rename"), ask(() => this.askName("rename")), PLAIN),
          button(say("form.subject-delete"), ask(() => this.askDelete()), PLAIN))),
        this.naming, this.deleting);
    }

    askName(how) {
      this.how = how;
      this.name.input.value = how === "rename" ? this.form.kept.subject : "";
      this.name.tell("");
      this.nameIt.textContent = say(`form.subject-${how}-do`);
      this.deleting.hidden = true;
      this.naming.hidden = false;
      this.name.input.focus();
    }

    named() {
      const name = this.name.input.value.trim();
      const {form, how} = this;
      if (!isId(name)) return this.name.tell(say("form.wrong-id"));
      const known = mlkb.store.subjects(form.id).includes(name);
      if (known && how === "rename" && name !== form.kept.subject) {
        return this.name.tell(say("form.wrong-taken"));
      }
      if (how === "rename" && name !== form.kept.subject) {
        mlkb.store.rename(form.id, form.kept.subject, name);
      }
      form.choose(name);
      return this.leave();
    }

    askDelete() {
      const {form} = this;
      this.naming.hidden = true;
      this.deleting.hidden = false;
      const {subject} = form.kept;
      const answers = Object.keys(form.kept.record(form.id).sheet.answers).length;
      const yes = button(say("form.delete-do"), () => {
        mlkb.store.forget(form.id, subject);
        this.leave();
        form.choose(mlkb.store.subject(form.id));
        this.tell(say("form.deleted", {subject}));
      });
      this.deleting.replaceChildren(
        make("p", null, say("form.delete-sure", {subject, answers})),
        make("p", {class: "mlkb-tools"}, yes,
          button(say("form.cancel"), () => this.leave(), PLAIN)));
      yes.focus();
    }

    leave() {
      this.naming.hidden = this.deleting.hidden = true;
      this.asker.focus();
    }

    // Who answers, and when

    meRow() {
      this.me = textField(say("form.me"), {maxlength: 80}, {hint: say("form.me-hint")});
      this.role = field(say("form.role"), make("select", null, make("option", {value: ""}, ""),
        Object.entries(mlkb.words.roles).map(([id, title]) => make("option", {value: id}, title))));
      this.on = dayField(say("form.answered-on"));
      for (const {input} of [this.me, this.role, this.on]) {
        input.addEventListener("change", () => this.signed());
      }
      return make("details", {class: "mlkb-remarks"},
        this.who = make("summary", null),
        make("div", {class: "mlkb-row"}, this.me.element, this.role.element, this.on.element));
    }

    // Takes over who answered, as far as it is right.
    signed() {
      const {form} = this;
      const {sheet, others} = form.kept.record(form.id);
      const name = this.me.input.value.trim();
      const taken = others.some((one) => respondentOf(one) === name);
      const wrong = name && !isId(name) ? "id" : taken ? "taken" : "";
      this.me.tell(wrong && say(`form.wrong-${wrong}`));
      const day = this.on.input.value;
      const late = isDay(day) && day > mlkb.today();
      this.on.tell(late ? say("form.wrong-future-day") : "");
      if (!name) delete sheet.respondent;
      else if (isId(name) && !taken) {
        const role = this.role.input.value;
        sheet.respondent = {name, ...(role && {role})};
      }
      if (!day) delete sheet.answered_on;
      else if (isDay(day) && !late) sheet.answered_on = day;
      mlkb.store.settings.me = {...sheet.respondent};
      mlkb.store.keep();
      this.showWho(sheet);
      form.changed(form.id);
    }

    showWho({respondent, answered_on: on}) {
      const who = respondent ? respondent.name : "";
      this.who.textContent = who && on ? say("form.who-when", {who, on})
        : who ? say("form.who", {who}) : on ? say("form.when", {on}) : say("form.nobody-yet");
    }

    // Files, links and paper

    tools() {
      const {files} = this;
      const input = make("input", {type: "file", multiple: true, accept: ".yaml,.yml", hidden: true,
        onchange: async () => {
          await this.tried(() => files.take([...input.files]));
          input.value = "";
        }});
      const tool = (key, act) => button(say(`form.${key}`), () => this.tried(act));
      return make("div", {class: "mlkb-tools mlkb-tools--files"},
        tool("import", () => input.click()), input,
        tool("export", () => files.save(this.form.id)),
        tool("copy", () => files.copyMarkdown()),
        tool("link", () => files.link()),
        tool("print", () => print()));
    }

    async tried(act) {
      try {
        await act();
      } catch (error) {
        this.tell(say("form.failed"));
        throw error;
      }
    }

    // Everything as it is kept now.
    show() {
      const {form} = this;
      const {store} = mlkb;
      const {sheet, others, left} = form.kept.record(form.id);
      const subjects = form.kept.guest ? [form.kept.subject] : store.subjects(form.id);
      this.subject.input.replaceChildren(
        ...subjects.map((one) => make("option", {value: one}, one)));
      this.subject.input.value = form.kept.subject;
      this.me.input.value = respondentOf(sheet);
      this.me.tell("");
      this.role.input.value = (sheet.respondent && sheet.respondent.role) || "";
      this.on.input.value = sheet.answered_on || "";
      this.showWho(sheet);
      this.showOthers(others);
      this.showLeft(Object.keys(left));
      this.mine.hidden = Boolean(form.kept.guest);
    }

    showOthers(others) {
      const {form} = this;
      if (!others.length || form.kept.guest) return this.others.replaceChildren();
      const remove = (name) => {
        const record = form.kept.record(form.id);
        record.others = record.others.filter((one) => respondentOf(one) !== name);
        form.changed(form.id);
        this.showOthers(record.others);
        this.tell(say("form.other-removed", {respondent: name}));
      };
      return this.others.replaceChildren(make("p", null, say("form.others")),
        make("ul", {class: "mlkb-others"}, others.map((one) => {
          const name = respondentOf(one);
          const role = one.respondent.role && mlkb.words.roles[one.respondent.role];
          const answers = Object.keys(one.answers).length;
          return make("li", null,
            say(role ? "form.other-role" : "form.other", {respondent: name, role, answers}), " ",
            button(say("form.remove"), () => remove(name),
              {...PLAIN, "aria-label": say("form.other-remove", {respondent: name})}));
        })));
    }

    // Answers that this version of the checklist has no question for.
    showLeft(left) {
      const {form} = this;
      if (!left.length || form.kept.guest) return this.left.replaceChildren();
      return this.left.replaceChildren(make("div", {class: "mlkb-asks"},
        make("p", null, told("form.left", {questions: left.join(", "),
          checklist: spoken(form.data.title), version: form.data.version})),
        make("p", {class: "mlkb-tools"}, button(say("form.left-forget"), () => {
          form.kept.record(form.id).left = {};
          form.changed(form.id);
          this.showLeft([]);
        }))));
    }
  }

  Object.assign(mlkb, {Panel});
})();
