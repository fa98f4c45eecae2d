// The words of the interface in the language of the page; the twin of mlkb/render/labels.py. What
// is filled into them may hold links, so that words and links stay together until they are shown.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const FACT = /\{(\w+)\}/;
  // What nobody sees, or what turns the direction of text: files and links may bring it in.
  const HIDDEN = new RegExp(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff" +
    "\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff\\u{e0000}-\\u{e0fff}]", "gu");
  const BREAKS = /[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+/g;

  // The words under *key*, such as "report.score", filled with *facts*; throws if there are none.
  const say = (key, facts) => told(key, facts).join("");

  // The same as parts: a fact that is a list of parts stands among the words as it is.
  function told(key, facts = {}) {
    const {words} = mlkb.words;
    if (!Object.hasOwn(words, key)) throw new Error(`no words for ${key}`);
    return words[key].split(FACT).flatMap((piece, position) => {
      if (position % 2 === 0) return piece ? [piece] : [];
      if (!Object.hasOwn(facts, piece)) throw new Error(`${key} says nothing about ${piece}`);
      return Array.isArray(facts[piece]) ? facts[piece] : [String(facts[piece])];
    });
  }

  // *number* with the noun under *key*: its "-one" or its "-many" form.
  const count = (key, number) => say(`${key}-${number === 1 ? "one" : "many"}`, {number});

  // A text of a checklist in the language of the page.
  const spoken = (text) => (text && text[mlkb.words.locale]) || "";

  // Text from a file as one line that hides nothing and turns nothing around.
  const printable = (text) => String(text).replace(BREAKS, " ").replace(HIDDEN, "");

  Object.assign(mlkb, {say, told, count, spoken, printable});
})();
