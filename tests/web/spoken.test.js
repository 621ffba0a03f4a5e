// What a screen reader says of the search: names are short, and say what matters first.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { onServer, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();
const READER = "/reader.js";
const reader = createRequire(import.meta.url).resolve("@guidepup/virtual-screen-reader/browser.js");

/** What is said of the search from its beginning, as many steps on.
 * @param {import("playwright-core").Page} page @param {number} steps @returns {Promise<string[]>} */
function spoken(page, steps) {
  return page.evaluate(
    async ([address, steps]) => {
      const { virtual } = await import(address);
      const root = document.querySelector("kedb-search")?.shadowRoot;
      await virtual.start({ container: root?.querySelector(".frame") });
      for (let step = 0; step < steps; step++) await virtual.next();
      const said = await virtual.spokenPhraseLog();
      await virtual.stop();
      return said;
    },
    /** @type {[string, number]} */ ([READER, steps]),
  );
}

test("a screen reader says titles and states, and no more", { skip }, async () => {
  const body = await readFile(reader, "utf8");
  const instead = (/** @type {string} */ path) =>
    path === READER ? { status: 200, type: "text/javascript", body } : undefined;
  await onServer(shared, { instead }, async (page) => {
    const { input, options } = search(page);
    await input.fill("printer");
    await options.first().locator("mark").first().waitFor();
    const said = await spoken(page, 60);
    assert.ok(
      said.some((phrase) => /combobox/.test(phrase) && /Search known errors/.test(phrase)),
      said.join("\n"),
    );
    assert.ok(
      said.some((phrase) => /^listbox, Known errors/.test(phrase)),
      said.join("\n"),
    );
    for (const option of (await options.all()).slice(0, 2)) {
      const title = await option.locator(".title").innerText();
      const status = option.locator("[data-status]");
      const name = (await status.count()) ? `${title} ${await status.innerText()}` : title;
      const phrase = said.find((phrase) => phrase.startsWith(`option, ${title}`));
      assert.match(phrase?.replace(`option, ${name}, `, "") ?? "", /^not selected, position \d+, set size \d+$/);
    }
  });
});
