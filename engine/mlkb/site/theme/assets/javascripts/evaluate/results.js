// Score, verdict, profile, comparison, quadrant and coverage; levels have a file of their own.
// Each has: parse, inputs (what it reads; null: its whole checklist), compute (null: nothing can be
// said), value (for conditions; null: not known), first, says, order, document, and decides where
// single answers can turn it over.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, OPERATORS, condition, distinct, isOpen, own, reference, references, stripped, sum,
    text, unique, weight} = mlkb;
  const WORTH = {yes: FULL, partial: FULL / 2, no: 0};
  const PLACES = ["both", "only-y", "only-x", "neither"];

  const words = (value) => (Array.isArray(value) ? value : [String(value)]);
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

  const profile = {
    decides: true,
    parse(raw, checklist) {
      const tie = raw.tie_break || {question: "", within: 0};
      const asked = unique(raw.profiles.flatMap((one) => Object.keys(one.points)));
      return {
        checklist,
        enough: raw.enough,
        mixedWithin: raw.mixed_within,
        tie: tie.question,
        tieWithin: tie.within,
        questions: asked.filter((question) => question !== tie.question),
        profiles: raw.profiles.map((one) => ({
          id: one.id,
          words: {title: text(one.title), summary: text(one.summary), advice: text(one.advice)},
          points: one.points,
          expects: one.expects ? condition(one.expects, checklist) : null,
        })),
      };
    },
    inputs(spec) {
      const asked = spec.tie ? [...spec.questions, spec.tie] : spec.questions;
      const expected = spec.profiles.flatMap((one) => references(one.expects));
      return distinct([...asked.map((one) => refer(spec, one)), ...expected]);
    },
    compute(spec, grounds) {
      const asked = spec.tie ? [...spec.questions, spec.tie] : spec.questions;
      const premises = new Map(asked.map((one) => [one, grounds.premise(refer(spec, one))]));
      const given = new Map(spec.questions.filter((one) => premises.get(one).value !== null)
        .map((one) => [one, words(premises.get(one).value)]));
      const shares = spec.profiles.map((one) => share(one, given))
        .sort((one, other) => other.share - one.share);
      const result = {
        state: "not-enough", best: null, mixed_with: [], unexpected: false, tie_broken: false,
        answered: given.size, shares, for: [], against: [],
        first: waitsOf(premises, spec.questions),
      };
      const enough = given.size >= spec.enough && shares[0].share > 0;
      return enough ? diagnosed(spec, grounds, {...result, premises, given}) : result;
    },
    value: (result) => (result.first.length ? null : result.best || ""),
    first: (result) => result.first,
    says: (spec, result) => result.best &&
      [result.best, spec.profiles.find((one) => one.id === result.best).words.title],
    order: nothing,
    document: (spec, {premises, given, ...result}) => ({
      ...result,
      known: !result.first.length,
      asked: spec.questions.length,
      enough: spec.enough,
      shares: result.shares.map((one) =>
        ({...one, ...spec.profiles.find((profile) => profile.id === one.id).words})),
    }),
  };

  function diagnosed(spec, grounds, result) {
    const {premises, given} = result;
    const tied = spec.tie ? within(result.shares, spec.tieWithin) : [];
    const winner = tieWinner(spec, tied, premises);
    const shares = winner
      ? [winner, ...result.shares.filter((one) => one !== winner)] : result.shares;
    const best = spec.profiles.find((one) => one.id === shares[0].id);
    const close = winner ? [] : within(shares, spec.mixedWithin).slice(1).map((one) => one.id);
    const unexpected = best.expects !== null && grounds.truth(best.expects)[0] === false;
    const told = (test) => [...given].filter(([question, ticked]) => test(question, ticked))
      .map(([question]) => refer(spec, question).text);
    const against = (question, ticked) => own(best.points, question) &&
      !points(best, question, ticked) && spec.profiles.some((one) => points(one, question, ticked));
    return {
      ...result,
      state: close.length || unexpected ? "mixed" : "clear",
      best: best.id,
      mixed_with: close,
      unexpected,
      tie_broken: Boolean(winner),
      shares,
      for: told((question, ticked) => points(best, question, ticked)),
      against: told(against),
      first: tied.length > 1
        ? unique([...result.first, ...waitsOf(premises, [spec.tie])]) : result.first,
    };
  }

  const points = (type, question, ticked) =>
    sum(ticked.map((word) => own(own(type.points, question), word, 0)));

  // What the answers gave a type, of what they could have given it.
  function share(type, given) {
    let earned = 0;
    let possible = 0;
    for (const [question, ticked] of given) {
      const table = Object.values(own(type.points, question, {}));
      const got = points(type, question, ticked);
      earned += got;
      if (table.length) possible += Math.max(got, ...table);
    }
    return {id: type.id, earned, possible, share: possible ? percent(earned, possible) : 0};
  }

  const within = (shares, bound) =>
    shares.filter((one) => one.share * FULL >= shares[0].share * (FULL - bound));

  // The type for which the tie-break speaks most, if it is one of several tied.
  function tieWinner(spec, tied, premises) {
    if (tied.length < 2 || premises.get(spec.tie).value === null) return null;
    const ticked = words(premises.get(spec.tie).value);
    const typed = (one) => spec.profiles.find((type) => type.id === one.id);
    const got = tied.map((one) => points(typed(one), spec.tie, ticked));
    const most = Math.max(...got);
    const alone = got.indexOf(most) === got.lastIndexOf(most);
    return most && alone ? tied[got.indexOf(most)] : null;
  }

  const waitsOf = (premises, questions) => unique(questions.flatMap((question) => {
    const premise = premises.get(question);
    return premise.applies ? premise.waits : [];
  }));

  const comparison = {
    parse: (raw, checklist) => ({
      checklist,
      against: raw.against ? reference(raw.against, checklist) : null,
      rows: raw.rows.map((row) => ({
        question: row.question,
        expected: expectations(row),
        discuss: text(row.discuss),
      })),
    }),
    inputs(spec) {
      const rows = spec.rows.map((row) => refer(spec, row.question));
      return spec.against ? [spec.against, ...rows] : rows;
    },
    compute(spec, grounds) {
      const {columns, known} = columnsOf(spec, grounds);
      const rows = spec.rows.map((row) => columns.map(([id]) => cellState(spec, row, id, grounds)));
      const every = (state) => (cells) => cells.length > 0 && cells.every((one) => one === state);
      return {
        columns, known, rows,
        labels: spec.rows.map((row) => grounds.questions.get(row.question).spec.choices),
        differs: rows.filter(every("differs")).length,
        risks: rows.filter(every("risk")).length,
        open: rows.filter((cells) => cells.includes("open")).length,
      };
    },
    value: (result) => (result.known && !result.open ? result.differs : null),
    first: none,
    says: nothing,
    order: asIs,
    document: (spec, result) => ({
      columns: result.columns.map(([id, title]) => ({id: id || "target", title})),
      rows: spec.rows.map((row, position) => ({
        question: row.question,
        cells: result.columns.map(([id], column) =>
          cell(row.expected.get(id), result.rows[position][column], result.labels[position])),
        discuss: row.discuss,
      })),
      differs: result.differs,
      risks: result.risks,
      open: result.open,
    }),
  };

  // What is expected by type; of a target without a type the name is empty.
  function expectations(row) {
    const named = Object.entries(row.expected || {}).filter(([, one]) => one !== "unknown");
    if ("target" in row) named.push(["", row.target]);
    return new Map(named.map(([id, raw]) => {
      const operator = Object.keys(raw).find((key) => OPERATORS.includes(key));
      return [id, {operator, operand: raw[operator], risk: "match" in raw}];
    }));
  }

  // The types to hold the answers against, and whether they are certain.
  function columnsOf(spec, grounds) {
    if (spec.against === null) return {columns: [["", text()]], known: true};
    const found = grounds.resultAt(spec.against);
    if (found === null) return {columns: [], known: false};
    const [{profiles}, result] = found;
    const candidates = result.best ? [result.best, ...result.mixed_with] : [];
    const title = (id) => profiles.find((one) => one.id === id).words.title;
    return {columns: candidates.map((id) => [id, title(id)]), known: !result.first.length};
  }

  function cellState(spec, row, column, grounds) {
    const expected = row.expected.get(column);
    const about = refer(spec, row.question);
    if (!grounds.premise(about).applies) return "not-applicable";
    if (!expected) return "unknown";
    const [holds] = grounds.truth({reference: about, ...expected});
    if (holds === null) return "open";
    if (!holds) return "differs";
    return expected.risk ? "risk" : "match";
  }

  function cell(expected, state, choices) {
    const named = expected ? [].concat(expected.operand) : [];
    const label = (word) => choices.find((choice) => choice.id === String(word));
    return {
      state,
      operator: expected ? expected.operator : null,
      expected: named,
      labels: named.map(label).filter(Boolean).map((choice) => choice.label),
    };
  }

  const quadrant = {
    parse: (raw, checklist) => ({
      checklist,
      x: axis(raw.x, raw.split.x),
      y: axis(raw.y, raw.split.y),
      places: raw.quadrants,
      quick: aside(raw.quick, checklist),
      setAside: aside(raw.set_aside, checklist),
    }),
    inputs(spec) {
      const cases = [spec.quick, spec.setAside].filter(Boolean);
      return distinct([
        ...[...spec.y.questions, ...spec.x.questions].map((name) => refer(spec, name)),
        ...cases.flatMap((one) => references(one.when)),
      ]);
    },
    compute(spec, grounds) {
      const [x, y] = [span(spec, spec.x, grounds), span(spec, spec.y, grounds)];
      if (x === null || y === null) return null;
      const reached = new Set(reaches(y, spec.y.split).flatMap((high) =>
        reaches(x, spec.x.split).map((right) => PLACES[(high ? 0 : 2) + (right ? 0 : 1)])));
      const flags = unique([...spec.y.penalties, ...spec.x.penalties].map((one) => one.question));
      const own = unique([...spec.y.questions, ...spec.x.questions]);
      const certain = (one) => one !== null && grounds.truth(one.when)[0] === true;
      return {
        x, y,
        possible: PLACES.filter((place) => reached.has(place)),
        flags: flags.filter((name) => Math.min(...or(raised(spec, name, grounds), 0)))
          .map((name) => refer(spec, name).text),
        quick: certain(spec.quick),
        setAside: certain(spec.setAside),
        first: unique(own.flatMap((name) => grounds.premise(refer(spec, name)).waits)),
      };
    },
    value: (result) => (result.first.length ? null : result.possible[0]),
    first: (result) => result.first,
    says: (spec, result) => (result && result.possible.length === 1
      ? [result.possible[0], text(spec.places[result.possible[0]].title)] : null),
    order: nothing,
    document(spec, result) {
      const place = (id) => ({id, ...said(spec.places[id])});
      const told = (at, {id, title, split}) => ({id, title, ...at, split});
      return {
        x: told(result.x, spec.x),
        y: told(result.y, spec.y),
        quadrant: result.possible.length === 1 ? place(result.possible[0]) : null,
        possible: result.possible.map(place),
        quadrants: PLACES.map(place),
        flags: result.flags,
        quick: result.quick ? spec.quick.said : null,
        set_aside: result.setAside ? spec.setAside.said : null,
        first: result.first,
      };
    },
  };

  const or = (list, otherwise) => (list.length ? list : [otherwise]);

  const aside = (raw, checklist) =>
    raw ? {when: condition(raw.when, checklist), said: said(raw)} : null;

  function axis(raw, split) {
    const penalties = raw.penalties || [];
    return {
      id: raw.id,
      title: text(raw.title),
      inverse: raw.inverse || false,
      terms: raw.terms,
      penalties,
      split,
      questions: [...raw.terms, ...penalties].map((one) => one.question),
    };
  }

  // Whether an axis reaches its split; both while it may or may not.
  const reaches = (at, split) =>
    at.worst >= split ? [true] : at.best < split ? [false] : [true, false];

  // An axis in the worst and in the best case; null if no term applies.
  function span(spec, on, grounds) {
    let low = 0;
    let high = 0;
    let weights = 0;
    for (const term of on.terms) {
      let worths = worthsOf(spec, term.question, term.worth, grounds);
      if (!worths.length) continue;
      if (on.inverse) worths = worths.map((worth) => FULL - worth);
      low += term.weight * Math.min(...worths);
      high += term.weight * Math.max(...worths);
      weights += term.weight;
    }
    if (!weights) return null;
    const off = on.penalties.map((one) => or(raised(spec, one.question, grounds), 0)
      .map((worth) => Math.floor(one.points * worth / FULL)));
    const most = sum(off.map((one) => Math.max(...one)));
    const least = sum(off.map((one) => Math.min(...one)));
    return {
      worst: Math.max(0, Math.floor(low / weights) - most),
      best: Math.max(0, Math.floor(high / weights) - least),
    };
  }

  // What an answer is worth in percent: the extremes while it is open, nothing if n/a.
  function worthsOf(spec, name, worth, grounds) {
    const premise = grounds.premise(refer(spec, name));
    if (!premise.applies) return [];
    if (premise.value === null) return [0, FULL];
    if (!worth || !Object.keys(worth).length) return [grounds.worth(name, premise.value)];
    return [Math.min(FULL, sum(words(premise.value).map((word) => own(worth, word, 0))))];
  }

  // How far a red flag is raised, in percent: a yes raises it, to an anti-pattern too.
  function raised(spec, name, grounds) {
    const practice = grounds.questions.get(name).type === "practice";
    return worthsOf(spec, name, practice ? WORTH : null, grounds);
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
    PLACES,
    resultTypes: {score, verdict, profile, comparison, quadrant, coverage},
  });
})();
