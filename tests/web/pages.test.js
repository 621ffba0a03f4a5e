// The static pages with scripts: an article is copied, code too; what is wide is reached by
// keyboard; codes are filtered. And the search when its files come late or not at all.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import {
  answer,
  assertAccessible,
  onServer,
  recordCopies,
  search,
  sharedByTests,
  skip,
  watchedPage,
} from "./support.js";

/** Answered by its fix, in two ways. */
const FIXED = `---
id: KE-9400
title: The zebrafish terminal stays offline
status: known-error
---
## Fix
1. Turn it off.
## Solution 2
1. Plug it in again.
`;

/** Whose review was due long ago, with links on paper. */
const OVERDUE = `---
id: KE-9401
title: The platypus terminal prints twice
status: known-error
severity: 2
audience: public
updated: 2024-02-01
review_by: 2024-08-01
---
## Workaround
1. Read [print.example.com/help](https://print.example.com/help) and <https://print.example.com/>.
2. Ask [the desk](https://desk.example.com/).
`;

const shared = sharedByTests({
  prepare: async (site) => {
    await site.build(FIXED);
    await writeFile(join(site.folder, "../base/overdue.md"), OVERDUE);
    await site.build();
  },
});

/** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(path, options) {
  const watched = await watchedPage(shared.browser, options);
  await recordCopies(watched.page);
  await watched.page.goto(`http://127.0.0.1:${shared.server.port}/agents/${path}`);
  return watched;
}

/** @param {import("playwright-core").Page} page @returns {Promise<{ text: string }[]>} */
const copies = (page) => page.evaluate(() => /** @type {any} */ (window).copies);

