// Keys: what is typed into an element stays there, one Escape closes one thing, a composition
// opens nothing, and the hotkey works on every layout and takes nobody's text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, onServer, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

/** @typedef {import("playwright-core").Page} Page */

/** Does `work` on a page with this body, whose shortcuts are kept in `heard`.
 * @param {string} body @param {(page: Page) => Promise<unknown>} work */
async function onHost(body, work) {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
    <script type="module" src="agents/kedb.js"></script><main>${body}</main></html>`;
  const instead = (/** @type {string} */ path) =>
    path === "/host.html" ? { status: 200, type: "text/html", body: page } : undefined;
  await onServer(shared, { instead }, work, {
    path: "host.html",
    init: () => {
      const heard = /** @type {string[]} */ ([]);
      Object.assign(window, { heard });
      for (const type of ["keydown", "keypress", "keyup"])
        document.addEventListener(type, (event) => heard.push(`${type} ${/** @type {KeyboardEvent} */ (event).key}`));
    },
  });
}

/** What the page heard since it was last asked.
 * @param {Page} page @returns {Promise<string[]>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).heard.splice(0));

test("keys that the box uses don't reach the page, others do", { skip }, () =>
  onHost("<kedb-search></kedb-search>", async (page) => {
    const { input, options } = search(page);
    await input.focus();
    await options.first().waitFor();
    const used = ["r", "/", "?", "5", "Backspace", "Delete", "ArrowLeft", "ArrowDown", "ArrowUp", "Shift+R", "Enter"];
    for (const key of used) {
      await page.keyboard.press(key);
      assert.deepEqual(
        (await heard(page)).filter((said) => !said.includes("Shift")),
        [],
        key,
      );
    }
    await answer(page).title.waitFor();
    await page.keyboard.press("Escape");
    assert.deepEqual(await heard(page), [], "Escape that closed the answer");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.deepEqual(await heard(page), ["keydown Escape", "keyup Escape"], "Escape that closes nothing is the page's");
    for (const key of ["F2", "Control+s", "Tab"]) {
      await page.keyboard.press(key);
      assert.ok((await heard(page)).length, key);
    }
  }),
);

test("keys in every control of an answer stay there", { skip }, () =>
  onHost('<kedb-answer article="KE-0001"></kedb-answer>', async (page) => {
    const answer = page.locator("kedb-answer .answer");
    await answer.locator("summary", { hasText: "did not work" }).press("Enter");
    const comment = answer.locator("textarea");
    await comment.press("x");
    await comment.press("Enter");
    await answer.getByRole("radio").first().press("ArrowDown");
    assert.deepEqual(await heard(page), []);
  }),
);

/** What stands around the search, and whether it is still open.
 * @type {Record<string, [body: string, open: (page: Page) => Promise<unknown>, isOpen: (page: Page) => Promise<boolean>]>} */
const AROUND = {
  "a native dialog": [
    "<dialog id=around><kedb-search></kedb-search></dialog>",
    (page) => page.evaluate(() => /** @type {any} */ (document.querySelector("#around")).showModal()),
    (page) => page.evaluate(() => /** @type {any} */ (document.querySelector("#around")).open),
  ],
  "a popover": [
    '<div id=around popover style="max-height: 90vh; overflow: auto"><kedb-search></kedb-search></div>',
    (page) => page.evaluate(() => /** @type {any} */ (document.querySelector("#around")).showPopover()),
    (page) => page.locator("#around").isVisible(),
  ],
  "a modal made of scripts": [
    "<div id=around><kedb-search></kedb-search></div>",
    (page) =>
      page.evaluate(() =>
        addEventListener("keydown", ({ key }) => key === "Escape" && document.querySelector("#around")?.remove()),
      ),
    (page) => page.locator("#around").isVisible(),
  ],
};
for (const [what, [body, open, isOpen]] of Object.entries(AROUND)) {
  test(`one Escape closes one thing in ${what}`, { skip }, () =>
    onHost(body, async (page) => {
      await open(page);
      const { input, options } = search(page);
      await input.fill("printer");
      await options.first().waitFor();
      await page.keyboard.press("Enter");
      await answer(page).title.waitFor();
      await answer(page).panel.locator(".feedback summary").click();
      await answer(page).panel.locator(".feedback textarea").fill("It beeps.");
      await page.keyboard.press("Escape");
      assert.equal(await answer(page).panel.locator(".feedback textarea").isVisible(), false, "the feedback");
      assert.equal(await answer(page).panel.isVisible(), true);
      await page.keyboard.press("Escape");
      await answer(page).panel.waitFor({ state: "hidden" });
      assert.ok(await isOpen(page), "the answer alone");
      await page.keyboard.press("Escape");
      assert.equal(await input.inputValue(), "");
      assert.ok(await isOpen(page), "the text alone");
      await page.keyboard.press("Escape");
      assert.equal(await isOpen(page), false, "what is around it");
    }),
  );
}

test("an Escape that closes the dialog of the search closes nothing around it", { skip }, () =>
  onHost("<kedb-search mode=dialog></kedb-search>", async (page) => {
    await page.locator("kedb-search button").first().click();
    await search(page).options.first().waitFor();
    await heard(page);
    await page.keyboard.press("Escape");
    await page.locator("kedb-search dialog").waitFor({ state: "hidden" });
    assert.deepEqual(await heard(page), []);
  }),
);

test("Enter that ends a composition opens nothing", { skip }, () =>
  onHost("<kedb-search></kedb-search>", async (page) => {
    const { input, options } = search(page);
    await input.fill("printer");
    await options.first().locator("mark").first().waitFor();
    await page.keyboard.press("ArrowDown");
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      await input.evaluate((input, how) => {
        const key = { key: "Enter", code: "Enter", bubbles: true, composed: true, cancelable: true };
        input.dispatchEvent(new KeyboardEvent("keydown", { ...key, ...how }));
      }, how);
      await page.waitForTimeout(300);
      assert.equal(await answer(page).panel.isVisible(), false, JSON.stringify(how));
    }
    assert.deepEqual(await heard(page).then((all) => all.filter((said) => said.includes("Enter"))), []);
  }),
);

/** Hotkeys on layouts without Latin letters, and where they may not be taken.
 * @type {[hotkey: string, event: KeyboardEventInit, where: string, opens: boolean][]} */
const HOTKEYS = [
  ["mod+k", { key: "л", code: "KeyK", ctrlKey: true }, "body", true],
  ["mod+k", { key: "κ", code: "KeyK", ctrlKey: true }, "body", true],
  ["mod+k", { key: "ל", code: "KeyK", ctrlKey: true }, "body", true],
  ["mod+k", { key: "ك", code: "Semicolon", ctrlKey: true }, "body", false],
  ["mod+k", { key: "t", code: "KeyK", ctrlKey: true }, "body", false],
  ["mod+k", { key: "k", code: "KeyV", ctrlKey: true }, "body", true],
  ["mod+k", { key: "k", code: "KeyK", ctrlKey: true }, "#field", true],
  ["mod+k", { key: "k", code: "KeyK", ctrlKey: true }, "#editor", false],
  ["mod+k", { key: "k", code: "KeyK", metaKey: true }, "body", false],
  ["mod+k", { key: "K", code: "KeyK", ctrlKey: true, shiftKey: true }, "body", false],
  ["mod+k", { key: "k", code: "KeyK", ctrlKey: true, altKey: true }, "body", false],
  ["/", { key: "/", code: "Slash" }, "#link", true],
  ["/", { key: "/", code: "Digit7", shiftKey: true }, "body", true],
  ["/", { key: "/", code: "Slash" }, "#field", false],
  ["/", { key: "/", code: "Slash" }, "#closed", false],
  ["/", { key: "/", code: "Slash" }, "#role", false],
  ["/", { key: "/", code: "Slash", keyCode: 229 }, "body", false],
];
test("a hotkey is heard on every layout, and leaves every field its text", { skip }, () =>
  onHost(
    `<kedb-search mode="dialog"></kedb-search><a id="link" href="#">link</a><input id="field">
     <div id="editor" contenteditable>text</div><div id="closed"></div><div id="role" role="textbox" tabindex="0"></div>`,
    async (page) => {
      await page.evaluate(() => {
        const tree = document.querySelector("#closed")?.attachShadow({ mode: "closed" });
        tree?.append(document.createElement("input"));
        tree?.querySelector("input")?.setAttribute("id", "inner");
      });
      for (const [hotkey, event, where, opens] of HOTKEYS) {
        const isOpen = await page.evaluate(
          ([hotkey, event, where]) => {
            const box = /** @type {any} */ (document.querySelector("kedb-search"));
            box.setAttribute("hotkey", hotkey);
            const options = { ...event, bubbles: true, composed: true, cancelable: true };
            document.querySelector(where)?.dispatchEvent(new KeyboardEvent("keydown", options));
            const { open } = box.shadowRoot.querySelector("dialog");
            box.close();
            return open;
          },
          /** @type {[string, any, string]} */ ([hotkey, event, where]),
        );
        assert.equal(isOpen, opens, `${hotkey}: ${JSON.stringify(event)} in ${where}`);
      }
    },
  ),
);
