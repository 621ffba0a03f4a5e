// When a session of asking ends: what one caller was shown must not travel in the next one's ticket.

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

const shared = sharedByTests();

/** @param {string} path */
async function visit(path) {
  const watched = await watchedPage(shared.browser);
  await recordEvents(watched.page, ["contact", "solved"]);
  await watched.page.addInitScript(() => {
    window.open = () => null;
  });
  await watched.page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
  return watched;
}

/** The events with this name, in the order in which they came.
 * @param {import("playwright-core").Page} page @param {string} name @returns {Promise<any[]>} */
const events = (page, name) =>
  page.evaluate(
    (name) => /** @type {any} */ (window).events.filter((/** @type {any} */ event) => event.name === name),
    name,
  );

/** How a session ends, and the article that was opened in it.
 * @type {Record<string, (page: import("playwright-core").Page) => Promise<unknown>>} */
const ENDS = {
  "an emptied box": async (page) => {
    await page.keyboard.press("Escape");
    await search(page).input.fill("");
  },
  contact: (page) => answer(page).panel.getByRole("button", { name: "Open a ticket" }).click(),
  solved: (page) => answer(page).panel.getByRole("button", { name: "This solved it" }).click(),
};
for (const [what, end] of Object.entries(ENDS)) {
  test(`what was opened before ${what} is not in the next ticket`, { skip }, async () => {
    const { page, close } = await visit("");
    const { input, options } = search(page);
    const { panel } = answer(page);
    const opens = async (/** @type {string} */ text, /** @type {RegExp} */ title) => {
      await input.fill(text);
      await options.first().locator(".title", { hasText: title }).waitFor();
      await input.press("Enter");
      await answer(page).title.filter({ hasText: title }).waitFor();
    };
    await opens("stk-4711", /stock job/i);
    await end(page);
    await opens("0x0000011b", /print/i);
    await panel.getByRole("button", { name: "Open a ticket" }).click();
    await page.waitForFunction(() =>
      /** @type {any} */ (window).events.some((/** @type {any} */ { id }) => id === "KE-0018"),
    );
    const { tried } = (await events(page, "contact")).at(-1);
    assert.deepEqual(tried, ["KE-0018"]);
    await close();
  });
}

test("what was opened for one matter stays together", { skip }, async () => {
  const { page, close } = await visit("");
  const { input, options } = search(page);
  const { panel } = answer(page);
  for (const [text, title] of /** @type {[string, RegExp][]} */ ([
    ["stk-4711", /stock job/i],
    ["0x0000011b", /print/i],
  ])) {
    await input.fill(text);
    await options.first().locator(".title", { hasText: title }).waitFor();
    await input.press("Enter");
    await answer(page).title.filter({ hasText: title }).waitFor();
  }
  for (let press = 0; press < 2; press++) await panel.getByRole("button", { name: "Open a ticket" }).click();
  assert.deepEqual(
    (await events(page, "contact")).map(({ tried }) => tried),
    [
      ["KE-0001", "KE-0018"],
      ["KE-0001", "KE-0018"],
    ],
  );
  await close();
});

test("solved that is pressed three times is one event", { skip }, async () => {
  const { page, close } = await visit("");
  await search(page).input.fill("stk-4711");
  await search(page).options.first().waitFor();
  await search(page).input.press("Enter");
  const solved = answer(page).panel.getByRole("button", { name: "This solved it" });
  for (let press = 0; press < 3; press++) await solved.click();
  assert.equal((await events(page, "solved")).length, 1);
  await close();
});

/** What the form would send of ours.
 * @param {import("playwright-core").Page} page */
const travels = (page) =>
  page.evaluate(() => {
    const data = new FormData(/** @type {HTMLFormElement} */ (document.querySelector("form")));
    return Object.fromEntries([...data].filter(([name]) => name.startsWith("kedb_")));
  });

