// What somebody looks for is in sight and stays where it is: the steps and the first action of an
// answer that opens, a form that unfolds, the beginning of each line, the rows below a note. And room is
// kept empty for one line of notes, and for nothing else that may come.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { WORDS } from "../../www/loader/language.js";
import { answer, recordEvents, search, sharedByTests, skip, until, watchedPage } from "./support.js";

const COMMAND = `Restart-Service -Name ZebrafishTerminalDriver -Force; ${"Get-EventLog -Newest 20; ".repeat(8)}`;
const ARTICLE = `---
id: KE-9002
title: The zebrafish terminal stops
status: known-error
audience: public
error_codes: [ZEB-4007]
---
## Workaround
1. Restart it:

\`\`\`
${COMMAND}
\`\`\`
`;

const shared = sharedByTests({
  prepare: async (site) => {
    await site.build(ARTICLE);
    const page = (/** @type {string} */ attributes, /** @type {string} */ search) =>
      `<!doctype html><html lang="en" ${attributes}><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Host</title>
<script type="module" src="agents/kedb.js"></script><kedb-search ${search}></kedb-search>`;
    await writeFile(`${site.folder}/dialog.html`, page("", 'mode="dialog" hotkey="/"'));
    await writeFile(`${site.folder}/rtl.html`, page('dir="rtl"', ""));
    for (const lang of Object.keys(WORDS))
      await writeFile(
        `${site.folder}/${lang}.html`,
        `${page("", `lang="${lang}"`)}<kedb-answer lang="${lang}" article="KE-0001"></kedb-answer>`,
      );
  },
});

const [WIDE, PHONE] = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** @typedef {import("playwright-core").Page} Page @typedef {import("playwright-core").Locator} Locator */

/** What the note above the rows says once the typing rests, whether some of it is out of sight, and
 * whether it unfolds.
 * @param {import("playwright-core").Page} page */
async function settledNote(page) {
  const said = page.locator("kedb-search .notes .said");
  await page.waitForTimeout(800);
  return said.evaluate((node) => ({
    text: (node.textContent ?? "").trim(),
    cut: node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1,
    unfolds: node.matches("summary"),
  }));
}

/** @param {Page} page @param {string} text */
async function type(page, text) {
  const { input, options } = search(page);
  await input.fill(text);
  await options.first().waitFor();
}

/** @param {Page} page @param {string} text */
async function open(page, text) {
  await type(page, text);
  await page.keyboard.press("Enter");
  await page.locator("kedb-search .columns.opened .answer h2").waitFor();
}

/** @param {Page} page */
async function openInDialog(page) {
  await page.keyboard.press("/");
  await open(page, "stk-4711");
}

/** Whether somebody who looks there sees it: nothing covers its middle, and no edge cuts it off.
 * @param {Locator} locator */
function isSeen(locator) {
  return locator.first().evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const root = /** @type {ShadowRoot} */ (node.getRootNode());
    const there = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && node.contains(there);
  });
}

/** @param {Locator} locator */
async function topOf(locator) {
  return (await locator.first().boundingBox())?.y;
}

/** Where the rows stand while somebody types a first text, and with what was said of a second one.
 * @param {Page} page @param {string} first @param {string} second @param {string} said */
async function rowsAround(page, first, second, said) {
  const { list, element } = search(page);
  await type(page, first);
  const before = await topOf(list);
  await type(page, second);
  await element.locator(said).first().waitFor();
  return (await topOf(list)) === before;
}

/** How much room is empty between the box and what it found, in the end.
 * @param {Page} page @param {string} text */
async function gap(page, text) {
  const { input, element } = search(page);
  await input.fill(text);
  const first = element.locator(".head .group-heading:visible, .head .filter:visible, .nothing:visible").first();
  await first.waitFor();
  await until("the end of the question", () =>
    page.evaluate(() => /** @type {any} */ (window).events.some((/** @type {any} */ { name }) => name === "search")),
  );
  const box = await element.locator(".box").boundingBox();
  return Number(await topOf(first)) - Number(box?.y) - Number(box?.height) < 40;
}

/** Ids that stand alone in the last line of what is said of an article.
 * @param {Page} page */
async function orphans(page) {
  return page.locator("kedb-search .id:visible").evaluateAll((ids) =>
    ids
      .filter((id) => {
        const [own, before] = [id, id.previousElementSibling].map((node) => node?.getBoundingClientRect());
        return !own || !before || own.top > before.top + before.height / 2;
      })
      .map((id) => id.textContent),
  );
}

/** @param {Page} page */
async function firstActionInDialog(page) {
  await openInDialog(page);
  return isSeen(answer(page).panel.locator(".primary"));
}

