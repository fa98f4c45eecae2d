// The answer file of the form: what was imported, what is exported.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {MARK, Page, Refusal, edited, fit, fresh, read} = mlkb.answerParts;

  // The file of *sheet*: *base* (the text that was imported, or null) with as few changes as it
  // takes. *lost* are the comments that had no place any more, *unfinished* what no file can hold,
  // such as a plan without a date.
  function write(sheet, data, base = null) {
    const wanted = fit(sheet, data);
    const text = base === null ? null : edited(wanted, data, base);
    if (text !== null) return {text, lost: lost(base, text, data), unfinished: wanted.unfinished};
    const anew = fresh(wanted, data);
    if (base === null) return {text: anew, lost: [], unfinished: wanted.unfinished};
    const newline = /\r\n/.test(base) ? "\r\n" : "\n";
    const alike = (base.startsWith(MARK) ? MARK : "") + anew.replaceAll("\n", newline);
    return {text: alike, lost: lost(base, alike, data), unfinished: wanted.unfinished};
  }

  // The comments of the one text that the other lacks; two of them may share a line now.
  function lost(before, after, data) {
    const there = commentsOf(after, data);
    const counted = new Map();
    for (const one of there) counted.set(one, (counted.get(one) || 0) + 1);
    const joined = there.join("\n");
    return commentsOf(before, data).filter((one) => {
      const left = counted.get(one) || 0;
      counted.set(one, left - 1);
      return left < 1 && !joined.includes(one);
    });
  }

  function commentsOf(text, data) {
    const plain = text.replace(MARK, "");
    try {
      const page = new Page(plain, data);
      return page.comments(0, plain.length).map(([start, end]) => plain.slice(start, end).trim());
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return plain.match(/^[ \t]*#.*/gm)?.map((one) => one.trim()) || [];
    }
  }

  mlkb.answerFile = {read, write};
})();
