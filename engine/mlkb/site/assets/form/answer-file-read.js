// An answer file against its checklist: a sheet, or every problem of the file at once; the twin of
// mlkb/load/answers.py. The browser takes what `mlkb check` takes, or people would lose in one of
// the two what they wrote in the other.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {own, NOT_APPLICABLE} = mlkb;
  const {FILE, MARK, MISFIT, Reader, Refusal, VERSIONED, composed, decoded, isOther, placeOf} =
    mlkb.answerParts;
  const LONGEST_SHOWN = 60;
  const MOST_LISTED = 8;

  // Everything about the file that the editor wants to know as well: its sheet, where each part of
  // it stands, its problems.
  function look(text, checklists, today) {
    const root = composed(text);
    if (!root) throw new Refusal("empty-file", 0);
    const named = root.kind !== "map" ||
      root.value.some(([key]) => key.value === "format" || key.value === "checklist");
    if (!named) throw new Refusal("not-answers", 0);
    const reader = new Reader(text);
    const entry = FILE(reader, root);
    const found = {root, entry, reader, sheet: null};
    if (entry === MISFIT || !entry.data.has("checklist")) return found;
    const checklist = checklistOf(entry, reader, checklists);
    if (!checklist) return found;
    const sheet = sheetOf(entry, reader, checklist, mlkb.dayNumber(today));
    return {...found, sheet: reader.problems.length ? null : sheet};
  }

  function checklistOf(entry, reader, checklists) {
    const node = entry.values.get("checklist");
    const [, name, ...version] = VERSIONED.exec(entry.data.get("checklist"));
    const data = own(checklists, name, null);
    if (!data) {
      reader.unknown(node, "checklist", name, Object.keys(checklists));
      return null;
    }
    const current = (data.version || "1.0.0").split(".");
    if (version[0] && Number(version[0]) !== Number(current[0])) {
      reader.report("other-major-version", node,
        {given: version.map(Number).join("."), current: current.join(".")});
    }
    return data;
  }

  function sheetOf(entry, reader, data, today) {
    const {questions} = mlkb.checklistOf(data, {});
    const late = (date) => date !== undefined && mlkb.dayNumber(date) > today;
    if (late(entry.data.get("answered_on"))) {
      reader.report("future-date", entry.values.get("answered_on"));
    }
    const respondent = entry.data.get("respondent");
    const sheet = {
      checklist: entry.data.get("checklist"),
      subject: entry.data.get("subject"),
      ...(respondent ? {respondent: Object.fromEntries(respondent.data)} : {}),
      ...(entry.data.has("answered_on") ? {answered_on: entry.data.get("answered_on")} : {}),
      answers: {},
    };
    const given = entry.data.get("answers");
    if (!given) return sheet;
    checkNames(given, reader, data, questions);
    for (const [name, answer] of given.data) {
      const node = given.values.get(name);
      const parts = answer && answer.data;
      if (parts) checkCircumstances(answer, reader, late);
      const asked = questions.get(name);
      if (!asked || answer === null) continue;
      const place = (parts && answer.values.get("answer")) || node;
      const value = valueOf(reader, parts ? parts.get("answer") : answer, place, asked);
      const whole = {...(parts ? plain(parts) : {}), answer: value};
      if (value === null || value === undefined) delete whole.answer;
      if (Object.keys(whole).length) sheet.answers[name] = whole;
    }
    return sheet;
  }

  function plain(parts) {
    const fields = Object.fromEntries([...parts]
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, value.data instanceof Map ? plain(value.data) : value]));
    if (typeof fields.evidence === "string") fields.evidence = [fields.evidence];
    if (fields.evidence && !fields.evidence.length) delete fields.evidence;
    return fields;
  }

  function valueOf(reader, given, node, asked) {
    if (given === null || given === undefined || given === NOT_APPLICABLE) return given;
    if (asked.type === "text" && typeof given === "string" && isOther(node)) {
      return reader.report("needs-quotes", node, {given});
    }
    try {
      return asked.kind.read(asked.spec, given);
    } catch (wrong) {
      return reader.report(wrong.code, node, factsOf(reader, wrong.code, given, asked));
    }
  }

  function factsOf(reader, code, given, asked) {
    const {choices, least, most} = asked.spec;
    const expected = asked.kind.words(asked.spec);
    const listed = Array.isArray(given) ? given : [given];
    const wrong = {
      "answer-not-a-choice": () => listed.find((one) => !expected.includes(one)),
      "answer-not-alone": () => choices.find((one) => one.exclusive && listed.includes(one.id)).id,
    }[code];
    const one = wrong ? wrong() : listed.join(", ");
    const near = code === "answer-not-a-choice"
      ? reader.nearest(String(one), [...expected, NOT_APPLICABLE]) : "";
    return {name: asked.id, given: one, expected, least, most, nearest: near};
  }

  function checkNames(given, reader, data, questions) {
    const unknown = [...given.keys.keys()].filter((name) => !questions.has(name));
    if (!unknown.length) return;
    const renamed = renames(data, questions);
    for (const name of unknown) {
      const node = given.keys.get(name);
      if (renamed.has(name)) {
        reader.report("renamed-question", node, {name, renamed: renamed.get(name)});
      } else {
        reader.unknown(node, "question", name, [...questions.keys()]);
      }
    }
  }

  // The question of today by each id that it had before; rows kept theirs.
  function renames(data, questions) {
    const found = new Map();
    for (const asked of data.sections.flatMap((section) => section.questions)) {
      const row = asked.id.split(".")[1];
      for (const old of asked.was || []) {
        const before = row ? `${old}.${row}` : old;
        if (!questions.has(before)) found.set(before, asked.id);
      }
    }
    return found;
  }

  function checkCircumstances(answer, reader, late) {
    const {data, keys, values} = answer;
    if (late(data.get("on"))) reader.report("future-date", values.get("on"));
    const misshapen = keys.has("answer") && !data.has("answer");
    const open = [null, undefined, NOT_APPLICABLE].includes(data.get("answer"));
    if (keys.has("accept") && open && !misshapen) {
      reader.report("accept-without-answer", keys.get("accept"));
    }
  }

  // A problem in the words of the page.
  function told(refusal, text) {
    const place = refusal.line ? refusal : placeOf(text, refusal.at);
    const facts = Object.fromEntries(
      Object.entries(refusal.facts).map(([name, fact]) => [name, shown(fact)]));
    if (["wrong-kind", "empty"].includes(refusal.code)) {
      for (const name of Object.keys(facts)) {
        facts[name] = mlkb.say(`form.file-kind-${refusal.facts[name]}`);
      }
    }
    if (facts.form) facts.form = mlkb.say(`form.file-form-${refusal.facts.form}`);
    const hint = facts.nearest ? ` ${mlkb.say("form.file-nearest", {nearest: facts.nearest})}` : "";
    return {
      line: place.line, column: place.column, code: refusal.code,
      message: mlkb.say(`form.file-${refusal.code}`, facts) + hint,
    };
  }

  function shown(fact) {
    if (Array.isArray(fact)) {
      const some = fact.slice(0, MOST_LISTED).map(shown);
      return (fact.length > MOST_LISTED ? [...some, "…"] : some).join(", ");
    }
    const letters = [...mlkb.printable(fact)];
    return letters.slice(0, LONGEST_SHOWN).join("") + (letters.length > LONGEST_SHOWN ? "…" : "");
  }

  function localDay() {
    const now = new Date();
    return mlkb.isoDate(Math.floor((now.getTime() / 60000 - now.getTimezoneOffset()) / 1440));
  }

  // The sheet that a file holds, or null and all its problems. *given* is the file's text, or its
  // bytes; an answer cannot have been given later than *today*.
  function read(given, checklists, today = localDay()) {
    let text = typeof given === "string" ? given : "";
    try {
      const file = decoded(given);
      text = file.mark + file.text;
      const {sheet, reader} = look(file.text, checklists, today);
      const problems = reader.problems.map((one) => told(one, file.text))
        .sort((one, other) => one.line - other.line || one.column - other.column);
      return {sheet, problems, text};
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return {sheet: null, problems: [told(refusal, text.replace(MARK, ""))], text};
    }
  }

  Object.assign(mlkb.answerParts, {look, read});
})();
