// The next step is in sight: when an answer opens, and in the list.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, recordEvents, search, sharedByTests, skip, told, watchedPage } from "./support.js";

const shared = sharedByTests();

const ALL = 30;
for (const [width, height] of [
  [1280, 900],
  [390, 844],
]) {
  test(`what to do with an answer is in sight when it opens: ${width} × ${height}`, { skip }, async () => {
    const { page, close } = await watchedPage(shared.browser, { viewport: { width, height } });
    await page.goto(`http://127.0.0.1:${shared.server.port}/agents/index.html`);
    await search(page).input.focus();
    await search(page).options.first().waitFor();
    const hidden = await page.evaluate(async (all) => {
      const host = /** @type {any} */ (document.querySelector("kedb-search"));
      const base = host.getAttribute("bundle");
      const { files } = await (await fetch(`${base}manifest.json`)).json();
      const titles = await (await fetch(base + files.titles.path)).json();
      const hidden = [];
      for (const [id, , , , , , works] of titles.slice(0, all)) {
        scrollTo(0, 0);
        const opened = new Promise((resolve) => host.addEventListener("kedb:open", resolve, { once: true }));
        host.show(id);
        await opened;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        for (const what of works ? ["copy", "solved"] : ["contact"]) {
          const button = host.shadowRoot.querySelector(`.answer [data-do=${what}]`);
          const { top, bottom, left, right } = button.getBoundingClientRect();
          const at = host.shadowRoot.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          if (top < 0 || bottom > innerHeight || !button.contains(at)) hidden.push(`${id}: ${what} ${top} ${bottom}`);
        }
      }
      return hidden;
    }, ALL);
    assert.deepEqual(hidden, []);
    await close();
  });
}

test("the first answer is the one that Enter opens and Ctrl+C copies, and it looks like it", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await recordEvents(page, ["copy", "open"]);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { input, options } = search(page);
  await input.fill("printer");
  await options.first().locator("mark").first().waitFor();
  const bar = (/** @type {number} */ at) =>
    options.nth(at).evaluate((node) => getComputedStyle(node, "::before").content !== "none");
  assert.deepEqual([await bar(0), await bar(1)], [true, false]);
  const id = await options.first().getAttribute("data-id");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+c");
  const copied = await told(page, "copy");
  assert.deepEqual([copied.id, copied.what], [id, "hit"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual([await bar(0), await bar(1)], [false, true]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal((await told(page, "open")).id, id);
  await answer(page).panel.locator("h2").waitFor();
  await close();
});
