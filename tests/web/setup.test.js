// setup.html tells a page owner what to paste, and whether the server is set up well: for each
// thing that is not, what to write to whoever runs it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import {
  INTRANET,
  STRICT,
  assertAccessible,
  program,
  recordCopies,
  serve,
  sharedByTests,
  skip,
  watchedPage,
} from "./support.js";

const shared = sharedByTests();

/** @typedef {NonNullable<Parameters<typeof serve>[1]>} Serving */

/** The page, when all tests have run.
 * @param {Serving} serving @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(serving, options) {
  const server = await serve(shared.site.folder, serving);
  const watched = await watchedPage(shared.browser, options);
  const { page, complaints } = watched;
  await recordCopies(page);
  const address = `http://${INTRANET}:${server.port}/agents`;
  await page.goto(`${address}/setup.html`);
  const test = page.locator("#self-test");
  await test.getByText(/^(Yes: all is well|It works|Not yet)/).waitFor();
  const finding = (/** @type {string} */ about) =>
    test.locator("li").filter({ has: page.locator("b", { hasText: about }) });
  const close = async () => {
    await watched.close();
    server.close();
  };
  return { page, address, test, finding, complaints, close };
}

test("the snippets hold the folder's own address, ready to copy, and can be tried", { skip }, async () => {
  const { page, address, close } = await visit({});
  const snippets = await page.locator("#snippets pre").allInnerTexts();
  assert.equal(snippets.length, 4);
  for (const snippet of snippets) assert.ok(snippet.includes(`"${address}/`), snippet);
  assert.equal(await page.getByText("stands for the address").count(), 0);
  await page.locator("#snippets button.tool").first().click();
  const [copy] = await page.evaluate("copies");
  assert.equal(
    copy.text,
    `<script type="module" src="${address}/kedb.js"></script>\n<kedb-search bundle="${address}/"></kedb-search>`,
  );
  await page.locator("kedb-search").locator("input[role=combobox]").fill("printer");
  await page.locator("kedb-search").locator("[role=option]").first().waitFor();
  assert.equal(new URL(page.url()).hash, "", "what is tried here is no search of the page");
  await close();
});

/** What a server that leads to a sign-in elsewhere says. */
const ELSEWHERE = { status: 302, type: "text/html", body: "", headers: { location: `http://login.${INTRANET}:1/` } };
const SIGN_IN = { status: 200, type: "text/html", body: "<!doctype html><title>Sign in</title>" };

/** What a server does, and what is said of it: about what, how, and with which request.
 * @type {Record<string, [Serving, string, "fine" | "advice" | "broken" | "note", RegExp]>} */
