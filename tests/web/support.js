// What every browser test needs: a bundle built by the real program, a static server that can
// be strict, a browser with an empty profile, and what went wrong on a page.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, normalize, sep } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The program under test, from `cargo xtask dist`. */
export const program = process.env.KEDB_BIN;

/** Why browser tests can't run here, or `false`. */
export const skip = program ? false : "KEDB_BIN names no kedb program: cargo xtask dist prints one";

/** Name of an intranet host, which is no secure context on plain http as 127.0.0.1 is. */
export const INTRANET = "intranet.example";

/** The strictest policy that a host page may have. */
export const STRICT = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types kedb",
].join("; ");

const TYPES = new Map(
  Object.entries({
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
  }),
);

/** Where all test files find a site to copy, so that each need not build it; unset, each does. */
const readySite = process.env.KEDB_SITE;

/** The demo site with a copy of the sample base built into it. `build` builds it again, with
 * another article if there is one; `remove` removes everything. */
export async function demoSite() {
  const top = await mkdtemp(join(tmpdir(), "kedb-web-"));
  const [base, folder] = [join(top, "base"), join(top, "site")];
  await cp(join(root, "kb"), base, { recursive: true });
  await cp(readySite ?? join(root, "www/demo"), folder, { recursive: true });
  /** @param {string} [article] Its Markdown. */
  const build = async (article) => {
    if (article) await writeFile(join(base, "another.md"), article);
    await promisify(execFile)(/** @type {string} */ (program), ["build", base, "--out", folder]);
  };
  if (!readySite) await build();
  return { folder, build, remove: () => rm(top, { recursive: true, force: true }) };
}

/**
 * How a server answers.
 * @typedef {object} Serving
 * @property {string} [csp] Policy of the pages.
 * @property {string} [workerCsp] Policy of everything in `_/`, which a worker obeys.
 * @property {Record<string, string>} [headers] For every answer.
 * @property {(path: string, request: import("node:http").IncomingMessage) => Reply | undefined} [instead]
 *   What is answered in place of a file.
 * @property {string} [caching] `Cache-Control` of all files.
 * @property {number} [late] Milliseconds before each answer.
 *
 * @typedef {{ status: number, type: string, body: string | Buffer, headers?: Record<string, string> }} Reply
 *
 * @typedef {object} Server
 * @property {number} port
 * @property {string[]} asked The paths that were asked for, in order.
 * @property {() => void} close
 *
 * @typedef {Awaited<ReturnType<typeof demoSite>>} Site
 * @typedef {import("playwright-core").Browser} Browser
 * @typedef {import("playwright-core").Page} Page
 */

/** A static server on a free port.
 * @param {string} folder @param {Serving} [serving]
 * @returns {Promise<Server>} */
export async function serve(folder, { csp, workerCsp, headers = {}, instead, caching, late = 0 } = {}) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => void answer(request, response));
  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://any");
    const path = normalize(decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    asked.push(path);
    if (late) await new Promise((resolve) => setTimeout(resolve, late));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const other = path === "/favicon.ico" ? { status: 204, type: "image/png", body: "" } : instead?.(path, request);
    if (other) {
      response
        .writeHead(other.status, { "content-type": other.type, ...("headers" in other && other.headers) })
        .end(other.body);
      return;
    }
    const hashed = path.includes(`${sep}_${sep}`);
    if (csp && path.endsWith(".html")) response.setHeader("content-security-policy", csp);
    if (workerCsp && hashed) response.setHeader("content-security-policy", workerCsp);
    response.setHeader("cache-control", caching ?? (hashed ? "public, max-age=31536000, immutable" : "no-cache"));
    const body = await readFile(join(folder, path)).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { "content-type": TYPES.get(extname(path)) ?? "application/octet-stream" });
    response.end(body ?? "not found");
  };
  return { asked, ...(await listen(server)) };
}

/** Lets a server listen on a free port of this machine.
 * @param {import("node:http").Server} server */
export async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  // A test that fails may leave it open: that must not keep the tests from ending.
  server.unref();
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, close };
}

/** Chromium with an empty profile, as Debian has it without windows; `INTRANET` and its subdomains are this machine.
 * @param {string[]} [flags] */
export function launch(flags = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP *.${INTRANET} 127.0.0.1,MAP ${INTRANET} 127.0.0.1`,
      ...flags,
    ],
  });
}

/**
 * What the tests of one file share: the demo site, a server that hands it out, and a browser.
 * They are there from the first test on, and are removed after the last one.
 * @template [B=Browser]
 * @param {object} [how]
 * @param {Serving} [how.serving]
 * @param {(site: Site) => Promise<unknown>} [how.prepare] Adds to the site before it is served.
 * @param {() => Promise<B>} [how.start] Another browser than Chromium.
 */
export function sharedByTests({ serving, prepare, start } = {}) {
  const shared = /** @type {{ site: Site, server: Server, browser: B }} */ ({});
  /** @type {Promise<any> | undefined} */
  let starting;
  before(async () => {
    if (skip) return;
    // The browser starts while the site is built.
    starting = (start ?? launch)();
    starting.catch(() => {}); // reported where it is awaited
    shared.site = await demoSite();
    await prepare?.(shared.site);
    shared.server = await serve(shared.site.folder, serving);
    shared.browser = await starting;
  });
  after(async () => {
    const browser = await starting?.catch(() => undefined);
    await browser?.close();
    shared.server?.close();
    await shared.site?.remove();
  });
  return shared;
}

/** Does `work` on a page of the site, which is handed out in a way that only this test needs.
 * @param {{ site: Site, browser: Browser }} shared
 * @param {Serving} serving
 * @param {(page: Page, server: Server) => Promise<unknown>} work
 * @param {{ path?: string, init?: () => void, context?: import("playwright-core").BrowserContextOptions }} [how]
 *   `init` runs before the page's own scripts. */
export async function onServer({ site, browser }, serving, work, { path = "", init, context } = {}) {
  const server = await serve(site.folder, serving);
  const { page, close } = await watchedPage(browser, context);
  page.setDefaultTimeout(15_000);
  if (init) await page.addInitScript(init);
  try {
    await page.goto(`http://127.0.0.1:${server.port}/${path}`);
    await work(page, server);
  } finally {
    await close();
    server.close();
  }
}

