// What hosts do to a page that has the search: a service worker that keeps what it has seen, and a
// small font for the whole page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onServer, search, sharedByTests, skip, until } from "./support.js";

const shared = sharedByTests();

/** Answers from its cache, whatever is newer on the server. */
const WORKER = `
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
async function answer(request) {
  const cache = await caches.open("all");
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  await cache.put(request, response.clone());
  return response;
}`;

const NEW = `---
id: KE-9400
title: Kiosk shows a zebrafish
status: known-error
audience: public
error_codes: [KIO-9400]
---
## Workaround
Feed it.
`;

test("a new build is seen through a service worker that keeps what it has", { skip }, () => {
  const instead = (/** @type {string} */ path) =>
    path === "/sw.js" ? { status: 200, type: "text/javascript", body: WORKER } : undefined;
  return onServer(shared, { instead }, async (page) => {
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    const { input, options } = search(page);
    await input.focus();
    await options.first().waitFor();
    await shared.site.build(NEW);
    await page.reload();
    await input.fill("kio-9400");
    await options.first().locator(".title", { hasText: "zebrafish" }).waitFor();
    const kept = () =>
      page.evaluate(async () => {
        const caching = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const kept = await Promise.all(caching.map((cache) => cache.keys()));
        return kept.flat().filter(({ url }) => url.includes("manifest.json?")).length;
      });
    let checks = 0;
    page.on("response", (response) => void (checks += Number(response.url().includes("manifest.json?"))));
    // While one check runs, no other begins.
    for (const count of [1, 2])
      await until("a check for a new build", async () => {
        await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
        return checks >= count;
      });
    await until("the end of the checks before the last one", async () => (await kept()) <= 1);
  });
});

test("a page whose server forbids to store anything works, also when one comes back to it", { skip }, () =>
  onServer(shared, { caching: "no-store" }, async (page) => {
    const { input, options } = search(page);
    await input.fill("printer");
    await options.first().waitFor();
    await page.goto(page.url().replace(/[^/]*$/, "ticket.html"));
    await page.goBack();
    await input.fill("0x00000709");
    await options.first().waitFor();
  }),
);

test("a page whose root font is small shows the search in the reader's size", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const size = () =>
      page.evaluate(() => {
        const box = /** @type {any} */ (document.querySelector("kedb-search"));
        box.setAttribute("mode", "dialog");
        box.open();
        const dialog = box.shadowRoot.querySelector("dialog");
        const { width, height } = dialog.getBoundingClientRect();
        const { borderRadius, fontSize } = getComputedStyle(dialog.querySelector("input"));
        box.close();
        return [width, height, borderRadius, fontSize, getComputedStyle(dialog).borderRadius].join();
      });
    await search(page).input.focus();
    await search(page).options.first().waitFor();
    const usual = await size();
    await page.evaluate(() => (document.documentElement.style.fontSize = "62.5%"));
    assert.equal(await size(), usual);
  }),
);
