// What a first search costs in a browser with an empty cache: requests, round trips and bytes
// as stored, on the sample base and on real bases, against the budgets. What is fetched for
// the first results is told apart from what is fetched below them when the typing rests.
//
//   node tests/web/figures.js    prints the table, and exits with 1 if a budget is broken
//
// The server answers late, so that what was asked for at once and what had to wait for an
// answer can be told apart.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { kindsOfFiles } from "./hot-pack.js";
import { launch, program, search, serve } from "./support.js";

/** @typedef {import("./hot-pack.js").Kind} Kind */
/**
 * `kind` is undefined for what is no part of a search.
 * @typedef {{ path: string, kind: Kind | undefined, start: number, end: number, bytes: number }} Fetched
 */
/**
 * What the first results of a query took.
 * @typedef {object} First
 * @property {string} query
 * @property {number} requests
 * @property {number} rounds
 * @property {Map<Kind | "other", number>} bytes
 * @property {number} index
 * @property {number} later What is fetched when they are shown.
 */
/** @typedef {{ articles: number, seconds: number, bytes: number, files: number }} Built */
/**
 * @typedef {object} Figures
 * @property {string} name
 * @property {Built} built
 * @property {number} loader In bytes of gzip.
 * @property {number} manifest
 * @property {string[]} early What was fetched before anybody meant to search.
 * @property {First[]} first
 * @property {First} typed
 */
/** @typedef {{ name: string, folder: string, config?: string, queries: string[] }} Base */

const root = fileURLToPath(new URL("../../", import.meta.url));
const corpus = process.env.KEDB_CORPUS ?? join(root, "../shared/corpus");

/** The bases, each with what its readers would type.
 * @type {Base[]} */
export const BASES = [
  {
    name: "kb",
    folder: join(root, "kb"),
    queries: ["checkout stalls nightly", "pod crash loop", "shared printer error"],
  },
  {
    name: "vtex-en",
    folder: join(corpus, "vtex-en"),
    config: join(root, "tests/corpus/vtex-en.toml"),
    queries: [
      "payment gateway timeout",
      "catalog sku import",
      "gift card balance",
      "checkout shipping error",
      "seller price update",
    ],
  },
  {
    name: "office-dev",
    folder: join(corpus, "office-dev"),
    config: join(root, "tests/corpus/office-dev.toml"),
    queries: [
      "outlook password prompt",
      "shared calendar permission",
      "onedrive sign in",
      "mailbox migration failed",
      "sharepoint access denied",
    ],
  },
];

/** Why a base can't be measured here, or `false`.
 * @param {Base} base */
export const missing = ({ folder }) => (existsSync(folder) ? false : `no corpus in ${folder}; set KEDB_CORPUS`);

/** The budgets: bytes as stored, the loader's as any server compresses it. */
const BUDGET = { index: 100_000, rounds: 5, loader: 7_500, manifest: 3_000 };

/** What the runtime's own budgets are about; the rest of what is fetched is the index.
 * @type {(Kind | "other")[]} */
const ENGINE_KINDS = ["engine", "wasm", "widget"];
/** What of the index is worth a column.
 * @type {(Kind | "other")[]} */
const INDEX_KINDS = ["manifest", "hot", "term", "idx", "pos", "fieldnorm", "cards", "other"];

/** How late the server answers, in milliseconds. */
const LATE = 60;
/** Between two keystrokes, in milliseconds. */
const KEYSTROKE = 120;

/** The two lines of a page. `index.html` would not do: its box has the focus at once. */
const HOST =
  '<!doctype html><title>host</title><link rel="icon" href="data:,">' +
  '<script type="module" src="kedb.js"></script><kedb-search></kedb-search>';

/** Builds a base for agents and searches it in a new browser profile for each query.
 * @param {Base} base
 * @returns {Promise<Figures>} */
