// The line above the results that says what was done to the words: on a phone it shows the corrected
// words in every language, and it unfolds, and is a stop of the Tab key, only where it is cut off.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { WORDS } from "../../www/loader/language.js";
import { assertAccessible, onServer, search, sharedByTests, skip, until } from "./support.js";

const shared = sharedByTests({
  prepare: async ({ folder }) => {
    for (const lang of Object.keys(WORDS))
      await writeFile(
        `${folder}/${lang}.html`,
        `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Host</title><script type="module" src="agents/kedb.js"></script><main><h1>Host</h1><kedb-search></kedb-search></main></html>`,
      );
  },
});

/** @typedef {import("playwright-core").Page} Page */

const [PHONE, WIDE] = [390, 1280];

/** A text that has more done to its words than a phone has room for. */
const LONG = "my cofee machine and the prnter in the kitchen is slow";

/** What is typed, and which words are searched in place of misspelt ones.
 * @type {Record<string, string[]>} */
const CORRECTED = {
  "prnter spoler": ["printer"],
  "authentcation certificate": ["authentication"],
  "chekout stalls after the nightly stock job overruns": ["checkout"],
  [LONG]: ["comes", "printer"],
  "the shared folders cannot be opened since the certifcate was replaced": ["certificate"],
};

/** Types a text, and waits until the typing rests and its note is drawn.
 * @param {Page} page @param {string} text */
async function type(page, text) {
  const { input, element } = search(page);
  await input.focus();
  await page.evaluate(() => {
    Object.assign(window, { rested: false });
    const rested = () => Object.assign(window, { rested: true });
    for (const name of ["search", "no-results"]) document.addEventListener(`kedb:${name}`, rested, { once: true });
  });
  await input.fill(text);
  await page.waitForFunction(() => /** @type {any} */ (window).rested);
  await element.locator(".notes .line").waitFor();
}

/** Those of the words that the note shows where no edge cuts them off.
 * @param {Page} page @param {string[]} words */
const inSight = (page, words) =>
  page.locator("kedb-search .notes .said").evaluate((said, words) => {
    const limit = said.getBoundingClientRect();
    return words.filter((word) => {
      const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const at = text.nodeValue?.indexOf(word) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + word.length);
        const { left, right, width } = range.getBoundingClientRect();
        return width > 0 && left >= limit.left - 1 && right <= limit.right + 1;
      }
      return false;
    });
  }, words);

/** The stops of the Tab key in the note, from the box on.
 * @param {Page} page */
async function stops(page) {
  await search(page).input.focus();
  const found = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const [stop, inNote] = await page.evaluate(() => {
      const active = document.activeElement?.shadowRoot?.activeElement;
      return [active?.localName, Boolean(active?.closest(".notes"))];
    });
    if (inNote) found.push(stop);
    else if (found.length || !stop) return found;
  }
}

/** Whether the note shows all that it says.
 * @param {Page} page */
const isWhole = (page) =>
  page.locator("kedb-search .notes .said").evaluate((said) => said.scrollWidth <= said.clientWidth);

/** @param {string} lang @param {number} width @param {(page: Page) => Promise<unknown>} work */
const onPage = (lang, width, work) =>
  onServer(shared, {}, work, { path: `${lang}.html`, context: { bypassCSP: true, viewport: { width, height: 844 } } });

for (const lang of Object.keys(WORDS))
  test(`corrected words are in sight on a phone, in ${lang}`, { skip }, () =>
    onPage(lang, PHONE, async (page) => {
      for (const [text, words] of Object.entries(CORRECTED)) {
        await type(page, text);
        assert.deepEqual(await inSight(page, words), words, text);
      }
    }),
  );

for (const [width, text, expected] of /** @type {const} */ ([
  [PHONE, "prnter", ["button"]],
  [WIDE, "prnter", ["button"]],
  [WIDE, LONG, ["button"]],
  [PHONE, LONG, ["summary", "button"]],
]))
  test(`a note is a stop of the Tab key only where it is cut off: ${width} px, ${text}`, { skip }, () =>
    onPage("en", width, async (page) => {
      await type(page, text);
      assert.equal(await isWhole(page), !expected.includes(/** @type {never} */ ("summary")));
      assert.deepEqual(await stops(page), expected);
      await assertAccessible(page);
    }),
  );

test("a note that is cut off unfolds, and stays unfolded", { skip }, () =>
  onPage("en", PHONE, async (page) => {
    await type(page, LONG);
    const summary = page.locator("kedb-search .notes summary");
    await summary.press("Enter");
    await page.locator("kedb-search .notes details[open]").waitFor();
    assert.ok(await isWhole(page));
    await assertAccessible(page, "unfolded");
    await page.setViewportSize({ width: 360, height: 844 });
    await page.locator("kedb-search .notes details[open]").waitFor();
  }),
);

test("a note folds where the window becomes narrow, and is plain where it becomes wide again", { skip }, () =>
  onPage("en", WIDE, async (page) => {
    await type(page, LONG);
    const summaries = page.locator("kedb-search .notes summary");
    for (const [width, count] of [
      [PHONE, 1],
      [WIDE, 0],
      [PHONE, 1],
    ]) {
      await page.setViewportSize({ width, height: 844 });
      await until(`${count} at ${width} px`, async () => (await summaries.count()) === count);
    }
  }),
);
