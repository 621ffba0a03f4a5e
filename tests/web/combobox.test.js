// The search as a combobox with list autocomplete and manual selection, as the ARIA Authoring
// Practices describe it. Their own tests look for an example page without a shadow tree; these
// make the same assertions in ours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, onServer, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

/** What the combobox says of itself.
 * @param {import("playwright-core").Page} page */
function state(page) {
  return page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector("kedb-search")?.shadowRoot);
    const input = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    const listbox = root.querySelector("[role=listbox]");
    const options = [...root.querySelectorAll("[role=option]")];
    const active = input.getAttribute("aria-activedescendant");
    const ids = [...root.querySelectorAll("[id]")].map(({ id }) => id);
    return {
      role: input.getAttribute("role"),
      type: input.type,
      name: input.getAttribute("aria-label"),
      autocomplete: input.getAttribute("aria-autocomplete"),
      haspopup: input.getAttribute("aria-haspopup"),
      browserAutocomplete: input.autocomplete,
      controls: input.getAttribute("aria-controls"),
      expanded: input.getAttribute("aria-expanded"),
      isFocused: root.activeElement === input,
      text: input.value,
      caret: input.selectionStart,
      listId: listbox?.id,
      listName: listbox?.getAttribute("aria-label"),
      isListShown: (listbox?.getClientRects().length ?? 0) > 0,
      count: options.length,
      isInList: options.every((option) => listbox?.contains(option)),
      isNamed: options.every((option) => option.getAttribute("aria-labelledby")),
      areSelectable: options.every((option) => option.hasAttribute("aria-selected")),
      isFocusable: options.some((option) => /** @type {HTMLElement} */ (option).tabIndex >= 0),
      groups: [...root.querySelectorAll("[role=listbox] > *")].map((node) => node.getAttribute("role")),
      areUnique: new Set(ids).size === ids.length,
      active: active === null ? -1 : options.findIndex(({ id }) => id === active),
      isDangling: active !== null && !root.getElementById(active),
      selected: options.flatMap((option, at) => (option.getAttribute("aria-selected") === "true" ? [at] : [])),
    };
  });
}

test("the roles, names and states of a combobox", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { input, options } = search(page);
    await input.waitFor();
    const before = await state(page);
    assert.equal(before.role, "combobox");
    assert.equal(before.type, "text");
    assert.ok(before.name);
    assert.equal(before.autocomplete, "list");
    assert.equal(before.haspopup, null, "a listbox is what a combobox has where it says nothing");
    assert.equal(before.browserAutocomplete, "off");
    assert.equal(before.expanded, "false");
    assert.equal(before.active, -1);
    await input.focus();
    await input.fill("printer");
    await options.first().locator("mark").first().waitFor();
    const open = await state(page);
    assert.equal(open.expanded, "true");
    assert.equal(open.isListShown, true);
    assert.equal(open.controls, open.listId);
    assert.ok(open.listName);
    assert.ok(open.count > 2);
    assert.ok(open.isInList && open.isNamed && open.areSelectable && open.areUnique);
    assert.equal(open.isFocusable, false, "options never have the focus");
    assert.ok(open.groups.every((role) => role === "group"));
    assert.deepEqual([open.active, open.selected], [-1, []], "nothing is chosen by itself");
  }),
);

/** Keys, pressed one after the other, and what is the active option then: -1 is the text alone, and
 * negative numbers count from the end after it.
 * @type {[keys: string[], active: number, caret?: number][]} */
const KEYS = [
  [["ArrowDown"], 0],
  [["ArrowDown", "ArrowDown"], 1],
  [["ArrowUp"], -2],
  [["ArrowUp", "ArrowUp"], -3],
  [["ArrowDown", "ArrowUp"], -1],
  [["ArrowUp", "ArrowDown"], -1],
  [["ArrowUp", "ArrowDown", "ArrowDown"], 0],
  [["Alt+ArrowDown"], -1],
  [["ArrowDown", "ArrowLeft"], -1, 6],
  [["ArrowDown", "Home", "ArrowRight"], -1, 1],
  [["ArrowDown", "Home"], -1, 0],
  [["ArrowDown", "End"], -1, 7],
  [["ArrowDown", "Shift+Home"], -1, 0],
];

test("the keys of a combobox", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { input, options } = search(page);
    for (const [keys, expected, caret] of KEYS) {
      await input.fill("printer");
      await options.first().locator("mark").first().waitFor();
      await input.evaluate((node) => /** @type {HTMLInputElement} */ (node).setSelectionRange(7, 7));
      for (const key of keys) await page.keyboard.press(key);
      const now = await state(page);
      const said = keys.join(", ");
      const active = expected < -1 ? now.count + 1 + expected : expected;
      assert.equal(now.active, active, said);
      assert.deepEqual(now.selected, active < 0 ? [] : [active], said);
      assert.equal(now.isFocused && now.isListShown && now.expanded === "true" && !now.isDangling, true, said);
      assert.equal(now.text, "printer", `${said}: the text stays as it was typed`);
      if (caret !== undefined) assert.equal(now.caret, caret, said);
      await input.fill("");
      await options.first().waitFor();
    }
    await input.fill("printer");
    await options.first().locator("mark").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("s");
    assert.deepEqual([(await state(page)).active, (await state(page)).text], [-1, "printers"]);
    await page.keyboard.press("ArrowDown");
    const chosen = await options.first().getAttribute("data-id");
    await page.keyboard.press("Enter");
    await answer(page).panel.locator("h2").waitFor();
    assert.equal(await page.locator("kedb-search .hit.open").getAttribute("data-id"), chosen);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal((await state(page)).text, "", "Escape empties the box");
    await input.fill("zxqvbn wrtplk");
    await page.waitForFunction(() =>
      document.querySelector("kedb-search")?.shadowRoot?.querySelector("[aria-expanded=false]"),
    );
    assert.equal((await state(page)).isListShown, false, "no list without options");
  }),
);

test("an option is called by its title and its status", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { input, options } = search(page);
    await input.fill("printer");
    await options.first().locator("mark").first().waitFor();
    for (const option of (await options.all()).slice(0, 8)) {
      const title = await option.locator(".title").innerText();
      const status = option.locator("[data-status]");
      const name = (await status.count()) ? `${title} ${await status.innerText()}` : title;
      await page.getByRole("option", { name, exact: true }).first().waitFor();
    }
  }),
);
