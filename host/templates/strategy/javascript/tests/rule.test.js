// The rule, tested natively: `npm test`.

import assert from "node:assert/strict";
import test from "node:test";

import { distribute, draw, NOBODY, REASONS } from "../src/rule.js";
import { parse, SCHEMA } from "../src/settings.js";

/** People by id, target, workload and credit; leads that all have the same owner. */
function request(people, { leads = 1, owner = NOBODY, seed = 1, explain = [] } = {}) {
  const column = (at) => people.map((person) => person[at]);
  const columns = { id: column(0), target: column(1), workload: column(2), credit: column(3), room: people.map(() => 1000) };
  return { owner: new Array(leads).fill(owner), people: columns, seed, explain };
}

const within = { pastTarget: false };
const count = (answer, row) => answer.assignee.filter((person) => person === row).length;
const reasons = (answer) => Array.from(answer.reason, (reason) => REASONS[reason]);

test("whoever is furthest below target comes first", () => {
  const answer = distribute(request([[1, 10, 2, 0], [2, 10, 4, 0], [3, 10, 10, 0]], { leads: 4 }), within);
  assert.deepEqual([...answer.assignee.slice(0, 2)], [0, 0]);
  assert.deepEqual([0, 1, 2].map((row) => count(answer, row)), [3, 1, 0]);
  assert.deepEqual(new Set(reasons(answer)), new Set(["furthest below target"]));
});

test("equals share evenly, and the seed draws who gets the lead over", () => {
  const first = new Set();
  for (let seed = 0; seed < 60; seed++) {
    const answer = distribute(request([[1, 10, 0, 0], [2, 10, 0, 0], [3, 10, 0, 0]], { leads: 4, seed }), within);
    assert.deepEqual([0, 1, 2].map((row) => count(answer, row)).sort(), [1, 1, 2]);
    first.add(answer.assignee[0]);
  }
  assert.equal(first.size, 3);
});

test("whoever is owed leads wins a tie", () => {
  assert.deepEqual([...distribute(request([[1, 10, 0, 0], [2, 10, 0, 1.5]]), within).assignee], [1]);
});

test("past the targets only if told", () => {
  const asked = request([[1, 3, 2, 0], [2, 3, 2, 0]], { leads: 3 });
  const answer = distribute(asked, within);
  assert.equal(answer.assignee[2], NOBODY);
  assert.match(reasons(answer)[2], /reached their target or their limit/);
  assert.match(reasons(distribute(asked, { pastTarget: true }))[2], /least past it/);
});

test("a lead never goes back to its owner", () => {
  const answer = distribute(request([[1, 10, 0, 0], [2, 10, 9, 0]], { owner: 0, explain: [0] }), within);
  assert.deepEqual([...answer.assignee], [1]);
  assert.deepEqual(answer.notes, [{ lead: 0, text: "user 2 with 1 to go; nobody else could take it" }]);
});

test("nobody there is a reason", () => {
  assert.deepEqual(reasons(distribute(request([]), within)), ["nobody may receive leads"]);
});

test("the seed's draw depends on the id alone", () => {
  assert.equal(draw(5, 10), draw(5, 10));
  assert.notEqual(draw(5, 10), draw(6, 10));
});

test("the schema has the defaults of the rule", () => {
  assert.equal(SCHEMA.properties.past_target.default, parse("{}").pastTarget);
  assert.equal(parse('{"past_target": true}').pastTarget, true);
});
