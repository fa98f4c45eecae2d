// Answer files in and out, the result as Markdown, a link that holds the answers. Everything says
// in a line what it did.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {button, freshId, isSame, knownOf, make, say, sheetOf, told} = mlkb;
  const LARGEST = 1 << 20;
  const NAMED = /^checklist:[ \t]*["']?([a-z][a-z0-9-]*)/m;
  const LISTED = 5;

  const respondentOf = (sheet) => (sheet.respondent ? sheet.respondent.name : "");
  const count = (sheet) => Object.keys(sheet.answers).length;

  const ready = () => mlkb.load("vendor/yaml.js", "answer-file.js");

  // The checklist that a file names is loaded if this site has it.
  async function checklistIn(text) {
    const [, name] = NAMED.exec(text) || [];
    if (name && !Object.hasOwn(mlkb.checklists, name)) {
      await mlkb.load(`checklists/${name}.js`).catch(() => null);
    }
  }

  class Files {
    // *tell* shows lines of parts, each a paragraph of its own.
    constructor(form, tell) {
      Object.assign(this, {form, tell});
    }

    // Answers from files, each put where it belongs.
    async take(files) {
      await ready();
      const lines = [];
      for (const file of files) lines.push(...await this.taken(file));
      this.tell(...lines);
    }

    async taken(file) {
      if (file.size > LARGEST) return [say("form.import-large", {file: file.name})];
      const bytes = await file.arrayBuffer();
      await checklistIn(new TextDecoder().decode(bytes));
      const {sheet: raw, problems, text} = mlkb.answerFile.read(bytes, mlkb.checklists);
      const name = raw && raw.checklist.split("@")[0];
      const read = name && Object.hasOwn(mlkb.checklists, name)
        ? sheetOf(raw, knownOf(mlkb.checklists[name])) : null;
      if (!read) return refused(file, problems);
      return [this.placed(name, read, text, file.name)];
    }

    // Files may be dropped on *places* as well.
    takeDrops(places) {
      const over = (event) => {
        const brings = [...event.dataTransfer.types].includes("Files");
        if (brings && !this.form.kept.guest) event.preventDefault();
      };
      for (const place of places) {
        place.addEventListener("dragover", over);
        place.addEventListener("drop", (event) => {
          over(event);
          const {files} = event.dataTransfer;
          if (event.defaultPrevented) this.form.panel.tried(() => this.take([...files]));
        });
      }
    }

    // A sheet becomes mine where there is none of mine yet or it is by me, else it stands beside.
    placed(checklist, {sheet, left}, base, file) {
      const {store} = mlkb;
      const {subject} = sheet;
      const record = store.record(checklist, subject);
      const mine = record.sheet;
      const [name, me] = [respondentOf(sheet), respondentOf(mine)];
      const free = !count(mine) && !Object.keys(record.drafts).length;
      const replace = () => {
        Object.assign(record, {sheet, left, base, drafts: {}});
        record.others = record.others.filter((one) => respondentOf(one) !== name);
        this.form.arrived(checklist, subject);
      };
      const facts = {file, subject, answers: count(sheet), respondent: name};
      if (free ? !me || me === name || !name : name === me && isSame(mine, sheet)) {
        replace();
        return say("form.import-mine", facts);
      }
      if (name && name !== me) {
        record.others = [...record.others.filter((one) => respondentOf(one) !== name), sheet];
        this.form.arrived(checklist, subject);
        return say("form.import-other", facts);
      }
      return this.asked(say("form.import-replace", {file, subject, mine: count(mine)}),
        [say("form.replace"), replace, say("form.import-mine", facts)]);
    }

    // A question with what to do and what to say then, and a way to leave it.
    asked(text, ...ways) {
      const line = make("div", {class: "mlkb-asks"});
      const settled = (said) => line.replaceChildren(make("p", null, said));
      line.append(make("p", null, text), make("p", {class: "mlkb-tools"},
        ways.map(([label, act, said]) => button(label, () => {
          act();
          settled(said);
        })),
        button(say("form.cancel"), () => settled(say("form.cancelled")),
          {class: "mlkb-button mlkb-button--plain"})));
      return line;
    }

    // My answers to *checklist* as the file that the repository wants.
    async save(checklist) {
      await ready();
      const {form} = this;
      const subject = form.kept.subjectFor(checklist);
      const {sheet, base, drafts, left} = form.kept.record(checklist, subject);
      const {text, lost} = mlkb.answerFile.write(sheet, mlkb.checklists[checklist], base);
      const name = [checklist, respondentOf(sheet), "yaml"].filter(Boolean).join(".");
      download(name, text);
      const facts = form.kept.asked.filter((one) => one !== checklist &&
        form.kept.isAnswered(one, form.kept.subjectFor(one)));
      this.tell(
        told("form.exported",
          {file: name, path: [make("code", null, `mlkb-answers/${subject}/${name}`)]}),
        ...(Object.keys(drafts).length ? [say("form.exported-drafts")] : []),
        ...(Object.keys(left).length ? [say("form.exported-left")] : []),
        ...(lost.length ? [say("form.lost"), make("pre", null, lost.join("\n"))] : []),
        ...(checklist === form.id ? facts.map((one) => make("p", null,
          told("form.export-facts", {checklist: [form.links.to(`${one}/`)]}), " ",
          button(say("form.export-file", {file: `${one}.yaml`}), () => this.save(one)))) : []),
      );
    }

    async copyMarkdown() {
      this.form.evaluate();
      const text = mlkb.resultMarkdown(...this.form.latest());
      if (await copied(text)) this.tell(say("form.copied"));
      else this.tell(say("form.copy-by-hand"), selected(text));
    }

    // A link that holds my answers, and the facts that they rest on.
    async link() {
      const {form} = this;
      const hash = await mlkb.share.written(form.kept.mine());
      const address = location.href.split("#")[0] + hash;
      const text = selected(address);
      const made = say("form.link-made", {length: address.length});
      this.tell(made, text, make("p", {class: "mlkb-tools"},
        button(say("form.link-copy"), async () => {
          text.select();
          if (await copied(address)) this.tell(say("form.link-copied"));
        })));
      text.select();
    }
  }

  function refused(file, problems) {
    const more = problems.length - LISTED;
    return [
      say("form.import-wrong", {file: file.name}),
      make("ul", null,
        problems.slice(0, LISTED).map((one) => make("li", null, say("form.import-problem", one))),
        more > 0 ? make("li", null, say("form.import-more", {number: more})) : null),
    ];
  }

  function download(name, text) {
    const address = URL.createObjectURL(new Blob([text], {type: "application/yaml"}));
    make("a", {href: address, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  // A text to copy by hand.
  function selected(text) {
    const area = make("textarea", {
      class: "mlkb-copy", id: freshId(), rows: 4, readonly: true, "aria-label": say("form.to-copy"),
      onfocus: ({target}) => target.select(),
    });
    area.value = text;
    return area;
  }

  Object.assign(mlkb, {Files, copied, selected, respondentOf});
})();
