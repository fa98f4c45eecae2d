// The surgical edit: answers of somebody's file change, and not a byte outside them; the twin of
// mlkb/fill/edit.py, surgery.py and braces.py. After each round of changes the text is read again,
// until it says exactly what is wanted.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {
    FIELDS, MARK, Page, Refusal, below, fit, flow, isFilled, isInline, pairIn, refused, word,
    written,
  } = mlkb.answerParts;
  const HEAD = ["format", "checklist", "subject", "respondent", "answered_on"];
  const SECTION_MARK = "# ==";
  const MOST_ROUNDS = 60;
  const NOTHING = {inline: "", lines: []};

  // The text of *base* with what is *wanted*, or null if that cannot be reached.
  function edited(wanted, data, base) {
    const mark = base.startsWith(MARK) ? MARK : "";
    try {
      let page = new Page(base.slice(mark.length), data);
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const changes = splices(page, wanted);
        if (!changes.length) return mark + page.text;
        page = new Page(spliced(page.text, changes), data);
      }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
    return null;
  }

  // What has to change, as far as one change does not wait for another.
  function splices(page, wanted) {
    const now = fit(page.sheet, page.data);
    const {questions} = mlkb.checklistOf(page.data, {});
    const missing = Object.keys(wanted.answers).filter((name) => !page.pair(name));
    const together = isFilled(page.answers) && !page.inBraces;
    const changes = HEAD.filter((name) => !alike(now.head[name], wanted.head[name]))
      .map((name) => withHead(page, name, now.head[name], wanted.head[name]));
    const asOne = together ? missing : missing.slice(0, 1);
    changes.push(...asOne.map((name) => withQuestion(page, questions, name)));
    if (missing.length && !together) return changes;
    for (const asked of questions.values()) {
      const [before, after] = [now.answers[asked.id] || {}, wanted.answers[asked.id] || {}];
      // An accepted risk without an answer is no answer file, not even between two steps.
      const name = before.accept && !after.accept ? "accept"
        : FIELDS.find((one) => !alike(before[one], after[one]));
      if (name && page.pair(asked.id)) changes.push(withField(page, asked, name, after));
    }
    return changes;
  }

  function alike(one, other) {
    if (one === undefined || other === undefined) return one === other;
    if (typeof one !== "object" || one === null) return one === other;
    const keys = Object.keys(one);
    return other !== null && typeof other === "object" &&
      keys.length === Object.keys(other).length && keys.every((key) => alike(one[key], other[key]));
  }

  // One that reaches into another waits for the next round.
  function spliced(text, changes) {
    const parts = [];
    let from = 0;
    const inOrder = changes.map((change, at) => [...change, at])
      .sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[3] - other[3]);
    for (const [start, end, put] of inOrder) {
      if (start < from) continue;
      parts.push(text.slice(from, start), put);
      from = end;
    }
    return parts.join("") + text.slice(from);
  }

  // The head

  function withHead(page, name, before, after) {
    const there = pairIn(page.head, name);
    if (page.root.style) return inBraces(page, there, name, after);
    const fresh = written(name, after, "", page.step);
    if (!there) return withNewField(page, page.head, HEAD, name, fresh);
    return withBlockField(page, page.head, HEAD, name, "", before, after);
  }

  function inBraces(page, there, name, after) {
    const json = page.answersKey.style === '"';
    if (there && after !== undefined) return put(page, there, flow(name, after, "", json));
    if (there) throw refused(there[0]);
    const at = page.answersKey.start;
    return [at, at, `${json ? `"${name}"` : name}: ${flow(name, after, "", json)}, `];
  }

  // A question that the file lacks, without an answer, where it belongs

  function withQuestion(page, questions, name) {
    const line = `${" ".repeat(page.indent)}${word(name)}:`;
    if (page.inBraces) return withQuestionInBraces(page, questions, name);
    if (isFilled(page.answers)) return page.withLines(placeFor(page, questions, name), [line]);
    if (page.answers.start !== page.answers.end) {
      return replaced(page, page.answersKey, page.answers, NOTHING);
    }
    return page.withLines(page.nextLine(page.colon(page.answersKey)), [line]);
  }

  function withQuestionInBraces(page, questions, name) {
    if (page.answers.kind !== "map") return put(page, [page.answersKey, page.answers], "{}");
    const fresh = page.answersKey.style === '"' ? `"${name}": null` : `${name}: null`;
    const earlier = earlierThan(page, questions, name);
    if (earlier) {
      const [, end] = page.place(...page.pair(earlier));
      return [end, end, `, ${fresh}`];
    }
    const at = page.answers.start + 1;
    return [at, at, page.answers.value.length ? `${fresh}, ` : fresh];
  }

  // The nearest question in front of *name* that the file has.
  function earlierThan(page, questions, name) {
    const names = [...questions.keys()];
    return names.slice(0, names.indexOf(name)).filter((one) => page.pair(one)).at(-1);
  }

  // Behind the nearest earlier question of its section; in front of the next one of its section,
  // above that one's comment; else behind whatever is there of earlier sections.
  function placeFor(page, questions, name) {
    const {section} = questions.get(name);
    const same = (one) => questions.get(one).section === section;
    const names = [...questions.keys()];
    const earlier = earlierThan(page, questions, name);
    const behind = names.slice(names.indexOf(name) + 1);
    const later = behind.find((one) => same(one) && page.pair(one));
    if (later && !(earlier && same(earlier))) return above(page, later);
    if (earlier) return page.after(page.pair(earlier)[1]);
    return page.nextLine(page.colon(page.answersKey));
  }

  // The line above a question and the comment that belongs to it.
  function above(page, name) {
    let at = page.lineStart(page.pair(name)[0].start);
    while (at) {
      const up = page.lineAbove(at);
      const line = page.text.slice(up, at).trim();
      if (!line.startsWith("#") || line.startsWith(SECTION_MARK)) break;
      at = up;
    }
    return at;
  }

  // One field of an answer; *wanted* is the whole answer, a field that it lacks is removed

  function withField(page, asked, name, wanted) {
    const [key, value] = page.pair(asked.id);
    if (page.inBraces) return withFieldInBraces(page, asked, name, wanted);
    if (!Object.keys(wanted).length) return replaced(page, key, value, NOTHING);
    const fresh = written(name, wanted[name], asked.type, page.step);
    const now = page.fields(asked.id);
    if (value.kind === "map") {
      if (value.style) return withFieldOfBraces(page, asked, name, wanted, fresh);
      const entry = page.given.data.get(asked.id);
      return withBlockField(page, entry, FIELDS, name, asked.type, now[name], wanted[name]);
    }
    if (name !== "answer") return lengthened(page, key, value);
    const longer = appended(page, value, now.answer, wanted.answer, fresh);
    return longer || replaced(page, key, value, fresh);
  }

  function withFieldInBraces(page, asked, name, wanted) {
    const [key, value] = page.pair(asked.id);
    const json = key.style === '"';
    const answer = page.given.data.get(asked.id);
    const there = answer && answer.data ? pairIn(answer, name) : null;
    if (there && name in wanted && there[1].kind === "scalar") {
      return put(page, there, flow(name, wanted[name], asked.type, json));
    }
    const whole = Object.keys(wanted).some((one) => one !== "answer") ? wanted : wanted.answer;
    return put(page, [key, value], flow("answer", whole, asked.type, json) || "null");
  }

  function put(page, [key, value], text) {
    const [start, end, lead] = page.place(key, value);
    return [start, end, lead + text];
  }

  // One word is exchanged, or the whole answer comes out of its braces.
  function withFieldOfBraces(page, asked, name, wanted, fresh) {
    const there = pairIn(page.given.data.get(asked.id), name);
    const [, old] = there || [];
    const plain = old && old.kind === "scalar" && old.start < old.end;
    if (plain && name in wanted && fresh.inline) return [old.start, old.end, fresh.inline];
    const lines = below(wanted, asked.type, page.step);
    return replaced(page, ...page.pair(asked.id), {inline: "", lines});
  }

  // One key of a mapping in lines, of an answer or of the head.
  function withBlockField(page, entry, order, name, type, now, after) {
    const there = pairIn(entry, name);
    const fresh = written(name, after, type, page.step);
    if (!there) return withNewField(page, entry, order, name, fresh);
    if (after === undefined && name !== "answer") return withoutField(page, ...there);
    const inner = entry.data.get(name);
    if (inner && inner.data instanceof Map && after) {
      const changed = Object.keys(after).filter((one) => inner.data.get(one) !== after[one]);
      const place = inner.values.get(changed[0]);
      const one = changed.length === 1 && inner.data.size === Object.keys(after).length && place;
      if (one && isInline(place)) {
        return [place.start, place.end, flow(changed[0], after[changed[0]], type)];
      }
    }
    const longer = appended(page, there[1], now, after, fresh);
    if (longer) return longer;
    const alone = name === "evidence" && there[1].kind === "scalar" && fresh.lines.length === 1;
    return replaced(page, ...there, alone ? {inline: fresh.lines[0].slice(2), lines: []} : fresh);
  }

  function withNewField(page, entry, order, name, fresh) {
    const [first] = entry.keys.values();
    const earlier = order.slice(0, order.indexOf(name)).filter((one) => entry.keys.has(one));
    const at = earlier.length
      ? Math.max(...earlier.map((one) => page.after(entry.values.get(one))))
      : page.lineStart(first.start);
    const indent = " ".repeat(page.column(first));
    const head = `${indent}${name}:${fresh.inline ? ` ${fresh.inline}` : ""}`;
    return page.withLines(at, [head, ...fresh.lines.map((line) => indent + page.step + line)]);
  }

  // A block list made longer, or null if that is not the change.
  function appended(page, value, now, after, fresh) {
    const lists = Array.isArray(now) && Array.isArray(after) && !isInline(value);
    const dash = page.text[value.start] === "-";
    if (!lists || !dash || !now.every((one, at) => one === after[at])) return null;
    const indent = " ".repeat(page.column(value));
    const more = fresh.lines.slice(now.length).map((line) => indent + line);
    return page.withLines(page.after(value), more);
  }

  function withoutField(page, key, value) {
    const start = page.lineStart(key.start);
    const end = page.lineEnd(page.end(value));
    const inside = page.comments(page.colon(key), end);
    const kept = inside.map(([one, other]) => page.text.slice(one, other));
    if (!kept.length) return page.withoutLines(start, end);
    const indent = " ".repeat(page.column(key));
    return [start, end, kept.map((one) => indent + one).join(page.newline(start))];
  }

  // An answer in short form moves under `answer:`, its comment too.
  function lengthened(page, key, value) {
    const [colon, end] = [page.colon(key), page.end(value)];
    const head = `${page.newline(colon)}${" ".repeat(page.column(key))}${page.step}answer:`;
    const moved = page.text.slice(colon, end).replace(/(\r?\n)(?=[^\r\n])/g, `$1${page.step}`);
    return [colon, end, head + moved];
  }

  // Another value; whatever comments the old one held stay.
  function replaced(page, key, value, fresh) {
    const {text} = page;
    const [colon, {start}] = [page.colon(key), value];
    let end = page.end(value);
    let inside = page.comments(colon, end);
    const onTheLine = page.lineEnd(colon) >= start;
    if (!fresh.lines.length && isInline(value) && onTheLine && !inside.length) {
      if (!fresh.inline) return [colon, end, ""];
      return start === end ? [colon, colon, ` ${fresh.inline}`] : [start, end, fresh.inline];
    }
    if (fresh.lines.length) {
      end = page.lineEnd(end);
      inside = page.comments(colon, end);
    }
    const kept = inside.map(([one, other]) => text.slice(one, other));
    let beside = "";
    if (kept.length && inside[0][0] <= page.lineEnd(colon)) {
      const comment = kept.shift();
      beside = start < inside[0][0] ? `  ${comment}` : text.slice(colon, inside[0][1]);
    }
    const indent = " ".repeat(page.column(key)) + page.step;
    const below = [...kept, ...fresh.lines].map((line) => indent + line);
    const head = fresh.inline ? ` ${fresh.inline}${beside}` : beside;
    return [colon, end, [head, ...below].join(page.newline(colon))];
  }

  Object.assign(mlkb.answerParts, {edited});
})();
