// The cheapest exact set of answers to improve that reaches the next level.
// Required questions are forced, up to the partial answers that the ladder tolerates; the tagged
// ones are a minimum-cost choice. What is folded under an unmet premise counts only once that one
// is improved as well: one dynamic programme over (credit, partials) runs from leaves to roots.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {FULL, effortDays, sum, unique, weight} = mlkb;

  // Days count first, then how many questions: one number holds both.
  const DAY = 2 ** 20;

  const gcd = (one, other) => (other ? gcd(other, one % other) : one);
  const ceiling = (part, whole) => Math.floor((part + whole - 1) / whole);
  const isStuck = (rung) => rung.finding.reason === "condition-unknown";

  // A choice costs something and is a set of questions: one of its own, or those of two choices.
  const NOTHING = {cost: 0, bits: 0n};
  const joined = (one, other) => {
    if (one === NOTHING) return other;
    if (other === NOTHING) return one;
    return {cost: one.cost + other.cost, one, other, bits: null};
  };

  // The set as bits, the first question highest; found only where two sets cost the same.
  function bitsOf(choice) {
    if (choice.bits === null) choice.bits = bitsOf(choice.one) + bitsOf(choice.other);
    return choice.bits;
  }

  // Of two sets of one size the better is the one whose questions stand first.
  function isBetter(one, other) {
    if (one.cost !== other.cost) return one.cost < other.cost;
    return one !== other && bitsOf(one) > bitsOf(other);
  }

  // Prices for credit and for partials tell what need not be tried: no choice that suffices costs
  // less than what is cheapest at these prices, and one that suffices is known. What exceeds the
  // difference is in no cheapest choice, so the answer stays exact, whatever the prices.
  function bound(tables, need, tolerate) {
    if (tables.some((table) => !table.length)) return undefined;
    const most = sum(tables.map((table) => Math.max(...table.map((one) => one.choice.cost)))) + 1;
    const enough = (pick) => pick.earned >= need;
    const at = (fine) => lowest(most, (price) => picked(tables, price, fine), enough);
    const suffices = (pick) => enough(pick) && pick.partial <= tolerate;
    const free = at(0);
    const pick = suffices(free) ? free : lowest(most, at, suffices);
    if (!suffices(pick)) return undefined;
    const least = new Map(tables.map((table, position) => [table, pick.least[position]]));
    const low = pick.price * need - pick.fine * tolerate + sum(pick.least);
    return {
      // Prices are no integers: what is lost in rounding is less than a day's thousandth.
      most: affordable(tables, pick, need, tolerate) - low + 1000,
      excess: (one, table) => pick.priced(one) - least.get(table),
    };
  }

  // What is cheapest in each table, credit paid with *price* and a partial fined.
  function picked(tables, price, fine) {
    const priced = ({choice, credit, partial}) => choice.cost - price * credit + fine * partial;
    const picks = tables.map((table) => table.reduce((best, one) => {
      const less = priced(one) - priced(best);
      return less < 0 || (less === 0 && one.credit > best.credit) ? one : best;
    }));
    return {
      price, fine, priced, picks,
      least: picks.map(priced),
      earned: sum(picks.map((one) => one.credit)),
      partial: sum(picks.map((one) => one.partial)),
    };
  }

  // About the lowest price for which *found* is right; at the highest it may still be wrong.
  function lowest(most, found, isRight) {
    let [low, high] = [1, most];
    let best = found(high);
    for (let step = 0; step < 12 && isRight(best); step += 1) {
      const middle = Math.sqrt(low * high);
      const tried = found(middle);
      if (isRight(tried)) [high, best] = [middle, tried];
      else low = middle;
    }
    return best;
  }

  // What a choice costs that suffices: the picked one without what it does not need.
  function affordable(tables, pick, need, tolerate) {
    let {earned, partial} = pick;
    let cost = 0;
    tables.forEach((table, position) => {
      const now = pick.picks[position];
      const best = table.reduce((least, one) => {
        const holds = earned - now.credit + one.credit >= need &&
          partial - now.partial + one.partial <= tolerate;
        return holds && one.choice.cost < least.choice.cost ? one : least;
      }, now);
      earned += best.credit - now.credit;
      partial += best.partial - now.partial;
      cost += best.choice.cost;
    });
    return cost;
  }

  class Programme {
    constructor(ladder, height, rungs) {
      this.rungs = rungs;
      this.tolerate = ladder.tolerate;
      this.counts = rungs.map((rung) => (rung.required || rung.tagged) && rung.height <= height);
      const tagged = rungs.filter((rung, at) => this.counts[at] && rung.tagged)
        .map((rung) => rung.finding);
      this.unit = tagged.reduce((unit, one) =>
        gcd(gcd(unit, weight(one) * FULL), weight(one) * one.unfolded), 0) || 1;
      this.need = ceiling(ladder.share * FULL * sum(tagged.map(weight)), FULL * this.unit);
      this.at = new Map(rungs.map((rung, at) => [rung.reference, at]));
      this.roots = [];
      this.children = rungs.map(() => []);
      const planted = new Set();
      rungs.forEach((_, at) => this.counts[at] && this.plant(at, planted));
    }

    // Puts a question, and what it presupposes, into the trees; the others do not matter.
    plant(position, planted) {
      for (let here = position; here !== undefined && !planted.has(here);) {
        planted.add(here);
        const above = this.at.get(this.rungs[here].premise);
        (above === undefined ? this.roots : this.children[above]).push(here);
        here = above;
      }
    }

    bit(position) {
      return 1n << BigInt(this.rungs.length - 1 - position);
    }

    // The cheapest choice that suffices, or null.
    best() {
      const tables = new Map();
      for (const position of this.leavesFirst()) tables.set(position, this.table(position, tables));
      const roots = this.roots.map((position) => tables.get(position)[1]);
      const all = this.joinAll(roots, bound(roots, this.need, this.tolerate));
      const enough = all.filter((one) => one.credit >= this.need).map((one) => one.choice);
      return enough.reduce((best, one) => (best && !isBetter(one, best) ? best : one), null);
    }

    leavesFirst() {
      const downwards = [...this.roots];
      for (const position of downwards) downwards.push(...this.children[position]);
      return downwards.reverse();
    }

    // What to answer before any set of improvements can suffice.
    first() {
      const waits = [];
      this.rungs.forEach((_, position) => {
        let above = this.counts[position] ? position : undefined;
        while (above !== undefined) {
          const rung = this.rungs[above];
          if (isStuck(rung)) waits.push(...rung.finding.waits);
          above = this.at.get(rung.premise);
        }
      });
      return unique(waits);
    }

    // The choices of a tree, first if its premise earns nothing, then if it does.
    table(position, tables) {
      const below = [0, 1].map((alive) =>
        this.joinAll(this.children[position].map((child) => tables.get(child)[alive])));
      const rung = this.rungs[position];
      const stuck = isStuck(rung);
      const folded = rung.premise || stuck ? this.earning(position, 0, NOTHING, below) : [];
      if (stuck) return [folded, folded];
      const left = rung.finding.unfolded;
      const options = this.earning(position, left, NOTHING, below);
      if (left >= FULL) return [folded, options];
      const better = {cost: DAY * effortDays(rung.finding) + 1, bits: this.bit(position)};
      const improved = this.earning(position, FULL, better, below);
      return [folded, this.worthwhile([...options, ...improved])];
    }

    // The choices once the question itself has *credit*, bought with *choice*.
    earning(position, credit, choice, below) {
      const rung = this.rungs[position];
      const {question} = rung.finding;
      let [partial, earned] = [0, 0];
      if (this.counts[position]) {
        if (rung.required && credit < question.target) {
          if (!credit || !this.tolerate) return [];
          partial = 1;
        }
        if (rung.tagged) {
          earned = Math.min(Math.floor(weight(rung.finding) * credit / this.unit), this.need);
        }
      }
      return this.join([{credit: earned, partial, over: 0, choice}], below[credit > 0 ? 1 : 0]);
    }

    // Every choice of all tables together; those whose excess is above *most* are left out.
    joinAll(tables, {most, excess} = {most: Infinity, excess: () => 0}) {
      const second = (table) => table.map((one) => excess(one, table)).sort((a, b) => a - b)[1];
      const spares = new Map(tables.map((one) => [one, one.length < 2 ? Infinity : second(one)]));
      let all = [{credit: 0, partial: 0, over: 0, choice: NOTHING}];
      // What hardly leaves a choice comes first, so that there is little to join it with.
      const hardly = (one, other) => spares.get(other) - spares.get(one) || 0;
      for (const table of [...tables].sort(hardly)) {
        all = this.join(all, table.map((one) => ({...one, over: excess(one, table)})), most);
      }
      return all;
    }

    // Every choice of one table together with every choice of another.
    join(one, other, most = Infinity) {
      const found = [];
      for (const left of one) {
        for (const right of other) {
          const partial = left.partial + right.partial;
          const over = left.over + right.over;
          if (partial <= this.tolerate && over <= most) {
            const credit = Math.min(left.credit + right.credit, this.need);
            found.push({credit, partial, over, choice: joined(left.choice, right.choice)});
          }
        }
      }
      return one.length === 1 || other.length === 1 ? found : this.worthwhile(found);
    }

    // The choices that no other one beats in credit, partials and cost.
    worthwhile(options) {
      const cheapest = [];
      const sorted = options.sort((one, other) =>
        other.credit - one.credit || one.partial - other.partial ||
        (isBetter(one.choice, other.choice) ? -1 : 1));
      return sorted.filter(({partial, choice}) => {
        const beaten = cheapest.slice(0, partial + 1).some((one) => one && !isBetter(choice, one));
        if (!beaten) cheapest[partial] = choice;
        return !beaten;
      });
    }
  }

  function nextLevel(ladder, height, rungs) {
    const programme = new Programme(ladder, height, rungs);
    const level = ladder.levels[height];
    const best = programme.best();
    if (best === null) {
      return {level, feasible: false, days: 0, improve: [], first: programme.first()};
    }
    const chosen = bitsOf(best);
    return {
      level,
      feasible: true,
      days: Math.floor(best.cost / DAY),
      improve: rungs.filter((_, at) => chosen & programme.bit(at)).map((rung) => rung.reference),
      first: [],
    };
  }

  mlkb.nextLevel = nextLevel;
})();
