// The search as a combobox with list autocomplete and manual selection, as the ARIA Authoring
// Practices describe it. Their own tests of that example look for a page without a shadow tree,
// so each of their assertions is a row here, tried in ours. Where the search differs on purpose,
// the row says why, and tests what it does instead.

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
    const isListShown = (listbox?.getClientRects().length ?? 0) > 0;
    return {
      comboboxes: [...root.querySelectorAll("[role=combobox]")].map((node) => node.localName),
      listboxes: root.querySelectorAll("[role=listbox]").length,
      type: input.type,
      name: input.getAttribute("aria-label"),
      autocomplete: input.getAttribute("aria-autocomplete"),
      haspopup: input.getAttribute("aria-haspopup"),
      browserAutocomplete: input.autocomplete,
      controls: input.getAttribute("aria-controls"),
      controlled: [...root.querySelectorAll(`#${input.getAttribute("aria-controls")}`)].map((node) =>
        node.getAttribute("role"),
      ),
      expanded: input.getAttribute("aria-expanded"),
      isFocused: root.activeElement === input,
      text: input.value,
      caret: input.selectionStart,
      listName: listbox?.getAttribute("aria-label"),
      isListShown,
      isTrue: input.getAttribute("aria-expanded") === String(isListShown),
      count: options.length,
      isInList: options.every((option) => listbox?.contains(option)),
      isNamed: options.every((option) => option.getAttribute("aria-labelledby")),
      selectable: [...new Set(options.map((option) => option.getAttribute("aria-selected")))],
      isFocusable: options.some((option) => /** @type {HTMLElement} */ (option).tabIndex >= 0),
      groups: [...new Set([...(listbox?.children ?? [])].map((node) => node.getAttribute("role")))],
      areUnique: new Set(ids).size === ids.length,
      active,
      at: active === null ? -1 : options.findIndex(({ id }) => id === active),
      isDangling: active !== null && !root.getElementById(active),
      selected: options.flatMap((option, at) => (option.getAttribute("aria-selected") === "true" ? [at] : [])),
      openers: root.querySelectorAll(".box button[aria-controls], .box button[aria-expanded]").length,
      opened: root.querySelector(".hit.open")?.getAttribute("data-id"),
      first: options[0]?.getAttribute("data-id"),
      titles: options.map((option) => option.querySelector(".title")?.textContent ?? ""),
    };
  });
}

/**
 * @typedef {Awaited<ReturnType<typeof state>>} State
 *
 * @typedef {object} Row
 * @property {string} says What the practices' test asserts.
 * @property {string} [differs] Why the search does something else, which is what is tested then.
 * @property {"untouched" | "start" | "typed"} at The page as it came, the box with the focus and the
 *   list of the start, or with "printer" in it and the list of results.
 * @property {string[]} [keys] Pressed one after the other then.
 * @property {(state: State) => unknown} see What is looked at.
 * @property {unknown} is What it must be.
 */

const POPUP = "the list is no popup: it stands below the box as long as there is something to choose";
const NO_BUTTON = "there is no button that opens the list, because it opens with the focus";

/** @param {State} state The active option, which alone must be selected. */
const active = ({ at, selected }) => [at, ...selected];

/** @param {State} state The same, counted from the end: 1 is the last one. */
const fromEnd = ({ at, count, selected }) => [count - at, ...selected.map((at) => count - at)];

/** @param {State} state */
const caret = ({ caret, active }) => [caret, active];