test("the page of an article is copied as a whole and by its code", { skip }, async () => {
  const { page, complaints, close } = await visit("articles/KE-0019.html");
  await page.getByRole("button", { name: "Copy workaround" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const [all] = await copies(page);
  assert.match(all.text, /^Error 0x00000709 when.*\n[^]*Add the printer again[^]*articles\/KE-0019\.html\n$/);
  assert.doesNotMatch(all.text, /^Copy/m);
  await page.getByRole("button", { name: "Copy", exact: true }).first().click();
  await page.waitForFunction(() => /** @type {any} */ (window).copies.length > 1);
  assert.match((await copies(page))[1].text, /^reg add .*\nnet stop spooler/);
  await page.getByRole("button", { name: "This solved it" }).click();
  await page.getByRole("status").filter({ hasText: "Glad that solved it" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("the page and the search say the same of copying, and copy all that answers", { skip }, async () => {
  for (const [id, name] of [
    ["KE-0019", "Copy workaround"],
    ["KE-9400", "Copy the steps"],
  ]) {
    const { page, close } = await visit(`articles/${id}.html`);
    await page.getByRole("button", { name }).click();
    const [{ text }] = await copies(page);
    if (id === "KE-9400") assert.match(text, /Turn it off[^]*Plug it in again/);
    await page.goto(`http://127.0.0.1:${shared.server.port}/agents/index.html#a=${id}`);
    await answer(page).panel.getByRole("button", { name }).waitFor();
    await close();
  }
});

test("the page of an article and the search warn alike of one that nobody has looked at", { skip }, async () => {
  for (const [id, isOld] of /** @type {const} */ ([
    ["KE-9401", true],
    ["KE-9400", false],
  ])) {
    const { page, close } = await visit(`articles/${id}.html`);
    await page.locator("button.tool").first().waitFor();
    const onPage = await page.locator("main .stale").allInnerTexts();
    await page.goto(`http://127.0.0.1:${shared.server.port}/agents/index.html#a=${id}`);
    await answer(page).panel.locator("h2").waitFor();
    const inSearch = await answer(page).panel.locator(".stale").allInnerTexts();
    assert.deepEqual(onPage, inSearch);
    assert.equal(onPage.length, Number(isOld), id);
    if (isOld) assert.match(onPage[0], /^Last checked .* ago\. Its review was due .* ago\.$/);
    await close();
  }
});

test("on paper, a link says its address once, and a badge begins at the edge of the text", { skip }, async () => {
  const { page, close } = await visit("articles/KE-9401.html");
  await page.locator("button.tool").first().waitFor();
  await page.emulateMedia({ media: "print" });
  const added = await page
    .locator("article .workaround a[href]")
    .evaluateAll((links) => links.map((link) => [link.textContent, getComputedStyle(link, "::after").content]));
  assert.deepEqual(added, [
    ["print.example.com/help", "none"],
    ["https://print.example.com/", "none"],
    ["the desk", '" (https://desk.example.com/)"'],
  ]);
  const edges = await page
    .locator(".badge")
    .evaluateAll((badges) => badges.map((badge) => getComputedStyle(badge).borderTopColor));
  assert.ok(edges.length > 1);
  assert.deepEqual(
    edges.filter((edge) => edge === "rgba(0, 0, 0, 0)"),
    [],
  );
  await close();
});

test("the page of an article leads on: to the search, to people, to related errors", { skip }, async () => {
  const { page, complaints, close } = await visit("articles/KE-0019.html");
  const ticket = page.getByRole("main").getByRole("link", { name: "Open a ticket" });
  assert.equal(await ticket.getAttribute("href"), "https://help.example.com/new");
  const related = page.locator("section.similar li a");
  assert.ok((await related.count()) >= 2);
  await page.keyboard.press("/");
  const { input, options } = search(page);
  await input.fill("stk-4711");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await input.isVisible(), false);
  const name = await related.first().innerText();
  await related.first().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

/** A page of each kind. */
const KINDS = [
  "articles/KE-0019.html",
  "articles/KE-0049.html",
  "codes.html",
  "services/printing.html",
  "index.html",
  "embed.html",
  "report.html",
  "setup.html",
];

for (const [colorScheme, width] of /** @type {const} */ ([
  ["light", 390],
  ["dark", 1280],
])) {
  const name = `every kind of page is accessible, and what scrolls is reached by keyboard: ${colorScheme}, ${width} px`;
  test(name, { skip }, async () => {
    const { page, close } = await visit("", { bypassCSP: true, colorScheme, viewport: { width, height: 844 } });
    for (const path of KINDS) {
      await page.goto(`http://127.0.0.1:${shared.server.port}/agents/${path}`);
      await page.waitForFunction(() =>
        [...document.querySelectorAll("main pre, main table")].every(
          (block) => block.scrollWidth <= block.clientWidth || block.getAttribute("tabindex") === "0",
        ),
      );
      await assertAccessible(page, path);
    }
    await close();
  });
}

test("a page says when it is to be reviewed where no script says how long ago that was", { skip }, async () => {
  const { page, close } = await visit("articles/KE-9401.html", { javaScriptEnabled: false });
  const said = page.locator("main .dates");
  assert.equal(await said.innerText(), "Updated Feb 1, 2024 · Review by Aug 1, 2024");
  await close();
});

test("codes and lists of articles show the status of those alone that are not as most are", { skip }, async () => {
  for (const path of ["codes.html", "services/printing.html", "index.html"]) {
    const { page, close } = await visit(path);
    const shown = await page.locator("main .badge").allInnerTexts();
    assert.ok(shown.length > 0, path);
    assert.ok(!shown.includes("Known error"), path);
    await close();
  }
});

test("codes are filtered however they are written", { skip }, async () => {
  const { page, close } = await visit("codes.html");
  const shown = () => page.locator("main dt:visible").allInnerTexts();
  const all = (await shown()).length;
  await page.getByRole("searchbox", { name: "Filter the codes" }).fill("STK 4711");
  assert.deepEqual(await shown(), ["STK-4711"]);
  assert.equal(await page.locator("main h2:visible").count(), 1, "headings without codes are gone");
  await page.getByRole("searchbox").fill("no such code");
  assert.equal(await page.getByText("No such code is documented").isVisible(), true);
  await page.getByRole("searchbox").fill("");
  assert.equal((await shown()).length, all);
  await close();
});

test("the page of a service has no filter of codes", { skip }, async () => {
  const { page, close } = await visit("services/printing.html");
  await page.locator("main dl.facts").first().waitFor();
  assert.equal(await page.getByRole("searchbox", { name: "Filter the codes" }).count(), 0);
  await close();
});

test("a frame begins without waiting for the reader", { skip }, async () => {
  const { page, close } = await visit("embed.html");
  await search(page).options.first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  await close();
});

test("waiting for the search is announced", { skip }, () =>
  onServer(shared, { late: 400 }, async (page) => {
    await search(page).input.focus();
    await search(page).element.getByRole("status").filter({ hasText: "Loading" }).waitFor();
    await search(page).options.first().waitFor();
    assert.equal(await search(page).element.getByText("Loading").count(), 0);
  }),
);

for (const how of ["somebody types", "the network is back"]) {
  test(`a search that failed to load tries again when ${how}`, { skip }, () => {
    let down = true;
    const instead = (/** @type {string} */ path) =>
      down && path.endsWith("manifest.json") ? { status: 503, type: "text/plain", body: "busy" } : undefined;
    return onServer(shared, { instead }, async (page) => {
      const { element, input, options } = search(page);
      await input.focus();
      await element.getByText("There is no knowledge base").waitFor();
      down = false;
      if (how === "somebody types") await input.press("p");
      else await page.evaluate(() => dispatchEvent(new Event("online")));
      await options.first().waitFor();
      assert.equal(await element.getByText("There is no knowledge base").isVisible(), false);
    });
  });
}

for (const event of ["online", "pageshow"]) {
  test(`what could not be loaded is asked for again at ${event}`, { skip }, () => {
    let down = false;
    const instead = () => (down ? { status: 503, type: "text/plain", body: "busy" } : undefined);
    return onServer(shared, { instead }, async (page) => {
      const { element, input, options } = search(page);
      await input.fill("printer");
      await options.first().waitFor();
      down = true;
      await input.fill("vpn tunnel drops");
      await element.getByRole("button", { name: "Try again" }).waitFor();
      down = false;
      await page.evaluate((name) => dispatchEvent(new Event(name)), event);
      await options.first().waitFor();
      assert.equal(await element.getByRole("button", { name: "Try again" }).isVisible(), false);
    });
  });
}
