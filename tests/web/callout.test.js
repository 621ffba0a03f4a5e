// What an author sets apart says what it is: on screen, on paper, and in what is copied. Notes for
// agents alone stay on the screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, recordCopies, search, sharedByTests, skip, watchedPage } from "./support.js";

const ARTICLE = `---
id: KE-9100
title: Callouts of an article CLL-9100
status: known-error
error_codes: [CLL-9100]
---
## Workaround
> [!NOTE]
> Take the first step.

> [!TIP]
> Tea helps.

> [!WARNING]
> Mind the gap.

> [!CAUTION]
> Hot.

> [!IMPORTANT]
> Ask first.

:::internal
The key is under the mat.
:::

## Cause
Unknown.
`;
const KINDS = {
  Note: "Take the first step.",
  Tip: "Tea helps.",
  Warning: "Mind the gap.",
  Caution: "Hot.",
  Important: "Ask first.",
};

const shared = sharedByTests({ prepare: (site) => site.build(ARTICLE) });

/** @param {string} path */
async function visit(path) {
  const watched = await watchedPage(shared.browser);
  const { page } = watched;
  await recordCopies(page);
  await page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
  await search(page).input.fill("cll-9100");
  await search(page).options.first().locator(".title", { hasText: "Callouts" }).waitFor();
  await search(page).input.press("Enter");
  await answer(page).title.waitFor();
  return { ...watched, ...answer(page) };
}

test("a callout says what it is", { skip }, async () => {
  const { page, workaround, panel, close } = await visit("");
  for (const media of /** @type {const} */ (["screen", "print"])) {
    await page.emulateMedia({ media });
    for (const [kind, text] of Object.entries(KINDS)) {
      const callout = workaround.locator("aside", { hasText: text });
      assert.equal(await callout.isVisible(), true, `${kind} on ${media}`);
      assert.equal(await callout.evaluate((node) => getComputedStyle(node, "::before").content), `"${kind}"`);
    }
    const internal = workaround.locator("aside", { hasText: "under the mat" });
    assert.equal(await internal.isVisible(), media === "screen", `an internal note on ${media}`);
  }
  await page.emulateMedia({ media: "screen" });
  await panel.getByRole("button", { name: "Copy workaround" }).click();
  await page.waitForFunction(() => /** @type {any} */ (window).copies.length);
  const copies = await page.evaluate(() => /** @type {any} */ (window).copies);
  for (const [kind, text] of Object.entries(KINDS)) {
    assert.ok(copies[0].text.includes(`${kind}: ${text}`), `${kind} in ${copies[0].text}`);
    assert.ok(copies[1].text.includes(`<strong>${kind}</strong>`), kind);
  }
  assert.ok(!copies.some((/** @type {any} */ { text }) => text.includes("under the mat")));
  await close();
});

test("a class of an article is none of the widget's", { skip }, async () => {
  const { page, workaround, close } = await visit("");
  const classes = await workaround
    .locator(".prose aside")
    .evaluateAll((nodes) => nodes.map(({ className }) => className));
  const kinds = [...Object.keys(KINDS), "internal"].map((kind) => `callout callout-${kind.toLowerCase()}`);
  assert.deepEqual(classes.sort(), kinds.sort());
  await page.close();
  await close();
});

test("the page of a bundle prints the answer that is open, else its lists", { skip }, async () => {
  const { page, panel, workaround, close } = await visit("agents/index.html");
  await page.emulateMedia({ media: "print" });
  assert.equal(await workaround.isVisible(), true);
  assert.equal(await page.getByRole("heading", { name: "Services" }).isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("heading", { name: "Services" }).isVisible(), true);
  assert.equal(await search(page).input.isVisible(), false);
  await close();
});

test("the page of an article says what a callout is, and copies it so", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await recordCopies(page);
  await page.goto(`http://127.0.0.1:${shared.server.port}/agents/articles/KE-9100.html`);
  const workaround = page.locator("article .workaround");
  await page.getByRole("button", { name: "Copy workaround" }).click();
  await page.waitForFunction(() => /** @type {any} */ (window).copies.length);
  const [{ text: copied }] = await page.evaluate(() => /** @type {any} */ (window).copies);
  for (const media of /** @type {const} */ (["screen", "print"])) {
    await page.emulateMedia({ media });
    for (const [kind, text] of Object.entries(KINDS)) {
      const callout = workaround.locator("aside", { hasText: text });
      assert.equal(await callout.isVisible(), true, `${kind} on ${media}`);
      assert.equal(await callout.evaluate((node) => getComputedStyle(node, "::before").content), `"${kind}"`);
      assert.ok(copied.includes(`${kind}: ${text}`), `${kind} in ${copied}`);
    }
    const internal = workaround.locator("aside", { hasText: "under the mat" });
    assert.equal(await internal.isVisible(), media === "screen", `an internal note on ${media}`);
  }
  assert.doesNotMatch(copied, /under the mat/);
  assert.equal(await workaround.getByText("Note: ").count(), 0, "the page is as it was");
  await close();
});
