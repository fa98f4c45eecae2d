// Answers between what stands in the fields, what is kept, and what the evaluator takes: a sheet
// only ever holds answers that are whole; the rest is a draft, kept beside it.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {NOT_APPLICABLE, checklistOf, dayNumber} = mlkb;
  const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
  const QUESTION = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)?$/;
  const LONGEST_ID = 80;
  const LONGEST_EVIDENCE = 1000;
  const THOUSANDS = /^[-+]?[0-9]{1,3}(?:[, ][0-9]{3})+$/;
  const NUMBER = /^[-+]?[0-9]{1,15}$/;
  const BETWEEN_NAMES = /[,;\n\u3001\uff0c]/;
  const TYPED = ["number", "people", "text"];

  const isId = (text) => typeof text === "string" && text.length <= LONGEST_ID && ID.test(text);
  const isDay = (text) => typeof text === "string" && dayNumber(text) !== null;
  const isTyped = (asked) => TYPED.includes(asked.type);
  const clean = (text) => String(text || "").normalize("NFC").trim();

  // A checklist with its questions by id: as its data says them, and as the evaluator reads them.
  const kept = new WeakMap();
  function knownOf(data) {
    if (!kept.has(data)) {
      const raw = new Map(data.sections.flatMap((one) => one.questions)
        .map((one) => [one.id, one]));
      const renamed = new Map([...raw.values()]
        .flatMap((one) => (one.was || []).map((old) => [old, one.id])));
      const {questions} = checklistOf(data, mlkb.project.tailor);
      kept.set(data, {data, raw, renamed, asked: questions});
    }
    return kept.get(data);
  }

  // Whether *value* may be the answer to a question.
  function fits(asked, value) {
    if (value === NOT_APPLICABLE) return true;
    try {
      asked.kind.read(asked.spec, value);
      return true;
    } catch {
      return false;
    }
  }

  const text = (raw) => (typeof raw === "string" && raw.trim() ? raw.normalize("NFC") : undefined);
  const given = (pairs) => Object.fromEntries(Object.entries(pairs)
    .filter(([, value]) => value !== undefined && value !== null));

  // An answer from outside with only what is right about it; null if its value is wrong.
  function answerOf(raw, asked) {
    const plain = raw === null || typeof raw !== "object" || Array.isArray(raw);
    const one = plain ? {answer: raw} : raw;
    const {plan, accept} = one;
    const valued = one.answer !== null && one.answer !== undefined;
    if (valued && !fits(asked, one.answer)) return null;
    const evidence = [].concat(one.evidence || []).filter((piece) => text(piece));
    return given({
      answer: valued && one.answer !== NOT_APPLICABLE
        ? asked.kind.read(asked.spec, one.answer) : one.answer,
      because: text(one.because),
      note: text(one.note),
      evidence: evidence.length ? evidence : undefined,
      on: isDay(one.on) ? one.on : undefined,
      plan: plan && text(plan.by) && isDay(plan.until)
        ? {by: text(plan.by), until: plan.until} : undefined,
      accept: valued && accept && text(accept.because) && text(accept.by) && isDay(accept.until)
        ? {because: text(accept.because), by: text(accept.by), until: accept.until} : undefined,
    });
  }

  const emptySheet = (known, subject) =>
    ({checklist: `${known.data.id}@${known.data.version}`, subject, answers: {}});

  // A sheet from outside for this version of the checklist, and the answers that have no place in
  // it, by question; null if it is no sheet of this checklist.
  function sheetOf(raw, known) {
    const name = raw && typeof raw.checklist === "string" && raw.checklist.split("@")[0];
    if (name !== known.data.id || !isId(raw.subject)) return null;
    const sheet = emptySheet(known, raw.subject);
    const {name: respondent, role} = raw.respondent || {};
    if (isId(respondent)) {
      sheet.respondent = {name: respondent, ...(isId(role) && {role})};
    }
    if (isDay(raw.answered_on)) sheet.answered_on = raw.answered_on;
    const left = {};
    for (const [old, one] of Object.entries(raw.answers || {})) {
      const id = known.asked.has(old) ? old : known.renamed.get(old);
      const answer = id ? answerOf(one, known.asked.get(id)) : null;
      if (answer && Object.keys(answer).length) sheet.answers[id] = answer;
      else if (!answer && QUESTION.test(old) && one !== null) left[old] = one;
    }
    return {sheet, left};
  }

  // What the fields of a question hold for *answer* and *draft*.
  function fieldsOf(answer, draft, asked) {
    const {answer: value, evidence, plan, accept, ...rest} = answer || {};
    const na = value === NOT_APPLICABLE;
    const typed = isTyped(asked);
    const list = Array.isArray(value);
    return {
      na,
      value: na || typed || value === undefined ? null : value,
      typed: na || !typed || value === undefined ? "" : list ? value.join("\n") : String(value),
      none: list && !value.length,
      because: rest.because || "",
      note: rest.note || "",
      evidence: (evidence || []).join("\n"),
      on: rest.on || "",
      planBy: plan ? plan.by : "",
      planUntil: plan ? plan.until : "",
      acceptBecause: accept ? accept.because : "",
      acceptBy: accept ? accept.by : "",
      acceptUntil: accept ? accept.until : "",
      ...draft,
    };
  }

  function number(typed) {
    const digits = typed.normalize("NFKC");
    const plain = THOUSANDS.test(digits) ? digits.replace(/[, ]/g, "") : digits;
    return NUMBER.test(plain) ? Number(plain) : NaN;
  }

  // What is typed as the type of the question takes it.
  function typedValue(asked, typed) {
    if (asked.type === "number") return number(typed);
    if (asked.type === "people") return typed.split(BETWEEN_NAMES).map(clean).filter(Boolean);
    return typed;
  }

  // The answer in the fields: what of it is whole, what is a draft, and what is wrong, by field.
  function composed(fields, asked, today) {
    const answer = {};
    const drafts = {};
    const wrong = {};
    const draft = (why, ...names) => names.forEach((name) => {
      if (fields[name]) drafts[name] = fields[name];
      if (!fields[name] || why !== "empty") wrong[name] = wrong[name] || why;
    });
    value(fields, asked, answer, draft);
    if (clean(fields.note)) answer.note = clean(fields.note);
    const evidence = [...new Set(fields.evidence.split("\n").map(clean).filter(Boolean))];
    if (evidence.some((one) => one.length > LONGEST_EVIDENCE)) draft("long-evidence", "evidence");
    else if (evidence.length) answer.evidence = evidence;
    if (fields.on && (!isDay(fields.on) || dayNumber(fields.on) > dayNumber(today))) {
      draft(isDay(fields.on) ? "future-day" : "wrong-day", "on");
    } else if (fields.on) answer.on = fields.on;
    const plan = {by: clean(fields.planBy), until: fields.planUntil};
    if (plan.until && !isDay(plan.until)) draft("wrong-day", "planUntil");
    if (plan.by && isDay(plan.until)) answer.plan = plan;
    else if (plan.by || plan.until) draft("empty", "planBy", "planUntil");
    accept(fields, answer, draft);
    return {answer, drafts, wrong};
  }

  function value(fields, asked, answer, draft) {
    const typed = clean(fields.typed);
    if (fields.na) {
      answer.answer = NOT_APPLICABLE;
      if (clean(fields.because)) answer.because = clean(fields.because);
      else draft("reason", "because");
      if (typed) draft("", "typed");
    } else if (!isTyped(asked)) {
      if (fields.value !== null && fits(asked, fields.value)) answer.answer = fields.value;
    } else if (fields.none) {
      answer.answer = [];
    } else if (typed) {
      try {
        answer.answer = asked.kind.read(asked.spec, typedValue(asked, typed));
      } catch (refusal) {
        draft(refusal.code, "typed");
      }
    }
  }

  function accept(fields, answer, draft) {
    const names = ["acceptBecause", "acceptBy", "acceptUntil"];
    const [because, by, until] = names.map((name) => clean(fields[name]));
    if (!because && !by && !until) return;
    if (until && !isDay(until)) draft("wrong-day", "acceptUntil");
    if (!because || !by || !isDay(until)) draft("empty", ...names);
    else if (answer.answer === undefined || fields.na) draft("answer-first", ...names);
    else answer.accept = {because, by, until};
  }

  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // The day that an answer given now must carry; none where its sheet says it.
  function dated(sheet, before, asked, today) {
    if (sheet.answered_on === today) return "";
    const wanted = sheet.answered_on || before.on || asked.reviewEvery !== null;
    return wanted ? today : "";
  }

  Object.assign(mlkb, {
    isSame, dated, isId, isDay, isTyped, knownOf, emptySheet, sheetOf, fieldsOf, composed,
  });
})();
