// kedb beside Pagefind and MiniSearch: the same articles, the same browser, in turn.
//
//   node tests/bench/bench.js KB [CONFIG]    prints two tables; `cargo xtask bench` prepares what it needs
//
// Every search is asked through its own JavaScript, for the five best results with what a list of
// results shows of them. Pagefind indexes the pages of the bundle, MiniSearch the titles and texts of the
// same articles, as an index that was made beforehand. The machine may be busy: only ratios tell.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launch, program } from "../web/support.js";
import { compareBoxes } from "./boxes.js";
import { serveOver } from "./line.js";

const here = dirname(fileURLToPath(import.meta.url));

/** Rounds of every measurement; the median counts. */
const ROUNDS = 5;
/** How many queries are asked. */
const QUERIES = 8;

/** @type {import("./line.js").Line[]} */
const LINES = [
  { name: "this machine", delay: 0, rate: Number.POSITIVE_INFINITY },
  { name: "20 Mbit/s, 40 ms", delay: 40, rate: 2500 },
  { name: "1.6 Mbit/s, 150 ms", delay: 150, rate: 200 },
];

/** How each search is asked, as the body of a module that gives `ask(text)`: the number of results.
 * @type {Record<string, string>} */
const SEARCHES = {
  kedb: `
    import { open } from "./kedb.js";
    const kb = await open(new URL("./", location.href));
    export const ask = async (text) => {
      const { hits, related } = await kb.search(text, { limit: 5, typing: true });
      return hits.length + related.length;
    };`,
  Pagefind: `
    const pagefind = await import("./pagefind/pagefind.js");
    await pagefind.init();
    export const ask = async (text) => {
      const { results } = await pagefind.search(text);
      return (await Promise.all(results.slice(0, 5).map((one) => one.data()))).length;
    };`,
  MiniSearch: `
    import MiniSearch from "./minisearch.js";
    const text = await (await fetch("./minisearch.json")).text();
    const index = MiniSearch.loadJSON(text, { fields: ["title", "text"], storeFields: ["title"] });
    export const ask = async (text) =>
      index.search(text, { prefix: true, fuzzy: 0.2, boost: { title: 2 } }).slice(0, 5).length;`,
};

/** The number in the middle.
 * @param {number[]} numbers @param {number} [share] */
function quantile(numbers, share = 0.5) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Builds all three indexes into `folder`; gives queries, the first words of titles.
 * @param {string} folder @param {string} kb @param {string} [config] */
async function prepare(folder, kb, config) {
  const run = promisify(execFile);
  const more = config ? ["--config", config] : [];
  const options = ["--out", folder, "--audience", "internal", ...more];
  await run(/** @type {string} */ (program), ["build", kb, ...options], { maxBuffer: 1 << 26 });
  const pages = (await readdir(join(folder, "articles"))).filter((name) => name.endsWith(".html")).sort();
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  /** @type {[string, string][]} */
  const titles = JSON.parse(await readFile(join(folder, manifest.files.titles.path), "utf8"));

  const bin = join(here, "node_modules/.bin/pagefind");
  await run(bin, ["--site", folder, "--glob", "articles/*.html", "--output-path", join(folder, "pagefind")], {
    maxBuffer: 1 << 26,
  });

  const built = join(here, "node_modules/minisearch/dist/es/index.js");
  const { default: MiniSearch } = await import(built);
  const index = new MiniSearch({ fields: ["title", "text"], storeFields: ["title"] });
  const names = new Map(titles.map(([id, title]) => [id, title]));
  for (const page of pages) {
    const id = basename(page, ".html");
    const html = await readFile(join(folder, "articles", page), "utf8");
    const main = /<article.*<\/article>/s.exec(html)?.[0] ?? "";
    index.add({ id, title: names.get(id) ?? id, text: main.replace(/<[^>]*>/g, " ").replace(/&\w+;/g, " ") });
  }
  await writeFile(join(folder, "minisearch.json"), JSON.stringify(index));
  await writeFile(join(folder, "minisearch.js"), await readFile(built));

  for (const [name, script] of Object.entries(SEARCHES)) {
    await writeFile(join(folder, `bench-${name}.js`), script);
    const page = `<!doctype html><title>${name}</title><link rel="icon" href="data:,">`;
    await writeFile(join(folder, `bench-${name}.html`), page);
  }
  const step = Math.max(1, Math.floor(titles.length / QUERIES));
  const chosen = titles.filter((_, number) => number % step === 0).slice(0, QUERIES);
  return { articles: titles.length, queries: chosen.map(([, title]) => title.split(/\s+/).slice(0, 4).join(" ")) };
}

