// The rule: leads are served in order, each goes to whoever is furthest below target. Among equals whoever is owed most by earlier runs
// comes first, then the seed decides: never the place in a list.

import { Line } from "./line.js";

export const NOBODY = 0xffffffff;

export const REASONS = [
  "furthest below target",
  "everybody has reached their target, and they are least past it",
  "nobody may receive leads",
  "everybody who may take it has reached their target or their limit",
];
const [BELOW, PAST, NO_PEOPLE, ALL_FULL] = REASONS.keys();

/**
 * Who gets which lead. O(log people) a lead.
 * @param {{owner: ArrayLike<number>, people: object, seed: number, explain: Iterable<number>}} request
 *   `people` has a column each for id, target, workload, room and credit.
 * @param {{pastTarget: boolean}} settings
 */
export function distribute({ owner, people, seed, explain }, { pastTarget }) {
  const toGo = Array.from(people.id, (_, row) => people.target[row] - people.workload[row]);
  const room = Array.from(people.room);
  const place = placesAmongEquals(people, seed);
  const mayReceive = (row) => room[row] > 0 && (toGo[row] > 0 || pastTarget);
  const line = new Line((one, other) => toGo[other] - toGo[one] || place[one] - place[other]);
  for (let row = 0; row < toGo.length; row++) if (mayReceive(row)) line.join(row);

  const explained = new Set(explain);
  const assignee = new Array(owner.length);
  const reason = new Array(owner.length);
  const notes = [];
  for (let lead = 0; lead < owner.length; lead++) {
    // The line passes over the lead's owner: odlm refuses a plan that gives them their own lead.
    const passed = line.first() === owner[lead] ? line.leave() : undefined;
    const row = line.leave();
    if (explained.has(lead)) notes.push({ lead, text: note(row, nextOf(line, owner[lead]), people.id, toGo) });
    assignee[lead] = row ?? NOBODY;
    if (row === undefined) {
      reason[lead] = toGo.length === 0 ? NO_PEOPLE : ALL_FULL;
    } else {
      reason[lead] = toGo[row] > 0 ? BELOW : PAST;
      toGo[row] -= 1;
      room[row] -= 1;
      if (mayReceive(row)) line.join(row);
    }
    if (passed !== undefined) line.join(passed);
  }
  return { assignee, reason, reasons: REASONS, notes };
}

/** Who comes next, passing over the lead's owner. */
function nextOf(line, owner) {
  const passed = line.first() === owner ? line.leave() : undefined;
  const next = line.first();
  if (passed !== undefined) line.join(passed);
  return next;
}

/** What `odlm runs explain` shows beside the reason: who came first and who next. */
function note(first, next, id, toGo) {
  if (first === undefined) return "nobody could take it";
  const told = (row) => `user ${id[row]} with ${toGo[row]} to go`;
  return next === undefined ? `${told(first)}; nobody else could take it` : `${told(first)}; then ${told(next)}`;
}

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
