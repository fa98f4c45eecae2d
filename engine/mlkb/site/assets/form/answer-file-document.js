// YAML text to nodes, within limits, every refusal placed in the file; the twin of
// mlkb/load/document.py and syntax.py. YAML is the vendored parser, loaded before any file is read.
//
// A node is {kind: "scalar" | "list" | "map", start, end, style, value}, with places in the text;
// the value of a list is its nodes, that of a map pairs of nodes, that of a scalar its text. The
// style of a scalar is "", '"', "'", "|" or ">", that of a collection "[", "{" or "".
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const LARGEST_FILE = 1024 * 1024;
  const DEEPEST = 64;
  const MOST_NODES = 60000;
  const UNSEEN = {
    "control-character":
      /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]|^\ufeff/u,
    "hidden-line-break": /\r(?!\n)|[\x85\u2028\u2029]/,
  };
  // A directive behind comments at the most, or a byte order mark that is not the first character:
  // the parser here would skip that one, the engine's does not.
  const PRELUDE = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?=[%\ufeff])/;
  const HALF = /^(?:[^\\]|\\(?!u[dD][89a-fA-F]).)*?(?=\\u[dD][89a-fA-F])/s;
  const STYLES = {QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'", BLOCK_LITERAL: "|", BLOCK_FOLDED: ">"};
  // The byte order mark.
  const MARK = "\ufeff";

  // What is wrong, before anybody says it: a code of the words, where, and what fills them.
  class Refusal extends Error {
    constructor(code, at, facts = {}) {
      super(code);
      Object.assign(this, {code, at, facts});
    }
  }

  const codePoint = (character) =>
    `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

  // The text of a file without its byte order mark; *given* is a text or what the file's bytes are.
  function decoded(given) {
    let text = given;
    if (typeof given !== "string") {
      const bytes = new Uint8Array(given);
      tooLarge(bytes.length);
      text = fromBytes(bytes);
    } else {
      tooLarge(given.length > LARGEST_FILE ? given.length : new TextEncoder().encode(given).length);
    }
    const mark = text.startsWith(MARK) ? MARK : "";
    text = text.slice(mark.length);
    for (const code of Object.keys(UNSEEN)) {
      const found = UNSEEN[code].exec(text);
      if (found) throw inText(new Refusal(code, found.index, {code: codePoint(found[0])}), text);
    }
    return {mark, text};
  }

  function tooLarge(size) {
    if (size > LARGEST_FILE) throw new Refusal("too-large", 0, {size, limit: LARGEST_FILE});
  }

  function fromBytes(bytes) {
    const [first, second] = bytes;
    const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) ||
      (bytes.length > 1 && (first === 0) !== (second === 0));
    if (wide) throw new Refusal("not-utf8", 0);
    try {
      return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
    } catch {
      const text = new TextDecoder("utf-8", {ignoreBOM: true}).decode(bytes);
      throw inText(new Refusal("not-utf8", text.indexOf("\ufffd")), text);
    }
  }

  function inText(refusal, text) {
    return Object.assign(refusal, placeOf(text, Math.max(0, refusal.at)));
  }

  // Line and column of a place; columns count characters, not halves of them.
  function placeOf(text, at) {
    const lines = linesOf(text);
    let [line, behind] = [0, lines.length];
    while (behind - line > 1) {
      const middle = (line + behind) >> 1;
      if (lines[middle] <= at) line = middle;
      else behind = middle;
    }
    return {line: line + 1, column: [...text.slice(lines[line], at)].length + 1};
  }

  // Where each line of the text starts, remembered for the text that was asked about last.
  let known = {text: "", lines: [0]};
  function linesOf(text) {
    if (known.text !== text) {
      known = {text, lines: [0]};
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
        known.lines.push(at + 1);
      }
    }
    return known.lines;
  }

  // The root node of *text*, null if it is empty.
  function composed(text) {
    const prelude = PRELUDE.exec(text);
    if (prelude) {
      const at = prelude[0].length;
      if (text[at] === "%") throw new Refusal("directive", at);
      throw new Refusal("control-character", at, {code: codePoint(text[at])});
    }
    const {Composer} = globalThis.YAML;
    const limits = {nodes: 0, commas: 0, unread: null};
    const composer = new Composer({
      schema: "failsafe", uniqueKeys: false, prettyErrors: false, keepSourceTokens: true,
      logLevel: "silent",
    });
    const documents = [];
    try {
      for (const token of tokens(text)) {
        within(limits, token, 0);
        documents.push(...composer.next(token));
      }
      documents.push(...composer.end());
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal("yaml-syntax", 0, {why: error.message});
    }
    if (limits.unread) throw limits.unread;
    if (!documents.length) return null;
    const errors = documents.flatMap((document) => document.errors)
      .filter((error) => !/^Comments must be separated/.test(error.message))
      .sort((one, other) => one.pos[0] - other.pos[0]);
    if (errors.length) throw syntax(errors[0], text);
    if (documents.length > 1) throw new Refusal("second-document", documents[1].range[0]);
    return node(documents[0].contents, text);
  }

  // YAML asks that what stands in quotes or brackets be indented on each line; the engine's parser,
  // like most, does not.
  function* tokens(text) {
    const {Lexer, Parser} = globalThis.YAML;
    class Lenient extends Lexer {
      * parseQuotedScalar() {
        return yield* this.anywhere(super.parseQuotedScalar());
      }

      * parseFlowCollection() {
        return yield* this.anywhere(super.parseFlowCollection());
      }

      * anywhere(parse) {
        const kept = this.indentNext;
        this.indentNext = 0;
        const next = yield* parse;
        this.indentNext = kept;
        return next;
      }
    }
    const parser = new Parser();
    for (const lexeme of new Lenient().lex(text)) yield* parser.next(lexeme);
    yield* parser.end();
  }

  // Looks at the tokens before they are composed, because the composer recurses without a limit.
  function within(limits, token, depth) {
    if (!token || typeof token !== "object") return;
    const {type, offset, source} = token;
    if (type === "tag") throw new Refusal("tag", offset, {name: source});
    if (type === "alias" || type === "anchor") {
      const name = source.slice(1);
      throw /^[\w-]+$/.test(name) ? new Refusal("alias", offset, {name})
        : new Refusal("trap-at", offset, {character: source[0]});
    }
    if (type === "double-quoted-scalar" || type === "single-quoted-scalar") {
      if (source.length < 2 || !source.endsWith(source[0])) {
        limits.unread = limits.unread || new Refusal("open-quote", offset);
      }
      const half = source[0] === '"' && HALF.exec(source);
      if (half) {
        const at = offset + half[0].length;
        throw new Refusal("unknown-escape", at, {given: source.substr(half[0].length, 6)});
      }
    }
    const inside = type === "block-map" || type === "block-seq" || type === "flow-collection";
    const below = inside ? depth + 1 : depth;
    if (below > DEEPEST) throw new Refusal("too-deep", offset, {limit: DEEPEST});
    limits.nodes += inside ? 2 : type && type.endsWith("scalar") ? 1 : 0;
    limits.commas += type === "comma" ? 1 : 0;
    if (Math.max(limits.nodes, limits.commas) > MOST_NODES) {
      throw new Refusal("too-many-nodes", offset, {limit: MOST_NODES});
    }
    for (const part of token.start instanceof Array ? token.start : []) within(limits, part, below);
    within(limits, token.key, below);
    for (const part of token.sep || []) within(limits, part, below);
    within(limits, token.value, below);
    for (const item of token.items || []) within(limits, item, below);
  }

  function node(from, text) {
    const {isMap, isSeq} = globalThis.YAML;
    const [start, end] = from.range;
    if (!from.items) {
      const style = STYLES[from.type] || "";
      if (start === end) return empty(text.slice(0, start).replace(/[ \t]+$/, "").length);
      // A block text that ends the file without a line break has none to the engine's parser.
      const open = (style === "|" || style === ">") && end === text.length && !text.endsWith("\n");
      const value = open ? from.value.replace(/\n$/, "") : from.value;
      return {kind: "scalar", start, end, style, value};
    }
    const style = from.flow ? text[start] : "";
    if (isSeq(from)) {
      return {kind: "list", start, end, style, value: from.items.map((one) => node(one, text))};
    }
    const value = from.items.map((pair) => {
      const key = node(pair.key, text);
      return [key, pair.value ? node(pair.value, text) : empty(key.end)];
    });
    return {kind: isMap(from) ? "map" : "list", start, end, style, value};
  }

  const empty = (at) => ({kind: "scalar", start: at, end: at, style: "", value: ""});

  // What the parser refuses: in our words where the trap is known, else in the parser's.
  function syntax(error, text) {
    const [at] = error.pos;
    const said = error.message;
    const known = [
      [/^Missing closing/, "open-quote"],
      [/escape sequence/, "unknown-escape", {given: text.substr(at, 2)}],
      [/^Tabs|tab character|^Plain value cannot start with a tab/, "tab"],
      [/^Plain value cannot start/, "trap-at", {character: text[at] || ""}],
      [/^Nested mappings|^Block collections/, "trap-colon"],
      [/^Unexpected scalar at node end/, /["']\s*$/.test(text.slice(0, at))
        ? "text-after-quote" : "indentation"],
      [/^Implicit map keys need/, "no-colon"],
      [/1024/, "long-key"],
      [/same column|indented|Sequence item without|single line/, "indentation"],
      [/^Source contains multiple documents/, "second-document"],
    ].find(([words]) => words.test(said));
    const [, code, facts] = known || [null, "yaml-syntax", {why: said.split("\n")[0]}];
    const colon = code === "trap-colon" ? text.slice(at).search(/:(?:\s|$)/) : 0;
    return new Refusal(code, Math.min(at + Math.max(0, colon), text.length), facts || {});
  }

  mlkb.answerParts = {MARK, Refusal, codePoint, composed, decoded, placeOf};
})();
