// Rows of the list: how many are seen at once, what they say, and that they keep their place.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answer,
  lastEvent,
  onServer,
  recordEvents,
  search,
  sharedByTests,
  skip,
  until,
  watchedPage,
} from "./support.js";

const LONG = "KE-9300-a-number-that-is-a-long-slug";
const shared = sharedByTests({
  prepare: (site) =>
    site.build(`---
id: ${LONG}
title: Printer prints slugs
status: investigating
audience: public
---
## Symptoms
Printers print slugs.
`),
});

/** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(path, options) {
  const watched = await watchedPage(shared.browser, options);
  await recordEvents(watched.page);
  await watched.page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
  return { ...watched, ...search(watched.page), ...answer(watched.page) };
}

/** @typedef {import("playwright-core").Page} Page */

test("five rows and more are seen at once, and the page says how dense they are", { skip }, async () => {
  const { page, input, options, element, close } = await visit("agents/index.html", {
    viewport: { width: 1280, height: 900 },
  });
  await input.fill("error");
  await options.nth(7).waitFor();
  const seen = () =>
    options.evaluateAll((nodes) => nodes.filter((node) => node.getBoundingClientRect().bottom <= innerHeight).length);
  const usual = await seen();
  assert.ok(usual >= 5 && usual <= 8, `${usual}`);
  await element.evaluate((node) => node.style.setProperty("--kedb-density", "3"));
  assert.ok((await seen()) < usual);
  await page.close();
  await close();
});

test("a row says what tells it from others", { skip }, async () => {
  const { input, options, close } = await visit("");
  await input.fill("printer");
  await options.first().locator("mark").first().waitFor();
  const rows = await options.allInnerTexts();
  assert.ok(rows.length > 3);
  assert.ok(!rows.some((text) => /Known error$/m.test(text)), rows.join());
  assert.ok(rows.some((text) => /Investigating/.test(text)));
  assert.ok(!rows.some((text) => text.includes(LONG)), "a slug");
  assert.ok(
    rows.some((text) => /KE-00\d\d/.test(text)),
    "a number",
  );
  await close();
});

test("what all rows are is said of none", { skip }, async () => {
  const { page, options, input, close } = await visit("agents/index.html");
  const badges = () => page.locator("kedb-search .hit .badge.internal").count();
  await input.fill("printer");
  await options.nth(2).waitFor();
  assert.ok((await badges()) > 0 && (await badges()) < (await options.count()), "some are internal");
  await input.fill("service:databases");
  await options.first().locator(".service", { hasText: "Databases" }).waitFor();
  assert.ok((await options.count()) > 2);
  assert.equal(await badges(), 0, "all are internal");
  await close();
});

test("while somebody types, a row that is the same is not drawn again", { skip }, async () => {
  const { page, input, options, close } = await visit("");
  await input.fill("checkout stalls night");
  await options.first().locator("mark").first().waitFor();
  const first = await options.first().elementHandle();
  await input.fill("checkout stalls nightl");
  // The event of the shorter question comes when the typing rests, and may still be on its way.
  const query = async () => (await lastEvent(page, "search")).query;
  await until("the search for the longer word", async () => (await query()) === "checkout stalls nightl");
  assert.equal(await first?.evaluate((node) => node.isConnected), true);
  await close();
});

test("while somebody types, of a row that stays only what changes is touched", { skip }, async () => {
  const { page, element, input, options, close } = await visit("");
  await input.focus();
  await page.keyboard.type("vpn");
  await options.first().locator("mark").first().waitFor();
  await element.evaluate((node) => {
    const touched = /** @type {string[]} */ ([]);
    Object.assign(window, { touched });
    const list = /** @type {Element} */ (node.shadowRoot?.querySelector(".list"));
    const kept = new Set(list.querySelectorAll(".hit"));
    const seen = new MutationObserver((found) => {
      for (const { target } of found) {
        const part = target instanceof Element ? target : target.parentElement;
        const row = part?.closest(".hit");
        if (row && kept.has(row)) touched.push(part?.closest(".title, .why, .excerpt, .meta")?.className ?? "");
      }
    });
    seen.observe(list, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { rows: [...kept] });
  });
  await page.keyboard.type(" connected");
  await options
    .locator("mark", { hasText: /^connected$/i })
    .first()
    .waitFor();
  const [stayed, touched] = await page.evaluate(() => {
    const { rows, touched } = /** @type {any} */ (window);
    return [rows.filter((/** @type {Element} */ row) => row.isConnected).length, [...new Set(touched)]];
  });
  assert.ok(stayed >= 2, `${stayed} rows stayed`);
  assert.ok(touched.includes("title"), "other words are marked");
  assert.ok(!touched.includes("meta"), `${touched}`);
  await close();
});

test("the row that was opened stays in sight", { skip }, async () => {
  const { page, input, options, panel, close } = await visit("agents/index.html", {
    viewport: { width: 1280, height: 800 },
  });
  await page.evaluate(() => document.querySelector("kedb-search")?.setAttribute("limit", "20"));
  await input.fill("error");
  const row = options.nth(12);
  await row.waitFor();
  const inSight = () =>
    row.evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  await row.click();
  await answer(page).title.waitFor();
  await until("the opened row in sight", inSight);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await until("the row in sight when its answer is closed", inSight);
  await close();
});

test("a dialog keeps its height, and the page behind stays where it is", { skip }, () => {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
    <script type="module" src="agents/kedb.js"></script><kedb-search mode="dialog"></kedb-search>`;
  const instead = (/** @type {string} */ path) =>
    path === "/host.html" ? { status: 200, type: "text/html", body } : undefined;
  const work = async (/** @type {Page} */ page) => {
    const { element, input, options } = search(page);
    await element.locator("button").first().click();
    const dialog = element.locator("dialog");
    const heights = [];
    const overflow = () => page.evaluate(() => getComputedStyle(document.documentElement).overflow);
    await options.first().waitFor();
    heights.push((await dialog.boundingBox())?.height);
    for (const [text, drawn] of [
      ["stk-4711", ".answer"],
      ["printer", ".filter"],
      ["zxqvbn wrtplk", ".nothing"],
    ]) {
      await input.fill(text);
      await element.locator(drawn).first().waitFor();
      heights.push((await dialog.boundingBox())?.height);
    }
    assert.equal(new Set(heights).size, 1, heights.join());
    assert.equal(await overflow(), "hidden");
    await element.evaluate((node) => /** @type {any} */ (node).close());
    await dialog.waitFor({ state: "hidden" });
    // The browser says that it is closed a moment after it is.
    await until("the page scrolls again", async () => (await overflow()) === "visible");
  };
  return onServer(shared, { instead }, work, { path: "host.html" });
});

test("results stay where they are while filters come and go", { skip }, async () => {
  const { input, list, element, close } = await visit("");
  await input.fill("printer");
  await element.locator(".filters").waitFor();
  const top = async () => Math.round((await list.boundingBox())?.y ?? 0);
  const before = await top();
  await input.fill("stk-4711");
  await element.locator(".title", { hasText: "stock job" }).waitFor();
  assert.equal(await top(), before);
  await close();
});
