// The live preview of `kedb serve`: a save shows in the open browser, and what is wrong with it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { answer, launch, program, search, skip, watchedPage } from "./support.js";

const ARTICLE = "vpn/error-809-blocked-ports.md";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {string} */
let top;
/** @type {string} */
let address;
/** @type {import("node:child_process").ChildProcess} */
let server;

before(async () => {
  if (skip) return;
  top = await mkdtemp(join(tmpdir(), "kedb-preview-"));
  await cp(fileURLToPath(new URL("../../kb", import.meta.url)), join(top, "kb"), { recursive: true });
  server = spawn(/** @type {string} */ (program), ["serve", "kb", "--audience", "internal", "--port", "0"], {
    cwd: top,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const said = createInterface({ input: /** @type {import("node:stream").Readable} */ (server.stdout) });
  address = await new Promise((resolve) => said.once("line", resolve));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  if (top) await rm(top, { recursive: true, force: true });
});

/** Replaces text in a file of the base; gives what takes that back.
 * @param {string} path @param {string | RegExp} text @param {string} by */
async function edit(path, text, by) {
  const file = join(top, "kb", path);
  const before = await readFile(file, "utf8");
  assert.notEqual(before.replace(text, by), before, `${text} stands in ${path}`);
  await writeFile(file, before.replace(text, by));
  return () => writeFile(file, before);
}

/** What the overlay says.
 * @param {import("playwright-core").Page} page */
function overlay(page) {
  const panel = page.getByRole("region", { name: "kedb preview" });
  return { panel, headline: panel.locator("header strong"), problems: panel.locator("article") };
}

test("a save shows on the article's page, where it was scrolled to", { skip }, async (t) => {
  const { page, complaints, close } = await watchedPage(browser, { viewport: { width: 800, height: 300 } });
  await page.goto(`${address}articles/KE-0012.html`);
  await page.evaluate(() => scrollTo(0, 120));
  const started = Date.now();
  const mend = await edit(ARTICLE, "## Workaround", "## Workaround\n\nA new first line.");
  await page.getByText("A new first line.").waitFor();
  t.diagnostic(`from save to shown: ${Date.now() - started} ms`);
  await page.waitForFunction(() => scrollY === 120);
  assert.equal(await overlay(page).panel.isVisible(), false, "nothing is wrong");
  await mend();
  await page.getByText("A new first line.").waitFor({ state: "detached" });
  // This server has no icon; whatever else is said is a broken policy or script.
  assert.deepEqual(
    complaints.filter((said) => !said.includes("404")),
    [],
  );
  await close();
});

test("a page is loaded again only if it has changed", { skip }, async () => {
  const { page, close } = await watchedPage(browser);
  await page.goto(`${address}articles/KE-0012.html`);
  await page.evaluate(() => void Object.assign(window, { same: true }));
  const heard = page.waitForResponse(async (response) => response.url().includes("build="));
  const undo = await edit("vpn/error-691-access-denied.md", "## Workaround", "## Workaround\n\nElsewhere.");
  await heard;
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).same), true);
  await undo();
  await close();
});

test("an error keeps the page, and is shown on it until it is mended", { skip }, async () => {
  const { page, close } = await watchedPage(browser);
  await page.goto(`${address}articles/KE-0012.html`);
  const { panel, headline, problems } = overlay(page);
  const undo = await edit(ARTICLE, "status: known-error", "status: known-eror");
  await panel.waitFor();
  assert.match(await headline.innerText(), /^1 error in vpn\/error-809-blocked-ports\.md: left out$/);
  assert.match(await problems.innerText(), /error-809-blocked-ports\.md:4:9[^]*unknown-status[^]*hint: /);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, "the page is still there");
  // Somebody who comes now reads why nothing is there, and gets it when it is.
  const other = await page.context().newPage();
  await other.goto(`${address}articles/KE-0012.html`);
  await overlay(other).panel.waitFor();
  await undo();
  await panel.waitFor({ state: "hidden" });
  await other.getByRole("heading", { level: 1 }).waitFor();
  await close();
});

test("warnings of an article can be put away, and stay away", { skip }, async () => {
  const { page, close } = await watchedPage(browser);
  const undo = await edit(ARTICLE, "severity:", "severty:");
  await page.goto(`${address}articles/KE-0012.html`);
  const { panel, headline, problems } = overlay(page);
  await headline.getByText("1 warning in").waitFor();
  await panel.getByRole("button", { name: /1 warning/ }).click();
  assert.equal(await problems.isVisible(), false);
  await page.keyboard.press("Escape");
  assert.equal(await panel.isVisible(), false);
  await page.reload();
  await page.waitForResponse((response) => response.url().includes("news.json"));
  assert.equal(await panel.isVisible(), false);
  await undo();
  await close();
});

test("a base that can't be built keeps the last bundle, and says why", { skip }, async () => {
  const { page, close } = await watchedPage(browser);
  await page.goto(`${address}`);
  const { panel, headline } = overlay(page);
  const undo = await edit("kedb.toml", "title =", "title");
  await headline.getByText("last good bundle").waitFor();
  assert.match(await panel.innerText(), /kedb\.toml/);
  await undo();
  await panel.waitFor({ state: "hidden" });
  await close();
});

test("the search keeps its text, its log, and the article that is open", { skip }, async () => {
  const { page, close } = await watchedPage(browser);
  await page.goto(`${address}`);
  const { input, element } = search(page);
  await input.click();
  const log =
    "dialing\nCoId={1A7F}: The user EXAMPLE\\\\jdoe dialed a connection named Office VPN which has failed. " +
    "The error code returned on failure is 809.\nclosed";
  await input.evaluate((box, log) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", log);
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true, cancelable: true }));
  }, log);
  await input.pressSequentially("vpn");
  await search(page).options.filter({ hasText: "VPN error 809" }).first().click();
  const { workaround } = answer(page);
  await workaround.waitFor();
  const undo = await edit(ARTICLE, "## Workaround", "## Workaround\n\nA line for the widget.");
  await workaround.getByText("A line for the widget.").waitFor();
  assert.equal(await input.inputValue(), "vpn");
  assert.match(await element.locator(".box > .chip:not([data-do])").innerText(), /3 lines/);
  await undo();
  await close();
});

test("a bundle holds nothing of it", { skip }, async () => {
  for (const path of ["index.html", "articles/KE-0012.html", "embed.html"]) {
    assert.doesNotMatch(await readFile(join(top, "out", path), "utf8"), /\.kedb/);
    assert.match(await (await fetch(address + path)).text(), /\.kedb\/preview\.js/);
  }
});
