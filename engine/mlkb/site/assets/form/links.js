// Where questions, results and checklists stand: on this page, or on another one of the handbook.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {firstAnchor, knownOf, make, spoken} = mlkb;

  class Links {
    // *host* is the element: it says where the pages of other checklists are, and the handbook.
    constructor(host) {
      this.id = host.getAttribute("checklist");
      const home = host.getAttribute("home");
      this.home = home ? new URL(home, document.baseURI) : null;
      this.pages = new Map([...host.querySelectorAll("a[data-checklist][href]")]
        .map((one) => [one.dataset.checklist, one.href]));
    }

    // The page of a checklist; nothing if there is none.
    page(checklist) {
      const known = this.pages.get(checklist) ||
        (this.home ? new URL(`checklists/${checklist}/`, this.home).href : "");
      const [address, anchor] = known.split("#");
      const isFolder = location.protocol === "file:" && address.endsWith("/");
      return `${address}${isFolder ? "index.html" : ""}${anchor ? `#${anchor}` : ""}`;
    }

    // Where a reference leads: on this page if it stands here.
    anchor(reference) {
      const [, checklist, mark, name] = /^([^/:]+)([/:])(.*)$/.exec(reference) || [];
      if (!checklist) return "";
      const own = mark === ":" ? `${checklist}---result-${name}` : `${checklist}-${name}`;
      const first = firstAnchor(this.id, checklist, name);
      const here = name && [first, own, `${checklist}--help-${name}`]
        .find((one) => document.getElementById(one));
      if (here) return `#${here}`;
      const page = this.page(checklist);
      return name && page ? `${page.split("#")[0]}#${own}` : page;
    }

    // A link to a question, a result or a checklist, in words; words alone if it leads nowhere.
    to(reference) {
      const [checklist, name] = reference.split(/[/:]/);
      const data = mlkb.checklists[checklist];
      const question = name && data && knownOf(data).raw.get(name);
      const result = reference.includes(":") && data &&
        data.results.find((one) => one.id === name);
      const text = (question && spoken(question.ask)) || (result && spoken(result.title)) ||
        (data && spoken(data.title)) || reference;
      const href = this.anchor(reference);
      return href ? make("a", {href}, text) : text;
    }
  }

  Object.assign(mlkb, {Links});
})();
