// Scores, weights, memory and columns, tested natively: `npm test`.

import assert from "node:assert/strict";
import test from "node:test";

import { numbers } from "../src/columns.js";
import { nothing, owedTo, read, remember, write } from "../src/memory.js";
import { MOST, scores, weights } from "../src/scores.js";
import { parse, SCHEMA } from "../src/settings.js";

test("a score is made of what the setting says", () => {
  // What is missing is 0.
  const columns = [[1000, 500, 0], [50, 0, 10], [7, 0, -1]].map((column) => Float64Array.from(column));
  const of = (score) => [...scores({ score }, Uint8Array.of(0, 3, 1), columns)];
  assert.deepEqual(of("expected_value"), [500, 0, 0]);
  assert.deepEqual(of("expected_revenue"), [1000, 500, 0]);
  assert.deepEqual(of("probability"), [50, 0, 10]);
  assert.deepEqual(of("priority"), [1, 4, 2]);
  assert.deepEqual(of("x_score"), [7, 0, 0]);
});

test("numbers that cannot be shared out are no score", () => {
  const odd = [Number.NaN, -0, -5, 1e300, Number.POSITIVE_INFINITY];
  assert.deepEqual([...scores({ score: "x_score" }, [], [[], [], odd])], [0, 0, 0, MOST, MOST]);
  assert.deepEqual([...scores({ score: "expected_value" }, [], [[100], [1e9], []])], [100]);
});

test("a weight is a target, a number of the table, or the same for all", () => {
  const column = [2.5, undefined, -1, Number.NaN];
  assert.deepEqual(weights({ weight: "target" }, [10, 20, 0, 5], column), [10, 20, 0, 5]);
  assert.deepEqual(weights({ weight: "table" }, [10, 20, 0, 5], column), [2.5, 1, 0, 0]);
  assert.deepEqual(weights({ weight: "equal" }, [10, 20, 0, 5], column), [1, 1, 1, 1]);
  assert.deepEqual(weights({ weight: "target" }, [0, 0], [undefined, undefined]), [1, 1]);
  assert.deepEqual(weights({ weight: "table" }, [1, 1], [1e300, 1e-300]), [MOST, 0]);
});

test("memory comes back, for whoever is there", () => {
  const left = remember(nothing("priority"), [5, 6], { score: [1.25, -1.25], leads: [0, 9] }, 4);
  const again = read(write(left), "priority");
  assert.deepEqual(again, left);
  assert.deepEqual(owedTo(again, [6, 7]), { score: [-1.25, 0], leads: [1, 0] });
  const later = remember(again, [7], { score: [100], leads: [-0.5] }, 2);
  assert.deepEqual([...later.owed.keys()], [7, 5, 6]);
  assert.deepEqual(later.owed.get(7), [4, -0.5], "nobody is owed more than the largest lead");
});

test("memory of another score, another form or none at all is nothing", () => {
  const bytes = write(remember(nothing("priority"), [5], { score: [1], leads: [0] }, 4));
  assert.deepEqual(read(bytes, "probability"), nothing("probability"));
  for (const text of ["", "null", "{", '{"form":2,"score":"priority","owed":[]}', '{"form":1,"score":"priority","owed":7}']) {
    assert.deepEqual(read(Uint8Array.from(text, (letter) => letter.charCodeAt(0)), "priority"), nothing("priority"));
  }
});

test("a column's missing rows are undefined", () => {
  assert.deepEqual(numbers({ values: { val: Float64Array.of(1, 0, 3) }, missing: Uint32Array.of(1) }), [1, undefined, 3]);
});

test("the schema has the defaults of the rule", () => {
  const { score, weight, carry_over: carryOver } = SCHEMA.properties;
  assert.deepEqual(parse("{}"), { score: score.default, weight: weight.default, carryOver: carryOver.default });
});
