// kedb's element beside the box of Pagefind's component UI: the same page, the same articles, in turn.
// A key costs what script, layout and style take of the page's thread; what the workers of both take shows
// only in the time until the results stand.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serveOver } from "./line.js";

/** Rounds of every measurement, each with another query; the median of their ratios counts. */
const ROUNDS = 9;
/** How many times as slow as it is the processor is made. */
const SLOWDOWNS = [1, 4];
/** Milliseconds between two keys: of somebody who types quickly, where Pagefind's box waits for a pause, and
 * of somebody who searches for the keys, where both show results for each. */
const PACES = { quick: 120, slow: 400 };
/** How many keys are typed at each pace. */
const KEYS = 10;
/** For how long nothing changes once nothing is to come, in milliseconds. */
const QUIET = 1000;
/** How many titles have to stand: what a small screen shows of a list. */
const SEEN = 3;

/** What each box needs on a page, and where it shows the titles of its results.
 * @type {Record<string, { head: string, element: string, titles: string }>} */
const BOXES = {
  kedb: {
    head: '<script type="module" src="kedb.js"></script>',
    element: "kedb-search",
    titles: ".list .title",
  },
  Pagefind: {
    head: `<link rel="stylesheet" href="pagefind/pagefind-component-ui.css">
<script type="module" src="pagefind/pagefind-component-ui.js"></script>`,
    element: "pagefind-searchbox",
    titles: ".pf-searchbox-result-title",
  },
};

/** What is measured of each box. @typedef {Record<string, number>} Figures */

/** Notes when the first titles became what they are. This runs in the page.
 * @param {{ element: string, titles: string, seen: number }} what */
function watch({ element, titles, seen }) {
  const host = /** @type {Element} */ (document.querySelector(element));
  const root = host.shadowRoot ?? host;
  const box = /** @type {HTMLInputElement} */ (root.querySelector("input"));
  const state = { since: 0, shown: "", at: 0, changed: 0, looks: true };
  Object.assign(window, { state });
  box.addEventListener("input", () => (state.since = performance.now()), true);
  const look = () => {
    const nodes = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(titles)]);
    const shown = nodes.filter((node) => node.getClientRects().length).map((node) => node.textContent);
    const first = shown.slice(0, seen).join("\n");
    if (first !== state.shown) Object.assign(state, { shown: first, at: performance.now() });
  };
  const changes = { childList: true, subtree: true, characterData: true, attributes: true };
  new MutationObserver(() => {
    state.changed = performance.now();
    if (state.looks) requestAnimationFrame(look);
  }).observe(root, changes);
}

/** @typedef {{ since: number, shown: string, at: number, changed: number, looks: boolean }} State */

/** What the page says once its results stand.
 * @param {import("playwright-core").Page} page @param {string} text
 * @returns {Promise<State>} */
async function settled(page, text) {
  const quiet = await page.waitForFunction(
    (quiet) => {
      const { state } = /** @type {{ state: State }} */ (/** @type {unknown} */ (window));
      const last = Math.max(state.since, state.at, state.changed);
      return state.shown && performance.now() - last > quiet && { ...state };
    },
    QUIET,
    { polling: 200 },
  );
  const state = await quiet.jsonValue();
  if (!state) throw new Error(`nothing is shown for \`${text}\``);
  return state;
}

/** What a box takes for one query on a new page with an empty cache.
 * @param {import("playwright-core").Browser} browser @param {Awaited<ReturnType<typeof serveOver>>} server
 * @param {string} name @param {string} query @param {number} slowdown
 * @returns {Promise<Figures>} */
async function measure(browser, server, name, query, slowdown) {
  const { element, titles } = BOXES[name];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const session = await context.newCDPSession(page);
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const get = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return 1000 * (get("ScriptDuration") + get("LayoutDuration") + get("RecalcStyleDuration"));
  };
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  server.taken();
  await page.goto(`${server.address}box-${name}.html`);
  const box = page.locator(`${element} input`).first();
  await box.waitFor();
  await page.evaluate(watch, { element, titles, seen: SEEN });
  await box.focus();
  await page.keyboard.insertText(query);
  const first = await settled(page, query);
  const { requests, bytes, scripts } = server.taken();
  const insert = async () => {
    await box.fill("");
    await page.waitForTimeout(QUIET);
    await page.keyboard.insertText(query);
    return settled(page, query);
  };
  const again = await insert();
  // What looks at the titles would count as the box's own work.
  await page.evaluate(() => Object.assign(/** @type {any} */ (window).state, { looks: false }));
  const keys = async (/** @type {number} */ delay) => {
    await box.fill(query.slice(0, -KEYS));
    await settled(page, query);
    const before = await spent();
    await page.keyboard.type(query.slice(-KEYS), { delay });
    await settled(page, query);
    return ((await spent()) - before) / KEYS;
  };
  const [quick, slow] = [await keys(PACES.quick), await keys(PACES.slow)];
  await context.close();
  return {
    requests,
    kB: bytes / 1000,
    "kB of scripts and styles": scripts / 1000,
    "first results": first.at - first.since,
    "results once loaded": again.at - again.since,
    "a key, typed quickly": quick,
    "a key, typed slowly": slow,
  };
}

/** Measures both, and gives a table of kedb's figures as multiples of Pagefind's.
 * @param {import("playwright-core").Browser} browser @param {string} folder A bundle that Pagefind has indexed.
 * @param {string[]} queries */
export async function compareBoxes(browser, folder, queries) {
  const long = queries.filter(({ length }) => length > 2 * KEYS);
  if (!long.length) throw new Error(`no query is longer than ${2 * KEYS} characters`);
  for (const [name, { head, element }] of Object.entries(BOXES)) {
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>
<link rel="icon" href="data:,">${head}<main><${element}></${element}></main></html>`;
    await writeFile(join(folder, `box-${name}.html`), page);
  }
  const server = await serveOver(folder, { name: "this machine", delay: 0, rate: Number.POSITIVE_INFINITY });
  /** The ratios of all rounds, by what was measured, for each slowdown.
   * @type {Map<string, number[][]>} */
  const ratios = new Map();
  for (const [column, slowdown] of SLOWDOWNS.entries())
    for (let round = 0; round < ROUNDS; round++) {
      /** @type {Record<string, Figures>} */
      const figures = {};
      const names = Object.keys(BOXES);
      // Each goes first in every other round.
      for (const name of round % 2 ? names.reverse() : names)
        figures[name] = await measure(browser, server, name, long[round % long.length], slowdown);
      for (const [what, value] of Object.entries(figures.kedb)) {
        const columns = ratios.get(what) ?? SLOWDOWNS.map(() => []);
        columns[column].push(value / figures.Pagefind[what]);
        ratios.set(what, columns);
      }
    }
  server.close();
  const rows = [...ratios].map(([what, columns]) => [what, ...columns.map(spread)]);
  const head = ["", ...SLOWDOWNS.map((slowdown) => `processor ÷ ${slowdown}`)];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The number in the middle, the least and the greatest.
 * @param {number[]} numbers */
function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [middle, least, most] = [sorted[sorted.length >> 1], sorted[0], sorted[sorted.length - 1]].map((number) =>
    number.toFixed(2),
  );
  return `${middle} (${least} to ${most})`;
}
