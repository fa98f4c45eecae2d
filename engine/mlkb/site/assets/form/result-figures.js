// Elements, and the figures of results made of them: each says in words what it shows. The twin of
// mlkb/report/figures, drawn with what the page has.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {answerText, axes, expected, percents, printable, say, several, spoken} = mlkb;
  const SVG = "http://www.w3.org/2000/svg";
  const DRAWN = new Set(["svg", "rect", "path", "circle"]);
  const SIGNS = {
    match: "✓", differs: "≠", risk: "!", unknown: "·", open: "?", "not-applicable": "–",
  };

  // An element of ours: *looks* follow "mlkb-result-" in its class, *inside* are texts, elements
  // and what is nothing.
  function tag(name, attributes, ...inside) {
    const [kind, looks] = name.split(".");
    const element = DRAWN.has(kind)
      ? document.createElementNS(SVG, kind) : document.createElement(kind);
    if (looks) element.setAttribute("class", `mlkb-result-${looks}`);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== false) element.setAttribute(key, value);
    }
    for (const one of inside.flat(Infinity)) {
      if (one !== null && one !== undefined && one !== "") {
        element.append(typeof one === "string" ? printable(one) : one);
      }
    }
    return element;
  }

  // A statement as elements: questions are links, what ends with a list of several shows the list.
  function shown(parts, view) {
    return parts.flatMap((part, position) => {
      if (typeof part === "string") return [part];
      if (!part.items) return [link(part, view)];
      const last = position === parts.length - 1;
      if (last && part.items.length > 1) return [list(part, view)];
      return part.items.flatMap((one, at) =>
        [...(at ? [part.between] : []), ...shown(one, view)]);
    });
  }

  function link({text, to}, view) {
    const href = to ? view.anchor(to) : "";
    return href ? tag("a", {href}, text) : tag("span", null, text);
  }

  function list({items, most}, view) {
    const more = items.length - most;
    return tag("ul", null,
      items.slice(0, most).map((one) => tag("li", null, shown(one, view))),
      more > 0 ? tag("li.aside", null, say("report.glance-more", {number: more})) : null);
  }

  // A table whose rows begin with what they are about; a cell repeats its head, for screens on
  // which a row stands as a block. Its caption is seen where no heading says the same.
  function table(caption, heads, rows, seen = "unseen") {
    return tag("table.table", null,
      tag(`caption.${seen}`, null, caption),
      tag("thead", null,
        tag("tr", null, heads.map((head) => tag("th", {scope: "col"}, head)))),
      tag("tbody", null, rows.map(([first, ...cells]) => tag("tr", null,
        tag("th", {scope: "row"}, first),
        cells.map((cell, at) => tag("td", {"data-label": heads[at + 1]}, cell))))));
  }

  // A bar from 0 to 100; what it shows stands beside it or names it.
  function bar(worst, best, named) {
    const box = {viewBox: "0 0 100 10", preserveAspectRatio: "none"};
    const names = named ? {role: "img", "aria-label": named} : {"aria-hidden": "true"};
    const stretch = (looks, x, width) =>
      (width ? tag(`rect.${looks}`, {x, width, height: 10}) : null);
    return tag("svg.bar", {...box, ...names},
      stretch("track", 0, 100), stretch("maybe", worst, best - worst), stretch("sure", 0, worst));
  }

  function score(entry, telling) {
    const {worst, best} = entry.result;
    const title = say("report.figure-score", {title: telling.name(entry, "score")});
    const named = say("report.labelled", {label: title, text: percents(entry.result)});
    return tag("div.scale", null, bar(worst, best, named),
      tag("div.marks", {"aria-hidden": "true"},
        ["0", "50", "100"].map((mark) => tag("span", null, mark))));
  }

  // The ladder from its lowest level: what can be said of each, and what it still lacks.
  function levels({result}, telling) {
    const following = result.next && result.next.level;
    return tag("ol.ladder", null, result.levels.map((level) => {
      const state = stateOf(level, following);
      const lacks = [...level.unmet, ...level.open];
      const aim = spoken(level.aim);
      return tag("li", {"data-state": state},
        tag("p.level", null, tag("b", null, spoken(level.title) || level.id), " ",
          tag("span.state", null, say(`report.level-is-${state}`))),
        aim ? tag("p.aside", null, aim) : null,
        state === "next" && lacks.length ? lacking(lacks, telling) : null);
    }));
  }

  const lacking = (references, telling) => [
    tag("p.aside", null, say("report.level-lacks"), ":"),
    list(several(references.map((one) => telling.question(one)), "", Infinity), telling.view),
  ];

  function stateOf(level, following) {
    if (level.reached) return "reached";
    if (level.id === following) return "next";
    if (level.possible) return "possible";
    return level.judged ? "ahead" : "unjudged";
  }

  function profile({result}) {
    if (result.best === null) return null;
    const close = [result.best, ...result.mixed_with];
    return tag("ul.shares", {"aria-label": say("report.figure-profile")},
      result.shares.map((one) => tag("li", {"data-close": close.includes(one.id) ? "" : null},
        tag("span", null, spoken(one.title) || one.id), " ",
        tag("span.percent", null, say("report.percent", {percent: one.share})),
        bar(one.share, one.share))));
  }

  function comparison(entry, telling) {
    const {result} = entry;
    if (!result.columns.length) return null;
    const titles = result.columns.map((one) =>
      spoken(one.title) || say("report.comparison-expected"));
    const discussed = result.rows.some((row) => spoken(row.discuss));
    const heads = ["question", "comparison-answer"].map((key) => say(`report.${key}`));
    const rows = result.rows.map((row) => [
      link(telling.question(row.question), telling.view),
      answered(telling.findings.get(row.question).answer) || say("report.no-answer"),
      ...row.cells.map((cell, at) => compared(cell, Boolean(spoken(result.columns[at].title)))),
      ...(discussed ? [talkAbout(row)] : []),
    ]);
    const title = say("report.figure-comparison", {title: telling.name(entry, "comparison")});
    const last = discussed ? [say("report.comparison-discuss")] : [];
    return table(title, [...heads, ...titles, ...last], rows);
  }

  // An answer in words, an n/a too; nothing if there is none.
  const answered = (answer) =>
    (answer && answer.excused ? say("report.outcome-not-applicable") : answerText(answer));

  const talkAbout = (row) =>
    (row.cells.some(({state}) => ["differs", "risk"].includes(state)) ? spoken(row.discuss) : "");

  // A sign, the word for it, and what is expected.
  function compared(cell, ofType) {
    const aimed = !ofType && ["match", "differs"].includes(cell.state);
    const words = aimed ? "report.comparison-target-is" : "report.comparison-is";
    return [
      tag("span.sign", {"aria-hidden": "true", "data-state": cell.state}, SIGNS[cell.state]), " ",
      tag("b", null, say(`${words}-${cell.state}`)),
      cell.operator ? tag("span.aside", null, expected(cell)) : null,
    ];
  }

  // One candidate on its axes: a point if all is known, else how far open questions reach.
  function quadrant({result}) {
    if (!result) return null;
    const {x, y} = result;
    const title = say("form.result-quadrant", {x: spoken(x.title), y: spoken(y.title)});
    const named = say("report.labelled", {label: title, text: axes(result)});
    const open = x.best > x.worst || y.best > y.worst;
    return tag("figure.quadrant", null,
      tag("div", {role: "img", "aria-label": named},
        tag("span.up", null, spoken(y.title)),
        tag("div.plot", null,
          tag("svg", {viewBox: "0 0 100 100"},
            tag("path.split", {d: `M${x.split} 0v100M0 ${100 - y.split}h100`}),
            open ? frame(x, y) : null,
            tag("circle.point", {cx: x.worst, cy: 100 - y.worst, r: 2.2})),
          result.quadrants.map((place) => tag("span.place", {"data-place": place.id},
            spoken(place.title)))),
        tag("span.across", null, spoken(x.title))),
      open ? tag("figcaption.aside", null, say("report.figure-quadrant-note")) : null);
  }

  // How far open questions reach; never too thin to be seen.
  function frame(x, y) {
    const beside = x.best > x.worst ? 0 : 1.5;
    const above = y.best > y.worst ? 0 : 1.5;
    return tag("rect.frame", {
      x: x.worst - beside, y: 100 - y.best - above,
      width: x.best - x.worst + 2 * beside, height: y.best - y.worst + 2 * above,
    });
  }

  function coverage(entry, telling) {
    const {held, people} = entry.result;
    const title = telling.name(entry, "coverage");
    const heads = ["coverage-what", "coverage-who"].map((key) => say(`report.${key}`));
    const rows = held.map((one) => [
      link(telling.question(one.question), telling.view),
      one.by.join(", ") ||
        tag("span.state", {"data-state": one.state}, say(`report.coverage-is-${one.state}`)),
    ]);
    return [table(title, heads, rows), people.length ? burdens(people) : null];
  }

  function burdens(people) {
    const heads = ["coverage-person", "coverage-count", "coverage-alone-count"];
    const marked = (number, mark) => [String(number),
      mark ? tag("b.mark", null, ` ${say(`report.coverage-${mark}`)}`) : null];
    return table(say("report.coverage-people"), heads.map((key) => say(`report.${key}`)),
      people.map((one) => [
        one.name,
        marked(one.holds.length, one.too_much && "too-much"),
        marked(one.alone.length, one.single_point && "single-point"),
      ]), "aside");
  }

  // How many of a result's lines are left to be said, where the figure shows the rest.
  const TELLS = {comparison: 1};

  Object.assign(mlkb, {
    resultElements: {tag, shown, link, answered},
    resultFigures: {TELLS, score, levels, profile, comparison, quadrant, coverage},
  });
})();
