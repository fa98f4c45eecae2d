// Everything on the pages at *addresses* that can be linked to, as a reader sees it: its page, its
// anchor, its title if it has one, and its text. The truth of ko.yaml and en.yaml is about these.
// Read from the pages as a browser has them, by other means than the index of the search is made.
async (addresses) => {
  const UNSAID = "[data-search-exclude], .headerlink, script, style, svg";
  const BLOCK = /^(P|LI|DD|DT|DIV|H\d|TD|TH|PRE)$/;
  const items = [];
  for (const address of addresses) {
    const html = await (await fetch(address)).text();
    const page = new DOMParser().parseFromString(html, "text/html");
    const walker = page.createTreeWalker(page.querySelector("article"), NodeFilter.SHOW_ALL);
    const found = new Map([["", { title: "", text: "" }]]);
    let heading = ""; // the anchor of the last heading
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
      if (element.closest(UNSAID)) continue;
      if (node === element) {
        if (/^H[1-6]$/.test(node.tagName) && (node.id || node.tagName === "H1")) {
          heading = node.tagName === "H1" ? "" : node.id;
        }
      } else if (node.nodeType === Node.TEXT_NODE) {
        const anchor = element.closest("li[id], div[id]")?.id ?? heading;
        const item = found.get(anchor) ?? found.set(anchor, { title: "", text: "" }).get(anchor);
        const names = element.closest("h1, h2, h3, h4, h5, h6, dt") && !item.text.trim();
        item[names ? "title" : "text"] += node.data + (BLOCK.test(element.tagName) ? " " : "");
      }
    }
    for (const [anchor, { title, text }] of found) {
      const [named, said] = [title, text].map((part) => part.replace(/\s+/g, " ").trim());
      if (named || said) items.push({ page: address, anchor, title: named, text: said });
    }
  }
  return items;
}