/**
 * What is looked at, on a page of this size.
 * @typedef {[viewport: { width: number, height: number }, path: string, look: (page: Page) => Promise<unknown>,
 *   expected?: unknown]} Case
 * @type {Record<string, Case>}
 */
const CASES = {
  "the first action of an answer in a dialog": [WIDE, "dialog.html", firstActionInDialog],
  "the first action of an answer in a dialog on a phone": [PHONE, "dialog.html", firstActionInDialog],
  "the first command of an answer on a phone": [
    PHONE,
    "",
    async (page) => {
      await open(page, "stk-4711");
      return isSeen(answer(page).workaround.locator("li .code"));
    },
  ],
  "the form that says what is wrong": [
    WIDE,
    "",
    async (page) => {
      await open(page, "stk-4711");
      const { panel } = answer(page);
      await panel.locator(".feedback summary").click();
      const send = panel.locator("[data-do=feedback]");
      await page.waitForFunction(
        (node) => {
          const root = /** @type {ShadowRoot} */ (node?.getRootNode());
          const { left, top } = /** @type {Element} */ (node).getBoundingClientRect();
          return root.elementFromPoint(left + 9, top + 9) === node;
        },
        await send.elementHandle(),
        { timeout: 5000 },
      );
      return true;
    },
  ],
  "the beginning of a workaround on a page that is written from right to left": [
    { width: 900, height: 900 },
    "rtl.html",
    async (page) => {
      await type(page, "printer");
      // A browser shortens a line at the end of its direction.
      return search(page).options.evaluateAll((rows) =>
        rows.every(
          (row) => getComputedStyle(/** @type {Element} */ (row.querySelector(".excerpt"))).direction === "ltr",
        ),
      );
    },
  ],
  "rows keep their place below what was done to the words": [
    WIDE,
    "",
    (page) => rowsAround(page, "stk-4711", "my coffee machine and the printer in the kitchen is slow", ".notes .line"),
  ],
  "rows keep their place when it is said that none is sure": [
    WIDE,
    "",
    (page) => rowsAround(page, "printer", "my coffee machine and the printer in the kitchen is slow", ".nothing"),
  ],
  "rows keep their place from what is broken now to what is found": [
    PHONE,
    "",
    async (page) => {
      const { input, options } = search(page);
      await input.focus();
      await options.first().waitFor();
      const before = await topOf(options);
      await type(page, "stk-4711");
      await page.locator("kedb-search .reason").waitFor();
      return (await topOf(options)) === before;
    },
  ],
  "rows keep their place with filters and without them": [
    PHONE,
    "",
    (page) => rowsAround(page, "stk-4711", "printer", ".filter:visible"),
  ],
  "a code that nothing begins with is unknown before somebody stops typing": [
    WIDE,
    "",
    async (page) => {
      await search(page).input.focus();
      await page.keyboard.type("XQZ-9999");
      await page.getByText("No known error for XQZ-9999").waitFor();
      assert.equal(await page.getByRole("link", { name: "Document it" }).isVisible(), true);
      return page.evaluate(() => /** @type {any} */ (window).events);
    },
    [],
  ],
  "a filter keeps its name where nothing is left of it": [
    WIDE,
    "",
    async (page) => {
      await type(page, "printer");
      await page.locator("kedb-search [data-facet=service]").selectOption("email");
      await type(page, "scanner");
      await search(page).input.fill("deadlock postgres");
      await page.locator("kedb-search .nothing").waitFor();
      return page.locator("kedb-search .filter.on .filter-face").innerText();
    },
    "Email and calendar",
  ],
  "no row of the sample base says twice that there is no workaround": [
    WIDE,
    "",
    async (page) => {
      await search(page).input.focus();
      await search(page).options.first().waitFor();
      const excerpts = await page.locator("kedb-search .excerpt").allInnerTexts();
      return excerpts.filter((excerpt) => /no workaround.*no workaround/is.test(excerpt));
    },
    [],
  ],
  "rows keep their place in a dialog": [
    WIDE,
    "dialog.html",
    async (page) => {
      await page.keyboard.press("/");
      await type(page, "stk-4711");
      const before = await topOf(search(page).list);
      await type(page, "printer");
      await page.locator("kedb-search .filter").first().waitFor();
      return (await topOf(search(page).list)) === before;
    },
  ],
  "an answer beside the list that is opened keeps its title where it is": [
    WIDE,
    "",
    async (page) => {
      await type(page, "stk-4711");
      const title = answer(page).panel.locator("h2");
      await title.waitFor();
      const before = await title.boundingBox();
      await page.keyboard.press("Enter");
      await page.locator("kedb-search .columns.opened .answer h2").waitFor();
      assert.deepEqual(await title.boundingBox(), before);
      return true;
    },
  ],
  "what the keys do is said once": [
    WIDE,
    "",
    async (page) => {
      await search(page).input.focus();
      await search(page).options.first().waitFor();
      return page.locator("kedb-search .keys:visible").count();
    },
    1,
  ],
  "the empty box says the same before and after the search is there": [
    WIDE,
    "",
    async (page) => {
      const { input, options } = search(page);
      const before = await input.getAttribute("placeholder");
      await input.focus();
      await options.first().waitFor();
      return (await input.getAttribute("placeholder")) === before;
    },
  ],
  "why a search failed stands beside the way to try again, in a person's words": [
    WIDE,
    "",
    async (page) => {
      const { input, options, element } = search(page);
      await input.focus();
      await options.first().waitFor();
      await page.context().setOffline(true);
      await input.fill("deadlock detected postgres");
      const said = element.locator(".nothing:visible, .note:visible");
      await said.first().waitFor();
      const sentences = await said.allInnerTexts();
      await page.context().setOffline(false);
      return sentences;
    },
    ["Part of the knowledge base could not be loaded. Check the connection, and try again.\n\nTry again"],
  ],
  "on a phone, the way back leads to where the row stood": [
    PHONE,
    "",
    async (page) => {
      const row = search(page).options.nth(4);
      await type(page, "error");
      await row.waitFor();
      await row.scrollIntoViewIfNeeded();
      const before = await topOf(row);
      await row.click();
      await answer(page).panel.getByRole("button", { name: "Back" }).click();
      await row.waitFor();
      return Math.abs(Number(await topOf(row)) - Number(before)) < 2;
    },
  ],
  "Enter that was pressed before the search was there opens the answer": [
    PHONE,
    "",
    async (page) => {
      /** @type {import("playwright-core").Route[]} */
      const asked = [];
      await page.route("**/manifest.json", (route) => void asked.push(route));
      await search(page).input.focus();
      await page.keyboard.type("stk-4711");
      await page.keyboard.press("Enter");
      await (await until("the first request", () => asked[0])).continue();
      await answer(page).panel.locator("h2").waitFor();
      return true;
    },
  ],
  "an article's number is written as the article writes it": [
    WIDE,
    "",
    async (page) => {
      await type(page, "ke-0020");
      await page.locator("kedb-search .reason").waitFor();
      return page.locator("kedb-search .reason").innerText();
    },
    "Article KE-0020",
  ],
  "a search that failed is asked again when the network is back": [
    WIDE,
    "",
    async (page) => {
      const { input, options, element } = search(page);
      await input.focus();
      await options.first().waitFor();
      await page.context().setOffline(true);
      await input.fill("deadlock detected postgres");
      await element.locator(".nothing").waitFor();
      await page.context().setOffline(false);
      return options.first().locator(".title").innerText();
    },
    "Postgres: deadlock detected (40P01)",
  ],
  "nothing that can be pressed is on paper": [
    WIDE,
    "",
    async (page) => {
      await open(page, "stk-4711");
      await page.emulateMedia({ media: "print" });
      return page.locator("kedb-search :is(button, summary):visible").allInnerTexts();
    },
    [],
  ],
  "rows and filters that are still the same are not touched": [
    WIDE,
    "",
    async (page) => {
      const ended = (/** @type {number} */ times) =>
        until(`the end of question ${times}`, () =>
          page.evaluate(
            (times) =>
              /** @type {any} */ (window).events.filter((/** @type {any} */ { query }) => query === "printer")
                .length === times,
            times,
          ),
        );
      await type(page, "printer ");
      await page.locator("kedb-search .filter:visible").first().waitFor();
      // Rows whose cards are left out while somebody types come until then.
      await ended(1);
      await page.evaluate(() => {
        const events = /** @type {any} */ (window).events;
        const root = document.querySelector("kedb-search")?.shadowRoot;
        const seen = new MutationObserver((found) => events.push({ name: "touched", count: found.length }));
        for (const place of root?.querySelectorAll(".list, .filters") ?? [])
          seen.observe(place, { childList: true, subtree: true });
      });
      await page.keyboard.press("Space");
      await ended(2);
      return page.evaluate(() =>
        /** @type {any} */ (window).events.filter((/** @type {any} */ { name }) => name === "touched"),
      );
    },
    [],
  ],
  "no ring of the focus is on paper": [
    WIDE,
    "",
    async (page) => {
      await open(page, "stk-4711");
      await page.emulateMedia({ media: "print" });
      return answer(page).panel.evaluate((node) => getComputedStyle(node).outlineStyle);
    },
    "none",
  ],
  "what was done to the words runs as its language does on a page that is written from right to left": [
    WIDE,
    "rtl.html",
    async (page) => {
      await type(page, "prnter spoler");
      const note = page.locator("kedb-search .notes .said");
      await note.waitFor();
      return note.evaluate((node) => getComputedStyle(node).direction);
    },
    "ltr",
  ],
  "what was corrected can be read on a phone, without a control": [
    PHONE,
    "",
    async (page) => {
      await type(page, "prnter spoler");
      return settledNote(page);
    },
    { text: "Showing results for printer spoler.", cut: false, unfolds: false },
  ],
  "more than there is room for unfolds": [
    PHONE,
    "",
    async (page) => {
      await type(page, "outlok crash laptop freezes cant log in");
      const { cut, unfolds } = await settledNote(page);
      await page.locator("kedb-search .notes summary").click();
      const { cut: cutThen } = await settledNote(page);
      return { cut, unfolds, cutThen };
    },
    { cut: true, unfolds: true, cutThen: false },
  ],
  "a row says once that its matter is worked on": [
    WIDE,
    "public/index.html",
    async (page) => {
      await type(page, "label printers warehouse");
      return search(page).options.first().getByText("We are working on it").count();
    },
    1,
  ],
  "a suggestion says nothing that all of them are": [
    WIDE,
    "ticket.html",
    async (page) => {
      await page.locator("#subject").fill("printer 0x0000011b");
      await page.locator("kedb-suggest .summary").first().waitFor();
      return page.locator("kedb-suggest .summary .badge").allInnerTexts();
    },
    [],
  ],
  "a search that can't be loaded offers to try again in its own colours": [
    WIDE,
    "",
    async (page) => {
      await page.route("**/manifest.json", (route) => route.abort());
      await search(page).input.focus();
      const again = search(page).element.getByRole("button", { name: "Try again" });
      await again.waitFor();
      return again.evaluate((node) => getComputedStyle(node).borderStyle);
    },
    "none",
  ],
  "a command on an article's page": [WIDE, "agents/articles/KE-9002.html", (page) => wraps(page)],
  "a command on an article's page on a phone": [PHONE, "agents/articles/KE-9002.html", (page) => wraps(page)],
};

