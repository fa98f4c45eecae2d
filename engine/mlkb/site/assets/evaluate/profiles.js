// Profile: the type that the answers look like. Comparison: the answers beside what is expected.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, OPERATORS, asIs, condition, distinct, none, nothing, own, percent, refer, reference,
    references, sum, text, unique, wordsIn} = mlkb;

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
        .map((one) => [one, wordsIn(premises.get(one).value)]));
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
    const ticked = wordsIn(premises.get(spec.tie).value);
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

  Object.assign(mlkb.resultTypes, {profile, comparison});
})();
