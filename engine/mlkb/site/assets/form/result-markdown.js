// The result as Markdown, to paste into an issue or a chat: the twin of report/markdown.py, without
// what the page says beside each question. Texts are escaped as render/escape.py does.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FILE, Work, besides, decision, missing, noGap, plain, printable, resultWords, say, spoken,
    tellingOf} = mlkb;
  const LONGEST = 2000;
  const JOINER = "\u2060";
  // The letter, digit or line below that makes a word.
  const WORD = "[\\p{L}\\p{N}_]";
  const SPECIAL = /[\\`*_{}[\]#|~!$]/g;
  const LINE_START = /^(?:(\d{1,9})([.)])|([-+=]))/;
  // What a forge takes for a reference, each sign with the backslash that it has by then: issues,
  // labels, milestones, `[vulnerability:1]`, `{+ added +}`, `:emoji:`.
  const REFERENCE = new RegExp([
    `\\\\[#$!](?=${WORD})`, "&amp;(?=\\p{Nd})",
    "\\\\~(?=\\S)", `[%^](?=["\\\\&]|${WORD})`,
    `\\\\\\[(?=(?:${WORD}|[\\\\\\-])+:)`, "\\\\[\\[{](?=[+\\-])",
    `:(?=(?:${WORD}|[\\\\+\\-])+:)`,
  ].join("|"), "gu");
  // What it takes for a commit, and as many digits as it does not.
  const COMMIT = /(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{7,}(?![0-9a-z])/gi;
  const FEWER = /.{1,6}/g;
  const HUB_ISSUE = /(?<![a-z0-9])(GH)-(?=\p{Nd})/giu;
  const SCHEME = /(https?|ftp|www)(:\/\/|\.)/giu;

  // *text* as one line of literal Markdown: no markup, no mention, no link, no HTML.
  function safe(text) {
    const signs = [...printable(text).split(/\s+/).filter(Boolean).join(" ")];
    const line = signs.length > LONGEST ? `${signs.slice(0, LONGEST).join("")}…` : signs.join("");
    return line.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
      .replace(SPECIAL, "\\$&")
      .replace(LINE_START, (_, number, dot, mark) => `${number || ""}\\${dot || mark}`)
      .replace(/@/g, `@${JOINER}`)
      .replace(REFERENCE, (sign) => sign + JOINER)
      .replace(COMMIT, (digits) => digits.match(FEWER).join(JOINER))
      .replace(HUB_ISSUE, `$1${JOINER}-`)
      .replace(SCHEME, `$1${JOINER}$2`);
  }

  const line = (parts) => safe(plain(parts));
  const labelled = (lines) => lines.map(([label, parts]) => `- **${safe(label)}:** ${line(parts)}`);
  const titled = (mark, title, lines) =>
    (lines.length ? [`${mark} ${safe(title)}`, "", ...lines, ""] : []);

  function resultMarkdown(report, view) {
    const title = `# ${safe(say("report.title-gaps", {today: report.today}))}`;
    const telling = tellingOf(report, view);
    if (!telling) return `${title}\n\n${safe(say("report.gaps-unknown"))}\n`;
    const {evaluation} = telling;
    const work = new Work(telling, FILE);
    const cards = work.cards();
    const standing = [
      ...evaluation.results.flatMap((entry) => resultWords[entry.type].lines(entry, telling)),
      ...besides(telling),
      ...missing(telling).map((one) => [say("report.missing"), [one]]),
    ];
    const name = `${spoken(evaluation.title)} (${evaluation.checklist})`;
    return `${[
      title, "",
      ...(work.scored ? [`**${safe(decision(telling, work))}**`, ""] : []),
      `## ${safe(say("report.standing-title"))}`, "",
      ...titled("###", `${evaluation.subject}: ${name}`, labelled(standing)),
      ...monday(work, cards, evaluation),
      ...gaps(cards),
      ...lists(work).flatMap(([key, lines]) =>
        titled("##", say(`report.${key}-title`), lines.map((parts) => `- ${line(parts)}`))),
    ].join("\n").trimEnd()}\n`;
  }

  function lists(work) {
    const open = work.asked().map((one) => one.line);
    const [before, after] = work.lists();
    return [["open", open], ...before, ["differ", work.differing()], ...after];
  }

  function monday(work, cards, evaluation) {
    if (!cards.length) return work.scored ? [safe(noGap(evaluation)), ""] : [];
    const chosen = work.monday(cards);
    const steps = chosen.flatMap((card, place) => [
      `${place + 1}. **${safe(card.firstStep)}**  `,
      `   ${line([card.name])} · ${safe(card.status)}  `,
      `   ${safe(say("report.top-owner", card))}`,
    ]);
    const first = chosen.every((card, place) => card.number === place + 1);
    const choice = first ? [] : ["", `_${safe(say("report.monday-choice"))}_`];
    return titled("##", say("report.monday-title"), [...steps, ...choice]);
  }

  function gaps(cards) {
    if (!cards.length) return [];
    const order = cards.length > 1 ? [`_${safe(say("report.order"))}_`, ""] : [];
    const full = cards.filter((card) => !card.brief).flatMap(inFull);
    const brief = cards.filter((card) => card.brief);
    const title = say("report.gaps-title", {count: cards.length});
    return [`## ${safe(title)}`, "", ...order, ...full, ...inBrief(brief)];
  }

  function inFull(card) {
    const lines = [
      ["now", card.now],
      ["first-step", [card.firstStep]],
      ["effort", [card.effort]],
      ["owner", [card.owner]],
      ["proof", [card.proof]],
      ["folded", mlkb.between(card.folded, ", ")],
    ].map(([key, parts]) => [say(`report.${key}`), parts]);
    return [
      `### ${card.number}. ${safe(card.ask.text)}`, "",
      `${line([card.name])} · **${safe(card.status)}**`, "",
      ...labelled(lines.filter(([, parts]) => plain(parts))), "",
    ];
  }

  // The gaps that are told in short, as a table.
  function inBrief(cards) {
    if (!cards.length) return [];
    const names = ["first-step", "question", "state", "effort", "owner"];
    const heads = ["", ...names.map((name) => safe(say(`report.${name}`)))];
    const rows = cards.map((card) => [
      String(card.number), card.firstStep, plain([card.name]), card.status, card.effort,
      card.plan ? card.owner : "",
    ].map(safe));
    const title = say("report.brief-title", {count: cards.length});
    return [
      `## ${safe(title)}`, "", `_${safe(say("report.brief"))}_`, "",
      `| ${heads.join(" | ")} |`, `|${"---|".repeat(heads.length)}`,
      ...rows.map((row) => `| ${row.join(" | ")} |`), "",
    ];
  }

  Object.assign(mlkb, {resultMarkdown, markdownText: safe});
})();