for (const [name, viewport] of /** @type {const} */ ([
  ["a phone", PHONE],
  ["a wide page", WIDE],
])) {
  for (const text of ["stk-4711", "XQZ-9999", "zzqqy flurbl", "printer", "my coffee machine is slow"])
    CASES[`no room is empty above what is said of “${text}” on ${name}`] = [viewport, "", (page) => gap(page, text)];
}
for (const width of [320, 390, 430, 768, 1280]) {
  CASES[`no id stands alone in its line on ${width} px`] = [
    { width, height: 900 },
    "",
    async (page) => {
      await open(page, "stk-4711");
      const ofAnswer = await orphans(page);
      await page.keyboard.press("Escape");
      await type(page, "error");
      await search(page).options.nth(1).waitFor();
      return [...ofAnswer, ...(await orphans(page))];
    },
    [],
  ];
}
for (const [lang, [, , failed, again]] of Object.entries(WORDS)) {
  CASES[`what can't be loaded says so in its language: ${lang}`] = [
    WIDE,
    `${lang}.html`,
    async (page) => {
      await page.route("**/manifest.json", (route) => route.abort());
      await page.reload();
      await search(page).input.focus();
      const alert = search(page).element.getByRole("alert");
      await alert.waitFor();
      await page.getByRole("button", { name: again, exact: true }).waitFor();
      const ofAnswer = page.locator("kedb-answer [part=failure]");
      await ofAnswer.waitFor();
      const reasons = await page.locator("[part=failure] [lang=en]").allInnerTexts();
      assert.equal(reasons.length, 2);
      return [await alert.innerText(), await ofAnswer.innerText()].every((said) => said.startsWith(failed));
    },
  ];
}

/** @param {Page} page */
async function wraps(page) {
  const code = page.locator(".code > pre");
  await code.waitFor();
  return code.evaluate((node) => node.scrollWidth <= node.clientWidth);
}

for (const [name, [viewport, path, look, expected = true]] of Object.entries(CASES)) {
  test(name, { skip }, async () => {
    const { page, close } = await watchedPage(shared.browser, { viewport });
    page.setDefaultTimeout(15_000);
    await recordEvents(page);
    try {
      await page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
      assert.deepEqual(await look(page), expected);
    } finally {
      await close();
    }
  });
}
