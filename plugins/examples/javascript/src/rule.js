// The rule: the largest score goes first, each to whoever has least for their weight, so that everybody's summed score comes to be
// proportional to their weight. Leads without a score are shared by number in the same way. Among equals whoever is owed most by earlier
// runs comes first, then the seed decides: never the place in a list.

import { Line } from "./line.js";

export const NOBODY = 0xffffffff;

export const REASONS = [
  "least score for their weight so far",
  "the lead has no score, and they got fewest such leads for their weight",
  "nobody may receive leads",
  "nobody else who has a share may take more leads",
];
const [SCORED, COUNTED, NO_PEOPLE, ALL_FULL] = REASONS.keys();

/**
 * Who gets which lead. O(log leads + log people) a lead.
 * @param {{owner: number[], score: number[], people: object, seed: number, explain: number[]}} request
 *   `people` has a column each for id, weight, room and credit; a weight of 0 receives nothing.
 * @param {{score: number[], leads: number[]}} owed for each person what earlier runs owe them in score, and in leads without one; below
 *   0: they got too much
 * @returns the plan; `owed` after it; `largest`, the largest score that was given out
 */
export function distribute({ owner, score, people, seed, explain }, owed) {
  const deal = new Deal(people, owner, placesAmongEquals(people, seed), new Set(explain));
  const scored = largestFirst(score);
  const plain = [];
  for (let lead = 0; lead < owner.length; lead++) if (!(score[lead] > 0)) plain.push(lead);
  const after = {
    score: deal.out(scored, (lead) => score[lead], owed.score, SCORED),
    leads: deal.out(plain, () => 1, owed.leads, COUNTED),
  };
  const first = scored.find((lead) => deal.assignee[lead] !== NOBODY);
  const { assignee, reason, notes } = deal;
  notes.sort((one, other) => one.lead - other.lead);
  return { assignee, reason, reasons: REASONS, notes, owed: after, largest: first === undefined ? 0 : score[first] };
}

/** The leads that have a score, the largest first; those of one score in the order in which odlm serves them. */
function largestFirst(score) {
  const leadsOf = new Map();
  for (let lead = 0; lead < score.length; lead++) {
    const value = score[lead];
    if (!(value > 0)) continue;
    const leads = leadsOf.get(value);
    if (leads) leads.push(lead);
    else leadsOf.set(value, [lead]);
  }
  // Numbers alone are sorted by the engine itself, many times faster than leads by a function.
  const values = Float64Array.from(leadsOf.keys()).sort();
  const leads = [];
  for (let at = values.length - 1; at >= 0; at--) for (const lead of leadsOf.get(values[at])) leads.push(lead);
  return leads;
}

/** Leads that go to people one by one. */
class Deal {
  constructor(people, owner, place, explained) {
    this.people = people;
    this.room = [...people.room];
    this.owner = owner;
    this.place = place;
    this.explained = explained;
    this.assignee = new Array(owner.length).fill(NOBODY);
    this.reason = new Array(owner.length).fill(people.id.length === 0 ? NO_PEOPLE : ALL_FULL);
    this.notes = [];
  }

  /**
   * Deals these leads out, in this order.
   * @param {(lead: number) => number} worth above 0
   * @param {number[]} owed for each person what they are owed before
   * @returns {number[]} what they are owed afterwards
   */
  out(leads, worth, owed, reason) {
    const { room, place, owner } = this;
    const { weight } = this.people;
    const rows = [...room.keys()].filter((row) => room[row] > 0 && weight[row] > 0);
    // Rounds shares to the nearest lead: counting whole leads would favour large weights, counting none small ones.
    const half = leads.reduce((all, lead) => all + worth(lead), 0) / Math.max(leads.length, 1) / 2;
    const given = owed.map((before) => -before);
    const has = given.map((score, row) => (score + half) / weight[row]);
    const line = new Line((one, other) => has[one] - has[other] || place[one] - place[other]);
    for (const row of rows) line.join(row);
    const { assignee, reason: reasons, explained } = this;
    let total = 0;
    for (const lead of leads) {
      // The line passes over the lead's owner: odlm refuses a plan that gives them their own lead.
      const passed = line.first() === owner[lead] ? line.leave() : undefined;
      const row = line.leave();
      const value = worth(lead);
      if (explained.has(lead)) this.explain(lead, value, reason, given, row, nextOf(line, owner[lead]));
      if (row !== undefined) {
        assignee[lead] = row;
        reasons[lead] = reason;
        total += value;
        given[row] += value;
        has[row] = (given[row] + half) / weight[row];
        room[row] -= 1;
        if (room[row] > 0) line.join(row);
      }
      if (passed !== undefined) line.join(passed);
    }
    // Whoever could take none neither gains nor loses.
    const weights = sum(rows.map((row) => weight[row]));
    const after = given.map((score) => -score);
    for (const row of rows) after[row] += (total * weight[row]) / weights;
    return after;
  }

  /** What `odlm runs explain` shows beside the reason: who came first and who next. */
  explain(lead, worth, reason, given, first, next) {
    const { id, weight } = this.people;
    const told = (row) => `user ${id[row]} with ${amount(given[row])} for a weight of ${amount(weight[row])}`;
    const after = next === undefined ? "nobody else could take it" : `then ${told(next)}`;
    const text = first === undefined ? "nobody could take it" : `${told(first)}; ${after}`;
    this.notes.push({ lead, text: reason === SCORED ? `score ${amount(worth)}: ${text}` : `no score: ${text}` });
  }
}

/** Who comes next, passing over the lead's owner. */
function nextOf(line, owner) {
  const passed = line.first() === owner ? line.leave() : undefined;
  const next = line.first();
  if (passed !== undefined) line.join(passed);
  return next;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

const amount = (value) => String(Math.round(value * 100) / 100);

/** For each person their place among equals: higher credit first, then the seed's draw. */
function placesAmongEquals({ id, credit }, seed) {
  const keys = Array.from(id, (number, row) => ({
    row,
    // In millionths of a lead, so that the noise of sums decides nothing.
    owed: Math.round(credit[row] * 1e6),
    drawn: draw(seed, number),
    number,
  }));
  const order = (one, other) => other.owed - one.owed || compare(one.drawn, other.drawn) || one.number - other.number;
  const places = new Array(keys.length);
  keys.sort(order).forEach(({ row }, place) => {
    places[row] = place;
  });
  return places;
}

const compare = (one, other) => (one < other ? -1 : Number(one > other));

/** A bigint that only the seed and an id decide: sorting by it shuffles, whatever order the ids came in. */
export function draw(seed, number) {
  return mix(mix(BigInt(seed)) ^ BigInt(number));
}

/** SplitMix64 (Steele, Lea and Flood, 2014). Not for secrets. */
function mix(value) {
  const bits = (wide) => BigInt.asUintN(64, wide);
  value = bits(value + 0x9e3779b97f4a7c15n);
  value = bits((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n);
  value = bits((value ^ (value >> 27n)) * 0x94d049bb133111ebn);
  return value ^ (value >> 31n);
}
