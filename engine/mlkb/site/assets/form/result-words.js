// What each result says: its headline, and its lines, each a label and a statement, the answer
// first. The twin of mlkb/render/results.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {between, count, percents, quoted, say, several, spoken, told} = mlkb;

  const score = {
    headline: ({result}) => (result ? percents(result) : say("report.score-none")),
    lines(entry, telling) {
      const label = telling.name(entry, "score");
      if (!entry.result) return [[label, [say("report.score-none")]]];
      const {worst, best} = entry.result;
      const words = worst === best ? "report.score-exact" : "report.score-interval";
      return [[label, told(words, entry.result)]];
    },
  };

  const verdict = {
    headline: ({result}, telling) => telling.titles(result.possible),
    lines(entry, telling) {
      const {verdict: found, possible, because, first} = entry.result;
      const label = telling.name(entry, "verdict");
      if (!found) return [[label, undecided(possible, first, telling)], ...telling.voices(entry)];
      return [
        [label, headed(found)],
        ...(because.length ? [[say("report.because"), telling.answers(because)]] : []),
        ...telling.flips(entry),
        ...telling.voices(entry),
      ];
    },
  };

  const headed = (place) =>
    told("report.headed", {title: spoken(place.title), advice: spoken(place.advice)});

  const undecided = (possible, first, telling) => told("report.verdict-open", {
    possible: telling.titles(possible),
    first: [several(first.map((one) => telling.named(one, telling.short(one))), ", ", Infinity)],
  });

  const profile = {
    headline({result}) {
      const close = [result.best, ...result.mixed_with];
      const titles = result.shares.filter((one) => close.includes(one.id))
        .map((one) => spoken(one.title));
      return titles.join(say("report.and")) || say("report.profile-unknown");
    },
    lines(entry, telling) {
      const {result} = entry;
      const label = telling.name(entry, "profile");
      if (result.best === null) {
        const words = entry.voices.length ? "not-agreed" : "not-enough";
        return [[label, told(`report.profile-${words}`, result)], ...telling.voices(entry)];
      }
      const [best, runnerUp] = result.shares;
      const facts = {...result, title: spoken(best.title), share: best.share};
      const close = result.shares.filter((one) => result.mixed_with.includes(one.id)).map(share);
      const advice = spoken(best.advice);
      return [
        [label, likely(result, facts, close, runnerUp)],
        ...(result.tie_broken ? [[say("report.tie-break"), [say("report.tie-broken")]]] : []),
        ...(advice ? [[say("report.advice"), [advice]]] : []),
        ...(result.against.length
          ? [[say("report.against"), telling.answers(result.against)]] : []),
        ...telling.flips(entry),
        ...telling.voices(entry),
      ];
    },
  };

  function likely(result, facts, close, runnerUp) {
    if (close.length) {
      return told("report.profile-mixed", {...facts, others: close.join(say("report.and"))});
    }
    if (result.unexpected) return told("report.profile-unexpected", facts);
    return told("report.profile-clear", {...facts, other: share(runnerUp)});
  }

  const share = (one) => say("report.profile-share", {title: spoken(one.title), share: one.share});

  const levels = {
    headline({result}) {
      const titles = titlesOf(result);
      return result.reached
        ? say("report.level-at", {level: titles.get(result.reached)}) : below(titles);
    },
    lines(entry, telling) {
      const {result} = entry;
      if (!result) return [];
      const titles = titlesOf(result);
      const said = (level) => titles.get(level) || below(titles);
      const facts = {reached: said(result.reached), possible: said(result.possible)};
      const stands = result.possible === result.reached
        ? [facts.reached] : told("report.level-interval", facts);
      return [
        [spoken(entry.title) || spoken(result.title), stands],
        ...(result.practice && result.next
          ? [[say("report.practice"), practice(result, telling)]] : []),
        ...nextLevel(result, titles, telling),
        ...(result.finish_line.length ? [[say("report.warning"), told("report.finish-line",
          {questions: between(telling.names(result.finish_line), ", ")})]] : []),
        ...telling.voices(entry),
      ];
    },
  };

  const titlesOf = (result) => new Map(result.levels.map((one) => [one.id, spoken(one.title)]));
  const below = (titles) => say("report.level-none", {lowest: [...titles.values()][0]});

  function practice(result, telling) {
    const first = [telling.question(result.practice)];
    if (["", result.practice].includes(result.wished)) return first;
    const wished = quoted(telling.question(result.wished));
    return told("report.practice-first", {practice: first, wished});
  }

  function nextLevel(result, titles, telling) {
    const label = say("report.next-level");
    const {next} = result;
    if (!next) {
      const unjudged = result.levels.filter((one) => !one.judged).map((one) => titles.get(one.id));
      return unjudged.length
        ? [[label, told("report.level-unjudged", {levels: unjudged.join(", ")})]] : [];
    }
    const level = titles.get(next.level);
    if (!next.feasible) {
      const first = between(telling.names(next.first), ", ");
      const questions = first.length ? first : say("report.level-other");
      return [[label, told("report.level-first", {level, questions})]];
    }
    const questions = [several(telling.names(next.improve), ", ", Infinity)];
    const days = count("report.days", next.days);
    return [[label, told("report.level-next", {level, days, questions})]];
  }

  const comparison = {
    headline: ({result}) => (result.columns.length
      ? count("report.comparison-count", result.differs + result.risks) : ""),
    lines(entry, telling) {
      const {result} = entry;
      const label = telling.name(entry, "comparison");
      if (!result.columns.length) return [[label, [say("report.comparison-none")]]];
      const titles = result.columns.map((column) => spoken(column.title));
      const whose = titles.filter(Boolean).join(say("report.and"));
      const match = result.rows.filter((row) => row.cells.some(({state}) => state === "match"));
      const facts = {...result, whose, match: match.length, rows: result.rows.length};
      const words = whose ? "report.comparison-against" : "report.comparison-target";
      return [[label, told(words, facts)], ...result.rows.flatMap((row) => toTalkAbout(row)
        .map((state) => [say(`report.comparison-${state}`), compared(row, titles, telling)]))];
    },
  };

  // Why a row is worth talking about: it differs, is a risk, or depends on the type.
  function toTalkAbout(row) {
    const states = new Set(row.cells.map((cell) => cell.state));
    return states.size > 1 ? ["depends"] : ["differs", "risk"].filter((one) => states.has(one));
  }

  function compared(row, titles, telling) {
    const wanted = row.cells.flatMap((cell, column) => {
      if (!cell.operator) return [];
      const text = expected(cell);
      const title = titles[column];
      return [title ? say("report.expected-of", {title, expected: text}) : text];
    });
    const text = told("report.comparison-row", {
      question: [telling.question(row.question)],
      answer: telling.answer(row.question),
      expected: wanted.join(say("report.between")),
    });
    const discuss = spoken(row.discuss);
    return discuss ? [...text, ` ${discuss}`] : text;
  }

  // What is expected of one type.
  function expected(cell) {
    const labels = cell.labels.map((label) => say("report.quoted", {text: spoken(label)}));
    const value = (labels.length ? labels : cell.expected.map(String)).join(say("report.or"));
    return say(`report.expected-${cell.operator}`, {value});
  }

  const quadrant = {
    headline({result}, telling) {
      if (!result) return "";
      return result.set_aside ? spoken(result.set_aside.title) : telling.titles(result.possible);
    },
    lines(entry, telling) {
      const {result} = entry;
      const label = telling.name(entry, "quadrant");
      if (!result) return [[label, [say("report.score-none")]]];
      const place = result.set_aside || result.quadrant;
      const text = place ? headed(place) : undecided(result.possible, result.first, telling);
      const {quick, flags} = result;
      return [
        [label, text],
        [say("report.axes"), [axes(result)]],
        ...(quick ? [[spoken(quick.title), [spoken(quick.advice)]]] : []),
        ...(flags.length ? [[say("report.flags"), telling.questions(flags)]] : []),
        ...telling.voices(entry),
      ];
    },
  };

  const axes = ({x, y}) => [y, x]
    .map((axis) => say("report.axis", {title: spoken(axis.title), percent: percents(axis)}))
    .join(say("report.between"));

  const coverage = {
    headline(entry, telling) {
      const alone = entry.result.people.filter((one) => one.single_point).map((one) => one.name);
      if (!alone.length) return mlkb.plain(coverage.lines(entry, telling)[0][1]);
      return say("report.coverage-rests", {names: alone.join(say("report.and"))});
    },
    lines(entry, telling) {
      const {held, people, open, at_most: most} = entry.result;
      const asked = held.filter((one) => one.state !== "not-applicable");
      const facts = {held: asked.filter((one) => one.by.length).length, all: asked.length, open};
      const words = open ? "report.coverage-open" : "report.coverage-held";
      const nobody = asked.filter((one) => one.state === "nobody").map((one) => one.question);
      return [
        [telling.name(entry, "coverage"), told(words, facts)],
        ...(nobody.length ? [[say("report.coverage-nobody"), telling.questions(nobody)]] : []),
        ...people.flatMap((person) => burdened(person, most, telling)),
      ];
    },
  };

  // Who holds too much, and what nobody else holds.
  function burdened(person, most, telling) {
    const facts = {name: person.name, count: person.holds.length, most};
    const what = (questions) => ({...facts, what: telling.questions(questions)});
    const said = [];
    if (person.too_much) {
      const text = told("report.coverage-holds", what(person.holds));
      said.push([say("report.coverage-too-much"), text]);
    }
    if (person.single_point) {
      const text = told("report.coverage-alone", what(person.alone));
      said.push([say("report.coverage-single-point"), text]);
    }
    return said;
  }

  mlkb.axes = axes;
  mlkb.expected = expected;
  mlkb.resultWords = {score, verdict, profile, levels, comparison, quadrant, coverage};
})();