/** A page, and what it must not do: log errors, ask other origins, break a policy.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} [options] */
export async function watchedPage(browser, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} */
  const requests = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
  context.on("request", (request) => requests.push(request.url()));
  return { page, complaints, requests, close: () => context.close() };
}

/** Pastes a text into the search.
 * @param {import("playwright-core").Page} page @param {string} text */
export async function paste(page, text) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const input = document.querySelector("kedb-search")?.shadowRoot?.querySelector("input");
    input?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  }, text);
}

/** What the next copy puts on the clipboard, read where a user would paste it.
 * @param {import("playwright-core").Page} page */
export async function recordCopies(page) {
  await page.addInitScript(() => {
    const copies = /** @type {object[]} */ ([]);
    Object.assign(window, { copies });
    const set = DataTransfer.prototype.setData;
    DataTransfer.prototype.setData = function (type, text) {
      copies.push({ type, text });
      set.call(this, type, text);
    };
  });
}

/** The box and the results of the page's search.
 * @param {import("playwright-core").Page} page */
export function search(page) {
  const element = page.locator("kedb-search");
  // Selects that narrow the results down are comboboxes with options as well.
  const list = element.locator("[role=listbox]");
  return { element, input: element.locator("input[role=combobox]"), options: list.getByRole("option"), list };
}

/** The answer that is shown, and the title of one that is open: beside the list an answer may be shown that
 * nobody has opened yet.
 * @param {import("playwright-core").Page} page */
export function answer(page) {
  const panel = page.locator("kedb-search .answer");
  const title = page.locator("kedb-search .opened .answer h2");
  return { panel, title, workaround: panel.locator(".workaround") };
}

const EVENTS = ["search", "no-results", "open", "close", "copy", "solved", "contact", "feedback"];

/** Keeps the `kedb:` events of the pages to come in `events`, for `lastEvent`, and the sessions that they
 * name in `sessions`.
 * @param {Page} page @param {string[]} [names] */
export async function recordEvents(page, names = EVENTS) {
  await page.addInitScript((names) => {
    const events = /** @type {object[]} */ ([]);
    const sessions = /** @type {string[]} */ ([]);
    Object.assign(window, { events, sessions });
    for (const name of names) {
      document.addEventListener(`kedb:${name}`, (event) => {
        const { session, ...detail } = /** @type {CustomEvent} */ (event).detail;
        sessions.push(session);
        events.push({ name, ...detail });
      });
    }
  }, names);
}

/** The last event of this name that the page heard of, which may be still to come.
 * @param {Page} page @param {string} name */
export async function lastEvent(page, name) {
  const event = await page.waitForFunction(
    (name) => /** @type {any} */ (window).events.findLast((/** @type {any} */ event) => event.name === name),
    name,
  );
  return event.jsonValue();
}

/** How long something may take to come, in milliseconds. */
const PATIENCE = 15_000;

/** What `look` gives once it gives anything.
 * @template T
 * @param {string} what What is awaited. @param {() => T | Promise<T>} look
 * @returns {Promise<NonNullable<Awaited<T>>>} */
export async function until(what, look) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    const found = await look();
    if (found) return /** @type {any} */ (found);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new assert.AssertionError({ message: `${what} did not come` });
}

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails if axe finds anything wrong with the page as it is, by WCAG 2.2 and by best practice, or if
 * it scrolls sideways. The page's policy must be bypassed.
 * @param {Page} page @param {string} [state] What is shown. */
export async function assertAccessible(page, state) {
  await page.evaluate(await axe);
  const found = await page.evaluate(async () => {
    // Where a page has no ground of its own, axe takes it for white, also in a dark scheme.
    const { style } = document.documentElement;
    if (getComputedStyle(document.documentElement).backgroundColor === "rgba(0, 0, 0, 0)") {
      if (getComputedStyle(document.body).backgroundColor === "rgba(0, 0, 0, 0)") style.backgroundColor = "Canvas";
    }
    const rules = {
      "target-size": { enabled: true },
      // A row of the list is named by its title and status: else all of it is read at each step.
      "label-content-name-mismatch": { enabled: false },
    };
    const { violations } = await /** @type {any} */ (window).axe.run({ rules });
    return violations.map((/** @type {any} */ { id, nodes }) =>
      [id, ...nodes.map((/** @type {any} */ { target, failureSummary }) => `${target} ${failureSummary}`)].join("\n"),
    );
  });
  assert.deepEqual(found, [], state);
  const [scroll, client] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(scroll <= client, `${state ?? "the page"}: it scrolls sideways`);
}
