// The whole result of a page's checklist as one element, in the order of the HTML report: the
// decision, what to start with, where it stands, the gaps, and what else there is to know.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {PAGE, TOP, Work, besides, decision, found, missing, noGap, resultElements,
    resultFigures, resultWords, say, tellingOf} = mlkb;
  const {tag, shown, link, answered} = resultElements;
  // Open questions that are seen at once.
  const ASKED = 10;

  // A function of its arguments alone: the same report and view give an equal element.
  function resultView(report, view) {
    const telling = tellingOf(report, view);
    if (!telling) return tag("div.view", null, tag("p", null, say("report.gaps-unknown")));
    const work = new Work(telling, PAGE);
    const cards = work.cards();
    const [before, after] = work.lists();
    return tag("div.view", null, [
      decided(telling, work),
      part("p.finds", "finds", found(telling).join(say("report.between"))),
      monday(work, cards, view),
      standing(telling),
      gaps(telling, work, cards),
      asked(work, view),
      before.map((one) => statements(...one, view)),
      respondents(telling),
      after.map((one) => statements(...one, view)),
    ]);
  }

  function decided(telling, work) {
    if (!work.scored) return null;
    const {gaps: some, open} = work.blocking;
    const blocks = some || open ? "" : null;
    return tag("p.decision", {"data-part": "decision", "data-blocks": blocks},
      decision(telling, work));
  }

  const part = (name, key, ...inside) => tag(name, {"data-part": key}, ...inside);

  const section = (key, title, ...inside) =>
    part("section.part", key, tag("h4", null, title), ...inside);

  // Labels with what they are the label of.
  const labelled = (lines, view) => (lines.length
    ? tag("dl.lines", null, lines.map(([label, parts]) =>
      tag("div", null, tag("dt", null, label), tag("dd", null, shown(parts, view)))))
    : null);

  const folded = (key, title, ...inside) => tag("details", {"class": "mlkb-more", "data-part": key},
    tag("summary", null, title), ...inside);

  const more = (key, number, ...inside) =>
    folded(key, say("report.glance-more", {number}), ...inside);

  function monday(work, cards, view) {
    if (cards.length <= TOP) return null;
    const chosen = work.monday(cards);
    const first = chosen.every((card, place) => card.number === place + 1);
    return section("monday", say("report.monday-title"),
      tag("ol.starts", null, chosen.map((card) => tag("li", null,
        tag("p.step", null, card.firstStep),
        owner(card),
        tag("p.aside", null, link(card.ask, view), " · ", status(card))))),
      first ? null : tag("p.aside", null, say("report.monday-choice")));
  }

  const owner = (card) => tag(card.plan && card.plan.overdue ? "p.late" : "p.aside", null,
    say("report.top-owner", card));

  const status = (card) => tag(card.blocks ? "b.grave" : "span.status", null, card.status);

  function standing(telling) {
    const {evaluation, view} = telling;
    return section("standing", say("form.result-each"),
      evaluation.results.map((entry) => result(entry, telling)),
      labelled([
        ...besides(telling),
        ...missing(telling).map((one) => [say("form.result-lacking"), [one]]),
      ], view));
  }

  // One result: what it says, and its figure.
  function result(entry, telling) {
    const [[title, text], ...lines] = resultWords[entry.type].lines(entry, telling);
    const draw = entry.result && resultFigures[entry.type];
    const figure = draw ? draw(entry, telling) : null;
    const tells = figure ? resultFigures.TELLS[entry.type] : undefined;
    return tag("div.one", {"data-type": entry.type},
      tag("h5", null, title),
      tag("div.says", null, shown(text, telling.view)),
      figure && entry.type === "score" ? figure : null,
      labelled(lines.slice(0, tells && tells - 1), telling.view),
      entry.type === "score" ? null : figure);
  }

  function gaps(telling, work, cards) {
    const {evaluation, view} = telling;
    if (!cards.length) {
      if (!work.scored) return null;
      return section("gaps", say("form.result-gaps"), tag("p", null, noGap(evaluation)));
    }
    const brief = cards.filter((card) => card.brief);
    return section("gaps", say("report.gaps-title", {count: cards.length}),
      cards.length > 1 ? tag("p.aside", null, say("report.order")) : null,
      tag("ol.gaps", null, cards.filter((card) => !card.brief).map((card) => gap(card, view))),
      brief.length ? folded("brief", say("report.brief-title", {count: brief.length}),
        tag("ol.gaps", null, brief.map((card) => gap(card, view)))) : null);
  }

  function gap(card, view) {
    return tag("li", {value: card.number},
      tag("h5", null, link(card.ask, view)),
      tag("p", null, status(card)),
      tag("p.step", null, card.firstStep),
      owner(card),
      card.brief || !card.now.length ? null
        : tag("p.aside", null, say("report.now"), ": ", shown(card.now, view)),
      tag("p.copy", null, tag("button", {
        type: "button", class: "mlkb-button mlkb-button--plain", "data-issue": card.question,
        "aria-label": say("form.issue-of", {ask: card.ask.text}),
      }, say("form.issue"))),
      card.folded.length ? tag("div.aside", null, tag("p", null, say("report.folded"), ":"),
        tag("ul", null, card.folded.map((one) => tag("li", null, shown(one, view))))) : null);
  }

  // Where several respondents differ: what to talk about first, and what each of them says.
  function respondents(telling) {
    const {evaluation, findings, view} = telling;
    if (evaluation.sheets.length < 2) return null;
    const {differ} = evaluation;
    const answers = (finding) => finding.given.filter((one) => one.answer).length;
    const both = evaluation.findings.filter((one) => answers(one) > 1).length;
    const apart = ({question, spread}) => tag("li", null,
      tag("p", null, link(telling.question(question), view), " ",
        tag("span.aside", null, say("form.result-spread", {spread}))),
      tag("ul", null, findings.get(question).given.map((one) => tag("li", null, voice(one)))));
    const rest = differ.slice(TOP);
    return section("differ", say("report.differ-title"),
      tag("p", null, say("report.agreed", {same: both - differ.length, asked: both})),
      differ.length ? tag("h5", null, say("report.talk")) : null,
      differ.length ? tag("ol.apart", null, differ.slice(0, TOP).map(apart)) : null,
      rest.length ? more("apart", rest.length,
        tag("ol.apart", {start: TOP + 1}, rest.map(apart))) : null);
  }

  // What one respondent says to a question, with the note beside it.
  function voice({respondent, answer, note}) {
    const facts = {respondent: respondent || say("report.nobody"), answer: answered(answer)};
    const said = say(facts.answer ? "report.differs-one" : "report.differ-silent", facts);
    return note ? [said, say("report.between"), say("report.note", {note})] : said;
  }

  // What is open: what unlocks most comes first, what waits for other answers last.
  function asked(work, view) {
    const own = work.asked();
    const order = (one) => [one.waits ? 1 : 0, -one.unlocks];
    const lines = mlkb.sorted([...work.elsewhere(), ...own], order)
      .map((one) => tag("li", null, shown(one.ask || one.line, view)));
    if (!lines.length) return null;
    const rest = lines.slice(ASKED);
    return section("open", counted("open", own.length),
      tag("ul", null, lines.slice(0, ASKED)),
      rest.length ? more("asked", rest.length, tag("ul", null, rest)) : null);
  }

  const counted = (name, number) => `${say(`report.${name}-title`)} (${number})`;

  const statements = (name, lines, view) => (lines.length
    ? section(name, counted(name, lines.length),
      tag("ul", null, lines.map((one) => tag("li", null, shown(one, view)))))
    : null);

  // Puts a *fresh* view in the place of the one that is *shown*: what did not change stays, and so
  // do opened details and the focus.
  function renewResult(shownView, fresh) {
    const parts = (element) => [...element.querySelectorAll("details[data-part]")];
    const open = new Set(parts(shownView).filter((one) => one.open).map((one) => one.dataset.part));
    parts(fresh).forEach((one) => { one.open = open.has(one.dataset.part); });
    const focus = focused(shownView);
    const old = new Map([...shownView.children].map((one) => [one.dataset.part, one]));
    const kept = [...fresh.children].map((one) => {
      const same = old.get(one.dataset.part);
      return same && same.isEqualNode(one) ? same : one;
    });
    [...old.values()].filter((one) => !kept.includes(one)).forEach((one) => one.remove());
    let here = shownView.firstElementChild;
    for (const one of kept) {
      if (one === here) here = here.nextElementSibling;
      else shownView.insertBefore(one, here);
    }
    if (focus && !shownView.contains(document.activeElement)) {
      shownView.querySelector(focus)?.focus({preventScroll: true});
    }
  }

  // How to find what has the focus again in a fresh view.
  function focused(view) {
    const element = document.activeElement;
    if (!view.contains(element)) return "";
    const place = element.closest("[data-part]");
    const by = ["href", "data-issue"].find((name) => element.hasAttribute(name));
    const inside = by ? `[${by}="${CSS.escape(element.getAttribute(by))}"]` : "summary";
    return place ? `[data-part="${place.dataset.part}"] ${inside}` : "";
  }

  Object.assign(mlkb, {resultView, renewResult});
})();
