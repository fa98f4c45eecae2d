// An answer file as a surgeon sees it: what it says, and where each part of it stands in the text;
// the twin of mlkb/fill/page.py. A splice is [start, end, text]: what stands between two places
// becomes another text.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {Refusal, look} = mlkb.answerParts;
  const COLON = /[ \t]*:/y;
  const FLOW_COLON = /\s*:/y;
  const COMMENT = /#[^\r\n]*/g;
  const STEP = 2;
  // No day is later: whoever edits an answer says when it was given.
  const LAST_DAY = "9999-12-31";

  const refused = (node) => new Refusal("not-editable", node.start);
  const isBlockText = (node) => node.style === "|" || node.style === ">";
  const isFilled = (node) => node.kind !== "scalar" && node.value.length > 0;
  const isInline = (node) => (node.kind === "scalar" ? !isBlockText(node) : node.style !== "");

  function leaf(node) {
    let last = node;
    while (isFilled(last) && !last.style) {
      const inner = last.value[last.value.length - 1];
      last = last.kind === "map" ? inner[1] : inner;
    }
    return last;
  }

  class Page {
    constructor(text, data) {
      const {root, entry, reader, sheet} = look(text, {[data.id]: data}, LAST_DAY);
      if (!sheet) throw reader.problems[0];
      Object.assign(this, {text, data, root, head: entry, sheet});
      this.answersKey = entry.keys.get("answers");
      this.answers = entry.values.get("answers");
      this.given = entry.data.get("answers");
    }

    // Whether the answers stand in braces.
    get inBraces() {
      return this.root.style === "{" || (isFilled(this.answers) && this.answers.style === "{");
    }

    // The key and value of a question; those of one field of its long form.
    pair(question) {
      return this.given ? pairIn(this.given, question) : null;
    }

    // What the answer to a question says, field by field, a list in the order of the file.
    fields(question) {
      const answer = this.given ? this.given.data.get(question) : null;
      if (answer === null || answer === undefined) return {};
      if (!answer.data) return {answer};
      return Object.fromEntries([...answer.data].map(([name, value]) =>
        [name, name === "evidence" && typeof value === "string" ? [value] : value]));
    }

    // Behind the colon that follows a key.
    colon(key) {
      COLON.lastIndex = key.end;
      if (!COLON.test(this.text)) throw refused(key);
      return COLON.lastIndex;
    }

    // Start and end of a value inside braces, and what must be put before a new one.
    place(key, value) {
      if (value.start !== value.end) return [value.start, value.end, ""];
      FLOW_COLON.lastIndex = key.end;
      const found = FLOW_COLON.test(this.text);
      const at = found ? FLOW_COLON.lastIndex : key.end;
      return [at, at, found ? " " : ": "];
    }

    // Where the content of a node ends: before a comment beside it, before its line end.
    end(node) {
      const last = leaf(node);
      if (!isBlockText(last)) return last.end;
      return this.text.slice(0, last.end).replace(/[\r\n]+$/, "").length;
    }

    // The start of the line behind a node, where another one may be put.
    after(node) {
      const last = leaf(node);
      if (!isBlockText(last)) return this.nextLine(last.end);
      const [header] = this.text.slice(last.start, this.lineEnd(last.start)).split("#");
      const at = header.includes("+") ? last.end : this.nextLine(this.end(node));
      const open = at === this.text.length && !/[\r\n]$/.test(this.text) && !header.includes("-");
      if (open) throw refused(last);
      return at;
    }

    lineStart(at) {
      return at ? this.text.lastIndexOf("\n", at - 1) + 1 : 0;
    }

    lineEnd(at) {
      const next = this.text.indexOf("\n", at);
      if (next < 0) return this.text.length;
      return next > at && this.text[next - 1] === "\r" ? next - 1 : next;
    }

    nextLine(at) {
      const next = this.text.indexOf("\n", at);
      return next < 0 ? this.text.length : next + 1;
    }

    lineAbove(at) {
      return this.lineStart(at - this.breakBefore(at).length);
    }

    breakBefore(at) {
      if (this.text[at - 1] !== "\n") return "";
      return this.text[at - 2] === "\r" ? "\r\n" : "\n";
    }

    // The line end in use before a place.
    newline(at) {
      const start = this.lineStart(at);
      return (start && this.breakBefore(start)) || (/\r?\n/.exec(this.text) || ["\n"])[0];
    }

    column(node) {
      return node.start - this.lineStart(node.start);
    }

    // How far questions are indented, and how much deeper each level is.
    get indent() {
      if (isFilled(this.answers)) return this.column(this.answers.value[0][0]);
      return this.column(this.answersKey) + STEP;
    }

    get step() {
      const long = (isFilled(this.answers) ? this.answers.value : [])
        .find(([, value]) => value.kind === "map" && !value.style);
      if (long) return " ".repeat(this.column(long[1].value[0][0]) - this.column(long[0]));
      return " ".repeat(Math.max(1, this.indent - this.column(this.answersKey)));
    }

    // Where the comments between two places stand: what no scalar takes.
    comments(start, end) {
      const found = [];
      for (const [from, to] of this.gaps(start, end)) {
        for (const match of this.text.slice(from, to).matchAll(COMMENT)) {
          found.push([from + match.index, from + match.index + match[0].length]);
        }
      }
      return found;
    }

    * gaps(start, end) {
      let from = start;
      for (const [scalarStart, scalarEnd] of this.scalars) {
        if (scalarEnd <= from) continue;
        if (scalarStart >= end) break;
        if (scalarStart > from) yield [from, scalarStart];
        from = Math.max(from, scalarEnd);
      }
      if (from < end) yield [from, end];
    }

    // The first line of a block text may hold a comment.
    get scalars() {
      const from = (one) =>
        (isBlockText(one) ? Math.min(one.end, this.lineEnd(one.start)) : one.start);
      this.spans = this.spans || spansOf(this.root).map((one) => [from(one), one.end])
        .sort((one, other) => one[0] - other[0]);
      return this.spans;
    }

    // Splices

    withLines(at, lines) {
      const newline = this.newline(at);
      const open = at > 0 && !/[\r\n]/.test(this.text[at - 1]);
      return [at, at, lines.map((line) => (open ? newline + line : line + newline)).join("")];
    }

    withoutLines(start, end) {
      const behind = this.nextLine(end);
      return behind > end ? [start, behind, ""] : [start - this.breakBefore(start).length, end, ""];
    }
  }

  function spansOf(node) {
    if (node.kind === "scalar") return [node];
    return node.value.flatMap((one) => (node.kind === "map" ? one.flatMap(spansOf) : spansOf(one)));
  }

  function pairIn(entry, name) {
    return entry.keys.has(name) ? [entry.keys.get(name), entry.values.get(name)] : null;
  }

  Object.assign(mlkb.answerParts, {Page, isFilled, isInline, pairIn, refused});
})();
