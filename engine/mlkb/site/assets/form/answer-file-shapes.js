// Nodes to plain data, against the shape of an answer file; every problem at once, each in its
// place. The twin of mlkb/load/reader.py and answer_format.py. Plain scalars follow YAML 1.2, so
// `yes`, `no`, `on` and dates are text.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {stripped} = mlkb;
  const {Refusal, codePoint, placeOf} = mlkb.answerParts;
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

  Object.assign(mlkb.answerParts, {FILE, FORMAT, ID, MISFIT, Reader, VERSIONED, isOther});
})();