export async function measure({ name, folder, config, queries }) {
  const bundle = await mkdtemp(join(tmpdir(), "kedb-figures-"));
  const instead = (/** @type {string} */ path) =>
    path === "/host.html" ? { status: 200, type: "text/html", body: HOST } : undefined;
  const server = await serve(bundle, { instead, late: LATE });
  const browser = await launch();
  try {
    const args = [
      "build",
      folder,
      "--out",
      bundle,
      "--audience",
      "internal",
      "--json",
      ...(config ? ["--config", config] : []),
    ];
    const { stdout } = await promisify(execFile)(/** @type {string} */ (program), args, { maxBuffer: 1 << 26 });
    const kinds = await kindsOfFiles(bundle);
    const [loader, manifest] = await Promise.all(
      ["kedb.js", "manifest.json"].map((file) => readFile(join(bundle, file))),
    );
    const address = `http://127.0.0.1:${server.port}/`;
    /** @type {Figures} */
    const figures = {
      name,
      built: JSON.parse(stdout),
      loader: gzipSync(loader, { level: 9 }).length,
      manifest: manifest.length,
      early: [],
      first: [],
      typed: cost("", []),
    };
    for (const query of queries) {
      const { before, after, at } = await firstResults(browser, address, kinds, query, (input) => input.fill(query));
      figures.early.push(...before.filter(({ kind }) => kind !== "loader").map(({ path }) => path));
      figures.first.push(cost(query, after, at));
    }
    const [letters] = queries;
    const { after } = await firstResults(browser, address, kinds, letters, (input) =>
      input.pressSequentially(letters, { delay: KEYSTROKE }),
    );
    figures.typed = cost(letters, after);
    return figures;
  } finally {
    await browser.close();
    server.close();
    await rm(bundle, { recursive: true, force: true });
  }
}

/** What is fetched from a click into the box until results for `query` are shown, and what later.
 * @param {import("playwright-core").Browser} browser @param {string} address
 * @param {Map<string, Kind>} kinds @param {string} query
 * @param {(input: import("playwright-core").Locator) => Promise<void>} type */
async function firstResults(browser, address, kinds, query, type) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}host.html`);
  await page.waitForTimeout(3 * LATE);
  const before = await fetched(page, address, kinds);
  const { element, input } = search(page);
  const answers = element.evaluate(
    (box, query) =>
      new Promise((resolve) => {
        box.addEventListener("kedb:search", (event) => {
          const { detail } = /** @type {CustomEvent} */ (event);
          if (detail.query === query) resolve(detail.total);
        });
      }),
    query,
  );
  await input.focus();
  const shown = firstRow(element);
  await type(input);
  if (!(await answers)) throw new Error(`nothing answers \`${query}\``);
  const after = await fetched(page, address, kinds);
  const at = await shown;
  await context.close();
  return { before, after, at };
}

/** When the first row is shown, in milliseconds since 1970.
 * @param {import("playwright-core").Locator} element @returns {Promise<number>} */
function firstRow(element) {
  return element.evaluate(
    (box) =>
      new Promise((resolve) => {
        const look = () =>
          box.shadowRoot?.querySelector("[role=option]")
            ? resolve(performance.timeOrigin + performance.now())
            : requestAnimationFrame(look);
        look();
      }),
  );
}

/** What the page and its worker have fetched, without what came from the browser's cache.
 * @param {import("playwright-core").Page} page @param {string} address @param {Map<string, Kind>} kinds
 * @returns {Promise<Fetched[]>} */
async function fetched(page, address, kinds) {
  const entries = () =>
    /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource")).map(
      ({ name, startTime, responseEnd, transferSize, encodedBodySize }) => ({
        name,
        start: performance.timeOrigin + startTime,
        end: performance.timeOrigin + responseEnd,
        transferSize,
        bytes: encodedBodySize,
      }),
    );
  const lists = await Promise.all([
    page.evaluate(entries),
    ...page.workers().map((worker) => worker.evaluate(entries)),
  ]);
  return lists
    .flat()
    .filter(({ name, transferSize }) => name.startsWith(address) && transferSize > 0)
    .map(({ name, start, end, bytes }) => ({
      path: name.slice(address.length),
      kind: kinds.get(name.slice(address.length)),
      start,
      end,
      bytes,
    }));
}

/** What was fetched until `shown`, in milliseconds since 1970, and what later.
 * @param {string} query @param {Fetched[]} requests @param {number} [shown] @returns {First} */
