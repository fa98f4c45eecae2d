// mlkb.evaluate: plain data in, the findings, results, gaps and rankings of mlkb/report@1 out.
// Pure: no clock, no locale, no page. Texts that the page has beside each question are left out.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {NOT_APPLICABLE, PLACES, Run, alike, at, checklistOf, dayNumber, divergences, improve,
    isGap, isOpen, isoDate, ranked, sheet, sorted, weight} = mlkb;
  const SUBJECT_KINDS = ["organisation", "team", "product", "candidate", "vacancy", "person"];

  // *given* has checklists, ladders and sheets as lists of plain data, today (a day number or an
  // ISO date), and maybe subjects, evidence (a status by text), fail_on and tailor.
  function assess(given) {
    const checklists = new Map(
      given.checklists.map((data) => [data.id, checklistOf(data, given.tailor)]));
    const read = given.sheets.map((data) => sheet(data, checklists));
    const places = new Map();
    for (const one of sorted(read, ({respondent}) => [respondent])) {
      const key = at(one.checklist, one.subject);
      places.set(key, [...(places.get(key) || []), one]);
    }
    const failOn = given.fail_on || "blocking";
    const run = new Run({
      checklists, failOn,
      ladders: new Map((given.ladders || []).map((data) => [data.id, mlkb.ladder(data)])),
      today: dayNumber(given.today),
      subjects: new Map(Object.entries(given.subjects || {})),
      evidence: given.evidence || {},
    }, places);
    const evaluations = sorted([...places.values()],
      ([one]) => [one.checklist, one.subject]).map((sheets) => evaluation(run, sheets));
    const every = evaluations.flatMap((one) =>
      [...one.findings.values()].map((finding) => ({evaluation: one, finding})));
    return {
      run,
      today: run.given.today,
      failOn,
      ladders: run.given.ladders,
      evaluations,
      gaps: ranked(every.filter(({finding}) => finding.question.scored && isGap(finding))),
      open: ranked(every.filter(({finding}) => isOpen(finding))),
      rankings: rankings(evaluations),
    };
  }

  function evaluation(run, sheets) {
    const {checklist: id, subject} = sheets[0];
    const checklist = run.given.checklists.get(id);
    const findings = run.findings(id, subject);
    const known = run.given.subjects.get(subject);
    return {
      checklist, subject, sheets, findings,
      about: (known && known.about) || checklist.about,
      results: new Map(checklist.results.map((spec) => [spec.id, run.result(id, subject, spec)])),
      voices: voices(run, checklist, sheets),
      flips: checklist.results.filter((spec) => spec.kind.decides)
        .flatMap((spec) => flips(run, checklist, sheets, spec)),
      missing: run.missing(checklist, subject),
    };
  }

  // What each result says for each respondent alone, if there are several.
  function voices(run, checklist, sheets) {
    if (sheets.length < 2) return [];
    const alone = sheets.map((one) => run.instead(checklist.id, one.subject, [one]));
    return checklist.results.flatMap((spec) => sheets.flatMap((one, position) => {
      const result = alone[position].result(checklist.id, one.subject, spec);
      const says = spec.kind.says(spec.spec, result, run.given.ladders);
      if (!says) return [];
      return [{result: spec.id, respondent: one.respondent, says: says[0], title: says[1]}];
    }));
  }

  // Every other answer to one question that would make a result say something else.
  function flips(run, checklist, sheets, spec) {
    const {subject} = sheets[0];
    const said = (from) => spec.kind.says(
      spec.spec, from.result(checklist.id, subject, spec), run.given.ladders);
    const now = said(run);
    if (!now) return [];
    const asked = (spec.kind.inputs(spec.spec) || [])
      .filter((reference) => reference.checklist === checklist.id && reference.question)
      .map((reference) => checklist.questions.get(reference.question));
    return asked.flatMap((question) => others(question, sheets).flatMap((value) => {
      const changed = sheets.map((one) => answering(one, question, value));
      const then = said(run.instead(checklist.id, subject, changed));
      if (!then || then[0] === now[0]) return [];
      return [{result: spec.id, question, value, to: then[0], title: then[1]}];
    }));
  }

  const isAnswer = (answer) =>
    Boolean(answer) && answer.value !== null && answer.value !== NOT_APPLICABLE;

  // The answers that nobody gave: every other word, or one tick more or less.
  function others(question, sheets) {
    const given = sheets.map((one) => one.answers.get(question.id)).filter(isAnswer);
    const words = question.kind.words(question.spec);
    if (!words.length || new Set(given.map((one) => alike(one.value))).size !== 1) return [];
    const [{value}] = given;
    if (!Array.isArray(value)) return words.filter((word) => word !== value);
    const alone = question.spec.choices.filter((one) => one.exclusive).map((one) => one.id);
    return words.map((word) => toggled(word, value, alone))
      .filter((ticked) => ticked.length || !alone.length)
      // Where there is a choice for none of these, it is the one to tick.
      .map((ticked) => words.filter((word) => ticked.includes(word)));
  }

  function toggled(word, value, alone) {
    if (value.includes(word)) return value.filter((one) => one !== word);
    return alone.includes(word) ? [word] : [...value, word].filter((one) => !alone.includes(one));
  }

  function answering(one, question, value) {
    const answer = one.answers.get(question.id);
    if (!isAnswer(answer)) return one;
    return {...one, answers: new Map(one.answers).set(question.id, {...answer, value})};
  }

  // For each quadrant of each checklist the subjects in the order to take them up.
  function rankings(evaluations) {
    const found = new Map();
    for (const one of evaluations) {
      for (const spec of one.checklist.results) {
        const result = one.results.get(spec.id);
        if (spec.type !== "quadrant" || result === null) continue;
        const key = at(one.checklist.id, spec.id);
        const candidate = {checklist: one.checklist.id, spec, result, subject: one.subject};
        found.set(key, [...(found.get(key) || []), candidate]);
      }
    }
    return [...found.values()].map((every) => ({
      checklist: every[0].checklist,
      result: every[0].spec.id,
      subjects: sorted(every, standing).map((one) => one.subject),
    }));
  }

  // The quadrant that is certain decides, or else the worst one still possible.
  const standing = ({result, subject}) => [
    result.setAside,
    PLACES.indexOf(result.possible[result.possible.length - 1]),
    !result.quick,
    -(result.x.worst + result.y.worst),
    subject,
  ];

  function report(assessment, comparison) {
    const {gaps, open, evaluations} = assessment;
    const unlocks = unlocked(open);
    const blocking = (list) => list.filter((gap) => gap.finding.blocks).length;
    const stops = (one) => [...one.findings.values()].filter((finding) => finding.blocks).length;
    return {
      today: isoDate(assessment.today),
      gate: {
        holds: !blocking(gaps) && !blocking(open),
        fail_on: assessment.failOn,
        mode: "all",
        gaps: blocking(gaps),
        open: blocking(open),
        known: 0,
        stale_blocks: false,
      },
      evaluations: sorted(evaluations,
        (one) => [SUBJECT_KINDS.indexOf(one.about), one.subject, -stops(one)],
      ).map((one) => evaluationDocument(one, assessment.ladders)),
      gaps: gaps.map(place),
      open: open.map((gap) =>
        ({...place(gap), unlocks: unlocks.get(at(gap.evaluation.subject, named(gap))) || 0})),
      rankings: assessment.rankings,
      comparison: comparison || null,
    };
  }

  const place = ({evaluation: {checklist, subject}, finding}) =>
    ({checklist: checklist.id, subject, question: finding.question.id});
  const named = ({evaluation: {checklist}, finding}) => `${checklist.id}/${finding.question.id}`;

  // How many open findings wait for each open question: of their own subject, else of any.
  function unlocked(open) {
    const openAt = new Map();
    for (const gap of open) {
      openAt.set(named(gap), [...(openAt.get(named(gap)) || []), gap.evaluation.subject]);
    }
    const counts = new Map();
    for (const {evaluation: {subject}, finding} of open) {
      for (const reference of finding.waits) {
        const subjects = openAt.get(reference) || [];
        for (const one of subjects.includes(subject) ? [subject] : subjects) {
          counts.set(at(one, reference), (counts.get(at(one, reference)) || 0) + 1);
        }
      }
    }
    return counts;
  }

  function evaluationDocument(one, ladders) {
    const {checklist} = one;
    const of = (list, spec) => list.filter(({result}) => result === spec.id);
    return {
      checklist: checklist.id,
      version: checklist.version.join("."),
      title: checklist.title,
      subject: one.subject,
      about: one.about,
      sheets: one.sheets.map(({respondent, role, answeredOn}) =>
        ({respondent, role, answered_on: answeredOn === null ? null : isoDate(answeredOn)})),
      results: checklist.results.map((spec) => ({
        id: spec.id,
        type: spec.type,
        title: spec.title,
        flips: of(one.flips, spec).map(({question, value, to, title}) =>
          ({question: question.id, answer: answerDocument(question, {value}), to, title})),
        voices: of(one.voices, spec)
          .map(({respondent, says, title}) => ({respondent, says, title})),
        result: one.results.get(spec.id) === null
          ? null : spec.kind.document(spec.spec, one.results.get(spec.id), ladders),
      })),
      findings: [...one.findings.values()].map(findingDocument),
      differ: divergences(one.findings),
      missing: one.missing,
    };
  }

  function findingDocument(finding) {
    const {question, answer, plan, accept} = finding;
    return {
      question: question.id,
      section: question.section,
      type: question.type,
      scored: question.scored,
      core: question.core,
      severity: question.severity,
      weight: weight(finding),
      outcome: finding.outcome,
      credit: finding.credit,
      reason: finding.reason,
      answer: answerDocument(question, answer),
      note: answer ? answer.note : "",
      because: because(finding),
      evidence: finding.proofs,
      stale: finding.stale,
      ignored: finding.ignored,
      waits_for: finding.waits,
      plan: plan && {by: plan.by, until: isoDate(plan.until), overdue: finding.overdue},
      accept: accept && {
        because: accept.because,
        by: accept.by,
        until: isoDate(accept.until),
        expired: finding.acceptExpired,
      },
      blocks: finding.blocks,
      known: false,
      improve: improve(finding),
      levels: question.levels,
      requires: question.requires,
      respondent: finding.respondent,
      given: finding.given.map((one) => ({
        respondent: one.respondent,
        outcome: one.outcome,
        credit: one.credit,
        answer: answerDocument(question, one.answer),
        note: one.answer ? one.answer.note : "",
      })),
    };
  }

  function because({question, answer}) {
    if (question.dropped !== null) return question.dropped;
    return answer ? answer.because : "";
  }

  // An answer as it was given, with the labels of the options that it names.
  function answerDocument(question, answer) {
    if (!answer || answer.value === null) return null;
    const label = (word) => question.spec.choices.find((choice) => choice.id === word);
    return {
      given: answer.value,
      labels: [].concat(answer.value).map(label).filter(Boolean).map((choice) => choice.label),
      excused: answer.value === NOT_APPLICABLE,
    };
  }

  Object.assign(mlkb, {assess, report, because, evaluate: (given) => report(assess(given))});
})();
