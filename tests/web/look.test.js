// What somebody who looks at it would notice first, measured: things that stand beyond their
// edge on a narrow or zoomed page, an answer that opens out of sight, steps that count wrongly,
// a first action that looks like the others. The article has what strains a page: a title of
// 200 characters, words without a space, code between its steps, a table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, search, sharedByTests, skip, watchedPage } from "./support.js";

const TITLE = `The zebrafish terminal ${"stops without any message when more than one till was restarted ".repeat(4)}`
  .slice(0, 190)
  .trim();
const ARTICLE = `---
id: KE-9002
title: "${TITLE} zebrafish"
status: fix-scheduled
fixed_in: 4.7.7
severity: 2
versions: ">= 4.1, < 4.7.7"
updated: 2024-01-02
audience: public
owner: Retail operations, third shift, second floor
contact: retail-operations-on-call@stores.example.com
error_codes: [ZEB-4007, ZEB_RECONNECTING_TERMINAL_CONNECTION_FACTORY]
---
## Workaround
1. Unplug it, see https://intranet.example.com/an/address/without/spaces/that/is/longer/than/a/line.html
2. Run this:

\`\`\`
Restart-Service -Name ZebrafishTerminalDriver -Force -ErrorAction Stop; Get-EventLog -LogName Application
\`\`\`

3. Sign in again.

| Till | Driver | State |
|---|---|---|
| 7 | 1.2.3.4-zebrafish-long-version-name | broken since the update |
`;

const shared = sharedByTests({ prepare: (site) => site.build(ARTICLE) });

/** @typedef {import("playwright-core").Page} Page */

/** @param {{ width: number, height: number }} viewport
 * @param {(page: Page) => Promise<unknown>} work @param {string} [path] */
async function at(viewport, work, path = "") {
  const { page, close } = await watchedPage(shared.browser, { viewport });
  page.setDefaultTimeout(15_000);
  await page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
  try {
    await work(page);
  } finally {
    await close();
  }
}

/** @param {Page} page */
async function opened(page) {
  const { input, options } = search(page);
  await input.fill("zebrafish");
  await options.first().waitFor();
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
}

/** @param {Page} page */
async function suggested(page) {
  await page.locator("#subject").fill("zebrafish terminal");
  await page.locator("kedb-suggest .summary").first().click();
  await page.locator("kedb-suggest .workaround").waitFor();
}

/** What a reader of an element would miss: parts beyond its edges that nothing scrolls.
 * @param {Page} page @param {string} name */
function beyond(page, name) {
  return page.locator(`${name} .frame`).evaluate((frame) => {
    const edge = frame.getBoundingClientRect();
    const out = [...frame.querySelectorAll("*")].filter((node) => {
      const { left, right, width } = node.getBoundingClientRect();
      return (
        width > 1 &&
        (right > edge.right + 1 || left < edge.left - 1) &&
        !node.closest("pre, .scroll, .visually-hidden, details:not([open])")
      );
    });
    return out.map((node) => `${node.tagName} ${node.className}`);
  });
}

// 1280 px at a zoom of 200 % and 400 %, and a phone at 200 %.
for (const width of [640, 320, 160]) {
  test(`nothing stands beyond its edge on ${width} px`, { skip }, async () => {
    await at({ width, height: 450 }, async (page) => {
      await search(page).input.fill("zebrafish");
      await search(page).options.first().waitFor();
      assert.deepEqual(await beyond(page, "kedb-search"), [], "results");
      await opened(page);
      assert.deepEqual(await beyond(page, "kedb-search"), [], "answer");
    });
    await at(
      { width, height: 450 },
      async (page) => {
        await suggested(page);
        assert.deepEqual(await beyond(page, "kedb-suggest"), [], "suggestion");
      },
      "ticket.html",
    );
  });
}

test("an answer opens in view on a low screen", { skip }, () =>
  at({ width: 640, height: 450 }, async (page) => {
    await opened(page);
    const title = await answer(page).panel.locator("h2").boundingBox();
    assert.ok(title && title.y >= 0 && title.y < 225, JSON.stringify(title));
  }),
);

/** @type {Record<string, [path: string, ready: (page: Page) => Promise<unknown>]>} */
const PLACES = {
  "an answer": ["", opened],
  "an article's page": ["agents/articles/KE-9002.html", async () => {}],
};
for (const [place, [path, ready]] of Object.entries(PLACES)) {
  test(`steps go on counting behind a block of code: ${place}`, { skip }, () =>
    at(
      { width: 1280, height: 900 },
      async (page) => {
        await ready(page);
        const { nodes } = await (await page.context().newCDPSession(page)).send("Accessibility.getFullAXTree");
        const texts = nodes.filter(({ role }) => role?.value === "StaticText").map(({ name }) => name?.value);
        const steps = texts.filter((text) => /^\d$/.test(text));
        assert.deepEqual(steps.slice(0, 3), ["1", "2", "3"]);
      },
      path,
    ),
  );
}

test("copying the workaround looks like the first thing to do", { skip }, () =>
  at({ width: 1280, height: 900 }, async (page) => {
    await opened(page);
    const grounds = await answer(page)
      .panel.locator(".helped .button")
      .evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).backgroundColor));
    assert.equal(grounds.filter((ground) => ground === grounds[0]).length, 1, grounds.join());
    assert.equal(grounds[0], "rgb(11, 93, 122)");
  }),
);
