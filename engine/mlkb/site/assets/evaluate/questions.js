// The question types: how an answer is read, what it earns, how it is ordered, which words it has.
// The twin of mlkb/questions; tests/conformance holds both to the same vectors.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb = globalThis.mlkb || {};
  const FULL = 100;
  const LARGEST = Number.MAX_SAFE_INTEGER;
  const PRACTICE = ["no", "partial", "yes"];
  const BLANK =
    "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const ENDS = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");

  // Ids and names come from files: "constructor" is a word like any other.
  const own = (object, key, otherwise) =>
    object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : otherwise;

  // String.trim takes other blanks away than Python does: two engines, one answer.
  const stripped = (text) => text.replace(ENDS, "");

  const ids = (options) => options.map((option) => option.id);
  const count = (value) => (Array.isArray(value) ? value.length : 0);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const unique = (list) => [...new Set(list)];

  class WrongAnswer extends Error {
    constructor(code) {
      super(code);
      this.code = code;
    }
  }

  function refuseIf(wrong, code) {
    if (wrong) throw new WrongAnswer(code);
  }

  function oneOf(words, given) {
    refuseIf(typeof given !== "string" || !words.includes(given), "answer-not-a-choice");
    return given;
  }

  function options(raw) {
    return raw.map((option) => ({
      id: option.id,
      label: mlkb.text(option.label),
      credit: option.credit || 0,
      exclusive: option.exclusive || false,
      improve: mlkb.improvement(option.improve),
    }));
  }

  const practice = {
    parse: (raw) => ({reversed: raw.reversed || false, choices: []}),
    read: (spec, given) => oneOf(PRACTICE, given),
    credit(spec, value) {
      const earned = 50 * PRACTICE.indexOf(value);
      return spec.reversed ? FULL - earned : earned;
    },
    order: (spec, value) => PRACTICE.indexOf(value),
    words: () => ["yes", "partial", "no"],
  };

  const singleChoice = {
    parse: (raw) => ({choices: options(raw.choices)}),
    read: (spec, given) => oneOf(ids(spec.choices), given),
    credit: (spec, value) => spec.choices.find((choice) => choice.id === value).credit,
    order: () => null,
    words: (spec) => ids(spec.choices),
  };

  const multipleChoice = {
    parse: (raw) => ({choices: options(raw.choices), worst: raw.signs ? raw.signs.worst : null}),
    read(spec, given) {
      refuseIf(!Array.isArray(given), "answer-not-a-list");
      const words = ids(spec.choices);
      const ticked = new Set(given.map((entry) => oneOf(words, entry)));
      refuseIf(ticked.size !== given.length, "answer-repeats");
      const alone = spec.choices.some((choice) => choice.exclusive && ticked.has(choice.id));
      refuseIf(alone && ticked.size > 1, "answer-not-alone");
      return words.filter((word) => ticked.has(word));
    },
    credit(spec, value) {
      const ticked = spec.choices.filter((choice) => value.includes(choice.id));
      if (spec.worst === null) return Math.min(FULL, sum(ticked.map((choice) => choice.credit)));
      const signs = Math.min(ticked.filter((choice) => !choice.exclusive).length, spec.worst);
      return Math.floor(FULL * (spec.worst - signs) / spec.worst);
    },
    order: (spec, value) => count(value),
    words: (spec) => ids(spec.choices),
  };

  const scale = {
    parse(raw) {
      const steps = options(raw.steps);
      const target = "target" in raw ? ids(steps).indexOf(raw.target) : steps.length - 1;
      return {choices: steps, target};
    },
    read: (spec, given) => oneOf(ids(spec.choices), given),
    credit: (spec, value) =>
      Math.min(FULL, Math.floor(FULL * scale.order(spec, value) / spec.target)),
    order: (spec, value) => ids(spec.choices).indexOf(value),
    words: (spec) => ids(spec.choices),
  };

  const number = {
    parse: (raw) => ({
      least: own(raw, "least", -LARGEST),
      most: own(raw, "most", LARGEST),
      bands: raw.bands || [],
      choices: [],
    }),
    read(spec, given) {
      refuseIf(!Number.isInteger(given), "answer-not-a-number");
      refuseIf(given < spec.least || given > spec.most, "answer-out-of-bounds");
      return given;
    },
    credit(spec, value) {
      const holds = (band) =>
        own(band, "at_least", -LARGEST) <= value && value <= own(band, "at_most", LARGEST);
      return (spec.bands.find(holds) || {credit: 0}).credit;
    },
    order: (spec, value) => (typeof value === "number" ? value : null),
    words: () => [],
  };

  const people = {
    parse: (raw) => ({least: own(raw, "at_least", 1), choices: []}),
    read(spec, given) {
      refuseIf(!Array.isArray(given), "answer-not-names");
      const named = (name) => typeof name === "string" && stripped(name) !== "";
      refuseIf(!given.every(named), "answer-not-names");
      refuseIf(new Set(given).size !== given.length, "answer-repeats");
      return [...given];
    },
    credit: (spec, value) => Math.floor(FULL * Math.min(count(value), spec.least) / spec.least),
    order: (spec, value) => count(value),
    words: () => [],
  };

  const text = {
    parse: () => ({choices: []}),
    read(spec, given) {
      refuseIf(typeof given !== "string" || stripped(given) === "", "answer-not-text");
      return given;
    },
    credit: () => FULL,
    order: () => null,
    words: () => [],
  };

  Object.assign(mlkb, {
    FULL, WrongAnswer, own, stripped, sum, unique,
    questionTypes: {
      practice, "single-choice": singleChoice, "multiple-choice": multipleChoice,
      scale, number, people, text,
    },
  });
})();
