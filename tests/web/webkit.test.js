// The promise of the project in WebKit, as far as Debian has it: WebKitGTK, the engine of Safari
// with other edges. What the other files test in Chromium at length is tried here once, where
// browsers differ: scripts, shadow trees, wasm in workers, the clipboard, keys, dialogs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { STRICT, sharedByTests, skip } from "./support.js";
import { KEYS, launchWebKit, skipWebKit } from "./webdriver.js";

const here = { skip: skip || skipWebKit };
const shared = here.skip ? /** @type {any} */ ({}) : sharedByTests({ serving: { csp: STRICT }, start: launchWebKit });

/** A page, and where its parts are.
 * @param {string} path */
async function visit(path = "") {
  /** @type {import("./webdriver.js").WebDriver} */
  const page = shared.browser;
  await page.goto(`http://127.0.0.1:${shared.server.port}/${path}`);
  await page.run(() => {
    const [copies, complaints] = [/** @type {Record<string, string>} */ ({}), /** @type {string[]} */ ([])];
    Object.assign(window, { copies, complaints });
    addEventListener("error", ({ message }) => complaints.push(message));
    addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
    document.addEventListener("securitypolicyviolation", ({ blockedURI }) => complaints.push(blockedURI));
    const set = DataTransfer.prototype.setData;
    DataTransfer.prototype.setData = function (type, text) {
      copies[type] = text;
      set.call(this, type, text);
    };
  });
  /** Waits for the first part of an element with this selector and this text, and gives its middle.
   * @param {string} selector @param {string} [text] @param {string} [element] */
  const shown = (selector, text = "", element = "kedb-search") =>
    page.waitFor(
      (element, selector, text) => {
        const parts = document.querySelector(element)?.shadowRoot?.querySelectorAll(selector) ?? [];
        const part = [...parts].find((part) => part.getClientRects().length > 0 && part.textContent?.includes(text));
        if (!part) return null;
        part.scrollIntoView({ block: "nearest" });
        const { left, top, width, height } = part.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      },
      element,
      selector,
      text,
    );
  /** @param {string} selector @param {string} [text] @param {string} [element] */
  const click = async (selector, text, element) => page.click(await shown(selector, text, element));
  /** @param {string} text */
  const type = async (text) => {
    await click("input");
    await page.press(text);
  };
  const complaints = () => page.run(() => /** @type {any} */ (window).complaints);
  return { page, shown, click, type, complaints };
}

/** What the search says of itself.
 * @param {import("./webdriver.js").WebDriver} page */
const state = (page) =>
  page.run(() => {
    const root = document.querySelector("kedb-search")?.shadowRoot;
    const input = /** @type {HTMLInputElement | null | undefined} */ (root?.querySelector("input"));
    return {
      focus: root?.activeElement?.localName,
      text: input?.value,
      active: input?.getAttribute("aria-activedescendant"),
      isAnswerOpen: (root?.querySelector(".answer h2")?.getClientRects().length ?? 0) > 0,
      isDialogOpen: root?.querySelector("dialog")?.open,
    };
  });

test("a workaround is found, opened and copied in WebKit", here, async () => {
  const { page, shown, click, type, complaints } = await visit();
  await type("checkout stalls nightly stock job");
  await shown(".title", "stock job");
  await page.press(KEYS.enter);
  await shown(".workaround", "Restart");
  await click("[data-do=copy]");
  await shown("[data-do=copy]", "Copied");
  const copies = await page.run(() => /** @type {any} */ (window).copies);
  assert.match(copies["text/plain"], /^1\. /m);
  assert.match(copies["text/plain"], /\/articles\/KE-0001\.html/);
  assert.match(copies["text/html"], /<ol>.*<li>/s);
  assert.deepEqual(await complaints(), []);
});

test("arrows, Enter and Escape lead through the list in WebKit", here, async () => {
  const { page, shown, type } = await visit();
  await type("printer");
  await shown("mark");
  await page.press(KEYS.down + KEYS.down);
  await shown("[role=option][aria-selected=true]");
  assert.match((await state(page)).active ?? "", /^hit-/);
  await page.press(KEYS.enter);
  await shown(".answer h2");
  await page.press(KEYS.escape);
  const { focus, text, isAnswerOpen } = await state(page);
  assert.deepEqual([focus, text, isAnswerOpen], ["input", "printer", false]);
  await page.press(KEYS.escape);
  assert.equal((await state(page)).text, "");
});

test("Enter that ends a composition opens nothing in WebKit", here, async () => {
  const { page, shown, type } = await visit();
  await type("printer");
  await shown("mark");
  // Safari ends the composition before the key, which has the code of a key that an editor takes.
  const isTaken = (/** @type {number} */ keyCode) =>
    page.run((keyCode) => {
      const input = document.querySelector("kedb-search")?.shadowRoot?.querySelector("input");
      const options = { bubbles: true, composed: true, cancelable: true };
      input?.dispatchEvent(new CompositionEvent("compositionend", { data: "printer", ...options }));
      const enter = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ...options });
      Object.defineProperty(enter, "keyCode", { value: keyCode });
      return !input?.dispatchEvent(enter);
    }, keyCode);
  assert.equal(await isTaken(229), false);
  assert.equal(await isTaken(13), true);
  await shown(".answer h2");
});

