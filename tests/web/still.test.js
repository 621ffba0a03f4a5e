// Rows stay where they are while somebody types, whatever is said above them meanwhile: what was done to
// the words, an unknown code, that nothing is sure, filters, a newer version.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { onServer, search, sharedByTests, skip, until } from "./support.js";

const shared = sharedByTests({
  prepare: (site) =>
    writeFile(
      `${site.folder}/dialog.html`,
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Host</title><script type="module" src="agents/kedb.js"></script>
<kedb-search mode="dialog" hotkey="/"></kedb-search>`,
    ),
});

/** What is typed, and what the search says of it while rows are shown.
 * @type {[text: string, said: RegExp][]} */
const TYPED = [
  ["prnter spoler", /Showing results for printer spoler/],
  ["outlok crash", /Showing results for outlook crash.*Also searched/],
  ["cant log in", /Also searched/],
  ["XQZ-9999 printer", /No known error for XQZ-9999.*No sure answer/],
  ["my coffee machine and the printer in the kitchen is slow", /No sure answer/],
  ["stk-4711", /Code/],
  ["printer", /known errors/],
];

/** Notes in each frame where the rows begin, in pixels below the box, and what is said.
 * @param {import("playwright-core").Page} page */
function watch(page) {
  return page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector("kedb-search")?.shadowRoot);
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(name));
    /** @type {{ top: number, text: string, said: string }[]} */
    const seen = [];
    Object.assign(window, { seen });
    const look = () => {
      const list = find(".list");
      const top = list.getBoundingClientRect().top - find(".box").getBoundingClientRect().bottom;
      const said = find(".panel").innerText.replace(/\s+/g, " ");
      const text = /** @type {HTMLInputElement} */ (find("input")).value;
      if (list.getClientRects().length) seen.push({ top, text, said });
      requestAnimationFrame(look);
    };
    look();
  });
}

/** @param {import("playwright-core").Page} page
 * @returns {Promise<{ top: number, text: string, said: string }[]>} */
const seen = (page) => page.evaluate(() => /** @type {any} */ (window).seen);

for (const path of ["", "dialog.html"])
  for (const width of [390, 768, 1280])
    test(`rows stay where they are on ${width} px${path && ", in a dialog"}`, { skip }, () => {
      /** @type {string | undefined} */
      let newer;
      const instead = (/** @type {string} */ path) =>
        newer && path.endsWith("manifest.json") ? { status: 200, type: "application/json", body: newer } : undefined;
      const work = async (/** @type {import("playwright-core").Page} */ page) => {
        const { element, input, options } = search(page);
        if (path) await page.keyboard.press("/");
        await input.focus();
        await options.first().waitFor();
        await watch(page);
        const still = async () => {
          const [{ top }, ...later] = await seen(page);
          const moved = later.filter((state) => Math.abs(state.top - top) > 1);
          assert.deepEqual(moved.slice(0, 3), [], `they began at ${top} px`);
        };
        for (const [text, expected] of TYPED) {
          await input.fill("");
          await page.keyboard.type(text, { delay: 40 });
          await until(`what is said of ${text}`, async () => expected.test((await seen(page)).at(-1)?.said ?? ""));
          await still();
        }
        await element.locator(".filter:visible").first().waitFor();
        const manifest = await page.evaluate(async () => (await fetch("agents/manifest.json")).json());
        newer = JSON.stringify({ ...manifest, format: 99 });
        await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
        await page.getByRole("button", { name: "Reload the page" }).waitFor();
        await page.waitForFunction(() => /** @type {any} */ (window).seen.at(-1).said.includes("newer version"));
        await still();
      };
      return onServer(shared, { instead }, work, {
        path,
        context: { viewport: { width, height: 844 } },
      });
    });
