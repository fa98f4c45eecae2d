// What the words of a report are made from; the twin of render/results/base.py and referring.py.
// A statement is a list of parts: texts, links to a question ({text, short, to}) and lists of
// statements ({items, between, most}). The page shows them as elements, Markdown as a line.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {say, spoken, told} = mlkb;
  const SAID = ["yes", "partial", "no"];
  // Statements of one kind that a person takes in.
  const SHOWN = 5;

  // What a checklist says of its questions and help texts, by id.
  const known = new WeakMap();
  function wordsOf(checklist) {
    if (!known.has(checklist)) {
      known.set(checklist, {
        questions: new Map(checklist.sections.flatMap((one) => one.questions)
          .map((one) => [one.id, one])),
        helps: new Map((checklist.help || []).map((one) => [one.id, one])),
      });
    }
    return known.get(checklist);
  }

  // Statements with *between* between them, in a line or as a list.
  const several = (statements, between = say("report.between"), most = SHOWN) =>
    ({items: statements.map((one) => [].concat(one)), between, most});

  // Statements in a line, for a place inside a sentence.
  const between = (statements, separator) => statements.flatMap(
    (one, position) => (position ? [separator, ...[].concat(one)] : [].concat(one)));

  const quoted = (parts) => told("report.quoted", {text: [].concat(parts)});

  // A statement in a line of plain text; a question goes by its short name where it has one.
  function plain(parts) {
    return parts.map((part) => {
      if (typeof part === "string") return part;
      if (!part.items) return part.short || part.text;
      const shown = part.items.slice(0, part.most).map(plain).join(part.between);
      const number = part.items.length - part.most;
      return number > 0 ? say("report.and-more", {shown, number}) : shown;
    }).join("");
  }

  // An answer of the report as the reader would say it; nothing if there is none.
  function answerText(answer) {
    if (!answer) return "";
    const {given, labels} = answer;
    if (labels.length > 1) return labels.map((label) => say("report.quoted", {text: spoken(label)}))
      .join(", ");
    if (labels.length) return spoken(labels[0]);
    if (Array.isArray(given)) return given.join(", ") || say("report.answer-none");
    return SAID.includes(given) ? say(`report.answer-${given}`) : String(given);
  }

  // An answer as it stands inside a sentence of ours.
  const answerQuoted = (answer) => (answer.labels.length > 1
    ? answerText(answer) : say("report.quoted", {text: answerText(answer)}));

  class Telling {
    // *evaluation* is the one of *report* to tell about; *view* is what the page knows.
    constructor(report, view, evaluation) {
      Object.assign(this, {report, view, evaluation});
      this.checklist = evaluation.checklist;
      this.findings = new Map(evaluation.findings.map((one) => [one.question, one]));
    }

    data(checklist) {
      const {view} = this;
      if (checklist === view.checklist.id) return view.checklist;
      return Object.hasOwn(view.checklists, checklist) ? view.checklists[checklist] : null;
    }

    // What a reference names, and what it says there: a question, a help text, else null.
    found(reference) {
      const mark = reference.indexOf("/");
      const data = mark > 0 ? this.data(reference.slice(0, mark)) : this.view.checklist;
      if (!data) return null;
      const id = reference.slice(mark + 1);
      const {questions, helps} = wordsOf(data);
      return questions.get(id) || helps.get(id) || null;
    }

    full(reference) {
      return reference.includes("/") ? reference : `${this.checklist}/${reference}`;
    }

    short(reference) {
      const own = `${this.checklist}/`;
      return reference.startsWith(own) ? reference.slice(own.length) : reference;
    }

    // A question by its words, as a link; by its reference if nobody knows the words.
    question(reference) {
      const to = this.full(reference);
      const found = this.found(to);
      return {text: (found && spoken(found.ask || found.title)) || reference, to};
    }

    // A question in quotes; where a report goes by names, it is called *short*.
    named(reference, short) {
      const {text, to} = this.question(reference);
      return {text: say("report.quoted", {text}), to, short};
    }

    // References as people read them: without the checklist where there is only one.
    names(references) {
      const own = references.every((one) => this.full(one).startsWith(`${this.checklist}/`));
      return references.map((one) => this.named(one, own ? this.short(one) : one));
    }

    answer(reference) {
      const finding = this.findings.get(this.short(reference));
      return (finding && answerText(finding.answer)) || say("report.no-answer");
    }

    // Questions with their answers, as many as a person takes in.
    answers(references) {
      return [several(references.map((one) => told("report.question-answer",
        {question: [this.question(one)], answer: this.answer(one)})))];
    }

    questions(references) {
      return [several(references.map((one) => quoted(this.question(one))))];
    }

    // What a result is called: its title, else the words under *key*.
    name(entry, key) {
      return spoken(entry.title) || say(`report.${key}`);
    }

    titles(possible) {
      return possible.map((one) => spoken(one.title)).join(say("report.or"));
    }

    // What would change the result; answers that lead to the same stand together.
    flips(entry) {
      const leads = new Map();
      for (const {question, title, answer} of entry.flips) {
        const key = `${question} ${spoken(title)}`;
        if (!leads.has(key)) leads.set(key, {question, title: spoken(title), answers: []});
        leads.get(key).answers.push(answerQuoted(answer));
      }
      if (!leads.size) return [];
      const flips = [...leads.values()].map(({question, title, answers}) => told("report.flip", {
        question: [this.named(question, question)], answer: answers.join(say("report.or")), title,
      }));
      return [[say("report.flips"), [several(flips)]]];
    }

    // Who would find what alone, if they would not find the same.
    voices(entry) {
      if (!disagree(entry)) return [];
      const heard = entry.voices.map((voice) => told("report.voice", {
        respondent: voice.respondent || say("report.nobody"),
        title: spoken(voice.title) || say("report.voice-none"),
      }));
      return [[say("report.voices"), [several(heard, undefined, Infinity)]]];
    }

    status(finding) {
      const outcome = say(`report.outcome-${finding.outcome}`);
      return `${outcome} · ${say(`report.severity-${finding.severity}`)}`;
    }

    // Who says what; those who say the same stand together.
    given(finding) {
      const people = new Map();
      for (const one of finding.given) {
        const answer = answerText(one.answer);
        const name = one.respondent || say("report.nobody");
        people.set(answer, [...(people.get(answer) || []), name]);
      }
      return [...people].map(([answer, names]) => {
        const one = names.length === 1 ? "differs-one" : "differ-several";
        const words = answer ? `report.${one}` : "report.differ-silent";
        return told(words, {respondent: names.join(", "), ...(answer && {answer})});
      });
    }
  }

  const disagree = ({voices}) => new Set(voices.map((voice) => voice.says)).size > 1;

  // Percents in the worst and the best case, once if they are the same.
  const percents = ({worst, best}) => (worst === best
    ? say("report.percent", {percent: worst}) : say("report.percents", {worst, best}));

  // What is told about: the evaluation of the page's checklist, or undefined.
  function tellingOf(report, view) {
    const evaluation = report.evaluations.find(({checklist, subject}) =>
      checklist === view.checklist.id && (!view.subject || subject === view.subject));
    return evaluation && new Telling(report, view, evaluation);
  }

  Object.assign(mlkb, {
    answerText, between, disagree, percents, plain, quoted, several, tellingOf,
  });
})();