/** @type {Row[]} */
const ROWS = [
  // Roles and states.
  { says: "one input is the combobox", at: "untouched", see: (s) => s.comboboxes, is: ["input"] },
  { says: "it says that it lists", at: "untouched", see: (s) => s.autocomplete, is: "list" },
  { says: "it names what it controls", at: "start", see: (s) => s.controls, is: "list" },
  { says: "that is one element, the list", at: "start", see: (s) => s.controlled, is: ["listbox"] },
  { says: "it is collapsed at first", at: "untouched", see: (s) => s.expanded, is: "false" },
  { says: "and no list is shown", at: "untouched", see: (s) => s.isListShown, is: false },
  { says: "it is expanded once somebody types", at: "typed", see: (s) => s.expanded, is: "true" },
  { says: "and the list is shown", at: "typed", see: (s) => s.isListShown, is: true },
  { says: "no option is active at first", at: "untouched", see: (s) => s.active, is: null },
  { says: "there is one list", at: "start", see: (s) => s.listboxes, is: 1 },
  { says: "the list has a name", at: "start", see: (s) => s.listName, is: "Known errors" },
  {
    says: "Down shows all options",
    differs: "the list is never one of all articles: it shows ten, and a button below it shows more",
    at: "start",
    keys: ["ArrowDown"],
    see: (s) => [s.count, s.isInList],
    is: [10, true],
  },
  {
    says: "an option that is not active has no aria-selected",
    differs: "an option without it cannot be chosen in the words of ARIA 1.2; false says not yet",
    at: "typed",
    see: (s) => s.selectable,
    is: ["false"],
  },
  { says: "the active option is selected", at: "typed", keys: ["ArrowDown"], see: active, is: [0, 0] },
  // The button, of which their tests want four things and assert eight.
  ...[
    "the button is no stop of Tab",
    "the button has a name",
    "the button says what it controls",
    "the button controls an element that is there",
    "the button is collapsed at first",
    "no list is shown while the button is collapsed",
    "the button is expanded once somebody types",
    "the list is shown while the button is expanded",
  ].map((says) => ({ says, differs: NO_BUTTON, at: /** @type {"typed"} */ ("typed"), see: opening, is: [0, "true"] })),
  // Keys.
  { says: "Alt+Down shows the list", at: "start", keys: ["Alt+ArrowDown"], see: (s) => s.isListShown, is: true },
  { says: "and makes no option active", at: "typed", keys: ["Alt+ArrowDown"], see: active, is: [-1] },
  { says: "Down shows the list", at: "start", keys: ["ArrowDown"], see: (s) => s.isListShown, is: true },
  { says: "and makes its first option active", at: "start", keys: ["ArrowDown"], see: active, is: [0, 0] },
  ...[1, 2, 3, 4].map((at) => ({
    says: `Down in the list makes option ${at + 1} active`,
    at: /** @type {"typed"} */ ("typed"),
    keys: Array(at + 1).fill("ArrowDown"),
    see: active,
    is: [at, at],
  })),
  {
    says: "Down at the last option makes the first one active",
    differs: "it leads to the box between them, as the pattern allows: so one can go on typing",
    at: "typed",
    keys: ["ArrowUp", "ArrowDown"],
    see: (s) => [...active(s), s.text],
    is: [-1, "printer"],
  },
  {
    says: "and once more, the first one is active",
    at: "typed",
    keys: ["ArrowUp", "ArrowDown", "ArrowDown"],
    see: active,
    is: [0, 0],
  },
  { says: "Up shows the list", at: "start", keys: ["ArrowUp"], see: (s) => s.isListShown, is: true },
  { says: "and makes its last option active", at: "start", keys: ["ArrowUp"], see: fromEnd, is: [1, 1] },
  ...[2, 3, 4].map((at) => ({
    says: `Up in the list makes option ${at} from its end active`,
    at: /** @type {"typed"} */ ("typed"),
    keys: Array(at).fill("ArrowUp"),
    see: fromEnd,
    is: [at, at],
  })),
  { says: "Up at the first leads back", at: "typed", keys: ["ArrowDown", "ArrowUp"], see: active, is: [-1] },
  {
    says: "Enter in the box closes the list",
    differs: `${POPUP}. Enter opens the first answer beside it`,
    at: "typed",
    keys: ["Enter"],
    see: (s) => [s.isTrue, s.opened === s.first],
    is: [true, true],
  },
  { says: "and keeps the text", at: "typed", keys: ["Enter"], see: (s) => s.text, is: "printer" },
  {
    says: "Enter on an option closes the list",
    differs: `${POPUP}. Enter opens what was chosen beside it`,
    at: "typed",
    keys: ["ArrowDown", "Enter"],
    see: (s) => [s.isTrue, s.opened === s.first],
    is: [true, true],
  },
  {
    says: "and puts the option into the box",
    differs: "what was searched stays, for the next answer: an article is opened, not typed",
    at: "typed",
    keys: ["ArrowDown", "Enter"],
    see: (s) => s.text,
    is: "printer",
  },
  {
    says: "Escape in the box closes the list",
    differs: `${POPUP}. Escape empties the box, and the list is that of the start`,
    at: "typed",
    keys: ["Escape"],
    see: (s) => [s.isTrue, s.isFocused, s.active],
    is: [true, true, null],
  },
  {
    says: "and keeps the text",
    differs: "without a popup there is nothing to close before the text, so one key less is needed",
    at: "typed",
    keys: ["Escape"],
    see: (s) => s.text,
    is: "",
  },
  {
    says: "Escape twice closes the list",
    differs: POPUP,
    at: "typed",
    keys: ["Escape", "Escape"],
    see: (s) => s.isTrue,
    is: true,
  },
  { says: "and empties the box", at: "typed", keys: ["Escape", "Escape"], see: (s) => s.text, is: "" },
  {
    says: "Escape on an option closes the list",
    differs: POPUP,
    at: "typed",
    keys: ["ArrowDown", "Escape"],
    see: (s) => [s.isTrue, s.active],
    is: [true, null],
  },
  {
    says: "and keeps the text",
    differs: "as in the box: Escape empties it",
    at: "typed",
    keys: ["ArrowDown", "Escape"],
    see: (s) => s.text,
    is: "",
  },
  { says: "Left leads to the text", at: "typed", keys: ["ArrowDown", "ArrowLeft"], see: caret, is: [6, null] },
  { says: "Right leads to the text", at: "typed", keys: ["ArrowDown", "ArrowRight"], see: caret, is: [7, null] },
  { says: "Home leads to its start", at: "typed", keys: ["ArrowDown", "Home"], see: caret, is: [0, null] },
  { says: "and Right goes on", at: "typed", keys: ["ArrowDown", "Home", "ArrowRight"], see: caret, is: [1, null] },
  { says: "End leads to its end", at: "typed", keys: ["ArrowDown", "Home", "End"], see: caret, is: [7, null] },
  { says: "Shift+Home marks it", at: "typed", keys: ["ArrowDown", "Shift+Home"], see: caret, is: [0, null] },
  { says: "a letter is typed", at: "typed", keys: ["ArrowDown", "s"], see: (s) => s.text, is: "printers" },
  { says: "and no option is active then", at: "typed", keys: ["ArrowDown", "s"], see: active, is: [-1] },
  {
    says: "typing narrows the list down",
    at: "typed",
    see: (s) => s.count > 2 && s.titles.some((title) => /print/i.test(title)),
    is: true,
  },
];