test("a pasted log is searched in WebKit", here, async () => {
  const { page, shown } = await visit();
  await page.run(() => {
    const area = document.createElement("textarea");
    area.value = "INFO heartbeat ok\nINFO heartbeat ok\nERROR stock-sync queue depth exceeded (8192)";
    document.body.append(area);
    area.select();
  });
  await page.press("c", KEYS.control);
  await page.run(() => document.querySelector("kedb-search")?.shadowRoot?.querySelector("input")?.focus());
  await page.press("v", KEYS.control);
  await shown(".chip", "text, 3 lines");
  await shown(".title", "stock job");
});

test("a ticket form has suggestions, and takes them along, in WebKit", here, async () => {
  const { page, shown, click, complaints } = await visit("ticket.html");
  await page.run(() => document.getElementById("subject")?.focus());
  await page.press("printer 0x0000011b");
  await click(".summary .title", "0x0000011b", "kedb-suggest");
  await shown(".workaround", "", "kedb-suggest");
  await click("[data-do=solved]", "", "kedb-suggest");
  await shown(".thanks", "You don’t need to send this form", "kedb-suggest");
  const sent = await page.run(() => [
    ...new FormData(/** @type {HTMLFormElement} */ (document.querySelector("form"))).keys(),
  ]);
  for (const name of ["kedb_query", "kedb_tried", "kedb_solved"]) assert.ok(sent.includes(name), sent.join());
  assert.deepEqual(await complaints(), []);
});

test("a dialog opens by its key, keeps the page behind, and one Escape closes one thing in WebKit", here, async () => {
  const { page, shown, type } = await visit();
  await page.run(() => {
    const search = document.querySelector("kedb-search");
    search?.setAttribute("mode", "dialog");
    search?.setAttribute("hotkey", "mod+k");
  });
  await shown(".trigger");
  await page.press("k", KEYS.control);
  await shown("dialog input");
  assert.equal(await page.run(() => document.documentElement.style.overflow), "hidden");
  await type("printer");
  await shown("mark");
  await page.press(KEYS.enter);
  await shown(".answer h2");
  /** @type {[isAnswerOpen: boolean, text: string, isDialogOpen: boolean][]} */
  const STEPS = [
    [false, "printer", true],
    [false, "", true],
    [false, "", false],
  ];
  for (const step of STEPS) {
    await page.press(KEYS.escape);
    const { isAnswerOpen, text, isDialogOpen } = await state(page);
    assert.deepEqual([isAnswerOpen, text, isDialogOpen], step);
  }
  assert.equal(await page.run(() => document.documentElement.style.overflow), "");
});

test("the search page takes its query from the address, and Back closes the answer, in WebKit", here, async () => {
  const { page, shown } = await visit("agents/index.html#q=stock+job");
  await shown(".title", "stock job");
  await page.press(KEYS.enter);
  await shown(".workaround");
  assert.match(await page.run(() => location.hash), /^#q=stock\+job&a=KE-\d+$/);
  await page.back();
  await page.waitFor(() =>
    document.querySelector("kedb-search")?.shadowRoot?.querySelector(".answer")?.matches("[hidden]"),
  );
});

test("a page that Back restores goes on where it was in WebKit", here, async () => {
  const { page, shown, type } = await visit();
  await page.run(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { isRestored: persisted }));
    document.addEventListener("kedb:open", (event) => Object.assign(window, { opened: event.detail.id }));
  });
  await type("printer");
  await shown("mark");
  // What is being searched when the page is left arrives when it is back.
  await page.press("s jam");
  await page.goto(`http://127.0.0.1:${shared.server.port}/agents/codes.html`);
  await page.back();
  await page.waitFor(() => /** @type {any} */ (window).isRestored);
  await shown(".title", "rinter");
  await page.run(() => Object.assign(document.querySelector("kedb-search") ?? {}, { value: "stk-4711" }));
  await shown(".title", "stock job");
  await page.run(() => document.querySelector("kedb-search")?.shadowRoot?.querySelector("input")?.focus());
  await page.press(KEYS.enter);
  // A certain answer already stands beside the list; the event says when it was opened.
  assert.equal(await page.waitFor(() => /** @type {any} */ (window).opened), "KE-0001");
  await shown(".workaround", "Restart");
});

test("the setup page's self-test is content in WebKit", here, async () => {
  const { page } = await visit("agents/setup.html");
  const found = await page.waitFor(() => {
    const test = document.querySelector("#self-test");
    const done = /^(Yes: all is well|It works|Not yet)/m.test(test?.textContent ?? "");
    return done ? [...(test?.querySelectorAll("li") ?? [])].map((node) => node.dataset.verdict) : null;
  });
  assert.ok(found.length > 5 && !found.includes("broken"), found.join());
});
