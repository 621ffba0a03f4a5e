// Why a hit is in the list: every one says so, by marks or in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { search, sharedByTests, skip, until, watchedPage } from "./support.js";

const shared = sharedByTests();

/** @param {string} text */
async function ask(text) {
  const watched = await watchedPage(shared.browser);
  await watched.page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { input, options } = search(watched.page);
  await input.fill(text);
  await options.first().locator("mark, .reason").first().waitFor();
  return { ...watched, options };
}

/** Whether each row says why it is there: in words, or by a mark that is not cut off.
 * @param {Element[]} rows */
function sayWhy(rows) {
  return rows.every((row) => {
    const marks = [...row.querySelectorAll("mark")].filter((mark) => {
      const around = mark.closest(".title, .excerpt")?.getBoundingClientRect();
      const { left, top } = mark.getBoundingClientRect();
      return around && left < around.right && top < around.bottom;
    });
    return marks.length > 0 || row.querySelector(".reason") !== null;
  });
}

test("every hit shows its reason in the list", { skip }, async () => {
  const texts = ["spool", "certificate expired", "outlok crashes on start", "stk-4711", "vpn is connected"];
  for (const text of [...texts, "wifi keeps dropping in meeting room"]) {
    const { page, options, close } = await ask(text);
    // Marks below the titles are drawn when the typing rests.
    await page.waitForTimeout(1000);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await until(`the reason of each hit for "${text}" at ${width} px`, () => options.evaluateAll(sayWhy));
    }
    await close();
  }
});

test("what no mark shows is said in words, with its place", { skip }, async () => {
  const { options, close } = await ask("wlan");
  const PLACES = { "VPN error 809": /WLAN → Wi-Fi: keywords$/, "No network": /WLAN → Wi-Fi: workaround$/ };
  for (const [title, place] of Object.entries(PLACES)) {
    const hidden = options.filter({ hasText: "Another word for it" }).filter({ hasText: title });
    assert.match(await hidden.locator(".why").innerText(), place);
  }
  await close();
});

test("a number with its unit is no code", { skip }, async () => {
  const { page, options, close } = await ask("connection timeout 30000ms");
  assert.equal(await options.first().locator(".why", { hasText: "30000ms" }).count(), 0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const why = page.locator("kedb-search .reasons");
  assert.match((await why.textContent()) ?? "", /“30000ms”/);
  await close();
});

test("no word without a topic is marked", { skip }, async () => {
  const TEXTS = {
    "the vpn is connected but it does not work for me": /^(the|is|but|it|does|not|for|me)$/i,
    "since yesterday it is not there any more, my printer": /^(since|it|my|is|not|there|any|more)$/i,
    "since yesterday my printer is not there any more": /^(since|my|is|not|there|any|more)$/i,
  };
  for (const [text, without] of Object.entries(TEXTS)) {
    const { page, close } = await ask(text);
    // Marks below the titles are drawn when the typing rests.
    await page.waitForTimeout(1000);
    const marked = await page.locator("kedb-search mark").allInnerTexts();
    assert.ok(marked.length > 0, text);
    assert.deepEqual(
      marked.filter((words) => without.test(words)),
      [],
      text,
    );
    await close();
  }
});

test("neighbours have one mark", { skip }, async () => {
  const { options, close } = await ask("label printers");
  assert.equal(await options.first().locator(".title mark").first().innerText(), "Label printers");
  await close();
});