const SERVERS = {
  "all is well": [{}, "A search", "fine", /works here, in \d+ ms/],
  "plain http": [{}, "Https", "advice", /serve http:\/\/.* on https too/],
  "scripts of another type": [
    {
      headers: {},
      instead: (path) => (path.endsWith("/kedb.js") ? { status: 200, type: "text/plain", body: "" } : undefined),
    },
    "Types",
    "broken",
    /Content-Type: text\/javascript.*kedb\.js is sent as text\/plain/,
  ],
  "a sign-in page instead of a file": [
    { instead: (path) => (path.endsWith("manifest.json") ? SIGN_IN : undefined) },
    "Files arrive",
    "broken",
    /For manifest\.json the server sends an HTML page/,
  ],
  "a sign-in page instead of scripts": [
    { instead: (path) => (path.endsWith("/kedb.js") ? SIGN_IN : undefined) },
    "Files arrive",
    "broken",
    /For kedb\.js the server sends an HTML page/,
  ],
  "a sign-in on another server": [
    { instead: (path) => (path.endsWith("manifest.json") ? ELSEWHERE : undefined) },
    "Files arrive",
    "broken",
    /leads to another server[^]*Sign in again[^]*redirect to another server when asked for manifest\.json/,
  ],
  "addresses of pages without their slash": [
    {
      instead: (path) =>
        path.endsWith("/agents/index.html")
          ? { status: 301, type: "text/html", body: "", headers: { location: "/agents" } }
          : path === "/agents"
            ? { status: 200, type: "text/html", body: "<!doctype html><title>Bare</title>" }
            : undefined,
    },
    "Addresses of pages",
    "broken",
    /without the slash[^]*comes bare[^]*clean URLs/,
  ],
  "files for who is signed in": [
    {
      headers: { "set-cookie": "session=1" },
      instead: (path, { headers }) => (path.endsWith("manifest.json") && !headers.cookie ? SIGN_IN : undefined),
    },
    "Sign-in",
    "note",
    /only for who is signed in[^]*copy of the folder/,
  ],
  "no file of the folder _": [
    {
      instead: (path) =>
        path.includes("/_/") && path.endsWith(".bin") ? { status: 404, type: "text/plain", body: "no" } : undefined,
    },
    "Files arrive",
    "broken",
    /“_” must be published too/,
  ],
  "no ending .json": [
    { instead: (path) => (path.endsWith(".json") ? { status: 404, type: "text/plain", body: "no" } : undefined) },
    "Files arrive",
    "broken",
    /add \.json as application\/json/,
  ],
  "a build that broke off": [
    {
      instead: (path) =>
        path.endsWith("/_/placing.new") ? { status: 200, type: "application/octet-stream", body: "" } : undefined,
    },
    "The build",
    "broken",
    /broke off[^]*run “kedb build” again/,
  ],
  "files that were changed": [
    {
      instead: (path) =>
        path.endsWith(".bin") ? { status: 200, type: "application/octet-stream", body: "other" } : undefined,
    },
    "Unchanged",
    "broken",
    /byte for byte/,
  ],
  "a policy without WebAssembly": [
    { csp: "script-src 'self'; connect-src 'self'; worker-src 'self'" },
    "Content security policy",
    "advice",
    /only titles and codes[^]*add 'wasm-unsafe-eval' to script-src/,
  ],
  "a policy that forbids requests": [
    { csp: "default-src 'none'; script-src 'self'; style-src 'self'" },
    "Content security policy",
    "broken",
    /forbids its pages to fetch[^]*add connect-src 'self'/,
  ],
  "a page for every address": [
    { instead: (path) => (path.endsWith("/_/placing.new") ? SIGN_IN : undefined) },
    "Files arrive",
    "fine",
    /all \d+ that were asked for/,
  ],
  "a policy that lets it run": [{ csp: STRICT }, "Content security policy", "fine", /lets the search engine run/],
  "frames forbidden": [
    { headers: { "x-frame-options": "DENY" } },
    "Frames",
    "advice",
    /frame-ancestors 'self' https:\/\/.*no X-Frame-Options/,
  ],
  "frames of the same server": [
    { headers: { "x-frame-options": "SAMEORIGIN" } },
    "Frames",
    "note",
    /only pages on this server/,
  ],
  "frames of the same server, said twice": [
    { headers: { "x-frame-options": "SAMEORIGIN, SAMEORIGIN" } },
    "Frames",
    "note",
    /only pages on this server/,
  ],
  "some frames": [
    {
      headers: { "content-security-policy": "frame-ancestors 'self' https://pages.example", "x-frame-options": "DENY" },
    },
    "Frames",
    "note",
    /: this server https:\/\/pages\.example/,
  ],
  "a word that browsers do not know": [
    { headers: { "x-frame-options": "ALLOW-FROM https://pages.example" } },
    "Frames",
    "fine",
    /any page/,
  ],
  "caching as it should be": [{}, "Caching", "fine", /asked for anew/],
  "caching for an hour": [
    { caching: "max-age=3600" },
    "Caching",
    "advice",
    /kedb\.js may be kept for 3600 seconds.*fetched again and again[^]*immutable/,
  ],
  "no other server allowed": [
    {},
    "Pages on other servers",
    "note",
    /For a page elsewhere[^]*Access-Control-Allow-Origin/,
  ],
  "every server allowed": [
    { headers: { "access-control-allow-origin": "*" } },
    "Pages on other servers",
    "fine",
    /all may use/,
  ],
};
for (const [name, [serving, about, verdict, said]] of Object.entries(SERVERS)) {
  test(`the self-test speaks of ${name}`, { skip }, async () => {
    const { address, finding, close } = await visit(serving);
    try {
      assert.equal(await finding(about).getAttribute("data-verdict"), verdict);
      assert.match(await finding(about).innerText(), said);
      // Whoever gets the sentence knows which folder it is about.
      for (const ask of await finding(about).locator("blockquote").allInnerTexts())
        assert.ok(ask.includes(`${address}/`), ask);
    } finally {
      await close();
    }
  });
}

for (const [scheme, width] of /** @type {const} */ ([
  ["light", 1280],
  ["dark", 320],
])) {
  test(`axe finds nothing on the setup page: ${scheme}, ${width} px`, { skip }, async () => {
    const { page, close } = await visit(
      { headers: { "x-frame-options": "DENY" } },
      { bypassCSP: true, colorScheme: scheme, viewport: { width, height: 800 } },
    );
    await assertAccessible(page);
    await close();
  });
}

test("the page speaks the language of the base, and findings are said in English", { skip }, async () => {
  const folder = join(shared.site.folder, "german");
  const settings = join(shared.site.folder, "german.toml");
  await writeFile(settings, 'title = "Bekannte Fehler"\nlang = "de"\nexclude = ["README.md"]\n');
  const base = join(shared.site.folder, "../base");
  await promisify(execFile)(/** @type {string} */ (program), ["build", base, "--config", settings, "--out", folder]);
  const { page, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/german/public/setup.html`);
  await page.getByRole("heading", { name: "Diese Suche auf der eigenen Seite" }).waitFor();
  await page
    .locator("#self-test")
    .getByText(/^(Ja: alles in Ordnung|Es funktioniert)/)
    .waitFor();
  assert.match(await page.locator("#self-test li [lang=en]").first().innerText(), /^Files arrive: all \d+ /);
  assert.ok(await page.getByRole("button", { name: "Kopieren" }).count());
  assert.doesNotMatch(await page.locator("#snippets").innerText(), /\{/);
  await close();
});
