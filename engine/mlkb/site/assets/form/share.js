// Answers in an address: behind its #, which no browser sends anywhere. Plain data as JSON,
// compressed, in letters that an address may hold; the number in front is the version of this.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const VERSION = "1";
  const LONGEST = 200000;
  const MOST = 1 << 20;

  // An answer that is nothing but its value goes as that.
  const short = (answer) => {
    const keys = Object.keys(answer);
    return keys.length === 1 && keys[0] === "answer" ? answer.answer : answer;
  };

  const packed = ({checklist, subject, respondent, answered_on: on, answers}) => [
    checklist, subject, respondent || 0, on || 0,
    Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, short(answer)])),
  ];

  const unpacked = ([checklist, subject, respondent, on, answers]) => ({
    checklist, subject, ...(respondent && {respondent}), ...(on && {answered_on: on}), answers,
  });

  async function through(stream, bytes) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const parts = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > MOST) throw new RangeError("too much");
      parts.push(part.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  const letters = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

  // *sheets* as the part of an address behind its page, "#" included.
  async function written(sheets) {
    const json = new TextEncoder().encode(JSON.stringify(sheets.map(packed)));
    const bytes = await through(new CompressionStream("deflate-raw"), json);
    return `#mlkb=${VERSION}.${letters(bytes)}`;
  }

  // The sheets in such a part, as somebody wrote them: to be checked; null if it cannot be read.
  async function read(hash) {
    const [, version, text] = /^#mlkb=(\d+)\.([\w-]+)$/.exec(hash) || [];
    if (version !== VERSION || text.length > LONGEST) return null;
    try {
      const json = await through(new DecompressionStream("deflate-raw"), bytesOf(text));
      return JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(json)).map(unpacked);
    } catch {
      return null;
    }
  }

  mlkb.share = {written, read};
})();
