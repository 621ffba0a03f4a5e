// The next step is in sight: when an answer opens, and in the list.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, recordEvents, search, sharedByTests, skip, lastEvent, watchedPage } from "./support.js";

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
      const { files } = await (await fetch("manifest.json")).json();
      const titles = await (await fetch(files.titles.path)).json();
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
  const copied = await lastEvent(page, "copy");
  assert.deepEqual([copied.id, copied.what], [id, "hit"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual([await bar(0), await bar(1)], [false, true]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal((await lastEvent(page, "open")).id, id);
  await answer(page).panel.locator("h2").waitFor();
  await close();
});

test("on a wide screen the answer to a certain hit stands beside the list while typing", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser, { viewport: { width: 1280, height: 900 } });
  await recordEvents(page, ["open", "close", "solved"]);
  const { asked } = shared.server;
  const start = asked.length;
  await page.goto(`http://127.0.0.1:${shared.server.port}/agents/index.html`);
  const { input, options } = search(page);
  const { panel, workaround } = answer(page);
  await input.fill("printer");
  await options.first().locator("mark").first().waitFor();
  assert.equal(await panel.isVisible(), false, "nothing is shown for a hit that is not certain");
  await input.fill("stk-4711");
  await workaround.waitFor();
  assert.equal(await input.evaluate((node) => node.matches(":focus")), true, "the focus stays in the box");
  const [list, beside] = [await options.first().boundingBox(), await panel.boundingBox()];
  assert.ok(list && beside && list.x + list.width <= beside.x && Math.abs(list.y - beside.y) < 80);
  const shown = asked.length;
  await input.press("ArrowDown");
  await input.press("ArrowUp");
  await panel.getByRole("button", { name: "This solved it" }).click();
  assert.equal((await lastEvent(page, "solved")).id, await options.first().getAttribute("data-id"));
  await input.press("End");
  await input.press("Enter");
  assert.equal((await lastEvent(page, "open")).query, "stk-4711");
  const before = asked.slice(start, shown);
  const again = asked.slice(shown).filter((path) => path.includes("/_/") && before.includes(path));
  assert.deepEqual(again, [], "what was shown is not asked for again");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await input.fill("stk-471");
  await input.fill("stk-4711");
  await workaround.waitFor();
  await input.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.equal(await input.inputValue(), "", "one Escape empties the box: nothing was opened");
  await page.setViewportSize({ width: 700, height: 900 });
  await input.fill("stk-4711");
  await options.first().waitFor();
  await page.waitForTimeout(150);
  assert.equal(await panel.isVisible(), false, "there is no room for it");
  await close();
});

test("agents, and they alone, can document a code that nobody has documented", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  const { element, input } = search(page);
  const link = element.getByRole("link", { name: "Document it" });
  for (const [audience, notice, links] of /** @type {const} */ ([
    ["agents", "No known error for STK-9999", 1],
    ["public", "No known problem with STK-9999", 0],
  ])) {
    await page.goto(`http://127.0.0.1:${shared.server.port}/${audience}/index.html`);
    await input.fill("STK-9999");
    await element.locator(".nothing-title", { hasText: notice }).waitFor();
    assert.equal(await link.count(), links, audience);
    if (!links) continue;
    const address = new URL((await link.getAttribute("href")) ?? "");
    assert.equal(address.searchParams.get("filename"), "STK-9999.md");
    const file = address.searchParams.get("value") ?? "";
    assert.match(file, /^error_codes: \["STK-9999"\]$/m);
    assert.match(file, /^## Workaround$[^]*^## Fix$/m, "the file that the command line writes");
    assert.doesNotMatch(file, /[{}]/);
  }
  await close();
});