/** @param {State} state */
function opening({ openers, expanded }) {
  return [openers, expanded];
}

/** Brings the page into the state that a row begins with.
 * @param {import("playwright-core").Page} page @param {Row["at"]} at */
async function prepare(page, at) {
  if (at === "untouched") return;
  const { input, options } = search(page);
  await input.fill("");
  await input.focus();
  await page.locator("kedb-search .group.latest [role=option]").first().waitFor();
  if (at === "start") return;
  await input.fill("printer");
  await options.first().locator("mark").first().waitFor();
}

test("it does what the ARIA Authoring Practices test, or says why not", { skip }, () =>
  onServer(shared, {}, async (page) => {
    await search(page).input.waitFor();
    // Rows with the same keys look at the same state; the page is untouched only at first.
    const steps = new Map(ROWS.map((row) => [`${row.at} ${row.keys}`, row]));
    const isTouched = (/** @type {Row} */ { at }) => Number(at !== "untouched");
    for (const step of [...steps.values()].sort((one, other) => isTouched(one) - isTouched(other))) {
      const { at, keys = [] } = step;
      await prepare(page, at);
      const before = await state(page);
      for (const key of keys) await page.keyboard.press(key);
      if (keys.includes("Enter")) await answer(page).title.waitFor();
      if (keys.includes("Escape")) await page.locator("kedb-search .group.latest").waitFor();
      const now = await state(page);
      const said = `${at}, ${keys.join(", ")}`;
      assert.ok(now.isTrue && !now.isDangling && now.areUnique, `${said}: ${JSON.stringify(now)}`);
      assert.ok(at === "untouched" || keys.includes("Enter") || now.isFocused, `${said}: the focus stays`);
      const isEdited = keys.some((key) => key.length === 1 || key === "Escape");
      if (!isEdited) assert.equal(now.text, before.text, `${said}: the text stays as it was typed`);
      for (const { says, see, is } of ROWS.filter((row) => row.at === at && `${row.keys}` === `${step.keys}`))
        assert.deepEqual(see(now), is, `${said}: ${says}`);
    }
  }),
);

test("what the practices do not test: names, the focus, the browser's own list", { skip }, () =>
  onServer(shared, {}, async (page) => {
    await prepare(page, "typed");
    const open = await state(page);
    assert.equal(open.type, "text");
    assert.ok(open.name);
    assert.equal(open.haspopup, null, "a listbox is what a combobox has where it says nothing");
    assert.equal(open.browserAutocomplete, "off");
    assert.ok(open.isInList && open.isNamed && open.areUnique);
    assert.equal(open.isFocusable, false, "options never have the focus");
    assert.deepEqual(open.groups, ["group"]);
    assert.deepEqual([open.at, open.selected], [-1, []], "nothing is chosen by itself");
    await search(page).input.fill("zxqvbn wrtplk");
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
