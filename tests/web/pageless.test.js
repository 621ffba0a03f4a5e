// A bundle whose articles have no pages of their own: every link to one opens it in the search.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import {
  answer,
  onServer,
  program,
  recordCopies,
  STRICT,
  search,
  sharedByTests,
  skip,
  until,
  watchedPage,
} from "./support.js";

const HEADINGS = `---
id: KE-9600
title: The lighthouse blinks twice
status: known-error
---
## Workaround
See [what to do at night](KE-9601.md#at-night).
`;
const LONG = `---
id: KE-9601
title: The lighthouse stays dark
status: known-error
---
## Workaround
${"Wait for the keeper.\n\n".repeat(60)}
## At night
Light a candle.
${"\nWait for the morning.\n".repeat(60)}`;

const shared = sharedByTests({
  prepare: async ({ folder }) => {
    await writeFile(join(folder, "../base/KE-9600.md"), HEADINGS);
    await writeFile(join(folder, "../base/KE-9601.md"), LONG);
    await promisify(execFile)(/** @type {string} */ (program), [
      "build",
      join(folder, "../base"),
      "--out",
      join(folder, "pageless"),
      "--audience",
      "internal",
      "--no-pages",
    ]);
  },
});

/** The article with a link to another one, and that one. */
const FROM = "KE-0019";

/** @param {string} path */
async function opened(path) {
  const { page, complaints, close } = await watchedPage(shared.browser);
  await recordCopies(page);
  const address = `http://127.0.0.1:${shared.server.port}/pageless/`;
  await page.goto(address + path);
  return { page, address, complaints, close };
}

test("links to articles are addresses that open them in the search", { skip }, async () => {
  const { page, address, complaints, close } = await opened(`index.html#a=${FROM}`);
  const { panel } = answer(page);
  const own = panel.getByRole("link", { name: "Open page" }).first();
  await own.waitFor();
  assert.equal(await own.getAttribute("href"), `${address}index.html#a=${FROM}`);
  const link = panel.locator("a[data-article]").first();
  const id = await link.getAttribute("data-article");
  assert.equal(await link.getAttribute("href"), `${address}index.html#a=${id}`);
  await link.click();
  await page.waitForFunction((id) => new URLSearchParams(location.hash.slice(1)).get("a") === id, id);
  assert.deepEqual(complaints, []);
  await close();
});

test("a copy names addresses that exist", { skip }, async () => {
  const { page, address, close } = await opened(`index.html#a=${FROM}`);
  await answer(page).panel.getByRole("button", { name: "Copy workaround" }).first().click();
  const copied = JSON.stringify(await page.evaluate(() => /** @type {any} */ (window).copies));
  assert.ok(copied.includes(`${address}index.html#a=${FROM}`), copied);
  assert.doesNotMatch(copied, /articles\//);
  await close();
});

test("lists of services and codes lead to the search", { skip }, async () => {
  for (const path of ["codes.html", "index.html"]) {
    const { page, close } = await opened(path);
    const links = await page.locator("main a[href*='#a=']").count();
    assert.ok(path !== "codes.html" || links > 20, `${links} links`);
    assert.equal(await page.locator("a[href*='articles/']").count(), 0);
    await close();
  }
});

test("the look-up without WebAssembly links there too", { skip }, async () => {
  const serving = { csp: STRICT.replace(" 'wasm-unsafe-eval'", ""), workerCsp: "script-src 'self'" };
  await onServer(
    shared,
    serving,
    async (page) => {
      await search(page).input.fill("0x80070643");
      await search(page).options.first().click();
      const own = answer(page).panel.getByRole("link", { name: "Open page" }).first();
      assert.match((await own.getAttribute("href")) ?? "", /pageless\/index\.html#a=KE-\d+$/);
    },
    { path: "pageless/index.html" },
  );
});

test("a link to a heading opens its article there, in this tab and in another one", { skip }, async () => {
  const { page, address, close } = await opened("index.html#a=KE-9600");
  const link = answer(page).panel.getByRole("link", { name: "what to do at night" });
  const href = (await link.getAttribute("href")) ?? "";
  assert.match(href, /index\.html#a=KE-9601&h=.*at-night$/);
  assert.ok(href.startsWith(address));
  const isThere = async () => {
    const heading = answer(page).panel.locator("h3", { hasText: "At night" });
    await heading.waitFor();
    await until("the heading in sight", () =>
      heading.evaluate((node) => {
        const { top, bottom } = node.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
    );
  };
  await link.click();
  await isThere();
  await page.goto("about:blank");
  await page.goto(href);
  await isThere();
  await page.waitForTimeout(400);
  assert.equal(page.url(), href, "the address stays");
  await page.getByRole("button", { name: "Copy workaround" }).first().waitFor();
  await close();
});
