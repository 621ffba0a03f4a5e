// What a search costs in a browser at one size of a base.
//
//   node tests/web/curve.js BUNDLE    prints a line of JSON
//
// `cargo xtask curve` asks for each size. The queries are titles of the base itself, so that they find
// something in any base: the first five words of each.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, serve } from "./support.js";

/** How many queries are asked. */
const QUERIES = 20;

/** The number at a share of the way through the sorted ones.
 * @param {number[]} numbers @param {number} share */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** The first words of titles that lie evenly in the base.
 * @param {string} bundle
 * @returns {Promise<string[]>} */
async function queriesOf(bundle) {
  const manifest = JSON.parse(await readFile(join(bundle, "manifest.json"), "utf8"));
  /** @type {string[][]} */
  const rows = JSON.parse(await readFile(join(bundle, manifest.files.titles.path), "utf8"));
  const step = Math.max(1, Math.floor(rows.length / QUERIES));
  const titles = rows.filter((_, number) => number % step === 0).map(([, title]) => title);
  return titles.slice(0, QUERIES).map((title) => title.split(/\s+/).slice(0, 5).join(" "));
}

/** Searches the bundle with an empty cache, and then letter by letter.
 * @param {string} bundle */
export async function measure(bundle) {
  const queries = await queriesOf(bundle);
  const instead = (/** @type {string} */ path) =>
    path === "/host.html" ? { status: 200, type: "text/html", body: "<!doctype html><title>host</title>" } : undefined;
  const server = await serve(bundle, { instead });
  const browser = await launch();
  try {
    const address = `http://127.0.0.1:${server.port}/`;
    const first = [];
    for (const query of queries.slice(0, 5)) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${address}host.html`);
      await page.evaluate(searchOnce, { address, query });
      const ofWorkers = page.workers().map((worker) => worker.evaluate(transferred));
      const files = [await page.evaluate(transferred), ...(await Promise.all(ofWorkers))].flat();
      first.push({ requests: files.length, bytes: files.reduce((sum, bytes) => sum + bytes, 0) });
      await context.close();
    }
    const page = await browser.newPage();
    await page.goto(`${address}host.html`);
    const keystrokes = await page.evaluate(typeAll, { address, queries });
    return {
      requests: quantile(
        first.map(({ requests }) => requests),
        0.5,
      ),
      bytes: quantile(
        first.map(({ bytes }) => bytes),
        0.5,
      ),
      p50: quantile(keystrokes, 0.5),
      p95: quantile(keystrokes, 0.95),
      memory: await memoryOfWorkers(browser),
    };
  } finally {
    await browser.close();
    server.close();
  }
}

/** The bytes that the workers of all pages hold, of which the engine's memory is most.
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<number>} */
async function memoryOfWorkers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send("Target.getTargets");
  let bytes = 0;
  for (const { targetId } of targetInfos.filter(({ type }) => type === "worker")) {
    const { sessionId } = await session.send("Target.attachToTarget", { targetId });
    /** @type {Promise<{ totalSize: number, backingStorageSize?: number }>} */
    const answer = new Promise((resolve) =>
      session.on("Target.receivedMessageFromTarget", ({ message }) => {
        const { id, result } = JSON.parse(message);
        if (id) resolve(result);
      }),
    );
    const message = JSON.stringify({ id: 1, method: "Runtime.getHeapUsage" });
    await session.send("Target.sendMessageToTarget", { sessionId, message });
    const { totalSize, backingStorageSize = 0 } = await answer;
    bytes += totalSize + backingStorageSize;
  }
  return bytes;
}

// These run in the page or in its worker.

/** @param {{ address: string, query: string }} what */
async function searchOnce({ address, query }) {
  const kb = await (await import(`${address}kedb.js`)).open(address);
  await kb.search(query);
}

/** The bytes of each file that came over the network. */
function transferred() {
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"));
  return entries.filter(({ transferSize }) => transferSize > 0).map(({ encodedBodySize }) => encodedBodySize);
}

/** How long each keystroke takes in milliseconds, once all that it needs has been fetched.
 * @param {{ address: string, queries: string[] }} what */
async function typeAll({ address, queries }) {
  const kb = await (await import(`${address}kedb.js`)).open(address);
  const times = [];
  for (const query of queries)
    for (const warm of [false, true])
      for (let length = 2; length <= query.length; length++) {
        const started = performance.now();
        await kb.search(query.slice(0, length), { typing: true });
        if (warm) times.push(performance.now() - started);
      }
  return times;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measure(process.argv[2])));
