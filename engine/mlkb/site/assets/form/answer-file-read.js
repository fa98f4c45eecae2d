// An answer file against its checklist: a sheet, or every problem of the file at once; the twin of
// mlkb/load/reader.py, answer_format.py and answers.py. The browser must take what `mlkb check`
// takes, or people would lose in one of the two what they wrote in the other.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {own, stripped, NOT_APPLICABLE} = mlkb;
  const {Refusal, codePoint, composed, decoded, placeOf} = mlkb.yaml;
  const FORMAT = "mlkb/answers@1";
  const MISFIT = Symbol("misfit");
  const ID = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
  const VERSIONED = new RegExp(`^(${ID})(?:@([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6}))?$`);
  const PATTERNS = {
    checklist: VERSIONED,
    evidence: /^[^\x00-\x1f\x7f]{1,1000}$/u,
    id: new RegExp(`^${ID}$`),
    question: new RegExp(`^${ID}(?:\\.${ID})?$`),
  };
  const NULLS = ["", "~", "null", "Null", "NULL"];
  const INTEGER = /^[-+]?(?:0|[1-9][0-9]{0,15})$/;
  const OTHER = new RegExp(
    "^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?" +
    "|true|True|TRUE|false|False|FALSE|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
  const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/;
  const COMMENT_FOLLOWS = /[ \t]+#/y;
  const LONGEST_SHOWN = 60;
  const MOST_LISTED = 8;
  const HINTED = 20;

  // What a plain scalar is by the core schema of YAML 1.2; a number or a truth value on which
  // readers disagree is "other".
  function scalar(node) {
    if (node.style) return node.value;
    if (NULLS.includes(node.value)) return null;
    if (!INTEGER.test(node.value)) return node.value;
    const number = Number(node.value) || 0;
    return Number.isSafeInteger(number) ? number : node.value;
  }
  const isOther = (node) =>
    node.kind === "scalar" && !node.style && (OTHER.test(node.value) || INTEGER.test(node.value));

  // Reads the nodes of one text and gathers its problems.
  class Reader {
    constructor(text) {
      Object.assign(this, {text, problems: []});
    }

    report(code, node, facts) {
      this.problems.push(new Refusal(code, node.start, facts));
      return MISFIT;
    }

    // The nearest known name is looked for in as many problems as anybody reads.
    nearest(name, known) {
      return this.problems.length < HINTED ? nearest(name, known) : "";
    }

    unknown(node, kind, name, known) {
      return this.report(`unknown-${kind}`, node, {name, nearest: this.nearest(name, known)});
    }

    unexpected(node, expected) {
      return this.report("wrong-kind", node, {expected, given: node.kind});
    }

    clean(value, node) {
      const found = CONTROL.exec(value);
      if (found) return this.report("control-character", node, {code: codePoint(found[0])});
      return value.normalize("NFC");
    }

    string(node, expected) {
      if (node.kind !== "scalar") return this.unexpected(node, expected);
      if (scalar(node) === null) return this.report("empty", node, {expected});
      if (isOther(node)) return this.report("needs-quotes", node, {given: node.value});
      return this.clean(node.value, node);
    }

    commentFollows(node) {
      COMMENT_FOLLOWS.lastIndex = node.end;
      return COMMENT_FOLLOWS.test(this.text);
    }
  }

  // The shapes: each takes a reader and a node and gives plain data or MISFIT.
  const pattern = (kind, form = "id") => (reader, node) => {
    const value = reader.string(node, kind);
    if (value === MISFIT || PATTERNS[form].test(value)) return value;
    return reader.report("not-a-pattern", node, {given: value, form});
  };

  function format(reader, node) {
    const value = reader.string(node, "word");
    if (value === MISFIT || value === FORMAT) return value;
    return reader.report("not-a-word", node, {given: value, expected: FORMAT});
  }

  function prose(reader, node) {
    const value = reader.string(node, "text");
    if (value === MISFIT) return value;
    if (!node.style && reader.commentFollows(node)) return reader.report("trap-hash", node);
    return stripped(value) ? value : reader.report("empty", node, {expected: "text"});
  }

  // An entry of a listed answer: behind a single word, a comment is a comment.
  function item(reader, node) {
    const before = reader.problems.length;
    const value = reader.string(node, "text");
    if (reader.problems.length > before || (!node.style && !value.includes(" "))) return value;
    return prose(reader, node);
  }

  function date(reader, node) {
    const value = reader.string(node, "date");
    if (value === MISFIT || mlkb.dayNumber(value) !== null) return value;
    return reader.report("not-a-date", node, {given: value});
  }

  const list = (entry) => (reader, node) => {
    if (node.kind !== "list") return reader.unexpected(node, "list");
    return node.value.map((one) => entry(reader, one)).filter((one) => one !== MISFIT);
  };

  function given(reader, node) {
    if (node.kind === "map") return reader.unexpected(node, "answer");
    if (node.kind === "list") {
      const before = reader.problems.length;
      const listed = list(item)(reader, node);
      return reader.problems.length === before ? listed : MISFIT;
    }
    const value = scalar(node);
    if (typeof value !== "string" || isOther(node)) return value;
    const trapped = value.includes(" ") && !node.style && reader.commentFollows(node);
    return trapped ? reader.report("trap-hash", node) : reader.clean(value, node);
  }

  const either = (shapes) => (reader, node) => {
    const shape = shapes[node.kind];
    return shape ? shape(reader, node) : reader.unexpected(node, Object.keys(shapes)[0]);
  };

  const optional = (shape) => (reader, node) => {
    const nothing = node.kind === "scalar" && !node.style && NULLS.includes(node.value);
    return nothing ? null : shape(reader, node);
  };

  // A mapping as read: *data* by key, and the nodes of its keys and values; *sound* if nothing
  // inside it was reported.
  function entries(reader, node, shapeOf) {
    if (node.kind !== "map") return reader.unexpected(node, "map");
    const entry = {node, data: new Map(), keys: new Map(), values: new Map()};
    const before = reader.problems.length;
    for (const [key, value] of node.value) {
      const name = keyOf(reader, entry, key);
      const shape = name === MISFIT ? null : shapeOf(name, key, value);
      if (!shape) continue;
      entry.keys.set(name, key);
      entry.values.set(name, value);
      const read = shape(reader, value);
      if (read !== MISFIT) entry.data.set(name, read);
    }
    entry.sound = reader.problems.length === before;
    return entry;
  }

  function keyOf(reader, entry, key) {
    if (key.kind !== "scalar") return reader.report("key-not-text", key);
    const name = key.value;
    if (name === "<<" && !key.style) return reader.report("merge-key", key);
    if (!entry.keys.has(name)) return name;
    const first = placeOf(reader.text, entry.keys.get(name).start).line;
    return reader.report("duplicate-key", key, {name, first});
  }

  const record = (fields, required = []) => (reader, node) => {
    const names = Object.keys(fields);
    const before = reader.problems.length;
    const entry = entries(reader, node, (name, key, value) => {
      if (names.includes(name)) return fields[name];
      const comma = node.style && value.kind === "scalar" && !value.style && !value.value;
      const nearestName = comma ? "" : reader.nearest(name, names);
      reader.report(comma ? "trap-comma" : "unknown-key", key,
        {name, expected: names, nearest: nearestName});
      return null;
    });
    if (entry === MISFIT) return entry;
    for (const name of required) {
      if (!entry.keys.has(name)) reader.report("key-missing", node, {name});
    }
    entry.sound = reader.problems.length === before;
    return entry;
  };

  const answers = (reader, node) => entries(reader, node, (name, key) => {
    if (PATTERNS.question.test(name)) return ANSWER;
    reader.report("not-a-pattern", key, {given: name, form: "question"});
    return null;
  });

  const ANSWER = optional(either({
    scalar: given,
    list: given,
    map: record({
      answer: optional(given),
      note: prose,
      because: prose,
      evidence: either({scalar: pattern("evidence", "evidence"),
        list: list(pattern("evidence", "evidence"))}),
      on: date,
      plan: record({by: prose, until: date}, ["by", "until"]),
      accept: record({because: prose, by: prose, until: date}, ["because", "by", "until"]),
    }),
  }));
  const FILE = record({
    format,
    checklist: pattern("checklist", "checklist"),
    subject: pattern("subject"),
    respondent: record({name: pattern("respondent"), role: pattern("role")}, ["name"]),
    answered_on: date,
    answers: optional(answers),
  }, ["format", "checklist", "subject", "answers"]);

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

  // The known name that takes the fewest changes, if they are few.
  function nearest(name, known) {
    const simple = (one) => one.toLowerCase().replace(/[_ ]/g, "-");
    const wanted = simple(name.slice(0, 80));
    const best = known.map((one) => [distance(wanted, simple(one)), one])
      .sort((one, other) => one[0] - other[0])[0];
    return wanted && best && best[0] <= Math.max(1, wanted.length * 0.4) ? best[1] : "";
  }

  function distance(one, other) {
    let row = [...other, ""].map((_, at) => at);
    for (let at = 1; at <= one.length; at += 1) {
      const next = [at];
      for (let to = 1; to <= other.length; to += 1) {
        const kept = row[to - 1] + (one[at - 1] === other[to - 1] ? 0 : 1);
        next.push(Math.min(kept, row[to] + 1, next[to - 1] + 1));
      }
      row = next;
    }
    return row[other.length];
  }

  // A problem in the words of the page.
  function told(refusal, text) {
    const place = refusal.line ? refusal : placeOf(text, refusal.at);
    const facts = Object.fromEntries(
      Object.entries(refusal.facts).map(([name, fact]) => [name, shown(fact)]));
    for (const name of ["wrong-kind", "empty"].includes(refusal.code) ? ["expected", "given"] : []) {
      if (facts[name]) facts[name] = mlkb.say(`form.file-kind-${refusal.facts[name]}`);
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
      return fact.slice(0, MOST_LISTED).map(shown).join(", ") + (fact.length > MOST_LISTED ? ", …" : "");
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
      return {sheet: null, problems: [told(refusal, text.replace(/^\ufeff/, ""))], text};
    }
  }

  mlkb.answerFile = {...mlkb.answerFile, FORMAT, look, read};
})();
