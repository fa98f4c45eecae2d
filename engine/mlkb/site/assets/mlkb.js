// What HTML and CSS cannot do. The pages read, print and link without it.
(() => {
  "use strict";

  // Material's menu and search open by labels, which no key presses: their buttons do.
  document.addEventListener("keydown", (event) => {
    const button = event.target.closest?.('label > [role="button"]');
    if (button && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      button.click();
    }
    const drawer = document.getElementById("__drawer");
    if (event.key === "Escape" && drawer?.checked) {
      drawer.checked = false;
      drawer.dispatchEvent(new Event("change"));
      document.querySelector('label[for="__drawer"] > [role="button"]')?.focus();
    }
  });

  // A browser that does not know ::details-content prints closed details closed: open them for it.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
  });

  // Material puts an unnamed landmark over every block of code, for a single button, and wide
  // tables into boxes that only a pointer scrolls.
  new MutationObserver(() => {
    document.querySelectorAll("nav.md-code__nav:not([role])").forEach((nav) => {
      nav.setAttribute("role", "presentation");
    });
    document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach((box) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    });
  }).observe(document, {childList: true, subtree: true});

  // What the form needs is loaded when somebody wants to answer, from beside this script, once.
  const mlkb = globalThis.mlkb ??= {};
  mlkb.checklists ??= {};
  const here = document.currentScript?.src;
  const loaded = new Map();

  function loading(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = resolve;
      script.onerror = () => {
        loaded.delete(name);
        reject(new Error(name));
      };
      script.async = false;
      script.src = new URL(name, here).href;
      document.head.append(script);
    });
  }

  mlkb.load = (...names) => Promise.all(names.map((name) => {
    if (!loaded.has(name)) loaded.set(name, loading(name));
    return loaded.get(name);
  }));

  // Answers are kept below such keys, one for each checklist and subject.
  mlkb.kept = "mlkb:1:";
  mlkb.shared = /^#mlkb=/;

  function isAnswered(checklist) {
    try {
      const own = `${mlkb.kept}${checklist}:`;
      return Object.keys(localStorage).some((key) => key.startsWith(own));
    } catch {
      return false;
    }
  }

  // Offers to answer a checklist where its page stands.
  class Form extends HTMLElement {
    connectedCallback() {
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.offer(), {once: true});
      } else {
        this.offer();
      }
    }

    disconnectedCallback() {
      this.closing?.abort();
    }

    offer() {
      if (!this.isConnected || this.closing) return;
      this.closing = new AbortController();
      const {signal} = this.closing;
      [this.button, this.hint, this.failure] = this.children;
      this.button.hidden = this.hint.hidden = false;
      this.button.addEventListener("click", () => this.start(), {signal});
      addEventListener("hashchange", () => {
        if (mlkb.shared.test(location.hash)) this.start();
      }, {signal});
      if (mlkb.shared.test(location.hash) || isAnswered(this.getAttribute("checklist"))) {
        this.start();
      }
    }

    async start() {
      this.failure.hidden = true;
      const reads = (this.getAttribute("reads") || "").split(" ").filter(Boolean);
      const names = [this.getAttribute("checklist"), ...reads].map((one) => `checklists/${one}.js`);
      try {
        await mlkb.load("words.js", "evaluate.js", "ladders.js", ...names, "form.js");
      } catch {
        this.failure.hidden = false;
        return;
      }
      if (this.isConnected) mlkb.fillIn(this);
    }
  }

  if (!customElements.get("mlkb-form")) customElements.define("mlkb-form", Form);
})();
