// What is shown before anything is typed, and when it is called broken.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atStart } from "../../www/widget/results/start.js";
import { search, sharedByTests, skip, watchedPage } from "./support.js";

const day = (/** @type {number} */ ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** Articles, and whether they are called broken.
 * @type {[hit: object, isBroken: boolean][]} */
const HITS = [
  [{ pinned: true, status: "known-error", updated: day(800) }, true],
  [{ pinned: true, status: "wont-fix" }, true],
  [{ status: "investigating", updated: day(1) }, true],
  [{ status: "investigating", updated: day(90) }, false],
  [{ status: "investigating" }, false],
  [{ status: "known-error", severity: 1, updated: day(3) }, true],
  [{ status: "known-error", severity: 2, updated: day(13) }, true],
  [{ status: "known-error", severity: 3, updated: day(1) }, false],
  [{ status: "known-error", severity: 1, updated: day(700) }, false],
  [{ status: "wont-fix", severity: 1, updated: day(1) }, false],
  [{ status: "fixed", severity: 1, updated: day(1) }, false],
  [{ status: "fix-scheduled", severity: 1, updated: day(1) }, true],
  [{ status: "known-error", severity: 1, updated: "soon" }, false],
];
test("broken is what is pinned, or severe or under investigation and news", () => {
  for (const [hit, isBroken] of HITS)
    assert.equal(atStart([/** @type {any} */ (hit)], 10).broken.length === 1, isBroken, JSON.stringify(hit));
});

test("all else is the latest, the newest first, and nothing that is done with", () => {
  const hits = /** @type {any[]} */ ([
    { id: "old", status: "known-error", updated: day(500) },
    { id: "done", status: "fixed", updated: day(1) },
    { id: "never", status: "wont-fix", updated: day(1) },
    { id: "new", status: "known-error", updated: day(5) },
    { id: "undated", status: "known-error" },
    { id: "broken", status: "investigating", updated: day(2) },
  ]);
  const { broken, latest } = atStart(hits, 10);
  assert.deepEqual(
    [broken, latest].map((hits) => hits.map(({ id }) => id)),
    [["broken"], ["new", "old", "undated"]],
  );
  assert.equal(atStart(hits, 2).latest.length, 1);
});

/** @param {string} date @param {string} more */
const article = (date, more) => `---
id: KE-9200
title: Nobody can print labels
status: investigating
updated: ${date}
service: printing
${more}
---
## Symptoms
No labels.
`;

const shared = sharedByTests({ prepare: (site) => site.build(article(day(1), "severity: 1")) });

/** The titles of a group.
 * @param {import("playwright-core").Page} page @param {string} kind */
const titles = (page, kind) => search(page).element.locator(`.group.${kind} .title`).allInnerTexts();

test("an old article is not called broken", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  await search(page).input.focus();
  await search(page).options.first().waitFor();
  const broken = await titles(page, "broken");
  assert.ok(broken.includes("Nobody can print labels"));
  assert.ok(broken.includes("Checkout stalls when the nightly stock job overruns"), "it is pinned");
  assert.equal((await titles(page, "latest")).length + broken.length, 10);
  assert.equal(broken.length, 3);
  await close();
});

test("a filtered search begins with what its service has", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  await page.evaluate(() => document.querySelector("kedb-search")?.setAttribute("service", "java"));
  await search(page).input.focus();
  await search(page).options.first().waitFor();
  assert.deepEqual(await titles(page, "broken"), []);
  const services = await search(page).element.locator(".hit .service").allInnerTexts();
  assert.ok(services.length >= 2, "its own are shown");
  assert.deepEqual([...new Set(services)], ["Java runtime platform"]);
  await close();
});
