// A first search stays within the budgets, on the sample base and on real ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BASES, breaches, measure, missing, table } from "./figures.js";
import { skip } from "./support.js";

for (const base of BASES) {
  test(`the first results of ${base.name} cost what they may`, { skip: skip || missing(base) }, async (t) => {
    const figures = await measure(base);
    for (const line of table([figures]).split("\n")) t.diagnostic(line);
    assert.deepEqual(breaches(figures), []);
  });
}
