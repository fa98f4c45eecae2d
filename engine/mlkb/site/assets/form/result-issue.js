// A gap as the text of an issue, to paste into a tracker: the twin of render/issue.py.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FILE, Work, markdownText: safe, plain, say, spoken, tellingOf} = mlkb;

  // The issue for the gap of *question*; nothing if it is no gap to work on any more.
  function issueMarkdown(report, view, question) {
    const telling = tellingOf(report, view);
    const cards = telling ? new Work(telling, FILE).cards() : [];
    const card = cards.find((one) => one.question === question);
    return card ? written(card, telling) : "";
  }

  function written(card, telling) {
    const {subject} = telling.evaluation;
    const mark = card.blocks ? ` ${say("report.open-blocks")}` : "";
    const lines = [
      ["report.why", spoken(asked(card, telling).why)],
      ["report.now", plain(card.now)],
      ["report.first-step", card.firstStep],
      ["report.proof", card.proof],
      ["report.effort", card.effort],
      ["report.owner", card.owner],
      ["report.folded", plain(mlkb.between(card.folded, ", "))],
      ["report.source", source(asked(card, telling), telling)],
      ["report.issue-check",
        say("report.issue-checked", {name: `${telling.checklist}/${card.question}`})],
    ].filter(([, text]) => text);
    return `${[
      `# ${safe(say("report.issue-title", {subject, ask: card.ask.text}))}`, "",
      `**${safe(card.status + mark)}**`, "",
      ...lines.map(([key, text]) => `- **${safe(say(key))}:** ${safe(text)}`),
    ].join("\n")}\n`;
  }

  const asked = (card, telling) => telling.found(telling.full(card.question)) || {};

  // Document and section of the claims behind a question, and what is ours.
  function source({claims, provenance}, telling) {
    const {citations} = telling.data(telling.checklist);
    const cited = (claims || []).filter((one) => citations && Object.hasOwn(citations, one))
      .map((one) => citations[one]);
    const places = cited.map((one) =>
      say("report.source-place", {source: spoken(one.source), section: one.section || ""}));
    const doubts = cited.filter((one) => one.doubtful)
      .map((one) => say("report.doubtful", {doubt: spoken(one.doubtful)}));
    const first = places.length || !provenance ? places : [say(`report.provenance-${provenance}`)];
    return [...new Set(first), ...new Set(doubts)].join(" ");
  }

  Object.assign(mlkb, {issueMarkdown});
})();
