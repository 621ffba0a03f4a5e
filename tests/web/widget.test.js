// How the search behaves under the fingers and for the ear: keys, roles, what it tells its
// host, and what it says when nothing is known.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  STRICT,
  answer,
  assertAccessible,
  recordEvents,
  search,
  sharedByTests,
  skip,
  lastEvent,
  paste,
  watchedPage,
} from "./support.js";

const shared = sharedByTests({ serving: { csp: STRICT } });

/** A page at `path`, where every `kedb:` event is kept in `events`.
 * @param {string} [path]
 * @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(path = "", options) {
  const watched = await watchedPage(shared.browser, options);
  await recordEvents(watched.page);
  await watched.page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
  return { ...watched, ...search(watched.page), ...answer(watched.page) };
}

const LOG = [
  ...Array.from({ length: 120 }, (_, i) => `2026-03-02T01:14:${String(i % 60).padStart(2, "0")}Z INFO heartbeat ok`),
  "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192)",
].join("\n");

test("all is done by keyboard", { skip }, async () => {
  const { page, input, options, panel, complaints, close } = await visit();
  await input.focus();
  await options.first().waitFor();
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const active = await input.getAttribute("aria-activedescendant");
  assert.equal(active, await options.nth(1).getAttribute("id"));
  assert.equal(await options.nth(1).getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await input.getAttribute("aria-activedescendant"), null, "Up from the first goes back to the input");
  await page.keyboard.type("stock");
  await page.waitForFunction(() => !document.querySelector("kedb-search")?.shadowRoot?.querySelector("[aria-busy]"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  const selected = await input.evaluate((/** @type {HTMLInputElement} */ node) => [
    node.matches(":focus"),
    node.selectionStart,
    node.selectionEnd,
  ]);
  assert.deepEqual(selected, [true, 0, 5], "Escape leads back to the text, selected");
  await page.keyboard.press("Escape");
  assert.equal(await input.inputValue(), "");
  assert.deepEqual(complaints, []);
  await close();
});

test("a pasted log keeps its lines, and can be removed", { skip }, async () => {
  const { page, input, options, element, close } = await visit();
  await input.focus();
  await options.first().waitFor();
  await paste(page, LOG);
  const chip = element.getByRole("button", { name: /text, 121 lines/ });
  await chip.waitFor();
  assert.equal(await input.inputValue(), "");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  const event = await lastEvent(page, "search");
  assert.deepEqual([event.query, event.lines], ["", 121]);
  await chip.click();
  await chip.waitFor({ state: "hidden" });
  await close();
});

test("a click beside the text leads into it, and one button empties it", { skip }, async () => {
  const { input, element, options, close } = await visit();
  await element.locator(".box > .icon").click();
  assert.ok(await input.evaluate((node) => node.matches(":focus")));
  await options.first().waitFor();
  const clear = element.getByRole("button", { name: "Clear" });
  assert.equal(await clear.count(), 0, "there is nothing to empty");
  await input.fill("printer");
  await clear.click();
  assert.equal(await input.inputValue(), "");
  assert.ok(await input.evaluate((node) => node.matches(":focus")));
  assert.equal(await clear.count(), 0);
  await close();
});

test("a pasted line is text like any other", { skip }, async () => {
  const { page, input, element, close } = await visit();
  await input.focus();
  await paste(page, "0x8004de40\n");
  assert.equal(await element.getByRole("button", { name: /log/ }).count(), 0);
  await close();
});

test("nothing known is said, is an event, and leads to help", { skip }, async () => {
  const { page, input, element, options, close } = await visit();
  await input.fill("zxqvbn wrtplk");
  await element.getByText("Nothing known about this").first().waitFor();
  assert.equal(await options.count(), 0);
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  await lastEvent(page, "no-results");
  await page.evaluate(() => document.addEventListener("kedb:contact", (event) => event.preventDefault()));
  await element.getByRole("button", { name: "Open a ticket" }).click();
  const contact = await lastEvent(page, "contact");
  assert.deepEqual([contact.query, contact.tried], ["zxqvbn wrtplk", []]);
  await close();
});

test("a code that nobody documented is named", { skip }, async () => {
  const { page, input, element, close } = await visit();
  await input.fill("0x8007FFFF");
  await page.keyboard.press("Enter");
  await element.getByText("No known error for 0x8007FFFF").first().waitFor();
  await close();
});

test("the host learns what was opened, copied and solved", { skip }, async () => {
  const { page, input, panel, options, close } = await visit();
  await input.fill("checkout stalls nightly stock job");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  await options.first().click();
  await panel.getByRole("button", { name: "Copy link" }).click();
  await panel.getByRole("button", { name: "This solved it" }).click();
  await panel.getByText("Glad that solved it").waitFor();
  const names = (await page.evaluate("events")).map((/** @type {any} */ event) => event.name);
  assert.deepEqual(
    names.filter((/** @type {string} */ name) => name !== "search"),
    ["open", "copy", "solved"],
  );
  await close();
});

test("Ctrl+C in an answer copies the workaround", { skip }, async () => {
  const { page, input, panel, options, close } = await visit();
  await input.fill("checkout stalls nightly stock job");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  await page.keyboard.press("Enter");
  await panel.locator(".workaround").waitFor();
  await page.keyboard.press("Control+c");
  await panel.getByRole("button", { name: "Copied" }).waitFor();
  await close();
});

test("the search page keeps its query in the address, after #", { skip }, async () => {
  const { page, input, options, panel, complaints, close } = await visit("agents/index.html#q=stock+job");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  assert.equal(await input.inputValue(), "stock job");
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
  const { hash, search: asked } = new URL(page.url());
  assert.match(hash, /^#q=stock\+job&a=KE-\d+$/);
  assert.equal(asked, "");
  await page.goBack();
  await panel.waitFor({ state: "hidden" });
  assert.deepEqual(complaints, []);
  await close();
});

const STATES = /** @type {const} */ (["idle", "broken now", "results", "answer", "nothing known"]);
for (const [scheme, width] of /** @type {const} */ ([
  ["light", 1280],
  ["dark", 1280],
  ["light", 320],
])) {
  test(`axe finds nothing: ${scheme}, ${width} px`, { skip }, async () => {
    // axe is not part of the page, so the page's policy must not stop it.
    const { page, input, options, element, close } = await visit("", {
      bypassCSP: true,
      colorScheme: scheme,
      viewport: { width, height: 800 },
    });
    for (const state of STATES) {
      if (state === "broken now") {
        await input.focus();
        await options.first().waitFor();
      } else if (state === "results") {
        await input.fill("certificate password error");
        // Before them, the earlier rows are paler for a moment.
        await options
          .first()
          .locator(".title", { hasText: /certificate/i })
          .waitFor();
        await page.keyboard.press("ArrowDown");
      } else if (state === "answer") {
        await input.fill("checkout stalls nightly stock job");
        await options
          .first()
          .locator(".title", { hasText: /stock job/i })
          .waitFor();
        await page.keyboard.press("Enter");
        await answer(page).title.waitFor();
      } else if (state === "nothing known") {
        await input.fill("zxqvbn wrtplk");
        await element.getByText("Nothing known about this").first().waitFor();
      }
      await assertAccessible(page, state);
    }
    await close();
  });
}
