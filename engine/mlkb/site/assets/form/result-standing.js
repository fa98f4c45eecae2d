// Where a checklist stands, in a few words: for the bar that is always seen, for the first line of
// the result, and for who listens. The twin of render/standings.py.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {count, disagree, resultWords, say, spoken, tellingOf, told} = mlkb;
  const OPEN = ["unanswered", "undetermined"];

  // What a checklist finds, in a few words each: the score comes after the rest.
  function found(telling) {
    const {evaluation} = telling;
    const entries = evaluation.results.filter((entry) => entry.result);
    const scores = entries.filter(({type}) => type === "score");
    const talk = entries.filter(({type}) => type === "comparison");
    const verdicts = entries.filter(({type}) => type === "profile" || type === "verdict");
    const said = [...entries.filter(({type}) => type !== "score"), ...scores].flatMap((entry) => {
      const text = resultWords[entry.type].headline(entry, telling);
      if (!text || entry.type === "comparison") return [];
      const label = verdicts.indexOf(entry) > 0 ? spoken(entry.title) : "";
      return [label ? say("report.labelled", {label, text}) : text, ...otherwise(entry)];
    });
    const rows = talk.reduce((total, {result}) => total + result.differs + result.risks, 0);
    const blocking = evaluation.findings.filter((one) => one.blocks).length;
    const differ = evaluation.differ.length;
    return [
      ...said,
      ...(rows ? [count("report.comparison-count", rows)] : []),
      ...(differ ? [count("report.differ-count", differ)] : []),
      ...(blocking ? [count("report.blocking", blocking)] : []),
    ];
  }

  // Who alone would come to another result, if the respondents part over it.
  function otherwise(entry) {
    if (!disagree(entry)) return [];
    const {verdict, quadrant, best, reached} = entry.result;
    const says = (verdict && verdict.id) || (quadrant && quadrant.id) || best || reached || "";
    const who = entry.voices.filter((voice) => voice.says !== says).map((one) => one.respondent);
    const words = who.length === 1 ? "report.otherwise-one" : "report.otherwise-many";
    return [say(words, {who: who.join(", ")})];
  }

  // The decision on these answers, in a sentence.
  function decision(telling, work) {
    const {fail_on: failOn} = telling.report.gate;
    if (failOn === "none") {
      return say("report.no-gate", {gaps: count("report.gaps", work.gaps.length)});
    }
    const severity = say(`report.severity-${failOn}`);
    const counts = Object.entries(work.blocking).filter(([, number]) => number)
      .map(([kind, number]) => count(`report.${kind}`, number));
    if (!counts.length) return say("report.holds", {severity});
    return say("report.fails", {severity, what: counts.join(say("report.and"))});
  }

  // What is said where there is no gap.
  function noGap({findings}) {
    const answered = findings.some((one) => one.weight && one.answer);
    return say(answered ? "report.gaps-none" : "report.gaps-unknown");
  }

  // Where a checklist stands beside its results: who answered, and what differs.
  function besides(telling) {
    const {evaluation} = telling;
    const people = evaluation.sheets.filter((one) => one.respondent).map(({respondent, role}) =>
      (role ? `${respondent} (${mlkb.words.roles[role] || role})` : respondent));
    const differ = evaluation.differ.slice(0, mlkb.TOP)
      .map(({question}) => telling.named(question, question));
    const facts = {
      known: evaluation.findings.filter((one) => one.outcome === "met").length,
      total: evaluation.findings.length,
    };
    return [
      ...(evaluation.results.length
        ? [] : [[say("report.facts"), told("report.facts-known", facts)]]),
      ...(people.length ? [[say("report.respondents"), [people.join(", ")]]] : []),
      ...(differ.length ? [[say("report.talk"),
        told("report.talk-about", {questions: mlkb.between(differ, ", ")})]] : []),
    ];
  }

  // What nobody has answered yet of other checklists; each part leads there, its short form names
  // the command.
  function missing({evaluation, view}) {
    return evaluation.missing.map(({checklist, subject}) => {
      const data = view.checklists[checklist];
      const title = (data && spoken(data.title)) || checklist;
      return {
        text: say("form.result-missing", {checklist: title, subject}),
        short: say("report.missing-file", {checklist, subject}),
        to: `${checklist}/`,
      };
    });
  }

  // Results that come to one thing, which a word or two can name.
  const NAMED = ["verdict", "profile", "levels", "quadrant"];

  // The short of it: what the first such result comes to, and the score.
  function finds(telling) {
    const entries = telling.evaluation.results.filter(({result}) => result);
    const first = entries.find(({type}) => NAMED.includes(type));
    const score = entries.find(({type}) => type === "score");
    const said = [first && decided(first, telling),
      score && resultWords.score.headline(score, telling)];
    return said.filter(Boolean).join(" · ");
  }

  function decided(entry, telling) {
    const {possible, set_aside: aside} = entry.result;
    const open = Array.isArray(possible) && possible.length > 1 && !aside;
    return open ? say("form.result-undecided") : resultWords[entry.type].headline(entry, telling);
  }

  // What a bar shows: texts, the numbers behind them, and a sentence for who listens.
  function standing(report, view) {
    const telling = tellingOf(report, view);
    const findings = telling ? telling.evaluation.findings : [];
    const applying = findings.filter((one) => one.outcome !== "not-applicable");
    const given = applying.filter(({outcome}) => !OPEN.includes(outcome)).length;
    const blocks = findings.filter((one) => one.blocks).length;
    const answered = say("form.result-answered", {given, asked: applying.length});
    const found = telling ? finds(telling) : "";
    const blocking = blocks ? count("report.blocking", blocks) : "";
    const parts = [answered, found, blocking].filter(Boolean);
    return {
      given, asked: applying.length, blocks, answered, finds: found, blocking,
      text: parts.join(" · "),
      sentence: say("form.result-sentence", {standing: parts.join(", ")}),
    };
  }

  Object.assign(mlkb, {besides, decision, found, missing, noGap, standing});
})();
