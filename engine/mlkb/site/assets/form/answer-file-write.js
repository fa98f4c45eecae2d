// A sheet as the answer file that `mlkb new` would have begun: each question as a comment, its key
// and what was answered below; the twin of mlkb/fill/template.py and writing.py.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {stripped, NOT_APPLICABLE} = mlkb;
  const {FORMAT, ID} = mlkb.answerParts;
  const FIELDS = ["answer", "because", "note", "evidence", "on", "plan", "accept"];
  const PARTS = {plan: ["by", "until"], accept: ["because", "by", "until"]};
  const COLUMNS = 100;
  const STEP = "  ";
  const WORD = new RegExp(`^${ID}(?:\\.${ID})?$`);
  const ADDRESS = /^[A-Za-z][\w./#?=&%+~@-]*(?::[\w./#?=&%+~@-]+)*$/;
  const NOT_TEXT = ["true", "false", "null"];
  const ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"};
  const TO_ESCAPE = /["\\]|[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
  const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/g;
  const HALVES = /\p{Surrogate}/gu;
  const LONGEST_EVIDENCE = 1000;
  const WIDE = new RegExp(
    "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u3247\\u3250-\\u4dbf\\u4e00-\\ua4c6\\ua960-\\ua97c" +
    "\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6b\\uff01-\\uff60\\uffe0-\\uffe6]" +
    "|\\p{Emoji_Presentation}|[\\u{20000}-\\u{3fffd}]", "u");
  const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff\ud7b0-\ud7ff]/u;

  // A text as the reader gives it back: nothing that cannot stand in a file.
  const clean = (text) =>
    String(text).replace(HALVES, "\ufffd").replace(CONTROL, "").normalize("NFC");

  // An answer's fields as a file can hold them, in the order in which we write them; *unfinished*
  // gathers what has to wait, such as a plan without a date.
  function fieldsOf(answer, asked, unfinished = []) {
    const long = answer !== null && typeof answer === "object" && !Array.isArray(answer);
    const given = long ? answer : {answer};
    const fields = {};
    const value = valueOf(given.answer, asked);
    if (value !== null) fields.answer = value;
    for (const name of ["because", "note"]) {
      const text = clean(given[name] || "");
      if (stripped(text)) fields[name] = text;
    }
    const evidence = evidenceOf(given.evidence);
    if (evidence.length) fields.evidence = evidence;
    if (isDay(given.on)) fields.on = given.on;
    for (const name of ["plan", "accept"]) {
      const parts = partsOf(given[name], PARTS[name]);
      const open = name === "accept" && (value === null || value === NOT_APPLICABLE);
      if (parts && !open) fields[name] = parts;
      else if (given[name]) unfinished.push({question: asked.id, field: name});
    }
    return fields;
  }

  // The value as the checklist orders it; what the question does not allow is left to its reader.
  function valueOf(value, asked) {
    if (value === null || value === undefined || value === NOT_APPLICABLE) return value || null;
    const given = Array.isArray(value) ? value.map(clean)
      : typeof value === "string" ? clean(value) : value;
    try {
      return asked.kind.read(asked.spec, given);
    } catch {
      return given === "" ? null : given;
    }
  }

  const evidenceOf = (given) =>
    (Array.isArray(given) ? given : [given || ""])
      .flatMap((one) => clean(one).split(/[\t\n\r]+/))
      .filter((one) => stripped(one))
      .map((one) => [...one].slice(0, LONGEST_EVIDENCE).join(""));

  const isDay = (given) => typeof given === "string" && mlkb.dayNumber(given) !== null;

  function partsOf(given, names) {
    if (!given) return null;
    const parts = names.map((name) => [name, clean(given[name] || "")]);
    const whole = parts.every(([name, text]) => (name === "until" ? isDay(text) : stripped(text)));
    return whole ? Object.fromEntries(parts) : null;
  }

  // A sheet as a file can hold it, its answers in their long form and in the checklist's order.
  function fit(sheet, data) {
    const {questions} = mlkb.checklistOf(data, {});
    const unfinished = [];
    const answers = {};
    for (const asked of questions.values()) {
      const fields = fieldsOf(mlkb.own(sheet.answers || {}, asked.id, null), asked, unfinished);
      if (Object.keys(fields).length) answers[asked.id] = fields;
    }
    const {name, role} = sheet.respondent || {};
    const checklist = sheet.checklist || data.id;
    const head = {
      checklist: checklist.includes("@") ? checklist : `${data.id}@${data.version || "1.0.0"}`,
      subject: sheet.subject || "",
      ...(name ? {respondent: role ? {name, role} : {name}} : {}),
      ...(isDay(sheet.answered_on) ? {answered_on: sheet.answered_on} : {}),
    };
    return {head, answers, unfinished};
  }

  // How a value is written: words, dates and numbers plain, prose in double quotes.

  const word = (text) => (WORD.test(text) && !NOT_TEXT.includes(text) ? text : quoted(text));

  const quoted = (text) => `"${text.replace(TO_ESCAPE, escaped)}"`;

  function escaped(character) {
    if (character in ESCAPES) return ESCAPES[character];
    const code = character.codePointAt(0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  }

  function scalar(field, value, type) {
    if (["on", "until", "answered_on", "checklist"].includes(field)) return value;
    if (typeof value === "number") return String(value);
    if (field === "answer" && value === NOT_APPLICABLE) return value;
    const free = field === "answer" && ["text", "people"].includes(type);
    if (["answer", "subject", "name", "role"].includes(field) && !free) return word(value);
    const address = field === "evidence" && ADDRESS.test(value) && !NOT_TEXT.includes(value);
    return address ? value : quoted(value);
  }

  // On the line of its key, or on lines below it.
  function written(field, value, type, step) {
    if (Array.isArray(value) && value.length) {
      return {inline: "", lines: value.map((one) => `- ${scalar(field, one, type)}`)};
    }
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      return {inline: "", lines: below(value, type, step)};
    }
    return {inline: flow(field, value, type), lines: []};
  }

  function below(fields, type, step) {
    return Object.entries(fields).flatMap(([field, value]) => {
      const {inline, lines} = written(field, value, type, step);
      return [inline ? `${field}: ${inline}` : `${field}:`, ...lines.map((line) => step + line)];
    });
  }

  // On one line, as inside braces; with *json*, words get quotes too.
  function flow(field, value, type, json = false) {
    if (value === null || value === undefined) return json ? "null" : "";
    if (Array.isArray(value)) {
      return `[${value.map((one) => flow(field, one, type, json)).join(", ")}]`;
    }
    if (typeof value === "object") {
      const pairs = Object.entries(value).map(([key, inner]) =>
        `${json ? quoted(key) : key}: ${flow(key, inner, type, json)}`);
      return `{${pairs.join(", ")}}`;
    }
    const text = scalar(field, value, type);
    return json && typeof value !== "number" && text[0] !== '"' ? quoted(text) : text;
  }

  // Short where there is only an answer.
  const answerWritten = (fields, type, step) =>
    (Object.keys(fields).join() === "answer" ? written("answer", fields.answer, type, step)
      : {inline: "", lines: below(fields, type, step)});

  // The whole file.
  function fresh({head, answers}, data) {
    const {questions} = mlkb.checklistOf(data, {});
    const lines = [`format: ${FORMAT}`, ...below(head, "", STEP), "answers:"];
    lines.push(...comment(mlkb.say("form.file-template-hint")));
    for (const section of data.sections) {
      lines.push("", ...comment(mlkb.spoken(section.title), "", `${STEP}# == `));
      for (const raw of section.questions) {
        const now = answerWritten(answers[raw.id] || {}, raw.type, STEP);
        lines.push("", ...comment(mlkb.spoken(raw.ask)));
        lines.push(...allowed(raw, questions.get(raw.id)).flatMap((line) => comment(line, "  ")));
        lines.push(`${STEP}${word(raw.id)}:${now.inline ? ` ${now.inline}` : ""}`);
        lines.push(...now.lines.map((line) => STEP + STEP + line));
      }
    }
    return lines.map((line) => `${line}\n`).join("");
  }

  // What may be answered: the words, or what is to be written.
  function allowed(raw, asked) {
    const choices = raw.choices || raw.steps || [];
    const several = raw.type === "multiple-choice" ? [mlkb.say("form.file-template-several")] : [];
    if (choices.length) {
      return [...several, ...choices.map((one) => `${one.id}: ${mlkb.spoken(one.label)}`)];
    }
    const words = asked.kind.words(asked.spec);
    if (words.length) return [words.join(" | ")];
    return [raw.type === "number" ? numbers(raw) : mlkb.say(`form.file-template-${raw.type}`)];
  }

  function numbers({least, most, unit}) {
    const bounds = [least === undefined ? "" : "least", most === undefined ? "" : "most"].join("");
    const said = mlkb.say({
      leastmost: "form.file-number-between", least: "form.file-number-at-least",
      most: "form.file-number-at-most", "": "form.file-number",
    }[bounds], {least, most});
    return mlkb.spoken(unit) ? `${said} (${mlkb.spoken(unit)})` : said;
  }

  // *text* as comment lines that are not too wide, whatever stands in it.
  function comment(text, hanging = "", start = `${STEP}# `) {
    const lines = [];
    let line = "";
    for (const piece of pieces(mlkb.printable(text), COLUMNS - width(start + hanging))) {
      const before = lines.length ? start + hanging : start;
      if (line && width(`${before}${line} ${piece}`) > COLUMNS) {
        lines.push(before + line);
        line = piece;
      } else {
        line = line ? `${line} ${piece}` : piece;
      }
    }
    return [...lines, (lines.length ? start + hanging : start) + line].map((one) => one.trimEnd());
  }

  const columns = (character) => (NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1);
  const width = (text) => [...text].reduce((total, one) => total + columns(one), 0);

  // The words of a text, one that is wider than *most* columns in parts.
  function pieces(text, most) {
    return text.split(/\s+/).filter(Boolean).flatMap((whole) => {
      const parts = [""];
      for (const character of whole) {
        if (width(parts.at(-1) + character) > most) parts.push("");
        parts.push(parts.pop() + character);
      }
      return parts;
    });
  }

  Object.assign(mlkb.answerParts, {FIELDS, below, fit, flow, fresh, word, written});
})();
