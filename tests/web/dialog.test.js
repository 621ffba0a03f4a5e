// `mode="dialog"`: the search behind a button, after the ARIA Authoring Practices for modal
// dialogs, and the hotkey that leads into it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { STRICT, answer, assertAccessible, search, serve, sharedByTests, skip, watchedPage } from "./support.js";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
<script type="module" src="agents/kedb.js"></script>
<main><h1>Host</h1><label>Name <input id="name"></label>
<div id="text" contenteditable role="textbox" aria-label="Text">text</div>
<kedb-search mode="dialog" hotkey="HOTKEY" service="printing"></kedb-search>
<button id="after">After<br>it</button></main></html>`;

const shared = sharedByTests();

/** A host page whose search is a dialog.
 * @param {string} hotkey
 * @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(hotkey, options) {
  const body = PAGE.replace("HOTKEY", hotkey);
  const instead = (/** @type {string} */ path) =>
    path === "/dialog.html" ? { status: 200, type: "text/html", body } : undefined;
  const server = await serve(shared.site.folder, { csp: STRICT, instead });
  const watched = await watchedPage(shared.browser, options);
  await watched.page.goto(`http://127.0.0.1:${server.port}/dialog.html`);
  const found = search(watched.page);
  const close = async () => {
    await watched.close();
    server.close();
  };
  return {
    ...watched,
    ...found,
    ...answer(watched.page),
    dialog: found.element.getByRole("dialog"),
    trigger: found.element.getByRole("button", { name: "Search known errors" }),
    close,
  };
}

/** What has the focus, through shadow trees.
 * @param {import("playwright-core").Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const active = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return active?.id || active?.className || active?.tagName || "";
  });

test("a dialog opens from its button, keeps focus, and gives it back", { skip }, async () => {
  const { page, trigger, dialog, input, options, panel, complaints, close } = await visit("mod+k");
  await page.locator("#text").focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "trigger");
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  assert.equal(await input.evaluate((node) => node.matches(":focus")), true, "the text has the focus");
  await options.first().waitFor();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    assert.notEqual(await focused(page), "after", "focus left the dialog");
  }
  await input.fill("printer");
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
  // Escape: out of the answer to the text, the text away, the dialog away.
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.equal(await input.inputValue(), "printer");
  await page.keyboard.press("Escape");
  assert.equal(await input.inputValue(), "");
  assert.equal(await dialog.isVisible(), true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(page), "trigger", "the focus came back");
  assert.deepEqual(complaints, []);
  await trigger.click();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await dialog.waitFor({ state: "hidden" });
  await close();
});

test("a page opens and closes it by itself", { skip }, async () => {
  const { page, dialog, close } = await visit("");
  await page.locator("#after").focus();
  await page.evaluate(() => /** @type {any} */ (document.querySelector("kedb-search")).open());
  await dialog.waitFor();
  await page.evaluate(() => /** @type {any} */ (document.querySelector("kedb-search")).close());
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(page), "after");
  await page.evaluate(() => /** @type {any} */ (document.querySelector("kedb-search")).show("KE-0021"));
  await answer(page).title.waitFor();
  await page.mouse.click(5, 5);
  await dialog.waitFor({ state: "hidden" });
  await close();
});

/** Hotkeys, what is pressed where, and whether the dialog opens.
 * @type {[hotkey: string, pressed: string, where: string, opens: boolean][]} */
const HOTKEYS = [
  ["mod+k", "Control+k", "body", true],
  ["mod+k", "k", "body", false],
  ["mod+k", "Control+k", "#name", true],
  ["mod+k", "Control+k", "#text", false],
  ["mod+shift+f", "Control+Shift+f", "body", true],
  ["/", "/", "body", true],
  ["/", "/", "#name", false],
  ["/", "Control+/", "body", false],
  ["", "/", "body", false],
];
test("a hotkey opens it where one is set, and leaves the fields of the page alone", { skip }, async () => {
  for (const [hotkey, pressed, where, opens] of HOTKEYS) {
    const { page, dialog, close } = await visit(hotkey);
    if (where !== "body") await page.locator(where).focus();
    await page.keyboard.press(pressed);
    assert.equal(await dialog.isVisible(), opens, `${hotkey}: ${pressed} in ${where}`);
    await close();
  }
});

test("axe finds nothing in a dialog", { skip }, async () => {
  const { page, dialog, input, options, trigger, close } = await visit("mod+k", {
    bypassCSP: true,
    viewport: { width: 320, height: 700 },
  });
  const check = async (/** @type {string} */ state) => {
    await assertAccessible(page, state);
  };
  await check("closed");
  await trigger.click();
  await dialog.waitFor();
  await options.first().waitFor();
  await check("open");
  await input.fill("printer");
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
  await check("answer");
  await close();
});
