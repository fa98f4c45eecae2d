// What all results share, and score, verdict and coverage; the others have files of their own.
// Each has: parse, inputs (what it reads; null: its whole checklist), compute (null: nothing can be
// said), value (for conditions; null: not known), first, says, order, document, and decides where
// single answers can turn it over.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, condition, distinct, isOpen, own, reference, references, stripped, sum, text, unique,
    weight} = mlkb;

  const wordsIn = (value) => (Array.isArray(value) ? value : [String(value)]);
  const said = (raw) => ({title: text(raw.title), advice: text(raw.advice)});
  const refer = (spec, question) => reference(question, spec.checklist);
  const asIs = (spec, ladders, value) => (typeof value === "number" ? value : null);
  const nothing = () => null;
  const none = () => [];
  const percent = (part, whole) => Math.floor(FULL * part / whole);

  const score = {
    parse: () => ({}),
    inputs: nothing,
    compute(spec, grounds) {
      const asked = [...grounds.findings(grounds.checklist).values()]
        .filter((one) => weight(one) && one.outcome !== "not-applicable");
      if (!asked.length) return null;
      const open = asked.filter(isOpen);
      const credits = asked.map((one) => (isOpen(one) ? 0 : weight(one) * one.credit));
      return {
        earned: sum(credits),
        open: FULL * sum(open.map(weight)),
        possible: FULL * sum(asked.map(weight)),
        answered: asked.length - open.length,
        applicable: asked.length,
      };
    },
    value: (result) => (result.open ? null : percent(result.earned, result.possible)),
    first: none,
    says: nothing,
    order: asIs,
    document: (spec, result) => ({
      worst: percent(result.earned, result.possible),
      best: percent(result.earned + result.open, result.possible),
      ...result,
    }),
  };

  const verdict = {
    decides: true,
    parse: (raw, checklist) => ({
      rules: raw.rules.filter((rule) => "when" in rule)
        .map((rule) => ({when: condition(rule.when, checklist), verdict: rule.verdict})),
      fallback: (raw.rules.find((rule) => "default" in rule) || {default: ""}).default,
      verdicts: raw.verdicts,
    }),
    inputs: (spec) => distinct(spec.rules.flatMap((rule) => references(rule.when))),
    compute(spec, grounds) {
      for (const [position, rule] of spec.rules.entries()) {
        const [holds, waits] = grounds.truth(rule.when);
        if (holds) {
          const because = unique(support(rule.when, grounds).map((one) => one.text));
          return {verdict: rule.verdict, possible: [rule.verdict], because, first: []};
        }
        if (holds === null) {
          const possible = unique(stillPossible(spec, position, grounds));
          return {verdict: null, possible, because: [], first: waits};
        }
      }
      return {verdict: spec.fallback, possible: [spec.fallback], because: [], first: []};
    },
    value: (result) => result.verdict,
    first: (result) => result.first,
    says: (spec, result) =>
      result.verdict && [result.verdict, text(spec.verdicts[result.verdict].title)],
    order: nothing,
    document(spec, result) {
      const told = (id) => ({
        id, ...said(spec.verdicts[id]), tone: spec.verdicts[id].tone || "caution",
      });
      return {
        verdict: result.verdict === null ? null : told(result.verdict),
        possible: result.possible.map(told),
        because: result.because,
        first: result.first,
      };
    },
  };

  // The verdicts that rules from *position* on may yet give.
  function stillPossible(spec, position, grounds) {
    const possible = [];
    for (const rule of spec.rules.slice(position)) {
      const [holds] = grounds.truth(rule.when);
      if (holds !== false) possible.push(rule.verdict);
      if (holds) return possible;
    }
    return [...possible, spec.fallback];
  }

  // What made a condition hold.
  function support(when, grounds) {
    if (when.reference) return [when.reference];
    if (when.not) return references(when.not);
    return when.parts
      .filter((part) => when.all || grounds.truth(part)[0])
      .flatMap((part) => support(part, grounds));
  }

  const coverage = {
    parse: (raw, checklist) =>
      ({checklist, over: raw.over, atMost: raw.at_most, alone: own(raw, "alone", 2)}),
    inputs: (spec) => spec.over.map((question) => refer(spec, question)),
    compute(spec, grounds) {
      const held = spec.over.map((one) => holding(one, grounds.premise(refer(spec, one))));
      const people = new Map();
      for (const {question, by} of held) {
        by.forEach((name) => people.set(name, [...(people.get(name) || []), question]));
      }
      const count = (state) => held.filter((one) => one.state === state).length;
      return {held, people, nobody: count("nobody"), open: count("open")};
    },
    value: (result) => (result.open ? null : result.nobody),
    first: none,
    says: nothing,
    order: asIs,
    document: (spec, result) => ({
      held: result.held,
      people: [...result.people].map(([name, holds]) => {
        const alone = result.held.filter((one) => one.by.length === 1 && one.by[0] === name)
          .map((one) => one.question);
        return {
          name, holds, alone,
          too_much: holds.length > spec.atMost,
          single_point: alone.length >= spec.alone,
        };
      }),
      at_most: spec.atMost,
      nobody: result.nobody,
      open: result.open,
    }),
  };

  function holding(question, premise) {
    if (!premise.applies) return {question, state: "not-applicable", by: []};
    if (!Array.isArray(premise.value)) return {question, state: "open", by: []};
    const by = unique(premise.value.map(stripped));
    return {question, state: ["nobody", "one"][by.length] || "several", by};
  }

  Object.assign(mlkb, {
    wordsIn, said, refer, asIs, nothing, none, percent,
    resultTypes: {score, verdict, coverage},
  });
})();