/** The milliseconds from nothing to the first results. This runs in the page.
 * @param {{ name: string, query: string }} what */
async function firstResults({ name, query }) {
  const started = performance.now();
  const { ask } = await import(`./bench-${name}.js`);
  const results = await ask(query);
  return { time: performance.now() - started, results };
}

/** The milliseconds of each keystroke once everything is here. This runs in the page.
 * @param {{ name: string, queries: string[] }} what */
async function keystrokes({ name, queries }) {
  const { ask } = await import(`./bench-${name}.js`);
  const times = [];
  for (const query of queries)
    for (const warm of [false, true])
      for (let length = 2; length <= query.length; length++) {
        const started = performance.now();
        await ask(query.slice(0, length));
        if (warm) times.push(performance.now() - started);
      }
  return times;
}

/** @param {string} kb @param {string} [config] */
async function measure(kb, config) {
  const folder = await mkdtemp(join(tmpdir(), "kedb-bench-"));
  const browser = await launch();
  const names = Object.keys(SEARCHES);
  /** @type {Map<string, number[]>} */
  const figures = new Map();
  const note = (/** @type {string} */ key, /** @type {number} */ value) =>
    figures.set(key, [...(figures.get(key) ?? []), value]);
  try {
    const { articles, queries } = await prepare(folder, kb, config);
    for (const line of LINES) {
      const server = await serveOver(folder, line);
      for (let round = 0; round < ROUNDS; round++)
        for (const name of names) {
          const context = await browser.newContext();
          const page = await context.newPage();
          await page.goto(`${server.address}bench-${name}.html`);
          server.taken();
          const query = queries[round % queries.length];
          const { time, results } = await page.evaluate(firstResults, { name, query });
          if (!results) throw new Error(`${name} finds nothing for \`${query}\``);
          const { requests, bytes } = server.taken();
          note(`${name}: ${line.name}`, time);
          note(`${name}: requests`, requests);
          note(`${name}: kB`, bytes / 1000);
          await context.close();
        }
      server.close();
    }
    const server = await serveOver(folder, LINES[0]);
    for (const name of names) {
      const page = await browser.newPage();
      await page.goto(`${server.address}bench-${name}.html`);
      for (const time of await page.evaluate(keystrokes, { name, queries })) note(`${name}: keystroke`, time);
      await page.close();
    }
    server.close();
    return { articles, searches: table(figures, names), boxes: await compareBoxes(browser, folder, queries) };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {Map<string, number[]>} figures @param {string[]} names */
function table(figures, names) {
  const get = (/** @type {string} */ name, /** @type {string} */ what, share = 0.5) =>
    quantile(figures.get(`${name}: ${what}`) ?? [], share);
  const ratio = (/** @type {number} */ value, /** @type {number} */ other) => (value / other).toFixed(2);
  const rows = names.map((name) => [
    name,
    get(name, "kB").toFixed(0),
    get(name, "requests").toFixed(0),
    ...LINES.map((line) => ratio(get(name, line.name), get("Pagefind", line.name))),
    ratio(get(name, "keystroke"), get("Pagefind", "keystroke")),
    ratio(get(name, "keystroke", 0.95), get("Pagefind", "keystroke", 0.95)),
  ]);
  const head = ["", "kB", "requests", ...LINES.map(({ name }) => name), "keystroke p50", "p95"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

if (!program) throw new Error("KEDB_BIN names no kedb program: cargo xtask dist prints one");
const [kb, config] = process.argv.slice(2);
const { articles, searches, boxes } = await measure(kb, config);
console.log(`${articles} articles; times as multiples of Pagefind's\n\n${searches}\n`);
console.log(`kedb's element as multiples of Pagefind's box\n\n${boxes}`);
