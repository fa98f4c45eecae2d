// The level of a ladder that is reached, and the cheapest exact way to the next one.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, isGap, isOpen, reference, sum, text, weight} = mlkb;

  const levels = {
    parse(raw, checklist) {
      const start = raw.start_with;
      return {
        ladder: raw.ladder,
        over: raw.over || [],
        start: start ? {
          question: reference(start.question, checklist),
          choices: new Map(Object.entries(start.choices)
            .map(([choice, to]) => [choice, reference(to, checklist).text])),
        } : null,
      };
    },
    inputs(spec) {
      if (!spec.over.length) return null;
      const start = spec.start ? [spec.start.question] : [];
      return [...start, ...spec.over.map((checklist) => reference("", checklist))];
    },
    compute(spec, grounds) {
      const ladder = grounds.ladders.get(spec.ladder);
      const rungs = rungsOf(spec, ladder, grounds);
      const states = ladder.levels.map((_, height) => state(ladder, rungs, height));
      const reached = heightOf(states.map((one) => one.reached));
      const possible = heightOf(states.map((one) => one.possible));
      const above = states[reached + 1];
      const wished = spec.start
        ? spec.start.choices.get(grounds.premise(spec.start.question).value) || "" : "";
      const lacking = above ? [...above.unmet, ...above.open] : [];
      return {
        ladder: ladder.id,
        reached: reached < 0 ? null : ladder.levels[reached],
        possible: possible < 0 ? null : ladder.levels[possible],
        // No level is reached above one that is not.
        levels: states.map((one, height) =>
          ({...one, reached: height <= reached, possible: height <= possible})),
        finish_line: finishLine(states, rungs),
        next: above && above.judged ? mlkb.nextLevel(ladder, reached + 1, rungs) : null,
        // Only what the next level lacks can be built next, so that none is skipped.
        practice: lacking.includes(wished) ? wished : lacking[0] || "",
        wished,
      };
    },
    value: (result) => (result.reached === result.possible ? result.reached || "" : null),
    first: () => [],
    says(spec, {reached}, ladders) {
      const ladder = ladders.get(spec.ladder);
      const words = ladder.words[ladder.levels.indexOf(reached)];
      return [reached || "", words ? words.title : text()];
    },
    order(spec, ladders, value) {
      const place = ladders.get(spec.ladder).levels.indexOf(value);
      return value === "" ? 0 : place < 0 ? null : place + 1;
    },
    document(spec, result, ladders) {
      const {title, words} = ladders.get(result.ladder);
      return {
        ...result,
        title,
        levels: result.levels.map((one, height) => ({...one, ...words[height]})),
      };
    },
  };

  // Every question of the checklists, placed on the ladder or beside it.
  function rungsOf(spec, ladder, grounds) {
    const checklists = spec.over.length ? spec.over : [grounds.checklist];
    return checklists.flatMap((checklist) => [...grounds.findings(checklist).values()]
      .filter((one) => one.outcome !== "not-applicable" && one.question.scored)
      .map((finding) => {
        const {id, requires, levels: tags} = finding.question;
        const tag = tags.find((one) => one.ladder === ladder.id);
        return {
          reference: `${checklist}/${id}`,
          finding,
          premise: requires ? `${checklist}/${requires}` : "",
          height: tag ? ladder.levels.indexOf(tag.level) : ladder.levels.length,
          required: Boolean(tag && tag.required),
          tagged: Boolean(tag && !tag.required),
        };
      }));
  }

  // How the level at *height* stands, lower levels included.
  function state(ladder, rungs, height) {
    const upTo = rungs.filter((rung) => rung.height <= height);
    const required = upTo.filter((rung) => rung.required).map((rung) => rung.finding);
    const tagged = upTo.filter((rung) => rung.tagged).map((rung) => rung.finding);
    const own = upTo.filter((rung) => rung.required && rung.height === height);
    const count = (outcome) => required.filter((one) => one.outcome === outcome).length;
    const possible = FULL * sum(tagged.map(weight));
    const earned = sum(tagged.map((one) => weight(one) * one.credit));
    const opens = FULL * sum(tagged.filter(isOpen).map(weight));
    const firm = own.length > 0 && !count("unmet") && count("partial") <= ladder.tolerate;
    const those = (test) =>
      own.filter((rung) => test(rung.finding)).map((rung) => rung.reference);
    return {
      id: ladder.levels[height],
      reached: firm && !required.some(isOpen) && earned * FULL >= ladder.share * possible,
      possible: firm && (earned + opens) * FULL >= ladder.share * possible,
      judged: own.length > 0,
      share: possible ? Math.floor(FULL * earned / possible) : null,
      unmet: those(isGap),
      open: those(isOpen),
    };
  }

  // What is met above a level that is out of reach as things were answered.
  function finishLine(states, rungs) {
    const lacking = states.findIndex((one) => one.judged && !one.possible);
    const height = lacking < 0 ? states.length : lacking;
    return rungs
      .filter((rung) => rung.required && rung.height > height && rung.finding.outcome === "met")
      .map((rung) => rung.reference);
  }

  // The position of the last flag before the first that is off, or -1.
  function heightOf(flags) {
    const off = flags.indexOf(false);
    return (off < 0 ? flags.length : off) - 1;
  }

  mlkb.resultTypes.levels = levels;
})();
