// The search behind Material's search box, in place of Material's own worker, whose messages it speaks.
//
// It keeps no index: each word of a query becomes a regular expression that knows how Korean and
// English are typed, and every text is read with it. Two thousand texts take a few milliseconds.
// - Hangul is found in the middle of a word, and with a space more or less; particles and endings
//   that are typed behind a noun are left out (조직을 finds 조직의, 코딩테스트 finds 코딩 테스트).
// - Latin words are found from their beginning, in other forms (deploying finds deployment), in the
//   other spelling (organization) and with a hyphen more or less (handoff finds hand-off).
// - Words that the texts write as one word, or with a hyphen, belong together (data set, end to end).
// All words must be found. If nothing has them all, then the texts with most of them are the answer.
//
// A finished site has its texts in a file of its own, which the first query fetches. A site that was
// only served has them in the index that Material hands over, page by page and heading by heading.
(() => {
  "use strict";

  const [SETUP, READY, RESULT] = [0, 1, 3];
  const file = new URL("../../search/search_docs.json", location);
  const SHOWN = 3; // hits of a page that are seen at once; the rest is behind "more on this page"
  const COMMON = 20; // a word that more than one text in so many has is no answer by itself,
  const FEW = 20; // unless there are no more than these
  const MOST = 20; // words of a query that are read,
  const LONGEST = 5; // and how many of them may be one in the texts
  const AROUND = 60; // letters of a text that are shown before and after a hit

  const PARTICLE = new RegExp(
    "(으로부터|에게서|에서|에게|으로|이나|이란|처럼|까지|부터|마다|보다|께서|하려면|하는지|하는가|했는가" +
      "|되는가|하기|하는|하고|하며|하면|하여|해서|한다|했다|하다|되는|되면|된다|되다|들|별|은|는|이|가|을|를" +
      "|의|에|와|과|로|만|면|인|란|기|고|지|다|할|될|한|된)$",
  );
  const CLOSED = "은이을과"; // these follow a syllable that ends in a consonant,
  const OPEN = "는가를와"; // and these one that does not
  const VERBAL = "는면기고지다"; // these follow verbs
  const DONE = "할될한된"; // and these make verbs of nouns
  const CHANGES = "~";
  const OPTIONAL = new Set(
    ("a an and are as at be by can do does for from has have how i in is it its of on or that the their " +
      "this to was we what when where which who why will with you your should would could must there if " +
      "our not 되지 하지 않는 않는다 않은 않다 하는 되는 위한 위해 대한 대해 것 수 때 및 등 또는 그리고 어떻게 왜").split(" "),
  );
  const FORMS = "['’]?s|es|e|ed|er|ers|ing|ings|ership";
  const NOUNS = "|ion|ions|ation|ations";
  const END = "(?![a-z0-9])";
  const JOINT = "[-/.&'’ ]?";
  const START = "(^|[^a-z0-9])";
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

  const isHangul = (text) => /[가-힣]/.test(text);
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const html = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const plain = (text) =>
    text
      .replace(/<[^>]*>/g, " ")
      .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity])
      .replace(/\s+/g, " ")
      .trim();

  let index; // what Material handed over
  let items; // the promise of what can be found
  let latest; // the query to answer: those that were typed over while we fetched are not

  const read = (docs) => {
    const pages = new Map();
    const all = docs.map(({ location, title, text, boost = 1 }) => {
      const item = { location, title: plain(title), text: plain(text), boost };
      item.low = [item.title.toLowerCase(), item.text.toLowerCase()];
      item.page = location.split("#")[0];
      if (item.page === location) pages.set(location, item);
      return item;
    });
    // Everything that is said anywhere, to ask how a word is written.
    return { all, pages, said: all.map(({ low }) => low.join("\n")).join("\n") };
  };

  const fetched = async () => {
    const response = await fetch(file);
    if (!response.ok) throw new Error(`${response.status} ${file}`);
    return response.json();
  };

  // Whether a syllable ends in a consonant.
  const closed = (syllable) => (syllable.charCodeAt(0) - 0xac00) % 28 > 0;

  // A syllable with every consonant it may end in, and the vowels it may be drawn together with: the
  // last one of a verb (떨어지면, 떨어진, 떨어졌다).
  const ending = (syllable) => {
    const code = syllable.charCodeAt(0) - 0xac00;
    const vowels = { 8: [9], 13: [14], 18: [4, 0], 20: [6] }[Math.floor(code / 28) % 21] ?? [];
    const onset = code - (code % 588);
    const ranges = [(code % 588) - (code % 28), ...vowels.map((vowel) => vowel * 28)];
    const letter = (at) => String.fromCharCode(0xac00 + onset + at);
    return `[${ranges.map((at) => `${letter(at)}-${letter(at + 27)}`).join("")}]`;
  };

  // Leave out the particles behind a noun, unless the texts use the whole as a noun: 전문가 in 전문가를.
  // A verb is left with a sign behind it that its last syllable changes.
  const noun = (word, said) => {
    const [particle] = word.match(PARTICLE) ?? [""];
    const rest = word.slice(0, word.length - particle.length);
    if (!particle || !rest || (rest.length < 2 && !"은는을를".includes(particle))) return word;
    const end = rest[rest.length - 1];
    const verb = particle === "는" && closed(end); // 뽑는: no noun has this particle
    if (verb) return rest;
    if (closed(end) ? OPEN.includes(particle) : CLOSED.includes(particle)) return word;
    const verbal = VERBAL.includes(particle);
    const others = verbal || DONE.includes(particle) ? "을를와과가이에의로" : "을를와가";
    const nouns = /[는은]$/.test(particle) ? "을를와" : others; // -는가 ends a question
    const used = (noun) => [...nouns].some((other) => said.includes(noun + other));
    const from = others.length > 4 ? word.length - 2 : 0; // 채용공고 has 공고를 in it
    for (let at = from; at >= 0; at -= 1) if (used(word.slice(at))) return word;
    const inner = noun(rest, said);
    return verbal && inner === rest ? rest + CHANGES : inner;
  };

  // An English word without the ending of its plural or its verb form.
  const stem = (word) => {
    if (/(ss|us|...is|eed)$/.test(word)) return word;
    const rest = word.replace(/([sxz]|[cs]h)es$/, "$1").replace(/(ing|ed|s)$/, "");
    if (rest.length < 3 || word.endsWith("s")) return rest.length < 3 ? word : rest;
    return /[aeiouy]/.test(rest) ? rest.replace(/([bdglmnprt])\1$/, "$1") : word;
  };

  // A Latin word letter by letter: in both spellings, and with a hyphen or a space somewhere.
  const latin = (word) =>
    [...word]
      .map((letter, at) =>
        /[sz]/.test(letter) && /[iy]/.test(word[at - 1] ?? "") && /^[aei]?$/.test(word[at + 1] ?? "")
          ? "[sz]"
          : letter === "r" && word[at - 1] === "o"
            ? "u?r"
            : escaped(letter),
      )
      .join(word.length > 3 ? JOINT : "[-/.&]?");

  const latinForms = (word, wide) => {
    if (wide) return latin(word);
    if (word.length < 3 || /\d/.test(word)) return `${latin(word)}(?:['’]?s)?${END}`;
    const [, root] = word.match(/^(.+[^aeiou])(?:y|ies|ied)$/) ?? [];
    if (root) return `${latin(root)}[yi]`;
    const base = stem(word);
    const forms = `${latin(base.replace(/e$/, ""))}(?:${FORMS}${base.length > 4 ? NOUNS : ""})?${END}`;
    if (base.length < 4) return forms;
    if (base.length > 6) return latin(base.replace(/e$/, ""));
    return base.endsWith("e") ? `(?:${latin(base)}|${forms})` : latin(base);
  };

  const syllables = (part) => {
    const letters = [...part.replace(CHANGES, "")];
    if (part.endsWith(CHANGES)) letters.push(ending(letters.pop()));
    return letters;
  };

  const hangul = (part) => {
    const letters = syllables(part);
    const word = letters.join("");
    if (letters.length < 3) return letters.length < 2 ? `(^|[^가-힣])${word}` : `()${word}`;
    return `(?:()${word}|(^|[^가-힣])${letters.join(" ?")})`;
  };

  const spaced = (part) => (isHangul(part) ? syllables(part).join(" ?") : latin(stem(part)));

  // What is written together: 2유형, MLOps를, 코딩테스트.
  const runs = (word, said) => {
    const parts = word.match(/[가-힣]+|[^가-힣ㄱ-ㅎㅏ-ㅣ]+/g) ?? [];
    const last = parts[parts.length - 1] ?? "";
    if (!isHangul(last)) return parts;
    if (parts.length > 1 && last.replace(PARTICLE, "") === "") return parts.slice(0, -1);
    return [...parts.slice(0, -1), noun(last, said)];
  };

  // The regular expression for parts that belong together; its first groups hold what comes before.
  const together = (parts, wide) => {
    if (parts.length === 1 && isHangul(parts[0])) return hangul(parts[0]);
    const last = parts[parts.length - 1];
    const body = parts.slice(0, -1).map((part) => (isHangul(part) ? spaced(part) : latin(part)));
    body.push(isHangul(last) ? spaced(last) : latinForms(last, wide));
    return (isHangul(parts[0]) ? "()" : START) + body.join(JOINT);
  };

  const written = (words, said) => {
    const glued = words.map(escaped).join("[-/]?");
    const before = isHangul(words[0]) ? "" : "(?:^|[^a-z0-9])";
    return new RegExp(before + glued).test(said);
  };

  // A long word that nobody writes in one: two words that are written somewhere.
  const halves = (part, said) => {
    const known = (word) => new RegExp(hangul(word)).test(said);
    if (!isHangul(part) || part.length < 4 || known(part)) return [part];
    for (let at = part.length - 2; at > 1; at -= 1) {
      const both = [part.slice(0, at), part.slice(at)];
      if (both.every(known)) return both;
    }
    return [part];
  };

  // The parts of a query that must all be found.
  const parsed = (query, said) => {
    const typed = query.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu);
    const words = (typed ?? []).slice(0, MOST);
    const terms = [];
    for (let from = 0, to; from < words.length; from = to) {
      to = Math.min(words.length, from + LONGEST);
      while (to > from + 1 && !written(words.slice(from, to), said)) to -= 1;
      const parts = words.slice(from, to).flatMap((word) => runs(word, said));
      const optional = to === from + 1 && OPTIONAL.has(words[from]);
      const apart = parts.length === 1 ? halves(parts[0], said) : [];
      const name = words.slice(from, to).join(" ");
      if (apart.length > 1) for (const part of apart) terms.push({ parts: [part], name: part });
      else if (parts.length) terms.push({ parts, name, optional });
    }
    if (terms.every(({ optional }) => optional) || said.includes(words.join(" "))) {
      for (const term of terms) term.optional = false;
    }
    for (const term of terms) term.find = new RegExp(together(term.parts), "g");
    return terms;
  };

  // Where a term stands in a text: pairs of beginning and end.
  const places = (find, text) => {
    const found = [];
    find.lastIndex = 0;
    for (let match = find.exec(text); match; match = find.exec(text)) {
      const before = (match[1] ?? match[2] ?? "").length;
      found.push([match.index + before, match.index + match[0].length]);
    }
    return found;
  };

  const marked = (text, found) => {
    let out = "";
    let at = 0;
    for (const [from, to] of found.sort((one, other) => one[0] - other[0])) {
      if (from < at) continue;
      out += `${html(text.slice(at, from))}<mark data-md-highlight>${html(text.slice(from, to))}</mark>`;
      at = to;
    }
    return out + html(text.slice(at));
  };

  // The part of a text around its first hit.
  const teaser = (text, found) => {
    const first = found.length ? Math.min(...found.map(([from]) => from)) : 0;
    let from = first > AROUND ? text.indexOf(" ", first - AROUND) + 1 : 0;
    if (from > first) from = first;
    const to = text.length > first + 2 * AROUND ? text.indexOf(" ", first + 2 * AROUND) : -1;
    const end = to < 0 ? text.length : to;
    const inside = found
      .filter(([begin, stop]) => begin >= from && stop <= end)
      .map(([begin, stop]) => [begin - from, stop - from]);
    return `${from ? "… " : ""}${marked(text.slice(from, end), inside)}${end < text.length ? " …" : ""}`;
  };

  // How well an item answers: words of its title count most, and more the less else it says.
  const weighed = (item, hits, rarity, near) => {
    let score = 0;
    hits.forEach(([title, text], at) => {
      const named = title.reduce((sum, [from, to]) => sum + to - from, 0) / (item.title.length || 1);
      const begins = title.map(([from]) =>
        from ? (/[\p{L}\p{N}]/u.test(item.title[from - 1]) ? 0 : 2) : 4,
      );
      if (title.length) score += rarity[at] * (3 + Math.max(...begins) + 8 * Math.min(named, 1));
      if (text.length) score += rarity[at] * (1 + 0.2 * Math.min(text.length, 5));
    });
    if (near) score *= near.test(item.low[0]) ? 2 : near.test(item.low[1]) ? 1.4 : 1;
    return score * item.boost * (item.page === item.location ? 1.2 : item.text ? 1 : 0.6);
  };

  // The items that have a term, and where. A term that few of them have is rare.
  const looked = (terms, { all }) => {
    const found = all
      .map((item) => {
        const hits = terms.map(({ find }) => item.low.map((text) => places(find, text)));
        return { item, hits, has: hits.map(([title, text]) => title.length + text.length > 0) };
      })
      .filter(({ has }) => has.some((one, at) => one && !terms[at].optional));
    const rarity = terms.map((_, at) => {
      const having = found.filter(({ has }) => has[at]).length;
      return Math.log(1 + all.length / (1 + having));
    });
    return { found, rarity };
  };

  const withAll = (terms, { found, rarity }) => ({
    found: found.filter(({ has }) => terms.every(({ optional }, at) => optional || has[at])),
    rarity,
  });

  // Those that have most of what is asked, the rarest words first; words that are everywhere are none.
  const withMost = (terms, { found, rarity }) => {
    const worth = ({ has }) =>
      has.reduce((sum, one, at) => sum + (one && !terms[at].optional ? rarity[at] : 0), 0);
    const best = Math.max(0, ...found.map(worth));
    const most = found.filter((one) => worth(one) >= best * 0.95);
    return { found: best < Math.log(1 + COMMON) && most.length > FEW ? [] : most, rarity };
  };

  // What was not typed to its end finds nothing: look for what it begins with.
  const unfinished = (terms) => {
    const last = terms[terms.length - 1];
    const part = last.parts[last.parts.length - 1];
    const whole = part.replace(CHANGES, "");
    const begun = isHangul(part) && whole.length > 3 ? whole.slice(0, -1) : part;
    if (isHangul(part) ? begun === part : part.length < 3) return undefined;
    const parts = [...last.parts.slice(0, -1), begun];
    return [...terms.slice(0, -1), { ...last, parts, find: new RegExp(together(parts, true), "g") }];
  };

  const answers = (query, texts) => {
    const terms = parsed(query, texts.said);
    if (!terms.length) return [];
    const all = looked(terms, texts);
    let answer = withAll(terms, all);
    const longer = answer.found.length ? undefined : unfinished(terms);
    if (longer) answer = withAll(longer, looked(longer, texts));
    if (!answer.found.length && terms.length > 1) answer = withMost(terms, all);
    const { found, rarity } = answer;
    const near =
      terms.length > 1
        ? new RegExp(terms.map(({ parts }) => parts.map(spaced).join(JOINT)).join(".{0,3}"))
        : undefined;
    return found
      .map((one) => ({ ...one, score: weighed(one.item, one.hits, rarity, near) }))
      .sort((one, other) => other.score - one.score)
      .map((one) => ({ ...one, terms }));
  };

  const shown = ({ item, hits, has, score, terms }) => {
    const [title, text] = [0, 1].map((field) => hits.flatMap((both) => both[field]));
    const names = {};
    terms.forEach((term, at) => {
      const [field, [place]] = hits[at][0].length ? [0, hits[at][0]] : [1, hits[at][1]];
      if (place) names[item.low[field].slice(...place)] = true;
      else if (!term.optional && !has[at]) names[term.name] = false;
    });
    return {
      location: item.location,
      title: marked(item.title, title),
      text: teaser(item.text, text),
      score,
      terms: names,
    };
  };

  // Hits by page, the best page first. Material shows those that score as high as the first of a page
  // and puts the others behind "more", so the best few get the same score.
  const grouped = (found, { pages }) => {
    const groups = new Map();
    for (const one of found) {
      const group = groups.get(one.item.page) ?? groups.set(one.item.page, []).get(one.item.page);
      group.push(shown(one));
    }
    return [...groups].map(([page, group]) => {
      const best = group[0].score;
      group.forEach((hit, at) => {
        hit.score = at < SHOWN ? best : Math.min(hit.score, best * 0.99);
      });
      const head = pages.get(page);
      if (head && !group.some(({ location }) => location === page)) {
        group.push({ location: page, title: html(head.title), text: "", score: 0, terms: {} });
      }
      return group;
    });
  };

  // The word of a title that the last word of the query begins.
  const suggested = (query, { all }) => {
    const last = query.toLowerCase().match(/[\p{L}\p{N}]+$/u)?.[0];
    const word = new RegExp(`(?<![\\p{L}\\p{N}])${last}[\\p{L}\\p{N}]+`, "u");
    const found = last && all.map(({ low }) => low[0].match(word)?.[0]).find(Boolean);
    return found ? query.toLowerCase().split(/\s+/).slice(0, -1).concat(found) : [];
  };

  const known = async () => {
    items ??= (index.docs.length ? Promise.resolve(index.docs) : fetched()).then(read);
    try {
      return await items;
    } catch {
      items = undefined; // nothing is answered, and the next query tries again
      return undefined;
    }
  };

  const answer = async (query) => {
    latest = query;
    const words = query.data.trim();
    const texts = words && (await known());
    if (query !== latest || (words && !texts)) return;
    const result = { items: words ? grouped(answers(words, texts), texts) : [] };
    if (words && index.options?.suggest) result.suggest = suggested(words, texts);
    postMessage({ type: RESULT, data: result });
  };

  addEventListener("message", ({ data }) => {
    if (data.type === SETUP) {
      index = data.data;
      postMessage({ type: READY });
    } else {
      answer(data);
    }
  });
})();
