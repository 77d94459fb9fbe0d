// The rule, tested natively: `npm test`.

import assert from "node:assert/strict";
import test from "node:test";

import { distribute, draw, NOBODY, REASONS } from "../src/rule.js";

const none = (count) => ({ score: new Array(count).fill(0), leads: new Array(count).fill(0) });

/** People by weight, with their rooms and credits; leads by score. */
function deal(weight, score, { room, credit, owner, seed = 1, explain = [], owed = none(weight.length) } = {}) {
  const people = {
    id: weight.map((_, row) => 100 + row),
    weight,
    room: room ?? weight.map(() => 1000),
    credit: credit ?? weight.map(() => 0),
  };
  return distribute({ owner: owner ?? score.map(() => NOBODY), score, people, seed, explain }, owed);
}

/** What each person got in score. */
const sums = ({ assignee }, score, count) =>
  Array.from({ length: count }, (_, row) => assignee.reduce((sum, person, lead) => sum + (person === row ? score[lead] : 0), 0));
const counts = ({ assignee }, count) =>
  Array.from({ length: count }, (_, row) => assignee.filter((person) => person === row).length);
const reasons = (answer) => answer.reason.map((reason) => REASONS[reason]);

/** Scores by chance, always the same: few large, many small. */
const chance = (count, seed) => Array.from({ length: count }, (_, at) => Number(draw(seed, at) % 1000n) ** 3 / 1e6 + 0.01);

test("the value is shared, not the number", () => {
  const score = [900, 300, 300, 300];
  const answer = deal([1, 1], score);
  assert.deepEqual(sums(answer, score, 2), [900, 900]);
  assert.deepEqual(counts(answer, 2).sort(), [1, 3]);
  assert.deepEqual(new Set(reasons(answer)), new Set(["least score for their weight so far"]));
});

test("sums are proportional to weights, to within a lead", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const score = chance(300, seed);
    const weight = [1, 2, 3.5, 10, 0];
    const answer = deal(weight, score, { seed });
    const got = sums(answer, score, 5);
    const mean = got.reduce((sum, value) => sum + value, 0) / score.length;
    assert.equal(got[4], 0, "a weight of 0 gets nothing");
    for (const one of [0, 1, 2, 3]) {
      const last = Math.min(...score.filter((_, lead) => answer.assignee[lead] === one));
      for (const other of [0, 1, 2, 3]) {
        const ahead = got[one] / weight[one] - got[other] / weight[other];
        // When somebody got their last lead nobody stood behind them; from the half lead that rounds comes the rest.
        assert.ok(ahead <= last / weight[one] + (mean / 2) * (1 / weight[other] - 1 / weight[one]) + 1e-6);
      }
    }
  }
});

test("few leads go to large weights, yet small ones come to theirs over the runs", () => {
  assert.deepEqual(counts(deal([100, 1], [5, 5, 5, 5, 5]), 2), [5, 0]);
  for (const kind of ["score", "leads"]) {
    let owed = none(3);
    const total = [0, 0, 0];
    for (let run = 0; run < 600; run++) {
      const answer = deal([3, 2, 1], [kind === "score" ? 7 : 0], { seed: run, owed });
      owed = answer.owed;
      total[answer.assignee[0]] += 1;
    }
    assert.deepEqual(total, [300, 200, 100]);
  }
});

test("leads without a score are shared by number", () => {
  const answer = deal([2, 1], [100, 0, Number.NaN, 0, 0, 0, 0], { explain: [1] });
  assert.equal(answer.assignee[0], 0);
  assert.deepEqual(counts(answer, 2), [5, 2]);
  assert.match(reasons(answer)[1], /has no score/);
  assert.equal(answer.notes[0].text, "no score: user 100 with 0 for a weight of 2; then user 101 with 0 for a weight of 1");
});

test("where room is short the best leads are given, and the others share on", () => {
  const score = [1, 9, 5, 7, 3, 2];
  const answer = deal([1, 1, 1], score, { room: [1, 1, 2] });
  assert.deepEqual(answer.assignee.map((person) => person === NOBODY), [true, false, false, false, false, true]);
  assert.equal(reasons(answer)[0], "nobody else who has a share may take more leads");
});

test("a lead never goes back to its owner", () => {
  const answer = deal([1, 1], [10, 10], { owner: [0, 0], explain: [0] });
  assert.deepEqual(answer.assignee, [1, 1]);
  assert.deepEqual(answer.notes, [
    { lead: 0, text: "score 10: user 101 with 0 for a weight of 1; nobody else could take it" },
  ]);
  assert.deepEqual(deal([1], [10], { owner: [0] }).assignee, [NOBODY]);
});

test("whoever is owed leads wins a tie, then the seed draws", () => {
  assert.deepEqual(deal([1, 1], [10], { credit: [0, 1.5] }).assignee, [1]);
  const first = new Set();
  for (let seed = 0; seed < 60; seed++) first.add(deal([1, 1, 1], [10], { seed }).assignee[0]);
  assert.equal(first.size, 3);
});

test("whoever could take none neither gains nor loses", () => {
  const { owed } = deal([1, 1, 0], [10], { room: [5, 0, 5], owed: { score: [0, 3, 0], leads: [0, 0, 0] } });
  assert.deepEqual(owed.score, [0, 3, 0]);
});

test("nobody there is a reason", () => {
  const answer = deal([], [10, 0], { explain: [0, 1] });
  assert.deepEqual(reasons(answer), ["nobody may receive leads", "nobody may receive leads"]);
  assert.deepEqual(answer.notes.map((note) => note.lead), [0, 1]);
});
