// The page that a form stands on: where a checklist begins and ends, its questions with controls.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {Controls, Folding, knownOf, make} = mlkb;

  // Everything from behind *start* to the end of a checklist, in an element of its own: within it
  // the bar stays in sight. *before* and *after* come first and last there.
  function regionBehind(start, checklist, before, after) {
    const end = document.querySelector(`.mlkb-end[data-checklist="${CSS.escape(checklist)}"]`);
    const within = [];
    for (let one = start.nextSibling; one && one !== end; one = one.nextSibling) within.push(one);
    const region = make("div", {class: "mlkb-filling"});
    start.after(region);
    region.append(...before, ...within, ...after);
    return region;
  }

  // The questions of a checklist that the page shows, as [name, element].
  const boxesOf = (data) => [...knownOf(data).raw.keys()].flatMap((name) => {
    const heading = document.getElementById(`${data.id}-${name}`);
    const box = heading && heading.closest(".mlkb-question");
    return box ? [[name, box]] : [];
  });

  // A question with its controls in *box*; none if the project leaves it out. *edit* is called with
  // it, and whether the person is typing.
  function entriesIn(box, checklist, name, edit) {
    const known = knownOf(mlkb.checklists[checklist]);
    const asked = known.asked.get(name);
    if (asked.dropped !== null) return [];
    const entry = {checklist, name, asked, box, folding: new Folding(box)};
    entry.controls = new Controls(known.raw.get(name), asked, (typing) => edit(entry, typing));
    const {said, element} = entry.controls;
    const answers = box.querySelector(".mlkb-answers");
    if (answers) answers.after(said, element);
    else box.append(said, element);
    return [entry];
  }

  Object.assign(mlkb, {regionBehind, boxesOf, entriesIn});
})();
