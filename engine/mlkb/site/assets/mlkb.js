// What HTML and CSS cannot do. The pages read, print and link without it.
(() => {
  "use strict";

  // Material's menu and search buttons are labels, which it lets Enter press: the space bar too.
  document.addEventListener("keydown", (event) => {
    const label = event.target.closest?.('label[role="button"]');
    if (label && event.key === " ") {
      event.preventDefault();
      label.click();
    }
    const drawer = document.getElementById("__drawer");
    if (event.key === "Escape" && drawer?.checked) {
      drawer.checked = false;
      drawer.dispatchEvent(new Event("change"));
      document.querySelector('label[role="button"][for="__drawer"]')?.focus();
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
})();