test("a form that is reset or emptied says nothing of the last caller", { skip }, async () => {
  const { page, close } = await visit("ticket.html");
  const element = page.locator("kedb-suggest");
  const ends = [
    () => page.evaluate(() => document.querySelector("form")?.reset()),
    () => page.locator("#subject").fill(""),
  ];
  for (const end of ends) {
    await page.locator("#subject").fill("printer 0x0000011b");
    await element.locator(".summary").first().click();
    await element.getByRole("button", { name: "This solved it" }).click();
    assert.equal((await travels(page)).kedb_solved, "KE-0018");
    await end();
    await until("an empty form", async () => Object.keys(await travels(page)).length === 0);
    await page.locator("#subject").fill("checkout stalls stk-4711");
    assert.deepEqual(Object.keys(await travels(page)), ["kedb_query"]);
  }
  await close();
});

test("a form that is sent although an article helped says which one", { skip }, async () => {
  const { page, close } = await visit("ticket.html");
  const element = page.locator("kedb-suggest");
  await page.locator("#subject").fill("printer 0x0000011b");
  await element.locator(".summary").first().click();
  await element.getByRole("button", { name: "This solved it" }).click();
  await element.locator(".thanks button").click();
  assert.equal((await travels(page)).kedb_solved, "KE-0018");
  await page.locator("#details").fill("It helped, but please mend it for good.");
  assert.equal((await travels(page)).kedb_solved, "KE-0018");
  await close();
});

test("every event names its session, and a new matter is another one", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await recordEvents(page);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { input, options } = search(page);
  const { panel } = answer(page);
  const sessions = () => page.evaluate(() => /** @type {any} */ (window).sessions);
  await input.fill("stk-4711");
  const { shown } = await lastEvent(page, "search");
  assert.equal(shown[0], await options.first().getAttribute("data-id"));
  await input.press("Enter");
  await panel.getByRole("button", { name: "This solved it" }).click();
  await lastEvent(page, "solved");
  const first = await sessions();
  assert.equal(new Set(first).size, 1);
  assert.match(first[0], /^[a-z0-9]{6,}$/);
  await input.fill("printer");
  await options.nth(2).click();
  // An event of the matter before may come once more.
  await page.waitForFunction((before) => /** @type {any} */ (window).sessions.at(-1) !== before, first[0]);
  await close();
});

test("an article that helped before it was opened is the same matter when it is", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await recordEvents(page);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { input } = search(page);
  await input.fill("stk-4711");
  await answer(page).panel.getByRole("button", { name: "This solved it" }).click();
  await lastEvent(page, "solved");
  await input.press("Enter");
  await lastEvent(page, "open");
  const sessions = await page.evaluate(() => /** @type {any} */ (window).sessions);
  assert.equal(new Set(sessions).size, 1);
  await close();
});

test("a page that asks for it is counted by the log of its server", { skip }, () => {
  /** @type {import("node:http").IncomingMessage[]} */
  const counted = [];
  const instead = (/** @type {string} */ path, /** @type {import("node:http").IncomingMessage} */ request) => {
    if (path !== "/count.txt") return undefined;
    counted.push(request);
    return { status: 200, type: "text/plain", body: "" };
  };
  return onServer(shared, { instead }, async (page) => {
    const { input, element } = search(page);
    const { panel } = answer(page);
    // A search is an event of its own, once the typing rests.
    const searched = element.evaluate((node) => new Promise((done) => node.addEventListener("kedb:search", done)));
    await input.fill("stk-4711");
    await input.press("Enter");
    await answer(page).title.waitFor();
    await searched;
    assert.equal(counted.length, 0, "nothing is asked for by itself");
    await element.evaluate((node) => node.setAttribute("count-url", "/count.txt?v=2"));
    await panel.getByRole("button", { name: "This solved it" }).click();
    const { url, headers } = await until("the count", () => counted[0]);
    assert.match(url ?? "", /^\/count\.txt\?v=2&kedb=solved&id=KE-\d+$/);
    assert.deepEqual([headers.referer, headers.cookie], [undefined, undefined]);
  });
});
