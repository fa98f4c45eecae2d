// Plain data to what the evaluator works with: what may be left out gets its default here.
// Checklists are as in compiled/checklist-*.json, rows already expanded.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, own, questionTypes, unique} = mlkb;
  const NOT_APPLICABLE = "n/a";
  const OPERATORS = ["is", "in", "includes", "at_least", "at_most"];
  const VERSIONED = /^([a-z][a-z0-9-]*)(?:@(\d+\.\d+\.\d+))?$/;
  const DAY = 86400000;

  const text = (raw) => ({en: (raw && raw.en) || "", ko: (raw && raw.ko) || ""});

  const improvement = (raw) =>
    raw && Object.keys(raw).length
      ? {do: text(raw.do), effort: raw.effort || null, see: raw.see || []}
      : null;

  const isoDate = (number) => new Date(number * DAY).toISOString().slice(0, 10);

  // Days since 1970-01-01. Date.parse also takes what is no date, such as the 30th of February.
  function dayNumber(date) {
    if (typeof date === "number") return date;
    const number = Date.parse(`${date}T00:00:00Z`) / DAY;
    return Number.isInteger(number) && isoDate(number) === date ? number : null;
  }

  function reference(name, checklist) {
    const [, other, mark, rest] = /^([^:/]*)([:/])(.*)$/.exec(name) || [];
    const question = mark === "/" ? rest : mark ? "" : name;
    const whose = mark ? other : checklist;
    const result = mark === ":" ? rest : "";
    const written = whose + (result ? `:${result}` : `/${question}`);
    return {checklist: whose, question, result, text: written};
  }

  function condition(data, checklist) {
    const parts = (list) => list.map((part) => condition(part, checklist));
    if ("all" in data) return {all: true, parts: parts(data.all)};
    if ("any" in data) return {all: false, parts: parts(data.any)};
    if ("not" in data) return {not: condition(data.not, checklist)};
    const operator = Object.keys(data).find((key) => OPERATORS.includes(key));
    return {reference: reference(data.answer, checklist), operator, operand: data[operator]};
  }

  const distinct = (list) => [...new Map(list.map((one) => [one.text, one])).values()];

  // Every reference that a condition reads, in order, each once.
  function references(when) {
    const read = (part) => (part.reference ? [part.reference]
      : part.not ? read(part.not) : part.parts.flatMap(read));
    return when ? distinct(read(when)) : [];
  }

  const version = (written) => written.split(".").map(Number);

  function question(raw, checklist, section, changes) {
    const kind = questionTypes[raw.type];
    return {
      id: raw.id,
      type: raw.type,
      section,
      kind,
      spec: kind.parse(raw),
      scored: own(raw, "scored", true),
      core: raw.core || false,
      severity: changes.severity || raw.severity || "advisory",
      weight: changes.weight || raw.weight || 1,
      target: changes.target || FULL,
      dropped: own(changes, "drop", null),
      levels: Object.entries(raw.levels || {})
        .map(([ladder, tag]) => ({ladder, level: tag.at, required: tag.as === "required"})),
      evidence: raw.evidence || "none",
      reviewEvery: raw.review_every ? parseInt(raw.review_every, 10) : null,
      when: raw.when ? condition(raw.when, checklist) : null,
      requires: raw.requires || null,
      improve: improvement(raw.improve),
      since: raw.since ? version(raw.since) : null,
    };
  }

  function checklist(data, tailor) {
    const questions = new Map();
    for (const section of data.sections) {
      for (const raw of section.questions) {
        const changes = own(tailor, `${data.id}/${raw.id}`, {});
        questions.set(raw.id, question(raw, data.id, section.id, changes));
      }
    }
    return {
      id: data.id,
      version: version(data.version || "1.0.0"),
      about: data.about || "product",
      title: text(data.title),
      questions,
      results: (data.results || []).map((raw) => {
        const kind = mlkb.resultTypes[raw.type];
        return {
          id: raw.id,
          type: raw.type,
          kind,
          spec: kind.parse(raw, data.id),
          title: raw.title && (raw.title.en || raw.title.ko) ? text(raw.title) : null,
        };
      }),
    };
  }

  // What a form holds stays the same from key to key: it is read once.
  const untailored = {};
  const known = new WeakMap();
  function checklistOf(data, tailor) {
    const changes = tailor && Object.keys(tailor).length ? tailor : untailored;
    if (!known.has(changes)) known.set(changes, new WeakMap());
    const read = known.get(changes);
    if (!read.has(data)) read.set(data, checklist(data, changes));
    return read.get(data);
  }

  function ladder(data) {
    return {
      id: data.id,
      title: text(data.title),
      levels: data.levels.map((level) => level.id),
      words: data.levels.map((level) => ({title: text(level.title), aim: text(level.aim)})),
      share: own(data, "share", 70),
      tolerate: (data.tolerate && data.tolerate.partial) || 0,
    };
  }

  function value(given, asked) {
    if (given === null || given === undefined) return null;
    return given === NOT_APPLICABLE ? given : asked.kind.read(asked.spec, given);
  }

  function day(date) {
    const number = dayNumber(date);
    if (number === null) throw new RangeError(`no date: ${date}`);
    return number;
  }

  const dayOrNull = (date) => (date === null || date === undefined ? null : day(date));

  function answer(raw, asked) {
    const plain = raw === null || typeof raw !== "object" || Array.isArray(raw);
    const given = plain ? {answer: raw} : raw;
    const {plan, accept} = given;
    return {
      value: value(given.answer, asked),
      note: given.note || "",
      because: given.because || "",
      evidence: typeof given.evidence === "string" ? [given.evidence] : given.evidence || [],
      on: dayOrNull(given.on),
      plan: plan ? {by: plan.by, until: day(plan.until)} : null,
      accept: accept ? {because: accept.because, by: accept.by, until: day(accept.until)} : null,
    };
  }

  // Answers to questions that the checklist does not have are left out; a wrong one is thrown.
  function sheet(data, checklists) {
    const [, name, written] = VERSIONED.exec(data.checklist);
    const answered = checklists.get(name);
    const answers = new Map();
    for (const [id, raw] of Object.entries(data.answers || {})) {
      const asked = answered.questions.get(id);
      if (asked) answers.set(id, answer(raw, asked));
    }
    const respondent = data.respondent || {};
    return {
      checklist: name,
      subject: data.subject,
      version: written ? version(written) : answered.version,
      respondent: respondent.name || "",
      role: respondent.role || "",
      answeredOn: dayOrNull(data.answered_on),
      answers,
    };
  }

  // Python orders texts by code points, JavaScript by halves of them.
  const codePoints = (word) => [...word].map((sign) => sign.codePointAt(0));

  // Compares two lists of numbers, texts and flags, place by place.
  function inOrder(one, other) {
    for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
      if (one[at] === other[at]) continue;
      return typeof one[at] === "string"
        ? inOrder(codePoints(one[at]), codePoints(other[at])) : one[at] - other[at];
    }
    return one.length - other.length;
  }

  const sorted = (list, key) =>
    list.map((one) => [key(one), one]).sort((a, b) => inOrder(a[0], b[0])).map(([, one]) => one);

  // The same text for equal answers: lists are equal in any order.
  const alike = (given) =>
    JSON.stringify(Array.isArray(given) ? unique(given).sort() : given);

  Object.assign(mlkb, {
    NOT_APPLICABLE, OPERATORS, text, improvement, dayNumber, isoDate, reference, condition,
    distinct, references, checklistOf, ladder, sheet, inOrder, sorted, alike,
  });
})();
