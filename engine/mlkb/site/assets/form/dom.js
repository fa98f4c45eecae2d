// Elements of the form, made without a string of HTML anywhere.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  let made = 0;

  // An element with attributes (true: bare, false or null: none; "on…": a listener) and what it
  // holds: texts, elements, lists of them.
  function make(name, given, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(given || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...inside.flat(Infinity).filter((one) => one !== null && one !== undefined));
    return element;
  }

  const button = (text, press, given) =>
    make("button", {type: "button", class: "mlkb-button", onclick: press, ...given}, text);

  // An id that nothing else on the page has.
  const freshId = () => `mlkb-${made += 1}`;

  // A labelled field with what helps to fill it; `tell` shows what is wrong with it, or nothing.
  function field(label, input, {hint, wide} = {}) {
    const id = freshId();
    const trouble = make("p", {class: "mlkb-wrong", id: `${id}-wrong`, hidden: true});
    const help = hint ? make("p", {class: "mlkb-quiet", id: `${id}-hint`}, hint) : null;
    const described = [help && help.id, trouble.id].filter(Boolean).join(" ");
    input.id = id;
    input.setAttribute("aria-describedby", described);
    return {
      input,
      element: make("div", {class: `mlkb-field${wide ? " mlkb-field--wide" : ""}`},
        make("label", {for: id}, label), help, input, trouble),
      tell(text) {
        if (trouble.textContent === (text || "")) return;
        trouble.textContent = text || "";
        trouble.hidden = !text;
        if (text) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      },
    };
  }

  const textField = (label, given, more) =>
    field(label, make("input", {type: "text", autocomplete: "off", ...given}), more);
  const longField = (label, given, more) =>
    field(label, make("textarea", {rows: 2, ...given}), {wide: true, ...more});
  const dayField = (label, given, more) =>
    field(label, make("input", {type: "date", ...given}), more);

  Object.assign(mlkb, {make, button, freshId, textField, longField, dayField, field});
})();
