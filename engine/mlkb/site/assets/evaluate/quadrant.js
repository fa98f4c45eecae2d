// Quadrant: where a candidate stands on two axes, in the worst and in the best case.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, condition, distinct, nothing, own, refer, references, said, sum, text, unique,
    wordsIn} = mlkb;
  const PLACES = ["both", "only-y", "only-x", "neither"];

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
      const asked = unique([...spec.y.questions, ...spec.x.questions]);
      const certain = (one) => one !== null && grounds.truth(one.when)[0] === true;
      return {
        x, y,
        possible: PLACES.filter((place) => reached.has(place)),
        flags: flags.filter((name) => Math.min(...or(raised(spec, name, grounds), 0)))
          .map((name) => refer(spec, name).text),
        quick: certain(spec.quick),
        setAside: certain(spec.setAside),
        first: unique(asked.flatMap((name) => grounds.premise(refer(spec, name)).waits)),
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
      let worths = worthsOf(spec, term, grounds);
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

  // What an answer is worth in percent: what the term says, else what it is worth.
  function worthsOf(spec, {question, worth}, grounds) {
    const says = worth && Object.keys(worth).length > 0;
    return percents(spec, question, grounds, (value) => (says
      ? Math.min(FULL, sum(wordsIn(value).map((word) => own(worth, word, 0))))
      : grounds.worth(question, value)));
  }

  // How far a red flag is raised, in percent: a yes raises it, to an anti-pattern too.
  function raised(spec, name, grounds) {
    return percents(spec, name, grounds, (value) => grounds.place(name, value));
  }

  // The percent of an answer: the extremes while it is open, nothing if n/a.
  function percents(spec, name, grounds, percent) {
    const premise = grounds.premise(refer(spec, name));
    if (!premise.applies) return [];
    return premise.value === null ? [0, FULL] : [percent(premise.value)];
  }

  mlkb.PLACES = PLACES;
  mlkb.resultTypes.quadrant = quadrant;
})();