function cost(query, requests, shown = Number.POSITIVE_INFINITY) {
  const meant = requests.filter(({ kind, start }) => kind !== "loader" && start < shown);
  const later = requests.filter(({ start }) => start >= shown);
  /** @type {First["bytes"]} */
  const bytes = new Map();
  let index = 0;
  for (const { kind = "other", bytes: more } of meant) {
    bytes.set(kind, (bytes.get(kind) ?? 0) + more);
    if (kind === "other" || !ENGINE_KINDS.includes(kind)) index += more;
  }
  return {
    query,
    requests: meant.length,
    rounds: rounds(meant),
    bytes,
    index,
    later: later.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The longest chain of requests each of which began after the one before had ended.
 * @param {Fetched[]} requests */
function rounds(requests) {
  /** @type {{ end: number, round: number }[]} */
  const done = [];
  for (const { start, end } of [...requests].sort((a, b) => a.start - b.start)) {
    const before = done.filter((other) => other.end <= start).map(({ round }) => round);
    done.push({ end, round: 1 + Math.max(0, ...before) });
  }
  return Math.max(0, ...done.map(({ round }) => round));
}

/** The budgets that `figures` break, in sentences.
 * @param {Figures} figures */
export function breaches({ name, loader, manifest, early, first }) {
  /** @type {string[]} */
  const sentences = [];
  /** @param {string} what @param {number} actual @param {number} most @param {string} unit */
  const most = (what, actual, most, unit) => {
    if (actual > most) sentences.push(`${name}: ${what} takes ${actual} ${unit}, of ${most}`);
  };
  most("the loader", loader, BUDGET.loader, "bytes of gzip");
  most("the manifest", manifest, BUDGET.manifest, "bytes");
  for (const path of early) sentences.push(`${name}: ${path} is fetched before anybody means to search`);
  for (const { query, index, rounds } of first) {
    most(`the index for \`${query}\``, index, BUDGET.index, "bytes");
    most(`\`${query}\``, rounds, BUDGET.rounds, "round trips");
  }
  return sentences;
}

/** The figures as text.
 * @param {Figures[]} all */
export function table(all) {
  const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);
  const sum = (/** @type {First} */ { bytes }, /** @type {(Kind | "other")[]} */ kinds) =>
    kB(kinds.reduce((sum, kind) => sum + (bytes.get(kind) ?? 0), 0));
  const bases = all.map(({ name, built, loader, manifest }) => [
    name,
    built.articles,
    built.seconds.toFixed(1),
    (built.bytes / 1e6).toFixed(2),
    built.files,
    kB(loader),
    kB(manifest),
  ]);
  const searches = all.flatMap(({ name, first, typed }) =>
    [...first, { ...typed, query: `${typed.query} (letter by letter)` }].map((one) => [
      name,
      one.query,
      one.requests,
      one.rounds,
      sum(one, ENGINE_KINDS),
      kB(one.index),
      ...INDEX_KINDS.map((kind) => sum(one, [kind])),
      kB(one.later),
    ]),
  );
  return [
    columns([["base", "articles", "build s", "bundle MB", "files", "loader kB gzip", "manifest kB"], ...bases]),
    "",
    "to the first results, in kB as stored:",
    columns([["base", "query", "requests", "rounds", "engine", "index", ...INDEX_KINDS, "later"], ...searches]),
  ].join("\n");
}

/** Rows below a heading, with numbers to the right.
 * @param {(string | number)[][]} rows */
function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const isText = rows[0].map((_, column) => rows.slice(1).some((row) => Number.isNaN(Number(row[column]))));
  const cell = (/** @type {string | number} */ value, /** @type {number} */ column) =>
    isText[column] ? String(value).padEnd(widths[column]) : String(value).padStart(widths[column]);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!program) throw new Error("KEDB_BIN names no kedb program: cargo xtask dist prints one");
  const all = [];
  for (const base of BASES) {
    const why = missing(base);
    if (why) console.log(`${base.name} is not measured: ${why}`);
    else all.push(await measure(base));
  }
  const broken = all.flatMap(breaches);
  console.log(table(all));
  for (const sentence of broken) console.log(sentence);
  process.exitCode = broken.length ? 1 : 0;
}
